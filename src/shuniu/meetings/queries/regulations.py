"""What each kind of meeting asks for: how often, how long before, how many, by what majority.

Every number is a dated rule that a hub changes; the defaults name their source. A share is written
as it is said: ``>1/2`` is more than half, ``>=2/3`` at least two thirds; a majority also says of whom:
``>1/2 present``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from shuniu.ballots import Bar, Base, MajorityRule, QuorumRule, Reach, Source
from shuniu.base import rulebook
from shuniu.findings import Text
from shuniu.meetings.states import MeetingKind, Weight

_K = MeetingKind
_BRANCH = Text("《中国共产党支部工作条例（试行）》", "Regulations on Party Branches (trial)")
_ELECT = Text("《基层组织选举工作条例》", "Regulations on Elections in Primary Organisations")
_FOUNDATION = Text("《基金会管理条例》", "Regulations on Foundations")
_ASSOCIATION = Text("社会团体章程示范文本", "Model charter of associations")
_SERVICE = Text("社会服务机构章程示范文本", "Model charter of service organisations")
_HUB = Text("枢纽默认规则", "Default of the hub")
EVERY = (
    ("none", _("不定期")),
    ("month", _("每月")),
    ("quarter", _("每季度")),
    ("half_year", _("每半年")),
    ("year", _("每年")),
)
_SHARE = re.compile(r"(>=|>)\s*(\d+)/(\d+)(?:\s+(\w+))?")
_BASES = {"entitled": Base.ENTITLED, "present": Base.PRESENT, "cast": Base.CAST}
LATE_DAYS = 7  # a record written later is marked so, with its reason
HALF, TWO_THIRDS = ">1/2", ">=2/3"


@dataclass(frozen=True, slots=True)
class _Default:
    """One row of the table; ``qualified`` and ``election`` are empty where the source has none."""

    key: str
    every: str
    times: int
    notice: int
    quorum: str
    ordinary: str
    qualified: str
    source: Text


def _row(
    key: str, often: tuple[str, int], notice: int, bars: tuple[str, ...], source: Text
) -> _Default:
    quorum, ordinary, *more = bars
    return _Default(key, *often, notice, quorum, ordinary, more[0] if more else "", source)


_E, _P = f"{HALF} entitled", f"{HALF} present"
_QP, _QE = f"{TWO_THIRDS} present", f"{TWO_THIRDS} entitled"
_NEVER = ("none", 0)
DEFAULTS: tuple[_Default, ...] = (
    _row(_K.ASSEMBLY_PARTY, ("quarter", 1), 1, (HALF, _E), _BRANCH),
    _row(_K.COMMITTEE_PARTY, ("month", 1), 1, (HALF, _E), _BRANCH),
    _row(_K.GROUP_PARTY, ("month", 1), 0, (HALF, _P), _BRANCH),
    _row(_K.LECTURE, ("year", 1), 0, (HALF, _P), _BRANCH),
    _row(_K.THEME_DAY, ("month", 1), 0, (HALF, _P), _BRANCH),
    _row(_K.LIFE, ("year", 1), 3, (HALF, _E), _BRANCH),
    _row(_K.REVIEW, ("year", 1), 3, (HALF, _E), _BRANCH),
    _row(_K.STUDY, _NEVER, 0, (HALF, _P), _HUB),
    _row(f"{_K.COUNCIL}.foundation", ("year", 2), 5, (TWO_THIRDS, _P, _QP), _FOUNDATION),
    _row(f"{_K.COUNCIL}.association", ("year", 1), 5, (TWO_THIRDS, _QP), _ASSOCIATION),
    _row(f"{_K.COUNCIL}.service", ("year", 2), 5, (HALF, _E, _QE), _SERVICE),
    _row(_K.STANDING, ("half_year", 1), 5, (TWO_THIRDS, _QP), _ASSOCIATION),
    _row(_K.ASSEMBLY, ("year", 1), 10, (TWO_THIRDS, _P, _QP), _ASSOCIATION),
    _row(_K.SUPERVISORS, ("year", 1), 3, (HALF, _P, _QP), _HUB),
    _row(_K.SECRETARIAT, _NEVER, 0, (HALF, _P, _QP), _HUB),
    _row(_K.SPECIAL, _NEVER, 1, (HALF, _P, _QP), _HUB),
    _row(_K.JOINT, ("quarter", 1), 7, (HALF, _P, _QP), _HUB),
)
_BY_KEY = {one.key: one for one in DEFAULTS}
_ELECTION = {_K.ASSEMBLY_PARTY.value: (">=4/5", _P, _ELECT)}


def _declare(one: _Default) -> None:
    name = f"meetings.{one.key}"
    words = MeetingKind(one.key.partition(".")[0]).label
    source = one.source.zh
    rulebook.declare(f"{name}.every", one.every, _("%(kind)s：周期") % {"kind": words}, source)
    rulebook.declare(
        f"{name}.times", one.times, _("%(kind)s：每周期次数") % {"kind": words}, source
    )
    rulebook.declare(
        f"{name}.notice", one.notice, _("%(kind)s：提前通知天数") % {"kind": words}, source
    )
    rulebook.declare(
        f"{name}.quorum", one.quorum, _("%(kind)s：到会要求") % {"kind": words}, source
    )
    rulebook.declare(
        f"{name}.ordinary", one.ordinary, _("%(kind)s：一般事项表决") % {"kind": words}, source
    )
    rulebook.declare(
        f"{name}.qualified", one.qualified, _("%(kind)s：特别事项表决") % {"kind": words}, source
    )


for _one in DEFAULTS:
    _declare(_one)

_PARTS = ("every", "times", "notice", "quorum", "ordinary", "qualified")


@dataclass(frozen=True, slots=True)
class Regulation:
    """The rules of a kind of meeting as in force on a day.

    Attributes:
        kind: of meeting.
        every: ``month``, ``quarter``, ``half_year``, ``year`` or ``none``.
        times: how often within that period.
        notice: days between the call and the meeting.
        quorum: how many must attend.
        majorities: what carries, by weight of the matter.
    """

    kind: str
    every: str
    times: int
    notice: int
    quorum: QuorumRule
    majorities: dict[str, MajorityRule]
    election_quorum: QuorumRule | None = None

    def quorum_for(self, weight: str) -> QuorumRule:
        """Elections may ask for more people than other matters do."""
        if weight == Weight.ELECTION and self.election_quorum is not None:
            return self.election_quorum
        return self.quorum

    def majority_for(self, weight: str) -> MajorityRule:
        """What carries a matter of this weight; the ordinary majority where nothing else is said."""
        return self.majorities.get(weight, self.majorities[Weight.ORDINARY])


def key_of(kind: str, type_: str) -> str:
    """The rules of a council differ with the type of the organisation."""
    return f"{kind}.{type_}" if f"{kind}.{type_}" in _BY_KEY else _fallback(kind)


def _fallback(kind: str) -> str:
    return kind if kind in _BY_KEY else f"{kind}.association"


def regulation(kind: str, type_: str = "", on: date | None = None) -> Regulation:
    """The rules of a kind of meeting in an organisation of a type, in one query."""
    return regulations([(kind, type_)], on)[kind, type_]


def regulations(
    wanted: list[tuple[str, str]], on: date | None = None
) -> dict[tuple[str, str], Regulation]:
    """Several at once, in one query."""
    keys = {pair: key_of(*pair) for pair in wanted}
    codes = [f"meetings.{key}.{part}" for key in set(keys.values()) for part in _PARTS]
    values = rulebook.values(codes, on)
    return {pair: _made(pair[0], key, values) for pair, key in keys.items()}


def _made(kind: str, key: str, values: dict[str, object]) -> Regulation:
    default = _BY_KEY[key]
    source = Source(default.source, confirmed=False)

    def said(part: str) -> object:
        return values[f"meetings.{key}.{part}"]

    majorities = {Weight.ORDINARY.value: _majority(str(said("ordinary")), default.ordinary, source)}
    if said("qualified") or default.qualified:
        majorities[Weight.QUALIFIED.value] = _majority(
            str(said("qualified")), default.qualified or default.ordinary, source
        )
    election = None
    if kind in _ELECTION:
        quorum, majority, words = _ELECTION[kind]
        by = Source(words, confirmed=False)
        election = QuorumRule(_bar(quorum, quorum), by)
        majorities[Weight.ELECTION.value] = _majority(majority, majority, by)
    return Regulation(
        kind,
        str(said("every")),
        int(str(said("times"))),
        int(str(said("notice"))),
        QuorumRule(_bar(str(said("quorum")), default.quorum), source),
        majorities,
        election,
    )


def _bar(words: str, otherwise: str) -> Bar:
    """A share as it is said; what cannot be read is replaced by the default."""
    found = _SHARE.fullmatch(words.strip()) or _SHARE.fullmatch(otherwise)
    assert found is not None  # noqa: S101 (the defaults are ours and tested)
    reach = Reach.AT_LEAST if found[1] == ">=" else Reach.MORE_THAN
    return Bar(Fraction(int(found[2]), int(found[3])), reach)


def _majority(words: str, otherwise: str, source: Source) -> MajorityRule:
    found = _SHARE.fullmatch(words.strip())
    text = words if found is not None and found[4] in _BASES else otherwise
    base = _BASES[text.strip().split()[-1]]
    return MajorityRule(_bar(text, otherwise), base, source)
