"""A whole framework file, after one variant has been chosen."""

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from shuniu.scoring._exact import UNIT, Rounding
from shuniu.scoring._format_error import FormatError
from shuniu.scoring._rules import AnyRule, Deduction
from shuniu.scoring._values import (
    Declared,
    Expression,
    Key,
    Milli,
    Points,
    PositiveMilli,
    Range,
    Words,
    in_order,
)

Short = Annotated[str, Field(min_length=1, max_length=80)]
Strategy = Literal["zero", "full", "redistribute", "exclude", "block"]
Unknown = Literal["block", "pass"]


class Source(Declared):
    """Where the sheet comes from, cited by name and number."""

    name: Words
    issued_by: Words | None = None
    issued: date | str | None = None
    note: Words | None = None


class Open(Declared):
    """A part of the printed sheet that is cut or left open; the linter reports it."""

    item: Short | None = None
    text: Words


class Stage(Declared):
    """One stage of scoring; ``points`` stages write scores, others fill inputs in again."""

    key: Key
    title: Words
    gives: Literal["inputs", "points"] = "inputs"
    weight: PositiveMilli | None = None


class Facet(Declared):
    """A property of the organisation that variants and conditions may ask for."""

    title: Words
    options: dict[Short, Words]


class Variant(Declared):
    """One table of a framework: which organisations it is for."""

    key: Key
    title: Words
    when: dict[Key, Short | tuple[Short, ...]] = {}
    points: Milli | None = None


class Input(Declared):
    """A column that several rules may read, or that records give."""

    title: Words
    kind: Literal["number", "percent", "yes_no", "choice", "date"] = "number"
    options: dict[Short, Words] = {}
    unit: str = ""
    min: Milli | None = None
    max: Milli | None = None
    step: PositiveMilli | None = None
    default: Milli | bool | None = Field(None, description="what a blank cell means, if anything")
    years: int | None = Field(None, ge=1, le=10, description="one column per year, latest first")
    aliases: tuple[str, ...] = ()
    help: Words | None = None
    source: Literal["record", "register", "asked", "rater"] = "asked"
    measure: Words | None = Field(None, description="the records that give it, in words")
    only: tuple[Key, ...] = Field((), description="variants that ask for it; all when empty")

    @model_validator(mode="after")
    def options_fit(self) -> "Input":
        """A choice has options, nothing else has."""
        if (self.kind == "choice") != bool(self.options):
            raise FormatError(
                "choice 需要 options，其他类型没有",
                "a choice needs “options”; other kinds have none",
            )
        return self

    @model_validator(mode="after")
    def limits_fit(self) -> "Input":
        """The least value is not above the largest."""
        in_order(self.min, self.max)
        return self


class Item(Declared):
    """A node of the tree: a group with items, or a leaf with a rule."""

    key: Key
    title: Words
    points: Points
    text: Words | None = Field(None, description="the rule as printed")
    rule: AnyRule | None = None
    items: "tuple[Item, ...]" = ()
    start: Milli = Field(0, description="base score of a group, before its items")
    may_reach: Milli | None = Field(None, description="open scale: the most, above the points")
    down_to: Milli = Field(0, description="the least; below 0 where points may be taken away")
    deductions: tuple[Deduction, ...] = ()
    requires: Expression | None = Field(
        None, description="true: evidence is asked; else a condition"
    )
    applies_when: Expression | None = None
    exempt_when: Expression | None = None
    zeroes_parent: Expression | None = Field(
        None,
        description="condition that empties the parent; true: this item at 0 points",
    )
    missing: Strategy | None = None
    not_applicable: Strategy | None = None
    mark: Key | None = None
    evidence: tuple[Words, ...] = ()
    method: Words | None = None
    look_back_years: int | None = None
    only: tuple[Key, ...] = Field((), description="variants that have this item; all when empty")

    @model_validator(mode="after")
    def leaf_or_group(self) -> "Item":
        """A leaf has a rule, a group has items; leaf words do not stand on groups."""
        if bool(self.items) == (self.rule is not None):
            raise FormatError(
                "每一项要么有 rule（末级），要么有 items（分组）",
                "an item needs either “rule” (a leaf) or “items” (a group)",
            )
        if self.items and (self.deductions or self.requires):
            raise FormatError(
                "deductions 和 requires 只能写在末级项上",
                "“deductions” and “requires” stand on leaves, not on groups",
            )
        in_order(self.down_to, self.points)
        return self


