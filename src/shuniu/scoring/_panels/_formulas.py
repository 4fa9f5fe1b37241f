"""The declared formulas: from marks to the value of one question."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from shuniu.scoring._exact import UNIT, Rounding
from shuniu.scoring._panels._scalars import OPEN, Share, SmallMilli
from shuniu.scoring._values import Declared, PositiveMilli, Range, Words


class VotesFormula(Declared):
    """Ballots times coefficients over valid ballots."""

    kind: Literal["votes"]


class MeanFormula(Declared):
    """The plain mean of the marks."""

    kind: Literal["mean"]


class TrimmedMeanFormula(Declared):
    """The mean without the highest and lowest marks.

    ``high`` and ``low`` cut a number of marks, ``share`` a percent of them on each side, rounded as
    declared. With ``when_more_than`` marks or fewer nothing is cut, nor when nothing would stay.
    """

    kind: Literal["trimmed_mean"]
    high: int = Field(0, ge=0)
    low: int = Field(0, ge=0)
    share: PositiveMilli | None = Field(None, le=50 * UNIT)
    rounding: Rounding = Rounding.DOWN
    when_more_than: int = Field(0, ge=0)

    @model_validator(mode="after")
    def one_way_to_cut(self) -> "TrimmedMeanFormula":
        """Numbers or a share, not both and not neither."""
        if bool(self.high or self.low) == (self.share is not None):
            message = "a trimmed mean cuts “high” and “low” marks, or a “share” of them"
            raise ValueError(message)
        return self


class ShareFormula(Declared):
    """The share of favourable ballots, times ``out_of``."""

    kind: Literal["share"]
    favourable: tuple[str, ...] = Field(min_length=1)
    out_of: PositiveMilli = 100 * UNIT


class ShareBar(Declared):
    """A condition on the share of some marks."""

    marks: tuple[str, ...] = Field(min_length=1)
    at_least: Share | None = None
    below: Share | None = None

    @model_validator(mode="after")
    def says_something(self) -> "ShareBar":
        """There is a bar, and it is a number."""
        if (self.at_least is None) == (self.below is None) or OPEN in (self.at_least, self.below):
            message = "a condition has either “at_least” or “below”, as a share such as 1/3"
            raise ValueError(message)
        return self


class ShareTier(Declared):
    """Points where the favourable share (percent) lies in ``range`` and all of ``also`` hold."""

    range: Range | None = None
    also: tuple[ShareBar, ...] = ()
    points: SmallMilli
    text: Words | None = None


class TiersFormula(Declared):
    """Points by the share of favourable ballots; the first row that holds counts."""

    kind: Literal["tiers"]
    favourable: tuple[str, ...] = Field(min_length=1)
    tiers: tuple[ShareTier, ...] = Field(min_length=1)
    otherwise: SmallMilli = 0


class RanksFormula(Declared):
    """The mean of what each rater's rank is worth: a list, or ``first`` and ``less`` per place."""

    kind: Literal["ranks"]
    points: tuple[SmallMilli, ...] = ()
    first: SmallMilli | None = None
    less: SmallMilli = 0
    least: SmallMilli = 0

    @model_validator(mode="after")
    def one_way_to_say_it(self) -> "RanksFormula":
        """A list or a first place, not both and not neither."""
        if bool(self.points) == (self.first is not None):
            message = "ranks have “points” by place, or “first” and “less”"
            raise ValueError(message)
        return self

    def worth(self, rank: int) -> int:
        """Thousandths that place ``rank`` (from 1) is worth."""
        if self.first is not None:
            return max(self.first - self.less * (rank - 1), self.least)
        return self.points[rank - 1] if rank <= len(self.points) else self.least


Formula: TypeAlias = Annotated[
    VotesFormula | MeanFormula | TrimmedMeanFormula | ShareFormula | TiersFormula | RanksFormula,
    Field(discriminator="kind"),
]
