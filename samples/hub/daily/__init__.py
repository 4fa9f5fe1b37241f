"""Two years of daily life in the sample hub, made through the services by a seeded generator.

What each branch did follows its sample values, so that the running round fills itself from records
that agree with what the sample organisations were drawn to be.
"""

from __future__ import annotations

from collections.abc import Callable

from samples.hub.daily import gatherings, joint, matters, rosters
from samples.hub.daily.days import House
from samples.hub.people import People, names
from samples.hub.register import Register
from shuniu.governance.models import Matter
from shuniu.meetings.models import Meeting
from shuniu.members.models import Member
from shuniu.registry.models import Body, PartyOrganisation

__all__ = ["make"]
LIVELY = 12  # organisations whose records are there; the others begin with the platform
OLDER = 3  # of these, so many kept records a year earlier, too


def make(register: Register, people: People, say: Callable[[str], object]) -> None:
    """Members, meetings and matters of the first organisations."""
    houses = _houses(register)
    for number, house in enumerate(houses):
        rosters.make(house, people, whole=number < OLDER)
    for number, house in enumerate(houses):
        gatherings.make(house, years=2 if number < OLDER else 1)
    matters.make(houses, people)
    joint.make(houses, register, people)
    say(
        f"{Meeting.objects.count()} 次会议 / meetings，{Member.objects.count()} 名党员和积极分子 / "
        f"members，{Matter.objects.count()} 件重大事项 / matters"
    )


def _houses(register: Register) -> list[House]:
    rows = register.rows[:LIVELY]
    parties = {
        one.home_id: one
        for one in PartyOrganisation.objects.filter(home__in=rows).select_related("home", "body")
    }
    councils = {
        one.organisation_id: one
        for one in Body.objects.filter(organisation__in=rows, kind="council", until__isnull=True)
    }
    return [
        House(row, sample, councils[row.pk], parties.get(row.pk), names(sample.identity.code))
        for row, sample in zip(rows, register.samples, strict=False)
    ]
