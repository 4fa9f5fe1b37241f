"""What is done with the audit book leaves its lines there, too."""

from __future__ import annotations

from collections.abc import Mapping

from shuniu.accounts.models import User
from shuniu.base import audit
from shuniu.base.audit import Fault


def verify_book(*, by: User) -> list[Fault]:
    """Walk the chain, and note that it was walked."""
    faults = list(audit.verify())
    audit.record("accounts.book.verified", f"audit:{audit.head()[0]}", by=by, faults=len(faults))
    return faults


def note_export(asked: Mapping[str, str], *, by: User) -> None:
    """A line in the book: lines were taken out of the house, and which."""
    wanted = {key: value for key, value in asked.items() if value and key != "page"}
    audit.record("accounts.book.exported", by, by=by, asked=wanted)
