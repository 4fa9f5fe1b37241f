"""Study, opinion, decision, confirmation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.governance import rules, services
from shuniu.governance.forms.acts import ConfirmForm, DecisionForm, MeetingForm, OpinionForm
from shuniu.governance.models import Matter
from shuniu.governance.queries import matters, tables
from shuniu.governance.states import Opinion
from shuniu.governance.views.acts import Act, act, address, bound, crumbs_of, matter_of
from shuniu.meetings.models import Meeting

_STUDY = (Capability.MATTERS_RAISE, Capability.MATTERS_STUDY)


def _put(
    request: SignedIn, page: Act, meetings: Mapping[str, Meeting], do: Callable[[Meeting], object]
) -> HttpResponse:
    """Choose a meeting among those that fit."""
    form = MeetingForm(bound(request), meetings=meetings.values())
    return act(request, form, page, lambda data: do(meetings[data["meeting"]]))


@needs(*_STUDY)
def study(request: SignedIn, pk: int) -> HttpResponse:
    """Put a matter before those who study."""
    row = matter_of(request, pk)
    found(row, rules.can_send(request.user, row))
    offered = {str(one.pk): one for one in tables.to_study(row, clock.today())}
    page = Act(
        title=_("提交前置研究"),
        button=_("列入议程"),
        back=address(row),
        done=_("已列入研究会议的议程，有利害关系的人已登记回避。"),
        hint="" if offered else _("研究主体目前没有待开的会议，请先召集会议，再回到这里提交。"),
        crumbs=crumbs_of(row),
    )

    def do(meeting: Meeting) -> None:
        services.send_to_study(row, meeting=meeting, by=request.user)

    return _put(request, page, offered, do)


@needs(Capability.MATTERS_STUDY)
def opinion(request: SignedIn, pk: int) -> HttpResponse:
    """Write down the opinion, once its meeting has voted."""
    row = matter_of(request, pk)
    found(row, rules.can_study(request.user, row))
    study_row = found(matters.study_that_counts(row))
    page = Act(
        title=_("填写研究意见"),
        button=_("保存意见"),
        back=address(row),
        done=_("研究意见已形成。"),
        text=_("意见须与研究会议的表决一致；决策会议表决前可以更正，之后冻结。"),
        crumbs=crumbs_of(row),
    )
    return act(
        request,
        OpinionForm(bound(request)),
        page,
        lambda data: services.give_opinion(study_row, services.Given(**data), by=request.user),
    )


@needs(Capability.MATTERS_RAISE)
def put(request: SignedIn, pk: int) -> HttpResponse:
    """Put a matter before the body that decides."""
    row = matter_of(request, pk)
    found(row, rules.can_raise(request.user, row.organisation))
    offered = {str(one.pk): one for one in tables.to_decide(row)}
    page = Act(
        title=_("提交决策会议"),
        button=_("列入议程"),
        back=address(row),
        done=_("已列入决策会议的议程，研究意见随附。"),
        hint="" if offered else _("决策机构目前没有待开的会议，请先召集会议，再回到这里提交。"),
        crumbs=crumbs_of(row),
    )

    def do(meeting: Meeting) -> None:
        services.put_to_board(row, meeting=meeting, by=request.user)

    return _put(request, page, offered, do)


@needs(Capability.MATTERS_RAISE)
def decide(request: SignedIn, pk: int) -> HttpResponse:
    """Write down what the body decided."""
    row = matter_of(request, pk)
    found(row, rules.can_raise(request.user, row.organisation))
    items = {str(one.pk): one for one in tables.voted(row)}
    before = matters.study_that_counts(row)
    amend = before is not None and before.opinion == Opinion.AMEND
    form = DecisionForm(bound(request), items=items.values(), amend=amend)
    page = Act(
        title=_("记录决定"),
        button=_("记录"),
        back=address(row),
        done=_("决定已记录，研究意见已冻结。"),
        text=_study_words(row),
        hint="" if items else _("决策会议还没有对这一事项表决。"),
        crumbs=crumbs_of(row),
    )

    def do(data: Mapping[str, Any]) -> None:
        said = services.Said(
            adopted=bool(data.get("adopted", True)), deviation_reason=data["deviation_reason"]
        )
        services.record_decision(row, item=items[data["item"]], said=said, by=request.user)

    return act(request, form, page, do)


def _study_words(row: Matter) -> str:
    before = matters.study_that_counts(row)
    if before is None or not before.opinion:
        return ""
    return _("研究意见：%(opinion)s。") % {"opinion": before.get_opinion_display()}


@needs(*_STUDY)
def send_confirmation(request: SignedIn, pk: int) -> HttpResponse:
    """Put an emergency before those who would have studied it."""
    row = matter_of(request, pk)
    found(row, rules.can_send(request.user, row))
    offered = {str(one.pk): one for one in tables.to_study(row, clock.today())}
    page = Act(
        title=_("提请追认"),
        button=_("列入议程"),
        back=address(row),
        done=_("已列入研究主体的会议议程。"),
        hint="" if offered else _("研究主体目前没有待开的会议，请先召集会议，再回到这里提交。"),
        crumbs=crumbs_of(row),
    )

    def do(meeting: Meeting) -> None:
        services.table_confirmation(row, meeting=meeting, by=request.user)

    return _put(request, page, offered, do)


@needs(Capability.MATTERS_STUDY)
def confirm(request: SignedIn, pk: int) -> HttpResponse:
    """Write down whether an emergency was right."""
    row = matter_of(request, pk)
    found(row, rules.can_study(request.user, row))
    items = {str(one.pk): one for one in tables.confirming(row)}
    page = Act(
        title=_("追认紧急处置"),
        button=_("保存"),
        back=address(row),
        done=_("追认结果已记录。"),
        hint="" if items else _("研究主体还没有对追认表决。"),
        crumbs=crumbs_of(row),
    )

    def do(data: Mapping[str, Any]) -> None:
        given = services.Given(data["opinion"], data["reasons"], data["changes"])
        services.confirm_emergency(row, item=items[data["item"]], given=given, by=request.user)

    return act(request, ConfirmForm(bound(request), items=items.values()), page, do)
