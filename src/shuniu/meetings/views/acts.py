"""One form on one page, its act, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from shuniu.accounts.doors import SignedIn
from shuniu.base.verdicts import Refused


def act(
    request: SignedIn,
    form: forms.Form,
    words: tuple[str, str, str],
    back: str,
    do: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    """Show a form; when it is sent and fits, do it and go back; a refusal stands in the form.

    Args:
        request: whose.
        form: bound where something was sent.
        words: title, button, and what to say when done.
        back: address of the page that it belongs to.
        do: the act, with the clean data.
    """
    title, button, done = words
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.verdict.reason)
        else:
            messages.success(request, done)
            return redirect(back)
    context = {"form": form, "title": title, "button": button, "back": back}
    return render(request, "meetings/act.html", context)
