"""Papers made on the spot from records."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpResponse

from shuniu.accounts.doors import SignedIn, needs, signed_in
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base import audit
from shuniu.base.doors import found
from shuniu.evaluation.models import Entry, Round
from shuniu.evaluation.queries import papers as kept
from shuniu.evaluation.rules import entries as entry_rules
from shuniu.reports.queries import rounds, score_sheets
from shuniu.ui.documents import official, pdf, workbook
from shuniu.ui.documents.charts import bars

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
def score_sheet(request: SignedIn, pk: int) -> HttpResponse:
    """The score sheet of one organisation."""
    entry = found(kept.entry(pk))
    found(entry, entry_rules.can_see(request.user, entry))
    content = pdf("score-sheet.typ", score_sheets.score_sheet(entry))
    name = f"{entry.organisation.name}-{entry.round.title}-评分表.pdf"
    return _sent(request, entry, name, content, "application/pdf")


@needs(Capability.PAPERS_PRINT)
def decision(request: SignedIn, pk: int) -> HttpResponse:
    """The decision on a round."""
    row = _round(request, pk)
    content = official(rounds.decision(row, request.GET.get("number", "")[:40]))
    return _sent(request, row, f"{row.title}-决定.docx", content, _WORD)


@needs(Capability.PAPERS_PRINT)
def notice(request: SignedIn, pk: int) -> HttpResponse:
    """The public notice of a round."""
    row = _round(request, pk)
    content = official(rounds.notice(row, request.GET.get("number", "")[:40]))
    return _sent(request, row, f"{row.title}-公示.docx", content, _WORD)


@needs(Capability.PAPERS_PRINT)
def cohort(request: SignedIn, pk: int) -> HttpResponse:
    """The workbook of a round."""
    row = _round(request, pk)
    content = workbook(rounds.cohort(row))
    return _sent(request, row, f"{row.title}.xlsx", content, _EXCEL)


@needs(Capability.DASHBOARD_SEE)
def summary(request: SignedIn, pk: int | None = None) -> HttpResponse:
    """One page for leaders; of the latest round with points where none is named."""
    row = found(kept.seen(request.user, pk))
    data = rounds.summary(row)
    chart = bars(kept.pairs(data["grades"]), row.title)
    content = pdf("summary.typ", data, images={"grades.svg": kept.plain_svg(chart)})
    return _sent(request, row, f"{row.title}-简报.pdf", content, "application/pdf")


def _round(request: SignedIn, pk: int) -> Round:
    row = found(kept.round_of(pk))
    if not may(request.user, Capability.PAPERS_PRINT, row.node):
        raise Http404
    return row


def _sent(
    request: SignedIn, row: Entry | Round, name: str, content: bytes, media_type: str
) -> HttpResponse:
    audit.record("reports.paper.made", row, by=request.user, name=name)
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
