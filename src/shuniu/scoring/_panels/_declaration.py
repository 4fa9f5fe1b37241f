"""The typed form of a tally: what stands on the ballot, which ballots count, and the formula."""

from typing import Literal

from pydantic import Field, model_validator

from shuniu.findings import Text
from shuniu.scoring._exact import UNIT, Rounding
from shuniu.scoring._format_error import FormatError
from shuniu.scoring._panels._formulas import Formula, ShareFormula, TiersFormula
from shuniu.scoring._panels._scalars import MarkValue, Share, SmallMilli
from shuniu.scoring._values import Declared, Key, PositiveMilli, Range, Words, in_order

ONE_GROUP = ""  # the key of the only group where none are declared


class BallotMark(Declared):
    """A mark a rater may give, with the coefficient it is worth (``open`` where it is cut)."""

    key: Key
    title: Words
    value: MarkValue | None = None
    aliases: tuple[str, ...] = ()


class Numbers(Declared):
    """Marks given as numbers (a rank is a number as well)."""

    min: SmallMilli = 0
    max: SmallMilli
    step: PositiveMilli = UNIT

    @model_validator(mode="after")
    def limits_fit(self) -> "Numbers":
        """The least mark is not above the largest."""
        in_order(self.min, self.max)
        return self


class Question(Declared):
    """One line of the ballot; ``numbers`` are its own limits."""

    key: Key
    title: Words
    text: Words | None = None
    weight: PositiveMilli = UNIT
    numbers: Numbers | None = None


class RaterGroup(Declared):
    """Raters whose marks are worked out together, and their weight in the total."""

    key: Key
    title: Words
    weight: PositiveMilli = UNIT


class Limit(Declared):
    """How often a mark may stand on one ballot, counted over the persons of each question."""

    text: Words
    marks: tuple[str, ...] = ()
    range: Range | None = None
    at_most: int | None = Field(None, ge=0)
    at_least: int | None = Field(None, ge=0)
    at_most_share: Share | None = None
    groups: tuple[str, ...] = ()

    @model_validator(mode="after")
    def limits_something(self) -> "Limit":
        """Marks or a range of numbers, and at least one limit."""
        if bool(self.marks) == (self.range is not None):
            raise FormatError("限额要写 marks 或 range", "a limit names “marks” or a “range”")
        if self.at_most is None and self.at_least is None and self.at_most_share is None:
            raise FormatError(
                "限额要写 at_most、at_least 或 at_most_share",
                "a limit has “at_most”, “at_least” or “at_most_share”",
            )
        return self


class BallotRules(Declared):
    """Which ballots count.

    ``incomplete``: ``count`` what is there, ``drop_line`` of a person with a question left blank,
    ``void`` the ballot unless everybody is marked on every question.
    """

    incomplete: Literal["count", "drop_line", "void"] = "count"
    all_equal: Literal["count", "void"] = "count"
    limits: tuple[Limit, ...] = ()
    repeat_above: Share | None = Field(None, description="share of void ballots that is too many")


class TallyRounding(Declared):
    """The last place, how it is rounded, and after which steps; the total always is."""

    step: PositiveMilli = 1
    mode: Rounding = Rounding.HALF_UP
    at: tuple[Literal["question", "group"], ...] = ()


class TallyBand(Declared):
    """A grade and the points it stands for."""

    grade: Words
    range: Range


class TallyQuota(Declared):
    """At most so large a share of the candidates may hold a grade; ties at the cut go together."""

    grade: str
    at_most: Share
    rounding: Rounding = Rounding.DOWN
    ties: Literal["out", "in"] = "out"


class OpenPart(Declared):
    """A part of the source that is cut or left open."""

    text: Words


class TallyModel(Declared):
    """One declared tally."""

    format: Literal[1]
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)
    version: str
    title: Words
    source: Words | None = None
    note: Words | None = None
    open: tuple[OpenPart, ...] = ()
    marks: tuple[BallotMark, ...] = ()
    numbers: Numbers | None = None
    questions: tuple[Question, ...] = Field(min_length=1)
    groups: tuple[RaterGroup, ...] = ()
    formula: Formula
    combine: Literal["weighted_mean", "sum", "none"] = "weighted_mean"
    missing_group: Literal["renormalise", "block"] = "block"
    ballots: BallotRules = BallotRules()
    rounding: TallyRounding = TallyRounding()
    bands: tuple[TallyBand, ...] = ()
    quotas: tuple[TallyQuota, ...] = ()

    @model_validator(mode="after")
    def parts_fit(self) -> "TallyModel":
        """Keys are unique and known, and the formula can read the marks."""
        for what, keys in (
            ("mark", [m.key for m in self.marks]),
            ("question", [q.key for q in self.questions]),
            ("group", [g.key for g in self.groups]),
        ):
            if twice := sorted({key for key in keys if keys.count(key) > 1}):
                message = f"the {what} “{twice[0]}” stands twice"
                raise ValueError(message)
        if fault := _unreadable(self) or _unknown(self):
            raise ValueError(fault)
        return self

    @property
    def rater_groups(self) -> tuple[RaterGroup, ...]:
        """The declared groups, or the only one that all raters belong to."""
        everybody = RaterGroup.model_construct(
            key=ONE_GROUP, title=Text("全体评议人", "all raters"), weight=UNIT
        )
        return self.groups or (everybody,)

    def numbers_of(self, question: Question) -> Numbers | None:
        """The limits of a question's marks, where marks are numbers."""
        return question.numbers or self.numbers


def _unreadable(tally: TallyModel) -> str:
    by_number = [tally.numbers_of(q) is not None for q in tally.questions]
    if bool(tally.marks) == all(by_number) or (tally.marks and any(by_number)):
        return "a ballot has “marks”, or “numbers” for every question"
    kind = tally.formula.kind
    if kind in {"share", "tiers", "votes"} and not tally.marks:
        return f"the formula “{kind}” needs “marks”"
    if kind == "ranks" and tally.marks:
        return "the formula “ranks” needs “numbers”: the ranks that raters give"
    worth = kind in {"votes", "mean", "trimmed_mean"}
    if worth and any(mark.value is None for mark in tally.marks):
        return f"the formula “{kind}” needs a “value” for every mark (or “open”)"
    return ""


def _unknown(tally: TallyModel) -> str:
    marks, groups = {m.key for m in tally.marks}, {g.key for g in tally.groups}
    named: list[str] = [key for limit in tally.ballots.limits for key in limit.marks]
    if isinstance(tally.formula, ShareFormula | TiersFormula):
        named += tally.formula.favourable
    if isinstance(tally.formula, TiersFormula):
        named += [m for row in tally.formula.tiers for bar in row.also for m in bar.marks]
    if strange := sorted(set(named) - marks):
        return f"“{strange[0]}” is not a mark of this ballot"
    raters = {key for limit in tally.ballots.limits for key in limit.groups}
    if strange := sorted(raters - groups):
        return f"“{strange[0]}” is not a group of raters"
    grades = {band.grade.zh for band in tally.bands}
    if strange := sorted({quota.grade for quota in tally.quotas} - grades):
        return f"“{strange[0]}” is not a grade of this tally"
    return ""
