"""The complete file of one matter as plain values, for the paper."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.governance.models import Matter, Study
from shuniu.governance.queries.overview import Overview, overview
from shuniu.meetings.models import AgendaItem

Rows = list[tuple[str, str]]


def file_of(matter: Matter, day: date, *, names: bool) -> dict[str, object]:
    """Sections of rows; who has an interest is named only where one may read it."""
    seen = overview(matter, day)
    return {
        "title": matter.title,
        "number": matter.number,
        "organisation": matter.organisation.name,
        "state": matter.get_state_display(),
        "day": day.isoformat(),
        "sections": [
            {"title": title, "rows": rows}
            for title, rows in (
                (_("事项"), _facts(seen)),
                (_("分类依据"), [(str(n), one) for n, one in enumerate(seen.arithmetic, 1)]),
                (_("材料"), _papers(seen)),
                (_("利益关系与回避"), _conflicts(seen, names=names)),
                (_("党组织研究意见"), [row for one in seen.studies for row in _study(one)]),
                (_("决策机构的决定"), _decision(seen)),
                (_("紧急处置与追认"), _emergency(seen)),
                (_("报告、公示与回应"), _reports(seen)),
                (_("执行与回看"), _after(seen)),
            )
            if rows
        ],
    }


def _facts(seen: Overview) -> Rows:
    matter = seen.matter
    who = _("无，事项须等待") if seen.who is None and matter.major else ""
    rows = [
        (_("类别"), str(matter.get_kind_display())),
        (_("性质"), _("重大事项") if matter.major else _("一般事项")),
        (_("金额"), "" if matter.amount is None else f"{matter.amount:,.2f}"),
        (_("交易或合作对方"), matter.counterparty),
        (_("提出日期"), matter.raised_on.isoformat()),
        (_("计划实施日期"), "" if matter.planned_on is None else matter.planned_on.isoformat()),
        (_("内容和理由"), matter.text),
        (_("研究主体"), seen.who.name if seen.who else who),
        (_("决策机构"), seen.decides),
    ]
    return [row for row in rows if row[1]]


def _papers(seen: Overview) -> Rows:
    return [(one.file.name, f"SHA-256 {one.file.digest}") for one in seen.papers]


def _conflicts(seen: Overview, *, names: bool) -> Rows:
    hidden = _("（姓名不显示）")
    return [
        (one.person.name if names else hidden, f"{one.reason}（{one.get_found_display()}）")
        for one in seen.conflicts
    ]


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _vote(item: AgendaItem) -> str:
    """The kept arithmetic of a vote, in the language of the page."""
    if item.in_favour is None:
        return ""
    words = _("赞成 %(yes)s，反对 %(no)s，弃权 %(out)s")
    return words % {"yes": item.in_favour, "no": item.against or 0, "out": item.abstained or 0}


def _study(one: Study) -> Rows:
    rows = [
        (_("研究主体"), str(one.get_studied_by_display())),
        (_("会议"), f"{one.item.meeting.title} {_moment(one.item.meeting.starts_at)}"),
        (_("表决"), _vote(one.item)),
        (_("意见"), str(one.get_opinion_display()) if one.opinion else _("尚未形成")),
        (_("修改要求"), one.changes),
        (_("理由"), one.reasons),
        (_("不作数"), one.void),
        (_("冻结摘要"), one.digest),
    ]
    return [row for row in rows if row[1]]


def _decision(seen: Overview) -> Rows:
    row = seen.decision
    if row is None:
        return []
    one_meeting = _("研究与决策由人员高度重合的同一次会议进行") if row.one_meeting else ""
    rows = [
        (_("结果"), str(row.get_outcome_display())),
        (_("会议"), f"{row.item.meeting.title} {_moment(row.item.meeting.starts_at)}"),
        (_("表决"), _vote(row.item)),
        (_("合并开会"), one_meeting),
        (_("与研究意见不一致的理由"), row.deviation_reason),
    ]
    return [row for row in rows if row[1]]


def _emergency(seen: Overview) -> Rows:
    if not seen.matter.emergency:
        return []
    rows = [(_("紧急理由"), seen.matter.emergency_reason)]
    if seen.decision is not None and seen.decision.emergency:
        said = seen.confirmation
        rows.append((_("追认"), _("尚未追认") if said is None else str(said.get_opinion_display())))
        if said is not None and said.reasons:
            rows.append((_("理由"), said.reasons))
    return rows


def _reports(seen: Overview) -> Rows:
    rows = []
    for one in seen.reports:
        due = one.due_on.isoformat() if one.due_on else "—"
        done = one.done_on.isoformat() if one.done_on else _("尚未办理")
        words = _("期限 %(due)s；办理 %(done)s") % {"due": due, "done": done}
        rows.append((str(one.get_kind_display()), f"{words} {one.text}".strip()))
    if seen.answer is not None:
        done = seen.answer.answered_on.isoformat() if seen.answer.answered_on else _("尚未回应")
        words = _("期限 %(due)s；回应 %(done)s")
        said = words % {"due": seen.answer.due_on.isoformat(), "done": done}
        rows.append((_("对党组织意见的回应"), f"{said} {seen.answer.text}".strip()))
    return rows


def _after(seen: Overview) -> Rows:
    rows = []
    if seen.execution is not None:
        rows.append((_("执行"), f"{seen.execution.done_on.isoformat()} {seen.execution.text}"))
    if seen.look_back is not None:
        rows.append((_("回看"), f"{seen.look_back.done_on.isoformat()} {seen.look_back.text}"))
    return rows
