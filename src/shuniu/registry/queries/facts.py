"""The register's own facts, flat: what measures read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet

from shuniu.base.facts import Fact, publish
from shuniu.registry.models import (
    SHARES,
    AnnualReport,
    Body,
    Charter,
    CreditEvent,
    Disclosure,
    InstructorDuty,
    NotBuilt,
    Organisation,
    OrganisationPast,
    PartyCover,
    Post,
)
from shuniu.registry.queries.crossing import crossings
from shuniu.registry.queries.derived import term_end
from shuniu.registry.queries.parameters import parameters, report_due
from shuniu.registry.states import Standing

_Row = TypeVar("_Row", bound=Model)
_MOST = 500  # organisations that are named in a query; beyond that all are read and picked from
_PUBLIC = ("balance_public", "income_public", "opinion_public")
_DISCLOSED = ("audit", "published", "due", *_PUBLIC)
_HEADCOUNTS = ("staff", "party_members", "formal_members")


def publish_all() -> None:
    """Make every kind known; called once when the room starts."""
    publish("registry.registered", _registered, ("type", "size", "sector"))
    publish("registry.report", _reports, ("result",))
    publish("registry.report_figures", _figures, ("figure",))
    publish("registry.disclosure", _disclosures, _DISCLOSED)
    publish("registry.disclosure_figure", _shares, ("figure",))
    publish("registry.credit", _credit, ("kind",))
    publish("registry.charter", _charters, ("clause",))
    publish("registry.party_cover", _covers, ("kind",))
    publish("registry.instructor", _instructors, ("field",))
    publish("registry.not_built", _not_built)
    publish("registry.headcount", _headcounts, ("figure",))
    publish("registry.post", _posts, ("body", "title"))
    publish("registry.cross_post", _cross_posts)
    publish("registry.term_end", _term_ends, ("body",))


def _of(
    rows: QuerySet[_Row], organisations: Sequence[int], path: str = "organisation_id"
) -> QuerySet[_Row]:
    if len(organisations) > _MOST:
        return rows
    return rows.filter(**{f"{path}__in": list(organisations)})


def _registered(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    rows = _of(Organisation.objects.filter(registered_on__lte=day), organisations, "pk")
    for pk, on, type_, size, sector in rows.exclude(standing=Standing.DISSOLVED).values_list(
        "pk", "registered_on", "type", "size", "sector"
    ):
        if on is None:
            continue
        words = {"type": type_, "size": size, "sector": sector}
        yield Fact(pk, on, f"registry.organisation:{pk}", attributes=words)


def _reports(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    rows = _of(AnnualReport.objects.filter(year__lte=day.year), organisations)
    for pk, organisation, year, result in rows.values_list(
        "pk", "organisation_id", "year", "result"
    ):
        on = date(year, 12, 31)
        yield Fact(organisation, on, f"registry.annualreport:{pk}", attributes={"result": result})


def _figures(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    names = ("income", "expenses", "net_assets", "members")
    rows = _of(AnnualReport.objects.filter(year__lte=day.year), organisations)
    for pk, organisation, year, *amounts in rows.values_list(
        "pk", "organisation_id", "year", *names
    ):
        for name, amount in zip(names, amounts, strict=True):
            if amount is not None:
                yield Fact(
                    organisation,
                    date(year, 12, 31),
                    f"registry.annualreport:{pk}",
                    amount=float(amount),
                    attributes={"figure": name},
                )


def _disclosures(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """With the day by which the report was due, by the rule of that year."""
    rows = list(_of(Disclosure.objects.filter(year__lte=day.year), organisations))
    due = {year: report_due(year) for year in {row.year for row in rows}}
    for row in rows:
        on = date(row.year, 12, 31)
        words = {
            "audit": row.audit,
            "published": "" if row.published_on is None else row.published_on.isoformat(),
            "due": due[row.year].isoformat(),
            **{name: _yes_or_no(getattr(row, name)) for name in _PUBLIC},
        }
        record = f"registry.disclosure:{row.pk}"
        yield Fact(row.organisation_id, on, record, attributes=words)


def _yes_or_no(told: bool | None) -> str:
    return "" if told is None else "yes" if told else "no"


def _shares(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """What part of a whole, in percent; nothing where there is no whole. Hours and months as they are."""
    rows = _of(Disclosure.objects.filter(year__lte=day.year), organisations)
    for row in rows:
        for figure, amount in _figures_of(row):
            yield Fact(
                row.organisation_id,
                date(row.year, 12, 31),
                f"registry.disclosure:{row.pk}",
                amount=amount,
                attributes={"figure": figure},
            )


def _figures_of(row: Disclosure) -> Iterator[tuple[str, float]]:
    for figure, (part, whole) in SHARES.items():
        some, all_ = getattr(row, part), getattr(row, whole)
        if some is not None and all_:
            yield figure, round(some / all_ * 100, 3)
    for figure in ("training_hours", "reserve_months"):
        plain = getattr(row, figure)
        if plain is not None:
            yield figure, float(plain)


def _credit(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    rows = _of(CreditEvent.objects.filter(since__lte=day), organisations)
    for pk, organisation, since, until, kind in rows.values_list(
        "pk", "organisation_id", "since", "until", "kind"
    ):
        yield Fact(
            organisation, since, f"registry.creditevent:{pk}", until, attributes={"kind": kind}
        )


def _charters(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    rows = _of(Charter.objects.filter(since__lte=day), organisations)
    for pk, organisation, since, clause in rows.values_list(
        "pk", "organisation_id", "since", "clause"
    ):
        yield Fact(organisation, since, f"registry.charter:{pk}", attributes={"clause": clause})


def _covers(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    rows = _of(PartyCover.objects.filter(since__lte=day), organisations)
    for pk, organisation, since, until, kind in rows.values_list(
        "pk", "organisation_id", "since", "until", "party__kind"
    ):
        yield Fact(
            organisation, since, f"registry.partycover:{pk}", until, attributes={"kind": kind}
        )


def _instructors(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    rows = _of(InstructorDuty.objects.filter(since__lte=day), organisations)
    for pk, organisation, since, until, field, key in rows.values_list(
        "pk", "organisation_id", "since", "until", "instructor__field", "instructor__person__key"
    ):
        record = f"registry.instructorduty:{pk}"
        words = {"field": field}
        yield Fact(organisation, since, record, until, attributes=words, person=str(key))


def _not_built(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    rows = _of(NotBuilt.objects.filter(due_since__lte=day), organisations)
    for pk, organisation, since, settled in rows.values_list(
        "pk", "organisation_id", "due_since", "settled_on"
    ):
        until = settled - timedelta(days=1) if settled else None
        yield Fact(organisation, since, f"registry.notbuilt:{pk}", until)


def _headcounts(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """As reported, from the day on which it stood so."""
    now = _of(Organisation.objects.filter(since__lte=day), organisations, "pk")
    for pk, since, *amounts in now.values_list("pk", "since", *_HEADCOUNTS):
        yield from _heads(pk, since, f"registry.organisation:{pk}", amounts)
    past = _of(OrganisationPast.objects.filter(since__lte=day), organisations)
    for pk, organisation, since, *amounts in past.values_list(
        "pk", "organisation_id", "since", *_HEADCOUNTS
    ):
        yield from _heads(organisation, since, f"registry.organisationpast:{pk}", amounts)


def _heads(
    organisation: int, since: date, record: str, amounts: Sequence[int | None]
) -> Iterator[Fact]:
    for name, amount in zip(_HEADCOUNTS, amounts, strict=True):
        if amount is not None:
            words = {"figure": name}
            yield Fact(organisation, since, record, amount=float(amount), attributes=words)


def _posts(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    rows = _of(Post.objects.filter(since__lte=day), organisations, "body__organisation_id")
    for pk, organisation, since, until, body, title, key in rows.values_list(
        "pk", "body__organisation_id", "since", "until", "body__kind", "title", "person__key"
    ):
        words = {"body": body, "title": title}
        record = f"registry.post:{pk}"
        yield Fact(organisation, since, record, until, attributes=words, person=str(key))


def _cross_posts(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """People of the branch committee with a governing post, on the day."""
    wanted = set(organisations)
    for one in crossings(day, parameters(day)):
        if one.organisation in wanted:
            record = f"registry.post:{one.post}"
            yield Fact(one.organisation, one.since, record, one.until, person=str(one.person))


def _term_ends(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """The day after a body's term ran out (or the extension that was approved for it)."""
    rows = _of(Body.objects.filter(since__lte=day, until__isnull=True), organisations)
    for pk, organisation, kind, elected, years, extended in rows.values_list(
        "pk", "organisation_id", "kind", "elected_on", "term_years", "extended_until"
    ):
        if elected is None or not years:
            continue
        end = max(term_end(elected, years), extended or date.min)
        yield Fact(organisation, end, f"registry.body:{pk}", attributes={"body": kind})
