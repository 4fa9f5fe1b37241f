"""Pages of the register: who sees them, what they keep, what they hide."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shuniu.accounts.models import User
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.base.models import AuditEntry
from shuniu.registry import services
from shuniu.registry.models import (
    Body,
    ChecklistItem,
    ChecklistMark,
    InstructorDuty,
    NotBuilt,
    Organisation,
    OrganisationPast,
    PartyOrganisation,
    Post,
)
from tests.registry import _cast as cast

pytestmark = pytest.mark.django_db


def _in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="shuniu.accounts.backends.NameOrPhone")
    return client


@pytest.fixture
def hub() -> Organisation:
    return cast.hub()


@pytest.fixture
def lead(hub: Organisation) -> User:
    return cast.person("lead", Role.HUB_LEAD, hub.node)


@pytest.fixture
def row(hub: Organisation) -> Organisation:
    made = cast.organisation(cast.area(hub.node), 1, formal_members=4)
    cast.governed(made)
    return made


@pytest.fixture
def client(lead: User) -> Client:
    return _in(lead)


def _words(response: Any) -> str:
    return str(response.content.decode())


def _errors(response: Any) -> str:
    found = re.findall(r'(?s)class="error".*?</div>|note--bad.*?</div>', _words(response))
    return re.sub(r"<[^>]+>|\s+", "", "".join(found))


def _all(row: Organisation) -> list[str]:
    """The address of every page of the room."""
    names = [
        "organisation",
        "bodies",
        "party",
        "records",
        "history",
        "edit",
        "dissolve",
        "move",
        "contact",
        "body_add",
    ]
    names += ["party_add", "cover", "not_built_edit", "assign", "report", "charter", "credit"]
    body, post = Body.objects.filter(organisation=row).first(), Post.objects.first()
    party = PartyOrganisation.objects.get(home=row)
    assert body is not None
    assert post is not None
    found = [reverse(f"registry:{name}", args=[row.pk]) for name in names]
    found += [
        reverse(f"registry:{name}", args=[body.pk])
        for name in ("body_edit", "body_elect", "body_close", "appoint")
    ]
    found += [
        reverse(f"registry:{name}", args=[post.pk])
        for name in ("post_end", "post_correct", "post_person", "post_erase")
    ]
    found += [
        reverse(f"registry:{name}", args=[party.pk])
        for name in ("party_organisation", "party_end", "party_approval")
    ]
    found.append(reverse("registry:uncover", args=[party.covers.get().pk]))
    return found


PLAIN = [
    "organisations",
    "add",
    "party_organisations",
    "instructors",
    "instructor_add",
    "checklists",
    "checklist_add",
    "partners",
    "partner_add",
    "areas",
    "area_add",
    "coverage",
    "not_built",
    "coverage_unknown",
    "terms",
]


def test_every_page_opens_for_the_lead_today_and_on_a_past_day(
    client: Client, row: Organisation
) -> None:
    for address in [*_all(row), *(reverse(f"registry:{name}") for name in PLAIN)]:
        assert client.get(address).status_code == 200, address
        assert client.get(address, {"on": "2021-06-01"}).status_code == 200, address
        assert client.get(address, {"on": "never", "page": "x"}).status_code == 200, address


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.COMMITTEE_MEMBER, Role.SYSTEM_ADMIN])
def test_nothing_is_there_for_those_who_may_not(
    role: Role, hub: Organisation, row: Organisation
) -> None:
    client = _in(cast.person("other", role, hub.node))
    for address in [*_all(row), *(reverse(f"registry:{name}") for name in PLAIN)]:
        assert client.get(address).status_code == 404, address


def test_another_area_is_as_if_it_were_not_there(hub: Organisation, row: Organisation) -> None:
    south = cast.area(hub.node, "南片")
    client = _in(cast.person("south", Role.AREA_OFFICER, south))
    for address in _all(row):
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"on": "2026-01-01"}).status_code == 404, address
    assert row.name not in _words(client.get(reverse("registry:organisations")))


def test_a_contact_reads_the_own_organisation_and_changes_nothing(row: Organisation) -> None:
    client = _in(cast.person("contact", Role.CONTACT, row.node))
    page = client.get(reverse("registry:organisation", args=[row.pk]))
    assert page.status_code == 200
    assert reverse("registry:edit", args=[row.pk]) not in _words(page)
    assert client.get(reverse("registry:edit", args=[row.pk])).status_code == 404
    assert client.get(reverse("registry:coverage")).status_code == 404


def test_a_joint_branch_is_seen_by_those_it_covers_and_shows_them_only(
    hub: Organisation, row: Organisation
) -> None:
    other = cast.organisation(hub.node, 9, name="别家协会")
    joint = services.found_party(hub, services.Founding("联合支部", "joint", cast.SINCE), by=None)
    address = reverse("registry:party_organisation", args=[joint.pk])
    client = _in(cast.person("contact", Role.CONTACT, row.node))
    assert client.get(address).status_code == 404
    for one in (row, other):
        services.cover(joint, one, since=cast.SINCE, by=None)
    page = _words(client.get(address))
    assert row.name in page
    assert "别家协会" not in page
    assert client.get(reverse("registry:party_end", args=[joint.pk])).status_code == 404


def test_somebody_signed_out_is_sent_to_the_door(row: Organisation) -> None:
    address = reverse("registry:organisation", args=[row.pk])
    assert Client().get(address).headers["Location"].startswith("/account/login/")


def test_the_list_asks_as_often_for_one_as_for_three_and_thirty(
    client: Client, hub: Organisation
) -> None:
    client.get(reverse("registry:organisations"))  # the first visit notes the session
    counts = []
    for number in range(1, 31):
        cast.governed(cast.organisation(hub.node, number))
        if number in {1, 3, 30}:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse("registry:organisations")).status_code == 200
            counts.append(len(asked))
    assert counts == [counts[0]] * 3


def _facts(row: Organisation, **more: object) -> dict[str, object]:
    names = [
        "code",
        "name",
        "short_name",
        "type",
        "size",
        "sector",
        "supervisor",
        "registered_on",
        "region",
        "address",
    ]
    names += ["staff", "party_members", "formal_members"]
    values = {name: getattr(row, name) for name in names}
    said = {name: "" if value is None else str(value) for name, value in values.items()}
    initial = {f"initial-{name}": value for name, value in said.items()}
    return {
        **said,
        **initial,
        "version": row.version,
        "how": "change",
        "since": "2026-01-01",
        **more,
    }


def test_an_organisation_is_entered_and_comes_back_filled_where_it_is_wrong(
    client: Client, hub: Organisation
) -> None:
    form = {
        "parent": hub.node_id,
        "code": cast.code(5)[:-1] + "?",
        "name": "新协会",
        "type": "association",
        "size": "small",
        "party_members": "2",
        "formal_members": "3",
        "contact": "123",
    }
    wrong = client.post(reverse("registry:add"), form)
    assert wrong.status_code == 422
    assert 'value="新协会"' in _words(wrong)
    assert "不能多于党员数（2）" in _errors(wrong)
    form |= {"code": cast.code(5), "formal_members": "1", "contact": "13900000005"}
    done = client.post(reverse("registry:add"), form)
    made = Organisation.objects.get(name="新协会")
    assert done.headers["Location"] == reverse("registry:organisation", args=[made.pk])
    again = client.post(reverse("registry:add"), {**form, "name": "又一家"})
    assert "已在名册中" in _errors(again)
    page = _words(client.get(reverse("registry:organisation", args=[made.pk])))
    assert "139****0005" in page
    assert "13900000005" not in page


def test_a_change_and_a_correction(client: Client, row: Organisation) -> None:
    address = reverse("registry:edit", args=[row.pk])
    client.post(address, _facts(row, staff="4"))
    row.refresh_from_db()
    assert (row.staff, row.since) == (4, date(2026, 1, 1))
    assert OrganisationPast.objects.get().until == date(2026, 1, 1)
    client.post(address, _facts(row, staff="5", how="correct", since=""))
    row.refresh_from_db()
    assert (row.staff, OrganisationPast.objects.count()) == (5, 1)


def test_a_second_editor_is_shown_the_first_ones_work_and_does_not_put_it_back(
    client: Client, lead: User, row: Organisation
) -> None:
    address = reverse("registry:edit", args=[row.pk])
    seen = _facts(row, supervisor="新主管局")
    services.change_organisation(row, {"staff": 7}, by=lead)
    conflict = client.post(address, seen)
    assert conflict.status_code == 422
    assert "lead把“专职人员数”从“空”改为“7”" in _errors(conflict)
    assert 'value="新主管局"' in _words(conflict)
    version = re.search(r'name="version" value="(\d+)"', _words(conflict))
    assert version is not None
    since = row.since.isoformat()
    assert client.post(address, {**seen, "version": version[1], "since": since}).status_code == 302
    row.refresh_from_db()
    assert (row.staff, row.supervisor) == (7, "新主管局")


def test_numbers_are_masked_and_shown_in_clear_only_when_asked_and_noted(
    client: Client, row: Organisation
) -> None:
    council = Body.objects.get(organisation=row, kind="council")
    who = services.open_person("王小明", phone="13900000001", by=None)
    cast.post(council, who, "member")
    page = _words(client.get(reverse("registry:bodies", args=[row.pk])))
    assert "139****0001" in page
    assert "13900000001" not in page
    assert not AuditEntry.objects.filter(action="registry.persons.read").exists()
    assert client.get(reverse("registry:phones", args=[row.pk])).status_code == 302
    assert "13900000001" in _words(client.post(reverse("registry:phones", args=[row.pk])))
    assert AuditEntry.objects.filter(action="registry.persons.read").count() == 1


def test_somebody_is_erased_for_good_by_who_keeps_all_they_are_part_of(
    client: Client, hub: Organisation, row: Organisation
) -> None:
    head = Post.objects.get(body__organisation=row, title="head")
    elsewhere = cast.organisation(hub.node, 9)
    cast.post(cast.body(elsewhere, "council"), head.person, "member")
    assert row.node.parent is not None
    officer = _in(cast.person("north", Role.AREA_OFFICER, row.node.parent))
    address = reverse("registry:post_erase", args=[head.pk])
    assert officer.post(address, {"reason": "本人申请"}).status_code == 409
    assert "没有“维护名册”的权限" in _words(officer.get(address))
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "本人申请"}).status_code == 302
    head.person.refresh_from_db()
    assert (head.person.name, head.person.wrapped) == ("", "")
    page = _words(client.get(reverse("registry:bodies", args=[row.pk])))
    assert "（已删除）" in page
    assert "会长</td>" not in page


def test_a_supervisor_never_sees_a_number(hub: Organisation, row: Organisation) -> None:
    client = _in(cast.person("watcher", Role.SUPERVISOR, hub.node))
    page = _words(client.get(reverse("registry:bodies", args=[row.pk])))
    assert reverse("registry:phones", args=[row.pk]) not in page
    assert client.post(reverse("registry:phones", args=[row.pk])).status_code == 404


def test_somebody_known_is_appointed_and_posts_cross(client: Client, row: Organisation) -> None:
    branch = Body.objects.get(organisation=row, kind="party")
    head = Post.objects.get(body__organisation=row, title="head")
    address = reverse("registry:appoint", args=[branch.pk])
    form = {"title": "branch_committee", "person": head.person_id, "since": "2026-02-01"}
    both = client.post(address, {**form, "name": "另一人"})
    assert "两者只用其一" in _errors(both)
    assert client.post(address, form).status_code == 302
    page = _words(client.get(reverse("registry:organisation", args=[row.pk])))
    assert "2 名党组织班子成员同时在理事会、监事会或秘书处任职。" in page
    nobody = client.post(address, {"title": "secretary", "since": "2026-02-01"})
    assert "请选择已登记的人员，或填写姓名。" in _errors(nobody)


def test_a_post_ends_and_leaves_the_body_without_a_head(client: Client, row: Organisation) -> None:
    head = Post.objects.get(body__organisation=row, title="head")
    address = reverse("registry:post_end", args=[head.pk])
    early = client.post(address, {"on": "2019-01-01"})
    assert "离任日期不能早于任职日期。" in _errors(early)
    assert client.post(address, {"on": "2026-05-31"}).status_code == 302
    page = _words(client.get(reverse("registry:bodies", args=[row.pk])))
    assert "“理事会”没有在任的负责人（会长、理事长）。" in page
    then = _words(client.get(reverse("registry:bodies", args=[row.pk]), {"on": "2026-05-31"}))
    assert "没有在任的负责人" not in then


def test_what_is_not_built_is_explained_where_the_figure_leads(
    client: Client, hub: Organisation
) -> None:
    due = cast.organisation(hub.node, 7, formal_members=3)
    page = _words(client.get(reverse("registry:not_built")))
    assert due.name in page
    assert "未说明" in page
    address = reverse("registry:not_built_edit", args=[due.pk])
    assert 'value="2020-01-01"' in _words(client.get(address))  # from the number of members
    form = {"due_since": "2020-01-01", "reason": "组织关系转接中", "planned_on": "2021-01-01"}
    assert client.post(address, form).status_code == 302
    assert NotBuilt.objects.get().reason == "组织关系转接中"
    page = _words(client.get(reverse("registry:not_built")))
    assert "组织关系转接中" in page
    assert "已过期" in page


def test_each_figure_leads_to_its_list(client: Client, row: Organisation) -> None:
    page = _words(client.get(reverse("registry:coverage")))
    address = reverse("registry:coverage_rate", args=["formed"])
    assert f"{address}?side=inside" in page
    inside = _words(client.get(address, {"side": "inside"}))
    assert row.name in inside
    outside = _words(client.get(address, {"side": "outside"}))
    assert row.name not in outside
    assert client.get(reverse("registry:coverage_rate", args=["nothing"])).status_code == 404


def test_figures_say_their_day_on_paper_too(client: Client, row: Organisation) -> None:
    for name in ("coverage", "not_built", "coverage_unknown", "terms"):
        address = reverse(f"registry:{name}")
        assert f"以下是 {clock.today()} 的情况。" in _words(client.get(address)), name
        assert "以下是 2024-06-01 的情况。" in _words(client.get(address, {"on": "2024-06-01"})), (
            name
        )


def test_an_instructor_is_added_and_assigned_with_the_mismatch_shown(
    client: Client, hub: Organisation, row: Organisation
) -> None:
    form = {"node": hub.node_id, "name": "何老师", "field": "文化", "since": "2026-01-01"}
    assert client.post(reverse("registry:instructor_add"), form).status_code == 302
    address = reverse("registry:assign", args=[row.pk])
    assert "何老师（文化，领域不同）" in _words(client.get(address))
    instructor = re.search(r'<option value="(\d+)"', _words(client.get(address)))
    assert instructor is not None
    client.post(address, {"instructor": instructor[1], "since": "2026-01-01"})
    assert InstructorDuty.objects.get().organisation == row
    assert "领域不同" in _words(client.get(reverse("registry:party", args=[row.pk])))


def test_a_checklist_is_made_marked_and_followed(client: Client, row: Organisation) -> None:
    form = {"title": "两纳入", "code": "two", "since": "2026-01-01", "items": "经费\n计划\n经费"}
    twice = client.post(reverse("registry:checklist_add"), form)
    assert "“经费”出现了不止一次。" in _errors(twice)
    client.post(reverse("registry:checklist_add"), {**form, "items": "经费\n计划"})
    first = ChecklistItem.objects.order_by("order")[0]
    address = reverse("registry:checklist_mark", args=[first.checklist_id, row.pk])
    client.post(address, {f"done_{first.pk}": "2026-02-01", f"note_{first.pk}": "已列支"})
    mark = ChecklistMark.objects.get()
    assert (mark.item, mark.note) == (first, "已列支")
    client.post(address, {f"done_{first.pk}": "", f"note_{first.pk}": ""})
    assert not ChecklistMark.objects.exists()


def test_a_proof_is_kept_and_reached_by_those_who_see_the_organisation(
    client: Client, hub: Organisation, row: Organisation
) -> None:
    made = services.open_checklist(
        hub.node, services.Listing("one", "清单", cast.SINCE, ["甲"]), by=None
    )
    item = made.items.get()
    address = reverse("registry:checklist_mark", args=[made.pk, row.pk])
    bad = SimpleUploadedFile("x.html", b"<script>alert(1)</script>")
    day = {f"done_{item.pk}": "2026-02-01"}
    refused = client.post(address, {**day, f"file_{item.pk}": bad})
    assert "不是可以上传的类型" in _errors(refused)
    assert not ChecklistMark.objects.exists()
    good = SimpleUploadedFile("证明.pdf", b"%PDF-1.4 proof")
    assert client.post(address, {**day, f"file_{item.pk}": good}).status_code == 302
    file = ChecklistMark.objects.get().file
    assert file is not None
    sent: Any = client.get(reverse("base:file", args=[file.pk]))
    assert b"".join(sent.streaming_content) == b"%PDF-1.4 proof"
    for close in sent._resource_closers:  # `sent.close()` would end the connection, too
        close()
    other = _in(cast.person("south", Role.AREA_OFFICER, cast.area(hub.node, "南片")))
    assert other.get(reverse("base:file", args=[file.pk])).status_code == 404


def test_only_what_is_offered_can_be_chosen(client: Client, row: Organisation) -> None:
    """Numbers of other people's things in a form are no way round the rules."""
    branch = Body.objects.get(organisation=row, kind="party")
    stranger = cast.somebody("外人")
    form = {"title": "secretary", "person": stranger.pk, "since": "2026-02-01"}
    assert client.post(reverse("registry:appoint", args=[branch.pk]), form).status_code == 422
    address = reverse("registry:cover", args=[row.pk])
    assert client.post(address, {"party": 10**6, "since": "2026-02-01"}).status_code == 422
