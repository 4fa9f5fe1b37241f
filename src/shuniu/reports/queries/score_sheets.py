"""The score sheet of one organisation, as data for its paper."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shuniu.base import clock
from shuniu.evaluation.models import Entry, ProposalLine, Result
from shuniu.evaluation.queries import scores
from shuniu.evaluation.queries.values import say
from shuniu.scoring import Explanation, is_value, show


def score_sheet(entry: Entry) -> dict[str, object]:
    """Everything on the sheet: who, by what, item by item, how the grade came about.

    Args:
        entry: with organisation, round and framework at hand.
    """
    told = scores.explain_entry(entry)
    result = Result.objects.filter(entry=entry).first()
    line = ProposalLine.objects.filter(entry=entry).order_by("-proposal__number").first()
    return {
        "words": _words(),
        "title": _("%(round)s评分表") % {"round": entry.round.title},
        "facts": _facts(entry, told, result, line),
        "rows": _rows(told),
        "conclusion": [say(step.text) for step in told.conclusion],
        "decision": _decision(result),
        "made": clock.today().isoformat(),
    }


def _words() -> dict[str, str]:
    return {
        "item": _("项目"),
        "maximum": _("满分"),
        "points": _("得分"),
        "basis": _("依据"),
        "how": _("等级是怎样得出的"),
        "decision": _("委员会决定"),
        "organisation": _("参评单位（盖章）"),
        "assessor": _("评估专家（签字）"),
        "day": _("　　年　　月　　日"),
        "made": _("生成日期"),
    }


def _facts(
    entry: Entry, told: Explanation, result: Result | None, line: ProposalLine | None
) -> list[list[str]]:
    grade = say(told.grade) if told.grade else say(told.status)
    points = show(told.points) if is_value(told.points) else "—"
    if result is not None:
        grade = result.grade_title or grade
    rows = [
        [_("单位名称"), entry.organisation.name],
        [_("统一社会信用代码"), entry.organisation.code],
        [_("评价期"), f"{entry.round.period_from} — {entry.round.period_until}"],
        [_("评价标准"), f"{say(told.framework)} {told.version}"],
        [_("适用分表"), say(told.table) if told.table else "—"],
        [_("总分"), f"{points} / {show(told.maximum)}"],
        [_("等级"), grade],
    ]
    if line is not None and line.peer_rank:
        words = _("同类 %(peers)s 家中第 %(rank)s，中位数 %(median)s 分")
        said = {"peers": line.peers, "rank": line.peer_rank, "median": show(line.peer_median or 0)}
        rows.append([_("同类比较"), words % said])
    return rows


def _rows(told: Explanation) -> list[dict[str, object]]:
    rows = []
    for depth, one in told.walk():
        basis = [say(step.text) for step in one.steps] if one.is_leaf else []
        values = [f"{say(r.title)}：{say(r.value)}" for r in one.readings]
        rows.append(
            {
                "depth": depth,
                "leaf": one.is_leaf,
                "title": say(one.title),
                "maximum": show(one.maximum),
                "points": show(one.points) if is_value(one.points) else "—",
                "basis": "；".join([*values, *basis]),
            }
        )
    return rows


def _decision(result: Result | None) -> str:
    if result is None:
        return ""
    if result.deviates:
        words = _("决定为“%(grade)s”，与建议不同，理由：%(reason)s")
        return words % {"grade": result.grade_title, "reason": result.reason}
    return _("按建议决定为“%(grade)s”。") % {"grade": result.grade_title or "—"}
