"""Reads of the register: whose, as at a day, and as many queries for one as for thirty."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuniu.accounts.models import User
from shuniu.accounts.queries import forget
from shuniu.accounts.states import Role
from shuniu.base import facts
from shuniu.registry import services
from shuniu.registry.models import Organisation
from shuniu.registry.queries import areas, bodies, checklists, history, organisations, party
from shuniu.registry.queries.as_at import all_as_at, as_at
from shuniu.registry.queries.crossing import crossed_on, crossings
from shuniu.registry.queries.organisations import Wanted
from shuniu.registry.queries.parameters import parameters
from shuniu.registry.queries.persons import masked
from tests.registry import _cast as cast

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def _lead() -> tuple[Organisation, User]:
    hub = cast.hub()
    return hub, cast.person("lead", Role.HUB_LEAD, hub.node)


def test_an_organisation_as_at_every_edge_of_its_past() -> None:
    hub = cast.hub()
    row = cast.organisation(hub.node, 1, name="甲", registered_on=date(2019, 6, 1))
    services.change_organisation(row, {"name": "乙"}, by=None, since=date(2022, 1, 1))
    services.change_organisation(row, {"name": "丙"}, by=None, since=date(2024, 1, 1))
    names = {
        day: (found.name if (found := as_at(row, day)) else None)
        for day in (
            date(2019, 5, 31),
            date(2019, 12, 31),
            date(2020, 1, 1),
            date(2021, 12, 31),
            date(2022, 1, 1),
            date(2023, 12, 31),
            date(2024, 1, 1),
            DAY,
        )
    }
    assert list(names.values()) == [None, None, "甲", "甲", "乙", "乙", "丙", "丙"]


def test_all_organisations_as_at_a_day_in_one_query() -> None:
    hub = cast.hub()
    for number in range(1, 6):
        row = cast.organisation(hub.node, number)
        services.change_organisation(row, {"staff": number}, by=None, since=date(2024, 1, 1))
    for day, staff in ((date(2023, 1, 1), None), (date(2025, 1, 1), 1)):
        with CaptureQueriesContext(connection) as asked:
            found = all_as_at(Organisation.objects.all(), day)
        assert len(asked) == 1
        assert [one.code for one in found] == sorted(one.code for one in found)
        assert len(found) == 6
        assert found[0].staff == staff


def test_everybody_sees_what_lies_under_their_place() -> None:
    hub, lead = _lead()
    north, south = cast.area(hub.node, "北片"), cast.area(hub.node, "南片")
    one, two = cast.organisation(north, 1), cast.organisation(south, 2)
    officer = cast.person("north", Role.AREA_OFFICER, north)
    contact = cast.person("contact", Role.CONTACT, two.node)
    assessor = cast.person("assessor", Role.ASSESSOR, hub.node)
    assert set(organisations.visible(lead)) == {hub, one, two}
    assert set(organisations.visible(officer)) == {one}
    assert set(organisations.visible(contact)) == {two}
    assert set(organisations.visible(assessor)) == set()


def test_the_list_is_filtered_by_each_of_its_questions() -> None:
    hub, lead = _lead()
    north = cast.area(hub.node)
    one = cast.organisation(north, 1, name="重庆养老协会", formal_members=4)
    two = cast.organisation(hub.node, 2, type="service", size="small", sector="文化")
    three = cast.organisation(hub.node, 3, standing="dissolved")
    cast.governed(two)

    def found(**asked: object) -> set[Organisation]:
        return set(organisations.filtered(lead, Wanted(**asked)))  # type: ignore[arg-type]

    assert found() == {hub, one, two}
    assert found(standing="all") == {hub, one, two, three}
    assert found(standing="dissolved") == {three}
    assert found(type="service") == {two}
    assert found(size="small") == {two}
    assert found(sector="文化") == {two}
    assert found(area=north.pk) == {one}
    assert found(area=10**9) == set()
    assert found(party="own") == {two}
    assert found(party="none") == {hub, one}
    assert found(party="due") == {one}
    assert found(q="cqyl") == {one}
    assert found(q="chongqing") == {one}
    assert found(q=one.code[-8:]) == {one}
    assert found(q="养老 协会") == {one}


def _pages(lead: User, hub: Organisation) -> dict[str, Callable[[], object]]:
    def listed() -> object:
        rows = list(organisations.filtered(lead, Wanted(party="due"))[:40])
        return organisations.rows_of(rows)

    def derived() -> object:
        return bodies.derived_for(list(Organisation.objects.values_list("pk", flat=True)), DAY)

    def tree() -> object:
        return areas.tree(lead)

    def crossing() -> object:
        return list(crossings(DAY, parameters(DAY)))

    def parties() -> object:
        return [(one.name, one.home.name) for one in party.standing(lead)]

    def told() -> object:
        return history.told(list(history.lines(hub)[:50]))

    return {
        "listed": listed,
        "derived": derived,
        "tree": tree,
        "crossing": crossing,
        "parties": parties,
        "told": told,
    }


def test_as_many_queries_for_one_as_for_three_and_thirty() -> None:
    hub, lead = _lead()
    checklist = services.open_checklist(
        hub.node, services.Listing("six", "六同步", cast.SINCE, ["甲", "乙"]), by=None
    )
    pages = _pages(lead, hub)

    def board() -> object:
        found = checklists.board(lead, checklist)
        return checklists.rows_of(found, found.order[:20])

    pages["board"] = board
    counts: dict[str, list[int]] = {name: [] for name in pages}
    for number in range(1, 31):
        cast.governed(cast.organisation(hub.node, number))
        cast.area(hub.node, f"{number}片")
        services.add_partner(hub.node, services.Particular(f"伙伴{number}", "高校"), by=None)
        if number in {1, 3, 30}:
            for name, page in pages.items():
                forget(lead)
                with CaptureQueriesContext(connection) as asked:
                    page()
                counts[name].append(len(asked))
    assert {name: len(set(found)) for name, found in counts.items()} == dict.fromkeys(counts, 1)


def test_derived_facts_of_many_are_those_of_each() -> None:
    hub = cast.hub()
    rows = [cast.organisation(hub.node, number) for number in range(1, 4)]
    cast.governed(rows[0])
    cast.governed(rows[1], crossed=False)
    many = bodies.derived_for([one.pk for one in rows], DAY)
    for row in rows:
        assert many[row.pk] == bodies.derived_for([row.pk], DAY)[row.pk]
    assert [many[row.pk][0].state for row in rows] == ["yes", "no", "unknown"]


def test_posts_as_at_a_past_day() -> None:
    hub = cast.hub()
    council = cast.body(hub, "council")
    old, new = cast.somebody("旧"), cast.somebody("新")
    first = cast.post(council, old, "head")
    services.end_post(council.posts.get(pk=first), on=date(2025, 6, 30), by=None)
    cast.post(council, new, "head", date(2025, 7, 1))
    for day, who in (
        (date(2025, 6, 30), old),
        (date(2025, 7, 1), new),
    ):
        assert [one.person for one in bodies.governed([hub.pk], day)[hub.pk].posts] == [who]
    assert bodies.governed([hub.pk], date(2019, 1, 1))[hub.pk].posts == ()


def test_the_secretary_of_a_joint_branch_crosses_into_those_it_covers() -> None:
    hub = cast.hub()
    row = cast.organisation(hub.node, 1)
    branch = cast.body(hub, "party")
    joint = services.found_party(
        hub, services.Founding("联合支部", "joint", cast.SINCE, body=branch), by=None
    )
    services.cover(joint, row, since=cast.SINCE, by=None)
    who = cast.somebody("书记")
    cast.post(branch, who, "secretary")
    cast.post(cast.body(row, "council"), who, "head")
    (cross, one_head, *_rest) = bodies.derived_for([row.pk], DAY)[row.pk]
    assert (cross.state, one_head.state) == ("yes", "yes")
    (found,) = crossings(DAY, parameters(DAY))
    assert found.organisation == row.pk
    assert crossed_on(DAY, parameters(DAY)) == ({row.pk}, {row.pk})
    frame = facts.frame("registry.cross_post", [row.pk], DAY)
    assert frame["person"].to_list() == [str(who.key)]


def test_the_book_is_told_in_words_with_names() -> None:
    hub, lead = _lead()
    row = cast.organisation(hub.node, 1)
    services.change_organisation(row, {"size": "small"}, by=lead)
    line = history.told(list(history.lines(row)[:1]))[0]
    assert (line.who, line.what) == ("lead", "修改资料")
    assert [(one.field, one.old, one.new) for one in line.changes] == [("规模", "一般", "小型")]


@pytest.mark.parametrize(
    ("phone", "shown"), [("13812348000", "138****8000"), ("", ""), ("12345", "*****")]
)
def test_a_number_is_masked(phone: str, shown: str) -> None:
    assert masked(phone) == shown
