"""Ideas that a study session yields: somebody takes them on, or they are dropped with a reason."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock
from shuniu.base.events import announce
from shuniu.base.moves import walk
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.meetings import rules
from shuniu.meetings.models import Idea, Meeting
from shuniu.meetings.states import IDEA_MOVES, IdeaDropped, IdeaOwned
from shuniu.registry.models import Person


def add_idea(meeting: Meeting, *, text: str, by: User | None, person: Person | None = None) -> Idea:
    """Write an idea down.

    Raises:
        Refused: by the rules, or no words.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, meeting.node, meeting.kind))
        if not text.strip():
            raise Refused(refuse(_("请写下这个设想。"), "meetings.idea.text"))
        row = Idea.objects.create(meeting=meeting, text=text.strip()[:300], by=person)
        audit.record("meetings.idea.added", meeting, by=by, node=meeting.node_id, idea=row.pk)
    return row


def own_idea(idea: Idea, owner: Person, *, by: User | None) -> None:
    """Somebody takes it on; the room of projects hears of it.

    Raises:
        Refused: by the rules, or it is settled already.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_settle(by, idea, "own"))
        walk(idea, IDEA_MOVES["own"])
        idea.owner, idea.settled_at = owner, clock.now()
        idea.save(update_fields=["owner", "settled_at"])
        audit.record(
            "meetings.idea.owned", idea.meeting, by=by, node=idea.meeting.node_id, idea=idea.pk
        )
        announce(IdeaOwned(idea.pk, idea.meeting_id))


def drop_idea(idea: Idea, *, reason: str, by: User | None) -> None:
    """It is not taken up, and why.

    Raises:
        Refused: by the rules, dropped already, or no reason.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_settle(by, idea, "drop"))
        if not reason.strip():
            raise Refused(refuse(_("请写明不采用的原因。"), "meetings.idea.reason"))
        walk(idea, IDEA_MOVES["drop"])
        idea.reason, idea.settled_at = reason.strip()[:200], clock.now()
        idea.save(update_fields=["reason", "settled_at"])
        audit.record(
            "meetings.idea.dropped", idea.meeting, by=by, node=idea.meeting.node_id, idea=idea.pk
        )
        announce(IdeaDropped(idea.pk, idea.meeting_id))
