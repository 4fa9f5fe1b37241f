"""Pages of an organisation's part: each once, without script, for its own people only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from shuniu.accounts.models import Node, User
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.evaluation.models import Answer, Entry, Evidence, EvidenceUse, PlanItem
from shuniu.evaluation.services import answers
from shuniu.evaluation.states import EntryState
from tests.evaluation import _cast as cast
from tests.evaluation import _round as made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.at(made.DAY):
        yield


@pytest.fixture
def hub() -> Node:
    return cast.hub()


@pytest.fixture
def officer(hub: Node) -> User:
    return cast.person("officer", Role.HUB_OFFICER, hub)


@pytest.fixture
def entry(hub: Node, officer: User) -> Entry:
    return made.entry(made.answering(hub, officer, 2))


@pytest.fixture
def contact(entry: Entry) -> User:
    return cast.person("contact", Role.CONTACT, entry.organisation.node)


@pytest.fixture
def visitor(contact: User) -> Client:
    return signed(contact)


def signed(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def photo() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG")
    return SimpleUploadedFile("IMG_1.jpg", out.getvalue(), "image/jpeg")


def sent(**values: str) -> dict[str, str]:
    """A page as a visitor sends it: every question with what it was and its version."""
    plain = {"meetings": "", "events": "", "party": "", "barred": ""}
    out = {f"{key}--version": "0" for key in plain} | {f"{key}--was": "" for key in plain}
    return out | {key.replace("__", "--"): text for key, text in values.items()}


def test_the_pages_of_an_entry_are_there(visitor: Client, entry: Entry) -> None:
    for name, args in (
        ("entries", []),
        ("entry", [entry.pk]),
        ("part", [entry.pk, 1]),
        ("part", [entry.pk, 2]),
        ("check", [entry.pk]),
        ("evidence", [entry.pk, "held"]),
    ):
        response = visitor.get(reverse(f"evaluation:{name}", args=args))
        assert response.status_code == 200, name


def test_the_entry_says_what_is_open_and_where_to_go_on(visitor: Client, entry: Entry) -> None:
    text = visitor.get(reverse("evaluation:entry", args=[entry.pk])).content.decode()
    assert "填报截止 <strong>2026-10-01</strong>" in text
    assert f'href="/entries/{entry.pk}/parts/1/">开始填报</a>' in text
    assert "还差 1 项" in text


def test_others_find_nothing(entry: Entry, hub: Node) -> None:
    other = cast.person("other", Role.CONTACT, cast.organisation(hub, 77).node)
    expert = cast.person("expert", Role.ASSESSOR, hub)
    for user in (other, expert):
        client = signed(user)
        for name, args in (
            ("entry", [entry.pk]),
            ("part", [entry.pk, 1]),
            ("check", [entry.pk]),
            ("evidence", [entry.pk, "held"]),
            ("hand_back", [entry.pk]),
            ("admit", [entry.pk]),
        ):
            assert client.get(reverse(f"evaluation:{name}", args=args)).status_code == 404, name
        for name in ("save", "submit", "hand_back"):
            url = reverse(f"evaluation:{name}", args=[entry.pk])
            assert client.post(url, {"name": "meetings", "value": "1"}).status_code == 404, name
    assert not Answer.objects.filter(stage="self").exists()


def test_nobody_comes_in_unsigned(entry: Entry) -> None:
    response = Client().get(reverse("evaluation:entry", args=[entry.pk]))
    assert (response.status_code, response.headers["Location"][:15]) == (302, "/account/login/")


def test_a_page_is_kept_without_script_and_leads_to_the_next(visitor: Client, entry: Entry) -> None:
    url = reverse("evaluation:part", args=[entry.pk, 2])
    response = visitor.post(url, sent(meetings="４", next="1"))
    assert response.status_code == 302
    assert response.headers["Location"] == f"/entries/{entry.pk}/parts/3/"
    assert Answer.objects.get(entry=entry, key="meetings").value == "4"
    assert Answer.objects.filter(stage="self").count() == 1


def test_what_cannot_be_kept_comes_back_filled_beside_what_was_kept(
    visitor: Client, entry: Entry
) -> None:
    url = reverse("evaluation:part", args=[entry.pk, 1])
    response = visitor.post(url, sent(party="1", barred="大概", next="1"))
    assert response.status_code == 422
    text = response.content.decode()
    assert "请选择“是”或“否”。" in text
    assert Answer.objects.get(key="party").value is True
    url = reverse("evaluation:part", args=[entry.pk, 2])
    text = visitor.post(url, sent(meetings="四次左右", next="1")).content.decode()
    assert 'value="四次左右"' in text
    assert "“四次左右”不是数字，请只填数字。" in text


def test_a_conflict_comes_back_with_both_and_saving_again_keeps_mine(
    visitor: Client, entry: Entry
) -> None:
    second = cast.person("secretary", Role.BRANCH_SECRETARY, entry.organisation.node)
    answers.save_answer(entry, "meetings", answers.Typed("4"), by=second)
    url = reverse("evaluation:part", args=[entry.pk, 2])
    response = visitor.post(url, sent(meetings="6", next="1"))
    assert response.status_code == 422
    text = response.content.decode()
    assert "secretary 已在 12:00 改过这一项" in text
    assert "对方填的是“4 次”" in text
    assert 'name="meetings--version" value="1"' in text
    assert Answer.objects.get(key="meetings").value == "4"
    again = sent(meetings="6", meetings__version="1", meetings__was="4", next="1")
    assert visitor.post(url, again).status_code == 302
    assert Answer.objects.get(key="meetings").value == "6"


def test_what_i_did_not_touch_is_not_sent_over_what_another_wrote(
    visitor: Client, entry: Entry
) -> None:
    second = cast.person("secretary", Role.BRANCH_SECRETARY, entry.organisation.node)
    answers.save_answer(entry, "meetings", answers.Typed("4"), by=second)
    url = reverse("evaluation:part", args=[entry.pk, 2])
    assert visitor.post(url, sent(next="1")).status_code == 302
    assert Answer.objects.get(key="meetings").value == "4"


def test_a_value_is_kept_while_it_is_typed(visitor: Client, entry: Entry) -> None:
    url = reverse("evaluation:save", args=[entry.pk])
    said = visitor.post(url, {"name": "meetings", "value": "2", "version": "0"})
    assert said.status_code == 200
    assert said.json() == {
        "version": 1,
        "saved_at": "12:00",
        "texts": {"points-held": "30", "part-points": "30", "part-open": "本页已填完"},
    }
    said = visitor.post(url, {"name": "meetings", "value": "3", "version": "0"})
    assert said.status_code == 409
    assert (said.json()["theirs"], said.json()["version"], said.json()["by"]) == ("2", 1, "contact")
    said = visitor.post(url, {"name": "meetings", "value": "很多", "version": "1"})
    assert (said.status_code, said.json()["error"]) == (422, "“很多”不是数字，请只填数字。")


def test_a_known_value_is_shown_with_its_source_and_can_be_corrected(
    visitor: Client, entry: Entry
) -> None:
    Answer.objects.create(
        entry=entry,
        key="meetings",
        stage="record",
        value="3",
        records=["registry.annualreport:1", "registry.annualreport:2"],
    )
    url = reverse("evaluation:part", args=[entry.pk, 2])
    text = visitor.get(url).content.decode()
    assert "<strong>3 次</strong>" in text
    assert "年检年报记录 2 条" in text
    assert "与实际不符？" in text
    visitor.post(url, sent(meetings="4", meetings__note="补充一次纪要", next="1"))
    row = Answer.objects.get(entry=entry, key="meetings", stage="self")
    assert (row.value, row.note) == ("4", "补充一次纪要")
    assert "已更正为“4 次”" in visitor.get(url).content.decode()


def test_a_photo_goes_with_the_page_and_is_used_again(visitor: Client, entry: Entry) -> None:
    url = reverse("evaluation:part", args=[entry.pk, 2])
    data: dict[str, object] = {**sent(meetings="4", stay="held"), "photo--held": photo()}
    response = visitor.post(url, data)
    assert response.headers["Location"] == f"/entries/{entry.pk}/parts/2/#leaf-held"
    use = EvidenceUse.objects.get()
    assert (use.leaf, use.evidence.title) == ("held", "会议次数 2026-09-15")
    assert Answer.objects.get(key="meetings").value == "4"
    pick = reverse("evaluation:evidence", args=[entry.pk, "work"])
    assert "会议次数 2026-09-15" in visitor.get(pick).content.decode()
    visitor.post(pick, {"evidence": [str(use.evidence_id)]})
    assert EvidenceUse.objects.filter(leaf="work").count() == 1
    visitor.post(url, {**sent(), "drop": str(use.pk)})
    assert EvidenceUse.objects.count() == 1
    assert Evidence.objects.count() == 1


def test_a_file_that_cannot_be_kept_is_said_beside_its_leaf(visitor: Client, entry: Entry) -> None:
    url = reverse("evaluation:part", args=[entry.pk, 2])
    bad = SimpleUploadedFile("页面.html", b"<script>alert(1)</script>", "text/html")
    response = visitor.post(url, {**sent(meetings="4", stay="held"), "file--held": bad})
    assert response.status_code == 422
    assert "“页面.html”不是可以上传的类型" in response.content.decode()
    assert Answer.objects.get(key="meetings").value == "4"


def test_evidence_opens_for_those_concerned_only(
    visitor: Client, entry: Entry, officer: User, hub: Node
) -> None:
    url = reverse("evaluation:part", args=[entry.pk, 2])
    visitor.post(url, {**sent(stay="held"), "photo--held": photo()})
    file = reverse("base:file", args=[Evidence.objects.get().file_id])
    expert = cast.person("expert", Role.ASSESSOR, hub)
    other = cast.person("other", Role.CONTACT, made.entry(entry.round, 1).organisation.node)
    member = cast.person("member", Role.COMMITTEE_MEMBER, hub)
    for user, status in ((officer, 200), (member, 200), (expert, 404), (other, 404)):
        response = signed(user).get(file)
        assert response.status_code == status, user
        assert response.getvalue()
    response = signed(officer).get(file + "?view=1")
    assert response.headers["Content-Disposition"][:6] == "inline"
    assert response.getvalue()


def test_last_years_plan_comes_first(
    visitor: Client, entry: Entry, hub: Node, officer: User
) -> None:
    older = Entry.objects.create(
        round=made.drafted(hub, officer, 0, title="2024年度评估"),
        organisation=entry.organisation,
        framework=entry.framework,
        type="association",
        size="regular",
    )
    PlanItem.objects.create(
        entry=older, leaf="held", text="每季度开会并留纪要", owner="王秘书", due="2026-06-30"
    )
    assert "每季度开会并留纪要" in visitor.get(f"/entries/{entry.pk}/").content.decode()
    assert (
        "上次改进计划：每季度开会并留纪要"
        in visitor.get(f"/entries/{entry.pk}/parts/2/").content.decode()
    )


def test_what_was_said_last_time_stands_beside_the_question(
    visitor: Client, entry: Entry, hub: Node, officer: User
) -> None:
    older = made.drafted(hub, officer, 0, title="2024年度评估")
    older.period_from, older.period_until = date(2024, 1, 1), date(2024, 12, 31)
    older.state = "closed"
    older.save()
    last = Entry.objects.create(
        round=older,
        organisation=entry.organisation,
        framework=entry.framework,
        type="association",
        size="regular",
    )
    Answer.objects.create(entry=last, key="meetings", stage="self", value="4")
    Answer.objects.create(entry=last, key="meetings", stage="assess", value="3")
    assert "上次：3 次" in visitor.get(f"/entries/{entry.pk}/parts/2/").content.decode()


def test_the_check_says_what_is_open_and_what_it_costs_then_it_is_handed_in(
    visitor: Client, entry: Entry
) -> None:
    visitor.post(reverse("evaluation:part", args=[entry.pk, 2]), sent(meetings="4", next="1"))
    text = visitor.get(reverse("evaluation:check", args=[entry.pk])).content.decode()
    assert "最多影响 40 分" in text
    assert "会议次数</a>" not in text
    response = visitor.post(reverse("evaluation:submit", args=[entry.pk]), follow=True)
    text = response.content.decode()
    assert "填报已提交" in text
    assert "contact 于 2026-09-15 12:00 提交" in text
    entry.refresh_from_db()
    assert entry.state == EntryState.SUBMITTED
    page = visitor.get(reverse("evaluation:part", args=[entry.pk, 2])).content.decode()
    assert 'name="meetings"' not in page
    assert "4 次" in page


def test_a_gate_that_would_bar_is_said_before_handing_in(visitor: Client, entry: Entry) -> None:
    url = reverse("evaluation:save", args=[entry.pk])
    visitor.post(url, {"name": "barred", "value": "1", "version": "0"})
    text = visitor.get(reverse("evaluation:check", args=[entry.pk])).content.decode()
    assert "列入名单的不予参评" in text


def test_handing_in_late_is_refused_with_the_reason(visitor: Client, entry: Entry) -> None:
    with clock.at(made.LATE):
        response = visitor.post(reverse("evaluation:submit", args=[entry.pk]))
        assert response.status_code == 409
        assert "填报已于 2026-10-01 截止" in response.content.decode()
        url = reverse("evaluation:part", args=[entry.pk, 2])
        assert "填报已于 2026-10-01 截止" in visitor.get(url).content.decode()
        response = visitor.post(url, sent(meetings="7", next="1"))
        assert response.status_code == 422
        assert "填报已于 2026-10-01 截止" in response.content.decode()


def test_the_hub_hands_back_and_the_reason_stands_on_top(
    visitor: Client, entry: Entry, officer: User
) -> None:
    answers.submit(entry, by=User.objects.get(username="contact"))
    hub = signed(officer)
    url = reverse("evaluation:hand_back", args=[entry.pk])
    assert hub.get(url).status_code == 200
    assert "这个字段是必填项" in hub.post(url, {"reason": ""}).content.decode()
    assert hub.post(url, {"reason": "缺会议纪要"}).status_code == 302
    assert "缺会议纪要" in visitor.get(f"/entries/{entry.pk}/").content.decode()
    assert hub.get(url).status_code == 404


def test_the_list_costs_the_same_for_any_number(hub: Node, officer: User) -> None:
    federation = cast.person("federation", Role.CONTACT, hub)
    costs = []
    for count in (1, 2, 27):
        made.answering(hub, officer, count)
        costs.append(made.cost(signed(federation), reverse("evaluation:entries")))
    assert len(set(costs)) == 1
