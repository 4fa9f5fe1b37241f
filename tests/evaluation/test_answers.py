"""What organisations say: kept with versions, never overwritten, refused with what is expected."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from shuniu.accounts.models import Node, User
from shuniu.accounts.states import Role
from shuniu.base import audit, clock
from shuniu.base.models import AuditEntry, Notice
from shuniu.base.verdicts import Refused
from shuniu.evaluation.models import Answer, Entry, EvidenceUse
from shuniu.evaluation.queries import scores
from shuniu.evaluation.queries.sheets import SAID, sheet_of
from shuniu.evaluation.services import answers, evidence, frameworks
from shuniu.evaluation.services.answers import Conflict, Typed
from shuniu.evaluation.states import EntryState
from tests.evaluation import _cast as cast
from tests.evaluation import _round as made

pytestmark = pytest.mark.django_db

PROOF = """\
format: 1
code: proof-sheet
version: "1"
title: {zh: 要佐证的表, en: Proof}
subject: organisation
status: complete
source: {name: {zh: 测试, en: test}}
points: 10
inputs:
  kind:
    title: {zh: 形式, en: kind}
    kind: choice
    options: {own: {zh: 单独, en: own}, none: {zh: 未建, en: none}}
  since: {title: {zh: 成立日期, en: since}, kind: date}
  rate: {title: {zh: 到会率, en: turnout}, kind: percent, min: 0, max: 100}
items:
  - key: plan
    title: {zh: 计划, en: Plan}
    points: 10
    text: 有计划且有佐证得10分
    requires: true
    evidence: [{zh: 年度计划, en: the plan}]
    rule: {kind: check}
ceilings:
  - {key: none, when: kind == 'none' and rate < 50, grade: B, text: {zh: 未建的最高B级, en: B at most}}
bands:
  - {grade: A, range: ">=9"}
  - {grade: B, range: "<9"}
