"""The register's dated rules, declared with their defaults and read together for a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from shuniu.base import rulebook
from shuniu.registry.states import PartyKind, PostTitle, Standing

LEAST = rulebook.declare(
    "registry.party.least_members",
    3,
    _("应建党组织的正式党员人数"),
    _("中国共产党支部工作条例（试行）"),
)
REPORT_DUE = rulebook.declare(
    "registry.report.due",
    "06-30",
    _("年度工作报告公开期限（次年的月-日）"),
    _("按登记管理机关当年通知；默认值由枢纽核定"),
)
FORMED = rulebook.declare(
    "registry.party.formed_kinds",
    [PartyKind.OWN.value, PartyKind.JOINT.value],
    _("计为“已建”的组建方式"),
)
STRICT = rulebook.declare(
    "registry.party.strict_kinds",
    [PartyKind.OWN.value, PartyKind.JOINT.value, PartyKind.ATTACHED.value],
    _("组织覆盖（严格口径）所计的组建方式"),
)
WIDE = rulebook.declare(
    "registry.party.wide_kinds",
    [
        PartyKind.OWN.value,
        PartyKind.JOINT.value,
        PartyKind.ATTACHED.value,
        PartyKind.FUNCTIONAL.value,
        PartyKind.FLOATING.value,
    ],
    _("组织覆盖（宽口径）所计的组建方式"),
)
COUNTED = rulebook.declare(
    "registry.coverage.standings", [Standing.ACTIVE.value], _("计入覆盖统计的登记状态")
)
CROSS_TITLES = rulebook.declare(
    "registry.cross.titles",
    [
        PostTitle.HEAD.value,
        PostTitle.DEPUTY_HEAD.value,
        PostTitle.LEGAL_REPRESENTATIVE.value,
        PostTitle.MEMBER.value,
        PostTitle.CHAIR_OF_SUPERVISORS.value,
        PostTitle.SECRETARY_GENERAL.value,
        PostTitle.DEPUTY_SECRETARY_GENERAL.value,
    ],
    _("双向进入所计的治理、管理职务"),
)
PARTY_TITLES = rulebook.declare(
    "registry.cross.party_titles",
    [
        PostTitle.SECRETARY.value,
        PostTitle.DEPUTY_SECRETARY.value,
        PostTitle.BRANCH_COMMITTEE.value,
    ],
    _("双向进入所计的党组织职务"),
)
REMIND = rulebook.declare("registry.term.remind_months", 6, _("换届提前提醒的月数"))
LONGEST = rulebook.declare(
    "registry.term.longest_extension_months", 12, _("延期换届的最长月数"), _("基层组织选举工作条例")
)
JOINT_UNITS = rulebook.declare("registry.party.joint_units", 5, _("联合党支部一般覆盖的单位数上限"))
_ALL = (
    LEAST,
    FORMED,
    STRICT,
    WIDE,
    COUNTED,
    CROSS_TITLES,
    PARTY_TITLES,
    REMIND,
    LONGEST,
    JOINT_UNITS,
)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The rules as they stand on a day."""

    least: int = 3
    formed: frozenset[str] = frozenset({"own", "joint"})
    strict: frozenset[str] = frozenset({"own", "joint", "attached"})
    wide: frozenset[str] = frozenset({"own", "joint", "attached", "functional", "floating"})
    counted: frozenset[str] = frozenset({"active"})
    cross_titles: frozenset[str] = frozenset(
        {
            "head",
            "deputy_head",
            "legal_representative",
            "member",
            "chair_of_supervisors",
            "secretary_general",
            "deputy_secretary_general",
        }
    )
    party_titles: frozenset[str] = frozenset({"secretary", "deputy_secretary", "branch_committee"})
    remind_months: int = 6
    longest_extension: int = 12
    joint_units: int = 5


def parameters(day: date) -> Parameters:
    """The rules as they stand on a day; one query."""
    found = rulebook.values(_ALL, day)
    return Parameters(
        least=_number(found[LEAST]),
        formed=_words(found[FORMED]),
        strict=_words(found[STRICT]),
        wide=_words(found[WIDE]),
        counted=_words(found[COUNTED]),
        cross_titles=_words(found[CROSS_TITLES]),
        party_titles=_words(found[PARTY_TITLES]),
        remind_months=_number(found[REMIND]),
        longest_extension=_number(found[LONGEST]),
        joint_units=_number(found[JOINT_UNITS]),
    )


def _number(value: object) -> int:
    if not isinstance(value, int):
        message = f"not a whole number: {value!r}"
        raise TypeError(message)
    return value


def _words(value: object) -> frozenset[str]:
    if not isinstance(value, list):
        message = f"not a list of words: {value!r}"
        raise TypeError(message)
    return frozenset(str(one) for one in value)


def report_due(year: int) -> date:
    """By which day the report of a year must be public; the default where the rule is no day."""
    text = str(rulebook.value(REPORT_DUE, date(year, 12, 31)))
    try:
        return date.fromisoformat(f"{year + 1}-{text}")
    except ValueError:
        return date(year + 1, 6, 30)
