"""The columns an import knows: what they are called in real files, and what their cells hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from shuniu.base import clock
from shuniu.findings import Text
from shuniu.registry.states import OrganisationType, ReportResult, Size, Standing
from shuniu.sheets import ColumnSpec, Kind, Option

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_EPOCH = date(1970, 1, 1)
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年度?")
_UNIT = re.compile(r"[(（\[【:：]\s*(?:单位[:：]?\s*)?(亿元|百万元|万元|千元|元)\s*[)）\]】]?")
UNITS = {"元": 1, "千元": 1000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a column may tell.

    Attributes:
        key: name of the field, in the register too where it has one.
        label: the words on our pages.
        titles: headings found in real files, the plainest first.
        kind: what the cells hold.
        options: choices.
        longest: characters a text may have.
        unit: unit of a number.
        report: whether it belongs to the yearly report.
        money: whether it is an amount of money.
    """

    key: str
    label: str | _StrPromise
    titles: tuple[str, ...]
    kind: Kind = Kind.TEXT
    options: tuple[Option, ...] = ()
    longest: int = 0
    unit: str = ""
    report: bool = False
    money: bool = False

    def spec(self, year: int | None, today: date) -> ColumnSpec:
        """What to ask of the reader; headings of a year are those of the report."""
        titles = self.titles
        if self.report and year is not None:
            dated = (f"{year}{middle}{title}" for title in titles for middle in ("年", "年度", ""))
            titles = (*titles, *dated)
        low = high = None
        if self.kind is Kind.DATE:
            low, high = float(_day(date(1900, 1, 1))), float(_day(today))
        if self.kind is Kind.WHOLE:
            low, high = 0.0, 10_000_000.0
        must = self.key in REQUIRED
        return ColumnSpec(self.key, titles, self.kind, self.options, must, low, high, self.unit)


def _day(day: date) -> int:
    return (day - _EPOCH).days


def _options(choices: Mapping[str, tuple[str, str, tuple[str, ...]]]) -> tuple[Option, ...]:
    return tuple(Option(key, Text(zh, en), also) for key, (zh, en, also) in choices.items())


_TYPES = _options(
    {
        OrganisationType.ASSOCIATION: (
            "社会团体",
            "association",
            ("社团", "社团组织", "社会团体法人", "行业协会", "协会", "商会", "联合性社团"),
        ),
        OrganisationType.FOUNDATION: ("基金会", "foundation", ("基金会法人",)),
        OrganisationType.SERVICE: (
            "社会服务机构",
            "service institution",
            ("民办非企业单位", "民办非企业", "民非", "民非企业", "社会服务机构（民办非企业单位）"),
        ),
        OrganisationType.HUB: ("枢纽型组织", "hub", ("枢纽型社会组织", "枢纽")),
    }
)
_SIZES = _options(
    {
        Size.SMALL: ("小型", "small", ("小", "小型组织", "微型")),
        Size.REGULAR: ("一般", "regular", ("大型", "中型", "大", "中", "中等", "普通", "正常")),
    }
)
_STANDINGS = _options(
    {
        Standing.ACTIVE: ("存续", "active", ("正常", "在册", "正常活动", "在业", "运行", "有效")),
        Standing.SUSPENDED: ("停止活动", "suspended", ("停办", "休眠", "僵尸", "暂停", "歇业")),
        Standing.DISSOLVED: ("已注销", "dissolved", ("注销", "撤销", "已撤销", "注销登记")),
    }
)
_RESULTS = _options(
    {
        ReportResult.PASS: ("合格", "pass", ("年检合格", "通过")),
        ReportResult.BASIC: ("基本合格", "basic", ("年检基本合格",)),
        ReportResult.FAIL: ("不合格", "fail", ("年检不合格", "未通过")),
        ReportResult.FILED: ("已报送", "filed", ("已年报", "已报", "已提交", "按时报送")),
        ReportResult.OVERDUE: (
            "逾期未报",
            "overdue",
            ("未报", "未年检", "未报送", "未参加年检", "未参检", "逾期"),
        ),
    }
)

