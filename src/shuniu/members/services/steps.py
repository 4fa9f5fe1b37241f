"""Steps of the way into the party, with what goes with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock, crypto
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.members import rules
from shuniu.members.models import Cultivator, HalfYear, Member, StepDone, Training
from shuniu.members.queries.parameters import parameters
from shuniu.members.queries.rosters import key_of, standings
from shuniu.members.queries.ways import way_of
from shuniu.members.services.standings import Stand, place
from shuniu.members.states import BY_NUMBER, Relation, Status
from shuniu.registry.models import Person

_NOT_KEPT = {"born", "note"}


@dataclass(frozen=True, slots=True)
class Taking:
    """A step as it is recorded.

    Attributes:
        number: 1 to 25.
        on: the day.
        facts: what the step asks for; a birthday is judged and not kept.
        note: sealed with the person's key.
        persons: contacts or sponsors, full members.
    """

    number: int
    on: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    persons: tuple[Person, ...] = ()


def take_step(member: Member, form: Taking, *, by: User | None) -> StepDone:
    """Record a step, where the rules allow it; what somebody is changes with it.

    Raises:
        Refused: by the rules, with the reason.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, member))
        facts = _facts(form)
        way = way_of(member, form.on)
        ensure(rules.not_ahead(form.on))
        ensure(rules.can_step(way, form.number, form.on, facts, parameters(form.on)))
        kept = {name: one for name, one in facts.items() if name not in _NOT_KEPT}
        row = StepDone.objects.create(
            member=member,
            number=form.number,
            on=form.on,
            facts=kept,
            note_sealed=crypto.seal(form.note.strip(), member.person.wrapped),
            by=by,
        )
        if form.number == 5:
            _look_after(member, form)
        step = BY_NUMBER[form.number]
        if step.becomes and member.status != step.becomes:
            here = Relation.HERE if step.becomes in Status.of_party() else Relation.NONE
            place(member, Stand(step.becomes, here.value, form.on))
        audit.record(
            "members.step", member, by=by, node=member.organisation.node_id, number=form.number
        )
    return row


def _facts(form: Taking) -> dict[str, Any]:
    facts: dict[str, Any] = {**form.facts, "note": form.note}
    wanted = BY_NUMBER[form.number].facts if form.number in BY_NUMBER else ()
    for name in ("contacts", "sponsors"):
        if name in wanted:
            facts[name] = len(full_members(form.persons, form.on))
    return facts


def full_members(persons: Iterable[Person], on: date) -> list[Person]:
    """Those among some people who were full members on a day, each once."""
    by_key = {key_of(one): one for one in persons}
    rows = standings(on).filter(key__in=by_key, status=Status.FULL)
    return [by_key[key] for key in rows.values_list("key", flat=True)]


def _look_after(member: Member, form: Taking) -> None:
    for person in full_members(form.persons, form.on):
        Cultivator.objects.get_or_create(
            member=member, person=person, until=None, defaults={"since": form.on}
        )


def note_half_year(member: Member, *, on: date, text: str, by: User | None) -> HalfYear:
    """What the branch found after half a year.

    Raises:
        Refused: by the rules, without words, or twice on a day.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, member))
        ensure(rules.not_ahead(on))
        if not text.strip():
            raise Refused(refuse(_("请写考察情况。"), "members.half_year.words"))
        if member.half_years.filter(on=on).exists():
            raise Refused(refuse(_("这一天已有考察记录。"), "members.half_year.twice"))
        sealed = crypto.seal(text.strip(), member.person.wrapped)
        row = HalfYear.objects.create(member=member, on=on, text_sealed=sealed, by=by)
        audit.record("members.half_year", member, by=by, node=member.organisation.node_id)
    return row


def note_training(
    member: Member, *, on: date, hours: Decimal, title: str, by: User | None
) -> Training:
    """Hours of training.

    Raises:
        Refused: by the rules, no hours, or more than a day has.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, member))
        ensure(rules.not_ahead(on))
        if not 0 < hours <= 100:
            raise Refused(refuse(_("学时应在 0 至 100 之间。"), "members.training.hours"))
        if member.trainings.filter(on=on, title=title.strip()).exists():
            raise Refused(refuse(_("这一天的这项培训已登记。"), "members.training.twice"))
        row = Training.objects.create(member=member, on=on, hours=hours, title=title.strip())
        audit.record("members.training", member, by=by, node=member.organisation.node_id)
    return row


def set_leaving(member: Member, *, on: date | None, by: User | None) -> None:
    """When somebody will leave the unit; nobody is admitted shortly before.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, member))
        member.leaves_on = on
        member.save(update_fields=["leaves_on"])
        audit.record("members.leaving", member, by=by, node=member.organisation.node_id)


def extend_probation(member: Member, *, months: int, by: User | None) -> None:
    """The branch found that more time is needed.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, member))
        today = clock.today()
        ensure(rules.can_extend(way_of(member, today), months, parameters(today)))
        row, _new = StepDone.objects.get_or_create(
            member=member, number=21, defaults={"on": today, "by": by}
        )
        row.facts = {**row.facts, "extended_months": months}
        row.save(update_fields=["facts"])
        audit.record(
            "members.probation.extended",
            member,
            by=by,
            node=member.organisation.node_id,
            months=months,
        )
