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


def _figure(key: str, zh: str, en: str, unit: str = "%") -> Measure:
    """A part of a whole, hours or months; what the register does not know is asked."""
    return Measure(
        key,
        Text(zh, en),
        "registry.disclosure_figure",
        "latest",
        "last_year",
        {"figure": (key,)},
        nothing=None,
        unit=unit,
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
    _figure("changes_filed", "登记事项变更按期办理率", "Registered changes filed in time"),
    _figure("prices_public", "收费项目公示率", "Priced services with public prices"),
    _figure("paid_directors", "领取报酬的理事比例", "Share of paid directors"),
    _figure("certified", "持职业资格人员比例", "Staff with a professional qualification"),
    _figure("staff_stay", "专职人员留任率", "Staff who stayed"),
    _figure("training_hours", "专职人员人均培训学时", "Training hours per staff member", "学时"),
    _figure(
        "reserve_months", "可用净资产可支撑月数", "Months of spending in free net assets", "月"
    ),
)
