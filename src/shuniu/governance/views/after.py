"""Reports, publicity, answers, execution, looking back; what everybody may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.governance import rules, services
from shuniu.governance.forms.acts import ExecutionForm, ReportForm, TextForm
from shuniu.governance.queries import matters
from shuniu.governance.states import ReportKind
from shuniu.governance.views.acts import Act, act, address, bound, crumbs_of, matter_of


@needs(Capability.MATTERS_RAISE)
def report(request: SignedIn, pk: int, kind: str) -> HttpResponse:
    """A report was handed in; something was made public."""
    row = matter_of(request, pk)
    found(row, rules.can_raise(request.user, row.organisation))
    line = found(matters.report_of(row, kind))
    public = line.kind == ReportKind.PUBLICITY
    page = Act(
        title=str(line.get_kind_display()),
        button=_("公示") if public else _("登记已报告"),
        back=address(row),
        done=_("已公示。") if public else _("已登记。"),
        crumbs=crumbs_of(row),
    )

    def do(data: Mapping[str, Any]) -> None:
        services.report(line, on=data["on"], text=data.get("text", ""), by=request.user)

    return act(request, ReportForm(bound(request), public=public), page, do)


@needs(Capability.MATTERS_RAISE)
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """The written answer to an opinion."""
    row = matter_of(request, pk)
    found(row, rules.can_raise(request.user, row.organisation))
    line = found(matters.answer_of(row))
    page = Act(
        title=_("书面回应党组织意见"),
        button=_("提交回应"),
        back=address(row),
        done=_("已回应。"),
        text=line.study.changes or line.study.reasons,
        crumbs=crumbs_of(row),
    )
    return act(
        request,
        TextForm(bound(request)),
        page,
        lambda data: services.answer_opinion(line, text=data["text"], by=request.user),
    )


@needs(Capability.MATTERS_RAISE)
def execute(request: SignedIn, pk: int) -> HttpResponse:
    """How it was carried out."""
    row = matter_of(request, pk)
    found(row, rules.can_raise(request.user, row.organisation))
    page = Act(
        title=_("登记执行"),
        button=_("保存"),
        back=address(row),
        done=_("执行情况已登记。"),
        crumbs=crumbs_of(row),
    )
    return act(
        request,
        ExecutionForm(bound(request)),
        page,
        lambda data: services.execute(row, by=request.user, **data),
    )


@needs(Capability.MATTERS_RAISE)
def look_back(request: SignedIn, pk: int) -> HttpResponse:
    """What came of it."""
    row = matter_of(request, pk)
    found(row, rules.can_raise(request.user, row.organisation))
    page = Act(
        title=_("回看"),
        button=_("办结"),
        back=address(row),
        done=_("已回看，事项办结。"),
        text=_("写成效、问题和改进；保存后事项办结。"),
        crumbs=crumbs_of(row),
    )
    return act(
        request,
        TextForm(bound(request)),
        page,
        lambda data: services.look_back(row, text=data["text"], by=request.user),
    )


def public(request: HttpRequest) -> HttpResponse:
    """What organisations have made public; open to everybody."""
    words = request.GET.get("q", "").strip()[:60]
    page = page_of(matters.public_filtered(words), request)
    return render(request, "governance/public.html", {"page": page, "words": words})
