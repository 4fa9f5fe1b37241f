"""Coverage on a day within what somebody may see: the picture, its rates, what is not built."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from shuniu.accounts.models import Node, User
from shuniu.accounts.queries import paths_where, within
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.registry.models import (
    Body,
    Charter,
    InstructorDuty,
    NotBuilt,
    Organisation,
    OrganisationPast,
    PartyCover,
)
from shuniu.registry.queries.as_at import Facts, all_as_at, spread
from shuniu.registry.queries.bodies import standing_of
from shuniu.registry.queries.crossing import crossed_on
from shuniu.registry.queries.derived import Standing, months_later, term_of
from shuniu.registry.queries.parameters import Parameters, parameters
from shuniu.registry.queries.party import holds
from shuniu.registry.queries.rates import Picture, Rate, Seen, rates
from shuniu.registry.queries.version import Kept
from shuniu.registry.states import OrganisationType

_Row = TypeVar("_Row", bound=Model)
_LONGEST_TERM = 10  # years


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose coverage, and when.

    Attributes:
        user: within what they may see.
        day: as it stood then.
        node: only under this place of the tree, where one is chosen.
    """

    user: User
    day: date
    node: Node | None = None

    def of(self, rows: QuerySet[_Row], field: str) -> QuerySet[_Row]:
        """Those rows whose node lies in the scope."""
        if self.node is not None:
            rows = rows.filter(**{f"{field}__path__startswith": str(self.node.path)})
        return within(rows, self.user, Capability.REGISTRY_SEE, field=field)

    def roughly(self, rows: QuerySet[_Row], field: str) -> QuerySet[_Row]:
        """The same, or all rows where the scope is a whole tree: they are met with ``of`` later."""
        whole = self.node is None and any(path.count("/") == 2 for path in self.tops)
        return rows if whole else self.of(rows, field)

    @property
    def tops(self) -> list[str]:
        """Under which places the user may look."""
        return paths_where(self.user, Capability.REGISTRY_SEE)


_KEPT: Kept[Picture] = Kept(8)


def picture(scope: Scope) -> Picture:
    """Everything coverage needs, read anew only after something in the register has changed."""
    place = None if scope.node is None else scope.node.path
    key = (tuple(scope.tops), place, scope.day, clock.today())
    return _KEPT.get(key, lambda: _read(scope))


def _read(scope: Scope) -> Picture:
    """Some ten queries, however many organisations there are."""
    rules = parameters(scope.day)
    seen = _seen(scope, rules)
    crossed, one_head = crossed_on(scope.day, rules)
    termed, overdue = _terms(scope)
    return Picture(
        seen=seen,
        kinds=_kinds(scope),
        fields=_fields(scope),
        clauses=_clauses(scope),
        explained=_explained(scope),
        crossed=crossed,
        one_head=one_head,
        termed=termed,
        overdue=overdue,
        rules=rules,
    )


def coverage(scope: Scope) -> list[Rate]:
    """All rates of a scope."""
    return rates(picture(scope))


def _seen(scope: Scope, rules: Parameters) -> dict[int, Seen]:
    rows = spread(
        scope.of(Organisation.objects.all(), "node"),
        scope.day,
        "pk",
        "code",
        "node__parent__path",
        "type",
        "sector",
        "formal_members",
        "standing",
    )
    return {
        row[0]: Seen(row[0], row[1], row[2] or "", row[3], row[4], row[5])
        for row in rows
        if row[6] in rules.counted and row[3] != OrganisationType.HUB
    }


def _kinds(scope: Scope) -> dict[int, set[str]]:
    rows = PartyCover.objects.filter(holds(scope.day), holds(scope.day, "party__"))
    found: dict[int, set[str]] = defaultdict(set)
    for pk, kind in scope.roughly(rows, "organisation__node").values_list(
        "organisation_id", "party__kind"
    ):
        found[pk].add(kind)
    return found


def _fields(scope: Scope) -> dict[int, set[str]]:
    rows = InstructorDuty.objects.filter(holds(scope.day))
    found: dict[int, set[str]] = defaultdict(set)
    for pk, name in scope.roughly(rows, "organisation__node").values_list(
        "organisation_id", "instructor__field"
    ):
        found[pk].add(name)
    return found


def _clauses(scope: Scope) -> dict[int, str]:
    rows = Charter.objects.filter(since__lte=scope.day).order_by("since", "pk")
    return dict(
        scope.roughly(rows, "organisation__node").values_list("organisation_id", "clause")
    )  # the latest stays


def _open(day: date) -> Q:
    return Q(due_since__lte=day) & (Q(settled_on__isnull=True) | Q(settled_on__gt=day))


