"""The twenty-five steps of somebody as a timeline: done, next, ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shuniu.members.models import Member
from shuniu.members.queries.clocks import next_step
from shuniu.members.queries.floating import unsealed
from shuniu.members.queries.ways import Way
from shuniu.members.states import STEPS, Stage, Step


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step on the timeline.

    Attributes:
        step: what the table says.
        state: ``done``, ``open`` (all before it is done) or ``ahead``.
        on: the day, where it is done.
        note: in clear.
        carried: whether another unit did it.
        papers: what is written, in words.
    """

    step: Step
    state: str
    on: date | None
    note: str
    carried: bool
    papers: str


@dataclass(frozen=True, slots=True)
class StageShown:
    """A stage with its steps."""

    name: str
    steps: tuple[StepShown, ...]
    done: int
    open: bool


def timeline(member: Member, way: Way) -> list[StageShown]:
    """All five stages."""
    known = {row.number: row for row in member.steps.all()}
    first = next_step(way)
    shown: list[StepShown] = []
    for step in STEPS:
        row = known.get(step.number)
        ready = row is None and all(one in known for one in step.waits_for)
        shown.append(
            StepShown(
                step,
                "done" if row is not None else "open" if ready and way.open else "ahead",
                None if row is None else row.on,
                "" if row is None else unsealed(row.note_sealed, member),
                row is not None and row.carried,
                _("、").join(str(one) for one in step.papers),
            )
        )
    stages = []
    for stage in Stage:
        inside = tuple(one for one in shown if one.step.stage == stage)
        now = any(one.step.number == first for one in inside)
        done = sum(one.state == "done" for one in inside)
        stages.append(StageShown(str(stage.label), inside, done, now))
    return stages
