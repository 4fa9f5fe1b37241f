"""Coverage rates: a numerator, a denominator, the rule in words. Pure arithmetic over a picture."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from shuniu.registry.queries.parameters import Parameters
from shuniu.registry.states import CharterClause, PartyKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Seen(NamedTuple):
    """What coverage needs to know of an organisation that counts."""

    pk: int
    code: str
    place: str  # path of the hub or area under which it hangs
    type: str
    sector: str
    formal_members: int | None


@dataclass(frozen=True)
class Picture:
    """Everything on a day, by organisation; those that do not count are left out of ``seen``.

    Attributes:
        seen: organisations that count, by code.
        kinds: kinds of party organisation that cover each.
        fields: fields of work of the instructors of each.
        clauses: how the party clause stands in each charter.
        explained: organisations that are due by decision of the hub, whatever their numbers say.
        crossed: organisations with posts that cross.
        one_head: organisations whose head is the secretary.
        termed: organisations with a body whose term is known.
        overdue: organisations with a body whose election is overdue.
        rules: as they stood on the day.
    """

    seen: Mapping[int, Seen]
    kinds: Mapping[int, Collection[str]] = field(default_factory=dict)
    fields: Mapping[int, Collection[str]] = field(default_factory=dict)
    clauses: Mapping[int, str] = field(default_factory=dict)
    explained: AbstractSet[int] = frozenset()
    crossed: AbstractSet[int] = frozenset()
    one_head: AbstractSet[int] = frozenset()
    termed: AbstractSet[int] = frozenset()
    overdue: AbstractSet[int] = frozenset()
    rules: Parameters = field(default_factory=Parameters)

    @cached_property
    def due(self) -> list[int]:
        """Those that must have a party organisation: members enough, or decided so."""
        least = self.rules.least
        return [
            pk
            for pk, one in self.seen.items()
            if (one.formal_members or 0) >= least or pk in self.explained
        ]

    @cached_property
    def unknown(self) -> list[int]:
        """Those of which nobody knows whether they are due: no number of members."""
        return [
            pk
            for pk, one in self.seen.items()
            if one.formal_members is None and pk not in self.explained
        ]

    @cached_property
    def not_built(self) -> list[int]:
        """Those that are due and have none."""
        built = self.having(self.rules.formed)
        return [pk for pk in self.due if pk not in built]

    @cached_property
    def formed(self) -> list[int]:
        """Those with a party organisation that counts as set up."""
        built = self.having(self.rules.formed)
        return [pk for pk in self.seen if pk in built]

    @cached_property
    def instructed(self) -> set[int]:
        """Those somebody looks after."""
        return {pk for pk, found in self.fields.items() if found}

    def having(self, kinds: AbstractSet[str]) -> set[int]:
        """Those covered by a party organisation of one of the kinds."""
        return {pk for pk, found in self.kinds.items() if not kinds.isdisjoint(found)}

    def written(self, *clauses: str) -> set[int]:
        """Those whose charter stands so."""
        return {pk for pk, clause in self.clauses.items() if clause in clauses}


Base = Callable[[Picture], Collection[int]]
Part = Callable[[Picture], AbstractSet[int]]


@dataclass(frozen=True, slots=True)
class Declared:
    """A rate as it is declared: of whom, which, in words."""

    code: str
    title: str | _StrPromise
    above: str | _StrPromise
    below: str | _StrPromise
    base: Base
    part: Part
    variant: str = ""  # the rate beside which this one stands


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate computed: who counts, and who of them fulfils it."""

    declared: Declared
    base: tuple[int, ...]
    inside: tuple[int, ...]
    outside: tuple[int, ...]
    rules: Parameters

    @property
    def code(self) -> str:
        """Stable name."""
        return self.declared.code

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.declared.title)

    @property
    def above(self) -> str:
        """The numerator in words."""
        return str(self.declared.above) % {"least": self.rules.least}

    @property
    def below(self) -> str:
        """The denominator in words."""
        return str(self.declared.below) % {"least": self.rules.least}

    @property
    def numerator(self) -> int:
        """How many fulfil it."""
        return len(self.inside)

    @property
    def denominator(self) -> int:
        """How many count."""
        return len(self.base)

    @property
    def share(self) -> float | None:
        """From 0 to 1; nothing where nobody counts."""
        return self.numerator / self.denominator if self.denominator else None


def _all(picture: Picture) -> Collection[int]:
    return picture.seen


def _instructed(picture: Picture) -> Collection[int]:
    return [pk for pk in picture.seen if pk in picture.instructed]


def _termed(picture: Picture) -> Collection[int]:
    return [pk for pk in picture.seen if pk in picture.termed]


def _matched(picture: Picture) -> AbstractSet[int]:
    seen = picture.seen
    return {pk for pk, known in picture.fields.items() if pk in seen and seen[pk].sector in known}


