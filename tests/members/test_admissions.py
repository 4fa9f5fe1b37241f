"""Can members be developed here, through whom, and what is missing?"""

from __future__ import annotations

from datetime import date

import pytest

from shuniu.base import clock
from shuniu.members.queries.admissions import approver_of, can_admit
from shuniu.registry.models import PartyOrganisation
from shuniu.registry.services import Founding, cover, found_party
from tests.members import _cast as cast

pytestmark = pytest.mark.django_db
ON = cast.TODAY


def three(there: cast.Cast, number: int = 3) -> None:
    with clock.at(ON):
        for name in range(number):
            cast.member(there, f"党员{name}")


def test_a_branch_of_three_with_a_committee_above_can(there: cast.Cast) -> None:
    three(there)
    told = can_admit(there.home, ON)
    assert told.ok
    assert told.through == there.branch
    assert told.approver is not None
    assert told.approver.name == "综合党委"
    assert told.missing == ()


@pytest.fixture
def there() -> cast.Cast:
    return cast.cast()


def test_two_of_three_transferred_is_said_so(there: cast.Cast) -> None:
    three(there, 2)
    with clock.at(ON):
        cast.member(there, "流动", relation="elsewhere")
        cast.member(there, "预备", "probationary")
    told = can_admit(there.home, ON)
    assert not told.ok
    assert told.missing == (
        "组织关系在“第1协会党支部”的正式党员有 2 名，至少需要 3 名，还差 1 名转入。",
    )


def test_without_an_approver_nobody_is_admitted(there: cast.Cast) -> None:
    three(there)
    PartyOrganisation.objects.update(can_approve_members=False)
    told = can_admit(there.home, ON)
    assert not told.ok
    assert len(told.missing) == 1
    assert "审批权限" in told.missing[0]


@pytest.mark.parametrize("kind", ["floating", "functional", "temporary"])
def test_what_cannot_admit_hands_on(kind: str) -> None:
    there = cast.cast(kind)
    told = can_admit(there.home, ON)
    assert not told.ok
    codes = [one.code for one in told.routes]
    assert "residence" in codes
    assert "relay" in codes
    assert ("outflow" in codes) == (kind == "floating")
    assert "joint_new" in codes
    assert told.reason


def test_no_branch_at_all(there: cast.Cast) -> None:
    there.other.supervisor = "区民政局"
    there.other.save()
    told = can_admit(there.other, ON)
    assert told.through is None
    codes = {one.code: one for one in told.routes}
    assert set(codes) == {"joint_new", "residence", "supervisor"}
    assert "区民政局" in codes["supervisor"].words
    assert not codes["joint_new"].open


def test_a_joint_branch_near_by_is_the_first_way() -> None:
    there = cast.cast("floating")
    above = PartyOrganisation.objects.get(name="综合党委")
    with clock.at(cast.SINCE):
        joint = found_party(
            there.hub, Founding("联合党支部", "joint", cast.SINCE, parent=above), by=None
        )
    first = can_admit(there.home, ON).routes[0]
    assert (first.code, first.open, first.party) == ("joint", False, joint)
    with clock.at(ON):
        for name in range(3):
            cast.member(there, f"党员{name}", party=joint)
    first = can_admit(there.home, ON).routes[0]
    assert (first.code, first.open) == ("joint", True)
    with clock.at(ON):
        cover(joint, there.home, since=date(2026, 1, 1), by=None)
    told = can_admit(there.home, ON)
    assert told.ok
    assert told.through == joint


def test_a_temporary_committee_never_approves(there: cast.Cast) -> None:
    above = PartyOrganisation.objects.get(name="综合党委")
    above.kind = "temporary"
    above.save()
    there.branch.refresh_from_db()
    assert approver_of(there.branch) is None
