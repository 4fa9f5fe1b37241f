"""The small language every rule is written down to: nodes over columns of thousandths.

Each of the declared rule kinds becomes a tree of these nodes, and each thing the library does with
a rule (compute it for a cohort, explain it for one organisation, bound it, try what would raise it)
is done once per node and not once per rule kind. Truth is 1.000 and 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal, TypeAlias

from shuniu.findings import Text
from shuniu.scoring._exact import Rounding
from shuniu.scoring._interval import Interval

ArithOp: TypeAlias = Literal["add", "sub", "mul", "min", "max"]
CompareOp: TypeAlias = Literal["lt", "le", "gt", "ge", "eq", "ne"]
Units: TypeAlias = Literal["complete", "started", "exact"]
CohortKind: TypeAlias = Literal["rank", "best", "mean"]
Ties: TypeAlias = Literal["best", "mean", "worst"]


@dataclass(frozen=True, slots=True)
class Const:
    """A number, in thousandths."""

    value: int


@dataclass(frozen=True, slots=True)
class Ref:
    """A column: an input, a derived value, or (after the tree) ``points:item`` and ``total``."""

    name: str


@dataclass(frozen=True, slots=True)
class Arith:
    """Sum, difference, product, smaller or larger of two values; a product is rounded half up."""

    op: ArithOp
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Divide:
    """``scale * left / right`` to a thousandth; nothing is known when ``right`` is 0.

    Where a quotient is compared, looked up in a table or counted in units, it is not rounded first.
    """

    left: Node
    right: Node
    scale: int = 1
    rounding: Rounding = Rounding.HALF_UP


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison; a quotient on one side is compared exactly, not by its rounded value."""

    op: CompareOp
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold; one that fails decides even when another is unknown."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds; one that holds decides even when another is unknown."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negate:
    """The part does not hold."""

    part: Node


@dataclass(frozen=True, slots=True)
class Known:
    """Whether a value was given (a cell that says “not applicable” counts as given)."""

    part: Node


@dataclass(frozen=True, slots=True)
class Applies:
    """Whether a value is not marked as not applicable; a missing one still applies."""

    part: Node


@dataclass(frozen=True, slots=True)
class Choose:
    """``then`` where the condition holds, else ``other``."""

    condition: Node
    then: Node
    other: Node
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Fallback:
    """``part`` with its marks replaced: by a number, or by a mark; ``known`` replaces the rest."""

    part: Node
    missing: int
    not_applicable: int
    known: int | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of a table: what a value inside ``interval`` yields."""

    interval: Interval
    yields: int
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Tiers:
    """A table of intervals; a value outside all of them yields ``other``."""

    part: Node
    tiers: tuple[Tier, ...]
    other: int = 0


@dataclass(frozen=True, slots=True)
class Scale:
    """``base + each * units`` where units are counted from ``low`` and stop at ``high``.

    ``complete`` counts whole units of ``per``, ``started`` counts begun ones, ``exact`` shares a
    unit out and rounds the result. With ``falling`` units are counted downwards from ``high``.
    """

    part: Node
    low: int
    high: int
    per: int
    each: int
    base: int = 0
    units: Units = "complete"
    falling: bool = False
    rounding: Rounding = Rounding.HALF_UP


@dataclass(frozen=True, slots=True)
class Clamp:
    """``part`` held between two ends; the side that bites is said in the trace."""

    part: Node
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Quantise:
    """``part`` rounded to a multiple of ``step``."""

    part: Node
    step: int
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class Rescale:
    """``part * whole / left``, rounded half up: points spread over what remains of a group.

    Nothing remains (``left`` is 0 or less): not applicable. ``fair`` says that the part lies between
    0 and ``left``, so that the result lies between 0 and ``whole``.
    """

    part: Node
    whole: Node
    left: Node
    fair: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One summand with the words that stand beside it on the sheet."""

    node: Node
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of its parts; unknown when one of them is unknown."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Cohort:
    """A figure that depends on everybody: rank from 1, best value, or mean (rounded half up)."""

    kind: CohortKind
    part: Node
    highest_first: bool = True
    ties: Ties = "best"


Node: TypeAlias = (
    Const
    | Ref
    | Arith
    | Divide
    | Compare
    | Every
    | Some
    | Negate
    | Known
    | Applies
    | Choose
    | Fallback
    | Tiers
    | Scale
    | Clamp
    | Quantise
    | Rescale
    | Sum
    | Cohort
)
NODE_TYPES = Node.__args__


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below ``node``."""
    for field in fields(node):
        value = getattr(node, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Part):
                yield one.node
            elif isinstance(one, NODE_TYPES):
                yield one


def walk(*roots: Node) -> Iterator[Node]:
    """Every node reachable from ``roots`` once, each before what it contains."""
    seen: set[int] = set()
    waiting = list(reversed(roots))
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        waiting.extend(reversed(list(children(node))))


def names(*roots: Node) -> tuple[str, ...]:
    """The columns that nodes read, each once, in order of appearance."""
    return tuple(dict.fromkeys(n.name for n in walk(*roots) if isinstance(n, Ref)))


def renamed(node: Node, names_: Mapping[str, str], memo: dict[int, Node] | None = None) -> Node:
    """``node`` with the columns it reads replaced by others; shared parts stay shared."""
    memo = {} if memo is None else memo
    if (done := memo.get(id(node))) is not None:
        return done
    if isinstance(node, Ref):
        new: Node = Ref(names_.get(node.name, node.name))
    else:
        changed: dict[str, object] = {}
        for field in fields(node):
            value = getattr(node, field.name)
            if isinstance(value, tuple) and value and isinstance(value[0], Part):
                changed[field.name] = tuple(
                    Part(renamed(p.node, names_, memo), p.text) for p in value
                )
            elif isinstance(value, tuple) and value and isinstance(value[0], NODE_TYPES):
                changed[field.name] = tuple(renamed(p, names_, memo) for p in value)
            elif isinstance(value, NODE_TYPES):
                changed[field.name] = renamed(value, names_, memo)
        new = replace(node, **changed) if changed else node  # type: ignore[arg-type]  # by field
    memo[id(node)] = new
    return new
