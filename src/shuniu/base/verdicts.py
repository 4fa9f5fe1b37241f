"""May they? Yes, or no with a reason fit for the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer to “may they?”.

    Attributes:
        ok: the answer.
        reason: why not, a whole sentence; empty where the answer is yes.
        rule: stable dotted name of the rule that refused.
    """

    ok: bool
    reason: str = ""
    rule: str = ""

    def __bool__(self) -> bool:
        """The answer alone."""
        return self.ok


ALLOWED = Verdict(ok=True)


def refuse(reason: str | _StrPromise, rule: str = "") -> Verdict:
    """A “no” with its reason."""
    return Verdict(ok=False, reason=str(reason), rule=rule)


class Refused(Exception):  # noqa: N818 (it is a refusal, and nothing went wrong)
    """An act that a rule does not allow; the page shows the reason."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict


def ensure(verdict: Verdict) -> None:
    """Go on only where the answer is yes.

    Raises:
        Refused: it is no.
    """
    if not verdict:
        raise Refused(verdict)
