"""What an organisation made public, its audit, and the shares its register shows."""

from __future__ import annotations

from shuniu.base.measures import Measure
from shuniu.findings import Text

_FACT = "registry.disclosure"
_SAID = ("yes", "no")


def _published(key: str, zh: str, en: str) -> Measure:
    """Whether something is public; what nobody knows is asked."""
    return Measure(
        key, Text(zh, en), _FACT, "yes", "last_year", {key: _SAID}, word=key, nothing=None
    )


def _share(key: str, zh: str, en: str) -> Measure:
    """A part of a whole; without a whole it cannot be said, and is asked."""
    return Measure(
        key,
        Text(zh, en),
        "registry.disclosure_share",
        "latest",
        "last_year",
        {"figure": (key,)},
        nothing=None,
        unit="%",
    )


MEASURES: tuple[Measure, ...] = (
    Measure(
        "audit",
        Text("年度审计或审阅结论", "Yearly audit or review"),
        _FACT,
        "word",
        "last_year",
        {"audit": ("clean", "reviewed", "qualified", "none")},
        word="audit",
        nothing=None,
    ),
    Measure(
        "report_due",
        Text("年度工作报告公开期限", "Annual report due"),
        _FACT,
        "word",
        "last_year",
        word="due",
        nothing=None,
    ),
    Measure(
        "report_published",
        Text("年度工作报告公开日期", "Annual report published"),
        _FACT,
        "word",
        "last_year",
        word="published",
        nothing=None,
    ),
    _published("balance_public", "公开资产负债表", "Balance sheet published"),
    _published("income_public", "公开业务活动表", "Statement of activities published"),
    _published("opinion_public", "公开审计或审阅意见", "Audit or review opinion published"),
    _share("changes_filed", "登记事项变更按期办理率", "Registered changes filed in time"),
    _share("prices_public", "收费项目公示率", "Priced services with public prices"),
    _share("paid_directors", "领取报酬的理事比例", "Share of paid directors"),
    _share("certified", "持职业资格人员比例", "Staff with a professional qualification"),
    _share("staff_stay", "专职人员留任率", "Staff who stayed"),
)
