"""The doors of the room, and a page with one form that does one thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn
from shuniu.base.doors import found
from shuniu.base.verdicts import Refused
from shuniu.governance import rules
from shuniu.governance.models import Matter
from shuniu.governance.queries import matters

Do = Callable[[Mapping[str, Any]], object]
Crumbs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Act:
    """What the page says; ``hint`` stands instead of the form where nothing can be done."""

    title: str
    button: str
    back: str
    done: str
    text: str = ""
    warning: str = ""
    hint: str = ""
    danger: bool = False
    crumbs: Crumbs = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    files: bool = False


def act(request: SignedIn, form: forms.Form, page: Act, do: Do) -> HttpResponse:
    """Show the form; once sent and sound, do it and go back; what is refused comes back filled."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.verdict.reason)
        else:
            messages.success(request, page.done)
            return redirect(page.back)
    context = {"act": page, "form": form, **page.more}
    return render(request, "governance/act.html", context, status=422 if form.errors else 200)


def bound(request: SignedIn) -> Any:
    """What was sent, where something was."""
    return request.POST if request.method == "POST" else None


def matter_of(request: SignedIn, pk: int) -> Matter:
    """A matter this person may see."""
    row = found(matters.find(pk))
    return found(row, rules.can_see(request.user, row))


def crumbs_of(matter: Matter) -> Crumbs:
    """The way down to a matter."""
    return ((_("重大事项"), reverse("governance:matters")), (matter.title, address(matter)))


def address(matter: Matter) -> str:
    """The page of a matter."""
    return reverse("governance:matter", args=[matter.pk])