"""


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
    return made.entry(made.answering(hub, officer))


@pytest.fixture
def contact(entry: Entry) -> User:
    return cast.person("contact", Role.CONTACT, entry.organisation.node)


@pytest.fixture
def secretary(entry: Entry) -> User:
    return cast.person("secretary", Role.BRANCH_SECRETARY, entry.organisation.node)


def test_a_value_is_kept_with_its_version_and_stands_in_the_book(
    entry: Entry, contact: User
) -> None:
    row = answers.save_answer(entry, "meetings", Typed(" ４ 次"), by=contact)
    assert (row.value, row.version, row.by) == ("4", 1, contact)
    entry.refresh_from_db()
    assert (entry.state, entry.answered, entry.asked) == (EntryState.ANSWERING, 1, 3)
    line = AuditEntry.objects.get(action="evaluation.answer.saved")
    assert (line.detail["key"], line.detail["value"]) == ("meetings", "4")
    row = answers.save_answer(entry, "meetings", Typed("5", version=1), by=contact)
    assert (row.value, row.version) == ("5", 2)
    assert not list(audit.verify())


def test_a_second_click_changes_nothing(entry: Entry, contact: User) -> None:
    answers.save_answer(entry, "meetings", Typed("4"), by=contact)
    again = answers.save_answer(entry, "meetings", Typed("4"), by=contact)
    assert (again.version, Answer.objects.filter(key="meetings").count()) == (1, 1)


def test_two_editors_see_one_another_and_nothing_is_overwritten(
    entry: Entry, contact: User, secretary: User
) -> None:
    answers.save_answer(entry, "meetings", Typed("4"), by=contact)
    with pytest.raises(
        Conflict, match="contact 已在 12:00 改过这一项，请比较后选择保留哪个"
    ) as caught:
        answers.save_answer(entry, "meetings", Typed("6"), by=secretary)
    assert caught.value.theirs.value == "4"
    assert Answer.objects.get(key="meetings").value == "4"
    row = answers.save_answer(
        entry, "meetings", Typed("6", version=caught.value.theirs.version), by=secretary
    )
    assert (row.value, row.version) == ("6", 2)


def test_a_note_is_not_lost_because_the_value_is_the_same(
    entry: Entry, contact: User, secretary: User
) -> None:
    answers.save_answer(entry, "meetings", Typed("4"), by=contact)
    with pytest.raises(Conflict):
        answers.save_answer(entry, "meetings", Typed("4", note="含两次线上"), by=secretary)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_is_told(hub: Node, officer: User) -> None:
    entry = made.entry(made.answering(hub, officer))
    people = [cast.person(f"editor{n}", Role.CONTACT, entry.organisation.node) for n in range(4)]
    start = threading.Barrier(len(people))
    told: list[str] = []

    def save(number: int, user: User) -> None:
        try:
            with clock.at(made.DAY):
                mine = made.entry(entry.round)
                start.wait(timeout=30)
                answers.save_answer(mine, "meetings", Typed(str(number + 1)), by=user)
            told.append("kept")
        except Conflict:
            told.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=pair) for pair in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["conflict", "conflict", "conflict", "kept"]
    assert Answer.objects.filter(key="meetings").count() == 1
    assert not list(audit.verify())


def test_after_the_last_day_nothing_is_taken(entry: Entry, contact: User) -> None:
    with clock.at(date(2026, 10, 1)):
        answers.save_answer(entry, "meetings", Typed("4"), by=contact)
    with clock.at(date(2026, 10, 2)), pytest.raises(Refused, match="填报已于 2026-10-01 截止"):
        answers.save_answer(entry, "meetings", Typed("5", version=1), by=contact)


def test_others_may_not_answer(entry: Entry, officer: User, hub: Node) -> None:
    other = cast.organisation(hub, 99)
    stranger = cast.person("stranger", Role.CONTACT, other.node)
    for user in (officer, stranger):
        with pytest.raises(Refused, match="您没有“填报”的权限（协会1）"):
            answers.save_answer(entry, "meetings", Typed("4"), by=user)
    assert not Answer.objects.filter(stage="self").exists()


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("meetings", "四次左右", "“四次左右”不是数字，请只填数字。"),
        ("meetings", "inf", "“inf”不是数字，请只填数字。"),
        ("meetings", "1.2345", "最多填三位小数。"),
        ("party", "大概", "请选择“是”或“否”。"),
        ("nothing", "1", "评价标准中没有这一项，请刷新页面。"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_a_whole_sentence(
    entry: Entry, contact: User, key: str, text: str, words: str
) -> None:
    with pytest.raises(Refused) as caught:
        answers.save_answer(entry, key, Typed(text), by=contact)
    assert caught.value.verdict.reason == words
    assert not Answer.objects.filter(stage="self").exists()


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("kind", "合并", "请从给出的选项中选择。"),
        ("since", "去年春天", "请填写日期，例如 2026-03-05。"),
        ("since", "2026-02-30", "请填写日期，例如 2026-03-05。"),
        ("rate", "101", "请填 0 到 100 之间的数。"),
    ],
)
def test_choices_dates_and_limits_say_what_is_expected(
    hub: Node, officer: User, key: str, text: str, words: str
) -> None:
    entry, contact = _with_proof(hub, officer)
    with pytest.raises(Refused) as caught:
        answers.save_answer(entry, key, Typed(text), by=contact)
    assert caught.value.verdict.reason == words


def test_what_people_type_is_understood(hub: Node, officer: User) -> None:
    entry, contact = _with_proof(hub, officer)
    typed = {"kind": "单独", "since": "2026年3月5日", "rate": "８７.５％"}
    kept = {
        key: answers.save_answer(entry, key, Typed(t), by=contact).value for key, t in typed.items()
    }
    assert kept == {"kind": "own", "since": "2026-03-05", "rate": "87.5"}


def _with_proof(hub: Node, officer: User) -> tuple[Entry, User]:
    version = frameworks.add_framework(PROOF, node=hub, by=officer)
    frameworks.release(version, by=officer)
    entry = made.entry(made.answering(hub, officer))
    return entry, cast.person("contact", Role.CONTACT, entry.organisation.node)


def test_a_correction_that_is_taken_back_leaves_what_records_say(
    entry: Entry, contact: User
) -> None:
    Answer.objects.create(entry=entry, key="meetings", stage="record", value="3")
    answers.save_answer(entry, "meetings", Typed("4"), by=contact)
    assert scores.leaf_points(entry, stages=SAID)["held"] == 60_000
    answers.save_answer(entry, "meetings", Typed("", version=1), by=contact)
    assert scores.leaf_points(entry, stages=SAID)["held"] == 45_000
    leaf = sheet_of(entry).leaf("held")
    assert leaf is not None
    assert leaf.from_records
    assert leaf.questions[0].current == leaf.questions[0].record


def test_what_does_not_apply_is_an_answer(entry: Entry, contact: User) -> None:
    row = answers.save_answer(entry, "meetings", Typed("", not_applicable=True), by=contact)
    assert (row.value, row.not_applicable) == (None, True)
    entry.refresh_from_db()
    assert entry.answered == 1


def test_handing_in_counts_what_is_answered_and_ends_the_answering(
    entry: Entry, contact: User
) -> None:
    answers.save_answer(entry, "meetings", Typed("4"), by=contact)
    answers.submit(entry, by=contact)
    assert (entry.state, entry.answered, entry.asked) == (EntryState.SUBMITTED, 1, 3)
    with pytest.raises(Refused, match="填报已提交，不能再改"):
        answers.save_answer(entry, "meetings", Typed("5", version=1), by=contact)
    with pytest.raises(Refused):
        answers.submit(entry, by=contact)


def test_a_sheet_is_handed_back_with_a_reason_that_its_people_are_told(
    entry: Entry, contact: User, officer: User
) -> None:
    answers.submit(entry, by=contact)
    with pytest.raises(Refused, match="请写明退回原因"):
        answers.hand_back(entry, reason=" ", by=officer)
    answers.hand_back(entry, reason="会议次数与材料不符", by=officer)
    assert (entry.state, entry.hand_back_reason) == (EntryState.ANSWERING, "会议次数与材料不符")
    assert "会议次数与材料不符" in Notice.objects.filter(user=contact).latest("pk").text
    answers.submit(entry, by=contact)
    assert entry.hand_back_reason == ""


def test_evidence_answers_that_proof_was_handed_in(hub: Node, officer: User) -> None:
    entry, contact = _with_proof(hub, officer)
    answers.save_answer(entry, "plan", Typed("是"), by=contact)
    assert scores.leaf_points(entry, stages=SAID)["plan"] == 0
    upload = SimpleUploadedFile("计划.txt", "年度计划".encode())
    row = evidence.add_evidence(entry.organisation, upload, title="年度计划", by=contact)
    use = evidence.use_evidence(row, entry, "plan", by=contact)
    assert scores.leaf_points(entry, stages=SAID)["plan"] == 10_000
    assert evidence.use_evidence(row, entry, "plan", by=contact) == use
    evidence.drop_evidence(use, by=contact)
    assert scores.leaf_points(entry, stages=SAID)["plan"] == 0
    assert not EvidenceUse.objects.exists()


def test_evidence_of_others_cannot_be_used(entry: Entry, contact: User, hub: Node) -> None:
    other = cast.organisation(hub, 99)
    stranger = cast.person("stranger", Role.CONTACT, other.node)
    upload = SimpleUploadedFile("a.txt", b"a")
    with pytest.raises(Refused, match="您没有“填报”的权限"):
        evidence.add_evidence(entry.organisation, upload, title="", by=stranger)
    theirs = evidence.add_evidence(other, upload, title="", by=stranger)
    with pytest.raises(Refused, match="找不到这份材料"):
        evidence.use_evidence(theirs, entry, "held", by=contact)
    mine = evidence.add_evidence(
        entry.organisation, SimpleUploadedFile("b.txt", b"b"), title="", by=contact
    )
    with pytest.raises(Refused, match="评价标准中没有这一项"):
        evidence.use_evidence(mine, entry, "nowhere", by=contact)
