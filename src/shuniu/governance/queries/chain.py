"""How far a matter has come, as the plain values that the gate asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shuniu.governance.models import Matter, Study
from shuniu.governance.queries import matters
from shuniu.governance.queries.related import related
from shuniu.governance.queries.studiers import Studier, shared, studier
from shuniu.governance.states import OPEN, STUDY_MEETINGS
from shuniu.meetings.models import AgendaItem, Attendee, Meeting, Recusal
from shuniu.meetings.queries import standing
from shuniu.meetings.states import SOUND, MeetingState, Presence

_OVER = (MeetingState.HELD, MeetingState.APPROVED)


@dataclass(frozen=True, slots=True)
class Studied:
    """A study, as far as the gate asks.

    Attributes:
        opinion: what came of it; empty until it is given.
        voted: those who study have voted.
        right_body: its meeting is of who should study.
        quorum, notice: of its meeting.
        over: its meeting is closed, or is the very meeting that decides.
        before: it comes before the decision.
        one_meeting: it and the decision share a meeting; ``may_share``: and they may.
        interested: how many with a conflict took part in it.
    """

    opinion: str = ""
    voted: bool = False
    right_body: bool = True
    quorum: bool = False
    notice: bool = False
    over: bool = False
    before: bool = True
    one_meeting: bool = False
    may_share: bool = True
    interested: int = 0


@dataclass(frozen=True, slots=True)
class Chain:
    """A matter, as far as the gate asks.

    Attributes:
        major: on the list; ``None`` where nobody has classified it.
        by_sum: an ordinary matter that has become part of a sum above the threshold.
        studier: the name of who studies; empty where there is nobody.
        study: the study that counts.
        emergency, reason: declared, and why.
        ended: it has been decided or withdrawn.
    """

    major: bool | None
    by_sum: bool = False
    studier: str = ""
    study: Studied | None = None
    emergency: bool = False
    reason: str = ""
    ended: bool = False


def who_studies(matter: Matter, on: date) -> Studier | None:
    """Who studies a matter on a day, by the line of the list it was classified by."""
    order = matter.needs.get("studied_by") or []
    return studier(matter.organisation, [str(one) for one in order], on)


def sits_for(meeting: Meeting, who: Studier) -> bool:
    """Whether a meeting is of those who study."""
    kinds = STUDY_MEETINGS[who.kind]
    if meeting.kind not in kinds and meeting.also not in kinds:
        return False
    if who.body is not None and who.party is None:
        return meeting.body_id == who.body.pk
    # A sitting of two bodies at once stands under the one; the branch is that of the other.
    return who.party is not None and meeting.party_id == who.party.pk


def conflicted(matter: Matter, on: date) -> dict[int, str]:
    """Those with an interest: written down, or known from posts on the day."""
    found = dict(matter.conflicts.values_list("person_id", "reason"))
    who = who_studies(matter, on)
    body = None if who is None else who.body
    for one in related(matter.organisation, matter.counterparty, on, body):
        found.setdefault(one.person, one.reason)
    return found


def unrecused(item: AgendaItem, people: dict[int, str]) -> int:
    """How many of some took part in an item with a vote instead of stepping aside."""
    if not people:
        return 0
    out = Recusal.objects.filter(item=item).values("person_id")
    voting = Attendee.objects.filter(meeting=item.meeting, vote=True, presence=Presence.PRESENT)
    return voting.filter(person__in=list(people)).exclude(person__in=out).count()


def chain_of(matter: Matter, on: date, *, by_sum: bool, item: AgendaItem | None = None) -> Chain:
    """A matter as the gate sees it; ``item`` is the one on which it is to be decided."""
    who = who_studies(matter, on) if matter.major else None
    study = matters.study_that_counts(matter)
    return Chain(
        major=matter.major,
        by_sum=by_sum,
        studier="" if who is None else who.name,
        study=None if study is None else _studied(matter, study, on, item),
        emergency=matter.emergency,
        reason=matter.emergency_reason,
        ended=matter.state not in OPEN,
    )


def _over_by(study: Study, item: AgendaItem) -> bool:
    """Whether a study was finished when the deciding body voted, where it has."""
    if item.outcome not in SOUND or item.voted_at is None:
        return True
    done = (study.given_at, study.item.voted_at, study.item.meeting.recorded_at)
    return all(one is not None and one <= item.voted_at for one in done)


def _studied(matter: Matter, study: Study, on: date, item: AgendaItem | None) -> Studied:
    meeting = study.item.meeting
    valid = standing.validity(meeting)
    one = item is not None and item.meeting_id == meeting.pk
    before = item is None or (one and study.item.pk != item.pk)
    if item is not None and not one:
        before = meeting.starts_at <= item.meeting.starts_at and _over_by(study, item)
    held_on = meeting.starts_at.date()
    who = Studier(study.studied_by, "", study.party, study.body)
    both = shared(
        study.party.body if study.party else None, item.meeting.body if item else None, held_on
    )
    return Studied(
        opinion=study.opinion,
        voted=study.item.outcome in SOUND,
        right_body=sits_for(meeting, who),
        quorum=valid.quorum,
        notice=valid.notice,
        over=meeting.state in _OVER or (one and meeting.state == MeetingState.OPEN),
        before=before,
        one_meeting=one,
        may_share=both.enough,
        interested=unrecused(study.item, conflicted(matter, on)),
    )
