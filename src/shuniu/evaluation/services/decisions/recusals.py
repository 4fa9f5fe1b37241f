"""Who keeps out of what, also in the middle of a sitting."""

from __future__ import annotations

from django.db import transaction

from shuniu.accounts.models import User
from shuniu.evaluation.models import (
    Ballot,
    Entry,
    Motion,
    ProposalLine,
    Recusal,
    Sitting,
)
from shuniu.evaluation.queries import decisions as queries
from shuniu.evaluation.rules.entries import recused
from shuniu.evaluation.services.assessment import recuse as keep_out
from shuniu.evaluation.services.decisions.motions import leave_lists, put_lines
from shuniu.evaluation.services.decisions.sittings import lock
from shuniu.evaluation.states import MotionState, SittingState


def recuse(user: User, entry: Entry, *, reason: str, by: User) -> Recusal:
    """Somebody keeps out of everything about an organisation from now on.

    In an open sitting the organisation leaves the list it stands in and gets a motion of its own,
    on which everybody else votes anew; a vote already cast on a motion about it alone goes.

    Raises:
        Refused: by the rules; no reason was given.
    """
    with transaction.atomic():
        before = recused(user, entry)
        row = keep_out(user, organisation=entry.organisation, reason=reason, by=by)
        for sitting in [] if before else _sittings(user, entry):
            _regroup(sitting, user, entry)
    return row


def _sittings(user: User, entry: Entry) -> list[Sitting]:
    rows = Sitting.objects.filter(
        round=entry.round, state=SittingState.OPEN, members__user=user
    ).select_related("round__node")
    return list(rows.order_by("pk"))


def _regroup(sitting: Sitting, user: User, entry: Entry) -> None:
    lock(sitting)
    motions = Motion.objects.filter(
        sitting=sitting, state=MotionState.OPEN, entries__entry=entry
    ).distinct()
    shared = [one for one in motions if not one.grade and one.entries.count() > 1]
    Ballot.objects.filter(
        motion__in=[one for one in motions if one not in shared], member__user=user
    ).delete()
    if shared:
        leave_lists(sitting, [entry])
        lines = ProposalLine.objects.filter(
            proposal=queries.latest_proposal(sitting.round), entry=entry
        ).select_related("entry__organisation")
        put_lines(sitting, lines)
