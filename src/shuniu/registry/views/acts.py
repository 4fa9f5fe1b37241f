"""One page with one form that does one thing; nothing entered is lost where it is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from shuniu.accounts.doors import SignedIn
from shuniu.base.verdicts import Refused
from shuniu.identifiers import IdentifierError
from shuniu.registry.forms.fields import told


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
        wide: whether there are many fields, in two columns where there is room.
        crumbs: (words, address) of the pages above.
        more: what else the template wants.
        template: a richer page than the plain one.
    """

    title: str
    button: str
    back: str
    done: str
    text: str = ""
    warning: str = ""
    danger: bool = False
    wide: bool = False
    crumbs: tuple[tuple[str, str], ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    template: str = "registry/act.html"


Do = Callable[[Mapping[str, Any]], object]


def act(request: SignedIn, form: forms.Form, page: Act, do: Do) -> HttpResponse:
    """Show the form; once it is sent and sound, do it and go on.

    What a rule refuses comes back as a sentence above the form, with everything still in it. Where
    ``do`` gives back an address, that is where one goes.
    """
    if request.method == "POST" and form.is_valid():
        target = tried(request, form, page.done, do)
        if target is not None:
            return redirect(target or page.back)
    context = {"act": page, "form": form, **page.more}
    return render(request, page.template, context, status=422 if form.errors else 200)


def tried(request: SignedIn, form: forms.Form, done: str, do: Do) -> str | None:
    """Do it; the address to go to (empty for the usual one), or nothing where it was refused."""
    try:
        target = do(form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.verdict.reason)
        return None
    except IdentifierError as error:
        form.add_error(None, told(error))
        return None
    messages.success(request, done)
    return target if isinstance(target, str) else ""


def bound(request: SignedIn) -> Any:
    """What was sent, where something was."""
    return request.POST if request.method == "POST" else None