class Mark(Declared):
    """A sign before items (▲, ●): when a marked item counts as failed."""

    key: Key
    symbol: str
    meaning: Words | None = None
    fails_below: Milli = Field(100 * UNIT, description="percent of the item's points")


class Bonus(Declared):
    """A pool of extra points, clamped, and the clamp of the whole."""

    items: tuple[Item, ...] = Field(min_length=1)
    up_to: Milli
    total_up_to: Milli | None = None


class Gate(Declared):
    """Who is not admitted at all."""

    key: Key
    when: Expression
    text: Words
    unknown: Unknown = "block"


class Ceiling(Declared):
    """The best grade reachable where a condition holds, whatever the score."""

    key: Key
    when: Expression
    grade: Short
    text: Words
    unknown: Unknown = "block"


class Band(Declared):
    """A grade, its interval, and what it needs beside the score."""

    grade: Short
    title: Words | None = None
    range: Range
    requires: Expression | None = None
    text: Words | None = None


class Quota(Declared):
    """A limit on how many of the cohort may hold a grade (or better)."""

    grades: tuple[Short, ...] = Field(min_length=1)
    at_most: PositiveMilli | None = Field(None, description="percent of the cohort, enforced")
    about: PositiveMilli | None = Field(None, description="percent of the cohort, only compared")
    rounding: Rounding = Rounding.DOWN
    ties: Literal["exclude", "include"] = "exclude"
    within: Literal["cohort", "variant"] = "cohort"

    @model_validator(mode="after")
    def limit_or_aim(self) -> "Quota":
        """A quota limits or is only compared."""
        if (self.at_most is None) == (self.about is None):
            raise FormatError(
                "名额要写 at_most 或 about 之一", "a quota needs “at_most” or “about”"
            )
        return self


class TotalRounding(Declared):
    """How the total is rounded before it meets the bands."""

    step: PositiveMilli = 1
    mode: Rounding = Rounding.HALF_UP


class Validity(Declared):
    """How long a result counts."""

    years: int | None = None
    months: int | None = None
    again_after_years: int | None = None
    note: Words | None = None


class Framework(Declared):
    """A score sheet as declared: identity, tree, and what turns points into a grade."""

    model_config = ConfigDict(title="Shuniu framework")

    format: Literal[1]
    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.\-]{0,39}$")]
    title: Words
    subject: Literal["organisation", "branch", "person", "project"] = "organisation"
    status: Literal["complete", "partial", "draft"] = "draft"
    source: Source
    note: Words | None = None
    open: tuple[Open, ...] = ()
    points: Points
    maximum: Milli | None = Field(None, description="the most reachable, where above the points")
    start: Milli = 0
    look_back_years: int | None = Field(None, ge=1, le=20)
    rounding: TotalRounding = TotalRounding()
    missing: Strategy = "zero"
    not_applicable: Strategy = "redistribute"
    facets: dict[Key, Facet] = {}
    variants: tuple[Variant, ...] = ()
    stages: tuple[Stage, ...] = ()
    inputs: dict[Key, Input] = {}
    derived: dict[Key, Expression] = {}
    items: tuple[Item, ...] = Field(min_length=1)
    bonus: Bonus | None = None
    marks: tuple[Mark, ...] = ()
    entry: tuple[Gate, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    forced: tuple[Ceiling, ...] = ()
    grade_on: Expression | None = Field(
        None, description="what the bands read; the total if absent"
    )
    bands: tuple[Band, ...] = ()
    no_grade: Words | None = Field(None, description="what a total below all bands is called")
    quotas: tuple[Quota, ...] = ()
    validity: Validity | None = None


Item.model_rebuild()
