"""Who keeps out of what, also in the middle of a sitting."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.evaluation.models import (
    Ballot,
    Entry,
    Motion,
    ProposalLine,
    Recusal,
    Sitting,
)
from shuniu.evaluation.queries import decisions as queries
from shuniu.evaluation.rules import decisions as rules
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
    if not reason.strip():
        raise Refused(refuse(_("请写明回避的理由，例如曾在该单位任职。"), "recusals.reason"))
    with transaction.atomic():
        ensure(rules.can_recuse(by, user, entry.round))
        row, made = Recusal.objects.get_or_create(
            user=user,
            organisation=entry.organisation,
            ended_at=None,
            defaults={
                "reason": reason.strip()[:300],
                "declared_by": by,
                "declared_at": clock.now(),
            },
        )
        if made:
            audit.record(
                "evaluation.recusal.declared",
                row,
                by=by,
                node=entry.round.node_id,
                user=user.pk,
                organisation=entry.organisation.code,
                reason=row.reason,
            )
            for sitting in _sittings(user, entry):
                _regroup(sitting, user, entry)
    return row


def end_recusal(recusal: Recusal, entry: Entry, *, by: User) -> None:
    """A reason to keep out has gone.

    Raises:
        Refused: by the rules: only the office ends one, never the person themselves.
    """
    with transaction.atomic():
        ensure(rules.can_end_recusal(by, recusal, entry.round))
        Recusal.objects.filter(pk=recusal.pk, ended_at=None).update(ended_at=clock.now())
        audit.record(
            "evaluation.recusal.ended",
            recusal,
            by=by,
            node=entry.round.node_id,
            user=recusal.user_id,
            organisation=recusal.organisation.code,
        )


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
