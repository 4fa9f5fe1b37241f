"""How far each measure of an invented hub reaches, from a weak year to a strong one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Sheet: TypeAlias = Literal["party", "credibility", "potential"]


@dataclass(frozen=True, slots=True)
class Spread:
    """A measure between a weak and a strong value; ``small`` is strong for a small organisation."""

    sheet: Sheet
    weak: float
    strong: float
    small: float | None = None
    decimals: int = 0
    most: float | None = None


SPREADS: dict[str, Spread] = {
    "cross_posts": Spread("party", 0, 2, 1),
    "general_quarters": Spread("party", 0, 4, most=4),
    "theme_months": Spread("party", 1, 12, most=12),
    "lectures": Spread("party", 0, 3, 1),
    "turnout": Spread("party", 42, 90, decimals=1, most=100),
    "followup": Spread("party", 40, 96, decimals=1, most=100),
    "cultivation_on_time": Spread("party", 40, 100, most=100),
    "talks": Spread("party", 20, 100, most=100),
    "core_stay": Spread("party", 40, 90, decimals=1, most=100),
    "head_attendance": Spread("party", 30, 96, decimals=1, most=100),
    "plan_done": Spread("party", 30, 96, decimals=1, most=100),
    "opinions_answered": Spread("party", 40, 100, most=100),
    "ideas_settled": Spread("party", 0, 5, 1),
    "brand_months": Spread("party", 2, 28),
    "alliance_done": Spread("party", 0, 7, 2),
    "alliance_confirmed": Spread("party", 30, 96, decimals=1, most=100),
    "matters_reported": Spread("credibility", 40, 100, most=100),
    "changes_filed": Spread("credibility", 50, 100, most=100),
    "board_meetings": Spread("credibility", 0, 3, 2),
    "valid_votes": Spread("credibility", 55, 100, most=100),
    "supervisor_attendance": Spread("credibility", 20, 100, most=100),
    "recusals": Spread("credibility", 45, 100, most=100),
    "budget_execution": Spread("credibility", 48, 100, decimals=1),
    "months_closed": Spread("credibility", 4, 12, most=12),
    "reserve_months": Spread("credibility", 0.5, 9, decimals=1),
    "fees_to_members": Spread("credibility", 25, 66, decimals=1, most=100),
    "restricted_funds": Spread("credibility", 75, 100, most=100),
    "prices_public": Spread("credibility", 40, 100, most=100),
    "progress_public": Spread("credibility", 35, 98, decimals=1, most=100),
    "complaints_answered": Spread("credibility", 45, 100, most=100),
    "donations_reported": Spread("credibility", 45, 100, most=100),
    "milestones": Spread("potential", 45, 98, decimals=1, most=100),
    "target_reached": Spread("potential", 45, 110, decimals=1),
    "outcome_measured": Spread("potential", 5, 70, decimals=1, most=100),
    "satisfaction": Spread("potential", 62, 95, decimals=1, most=100),
    "needs_answered": Spread("potential", 30, 96, decimals=1, most=100),
    "members_served": Spread("potential", 25, 86, decimals=1, most=100),
    "grants_followed": Spread("potential", 40, 100, most=100),
    "spot_checks": Spread("potential", 66, 98, decimals=1, most=100),
    "partners": Spread("potential", 0, 7, 2),
    "network_income": Spread("potential", 0, 12, decimals=1),
    "offers_used": Spread("potential", 0, 5, 1),
    "volunteers": Spread("potential", 2, 36, 7),
    "staff": Spread("potential", 3, 8, 2),
    "certified": Spread("potential", 5, 60, decimals=1, most=100),
    "training_hours": Spread("potential", 4, 30),
    "staff_stay": Spread("potential", 45, 92, decimals=1, most=100),
    "new_projects": Spread("potential", 0, 3, 1),
    "recorded_in_time": Spread("potential", 35, 96, decimals=1, most=100),
    "repairs_done": Spread("potential", 45, 100, most=100),
    "lasting_projects": Spread("potential", 5, 60, decimals=1, most=100),
}

# Measures that speak of something that need not have happened in a year.
NOT_EVERY_YEAR = (
    "cultivation_on_time",
    "core_stay",
    "opinions_answered",
    "alliance_confirmed",
    "matters_reported",
    "changes_filed",
    "recusals",
    "complaints_answered",
    "donations_reported",
    "outcome_measured",
    "needs_answered",
    "staff_stay",
    "repairs_done",
    "restricted_funds",
    "prices_public",
)

# Measures of members; there is nothing to measure where an organisation has none.
OF_MEMBERS = (
    "cross_posts",
    "general_quarters",
    "theme_months",
    "lectures",
    "life_meeting",
    "democratic_review",
    "turnout",
    "followup",
    "cultivation_on_time",
    "talks",
    "core_stay",
)

# Measures that only one kind of organisation has.
ONLY: dict[str, tuple[str, ...]] = {
    "fees_approved": ("association",),
    "fees_to_members": ("association",),
    "members_served": ("association",),
    "paid_directors": ("foundation",),
    "charity_spend": ("foundation",),
    "charity_spend_least": ("foundation",),
    "management_cost": ("foundation",),
    "management_cost_most": ("foundation",),
    "management_cost_free": ("foundation",),
    "grants_followed": ("foundation",),
    "restricted_funds": ("service",),
    "prices_public": ("service",),
    "spot_checks": ("service",),
    "council_term_overdue": ("association", "service"),
}
