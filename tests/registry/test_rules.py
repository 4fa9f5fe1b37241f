"""Who may do what with an organisation."""

from __future__ import annotations

import pytest

from shuniu.accounts.states import Role
from shuniu.registry import rules
from tests.registry import _cast as cast

pytestmark = pytest.mark.django_db

# role, held at the hub or in the organisation's area: see, edit, add, read persons
TABLE = [
    (Role.HUB_LEAD, "hub", (True, True, True, True)),
    (Role.HUB_OFFICER, "hub", (True, True, True, True)),
    (Role.AREA_OFFICER, "area", (True, True, True, True)),
    (Role.AREA_OFFICER, "other", (False, False, False, False)),
    (Role.CONTACT, "own", (True, False, False, True)),
    (Role.CONTACT, "other", (False, False, False, False)),
    (Role.BRANCH_SECRETARY, "own", (True, False, False, True)),
    (Role.SUPERVISOR, "hub", (True, False, False, False)),
    (Role.ASSESSOR, "hub", (False, False, False, False)),
    (Role.COMMITTEE_MEMBER, "hub", (False, False, False, False)),
    (Role.SYSTEM_ADMIN, "hub", (False, False, False, False)),
    (Role.SECURITY_ADMIN, "hub", (False, False, False, False)),
    (Role.AUDIT_ADMIN, "hub", (False, False, False, False)),
]


@pytest.mark.parametrize(("role", "where", "expected"), TABLE)
def test_the_table_of_actors(role: Role, where: str, expected: tuple[bool, ...]) -> None:
    hub = cast.hub()
    north, south = cast.area(hub.node, "北片"), cast.area(hub.node, "南片")
    row = cast.organisation(north, 1)
    places = {"hub": hub.node, "area": north, "other": south, "own": row.node}
    user = cast.person("somebody", role, places[where])
    answers = (
        rules.can_see(user, row),
        rules.can_edit(user, row),
        rules.can_add(user, north),
        rules.can_read_persons(user, row),
    )
    assert tuple(bool(one) for one in answers) == expected
    assert all(one.reason.endswith("。") for one in answers if not one)
