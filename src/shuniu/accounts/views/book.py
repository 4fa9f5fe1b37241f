"""The audit book, for the audit administrators."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts import queries, services
from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.sentences import actions, sentence
from shuniu.accounts.states import Capability
from shuniu.base import audit
from shuniu.base.models import AuditEntry
from shuniu.base.paging import page_of

_RUN = ("=", "+", "-", "@", "\t", "\r", "\n")


@needs(Capability.AUDIT_READ)
def book(request: SignedIn) -> HttpResponse:
    """The audit book: filtered, in words."""
    page = page_of(queries.lines_asked(request.GET.dict()), request, 50)
    who = queries.names_of(line.actor_id for line in page)
    for line in page:
        line.words = sentence(line.action)  # type: ignore[attr-defined]
        line.who = who.get(line.actor_id or 0, _("系统"))  # type: ignore[attr-defined]
        line.said = json.dumps(line.detail, ensure_ascii=False)[:300]  # type: ignore[attr-defined]
    context = {"page": page, "asked": request.GET, "groups": actions()}
    return render(request, "accounts/book.html", context)


@needs(Capability.AUDIT_READ)
@require_POST
def verify(request: SignedIn) -> HttpResponse:
    """Walk the chain now."""
    faults = services.verify_book(by=request.user)
    number, digest = audit.head()
    if faults:
        words = _("审计链有 %(count)s 处与原记录不符，第一处在第 %(number)s 条。请立即报告。")
        messages.error(request, words % {"count": len(faults), "number": faults[0].number})
    else:
        words = _("审计链完整，共到第 %(number)s 条，校验值 %(digest)s。")
        messages.success(request, words % {"number": number, "digest": digest[:16]})
    return redirect("accounts:book")


class _Echo:
    """Takes what a writer writes and gives it on."""

    def write(self, value: str) -> str:
        return value


@needs(Capability.AUDIT_READ)
def export_book(request: SignedIn) -> StreamingHttpResponse:
    """The lines asked for as CSV that no spreadsheet runs."""
    asked = request.GET.dict()
    services.note_export(asked, by=request.user)
    response = StreamingHttpResponse(
        _sheet(queries.lines_asked(asked).iterator(chunk_size=2000)),
        content_type="text/csv; charset=utf-8",
    )
    name = f"audit-{timezone.localdate():%Y%m%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _sheet(lines: Iterator[AuditEntry]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    heads = (
        _("序号"),
        _("时间"),
        _("操作人"),
        _("动作"),
        _("代码"),
        _("对象"),
        _("内容"),
        _("校验值"),
    )
    yield "\ufeff" + writer.writerow(heads)
    names: dict[int, str] = {}
    for one in lines:
        if one.actor_id is not None and one.actor_id not in names:
            names.update(queries.names_of([one.actor_id]))
        yield writer.writerow([safe(cell) for cell in _cells(one, names)])


def _cells(one: AuditEntry, names: dict[int, str]) -> Sequence[str]:
    return (
        str(one.number),
        timezone.localtime(one.at).isoformat(timespec="seconds"),
        names.get(one.actor_id or 0, _("系统")),
        sentence(one.action),
        one.action,
        one.subject,
        json.dumps(one.detail, ensure_ascii=False),
        one.digest,
    )


def safe(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run."""
    return f"'{cell}" if cell.startswith(_RUN) else cell
