"""Writes of the register."""

from __future__ import annotations

from datetime import date

import pytest

from shuniu.accounts.states import Role
from shuniu.base import audit, clock
from shuniu.base.models import AuditEntry
from shuniu.base.verdicts import Refused
from shuniu.identifiers import IdentifierError, make_resident_id
from shuniu.registry import services
from shuniu.registry.models import (
    ChecklistItem,
    NotBuilt,
    Organisation,
    OrganisationPast,
    PartyCover,
    Person,
    Post,
)
from shuniu.registry.services import Listing, Particular, Particulars
from tests.registry import _cast as cast

pytestmark = pytest.mark.django_db


def _actions() -> list[str]:
    return list(AuditEntry.objects.order_by("number").values_list("action", flat=True))


def test_an_organisation_is_entered_with_its_place_its_reading_and_a_line_in_the_book() -> None:
    hub = cast.hub()
    row = cast.organisation(hub.node, 1, name="重庆ABC养老协会", contact="010-55501234")
    assert row.node.parent == hub.node
    assert (row.pinyin, row.initials) == ("chongqingabcyanglaoxiehui", "cqabcylxh")
    assert row.contact_sealed
    assert "5550" not in row.contact_sealed
    assert _actions()[-2:] == ["accounts.node.opened", "registry.organisation.added"]
    assert not list(audit.verify())


@pytest.mark.parametrize("wrong", ["", "51110105MJ0000001", "51110105000000017A", "1" * 18])
def test_a_wrong_code_is_refused_with_its_reason(wrong: str) -> None:
    hub = cast.hub()
    with pytest.raises(Refused) as refusal:
        services.add_organisation(
            Particulars(wrong, "甲会", "association"), parent=hub.node, by=None
        )
    assert refusal.value.verdict.rule == "registry.code"
    assert refusal.value.verdict.reason.startswith("统一社会信用代码有误：")


def test_a_code_stands_in_the_register_once() -> None:
    hub = cast.hub()
    cast.organisation(hub.node, 1)
    with pytest.raises(Refused) as refusal:
        cast.organisation(hub.node, 1, name="别名")
    assert refusal.value.verdict.rule == "registry.code_taken"
    assert Organisation.objects.count() == 2


def test_nothing_hangs_under_an_organisation() -> None:
    hub = cast.hub()
    lead = cast.person("lead", Role.HUB_LEAD, hub.node)
    row = cast.organisation(hub.node, 1)
    with pytest.raises(Refused) as refusal:
        services.add_organisation(
            Particulars(cast.code(2), "乙会", "association"), parent=row.node, by=lead
        )
    assert refusal.value.verdict.rule == "registry.parent"


def test_a_change_keeps_how_it_stood_and_says_which_fields() -> None:
    hub = cast.hub()
    row = cast.organisation(hub.node, 1, staff=3)
    changed = services.change_organisation(
        row, {"name": "新名协会", "staff": 3}, by=None, since=date(2025, 5, 1)
    )
    assert changed == ["name"]
    past = OrganisationPast.objects.get()
    assert (past.name, past.since, past.until) == ("第1协会", cast.SINCE, date(2025, 5, 1))
    assert (row.since, row.version, row.node.name) == (date(2025, 5, 1), 2, "新名协会")


def test_a_correction_leaves_no_past() -> None:
    hub = cast.hub()
    row = cast.organisation(hub.node, 1)
    services.change_organisation(row, {"staff": 9}, by=None, since=row.since)
    assert not OrganisationPast.objects.exists()
    assert row.staff == 9


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2027, 1, 1)])
def test_a_change_neither_before_the_present_state_nor_tomorrow(day: date) -> None:
    hub = cast.hub()
    row = cast.organisation(hub.node, 1)
    with clock.at(date(2026, 11, 23)), pytest.raises(Refused) as refusal:
        services.change_organisation(row, {"staff": 9}, by=None, since=day)
    assert refusal.value.verdict.rule == "registry.since"


def test_the_same_values_change_nothing_and_leave_no_line() -> None:
    hub = cast.hub()
    row = cast.organisation(hub.node, 1)
    before = _actions()
    assert services.change_organisation(row, {"sector": "养老"}, by=None) == []
    assert _actions() == before
    assert row.version == 1


