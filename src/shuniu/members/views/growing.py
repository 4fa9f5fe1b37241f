"""Steps taken, entries written, training, probation extended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs, signed_in
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.members import services
from shuniu.members.forms import growing as forms
from shuniu.members.models import Member
from shuniu.members.queries import scans
from shuniu.members.queries.admissions import can_admit
from shuniu.members.queries.floating import unsealed
from shuniu.members.queries.lists import full_members_near
from shuniu.members.states import BY_NUMBER
from shuniu.members.views import doors
from shuniu.members.views.acts import Act, act, attachment, bound


def _page(row: Member, title: str, done: str, **more: Any) -> Act:
    back = reverse("members:member", args=[row.pk])
    return Act(title, _("保存"), back, done, crumbs=doors.above(row), **more)


@needs(Capability.MEMBERS_KEEP)
def step(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """Record a step."""
    row = doors.kept(request, pk)
    if number not in BY_NUMBER:
        raise Http404
    told = BY_NUMBER[number]
    near = full_members_near(row, clock.today())
    persons = {str(one.pk): one.person for one in near}
    answer = can_admit(row.organisation, clock.today())
    form = forms.StepForm(bound(request), step=told, near=near, answer=answer)

    def do(data: Mapping[str, Any]) -> None:
        facts = {name: data[name] for name in told.facts if name in data}
        if facts.get("approver"):
            facts["approver"] = int(facts["approver"])
        leaves_on = facts.pop("leaves_on", None)
        if leaves_on is not None:
            services.set_leaving(row, on=leaves_on, by=request.user)
        chosen = tuple(persons[one] for one in data.get("persons", ()))
        taking = services.Taking(number, data["on"], facts, data["note"], chosen)
        services.take_step(row, taking, by=request.user)

    title = _("第 %(number)s 步 %(name)s") % {"number": number, "name": told.name}
    told_text = "；".join(str(one) for one in (told.gate, told.clock) if one)
    return act(request, form, _page(row, title, _("已记录。"), text=told_text), do)


@needs(Capability.MEMBERS_KEEP)
def half_year(request: SignedIn, pk: int) -> HttpResponse:
    """What the branch found after half a year."""
    row = doors.kept(request, pk)
    form = forms.HalfYearForm(bound(request), initial={"on": clock.today()})
    page = _page(
        row,
        _("半年考察"),
        _("已记录考察。"),
        text=_("加密保存，本人可以查看；接续培养时一并移交。"),
    )
    return act(
        request, form, page, lambda data: services.note_half_year(row, **data, by=request.user)
    )


@needs(Capability.MEMBERS_KEEP)
def training(request: SignedIn, pk: int) -> HttpResponse:
    """Hours of training."""
    row = doors.kept(request, pk)
    form = forms.TrainingForm(bound(request), initial={"on": clock.today()})
    page = _page(row, _("培训学时"), _("已登记学时。"))
    return act(
        request, form, page, lambda data: services.note_training(row, **data, by=request.user)
    )


@needs(Capability.MEMBERS_KEEP)
def leaving(request: SignedIn, pk: int) -> HttpResponse:
    """When somebody will leave the unit."""
    row = doors.kept(request, pk)
    form = forms.LeavingForm(bound(request), initial={"on": row.leaves_on})
    page = _page(row, _("预计离开单位"), _("已保存。"))
    return act(request, form, page, lambda data: services.set_leaving(row, **data, by=request.user))


@needs(Capability.MEMBERS_KEEP)
def extend(request: SignedIn, pk: int) -> HttpResponse:
    """More time on probation."""
    row = doors.kept(request, pk)
    form = forms.ExtendForm(bound(request), initial={"months": 6})
    page = _page(row, _("延长预备期"), _("已延长。"), warning=_("只能延长一次。"))
    return act(
        request, form, page, lambda data: services.extend_probation(row, **data, by=request.user)
    )


@needs(Capability.MEMBERS_KEEP)
def scan(request: SignedIn, pk: int) -> HttpResponse:
    """A paper of a step: sealed, or known by its digest."""
    row = doors.kept(request, pk)
    files = request.FILES if request.method == "POST" else None
    form = forms.ScanForm(bound(request), files)
    page = _page(row, _("登记材料"), _("已登记材料。"), files=True)
    return act(
        request,
        form,
        page,
        lambda data: (
            services.keep_scan(
                row, data["number"], data["file"], kept=data["kept"], by=request.user
            )
            and None
        ),
    )


@signed_in
def scan_file(request: SignedIn, pk: int, scan: int) -> HttpResponse:
    """A paper, as it was; the look is noted."""
    row = doors.member(request, pk)
    paper = found(row.scans.filter(pk=scan).first())
    content = found(scans.content_of(paper, row) or None)
    if row.user_id != request.user.pk:
        services.note_reading(row.person, user=request.user, purpose="cultivation")
    name = unsealed(paper.title_sealed, row)
    return attachment(content, name, paper.media_type or "application/octet-stream")
