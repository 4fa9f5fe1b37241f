"""Papers made from a decided round: opened again, and only by whoever may."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.test import Client
from docx import Document

from shuniu.accounts.models import User
from shuniu.accounts.states import Role
from shuniu.base.models import AuditEntry
from shuniu.reports.queries import rounds, score_sheets
from tests.evaluation import _cast as cast
from tests.evaluation._committee import Committee, committee

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided() -> Committee:
    made = committee()
    made.decided(deviate=True)
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "shuniu.accounts.backends.NameOrPhone")
    return client


def test_score_sheet_says_items_points_and_what_the_committee_decided(decided: Committee) -> None:
    sheet = score_sheets.score_sheet(decided.entry(3))
    rows = {row["title"]: row for row in sheet["rows"]}  # type: ignore[attr-defined]
    assert rows["会议次数"]["points"] == "45"
    assert "公益贡献突出" in str(sheet["decision"])
    assert ["总分", "75 / 100"] in sheet["facts"]  # type: ignore[operator]


def test_score_sheet_is_a_pdf_for_the_organisation_and_nothing_for_another(
    decided: Committee,
) -> None:
    own, other = decided.contact(1), decided.contact(2)
    address = f"/papers/entries/{decided.entry(1).pk}/score-sheet.pdf"
    answer = signed_in(own).get(address)
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert signed_in(other).get(address).status_code == 404
    assert AuditEntry.objects.filter(action="reports.paper.made").count() == 1


def test_decision_lists_everybody_with_the_decided_grade(decided: Committee) -> None:
    answer = signed_in(decided.officer).get(
        f"/papers/rounds/{decided.round.pk}/decision.docx", {"number": "枢评〔2026〕1号"}
    )
    document = Document(io.BytesIO(answer.content))
    words = "\n".join(one.text for one in document.paragraphs)
    assert "枢评〔2026〕1号" in words
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert ["3", "协会3", "4A"] in cells
    assert len(cells) == 5


def test_public_notice_says_until_when_and_where_to_object(decided: Committee) -> None:
    answer = signed_in(decided.officer).get(f"/papers/rounds/{decided.round.pk}/notice.docx")
    words = "\n".join(one.text for one in Document(io.BytesIO(answer.content)).paragraphs)
    assert "公示期为" in words
    assert "书面复核申请" in words


def test_cohort_workbook_has_results_states_and_items(decided: Committee) -> None:
    answer = signed_in(decided.officer).get(f"/papers/rounds/{decided.round.pk}/cohort.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["结果", "参评情况", "分项得分"]
    page = book["结果"]
    assert {page.cell(row, 2).value for row in range(3, 7)} == {"协会1", "协会2", "协会3", "协会4"}
    assert page.cell(3, 7).value == 100


def test_one_page_has_grades_and_who_needs_help(decided: Committee) -> None:
    said = rounds.summary(decided.round)
    assert ["参评单位", "4"] in said["figures"]  # type: ignore[operator]
    assert said["weakest"][0] == ["协会4", "无等级", "15"]  # type: ignore[index]
    lead = cast.person("lead", Role.HUB_LEAD, decided.hub)
    answer = signed_in(lead).get("/papers/summary/")
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["decision.docx", "notice.docx", "cohort.xlsx", "summary.pdf"])
def test_a_contact_gets_no_papers_of_the_whole_round(decided: Committee, name: str) -> None:
    client = signed_in(decided.contact(1))
    assert client.get(f"/papers/rounds/{decided.round.pk}/{name}").status_code == 404
