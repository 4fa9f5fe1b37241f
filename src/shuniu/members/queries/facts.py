"""The room's facts, flat: what measures read; a pseudonymous key where a person counts once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Model, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from shuniu.base import rulebook
from shuniu.base.facts import Fact, publish
from shuniu.members.models import (
    FloatingLink,
    HalfYear,
    Member,
    Review,
    Standing,
    StepDone,
    Talk,
    Training,
)
from shuniu.members.queries.calendar import later
from shuniu.members.queries.clocks import half_years_due
from shuniu.members.queries.parameters import Parameters, parameters
from shuniu.members.queries.rosters import key_from
from shuniu.members.states import Relation, Status
from shuniu.registry.models import Post
from shuniu.registry.states import PartyKind, PostTitle

_Row = TypeVar("_Row", bound=Model)
_MOST = 500  # organisations that are named in a query; beyond that all are read
CORE_TITLES = rulebook.declare(
    "members.core_titles",
    [
        PostTitle.HEAD.value,
        PostTitle.DEPUTY_HEAD.value,
        PostTitle.LEGAL_REPRESENTATIVE.value,
        PostTitle.SECRETARY_GENERAL.value,
        PostTitle.DEPUTY_SECRETARY_GENERAL.value,
        PostTitle.SECRETARY.value,
    ],
    _("核心团队所计的职务"),
)


def publish_all() -> None:
    """Make every kind known; called once when the room starts."""
    publish("members.member", _members, ("status", "relation", "floating", "talked"))
    publish("members.activist", _activists, ("status",))
    publish("members.floating", _floating, ("in_contact",))
    publish("members.half_year_due", _half_years, ("done", "stage"))
    publish("members.talk", _talks)
    publish("members.training", _trainings)
    publish("members.review", _reviews, ("home_due", "reported"))
    publish("members.core", _core, ("stayed", "year"))


def _of(
    rows: QuerySet[_Row], organisations: Sequence[int], path: str = "organisation_id"
) -> QuerySet[_Row]:
    if len(organisations) > _MOST:
        return rows
    return rows.filter(**{f"{path}__in": list(organisations)})


def _persons() -> dict[str, str]:
    """The pseudonymous key of each person by the key of their standing."""
    keys = Member.objects.values_list("person__key", flat=True)
    return {key_from(key): str(key) for key in keys}


def _standings(
    organisations: Sequence[int], day: date, statuses: Sequence[str]
) -> Iterator[tuple[Standing, date | None, str]]:
    persons = _persons()
    rows = _of(Standing.objects.filter(since__lte=day, status__in=statuses), organisations)
    for row in rows.iterator(chunk_size=2000):
        until = row.until if row.until is not None and row.until <= day else None
        yield row, until, persons.get(row.key, "")


def _members(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """With whether somebody talked with them in the year up to the day; never about what."""
    talked = {
        str(key)
        for pair in Talk.objects.filter(on__gt=later(day, -12), on__lte=day).values_list(
            "a__key", "b__key"
        )
        for key in pair
    }
    for row, until, person in _standings(organisations, day, Status.of_party()):
        words = {
            "status": row.status,
            "relation": row.relation,
            "floating": "yes" if row.relation == Relation.ELSEWHERE else "no",
            "talked": "yes" if person in talked else "no",
        }
        record = f"members.standing:{row.pk}"
        yield Fact(row.organisation_id, row.since, record, until, attributes=words, person=person)


def _activists(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    wanted = (Status.ACTIVIST.value, Status.PROSPECT.value)
    for row, until, person in _standings(organisations, day, wanted):
        record = f"members.standing:{row.pk}"
        words = {"status": row.status}
        yield Fact(row.organisation_id, row.since, record, until, attributes=words, person=person)


def _floating(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """With whether somebody spoke with them within the cycle, as of the day."""
    days = parameters(day).contact
    rows = _of(
        FloatingLink.objects.filter(since__lte=day), organisations, "member__organisation_id"
    )
    for link in rows.select_related("member__person").prefetch_related("contacts"):
        until = link.ended_on if link.ended_on is not None and link.ended_on <= day else None
        on = until or day
        last = max((one.on for one in link.contacts.all() if one.on <= on), default=link.since)
        words = {"in_contact": "yes" if on <= last + timedelta(days=days) else "no"}
        yield Fact(
            link.member.organisation_id,
            link.since,
            f"members.floatinglink:{link.pk}",
            until,
            attributes=words,
            person=str(link.member.person.key),
        )


def _half_years(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    rules = parameters(day)
    rows = _of(Member.objects.filter(since__lte=day), organisations)
    rows = rows.select_related("person").prefetch_related(
        Prefetch("steps", StepDone.objects.filter(on__lte=day, number__in=(3, 7, 15, 22))),
        Prefetch("half_years", HalfYear.objects.filter(on__lte=day)),
    )
    for member in rows:
        for stage, due, done in _dues(member, day, rules):
            yield Fact(
                member.organisation_id,
                due,
                f"members.member:{member.pk}",
                attributes={"done": "yes" if done else "no", "stage": stage},
                person=str(member.person.key),
            )


def _dues(member: Member, day: date, rules: Parameters) -> Iterator[tuple[str, date, bool]]:
    """Each half-year that came due: in cultivation until prospect, in probation until its end."""
    steps = {one.number: one.on for one in member.steps.all()}
    entries = [one.on for one in member.half_years.all()]
    last = min(day, member.until or day)
    start = member.counted_from or steps.get(3)
    spans = (("cultivation", start, steps.get(7, last)), ("probation", steps.get(15), last))
    for stage, since, until in spans:
        if since is None:
            continue
        end = min(until, last, steps.get(22, last) if stage == "probation" else last)
        for number, due in enumerate(half_years_due(since, end, rules), 1):
            grace = due + timedelta(days=rules.grace)
            given = sum(since < one <= grace for one in entries)
            if due >= member.since:  # what came due elsewhere is not this organisation's
                yield stage, due, given >= number


def _talks(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """One for each of the two."""
    homes = dict(_of(Member.objects.all(), organisations).values_list("person_id", "organisation"))
    rows = Talk.objects.filter(on__lte=day).filter(Q(a_id__in=homes) | Q(b_id__in=homes))
    for pk, on, a, a_key, b, b_key in rows.values_list(
        "pk", "on", "a_id", "a__key", "b_id", "b__key"
    ):
        for person, key in ((a, a_key), (b, b_key)):
            if person in homes:
                yield Fact(homes[person], on, f"members.talk:{pk}", person=str(key))


def _trainings(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    rows = _of(
        Training.objects.filter(on__lte=day, carried=False),
        organisations,
        "member__organisation_id",
    )
    for pk, organisation, on, hours, key in rows.values_list(
        "pk", "member__organisation_id", "on", "hours", "member__person__key"
    ):
        record = f"members.training:{pk}"
        yield Fact(organisation, on, record, amount=float(hours), person=str(key))


def _reviews(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """That it took place; the grade is nobody's measure."""
    rows = _of(Review.objects.filter(on__lte=day), organisations, "member__organisation_id")
    away: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for standing in Standing.objects.filter(relation=Relation.ELSEWHERE, since__lte=day):
        away[standing.key].append((standing.since, standing.until))
    for row in rows.select_related("member__person", "party"):
        spans = away.get(key_from(row.member.person.key), ())
        home = row.party.kind == PartyKind.FLOATING or any(_held(*s, row.on) for s in spans)
        words = {
            "home_due": "yes" if home else "no",
            "reported": "yes" if row.reported_home_on is not None else "no",
        }
        yield Fact(
            row.member.organisation_id,
            row.on,
            f"members.review:{row.pk}",
            attributes=words,
            person=str(row.member.person.key),
        )