def test_two_editors_the_second_is_told_who_changed_what() -> None:
    hub = cast.hub()
    lead = cast.person("王主任", Role.HUB_LEAD, hub.node)
    officer = cast.person("李干事", Role.HUB_OFFICER, hub.node)
    row = cast.organisation(hub.node, 1, staff=3)
    seen = row.version
    services.change_organisation(row, {"staff": 5}, by=lead, version=seen)
    with pytest.raises(Refused) as refusal:
        services.change_organisation(row, {"name": "改名"}, by=officer, version=seen)
    assert refusal.value.verdict.rule == "registry.conflict"
    assert "王主任把“专职人员数”从“3”改为“5”" in refusal.value.verdict.reason
    row.refresh_from_db()
    assert (row.name, row.staff) == ("第1协会", 5)


def test_a_code_is_not_changed_into_that_of_another() -> None:
    hub = cast.hub()
    one, two = cast.organisation(hub.node, 1), cast.organisation(hub.node, 2)
    with pytest.raises(Refused) as refusal:
        services.change_organisation(one, {"code": two.code}, by=None)
    assert refusal.value.verdict.rule == "registry.code_taken"


def test_dissolving_ends_what_hangs_on_it_and_only_looking_is_left() -> None:
    hub = cast.hub()
    lead = cast.person("lead", Role.HUB_LEAD, hub.node)
    row = cast.organisation(hub.node, 1)
    cast.governed(row)
    services.dissolve(row, on=date(2026, 3, 1), by=lead)
    row.refresh_from_db()
    assert row.standing == "dissolved"
    assert not Post.objects.filter(until__isnull=True).exists()
    assert not PartyCover.objects.filter(until__isnull=True).exists()
    with pytest.raises(Refused) as refusal:
        services.change_organisation(row, {"staff": 1}, by=lead)
    assert refusal.value.verdict.rule == "registry.dissolved"
    services.reinstate(row, on=date(2026, 4, 1), by=lead)
    row.refresh_from_db()
    assert row.standing == "active"


def test_who_covers_others_is_not_dissolved() -> None:
    hub = cast.hub()
    lead = cast.person("lead", Role.HUB_LEAD, hub.node)
    one, two = cast.organisation(hub.node, 1), cast.organisation(hub.node, 2)
    joint = services.found_party(one, services.Founding("联合支部", "joint", cast.SINCE), by=lead)
    services.cover(joint, two, since=cast.SINCE, by=lead)
    with pytest.raises(Refused) as refusal:
        services.dissolve(one, on=date(2026, 3, 1), by=lead)
    assert "另外 1 家单位" in refusal.value.verdict.reason


def test_a_person_is_found_again_by_name_and_phone_and_lies_sealed() -> None:
    one = services.open_person("王小明", phone="13900000001", by=None)
    again = services.open_person(" 王小明 ", phone="139 0000 0001", by=None)
    other = services.open_person("王小明", phone="13900000002", by=None)
    assert (one.pk, one.name, one.phone) == (again.pk, "王小明", "13900000001")
    assert other.pk != one.pk
    stored = Person.objects.filter(pk=one.pk).values().get()
    assert "王小明" not in str(stored)
    assert "13900000001" not in str(stored)


def test_an_identity_number_finds_a_person_and_never_two_names() -> None:
    number = make_resident_id("110105", date(1980, 5, 6), 12).code
    one = services.open_person("王小明", id_number=number, by=None)
    assert services.open_person("王小明", id_number=number.lower(), by=None).pk == one.pk
    with pytest.raises(Refused) as refusal:
        services.open_person("李小红", id_number=number, by=None)
    assert refusal.value.verdict.rule == "registry.person_identity"
    assert number not in refusal.value.verdict.reason
    assert number not in str(list(AuditEntry.objects.values()))


def test_a_wrong_phone_opens_nobody() -> None:
    with pytest.raises(IdentifierError):
        services.open_person("王小明", phone="12345", by=None)
    assert not Person.objects.exists()