_ACTIVE = _("在册存续的社会组织（不含枢纽自身）")
_DUE = _("应建单位：正式党员不少于 %(least)s 名，或经枢纽认定应建")
_FORMED = _("已单独或联合组建党组织的单位")
RATES: tuple[Declared, ...] = (
    Declared(
        "formed",
        _("组建率"),
        _("应建单位中已单独或联合组建党组织的"),
        _DUE,
        lambda p: p.due,
        lambda p: p.having(p.rules.formed),
    ),
    Declared(
        "own",
        _("单独组建率"),
        _("应建单位中单独组建党组织的"),
        _DUE,
        lambda p: p.due,
        lambda p: p.having({PartyKind.OWN}),
        "formed",
    ),
    Declared(
        "organised",
        _("组织覆盖率（宽口径）"),
        _("由单独、联合、挂靠、功能型或流动党员党组织覆盖的"),
        _ACTIVE,
        _all,
        lambda p: p.having(p.rules.wide),
    ),
    Declared(
        "organised_strict",
        _("组织覆盖率（严格口径）"),
        _("由单独、联合或挂靠党组织覆盖的，不计功能型和流动党员党组织"),
        _ACTIVE,
        _all,
        lambda p: p.having(p.rules.strict),
        "organised",
    ),
    Declared(
        "worked",
        _("工作覆盖率"),
        _("有党组织覆盖或已指派党建工作指导员的"),
        _ACTIVE,
        _all,
        lambda p: p.having(p.rules.wide) | p.instructed,
    ),
    Declared(
        "instructed",
        _("指导员派驻率"),
        _("已指派党建工作指导员的"),
        _ACTIVE,
        _all,
        lambda p: p.instructed,
    ),
    Declared(
        "matched",
        _("指导员领域匹配率"),
        _("指导员业务领域与单位行业领域一致的"),
        _("已指派党建工作指导员的单位"),
        _instructed,
        _matched,
        "instructed",
    ),
    Declared(
        "charter",
        _("党建入章率"),
        _("章程已写入党建条款并经核准的"),
        _ACTIVE,
        _all,
        lambda p: p.written(CharterClause.APPROVED),
    ),
    Declared(
        "charter_written",
        _("党建入章率（含未核准）"),
        _("章程已写入党建条款的，无论是否核准"),
        _ACTIVE,
        _all,
        lambda p: p.written(CharterClause.APPROVED, CharterClause.WRITTEN),
        "charter",
    ),
    Declared(
        "crossed",
        _("双向进入率"),
        _("党组织班子成员在理事会、监事会或秘书处任职的"),
        _FORMED,
        lambda p: p.formed,
        lambda p: p.crossed,
    ),
    Declared(
        "one_head",
        _("一肩挑比例"),
        _("负责人同时担任党组织书记的"),
        _FORMED,
        lambda p: p.formed,
        lambda p: p.one_head,
        "crossed",
    ),
    Declared(
        "elected",
        _("按期换届率"),
        _("理事会、监事会、党组织等均未逾期换届的"),
        _("登记了本届产生日期和任期的单位"),
        _termed,
        lambda p: p.termed - p.overdue,
    ),
)
BY_CODE = {one.code: one for one in RATES}


def rate(picture: Picture, declared: Declared) -> Rate:
    """One rate over a picture."""
    base, part = tuple(declared.base(picture)), declared.part(picture)
    inside = tuple(pk for pk in base if pk in part)
    outside = tuple(pk for pk in base if pk not in part)
    return Rate(declared, base, inside, outside, picture.rules)


def rates(picture: Picture) -> list[Rate]:
    """All of them."""
    return [rate(picture, one) for one in RATES]


@dataclass(frozen=True, slots=True)
class Slice:
    """A rate among those of one place or type."""

    key: str
    numerator: int
    denominator: int

    @property
    def share(self) -> float | None:
        """From 0 to 1."""
        return self.numerator / self.denominator if self.denominator else None


def sliced(picture: Picture, computed: Rate, by: Callable[[Seen], str]) -> list[Slice]:
    """A rate broken down by place, type or field of work."""
    counts: dict[str, list[int]] = {}
    for position, pks in ((0, computed.inside), (1, computed.outside)):
        for pk in pks:
            counts.setdefault(by(picture.seen[pk]), [0, 0])[position] += 1
    return [Slice(key, inside, inside + rest) for key, (inside, rest) in sorted(counts.items())]


def by_kind(picture: Picture) -> dict[str, int]:
    """How many are covered in which way, the strongest counted once; the rest under ``""``."""
    order: Sequence[str] = [kind.value for kind in PartyKind]
    found = dict.fromkeys([*order, ""], 0)
    for pk in picture.seen:
        kinds = picture.kinds.get(pk, ())
        found[next((kind for kind in order if kind in kinds), "")] += 1
    return found
