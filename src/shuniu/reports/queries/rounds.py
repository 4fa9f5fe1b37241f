"""A round as official papers, a workbook and one page tell it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from django.utils.translation import gettext as _

from shuniu.base import clock
from shuniu.evaluation.models import (
    Entry,
    Proposal,
    ProposalLine,
    Publicity,
    Result,
    Round,
    Sitting,
)
from shuniu.evaluation.models.results import KNOWN_POINTS
from shuniu.evaluation.states import EntryState, SittingKind
from shuniu.registry.models import Organisation
from shuniu.scoring import show
from shuniu.ui.documents import Block, Official, Sheet, Table

_NUMERALS = "一二三四五六七八九十"


def results_of(round_: Round) -> list[Result]:
    """The decided results, best first."""
    rows = Result.objects.filter(entry__round=round_).select_related("entry__organisation", "line")
    return sorted(rows, key=lambda one: (-(one.points or 0), one.entry.organisation.code))


def decision(round_: Round, number: str) -> Official:
    """The decision on a round, in the official form."""
    results = results_of(round_)
    return Official(
        issuer=_issuer(round_),
        number=number,
        title=(f"关于公布{round_.title}", "结果的决定"),
        to="各参评单位",
        body=(*_opening(round_, results), *_grades(results), *_closing(round_)),
        signed=_issuer(round_),
        day=clock.today(),
        copies="登记管理机关，各参评单位的业务主管单位",
        printed=_issuer(round_),
    )


def notice(round_: Round, number: str) -> Official:
    """The public notice with its days and where objections go."""
    results = results_of(round_)
    shown = Publicity.objects.filter(round=round_).first()
    since = shown.since if shown else clock.today()
    until = shown.until if shown else since + timedelta(days=round_.publicity_days)
    body = (
        Block(
            f"经评估委员会审议，现将{round_.title}结果予以公示。公示期为"
            f"{_long(since)}至{_long(until)}。"
        ),
        Block(table=_table(results)),
        Block(
            "参评单位对结果有异议的，请在公示期内通过枢纽平台提出书面复核申请，"
            f"并附说明材料。复核结论将在受理后{round_.review_days}日内书面答复。"
        ),
    )
    return Official(
        issuer=_issuer(round_),
        number=number,
        title=(f"{round_.title}", "结果公示"),
        body=body,
        signed=_issuer(round_),
        day=since,
        printed=_issuer(round_),
    )


def _issuer(round_: Round) -> str:
    hub = Organisation.objects.filter(node=round_.node_id).first()
    return hub.name if hub else round_.node.name


def _opening(round_: Round, results: list[Result]) -> tuple[Block, ...]:
    sitting = Sitting.objects.filter(round=round_, kind=SittingKind.FINAL).order_by("-pk").first()
    held = (
        f"{_long(sitting.held_on)}，评估委员会召开会议，以记名投票方式审议了评价建议。"
        if sitting
        else ""
    )
    return (
        Block("一、评价情况", 1),
        Block(
            f"本次评价的评价期为{_long(round_.period_from)}至{_long(round_.period_until)}，"
            f"共有{len(results)}家单位形成结果。{held}"
        ),
        Block("二、评价结果", 1),
    )


def _grades(results: list[Result]) -> tuple[Block, ...]:
    counted = Counter(one.grade_title or "未定级" for one in results)
    order = list(dict.fromkeys(one.grade_title or "未定级" for one in results))
    summary = "、".join(f"{grade}{counted[grade]}家" for grade in order)
    return (Block(f"其中{summary}。名单如下："), Block(table=_table(results)))


def _closing(round_: Round) -> tuple[Block, ...]:
    return (
        Block("三、结果使用", 1),
        Block(
            f"评价结果自公布之日起{_numeral(round_.valid_years)}年内有效。各单位的改进事项纳入下一轮评价跟踪。"
        ),
    )


def _table(results: list[Result]) -> Table:
    rows = tuple(
        (str(number), one.entry.organisation.name, one.grade_title or "未定级")
        for number, one in enumerate(results, 1)
    )
    return Table(("序号", "单位名称", "等级"), rows, (18, 104, 34))


def _long(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _numeral(number: int) -> str:
    return _NUMERALS[number - 1] if 1 <= number <= len(_NUMERALS) else str(number)


def cohort(round_: Round) -> list[Sheet]:
    """The whole round as a workbook: results, and every item of every organisation."""
    latest = Proposal.objects.filter(round=round_).order_by("-number").first()
    lines = list(
        ProposalLine.objects.filter(proposal=latest)
        .select_related("entry__organisation__node__parent", "entry__result")
        .order_by(KNOWN_POINTS.desc(), "entry__organisation__code")
    )
    return [_summary_sheet(round_, lines), _states_sheet(round_), _items_sheet(lines)]


def _summary_sheet(round_: Round, lines: list[ProposalLine]) -> Sheet:
    heads = ("名次", "单位名称", "统一社会信用代码", "组织类型", "规模", "片区", "总分", "满分",
             "建议等级", "决定等级", "理由", "同类名次", "同类家数", "来自记录的分")  # fmt: skip
    rows = []
    for place, line in enumerate(lines, 1):
        entry, result = line.entry, getattr(line.entry, "result", None)
        rows.append(
            (
                place,
                entry.organisation.name,
                entry.organisation.code,
                entry.get_type_display(),
                entry.get_size_display(),
                str(entry.organisation.node.parent or ""),
                _plain(line.points),
                _plain(line.maximum),
                line.grade_title,
                result.grade_title if result else "",
                result.reason if result else "",
                line.peer_rank,
                line.peers,
                _plain(line.from_records),
            )
        )
    return Sheet("结果", heads, rows, title=round_.title)


def _states_sheet(round_: Round) -> Sheet:
    rows = Entry.objects.filter(round=round_).select_related("organisation")
    return Sheet(
        "参评情况",
        ("单位名称", "统一社会信用代码", "状态", "提交时间", "不予参评的原因"),
        [
            (
                one.organisation.name,
                one.organisation.code,
                one.get_state_display(),
                one.submitted_at,
                "；".join(str(gate["zh"]) for gate in one.gates)
                if one.state == EntryState.NOT_ADMITTED
                else "",
            )
            for one in rows.order_by("organisation__code")
        ],
    )


def _items_sheet(lines: list[ProposalLine]) -> Sheet:
    keys = list(dict.fromkeys(key for line in lines for key in line.items))
    rows = [
        (line.entry.organisation.name, *(_plain(line.items.get(key)) for key in keys))
        for line in lines
    ]
    return Sheet("分项得分", ("单位名称", *keys), rows)


def _plain(milli: int | None) -> float | None:
    return None if milli is None else milli / 1000


def summary(round_: Round) -> dict[str, object]:
    """One page for leaders: how many, which grades, where it is strong and weak, who needs help."""
    lines = list(
        ProposalLine.objects.filter(
            proposal=Proposal.objects.filter(round=round_).order_by("-number").first()
        ).select_related("entry__organisation")
    )
    points = sorted(line.points for line in lines if line.points is not None)
    grades = Counter(one.grade_title or "未定级" for one in results_of(round_))
    if not grades:
        grades = Counter(line.grade_title or "未定级" for line in lines)
    recorded = sum(line.from_records for line in lines)
    total = sum(points)
    return {
        "title": round_.title,
        "hub": _issuer(round_),
        "day": clock.today().isoformat(),
        "figures": [
            [_("参评单位"), str(Entry.objects.filter(round=round_).count())],
            [_("形成得分"), str(len(points))],
            [_("中位数"), show(points[len(points) // 2]) if points else "—"],
            [_("由记录自动得到的分"), f"{recorded / total * 100:.0f}%" if total else "—"],
        ],
        "grades": [[grade, count] for grade, count in grades.most_common()],
        "weakest": [
            [line.entry.organisation.name, line.grade_title, show(line.points or 0)]
            for line in sorted(lines, key=lambda one: one.points or 0)[:8]
            if line.points is not None
        ],
    }
