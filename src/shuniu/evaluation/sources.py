"""Which measures answer which inputs of a framework: declared expressions over the rooms' facts.

A framework asks by key; what is declared here is filled in by itself, everything else is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from shuniu.base.measures import Measure, Measured, measure
from shuniu.findings import Text

_PASSED = ("pass", "basic", "filed")

MEASURES: tuple[Measure, ...] = (
    Measure(
        "months_registered",
        Text("登记满月数", "Months since registration"),
        "registry.registered",
        "months_since",
        nothing=None,
        unit="月",
    ),
    Measure(
        "last_report_overdue",
        Text("上年度年检年报逾期未报", "Last annual report overdue"),
        "registry.report",
        "any",
        "last_year",
        {"result": ("overdue",)},
        nothing=False,
    ),
    Measure(
        "dishonest_list",
        Text("列入严重失信名单", "On the list of serious dishonesty"),
        "registry.credit",
        "any",
        where={"kind": ("dishonest",)},
        nothing=False,
    ),
    Measure(
        "under_investigation",
        Text("正被立案调查", "Under formal investigation"),
        "registry.credit",
        "any",
        where={"kind": ("investigation",)},
        nothing=False,
    ),
    Measure(
        "abnormal_list",
        Text("列入活动异常名录且未移出", "On the list of abnormal activity"),
        "registry.credit",
        "any",
        where={"kind": ("abnormal",)},
        nothing=False,
    ),
    Measure(
        "grave_event",
        Text("年度内发生严重违背宗旨的事件", "Event gravely against the purpose in the year"),
        "registry.credit",
        "any",
        "year",
        {"kind": ("grave",)},
        nothing=False,
    ),
    Measure(
        "penalties",
        Text("年度内行政处罚次数", "Penalties in the year"),
        "registry.credit",
        "count",
        "year",
        {"kind": ("penalty",)},
        unit="次",
    ),
    Measure(
        "unbuilt_days",
        Text("应建未建党组织的天数", "Days a due party organisation is not set up"),
        "registry.not_built",
        "days_since",
        unit="天",
    ),
    Measure(
        "party_members",
        Text("本单位党员人数", "Party members working here"),
        "registry.headcount",
        "latest",
        "ever",
        {"figure": ("party_members",)},
        nothing=None,
        unit="人",
    ),
    Measure(
        "formal_members",
        Text("组织关系在本单位的正式党员人数", "Full members whose relation is here"),
        "registry.headcount",
        "latest",
        "ever",
        {"figure": ("formal_members",)},
        nothing=None,
        unit="人",
    ),
    Measure(
        "staff",
        Text("专职人员人数", "Full-time staff"),
        "registry.headcount",
        "latest",
        "ever",
        {"figure": ("staff",)},
        nothing=None,
        unit="人",
    ),
    Measure(
        "branch_kind",
        Text("党组织形式", "Kind of party organisation"),
        "registry.party_cover",
        "word",
        where={"kind": ("own", "joint", "attached", "functional")},
        word="kind",
        nothing="none",
    ),
    Measure(
        "instructor",
        Text("已指派党建工作指导员", "Party-building instructor assigned"),
        "registry.instructor",
        "any",
        nothing=False,
    ),
    Measure(
        "charter_clause",
        Text("党建入章情况", "Party clause in the charter"),
        "registry.charter",
        "word",
        "ever",
        word="clause",
        nothing="none",
    ),
    Measure(
        "branch_term_overdue",
        Text("党支部换届逾期天数", "Days the branch election is overdue"),
        "registry.term_end",
        "days_since",
        where={"body": ("party",)},
        unit="天",
    ),
    Measure(
        "council_term_overdue",
        Text("理事会换届逾期天数", "Days the council election is overdue"),
        "registry.term_end",
        "days_since",
        where={"body": ("council",)},
        unit="天",
    ),
    Measure(
        "cross_posts",
        Text("交叉任职人数", "People holding posts on both sides"),
        "registry.cross_post",
        "people",
        unit="人",
    ),
    Measure(
        "reports_due",
        Text("近三年应通过的年检年报数", "Annual reports due in three years"),
        "registry.report",
        "count",
        "three_years",
        nothing=None,
        unit="份",
    ),
    Measure(
        "reports_passed",
        Text("近三年合格的年检年报数", "Annual reports passed in three years"),
        "registry.report",
        "count",
        "three_years",
        {"result": _PASSED},
        unit="份",
    ),
)


def declared() -> dict[str, Measure]:
    """Every measure by its key."""
    return {one.key: one for one in MEASURES}


def values_on(organisations: Sequence[int], day: date) -> Mapping[str, Mapping[int, Measured]]:
    """All measures of organisations on a day: key → organisation → value with its records."""
    return measure(MEASURES, organisations, day)
