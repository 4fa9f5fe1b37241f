"""The minutes: on the screen, read again by those who spoke, as a file."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts.doors import SignedIn, needs, signed_in
from shuniu.accounts.states import Capability
from shuniu.base import audit
from shuniu.base.doors import found
from shuniu.meetings import rules, services
from shuniu.meetings.models import Meeting
from shuniu.meetings.queries import listing, minutes, papers
from shuniu.meetings.states import MeetingState
from shuniu.ui.documents import official, pdf

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@signed_in
def minutes_page(request: SignedIn, pk: int) -> HttpResponse:
    """Drafted, or frozen under their digest; a speaker without a role here sees their own words."""
    row = listing.meeting_for(request.user, pk)
    if row is None:
        return _own_words(request, pk)
    frozen = row.state == MeetingState.APPROVED
    context = {
        "meeting": row,
        "parts": papers.parts_of(row),
        "frozen": frozen,
        "speakers": [
            (one, bool(rules.can_check(request.user, one)), rules.is_own(request.user, one))
            for one in minutes.speakers(row)
        ],
        "may_approve": rules.can_take(request.user, row, "approve"),
    }
    return render(request, "meetings/minutes.html", context)


def _own_words(request: SignedIn, pk: int) -> HttpResponse:
    row = found(listing.find(pk))
    mine = [one for one in minutes.speakers(row) if rules.is_own(request.user, one)]
    found(mine[0] if mine else None)
    context = {"meeting": row, "row": mine[0], "words": minutes.words_of(mine[0])}
    return render(request, "meetings/own_words.html", context)


@signed_in
@require_POST
def check(request: SignedIn, pk: int) -> HttpResponse:
    """A speaker's words were read again and are right."""
    row = found(listing.attendee(pk))
    found(row, rules.can_check(request.user, row))
    services.check_words(row, by=request.user)
    messages.success(request, _("已核对。"))
    return redirect("meetings:minutes", row.meeting_id)


@needs(Capability.MEETINGS_SEE)
def minutes_file(request: SignedIn, pk: int, form: str) -> HttpResponse:
    """The minutes as PDF or Word."""
    row = found(listing.meeting_for(request.user, pk))
    if form == "pdf":
        content, kind = pdf("minutes.typ", papers.minutes_data(row)), "application/pdf"
    elif form == "docx":
        content, kind = official(papers.official_minutes(row)), _WORD
    else:
        raise Http404
    audit.record("meetings.minutes.made", row, by=request.user, node=row.node_id, form=form)
    return _attachment(content, f"{_name(row)}.{form}", kind)


def _name(row: Meeting) -> str:
    return papers.title_of(row).replace("/", "-")


def _attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
