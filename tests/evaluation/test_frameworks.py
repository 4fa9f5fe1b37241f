"""Framework versions: brought in, edited as drafts, released, retired."""

from __future__ import annotations

import pytest

from shuniu.accounts.models import Node, User
from shuniu.accounts.states import Role
from shuniu.base.models import AuditEntry
from shuniu.base.verdicts import Refused
from shuniu.evaluation.models import FrameworkVersion
from shuniu.evaluation.queries import frameworks as queries
from shuniu.evaluation.services import frameworks as services
from tests.evaluation import _cast as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub() -> Node:
    return cast.hub()


@pytest.fixture
def officer(hub: Node) -> User:
    return cast.person("officer", Role.HUB_OFFICER, hub)


def test_a_framework_comes_in_as_a_draft_with_its_findings(hub: Node, officer: User) -> None:
    row = services.add_framework(cast.small(), node=hub, by=officer)
    assert (row.code, row.version, row.title, row.state) == (
        "small-sheet",
        "1",
        "小评分表",
        "draft",
    )
    assert row.digest == queries.digest_of(row.text)
    assert AuditEntry.objects.filter(action="evaluation.framework.added").count() == 1


def test_the_same_text_again_is_the_same_version(hub: Node, officer: User) -> None:
    row = services.add_framework(cast.small(), node=hub, by=officer)
    assert services.add_framework(cast.small(), node=hub, by=officer).pk == row.pk


def test_the_same_version_with_another_text_is_refused(hub: Node, officer: User) -> None:
    services.add_framework(cast.small(), node=hub, by=officer)
    with pytest.raises(Refused, match="已经存在"):
        services.add_framework(cast.small(title="另一张表"), node=hub, by=officer)


def test_what_cannot_be_read_is_refused_with_every_place(hub: Node, officer: User) -> None:
    text = cast.small().replace("kind: increment", "kind: nonsense")
    with pytest.raises(services.Unreadable) as caught:
        services.add_framework(text, node=hub, by=officer)
    assert {26, 31} <= {row.line for row in caught.value.rows}


def test_only_those_who_keep_frameworks_bring_them_in(hub: Node) -> None:
    contact = cast.person("contact", Role.CONTACT, hub)
    with pytest.raises(Refused, match="没有“维护评价标准”的权限"):
        services.add_framework(cast.small(), node=hub, by=contact)


def test_a_draft_keeps_a_text_that_cannot_be_read(hub: Node, officer: User) -> None:
    row = services.add_framework(cast.small(), node=hub, by=officer)
    broken = row.text.replace("items:", "items: [")
    services.edit_framework(row, broken, seen=0, by=officer)
    row.refresh_from_db()
    assert row.text == broken
    assert row.edits == 1
    assert row.title == "小评分表"
    assert queries.rows_of(row)[0].severity == "error"
    with pytest.raises(Refused, match="还有 1 处错误"):
        services.release(row, by=officer)


def test_two_editors_do_not_overwrite_one_another(hub: Node, officer: User) -> None:
    row = services.add_framework(cast.small(), node=hub, by=officer)
    services.edit_framework(row, cast.small(title="甲的表"), seen=0, by=officer)
    mine = FrameworkVersion.objects.get(pk=row.pk)
    with pytest.raises(services.Overtaken):
        services.edit_framework(mine, cast.small(title="乙的表"), seen=0, by=officer)
    row.refresh_from_db()
    assert row.title == "甲的表"


def test_a_released_version_is_never_edited(hub: Node, officer: User) -> None:
    row = cast.ready(hub, officer)
    with pytest.raises(Refused, match="不能修改"):
        services.edit_framework(row, cast.small(title="改"), seen=0, by=officer)
    begun = services.new_version(row, "2", by=officer)
    assert (begun.version, begun.based_on_id, begun.state) == ("2", row.pk, "draft")
    assert 'version: "2"' in begun.text
    row.refresh_from_db()
    assert row.version == "1"


def test_a_new_version_needs_a_name_of_its_own(hub: Node, officer: User) -> None:
    row = cast.ready(hub, officer)
    with pytest.raises(Refused, match="版本名只能用"):
        services.new_version(row, "二〇二六 版", by=officer)
    with pytest.raises(Refused, match="已经存在"):
        services.new_version(row, "1", by=officer)


def test_editing_into_a_name_that_is_taken_keeps_the_text_and_says_so(
    hub: Node, officer: User
) -> None:
    row = cast.ready(hub, officer)
    begun = services.new_version(row, "2", by=officer)
    services.edit_framework(begun, cast.small("1", title="撞名"), seen=0, by=officer)
    assert begun.version == "2"
    assert queries.rows_of(begun)[0].code == "F130"
    with pytest.raises(Refused, match="错误"):
        services.release(begun, by=officer)


def test_line_ends_of_a_form_make_no_difference(hub: Node, officer: User) -> None:
    row = services.add_framework(cast.small().replace("\n", "\r\n"), node=hub, by=officer)
    assert row.text == cast.small()


def test_every_shipped_framework_can_be_brought_in_and_released(hub: Node, officer: User) -> None:
    names = [one.name for one in queries.shipped()]
    assert len(names) >= 8
    for row in services.take_shipped(names, node=hub, by=officer):
        services.release(row, by=officer)
    assert FrameworkVersion.objects.filter(state="ready").count() == len(names)


def test_a_shipped_name_is_no_path(hub: Node, officer: User) -> None:
    with pytest.raises(Refused, match=r"没有“.+passwd”"):
        services.take_shipped(["../../etc/passwd"], node=hub, by=officer)


def test_drafts_are_seen_by_those_who_edit_them(hub: Node, officer: User) -> None:
    row = services.add_framework(cast.small(), node=hub, by=officer)
    place = cast.organisation(hub, 1)
    contact = cast.person("contact", Role.CONTACT, place.node)
    auditor = cast.person("auditor", Role.AUDIT_ADMIN, hub)
    assert list(queries.visible(officer)) == [row]
    assert not queries.visible(contact)
    services.release(row, by=officer)
    assert list(queries.visible(contact)) == [row]
    assert not queries.visible(auditor)


def test_a_draft_in_use_is_not_dropped(hub: Node, officer: User) -> None:
    row = services.add_framework(cast.small(), node=hub, by=officer)
    services.drop(row, by=officer)
    assert not FrameworkVersion.objects.exists()
