"""The rule kinds a framework file can declare; each becomes nodes (``shuniu.scoring._nodes``)."""

from typing import Annotated, TypeAlias, get_args

from pydantic import Field

from shuniu.scoring._rules._base import Ask, Frame, Leaf, Rule
from shuniu.scoring._rules._choice import (
    CheckRule,
    ChooseRule,
    EscalateRule,
    KOfNRule,
    PerItemRule,
    SpotlessRule,
    YearsRule,
)
from shuniu.scoring._rules._deduct import (
    DeductEachRule,
    Deduction,
    DeductionsRule,
    deduction_columns,
    deduction_parts,
)
from shuniu.scoring._rules._events import AccumulateRule, DeadlineRule
from shuniu.scoring._rules._number import (
    FormulaRule,
    ImportedRule,
    IncrementRule,
    RankRule,
    RatioRule,
    RelativeRule,
    RequiredRule,
    ThresholdRule,
    TiersRule,
)
from shuniu.scoring._rules._people import (
    JudgedRule,
    QuestionnaireRule,
    RaterMeanRule,
    SharedRule,
    VotesRule,
    VoteTiersRule,
)

AnyRule: TypeAlias = Annotated[
    AccumulateRule
    | CheckRule
    | ChooseRule
    | DeadlineRule
    | DeductEachRule
    | DeductionsRule
    | EscalateRule
    | FormulaRule
    | ImportedRule
    | IncrementRule
    | JudgedRule
    | KOfNRule
    | PerItemRule
    | QuestionnaireRule
    | RankRule
    | RaterMeanRule
    | RatioRule
    | RelativeRule
    | RequiredRule
    | SharedRule
    | SpotlessRule
    | ThresholdRule
    | TiersRule
    | VotesRule
    | VoteTiersRule
    | YearsRule,
    Field(discriminator="kind"),
]
RULE_TYPES: tuple[type[Rule], ...] = get_args(get_args(AnyRule)[0])

__all__ = [
    "RULE_TYPES",
    "AnyRule",
    "Ask",
    "Deduction",
    "Frame",
    "Leaf",
    "Rule",
    "deduction_columns",
    "deduction_parts",
]