def test_an_erased_person_loses_the_name_everywhere_and_keeps_the_key() -> None:
    row = services.open_person("王小明", phone="13900000001", by=None)
    key = row.key
    services.erase_person(row, reason="本人申请", by=None)
    assert (row.name, row.phone, row.key) == ("", "", key)
    assert Person.objects.get().wrapped == ""
    assert not list(audit.verify())


def test_a_post_is_held_once_and_ends_on_its_day() -> None:
    hub = cast.hub()
    council = cast.body(hub, "council")
    who = cast.somebody("会长")
    post = Post.objects.get(pk=cast.post(council, who, "head"))
    with pytest.raises(Refused) as refusal:
        cast.post(council, who, "head")
    assert refusal.value.verdict.rule == "registry.post_held"
    with pytest.raises(Refused):
        services.end_post(post, on=date(2019, 1, 1), by=None)
    services.end_post(post, on=date(2025, 6, 30), by=None)
    cast.post(council, who, "head", date(2025, 7, 1))
    assert Post.objects.filter(until__isnull=True).count() == 1


def test_a_post_is_put_right() -> None:
    hub = cast.hub()
    lead = cast.person("lead", Role.HUB_LEAD, hub.node)
    post = Post.objects.get(pk=cast.post(cast.body(hub, "council"), cast.somebody("甲"), "head"))
    services.correct_post(post, {"title": "deputy_head", "words": "副会长"}, by=lead)
    assert Post.objects.values_list("title", "words").get() == ("deputy_head", "副会长")
    with pytest.raises(Refused):
        services.correct_post(post, {"until": date(2019, 1, 1)}, by=lead)


def test_a_body_is_elected_extended_and_closed_with_its_posts() -> None:
    hub = cast.hub()
    lead = cast.person("lead", Role.HUB_LEAD, hub.node)
    council = cast.body(hub, "council", term_years=4)
    cast.post(council, cast.somebody("会长"), "head")
    with pytest.raises(Refused):
        services.elect_body(council, on=date(2026, 1, 1), extended_until=date(2026, 1, 1), by=lead)
    services.elect_body(council, on=date(2022, 1, 1), by=lead)
    services.elect_body(council, on=date(2026, 9, 1), extended_until=date(2026, 9, 1), by=lead)
    assert (council.elected_on, council.extended_until) == (date(2022, 1, 1), date(2026, 9, 1))
    services.close_body(council, on=date(2026, 10, 1), by=lead)
    assert Post.objects.get().until == date(2026, 10, 1)
    with pytest.raises(Refused) as refusal:
        cast.post(council, cast.somebody("乙"), "member")
    assert refusal.value.verdict.rule == "registry.body_closed"


def test_what_was_not_built_is_settled_by_a_joint_branch_and_not_by_a_functional_one() -> None:
    hub = cast.hub()
    row = cast.organisation(hub.node, 1, formal_members=4)
    services.explain_not_built(row, due_since=date(2025, 1, 1), reason="转接中", by=None)
    functional = services.found_party(
        hub, services.Founding("功能型支部", "functional", cast.SINCE), by=None
    )
    services.cover(functional, row, since=date(2025, 2, 1), by=None)
    assert NotBuilt.objects.get().settled_on is None
    joint = services.found_party(hub, services.Founding("联合支部", "joint", cast.SINCE), by=None)
    services.cover(joint, row, since=date(2025, 3, 1), by=None)
    assert NotBuilt.objects.get().settled_on == date(2025, 3, 1)


def test_one_branch_of_its_own_at_a_time_and_only_for_itself() -> None:
    hub = cast.hub()
    lead = cast.person("lead", Role.HUB_LEAD, hub.node)
    one, two = cast.organisation(hub.node, 1), cast.organisation(hub.node, 2)
    own = services.found_party(one, services.Founding("党支部", "own", cast.SINCE), by=lead)
    with pytest.raises(Refused):
        services.found_party(one, services.Founding("又一支部", "own", cast.SINCE), by=lead)
    with pytest.raises(Refused):
        services.cover(own, two, since=cast.SINCE, by=lead)
    services.end_party(own, on=date(2026, 1, 1), by=lead)
    assert PartyCover.objects.get().until == date(2026, 1, 1)
    services.found_party(one, services.Founding("新支部", "own", date(2026, 2, 1)), by=lead)