def _explained(scope: Scope) -> set[int]:
    rows = NotBuilt.objects.filter(_open(scope.day))
    return set(scope.roughly(rows, "organisation__node").values_list("organisation_id", flat=True))


def _terms(scope: Scope) -> tuple[set[int], set[int]]:
    """Whose bodies have a known term, and whose are overdue; counted by the database."""
    known = scope.roughly(
        Body.objects.filter(
            holds(scope.day), elected_on__isnull=False, term_years__gt=0
        ).order_by(),
        "organisation__node",
    )
    ids = known.values_list("organisation_id", flat=True).distinct()
    return set(ids), set(ids.filter(overdue_on(scope.day)))


def overdue_on(day: date) -> Q:
    """Bodies whose term, and any extension of it, had run out before a day."""
    late = Q()
    for years in range(1, _LONGEST_TERM + 1):
        late |= Q(term_years=years, elected_on__lt=months_later(day, -12 * years))
    return late & (Q(extended_until__isnull=True) | Q(extended_until__lt=day))


@dataclass(frozen=True, slots=True)
class Unbuilt:
    """An organisation that is due and has none: why, since when, by when."""

    facts: Facts
    due_since: date | None
    reason: str
    planned_on: date | None
    late: bool


def facts_of(pks: Sequence[int], day: date) -> list[Facts]:
    """How organisations of a list stood on a day, by code."""
    return all_as_at(Organisation.objects.filter(pk__in=list(pks)), day)


def explanations(pks: Sequence[int], day: date) -> dict[int, NotBuilt]:
    """Why each was not built on a day, where somebody explained it."""
    wanted = set(pks)
    rows = NotBuilt.objects.filter(_open(day)).order_by("pk")
    return {row.organisation_id: row for row in rows if row.organisation_id in wanted}


def by_urgency(pks: Sequence[int], told: Mapping[int, NotBuilt]) -> list[int]:
    """Those without a reason first, then by the day they are planned."""

    def key(pk: int) -> tuple[bool, date]:
        row = told.get(pk)
        return row is not None, row.planned_on or date.max if row else date.min

    return sorted(pks, key=key)


def not_built(
    pks: Sequence[int], day: date, rules: Parameters, told: Mapping[int, NotBuilt]
) -> list[Unbuilt]:
    """A page of 应建未建, in the order of its numbers."""
    since = _due_since(pks, day, rules)
    facts = {one.pk: one for one in facts_of(pks, day)}
    found = []
    for pk in pks:
        row = told.get(pk)
        planned = row.planned_on if row else None
        found.append(
            Unbuilt(
                facts[pk],
                row.due_since if row else since.get(pk),
                row.reason if row else "",
                planned,
                late=is_late(row, day),
            )
        )
    return found


def is_late(row: NotBuilt | None, day: date) -> bool:
    """Whether the planned day has passed."""
    return row is not None and row.planned_on is not None and row.planned_on < day


def _due_since(pks: Sequence[int], day: date, rules: Parameters) -> dict[int, date]:
    """The day from which the number of members has been enough, as far as the register knows."""
    spans: dict[int, list[tuple[date, int | None]]] = defaultdict(list)
    now = Organisation.objects.filter(pk__in=pks, since__lte=day)
    for pk, since, members in now.values_list("pk", "since", "formal_members"):
        spans[pk].append((since, members))
    past = OrganisationPast.objects.filter(organisation__in=pks, since__lte=day)
    for pk, since, members in past.order_by("-since").values_list(
        "organisation_id", "since", "formal_members"
    ):
        spans[pk].append((since, members))
    found = {}
    for pk, rows in spans.items():
        for since, members in rows:  # back from the latest
            if (members or 0) < rules.least:
                break
            found[pk] = since
    return found


@dataclass(frozen=True, slots=True)
class Term:
    """A body whose term has run out or does so soon."""

    name: str
    body: Standing
    ends: date
    days: int  # past the end; negative before it

    @property
    def overdue(self) -> bool:
        """Whether it has run out."""
        return self.days > 0


def terms(scope: Scope, rules: Parameters) -> QuerySet[Body]:
    """Bodies of those that count whose term has run out or does so soon, the oldest first."""
    soon = overdue_on(months_later(scope.day, rules.remind_months))
    rows = Body.objects.filter(holds(scope.day), soon, organisation__standing__in=rules.counted)
    return (
        scope.of(rows, "organisation__node")
        .select_related("organisation")
        .order_by("elected_on", "pk")
    )


def terms_of(rows: Iterable[Body], day: date) -> list[Term]:
    """The terms of a page of bodies."""
    found = []
    for row in rows:
        body = standing_of(row)
        ends = term_of(body)
        if ends is not None:
            found.append(Term(row.organisation.name, body, ends, (day - ends).days))
    return found
