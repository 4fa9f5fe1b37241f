"""A contact fills in the shipped sheet on a phone, with a finger that is counted and a clock."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from samples.hub.seed import seed
from shuniu.accounts.models import User
from shuniu.evaluation.models import Answer, Entry
from shuniu.evaluation.states import EntryState, RoundState, Stage
from tests.browsing import NewPage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
TAPS_A_QUESTION = 2  # one for what is asked, rarely a second to go on
MINUTES = 20  # of a person who needs five seconds for each tap


class Finger:
    """Touches the screen and counts."""

    def __init__(self) -> None:
        self.taps = 0

    def on(self, place: Locator) -> None:
        """Once, where the eye can see it."""
        place.scroll_into_view_if_needed()
        place.tap()
        self.taps += 1


def test_a_contact_answers_only_what_no_record_says(
    browser_page: NewPage, record_property: Callable[[str, object], None]
) -> None:
    seed(lambda _words: None, 10)
    contact = User.objects.get(username="contact1")
    entry = Entry.objects.get(
        round__state=RoundState.ANSWERING, organisation__node__in=contact.grants.values("node")
    )
    Answer.objects.filter(entry=entry, stage=Stage.SELF).delete()
    page, finger, began = browser_page(360, user=contact), Finger(), time.monotonic()
    page.goto("/")
    with page.expect_navigation():
        finger.on(page.locator("main").get_by_role("link", name=re.compile("填报")).first)
    with page.expect_navigation():
        finger.on(page.get_by_role("link", name=re.compile("填报")).last)
    asked = 0
    while not page.get_by_role("heading", name="核对并提交").count():
        asked += answered(page, finger)
        with page.expect_navigation():
            finger.on(page.get_by_role("button", name="保存并继续"))
    with page.expect_navigation():
        finger.on(page.get_by_role("button", name="提交"))
    expect(page.get_by_text("填报已提交")).to_be_visible()
    entry.refresh_from_db()
    assert entry.state == EntryState.SUBMITTED
    from_records = Answer.objects.filter(entry=entry, stage=Stage.RECORD).count()
    record_property("asked", asked)
    record_property("from_records", from_records)
    record_property("taps", finger.taps)
    record_property("seconds", round(time.monotonic() - began, 1))
    assert from_records > 0
    assert finger.taps <= asked * TAPS_A_QUESTION
    assert finger.taps * 5 <= MINUTES * 60


def answered(page: Page, finger: Finger) -> int:
    """Everything that this page asks and nobody has said yet; how many that were."""
    found = 0
    for question in page.locator("[data-question]").all():
        if not question.is_visible():
            continue
        fields = question.locator(
            "input:not([type=hidden]):not([type=file]):visible, select:visible"
        )
        kinds = {one.get_attribute("type") or "text" for one in fields.all()}
        if "radio" in kinds:
            if not question.locator("input[type=radio]:checked").count():
                finger.on(question.locator("label").filter(has=page.locator("input")).first)
                found += 1
        elif fields.count() and not fields.first.input_value():
            finger.on(fields.first)
            fields.first.fill("2026-03-31" if "date" in kinds else "1")
            found += 1
    return found