def test_a_mismatch_of_fields_is_noted_and_not_forbidden() -> None:
    hub = cast.hub()
    row = cast.organisation(hub.node, 1)
    other = services.add_instructor(
        cast.somebody("指导员"), node=hub.node, field="文化", unit="某局", since=cast.SINCE, by=None
    )
    services.assign_instructor(other, row, since=cast.SINCE, by=None)
    entry = AuditEntry.objects.get(action="registry.instructor.assigned")
    assert entry.detail["matches"] is False
    services.assign_instructor(other, row, since=cast.SINCE, by=None)
    assert AuditEntry.objects.filter(action="registry.instructor.assigned").count() == 1


def test_a_checklist_keeps_its_marks_when_it_is_reworded() -> None:
    hub = cast.hub()
    lead = cast.person("lead", Role.HUB_LEAD, hub.node)
    row = cast.organisation(hub.node, 1)
    made = services.open_checklist(
        hub.node, Listing("six", "六同步", cast.SINCE, ["甲事", "乙事"]), by=lead
    )
    item = ChecklistItem.objects.get(text="甲事")
    services.mark_item(item, row, done_on=date(2026, 1, 1), by=lead)
    services.change_checklist(
        made, Listing("six", "六同步", cast.SINCE, ["乙事", "甲事（改）", "丙事"]), by=lead
    )
    item.refresh_from_db()
    assert (item.text, item.order) == ("甲事（改）", 1)
    with pytest.raises(Refused) as refusal:
        services.change_checklist(made, Listing("six", "六同步", cast.SINCE, ["乙事"]), by=lead)
    assert "甲事（改）" in refusal.value.verdict.reason
    services.mark_item(item, row, done_on=None, by=lead)
    services.change_checklist(made, Listing("six", "六同步", cast.SINCE, ["乙事"]), by=lead)
    assert ChecklistItem.objects.count() == 1


def test_a_year_of_reports_is_kept_once_and_not_ahead() -> None:
    hub = cast.hub()
    services.record_report(hub, services.Report(2025, "pass"), by=None)
    services.record_report(hub, services.Report(2025, "basic"), by=None)
    assert hub.reports.get().result == "basic"
    with clock.at(date(2026, 11, 23)), pytest.raises(Refused):
        services.record_report(hub, services.Report(2027, "pass"), by=None)


def test_partners_and_areas_have_names_of_their_own() -> None:
    hub = cast.hub()
    lead = cast.person("lead", Role.HUB_LEAD, hub.node)
    partner = services.add_partner(hub.node, Particular("某大学", "高校"), by=lead)
    with pytest.raises(Refused):
        services.add_partner(hub.node, Particular("某大学", "机关"), by=lead)
    services.change_partner(partner, Particular("某大学", "高校", active=False), by=lead)
    assert partner.active is False
    north = services.add_area("北片", parent=hub.node, by=lead)
    with pytest.raises(Refused):
        services.add_area("北片", parent=hub.node, by=lead)
    services.rename_area(north, name="北部", by=lead)
    row = cast.organisation(hub.node, 1)
    services.move_organisation(row, to=north, by=lead)
    row.node.refresh_from_db()
    assert str(row.node.path).startswith(str(north.path))


def test_reading_phones_in_clear_is_noted_in_the_book() -> None:
    hub = cast.hub()
    lead = cast.person("lead", Role.HUB_LEAD, hub.node)
    watcher = cast.person("watcher", Role.SUPERVISOR, hub.node)
    row = cast.organisation(hub.node, 1, contact="13900000009")
    who = services.open_person("王小明", phone="13900000001", by=None)
    cast.post(cast.body(row, "council"), who, "head")
    assert services.read_phones(row, by=lead) == {who.pk: "13900000001", 0: "13900000009"}
    assert AuditEntry.objects.filter(action="registry.persons.read").count() == 1
    with pytest.raises(Refused):
        services.read_phones(row, by=watcher)
    assert AuditEntry.objects.filter(action="registry.persons.read").count() == 1
