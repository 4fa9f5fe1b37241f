"""One door to each object: unknown and forbidden look the same from outside."""

from __future__ import annotations

from typing import TypeVar

from django.http import Http404

from shuniu.base.verdicts import Verdict

_Thing = TypeVar("_Thing")


def found(thing: _Thing | None, verdict: Verdict | None = None) -> _Thing:
    """The thing, where it exists and may be seen.

    Raises:
        Http404: otherwise, without saying which.
    """
    if thing is None or (verdict is not None and not verdict):
        raise Http404
    return thing
