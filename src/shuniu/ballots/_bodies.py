"""Usual rules of the bodies a hub meets with, as dated data; a charter may say otherwise.

Each set of rules names its source. Where nobody has read the printed text, ``confirmed`` is false
and the hub should put its own charter in the place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from shuniu.ballots._bars import Bar, Base, Reach, Source
from shuniu.ballots._decide import MajorityRule
from shuniu.ballots._roll import QuorumRule
from shuniu.findings import Text

TWO_THIRDS = Bar(Fraction(2, 3))
FOUR_FIFTHS = Bar(Fraction(4, 5))
OVER_HALF = Bar(Fraction(1, 2), Reach.MORE_THAN)


@dataclass(frozen=True, slots=True)
class BodyRules:
    """How one kind of body decides.

    Attributes:
        key: stable name.
        title: what it is called.
        quorum: how many must attend.
        ordinary: what carries an ordinary matter.
        qualified: what carries a major matter; ``None`` where the source names none.
    """

    key: str
    title: Text
    quorum: QuorumRule
    ordinary: MajorityRule
    qualified: MajorityRule | None = None


def _rules(
    key: str, title: Text, source: Source, quorum: Bar, majorities: tuple[tuple[Bar, Base], ...]
) -> BodyRules:
    ordinary, *qualified = (MajorityRule(bar, base, source) for bar, base in majorities)
    return BodyRules(
        key,
        title,
        QuorumRule(quorum, source),
        ordinary,
        qualified[0] if qualified else None,
    )


_EVALUATION = Source(
    Text("《社会组织评估管理办法》（民政部令第39号）", "Rules on Evaluating Social Organisations"),
    since=date(2011, 3, 1),
)
_FOUNDATION = Source(
    Text("《基金会管理条例》", "Regulations on Foundations"), since=date(2004, 6, 1)
)
_ASSOCIATION = Source(
    Text("社会团体章程示范文本", "Model charter of associations"), confirmed=False
)
_SERVICE = Source(
    Text("民办非企业单位章程示范文本", "Model charter of social service organisations"),
    confirmed=False,
)
_PARTY = Source(
    Text("《中国共产党基层组织选举工作条例》", "Regulations on Elections in Primary Organisations"),
    since=date(2020, 7, 13),
    confirmed=False,
)

_BRANCH = Source(
    Text("《中国共产党支部工作条例（试行）》", "Regulations on Party Branches (trial)"),
    since=date(2018, 10, 28),
    confirmed=False,
)
# Nobody prints rules for these: the hub's own stand until it puts others in their place.
_HUB = Source(Text("枢纽默认规则", "Default of the hub"), confirmed=False)

BODIES: tuple[BodyRules, ...] = (
    _rules(
        "evaluation_committee",
        Text("评估委员会", "evaluation committee"),
        _EVALUATION,
        TWO_THIRDS,
        ((OVER_HALF, Base.ENTITLED),),
    ),
    _rules(
        "foundation_board",
        Text("基金会理事会", "board of a foundation"),
        _FOUNDATION,
        TWO_THIRDS,
        ((OVER_HALF, Base.PRESENT), (TWO_THIRDS, Base.PRESENT)),
    ),
    _rules(
        "association_assembly",
        Text("社会团体会员（代表）大会", "assembly of an association"),
        _ASSOCIATION,
        TWO_THIRDS,
        ((OVER_HALF, Base.PRESENT), (TWO_THIRDS, Base.PRESENT)),
    ),
    _rules(
        "association_board",
        Text("社会团体理事会", "board of an association"),
        _ASSOCIATION,
        TWO_THIRDS,
        ((TWO_THIRDS, Base.PRESENT),),
    ),
    _rules(
        "service_board",
        Text("社会服务机构理事会", "board of a social service organisation"),
        _SERVICE,
        OVER_HALF,
        ((OVER_HALF, Base.ENTITLED), (TWO_THIRDS, Base.ENTITLED)),
    ),
    _rules(
        "association_standing_board",
        Text("社会团体常务理事会", "standing board of an association"),
        _ASSOCIATION,
        TWO_THIRDS,
        ((TWO_THIRDS, Base.PRESENT),),
    ),
    _rules(
        "party_assembly",
        Text("支部党员大会", "assembly of a branch"),
        _BRANCH,
        OVER_HALF,
        ((OVER_HALF, Base.ENTITLED),),
    ),
    _rules(
        "party_committee",
        Text("支部委员会", "branch committee"),
        _BRANCH,
        OVER_HALF,
        ((OVER_HALF, Base.ENTITLED),),
    ),
    *(
        _rules(key, title, _HUB, OVER_HALF, ((OVER_HALF, Base.PRESENT), (TWO_THIRDS, Base.PRESENT)))
        for key, title in (
            ("supervisors", Text("监事会", "board of supervisors")),
            ("secretariat", Text("秘书处会", "meeting of the secretariat")),
            ("special_committee", Text("专门委员会", "special committee")),
            ("joint", Text("联席会议", "joint meeting")),
        )
    ),
    _rules(
        "party_election",
        Text("党员大会选举", "election by a branch assembly"),
        _PARTY,
        FOUR_FIFTHS,
        ((OVER_HALF, Base.PRESENT),),
    ),
)


def body_rules(key: str, on: date) -> BodyRules:
    """The rules of a kind of body in force on a day.

    Raises:
        KeyError: no such body, or no rule in force on that day.
    """
    for rules in BODIES:
        if rules.key == key and rules.quorum.source.holds_on(on):
            return rules
    raise KeyError(key)
