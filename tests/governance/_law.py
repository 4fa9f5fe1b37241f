"""What must hold of every matter, computed from the rows alone and in another way than the gate does.

Nothing here asks the room's rules or queries: rolls are counted anew, the shares are written out as
whole numbers, who sits where is read from the posts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from shuniu.governance.models import Confirmation, Conflict, Decision, Matter, Study
from shuniu.meetings.models import AgendaItem, Attendee, Meeting, Recusal, Vote
from shuniu.registry.models import PartyCover, Post

# Kind of meeting → days of notice; a quorum is two thirds or more than half.
NOTICE = {"council": 5, "party_committee": 1, "party_assembly": 1, "special_committee": 1}
TWO_THIRDS = frozenset({"council"})  # of an association; all others more than half
RANKS = ("secretariat", "standing_council", "council", "assembly")
STUDIES = {
    "branch": {"party_committee", "party_assembly"},
    "joint": {"party_committee", "party_assembly"},
    "instructor": {"party_committee", "party_assembly"},
    "committee": {"special_committee"},
}
SOUND = {"carried", "lost"}
FAVOUR = {"agree", "amend"}


@dataclass
class Rows:
    """Everything about the matters of an organisation, read at once."""

    matters: list[Matter]
    items: dict[str, list[AgendaItem]]
    studies: dict[int, list[Study]]
    decisions: dict[int, Decision]
    conflicts: dict[int, set[int]]
    roll: dict[int, list[Attendee]]
    out: dict[int, set[int]]
    votes: dict[int, set[int]]

    def interest(self, matter: Matter) -> set[int]:
        """Who has an interest in a matter."""
        return self.conflicts.get(matter.pk, set())

    def ballot(self, item: AgendaItem) -> Ballot:
        """The roll of a voted item as the rows have it."""
        rows = [one for one in self.roll.get(item.meeting_id, []) if one.vote]
        out, moment = self.out.get(item.pk, set()), item.voted_at
        entitled = frozenset(one.person_id for one in rows)
        here = [one for one in rows if one.presence == "present"]
        stayed = {
            one.person_id
            for one in here
            if not (moment and one.left_at and one.left_at <= moment)
            and not (moment and one.signed_at and one.signed_at > moment)
        }
        at_meeting = frozenset(one.person_id for one in here)
        voters = frozenset(stayed - out)
        return Ballot(item, len(entitled - out), len(voters), entitled, voters, at_meeting)


def _by(rows: Iterable[Any], key: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for one in rows:
        found.setdefault(getattr(one, key), []).append(one)
    return found


def read(organisation: int) -> Rows:
    """The rows of an organisation's matters."""
    matters = list(Matter.objects.filter(organisation=organisation).select_related("execution"))
    subjects = [f"governance.matter:{one.pk}" for one in matters]
    items = list(AgendaItem.objects.filter(subject__in=subjects).select_related("meeting"))
    within = [one.pk for one in items if one.outcome]
    studies = Study.objects.filter(matter__in=matters).select_related("item__meeting", "party")
    decisions = Decision.objects.filter(matter__in=matters).select_related(
        "item__meeting", "confirmation__item__meeting"
    )
    people = {
        key: {one.person_id for one in rows}
        for key, rows in _by(Conflict.objects.filter(matter__in=matters), "matter_id").items()
    }
    out = _by(Recusal.objects.filter(item__in=within), "item_id")
    votes = _by(Vote.objects.filter(item__in=within), "item_id")
    return Rows(
        matters,
        _by(items, "subject"),
        _by(studies, "matter_id"),
        {one.matter_id: one for one in decisions},
        people,
        _by(Attendee.objects.filter(meeting__in={one.meeting_id for one in items}), "meeting_id"),
        {key: {one.person_id for one in rows} for key, rows in out.items()},
        {key: {one.person_id for one in rows} for key, rows in votes.items()},
    )