def _core(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """Members who held a leading post when a year began, and whether they still do at its end."""
    spans: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for row, until, person in _standings([0] * (_MOST + 1), day, Status.of_party()):
        spans[person].append((row.since, until))
    years = range(min((s[0][0].year for s in spans.values()), default=day.year), day.year + 1)
    posts = list(_posts(organisations, day))
    for year in years:
        start, end = date(year, 1, 1), min(date(year, 12, 31), day)
        if start > day:
            return
        still = {(o, key) for _pk, o, key, since, until in posts if _held(since, until, end)}
        seen: set[tuple[int, str]] = set()
        for pk, organisation, key, since, until in posts:
            here = (organisation, key)
            if here in seen or not _held(since, until, start):
                continue
            if any(_held(*span, start) for span in spans.get(key, ())):
                seen.add(here)
                words = {"stayed": "yes" if here in still else "no", "year": str(year)}
                record = f"registry.post:{pk}"
                last = date(year, 12, 31)
                yield Fact(organisation, start, record, last, attributes=words, person=key)


def _held(since: date, until: date | None, on: date) -> bool:
    return since <= on and (until is None or until >= on)


def _posts(
    organisations: Sequence[int], day: date
) -> Iterator[tuple[int, int, str, date, date | None]]:
    titles = rulebook.value(CORE_TITLES, day)
    rows = _of(
        Post.objects.filter(since__lte=day, title__in=titles if isinstance(titles, list) else []),
        organisations,
        "body__organisation_id",
    )
    for pk, organisation, key, since, until in rows.order_by("pk").values_list(
        "pk", "body__organisation_id", "person__key", "since", "until"
    ):
        yield pk, organisation, str(key), since, until
