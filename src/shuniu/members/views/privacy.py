"""Wishes to be erased, terms of keeping, the impact assessment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.verdicts import Refused, ensure
from shuniu.members import rules, services
from shuniu.members.forms.people import EraseForm, HoldForm
from shuniu.members.models import Member
from shuniu.members.queries import catalogue, lists, privacy
from shuniu.members.queries.parameters import parameters
from shuniu.members.views import doors
from shuniu.members.views.acts import Act, act, attachment, bound
from shuniu.ui.documents import Block, Official, Table, official

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs(Capability.MEMBERS_KEEP)
def overview(request: SignedIn) -> HttpResponse:
    """What waits for an answer, and what has had its time."""
    today = clock.today()
    pleas = privacy.pleas_open(request.user)
    context = {
        "pleas": [(one, privacy.member_of(one)) for one in pleas],
        "due": privacy.retention(request.user, today, parameters()),
    }
    return render(request, "members/privacy.html", context)


@needs(Capability.MEMBERS_KEEP)
@require_POST
def end_terms(request: SignedIn, code: str) -> HttpResponse:
    """Do what the dry run shows."""
    due = {one.code: one for one in privacy.retention(request.user, clock.today(), parameters())}
    row = found(due.get(code))
    try:
        number = services.end_terms(code, row.pks, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.verdict.reason)
    else:
        messages.success(request, _("已处理 %(number)s 条。") % {"number": number})
    return redirect("members:privacy")


def _erasable(request: SignedIn, pk: int) -> Member:
    row = doors.member(request, pk)
    ensure(rules.can_destroy(request.user, row, clock.today()))
    return row


@needs(Capability.MEMBERS_KEEP)
def erase(request: SignedIn, pk: int) -> HttpResponse:
    """Destroy the key."""
    row = _erasable(request, pk)
    page = Act(
        _("删除资料"),
        _("销毁密钥"),
        reverse("members:roster"),
        _("已删除。"),
        warning=_(
            "销毁本人的密钥后，姓名、电话和全部加密内容在本系统中都无法恢复；人数统计和摘要仍然有效。"
        ),
        danger=True,
        crumbs=doors.above(row),
    )
    form = EraseForm(bound(request))
    return act(request, form, page, lambda data: services.erase(row, **data, by=request.user))


@needs(Capability.MEMBERS_KEEP)
def hold(request: SignedIn, pk: int) -> HttpResponse:
    """The law asks to keep it."""
    row = _erasable(request, pk)
    plea = found(privacy.pleas_of(row).filter(state="open").first())
    page = Act(
        _("暂缓删除"),
        _("暂缓"),
        reverse("members:privacy"),
        _("已暂缓，本人可以看到依据。"),
        crumbs=doors.above(row),
    )

    def do(data: Mapping[str, Any]) -> None:
        services.hold_plea(plea, row, **data, by=request.user)

    return act(request, HoldForm(bound(request)), page, do)


@needs(Capability.MEMBERS_KEEP)
def assessment(request: SignedIn) -> HttpResponse:
    """The impact assessment, made from the tables as they are."""
    context = {
        "entries": catalogue.catalogue(),
        "risks": catalogue.risks(),
        "not_collected": catalogue.NOT_COLLECTED,
        "today": clock.today(),
    }
    if request.GET.get("format") == "docx":
        name = _("个人信息保护影响评估")
        return attachment(_paper(), f"{name}-{clock.today().isoformat()}.docx", _DOCX)
    return render(request, "members/assessment.html", context)


def _paper() -> bytes:
    heads = (_("表"), _("内容"), _("保存方式"), _("目的"), _("依据"), _("期限"))
    kept = catalogue.kept_words()
    rows = tuple(
        (one.table, one.words, kept[one.kept], one.purpose, one.ground, one.term)
        for one in catalogue.catalogue()
    )
    body = [
        Block(_("一、处理目的和范围"), 1),
        Block(
            _(
                "党员名册工作副本、发展党员、流动党员双重管理。只登记本人自愿申报或经本人同意提供的资料。"
            )
        ),
        Block(_("二、字段目录"), 1),
        Block(table=Table(heads, rows, (22, 34, 22, 34, 24, 24))),
        Block(_("三、不收集的信息"), 1),
        *(Block(str(one)) for one in catalogue.NOT_COLLECTED),
        Block(_("四、风险和措施"), 1),
        *(Block(f"{risk}：{answer}") for risk, answer in catalogue.risks()),
        Block(_("五、结论"), 1),
        Block(_("由个人信息保护负责人填写并签名；本报告和处理记录至少保存三年。")),
    ]
    title = (_("个人信息保护影响评估"),)
    return official(Official("", "", title, tuple(body), "", clock.today()))


@needs(Capability.MEMBERS_SEE)
def readings(request: SignedIn, pk: int) -> HttpResponse:
    """Who looked at a record."""
    row = doors.member(request, pk)
    context = {
        "member": row,
        "name": lists.masked(row.person.name),
        "readings": privacy.readings_of(row)[:200],
        "crumbs": doors.above(row),
    }
    return render(request, "members/readings.html", context)
