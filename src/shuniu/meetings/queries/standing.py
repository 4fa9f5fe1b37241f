"""How a meeting stands: its roll, whether it may decide, what a vote came to. Computed, never typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone

from shuniu.ballots import (
    Choice,
    Count,
    Decision,
    LeftOut,
    Outcome,
    Quorum,
    Roll,
    count_named,
    decide,
    quorum,
)
from shuniu.findings import Text
from shuniu.meetings.models import AgendaItem, Attendee, Meeting
from shuniu.meetings.queries.joint import roll_of_units
from shuniu.meetings.queries.regulations import Regulation, regulation
from shuniu.meetings.states import MeetingKind, MeetingState, Presence, Way

OVER = (MeetingState.HELD, MeetingState.APPROVED)


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether a meeting could decide.

    Attributes:
        quorum: enough of those with a vote were there.
        notice: it was called in time, or everybody with a vote was there anyway.
        over: it is closed.
        steps: the reasons as sentences.
    """

    quorum: bool
    notice: bool
    over: bool
    steps: tuple[Text, ...]
    there: Quorum

    @property
    def ok(self) -> bool:
        """Whether its decisions stand."""
        return self.quorum and self.notice


def rules_of(meeting: Meeting) -> Regulation:
    """The rules of its kind, as in force on its day."""
    type_ = meeting.organisation.type if meeting.organisation is not None else ""
    return regulation(meeting.kind, type_, timezone.localdate(meeting.starts_at))


def roll_of(rows: Iterable[Attendee], item: AgendaItem | None = None) -> Roll:
    """The roll as the arithmetic reads it.

    Whoever had left before a vote, or came after it, is not there for it.
    """
    voting = [one for one in rows if one.vote]
    moment = item.voted_at if item is not None else None
    recused = {one.person_id for one in item.recusals.all()} if item is not None else set()
    entitled = frozenset(str(one.person_id) for one in voting)
    return Roll(
        entitled=entitled,
        present=frozenset(
            str(one.person_id)
            for one in voting
            if one.presence == Presence.PRESENT
            and (one.left_at is None or (moment is not None and one.left_at > moment))
            and (one.signed_at is None or moment is None or one.signed_at <= moment)
        )
        if item is not None
        else frozenset(str(o.person_id) for o in voting if o.presence == Presence.PRESENT),
        excused=frozenset(str(one.person_id) for one in voting if one.presence == Presence.EXCUSED),
        recused=frozenset(str(one) for one in recused) & entitled,
    )


def attendance(meeting: Meeting) -> Quorum:
    """Whether enough are there."""
    return quorum(_whole(meeting, meeting.roll.all()), rules_of(meeting).quorum)


def _counted(meeting: Meeting, words: Text) -> Text:
    """Units are counted by 家 where people are counted by 人."""
    if meeting.kind != MeetingKind.JOINT:
        return words
    return Text(words.zh.replace(" 人", " 家"), words.en)


def _whole(meeting: Meeting, rows: Iterable[Attendee]) -> Roll:
    """People; at a joint meeting units."""
    return roll_of_units(meeting) if meeting.kind == MeetingKind.JOINT else roll_of(rows)


def validity(meeting: Meeting) -> Validity:
    """Whether the meeting could decide, and why."""
    rules = rules_of(meeting)
    rows = list(meeting.roll.all())
    there = quorum(_whole(meeting, rows), rules.quorum)
    notice, words = _noticed(meeting, rows, rules.notice)
    steps = (*(_counted(meeting, step.text) for step in there.steps), words)
    # A body nobody is in cannot decide, whatever a share of nothing comes to.
    return Validity(there.met and there.should > 0, notice, meeting.state in OVER, steps, there)


def _noticed(meeting: Meeting, rows: list[Attendee], days: int) -> tuple[bool, Text]:
    if meeting.called_at is not None:
        ahead = timezone.localdate(meeting.starts_at) - timezone.localdate(meeting.called_at)
        if ahead >= timedelta(days=days):
            return True, Text(
                "提前 {ahead} 天通知，要求 {days} 天。",
                "Called {ahead} days before; {days} asked for.",
            ).fill(ahead=ahead.days, days=days)
    elif days == 0:
        return True, Text("这类会议不要求提前通知。", "No notice is asked for.")
    if rows and all(one.presence == Presence.PRESENT for one in rows if one.vote):
        return True, Text(
            "没有按期通知，但有表决权的人员全部到会，视为认可。",
            "Not called in time, but everybody with a vote was there.",
        )
    return False, Text(
        "没有提前 {days} 天通知，决议无效。", "Not called {days} days before: nothing stands."
    ).fill(days=days)


def decided(item: AgendaItem, count: Count) -> Decision:
    """What a count comes to by the rules of the meeting.

    There must be a quorum of the sitting, and one of those who have no interest in the item.
    """
    meeting = item.meeting
    rules = rules_of(meeting)
    roll = roll_of(meeting.roll.all(), item)
    asked, majority = rules.quorum_for(item.weight), rules.majority_for(item.weight)
    found = decide(roll, asked, majority, count)
    if found.outcome is Outcome.NO_QUORUM or not roll.recused:
        return found
    without = replace(asked, left_out=asked.left_out | {LeftOut.RECUSED})
    return decide(roll, without, majority, count)


def counted_by_name(item: AgendaItem, votes: dict[int, str]) -> Count:
    """Named votes as a count.

    Raises:
        FindingsError: B103 a vote of somebody absent, recused or without a vote.
    """
    roll = roll_of(item.meeting.roll.all(), item)
    return count_named(roll, {str(person): Choice(choice) for person, choice in votes.items()})


def count_of(item: AgendaItem) -> Count | None:
    """The count that was kept; nothing where it was not voted on."""
    if item.in_favour is None:
        return None
    return Count(
        issued=item.issued or 0,
        in_favour=item.in_favour,
        against=item.against or 0,
        abstained=item.abstained or 0,
        void=item.void or 0,
        secret=item.way == Way.SECRET,
    )


def steps_of(item: AgendaItem) -> list[Text]:
    """The arithmetic of a vote, as it was kept."""
    return [Text(one["zh"], one["en"]) for one in item.working.get("steps", [])]
