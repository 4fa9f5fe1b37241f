"""A seeded player who takes acts of everybody in any order, and the campaign that plays sequences.

Every sequence begins on the same ground and is rolled back. After every act the law is asked; an act
may be refused, nothing else may be raised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from django.db import transaction

from shuniu.accounts.models import User
from shuniu.base import clock
from shuniu.base.verdicts import Refused
from shuniu.governance.models import Decision, Matter, Study
from shuniu.governance.states import OPEN
from shuniu.meetings.models import AgendaItem, Meeting, Recusal
from tests.governance import _acts, _law
from tests.governance._sense import sensible
from tests.governance._world import POWERLESS, World

START = datetime(2026, 3, 2, 1, tzinfo=UTC)
KEEPERS = ("contact", "secretary", "hub_officer", "hub_lead", "")
LENGTH = 30


class BrokenError(AssertionError):
    """The law does not hold: which, after what."""


@dataclass
class Tally:
    """What was reached, and how often each act was taken and refused."""

    reached: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Sum up."""
        self.reached += other.reached
        self.taken += other.taken
        self.refused += other.refused


class Player:
    """Plays one sequence on one organisation."""

    def __init__(self, world: World, seed: int) -> None:
        self.rng = Random(seed)
        weights = (5, 3, 3, 1)
        self.home = self.rng.choices(world.homes, weights)[0]
        self.now = START + timedelta(days=self.rng.randint(0, 60))
        self.kept: dict[int, tuple[str, str, str]] = {}
        self.stale: dict[int, Matter] = {}
        self.trail: list[str] = []
        self.tally = Tally()
        self.stuck = 0
        self.astray = self.chance(0.08)  # means the wrong body's meetings
        self.urgent = self.chance(0.2)
        self.care = self.rng.choice(
            (0.4, 0.75, 0.9, 0.97)
        )  # how often the next sensible act is taken

    @property
    def organisation(self) -> int:
        """Whose matters are played with."""
        return self.home.house.organisation.pk

    def chance(self, share: float) -> bool:
        """Whether something happens this time."""
        return self.rng.random() < share

    def who(self) -> tuple[str, User | None]:
        """Mostly somebody who may; sometimes anybody; sometimes the house itself."""
        others = (*self.home.users, "")
        role = self.rng.choice(KEEPERS if self.chance(0.85) else others)
        return role, self.home.users.get(role)

    def matter(self) -> Matter | None:
        """One to act on: mostly the first that is open; now and then as it was read long ago."""
        rows = list(Matter.objects.filter(organisation=self.organisation).order_by("pk"))
        if not rows:
            return None
        going = [one for one in rows if one.state in (*OPEN, "to_confirm")]
        found = going[0] if going and self.chance(0.8) else self.rng.choice(rows)
        old = self.stale.setdefault(found.pk, found)
        return old if self.chance(0.1) else found

    def step(self) -> None:
        """One act, and the law."""
        self.now += timedelta(minutes=self.rng.randint(1, 9))
        role, by = self.who()
        with clock.at(self.now):
            careful = self.chance(self.care)
            name = sensible(self) if careful else self.rng.choices(_NAMES, _WEIGHTS)[0]
            if careful and self.stuck > 1:  # what is sensible was refused: another meeting, perhaps
                name = self.rng.choice(_WAYS_OUT)
            self.trail.append(f"{name} by {role or 'the house'}")
            try:
                with transaction.atomic():
                    done = _acts.ACTS[name][0](self, by)
            except Refused as refused:
                self.tally.refused[name] += 1
                self.trail[-1] += f": refused {refused.verdict.rule}"
                done, self.stuck = False, self.stuck + careful
            if done:
                self.tally.taken[name] += 1
                self.stuck = 0
                self.trail[-1] += ": done"
                if role in POWERLESS:
                    self.fail(f"{role} took {name}")
                self.check()  # whatever is refused leaves no rows

    def check(self) -> None:
        """The law of rows, and that no opinion changed after its decision."""
        for words in _law.faults(self.organisation):
            self.fail(words)
        rows = Study.objects.filter(matter__organisation=self.organisation)
        decided = set(Decision.objects.values_list("matter_id", flat=True))
        for row in rows:
            said = (row.opinion, row.reasons, row.changes)
            if row.matter_id in decided and self.kept.setdefault(row.pk, said) != said:
                self.fail(f"the opinion of study {row.pk} changed after the decision")

    def fail(self, words: str) -> None:
        """Say what broke, and how it came to that.

        Raises:
            BrokenError: always.
        """
        raise BrokenError("\n".join([words, *self.trail]))

    def count(self) -> None:
        """What this sequence reached."""
        reached = self.tally.reached
        for row in Decision.objects.filter(matter__organisation=self.organisation):
            confirmed = getattr(row, "confirmation", None)
            kind = "ordinary" if not row.major else "emergency" if row.emergency else "studied"
            reached[f"{kind}: {row.outcome}"] += 1
            reached["against the opinion"] += row.deviates
            reached["one meeting"] += row.one_meeting
            if confirmed is not None:
                reached[
                    f"emergency: {'confirmed' if confirmed.opinion == 'agree' else 'rejected'}"
                ] += 1
        matters = Matter.objects.filter(organisation=self.organisation)
        for one in matters:
            codes = {str(step.get("code")) for step in one.working}
            reached["sum in pieces"] += bool(codes & {"sum_reached", "joined"})
            reached["withdrawn"] += one.state == "withdrawn"
        reached["studied again"] += (
            Study.objects.filter(matter__in=matters).exclude(void="").count()
        )
        items = AgendaItem.objects.filter(subject__startswith="governance.matter:")
        voted = Recusal.objects.filter(item__outcome__in=("carried", "lost"))
        reached["stepped aside"] += voted.filter(item__in=items).count()
        reached["no quorum"] += items.filter(outcome="no_quorum").count()
        reached["invalid count"] += items.filter(outcome="invalid").count()
        closed = Meeting.objects.filter(state__in=("held", "approved"))
        reached["meetings closed"] += closed.count()


_WAYS_OUT = (
    "plan_study",
    "plan_board",
    "attend",
    "come_or_go",
    "days",
    "close",
    "step_aside",
    "send",
)
_NAMES = list(_acts.ACTS)
_WEIGHTS = [weight for _act, weight in _acts.ACTS.values()]


def play(world: World, seed: int) -> Tally:
    """One sequence from the clean ground, rolled back.

    Raises:
        BrokenError: the law did not hold.
    """
    player = Player(world, seed)
    with transaction.atomic():
        for _number in range(LENGTH + player.rng.randint(0, 10)):
            player.step()
        player.count()
        transaction.set_rollback(True)
    return player.tally


def campaign(
    count: int,
    seed: int,
    world: World,
    say: Callable[[int, Tally], None] | None = None,
    *,
    most: int = 50,
) -> tuple[Tally, list[str]]:
    """Many sequences, until so many are broken; what was reached, and what broke (seed, trail)."""
    total, broken = Tally(), []
    for number in range(seed, seed + count):
        try:
            total.add(play(world, number))
        except Exception as error:  # noqa: BLE001 (whatever is no refusal is a find)
            broken.append(f"seed {number}: {type(error).__name__}: {error}")
        if say is not None:
            say(number - seed + 1, total)
        if len(broken) >= most:
            break
    return total, broken
