"""A sitting from its call to its end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.ballots import Step
from shuniu.base import audit, clock
from shuniu.base.events import announce
from shuniu.base.moves import walk
from shuniu.base.notices import notify
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.evaluation.models import (
    Ballot,
    MotionEntry,
    ProposalLine,
    Result,
    Round,
    Sitting,
    SittingMember,
)
from shuniu.evaluation.queries import decisions as queries
from shuniu.evaluation.queries.values import say
from shuniu.evaluation.rules import decisions as rules
from shuniu.evaluation.states import (
    ROUND_MOVES,
    SITTING_MOVES,
    MotionState,
    RoundMoved,
    RoundState,
    SittingKind,
)


@dataclass(frozen=True, slots=True)
class Call:
    """When and where a sitting is held, who chairs it, what for."""

    held_on: date
    place: str = ""
    chair: User | None = None
    kind: str = SittingKind.FINAL.value


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether a member came; where not, why."""

    present: bool
    reason: str = ""


def call_sitting(round_: Round, members: Collection[User], call: Call, *, by: User) -> Sitting:
    """Call the members of the committee.

    Args:
        round_: proposed (or public, for a review).
        members: everybody with a vote: the majority is counted over all of them.
        call: day, place, chair, kind.
        by: who.

    Raises:
        Refused: by the rules; nobody is called; somebody called is no member of the committee.
    """
    with transaction.atomic():
        _lock_round(round_)
        ensure(rules.can_call(by, round_, call.kind))
        ensure(rules.can_be_called(round_, members, call.chair))
        sitting = Sitting.objects.create(
            round=round_,
            kind=call.kind,
            held_on=call.held_on,
            place=call.place.strip()[:80],
            chair=call.chair,
            made_at=clock.now(),
        )
        SittingMember.objects.bulk_create(
            SittingMember(sitting=sitting, user=one)
            for one in sorted(members, key=lambda user: user.pk)
        )
        audit.record(
            "evaluation.sitting.called",
            sitting,
            by=by,
            node=round_.node_id,
            kind=call.kind,
            held_on=call.held_on,
            members=sorted(one.pk for one in members),
        )
        words = _("“%(round)s”%(kind)s定于 %(day)s 召开，请届时出席。")
        said = {
            "round": round_.title,
            "kind": sitting.get_kind_display(),
            "day": call.held_on.isoformat(),
        }
        notify([one.pk for one in members], words % said, f"/sittings/{sitting.pk}/")
    return sitting


def mark_present(sitting: Sitting, marks: Mapping[int, Mark], *, by: User) -> None:
    """Note who came; votes on open motions of somebody who leaves do not count any more.

    Args:
        sitting: not closed.
        marks: number of the member → whether they came.
        by: who.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        lock(sitting)
        ensure(rules.can_mark(by, sitting))
        changed = []
        for member in queries.members_of(sitting):
            mark = marks.get(member.pk)
            if mark is None or (member.present, member.reason) == (mark.present, mark.reason):
                continue
            member.present, member.reason = mark.present, mark.reason.strip()[:120]
            member.at = clock.now()
            changed.append(member)
        SittingMember.objects.bulk_update(changed, ["present", "reason", "at"])
        left = [one.pk for one in changed if not one.present]
        Ballot.objects.filter(member__in=left, motion__state=MotionState.OPEN).delete()
        if changed:
            audit.record(
                "evaluation.sitting.roll",
                sitting,
                by=by,
                node=sitting.round.node_id,
                present=sorted(one.user_id for one in changed if one.present),
                absent=sorted(one.user_id for one in changed if not one.present),
            )


def open_sitting(sitting: Sitting, *, by: User) -> None:
    """Begin, where enough members are present; the sentences of the quorum are kept.

    Raises:
        Refused: by the rules; there is no quorum.
    """
    with transaction.atomic():
        lock(sitting)
        ensure(rules.can_open(by, sitting))
        there = queries.quorum_of(sitting)
        if not there.met:
            said = "".join(say(step.text) for step in there.steps)
            words = _("法定人数不足，不能开会。%(why)s")
            raise Refused(refuse(words % {"why": said}, "sittings.quorum"))
        walk(sitting, SITTING_MOVES["open"])
        sitting.quorum = {
            "should": there.should,
            "present": there.present,
            "least": there.least,
            "steps": plain(there.steps),
        }
        sitting.save(update_fields=["quorum"])
        if sitting.round.state == RoundState.PROPOSED:
            walk(sitting.round, ROUND_MOVES["decide"])
            announce(RoundMoved(sitting.round_id, "decide", sitting.round.state))
        audit.record(
            "evaluation.sitting.opened",
            sitting,
            by=by,
            node=sitting.round.node_id,
            present=there.present,
            least=there.least,
            should=there.should,
        )


def close_sitting(sitting: Sitting, *, by: User) -> list[Result]:
    """End a sitting; a final one leaves a result for every graded line.

    Raises:
        Refused: by the rules; names what is undecided.
    """
    with transaction.atomic():
        lock(sitting)
        ensure(rules.can_close(by, sitting))
        walk(sitting, SITTING_MOVES["close"])
        sitting.closed_at = clock.now()
        sitting.save(update_fields=["closed_at"])
        results = _results(sitting) if sitting.kind == SittingKind.FINAL else []
        audit.record(
            "evaluation.sitting.closed",
            sitting,
            by=by,
            node=sitting.round.node_id,
            results={one.entry.organisation.code: one.grade for one in results},
            deviations=sum(one.deviates for one in results),
        )
    return results


def _results(sitting: Sitting) -> list[Result]:
    """What was carried, as results: the proposal's grade, or the one it deviates to."""
    carried = MotionEntry.objects.filter(
        motion__sitting=sitting, motion__state=MotionState.CARRIED
    ).select_related("motion", "entry__organisation")
    lines = {
        line.entry_id: line
        for line in ProposalLine.objects.filter(proposal=queries.latest_proposal(sitting.round))
    }
    rows = []
    for one in carried.order_by("pk"):
        line, motion = lines.get(one.entry_id), one.motion
        if line is None:
            continue
        source = motion if motion.grade else line
        rows.append(
            Result(
                entry=one.entry,
                line=line,
                points=line.points,
                grade=source.grade,
                grade_title=source.grade_title,
                grade_title_en=source.grade_title_en,
                deviates=bool(motion.grade),
                reason=motion.reason,
                motion=motion,
                decided_at=clock.now(),
            )
        )
    return Result.objects.bulk_create(rows, batch_size=1000)


def lock(sitting: Sitting) -> None:
    """One writer of a sitting at a time; the row in hand is brought up to date."""
    fresh = Sitting.objects.select_for_update().select_related("round__node").get(pk=sitting.pk)
    sitting.state, sitting.round, sitting.chair_id = fresh.state, fresh.round, fresh.chair_id


def plain(steps: Iterable[Step]) -> list[dict[str, str]]:
    """Sentences as they are kept."""
    return [{"zh": step.text.zh, "en": step.text.en} for step in steps]


def _lock_round(round_: Round) -> None:
    round_.state = Round.objects.select_for_update().get(pk=round_.pk).state
