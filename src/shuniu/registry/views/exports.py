"""Lists as workbooks, and as plain text for other programs, with the filter of the page."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.registry.forms.lists import PartnerSearch
from shuniu.registry.forms.organisations import Search
from shuniu.registry.queries import (
    checklists,
    coverage,
    exports,
    organisations,
    partners,
    party,
    rates,
)
from shuniu.registry.queries.parameters import parameters
from shuniu.registry.views.coverage import scope_of
from shuniu.registry.views.organisations import wanted
from shuniu.ui.documents import Sheet, delimited, workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: bytes, name: str, kind: str = _XLSX) -> HttpResponse:
    """A file to keep, never a page."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _sent(request: SignedIn, sheet: Sheet) -> HttpResponse:
    name = f"{sheet.name}-{clock.today().isoformat()}"
    if request.GET.get("format") == "csv":
        return attachment(delimited(sheet), f"{name}.csv", "text/csv; charset=utf-8")
    return attachment(workbook([sheet]), f"{name}.xlsx")


@needs(Capability.REGISTRY_SEE)
def organisation_list(request: SignedIn) -> HttpResponse:
    """The register as filtered."""
    user = request.user
    form = Search(
        request.GET, sectors=organisations.sectors(user), places=organisations.places(user)
    )
    return _sent(request, exports.organisations(organisations.filtered(user, wanted(form))))


@needs(Capability.REGISTRY_SEE)
def party_organisations(request: SignedIn) -> HttpResponse:
    """Party organisations that stand."""
    return _sent(request, exports.party_organisations(party.standing(request.user)))


@needs(Capability.DASHBOARD_SEE)
def instructors(request: SignedIn) -> HttpResponse:
    """Instructors."""
    return _sent(request, exports.instructors(party.instructors(request.user)))


@needs(Capability.DASHBOARD_SEE)
def partner_list(request: SignedIn) -> HttpResponse:
    """Partners as filtered."""
    form = PartnerSearch(request.GET, kinds=partners.kinds(request.user))
    form.is_valid()
    asked = form.cleaned_data
    rows = partners.filtered(request.user, asked.get("q") or "", asked.get("kind") or "")
    return _sent(request, exports.partners(rows))


@needs(Capability.DASHBOARD_SEE)
def places(request: SignedIn) -> HttpResponse:
    """Hub and areas."""
    return _sent(request, exports.places(request.user))


@needs(Capability.DASHBOARD_SEE)
def checklist(request: SignedIn, pk: int) -> HttpResponse:
    """A checklist, organisation by organisation."""
    row = found(checklists.all_for(request.user).filter(pk=pk).first())
    return _sent(request, exports.checklist(request.user, row))


@needs(Capability.DASHBOARD_SEE)
def rate(request: SignedIn, code: str) -> HttpResponse:
    """The list behind a rate."""
    if code not in rates.BY_CODE:
        raise Http404
    scope, _context = scope_of(request)
    computed = rates.rate(coverage.picture(scope), rates.BY_CODE[code])
    side = request.GET.get("side", "")
    pks = {"inside": computed.inside, "all": (*computed.inside, *computed.outside)}.get(
        side, computed.outside
    )
    return _sent(request, exports.behind(computed.title, pks, scope))


@needs(Capability.DASHBOARD_SEE)
def not_built(request: SignedIn) -> HttpResponse:
    """应建未建 with reasons and dates."""
    scope, _context = scope_of(request)
    picture = coverage.picture(scope)
    told = coverage.explanations(picture.not_built, scope.day)
    order = coverage.by_urgency(picture.not_built, told)
    rows = coverage.not_built(order, scope.day, picture.rules, told)
    return _sent(request, exports.not_built(rows))


@needs(Capability.DASHBOARD_SEE)
def unknown(request: SignedIn) -> HttpResponse:
    """Those whose number of members nobody has entered."""
    scope, _context = scope_of(request)
    title = _("未登记正式党员数的单位")
    return _sent(request, exports.behind(title, coverage.picture(scope).unknown, scope))


@needs(Capability.DASHBOARD_SEE)
def terms(request: SignedIn) -> HttpResponse:
    """Elections overdue and due soon."""
    scope, _context = scope_of(request)
    rows = coverage.terms(scope, parameters(scope.day))
    return _sent(request, exports.terms(coverage.terms_of(rows, scope.day)))
