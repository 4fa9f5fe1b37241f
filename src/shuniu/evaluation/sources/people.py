"""What rosters of members and the chain of major matters say."""

from __future__ import annotations

from shuniu.base.measures import Measure
from shuniu.findings import Text

_MATTER = "governance.matter"
_YES = ("yes",)
# A matter counts once it is clear whether it was studied before it was decided.
_DECIDED = {"major": _YES, "studied_first": ("yes", "no")}

MEASURES: tuple[Measure, ...] = (
    Measure(
        "floating_members",
        Text("流动党员人数", "Floating members"),
        "members.floating",
        "people",
        unit="人",
    ),
    Measure(
        "floating_in_contact",
        Text("按期联系的流动党员人数", "Floating members contacted in time"),
        "members.floating",
        "people",
        where={"in_contact": _YES},
        unit="人",
    ),
    Measure(
        "talks",
        Text("谈心谈话覆盖率", "Members with a heart-to-heart talk"),
        "members.member",
        "share",
        share_of={"talked": _YES},
        nothing=None,
        unit="%",
    ),
    Measure(
        "cultivation_on_time",
        Text("积极分子考察按期率", "Activist reviews done in time"),
        "members.half_year_due",
        "share",
        "year",
        share_of={"done": _YES},
        applies=False,
        unit="%",
    ),
    Measure(
        "core_stay",
        Text("骨干党员留任率", "Core party members who stayed"),
        "members.core",
        "share",
        "year",
        share_of={"stayed": _YES},
        applies=False,
        unit="%",
    ),
    Measure(
        "prior_due",
        Text("应前置研究事项数", "Matters due for prior study"),
        _MATTER,
        "count",
        "year",
        _DECIDED,
        unit="件",
    ),
    Measure(
        "prior_studied",
        Text("决策前已研究事项数", "Matters studied before the decision"),
        _MATTER,
        "count",
        "year",
        {"major": _YES, "studied_first": _YES},
        unit="件",
    ),
    Measure(
        "matters_reported",
        Text("重大事项按期报告率", "Major matters reported in time"),
        _MATTER,
        "share",
        "year",
        {"reported_in_time": ("yes", "no")},
        share_of={"reported_in_time": _YES},
        applies=False,
        unit="%",
    ),
    Measure(
        "recusals",
        Text("关联事项回避率", "Related-party matters with recusal"),
        _MATTER,
        "share",
        "year",
        {"recused": ("yes", "no")},
        share_of={"recused": _YES},
        applies=False,
        unit="%",
    ),
    Measure(
        "opinions_answered",
        Text("党组织意见按期回应率", "Party opinions answered in time"),
        "governance.opinion",
        "share",
        "year",
        share_of={"answered_in_time": _YES},
        applies=False,
        unit="%",
    ),
)
