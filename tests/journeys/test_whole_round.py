"""A whole round in a real browser, by seven roles: from a spreadsheet to issued grades and papers."""

from __future__ import annotations

import io
import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from shuniu.accounts.models import Node, User
from shuniu.accounts.services import grant
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.evaluation.models import Entry, Grade, Publicity, Result, Round, Sitting
from shuniu.evaluation.services import frameworks
from shuniu.identifiers import make_credit_code
from shuniu.registry.models import Organisation
from tests.browsing import NewPage
from tests.evaluation import _cast as cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NAMES = ("甲养老服务协会", "乙阅读推广协会")


def workbook(path: Path) -> Path:
    """A sheet as hubs have them: a title row, two organisations, a total."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["社会组织名册（2026年）"])
    page.append(["序号", "单位名称", "统一社会信用代码", "组织类型", "成立日期", "党员人数"])
    for number, name in enumerate(NAMES, 1):
        code = make_credit_code("51", "110000", f"7000{number}100").code
        page.append([number, name, code, "社会团体", "2018年3月5日", 4])
    page.append(["合计", None, None, None, None, 8])
    book.save(path)
    return path


class Cast:
    """Who takes part."""

    def __init__(self) -> None:
        self.hub = cast.hub()
        self.officer = cast.person("officer", Role.HUB_OFFICER, self.hub)
        self.assessor = cast.person("assessor", Role.ASSESSOR, self.hub)
        self.members = [
            cast.person(f"member{n}", Role.COMMITTEE_MEMBER, self.hub) for n in range(3)
        ]
        self.supervisor = cast.person("supervisor", Role.SUPERVISOR, self.hub)
        version = frameworks.add_framework(cast.small(), node=self.hub, by=self.officer)
        frameworks.release(version, by=self.officer)

    def contact(self, name: str) -> User:
        user = cast.person(f"contact-{name[0]}")
        node = Node.objects.get(pk=Organisation.objects.get(name=name).node_id)
        grant(user, role=Role.CONTACT, node=node, by=None)
        return user


def press(page: Page, words: str) -> None:
    """A button or link by its words."""
    found = page.get_by_role("button", name=re.compile(words)).or_(
        page.get_by_role("link", name=re.compile(words))
    )
    with page.expect_navigation():
        found.first.click()


def imported(page: Page, book: Path) -> None:
    page.goto("/imports/")
    page.set_input_files("input[type=file]", str(book))
    press(page, "上传并核对")
    expect(page.get_by_text(NAMES[0]).first).to_be_visible()
    press(page, "确认导入")
    page.goto("/organisations/")
    expect(page.get_by_role("link", name=NAMES[1])).to_be_visible()


def planned(page: Page) -> Round:
    page.goto("/rounds/new/")
    today = clock.today()
    for name, value in {
        "title": "2026年度评估",
        "period_from": "2025-01-01",
        "period_until": "2025-12-31",
        "answers_until": (today + timedelta(days=20)).isoformat(),
        "assess_until": (today + timedelta(days=40)).isoformat(),
    }.items():
        page.fill(f"[name={name}]", value)
    press(page, "^保存$")
    round_ = Round.objects.get()
    page.goto(f"/rounds/{round_.pk}/table/association/regular/")
    page.select_option("[name=framework]", index=1)
    press(page, "^保存$")
    page.goto(f"/rounds/{round_.pk}/invite/")
    press(page, "全部")
    page.goto(f"/rounds/{round_.pk}/open/")
    press(page, "开始填报")
    round_.refresh_from_db()
    assert round_.state == "answering"
    return round_


def answered(page: Page, entry: Entry, values: dict[str, str]) -> int:
    """On a phone; returns how many times a finger touched the screen."""
    taps = 0
    page.goto("/")
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=re.compile("填报")).first.tap()
    taps += 1
    for number in range(1, 6):
        page.goto(f"/entries/{entry.pk}/parts/{number}/")
        if page.get_by_text("没有找到这个页面").count():
            break
        for key, value in values.items():
            field = page.locator(f"[name='{key}']:not([type=hidden])")
            if not field.count() or not field.first.is_visible():
                continue
            if field.first.get_attribute("type") == "radio":
                box = page.locator(f"[data-question='{key}'] label")
                box.get_by_text(value, exact=True).first.tap()
            else:
                field.first.fill(value)
            taps += 1
        with page.expect_navigation():
            page.get_by_role("button", name="保存并返回").tap()
        taps += 1
    page.goto(f"/entries/{entry.pk}/check/")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("提交")).last.tap()
    taps += 2
    entry.refresh_from_db()
    assert entry.state == "submitted"
    return taps


def assessed(page: Page) -> None:
    for _ in NAMES:
        page.goto("/work/")
        with page.expect_navigation():
            page.locator("main a[href^='/work/']").first.click()
        press(page, "确认，开始评分")
        for _leaf in range(8):
            if page.get_by_role("button", name="完成评分").count():
                break
            if page.get_by_role("button", name=re.compile("确认并看下一项")).count():
                press(page, "确认并看下一项")
            else:
                press(page, "(开始|继续)评分")
        press(page, "完成评分")


def decided(new: NewPage, held: Cast, round_: Round) -> None:
    page = new(user=held.officer)
    page.goto(f"/rounds/{round_.pk}/propose/")
    press(page, "形成建议")
    page.goto(f"/rounds/{round_.pk}/sittings/call/final/")
    press(page, "召集并通知委员")
    sitting = Sitting.objects.get()
    for radio in page.locator("input[type=radio][value=yes]").all():
        radio.check()
    press(page, "保存签到")
    press(page, "宣布开会")
    press(page, "按建议列入议题")
    for member in held.members:
        voter = new(user=member)
        voter.goto(f"/sittings/{sitting.pk}/")
        with voter.expect_navigation():
            voter.get_by_role("button", name="同意", exact=True).first.click()
        voter.context.close()
    page.goto(f"/sittings/{sitting.pk}/")
    press(page, "结束表决并计票")
    press(page, "结束会议")
    assert Result.objects.count() == len(NAMES)


def published_and_issued(page: Page, round_: Round) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/rounds/{round_.pk}/publicity/")
    with page.expect_navigation():
        page.get_by_role("button", name="公示", exact=True).click()
    past = clock.today() - timedelta(days=10)
    Publicity.objects.update(since=past, until=past + timedelta(days=7))  # the days pass
    page.goto(f"/rounds/{round_.pk}/publicity/")
    with page.expect_navigation():
        page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("已发布").first).to_be_visible()


def test_from_a_spreadsheet_to_issued_grades_and_papers(
    browser_page: NewPage, tmp_path: Path
) -> None:
    held = Cast()
    office = browser_page(user=held.officer)
    imported(office, workbook(tmp_path / "名册.xlsx"))
    round_ = planned(office)
    start, taps = time.monotonic(), 0
    for name, said in zip(
        NAMES,
        (
            {"meetings": "4", "events": "4", "party": "是"},
            {"meetings": "3", "events": "3", "party": "否"},
        ),
        strict=True,
    ):
        entry = Entry.objects.get(round=round_, organisation__name=name)
        phone = browser_page(360, user=held.contact(name))
        taps = answered(phone, entry, said)
        phone.context.close()
    assert taps <= 30, taps
    assert time.monotonic() - start < 120
    office.goto(f"/rounds/{round_.pk}/assess/")
    press(office, "结束填报")
    office.goto(f"/rounds/{round_.pk}/assign/")
    press(office, "平均分派")
    assessed(browser_page(user=held.assessor))
    decided(browser_page, held, round_)
    published_and_issued(office, round_)
    assert Grade.objects.count() >= 1
    paper = office.request.get(f"/papers/rounds/{round_.pk}/decision.docx").body()
    words = "\n".join(cell.text for t in Document(io.BytesIO(paper)).tables for cell in t._cells)
    assert NAMES[0] in words
    eye = browser_page(user=held.supervisor)
    eye.goto(f"/results/{Entry.objects.get(organisation__name=NAMES[0]).pk}/why/")
    expect(eye.get_by_text("会议次数").first).to_be_visible()
    world = browser_page(360)
    world.goto(f"/results/public/{round_.pk}/")
    expect(world.get_by_text(NAMES[0]).first).to_be_visible()
