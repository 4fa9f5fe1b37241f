"""One year of an invented organisation: every value a hub's records and registers would give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeAlias

from samples._names import Identity, identities
from samples._spreads import NOT_EVERY_YEAR, OF_MEMBERS, ONLY, SPREADS, Sheet, Spread
from shuniu.scoring import Mark

Value: TypeAlias = float | int | bool | str | date | Mark
Values: TypeAlias = dict[str, Value]
NA = Mark.NOT_APPLICABLE
REPORT_DUE = date(2026, 6, 30)
SEED = 20260701

# How strong a year was, from 0 to 1, and how many organisations of ten had it.
_YEARS = ((0.98, 1), (0.86, 2), (0.74, 3), (0.62, 2), (0.48, 1), (0.3, 1))
# What sets single organisations apart, by their place in the list.
_APART: dict[int, Values] = {
    7: {"last_report_overdue": True},
    19: {"dishonest_list": True},
    31: {"months_registered": 8},
    43: {"abnormal_list": True},
    55: {"reports_passed": Mark.MISSING},
    67: {"penalties": 1},
    79: {"branch_kind": "none", "unbuilt_days": 240, "instructor": True},
    91: {"grave_event": True},
    103: {"under_investigation": True},
    115: {"months_registered": Mark.MISSING},
}


@dataclass(frozen=True, slots=True)
class Organisation:
    """An invented organisation and its year."""

    identity: Identity
    values: Values


def organisations() -> list[Organisation]:
    """The 120 organisations of the sample hub, the same each time."""
    strengths = [strength for strength, count in _YEARS for _ in range(count)]
    out = []
    for place, identity in enumerate(identities()):
        rng = Random(f"{SEED}/{identity.code}")
        values = _year(identity, strengths[place * 7 % len(strengths)], rng)
        out.append(Organisation(identity, {**values, **_APART.get(place, {})}))
    return out


def _year(identity: Identity, strength: float, rng: Random) -> Values:
    small = identity.size == "small"
    sheets: dict[Sheet, float] = {
        "party": strength + rng.gauss(0, 0.05),
        "credibility": min(1, strength + 0.08) + rng.gauss(0, 0.04),
        "potential": strength + rng.gauss(0, 0.06),
    }
    values: Values = {"type": identity.kind, "size": identity.size}
    values |= _register(sheets["credibility"], rng)
    values |= _members(sheets["party"], small, rng)
    for key, spread in SPREADS.items():
        values[key] = _measured(spread, sheets[spread.sheet], small, rng)
    values |= _counted(values, sheets, small, rng)
    values |= _published(sheets["credibility"], small, rng)
    if identity.kind == "foundation":
        values |= _foundation(sheets["credibility"], small, rng)
    return _marked(values, identity, rng)


def _likely(chance: float, rng: Random) -> bool:
    return rng.random() < chance


def _measured(spread: Spread, strength: float, small: bool, rng: Random) -> float | int:
    strong = spread.small if small and spread.small is not None else spread.strong
    weak = min(spread.weak, strong)
    value = weak + (strong - weak) * min(1.0, max(0.0, strength + rng.gauss(0, 0.07)))
    value = min(value, spread.most) if spread.most is not None else value
    return round(value, spread.decimals) if spread.decimals else round(value)


def _register(strength: float, rng: Random) -> Values:
    months = rng.randint(14, 240)
    due = min(3, months // 12)
    return {
        "months_registered": months,
        "last_report_overdue": False,
        "dishonest_list": False,
        "under_investigation": False,
        "abnormal_list": False,
        "unbuilt_days": 0,
        "grave_event": False,
        "reports_due": due,
        "reports_passed": due if _likely(strength, rng) else due - 1,
        "penalties": 0,
        "council_term_overdue": 0 if _likely(strength, rng) else rng.choice([45, 120, 400]),
    }


def _members(strength: float, small: bool, rng: Random) -> Values:
    members = rng.choice([0, 1, 1, 2, 2]) if small else rng.randint(3, 16)
    formal = rng.randint(members // 2, members)
    floating = members - formal if _likely(0.8, rng) else 0
    kind = "own" if formal >= 3 else rng.choice(["joint", "joint", "attached", "functional"])
    if members == 0:
        kind = "none"
    return {
        "party_members": members,
        "formal_members": formal,
        "branch_kind": kind,
        "instructor": members == 0 or _likely(0.5, rng),
        "charter_clause": "approved" if _likely(strength, rng) else rng.choice(["written", "none"]),
        "branch_term_overdue": (0 if _likely(strength, rng) else 90) if kind == "own" else NA,
        "floating_members": floating,
        "floating_in_contact": min(floating, round(floating * (strength + 0.05))),
        "life_meeting": _likely(strength + 0.1, rng),
        "democratic_review": _likely(strength + 0.1, rng),
    }


def _counted(values: Values, sheets: dict[Sheet, float], small: bool, rng: Random) -> Values:
    """What depends on another count: matters studied of those due, cases and hours per member."""
    due = rng.randint(0, 4) if small else rng.randint(2, 12)
    strength = min(1.0, max(0.0, sheets["party"]))
    members = values["party_members"]
    count = members if isinstance(members, int) else 0
    return {
        "prior_due": due,
        "prior_studied": min(due, round(due * min(1.0, strength + 0.08))),
        "cases_closed": round(count * 0.55 * strength),
        "volunteer_hours": round(count * 22 * strength, 1),
        "survey_answers": rng.randint(8, 24) if small else rng.randint(24, 160),
    }


def _published(strength: float, small: bool, rng: Random) -> Values:
    done = REPORT_DUE + timedelta(days=rng.choice([-40, -21, -12, -3]))
    if not _likely(strength, rng):
        done = REPORT_DUE + timedelta(days=rng.choice([9, 26, 70]))
    clean = _likely(strength, rng)
    return {
        "audit": ("reviewed" if small else "clean") if clean else rng.choice(["qualified", "none"]),
        "fees_approved": _likely(strength, rng),
        "report_due": REPORT_DUE,
        "report_published": done if _likely(strength + 0.2, rng) else NA,
        "balance_public": _likely(strength + 0.1, rng),
        "income_public": _likely(strength + 0.1, rng),
        "opinion_public": _likely(strength, rng),
        "policy_outcome": rng.choice(["none"] * 8 + ["answered", "adopted"]),
        "pools_led": rng.choice([0, 0, 0, 0, 1, 2]),
        "regions_helped": rng.choice([0, 0, 0, 1, 1, 3]),
    }


def _foundation(strength: float, small: bool, rng: Random) -> Values:
    least, most = (8, 20) if small else (6, 12)
    return {
        "paid_directors": rng.choice([0, 12.5, 20, 33.3]) if _likely(strength, rng) else 45,
        "charity_spend_least": least,
        "charity_spend": round(least * (0.7 + 0.6 * strength), 1),
        "management_cost_most": most,
        "management_cost": round(most * (1.4 - 0.6 * strength), 1),
        "management_cost_free": small and _likely(0.3, rng),
    }


def _marked(values: Values, identity: Identity, rng: Random) -> Values:
    """What does not concern the organisation, and what nobody filled in."""
    out = dict(values)
    for key in SPREADS:
        if key in NOT_EVERY_YEAR and _likely(0.15, rng):
            out[key] = NA
        elif _likely(0.012, rng):
            out[key] = Mark.MISSING
    if _likely(0.1, rng):
        out |= {"satisfaction": Mark.MISSING, "survey_answers": Mark.MISSING}
    if out["party_members"] == 0:
        out |= dict.fromkeys(OF_MEMBERS, NA)
    others = [key for key, kinds in ONLY.items() if identity.kind not in kinds]
    return out | dict.fromkeys(others, NA)