FIELDS: tuple[Field, ...] = (
    Field(
        "code",
        _("统一社会信用代码"),
        ("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "统一代码", "credit code"),
        Kind.CODE,
        longest=40,
    ),
    Field(
        "name",
        _("单位名称"),
        (
            *("单位名称", "组织名称", "社会组织名称", "机构名称", "名称", "单位", "社会组织"),
            *("单位全称", "全称", "组织全称", "协会名称", "name"),
        ),
        Kind.NAME,
        longest=120,
    ),
    Field("short_name", _("简称"), ("简称", "单位简称"), longest=40),
    Field(
        "type",
        _("组织类型"),
        ("组织类型", "类型", "社会组织类型", "单位类型", "登记类型", "组织类别", "类别"),
        Kind.CHOICE,
        _TYPES,
    ),
    Field("size", _("规模"), ("规模", "组织规模", "单位规模"), Kind.CHOICE, _SIZES),
    Field(
        "sector",
        _("行业领域"),
        ("行业领域", "领域", "行业", "业务领域", "服务领域", "所属行业", "所属领域", "行业分类"),
        longest=40,
    ),
    Field(
        "area",
        _("所属片区"),
        ("所属片区", "片区", "工作站", "片区工作站", "所属工作站", "街道", "所属街道", "街镇"),
        longest=120,
    ),
    Field(
        "supervisor",
        _("业务主管单位"),
        ("业务主管单位", "主管单位", "业务主管部门", "主管部门", "业务指导单位"),
        longest=120,
    ),
    Field(
        "registered_on",
        _("成立登记日期"),
        (
            *("成立登记日期", "成立日期", "登记日期", "成立时间", "注册日期", "登记时间"),
            *("注册时间", "批准日期", "发证日期"),
        ),
        Kind.DATE,
    ),
    Field(
        "region", _("行政区划代码"), ("行政区划代码", "区划代码", "行政区划", "区划"), longest=20
    ),
    Field(
        "address",
        _("住所"),
        ("住所", "地址", "办公地址", "注册地址", "单位地址", "联系地址", "住址"),
        longest=200,
    ),
    Field(
        "standing", _("状态"), ("状态", "登记状态", "存续状态", "单位状态"), Kind.CHOICE, _STANDINGS
    ),
    Field(
        "staff",
        _("专职人员数"),
        ("专职人员数", "专职人员", "专职工作人员数", "专职人数", "专职工作人员"),
        Kind.WHOLE,
        unit="人",
    ),
    Field(
        "party_members",
        _("党员数"),
        ("党员数", "党员人数", "党员总数", "党员"),
        Kind.WHOLE,
        unit="人",
    ),
    Field(
        "formal_members",
        _("组织关系在本单位的正式党员数"),
        (
            *("组织关系在本单位的正式党员数", "正式党员数", "正式党员人数", "正式党员"),
            "组织关系党员数",
        ),
        Kind.WHOLE,
        unit="人",
    ),
    Field(
        "contact",
        _("单位联系电话"),
        (
            *("单位联系电话", "联系电话", "电话", "办公电话", "单位电话", "联系方式", "手机"),
            *("手机号", "手机号码", "联系人电话", "联系人手机", "电话号码"),
        ),
        longest=40,
    ),
    Field(
        "year",
        _("年检年报年度"),
        ("年检年报年度", "年检年度", "年报年度", "报告年度", "年度", "年检年份"),
        longest=10,
        report=True,
    ),
    Field(
        "result",
        _("年检年报结论"),
        ("年检年报结论", "年检结论", "年检结果", "年检情况", "年报情况", "年检", "年检年报情况"),
        Kind.CHOICE,
        _RESULTS,
        report=True,
    ),
    Field("filed_on", _("年报报送日期"), ("年报报送日期", "报送日期"), Kind.DATE, report=True),
    Field(
        "income",
        _("收入（万元）"),
        ("收入", "年收入", "总收入", "收入合计", "收入总额", "本年收入"),
        report=True,
        money=True,
        longest=40,
    ),
    Field(
        "expenses",
        _("支出（万元）"),
        ("支出", "年支出", "总支出", "支出合计", "费用合计", "支出总额", "本年支出"),
        report=True,
        money=True,
        longest=40,
    ),
    Field(
        "net_assets",
        _("年末净资产（万元）"),
        ("年末净资产", "净资产", "净资产合计", "期末净资产"),
        report=True,
        money=True,
        longest=40,
    ),
    Field(
        "members",
        _("会员数"),
        ("会员数", "会员总数", "单位会员数", "会员数量", "会员"),
        Kind.WHOLE,
        unit="个",
        report=True,
    ),
)
BY_KEY = {field.key: field for field in FIELDS}
REQUIRED = ("code", "name")
REPORT = tuple(field.key for field in FIELDS if field.report and field.key != "year")
MONEY = tuple(field.key for field in FIELDS if field.money)


def specs(year: int | None = None) -> list[ColumnSpec]:
    """What to ask of the reader of sheets."""
    today = clock.today()
    return [field.spec(year, today) for field in FIELDS]


def year_in(headings: Iterable[str]) -> int | None:
    """The latest year that stands in a heading, as in 2025年收入."""
    years = [int(found) for words in headings for found in _YEAR.findall(words)]
    return max((one for one in years if one <= clock.today().year), default=None)


def unit_in(words: str) -> str:
    """The unit of money a heading names; empty where it names none."""
    found = _UNIT.search(words)
    return found[1] if found else ""
