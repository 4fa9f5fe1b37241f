"""Who may come in at all: signed in, with a capability somewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase

from shuniu.accounts import rules
from shuniu.accounts.models import User
from shuniu.accounts.states import Capability

_P = ParamSpec("_P")


class SignedIn(HttpRequest):
    """A request of somebody signed in."""

    user: User


View = Callable[Concatenate[SignedIn, _P], HttpResponseBase]
Plain = Callable[Concatenate[HttpRequest, _P], HttpResponseBase]


def signed_in(view: View[_P]) -> Plain[_P]:
    """Only for people who are signed in."""
    return login_required(view)  # type: ignore[return-value]


def needs(*capabilities: Capability | str) -> Callable[[View[_P]], Plain[_P]]:
    """Only for people who hold one of the capabilities somewhere; otherwise as if not there."""

    def wrap(view: View[_P]) -> Plain[_P]:
        @wraps(view)
        def guarded(request: SignedIn, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
            if not any(rules.may_somewhere(request.user, one) for one in capabilities):
                raise Http404
            return view(request, *args, **kwargs)

        return signed_in(guarded)  # type: ignore[arg-type]

    return wrap
