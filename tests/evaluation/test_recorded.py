"""How much of a sheet daily records answer, in the sample hub."""

from __future__ import annotations

from statistics import median

import pytest
from django.test import Client

from samples.hub.seed import seed
from shuniu.accounts.models import User
from shuniu.evaluation.models import Entry
from shuniu.evaluation.queries.entries import own_sheet, running
from shuniu.registry.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_records_answer_six_tenths_of_the_sheet_and_the_pages_say_which(client: Client) -> None:
    seed(lambda _words: None, 12)
    rows = Entry.objects.filter(round__state="answering", round__title__contains="有效覆盖")
    sheets = [own_sheet(row) for row in rows.select_related("round", "framework", "organisation")]
    assert len(sheets) == 12
    assert median(one.percent_by_records for one in sheets) >= 60
    for one in sheets:  # a leaf counts only where nothing is left to ask
        assert one.by_records == sum(leaf.points for leaf in one.recorded)
        assert not any(leaf.open for leaf in one.recorded)
        assert one.by_records < one.maximum
    client.force_login(
        User.objects.get(username="contact1"), "shuniu.accounts.backends.NameOrPhone"
    )
    home = Organisation.objects.exclude(type="hub").order_by("pk")[0]
    entry = running(home)
    assert entry is not None
    sheet = own_sheet(entry)
    for address in (f"/entries/{entry.pk}/", f"/results/organisations/{home.pk}/"):
        page = client.get(address).content.decode()
        assert f"（{sheet.percent_by_records}%）" in page
        assert all(str(leaf.title.zh) in page for leaf in sheet.recorded)
