"""Floating members, letters, dues, reviews, talks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.members import services
from shuniu.members.forms import living as forms
from shuniu.members.models import Member
from shuniu.members.queries import floating, lists
from shuniu.members.queries.calendar import later, month_of
from shuniu.members.queries.parameters import parameters
from shuniu.members.views import doors
from shuniu.members.views.acts import Act, act, bound


def _page(row: Member, title: str, done: str, **more: Any) -> Act:
    back = reverse("members:member", args=[row.pk])
    return Act(title, _("保存"), back, done, crumbs=doors.above(row), **more)


@needs(Capability.MEMBERS_KEEP)
def link(request: SignedIn, pk: int) -> HttpResponse:
    """A member whose relation lies elsewhere."""
    row = doors.kept(request, pk)
    form = forms.FloatingForm(bound(request))
    page = _page(
        row,
        _("登记流动党员"),
        _("已登记，联系周期开始计时。"),
        text=_("组织关系不变，双方共同管理。"),
    )
    return act(
        request,
        form,
        page,
        lambda data: (
            services.link_floating(row, services.Floating(**data), by=request.user) and None
        ),
    )


@needs(Capability.MEMBERS_KEEP)
def contact(request: SignedIn, pk: int) -> HttpResponse:
    """Somebody spoke with them."""
    row = doors.link(request, pk)
    form = forms.ContactForm(bound(request), initial={"on": clock.today(), "way": "phone"})
    page = _page(row.member, _("登记联系"), _("已登记联系。"), text=_("只记联系时间和方式。"))
    return act(
        request,
        form,
        page,
        lambda data: services.note_contact(row, **data, by=request.user) and None,
    )


@needs(Capability.MEMBERS_KEEP)
def end_link(request: SignedIn, pk: int) -> HttpResponse:
    """They went back."""
    row = doors.link(request, pk)
    form = forms.DayForm(bound(request), initial={"on": clock.today()})
    page = _page(row.member, _("结束流动"), _("已结束。"), danger=True)
    return act(
        request, form, page, lambda data: services.end_floating(row, **data, by=request.user)
    )


@needs(Capability.MEMBERS_KEEP)
def make_return(request: SignedIn, pk: int) -> HttpResponse:
    """The sheet of a month."""
    row = doors.link(request, pk)
    last = later(month_of(clock.today()), -1)
    form = forms.MonthForm(bound(request), initial={"month": last})

    def do(data: Mapping[str, Any]) -> str:
        made = services.make_return(row, data["month"], by=request.user)
        return reverse("members:return", args=[row.pk, made.pk])

    page = _page(row.member, _("生成回传单"), _("已生成，请打印或送达原党组织。"))
    return act(request, form, page, do)


@needs(Capability.MEMBERS_KEEP)
def show_return(request: SignedIn, pk: int, sheet: int) -> HttpResponse:
    """The sheet, to print."""
    row = doors.link(request, pk)
    made = found(row.returns.filter(pk=sheet).first())
    services.note_reading(row.member.person, user=request.user, purpose="contact")
    told = json.loads(floating.unsealed(made.sheet_sealed, row.member) or "{}")
    context = {
        "link": row,
        "made": made,
        "sheet": told,
        "home_branch": floating.unsealed(row.home_branch_sealed, row.member),
        "crumbs": doors.above(row.member),
    }
    return render(request, "members/return.html", context)


@needs(Capability.MEMBERS_KEEP)
def send_return(request: SignedIn, pk: int, sheet: int) -> HttpResponse:
    """It reached the branch at home."""
    row = doors.link(request, pk)
    made = found(row.returns.filter(pk=sheet).first())
    made.link = row
    form = forms.DayForm(bound(request), initial={"on": clock.today()})
    page = _page(row.member, _("回传单已送达"), _("已登记送达。"))
    return act(
        request, form, page, lambda data: services.send_return(made, **data, by=request.user)
    )


@needs(Capability.MEMBERS_KEEP)
def letter(request: SignedIn, pk: int) -> HttpResponse:
    """A letter of transfer, to be followed."""
    row = doors.kept(request, pk)
    form = forms.LetterForm(
        bound(request), initial={"issued_on": clock.today(), "valid_days": parameters().letter}
    )

    def do(data: Mapping[str, Any]) -> None:
        told = {**data, "incoming": data["incoming"] == "in"}
        services.follow_transfer(row, services.Letter(**told), by=request.user)

    page = _page(
        row,
        _("登记介绍信"),
        _("已登记，等待回执。"),
        text=_(
            "组织关系在全国党员管理信息系统或以纸质介绍信办理，这里只跟踪；收到回执前仍由转出方管理。"
        ),
    )
    return act(request, form, page, do)


@needs(Capability.MEMBERS_KEEP)
def receipt(request: SignedIn, pk: int, letter: int) -> HttpResponse:
    """The receipt has come."""
    row = doors.kept(request, pk)
    followed = found(row.transfers.filter(pk=letter).first())
    followed.member = row
    form = forms.DayForm(bound(request), initial={"on": clock.today()})
    page = _page(row, _("登记回执"), _("已登记回执，组织关系随之变更。"))
    return act(
        request, form, page, lambda data: services.note_receipt(followed, **data, by=request.user)
    )


@needs(Capability.MEMBERS_KEEP)
def end_letter(request: SignedIn, pk: int, letter: int) -> HttpResponse:
    """Lost, out of date, or taken back."""
    row = doors.kept(request, pk)
    followed = found(row.transfers.filter(pk=letter).first())
    followed.member = row
    page = _page(
        row,
        _("介绍信遗失或过期"),
        _("已登记，可以登记补开的介绍信。"),
        text=_("组织关系没有变化。"),
    )
    form = Form(bound(request))
    return act(
        request,
        form,
        page,
        lambda _data: services.end_letter(followed, move="replace", by=request.user),
    )


@needs(Capability.MEMBERS_KEEP)
def dues(request: SignedIn, pk: int) -> HttpResponse:
    """The amount agreed for a year, and the months paid."""
    row = doors.kept(request, pk)
    year = clock.today().year
    now = row.dues.filter(year=year).first()
    initial: dict[str, Any] = {"year": year, "months": 0}
    if now is not None:
        initial["amount"] = floating.unsealed(now.amount_sealed, row)
        initial |= {"months": now.months_paid, "elsewhere": now.elsewhere}
    form = forms.DuesForm(bound(request), initial=initial)

    def do(data: Mapping[str, Any]) -> None:
        services.settle_dues(
            row,
            services.DuesTold(data["year"], data["amount"], data["months"], data["elsewhere"]),
            by=request.user,
        )

    return act(request, form, _page(row, _("党费"), _("已保存。")), do)


@needs(Capability.MEMBERS_KEEP)
def review(request: SignedIn, pk: int) -> HttpResponse:
    """The yearly review."""
    row = doors.kept(request, pk)
    today = clock.today()
    form = forms.ReviewForm(bound(request), initial={"year": today.year, "on": today})
    page = _page(
        row,
        _("民主评议"),
        _("已登记评议结果。"),
        text=_("“优秀”一般不超过支部正式党员的三分之一；预备党员参加评议，不定等次。"),
    )
    return act(
        request,
        form,
        page,
        lambda data: services.review_member(row, **data, by=request.user) and None,
    )


@needs(Capability.MEMBERS_KEEP)
def report_review(request: SignedIn, pk: int, review: int) -> HttpResponse:
    """The result was told to the branch at home."""
    row = doors.kept(request, pk)
    told = found(row.reviews.filter(pk=review).first())
    told.member = row
    form = forms.DayForm(bound(request), initial={"on": clock.today()})
    page = _page(row, _("评议结果报原党组织"), _("已登记。"))
    return act(
        request, form, page, lambda data: services.report_home(told, **data, by=request.user)
    )


@needs(Capability.MEMBERS_KEEP)
def talk(request: SignedIn, pk: int) -> HttpResponse:
    """Two people talked."""
    row = doors.kept(request, pk)
    party = found(row.party)
    members = lists.living_with(party)
    form = forms.TalkForm(bound(request), members=members)
    persons = {str(one.pk): one.person for one in members}

    def do(data: Mapping[str, Any]) -> None:
        a, b = persons[data["a"]], persons[data["b"]]
        services.note_talk(party, a, b, on=data["on"], by=request.user)

    page = _page(row, _("登记谈心谈话"), _("已登记。"), text=_("只记次数，不记内容。"))
    return act(request, form, page, do)
