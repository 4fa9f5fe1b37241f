"""Calendars for phones: made and ended by people who are signed in, read without."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base.doors import found
from shuniu.base.verdicts import Refused
from shuniu.meetings import services
from shuniu.meetings.forms.plans import FeedForm
from shuniu.meetings.queries import feeds as queries
from shuniu.meetings.queries import plans
from shuniu.meetings.rules import plans as rules
from shuniu.registry.models import Organisation

_OFFERED = 20  # organisations to choose from; others by the page of their year


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address; a wrong or ended one is as if it never was."""
    base = queries.public_base(request.build_absolute_uri("/"))
    served = services.feeds.serve_feed(token, base)
    if served is None:
        raise Http404
    etag, changed = quote_etag(served.digest), int(served.changed_at.timestamp())
    answer = HttpResponse(served.body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="meetings.ics"'
    answer.headers["ETag"], answer.headers["Last-Modified"] = etag, http_date(changed)
    known = get_conditional_response(request, etag=etag, last_modified=changed, response=answer)
    sent: HttpResponse = known or answer
    sent.headers["Cache-Control"] = "private, no-cache"
    sent.headers["X-Robots-Tag"] = "noindex"
    return sent


@needs(Capability.MEETINGS_SEE)
def feeds(request: SignedIn) -> HttpResponse:
    """The calendars of a person, and a form for a new one, whose address is shown once."""
    offered = _offered(request)
    area = rules.has_area(request.user)
    first = str(offered[0].pk) if offered and request.GET.get("of") else None
    form = FeedForm(
        request.POST or None, organisations=offered, area=area, initial={"scope": first}
    )
    made: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        try:
            _row, token = services.feeds.make_feed(request.user, form.chosen())
        except Refused as refused:
            form.add_error(None, refused.verdict.reason)
        else:
            made = _told(request, token)
    context = {"form": form, "feeds": queries.feeds_of(request.user), **made}
    answer = render(request, "meetings/feeds.html", context)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _offered(request: SignedIn) -> list[Organisation]:
    """The organisation asked for, before those of the person."""
    rows = plans.organisations_for(request.user)
    asked = request.GET.get("of", "")
    chosen = list(rows.filter(pk=int(asked))) if asked.isdigit() else []
    return [*chosen, *(one for one in rows[:_OFFERED] if one not in chosen)]


def _told(request: SignedIn, token: str) -> dict[str, object]:
    """The address in the ways phones take it."""
    base = queries.public_base(request.build_absolute_uri("/"))
    address = urljoin(base, reverse("meetings:feed", args=[token]))
    webcal = urlsplit(address)._replace(scheme="webcal").geturl()
    drawn = segno.make(webcal, error="m").svg_inline(omitsize=True, svgclass=None, lineclass=None)
    return {
        "address": address,
        "webcal": webcal,
        "qr": mark_safe(drawn),  # noqa: S308 (made by us)
    }


@needs(Capability.MEETINGS_SEE)
@require_POST
def end(request: SignedIn, pk: int) -> HttpResponse:
    """Phones that have the address get nothing any more."""
    row = found(queries.feeds_of(request.user).filter(pk=pk).first())
    services.feeds.end_feed(row, by=request.user)
    messages.success(request, _("已停用，手机上可以删除这个日历。"))
    return redirect("meetings:feeds")