@dataclass(frozen=True)
class Ballot:
    """A voted item with its roll, counted anew."""

    item: AgendaItem
    should: int
    there: int
    entitled: frozenset[int]
    voters: frozenset[int]
    at_meeting: frozenset[int]

    @property
    def quorum(self) -> bool:
        """Of the item, those with an interest left out, and of the sitting as a whole."""
        return _enough(self.item.meeting.kind, self.there, self.should) and _enough(
            self.item.meeting.kind, len(self.at_meeting), len(self.entitled)
        )

    @property
    def notice(self) -> bool:
        """Called in time, or nobody with a vote was missing."""
        meeting = self.item.meeting
        days = NOTICE.get(meeting.kind, 0)
        if meeting.called_at is None and days == 0:
            return True
        if meeting.called_at is not None:
            ahead = _day(meeting.starts_at) - _day(meeting.called_at)
            if ahead >= timedelta(days=days):
                return True
        return bool(self.entitled) and self.at_meeting == self.entitled

    @property
    def cast(self) -> int:
        """Votes that were counted."""
        item = self.item
        return sum(n or 0 for n in (item.in_favour, item.against, item.abstained, item.void))


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def _enough(kind: str, there: int, should: int) -> bool:
    if should <= 0 or there <= 0:
        return False
    return there * 3 >= should * 2 if kind in TWO_THIRDS else there * 2 > should


def faults(organisation: int) -> Iterator[str]:
    """Everything that should not be, over all matters of an organisation."""
    rows = read(organisation)
    for matter in rows.matters:
        for words in _of(rows, matter):
            yield f"{matter.pk} {matter.state}: {words}"


def _of(rows: Rows, matter: Matter) -> Iterator[str]:
    items = rows.items.get(f"governance.matter:{matter.pk}", [])
    decision = rows.decisions.get(matter.pk)
    for item in items:
        if item.outcome:
            yield from _votes(rows, matter, rows.ballot(item))
    board = [one for one in items if one.kind != "study" and one.outcome in SOUND]
    if len(board) > 1:
        yield "two bodies have voted"
    counting = [one for one in rows.studies.get(matter.pk, []) if not one.void]
    if len(counting) > 1:
        yield "two studies count"
    study = counting[0] if counting else None
    for item in board:
        yield from _board_vote(rows, matter, item, study)
    if decision is not None:
        yield from _decided(rows, matter, decision, study)
    yield from _state(matter, decision, study, board=bool(board))
    confirmed = getattr(decision, "confirmation", None)
    if confirmed is not None:
        yield from _confirmed(rows, matter, confirmed)


def _votes(rows: Rows, matter: Matter, found: Ballot) -> Iterator[str]:
    item = found.item
    named, interest = rows.votes.get(item.pk, set()), rows.interest(matter)
    if named & rows.out.get(item.pk, set()):
        yield f"item {item.pk}: a recused person voted"
    if item.outcome not in SOUND:
        return
    if found.cast > len(found.voters):
        yield f"item {item.pk}: {found.cast} votes of {len(found.voters)} voters"
    if named and named - found.voters:
        yield f"item {item.pk}: somebody voted who was not there"
    if named and len(named) != found.cast:
        yield f"item {item.pk}: names and numbers differ"
    if item.kind != "study" and found.voters & interest:
        yield f"item {item.pk}: somebody with an interest is counted"
    if item.kind != "study" and not (found.quorum and found.notice):
        yield f"item {item.pk}: decided without quorum or notice"


def why_not(rows: Rows, matter: Matter, study: Study | None, board: AgendaItem) -> str:
    """Why a study does not carry a board's vote; empty where it does."""
    if study is None:
        return "no study"
    item, meeting = study.item, study.item.meeting
    found = rows.ballot(item)
    one = meeting.pk == board.meeting_id
    moments = (study.given_at, item.voted_at)
    late = board.voted_at is None or any(one is None or one > board.voted_at for one in moments)
    reasons = {
        "another matter's item": item.subject != f"governance.matter:{matter.pk}",
        "not an item of study": item.kind != "study",
        "not its own body": not _own(matter, study, meeting),
        "no notice": not found.notice,
        "no quorum": not found.quorum,
        "interested": bool(found.voters & rows.interest(matter)),
        "not voted": item.outcome not in SOUND,
        "no opinion": (study.opinion in FAVOUR) != (item.outcome == "carried") or not study.opinion,
        "too late": late,
        "not over": not one and meeting.state not in {"held", "approved"},
        "one sitting of different people": one and not _same_people(study, board.meeting),
    }
    return ", ".join(words for words, bad in reasons.items() if bad)


def _own(matter: Matter, study: Study, meeting: Meeting) -> bool:
    kinds = STUDIES[study.studied_by]
    if meeting.kind not in kinds and meeting.also not in kinds:
        return False
    if study.party_id is None:
        return study.body_id is not None and meeting.body_id == study.body_id
    covers = PartyCover.objects.filter(party=study.party_id, organisation=matter.organisation_id)
    return meeting.party_id == study.party_id and covers.exists()


