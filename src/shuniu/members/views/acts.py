"""One page with one form that does one thing; nothing entered is lost where it is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from shuniu.accounts.doors import SignedIn
from shuniu.base.verdicts import Refused
from shuniu.identifiers import IdentifierError
from shuniu.ui.templatetags.ui import say

Crumbs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Act:
    """What the page says.

    Attributes:
        title: what is done here.
        button: the words on the button.
        back: where one came from and goes after it is done.
        done: the message afterwards.
        text: what one should know before.
        warning: what it brings with it.
        danger: whether it takes something away.
        consent: the text that is agreed to, shown in full.
        crumbs: (words, address) of the pages above.
        files: whether a file is sent.
    """

    title: str
    button: str
    back: str
    done: str
    text: str = ""
    warning: str = ""
    danger: bool = False
    consent: str = ""
    crumbs: Crumbs = field(default=())
    files: bool = False


Do = Callable[[Mapping[str, Any]], object]


def act(request: SignedIn, form: forms.Form, page: Act, do: Do) -> HttpResponse:
    """Show the form; once it is sent and sound, do it and go on.

    What a rule refuses comes back as a sentence above the form, with everything still in it. Where
    ``do`` gives back an address, that is where one goes.
    """
    if request.method == "POST" and form.is_valid():
        try:
            target = do(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.verdict.reason)
        except IdentifierError as error:
            form.add_error(None, say(error.text) + say(error.fix))
        else:
            messages.success(request, page.done)
            return redirect(target if isinstance(target, str) else page.back)
    context = {"act": page, "form": form}
    return render(request, "members/act.html", context, status=422 if form.errors else 200)


def bound(request: SignedIn) -> Any:
    """What was sent, where something was."""
    return request.POST if request.method == "POST" else None


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep, never a page."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