def _same_people(study: Study, meeting: Meeting) -> bool:
    if study.party is None or study.party.body_id is None or meeting.body_id is None:
        return False
    ours = set(Post.objects.filter(body=study.party.body_id).values_list("person_id", flat=True))
    theirs = set(Post.objects.filter(body=meeting.body_id).values_list("person_id", flat=True))
    return len(ours & theirs) * 2 > len(ours)


def _board_vote(rows: Rows, matter: Matter, item: AgendaItem, study: Study | None) -> Iterator[str]:
    kinds = {item.meeting.kind, item.meeting.also} & set(RANKS)
    if not kinds or item.meeting.organisation_id != matter.organisation_id:
        yield f"item {item.pk}: voted by a body that does not decide"
    if not matter.major:
        return
    least = RANKS.index(str(matter.needs["decides"]))
    if kinds and max(RANKS.index(one) for one in kinds) < least:
        yield f"item {item.pk}: voted by a body too low"
    words = why_not(rows, matter, study, item)
    if words and not (matter.emergency and matter.emergency_reason.strip()):
        yield f"item {item.pk}: the board voted on a major matter: {words}"


def _decided(rows: Rows, matter: Matter, row: Decision, study: Study | None) -> Iterator[str]:
    item = row.item
    if (
        item.kind == "study"
        or item.outcome != row.outcome
        or item.subject != f"governance.matter:{matter.pk}"
    ):
        yield "the decision is not what the board voted"
    if row.major != bool(matter.major):
        yield "decided under another class"
    if not matter.major:
        return
    if row.emergency:
        if not row.emergency_reason.strip() or row.study_id is not None:
            yield "an emergency without a reason, or with a study"
        return
    words = why_not(rows, matter, study, item)
    if words:
        yield f"a major matter was decided: {words}"
    if study is None or row.study_id != study.pk or not study.frozen:
        yield "the decision does not rest on the study that counts"
        return
    if study.item_id == item.pk:
        yield "opinion and decision are one record"
    if study.digest != _digest(study):
        yield "the opinion is not what was frozen"
    against = (study.opinion in FAVOUR) != (row.outcome == "carried")
    if against and not (row.deviates and row.deviation_reason.strip()):
        yield "a deviation without a reason"
    if row.one_meeting != (study.item.meeting_id == item.meeting_id):
        yield "not said whether it was one meeting"


def _digest(study: Study) -> str:
    said = {name: getattr(study, name) for name in ("opinion", "reasons", "changes")}
    said |= {"matter": study.matter_id, "item": study.item_id}
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _state(
    matter: Matter, decision: Decision | None, study: Study | None, *, board: bool
) -> Iterator[str]:
    carried = decision is not None and decision.outcome == "carried"
    confirmed = getattr(decision, "confirmation", None)
    opinion = "" if study is None else study.opinion
    open_ = decision is None
    yes = confirmed is not None and confirmed.opinion in FAVOUR
    urgent = decision is not None and decision.emergency
    done = carried and (not urgent or yes)
    holds = {
        "raised": open_ and matter.major is None and study is None and not board,
        "ordinary": open_ and matter.major is False and study is None,
        "listed": open_ and matter.major is True and study is None,
        "studying": open_ and matter.major is True and study is not None and not opinion,
        "studied": open_ and matter.major is True and bool(opinion),
        "to_confirm": carried and urgent and confirmed is None,
        "decided": done and not hasattr(matter, "execution"),
        "executed": done and hasattr(matter, "execution"),
        "lost": decision is not None and not carried and confirmed is None,
        "rejected": carried and urgent and confirmed is not None and not yes,
        "withdrawn": open_ and not board,
        "closed": carried,
    }
    if not holds[matter.state]:
        yield "the state does not agree with the rows"


def _confirmed(rows: Rows, matter: Matter, row: Confirmation) -> Iterator[str]:
    item, found = row.item, rows.ballot(row.item)
    fits = (row.opinion in FAVOUR) == (item.outcome == "carried")
    if item.kind != "study" or item.outcome not in SOUND or not fits:
        yield "confirmed otherwise than voted"
    if not (found.quorum and found.notice):
        yield "confirmed without quorum or notice"
    if found.voters & rows.interest(matter):
        yield "confirmed by somebody with an interest"
