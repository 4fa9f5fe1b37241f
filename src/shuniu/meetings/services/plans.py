"""The plan of a year: drafted from the rules, changed by hand, carried out by meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.meetings.models import Meeting, Plan, PlanItem
from shuniu.meetings.queries import plans, regulations, rhythm
from shuniu.meetings.queries.rolls import BODIES
from shuniu.meetings.rules import plans as rules
from shuniu.meetings.states import OF_PARTY, MeetingKind
from shuniu.registry.models import Organisation, PartyOrganisation

Key = tuple[str, int | None]


def propose_plan(organisation: Organisation, year: int, by: User | None) -> list[PlanItem]:
    """Add to the plan of a year what the rules ask for and nobody has planned or held yet.

    Dates are working days from today on, one meeting a day where the month allows it. What was
    dropped stays dropped: it is not proposed again.

    Returns:
        What was added; nothing where all is planned.

    Raises:
        Refused: by the rules, or the year is over or too far away.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_plan(by, organisation))
        ensure(rules.plannable(year))
        plan = _plan(organisation, year)
        since = max(clock.today(), date(year, 1, 1))
        there = _days_there(organisation, year)
        taken = {day for days in there.values() for day in days}
        made: list[PlanItem] = []
        for need in plans.needs(organisation, since):
            made += _missing(plan, need, there.get(need.key, []), taken, since)
        PlanItem.objects.bulk_create(made)
        audit.record(
            "meetings.plan.proposed", plan, by=by, node=organisation.node_id, items=len(made)
        )
    return made


def _plan(organisation: Organisation, year: int) -> Plan:
    """The plan of a year, begun where there is none; nobody else adds to it meanwhile."""
    plan, _made = Plan.objects.get_or_create(organisation=organisation, year=year)
    return Plan.objects.select_for_update().get(pk=plan.pk)


def _days_there(organisation: Organisation, year: int) -> dict[Key, list[date]]:
    """For each need: the days on which it is planned, dropped, called or held."""
    found: dict[Key, list[date]] = {}
    for item in plans.in_plan(organisation, year):
        found.setdefault((item.kind, item.party_id), []).append(item.on)
    for meeting in plans.meetings_in(organisation, year):
        day = timezone.localdate(meeting.starts_at)
        linked = {(one.kind, one.party_id) for one in meeting.plan_items.all()}
        for key in plans.keys_of(meeting):
            if key not in linked:
                found.setdefault(key, []).append(day)
    return found


def _missing(
    plan: Plan, need: plans.Need, there: list[date], taken: set[date], since: date
) -> list[PlanItem]:
    """Items for the periods in which less is planned than the rule asks."""
    made = []
    for span in rhythm.periods(need.rule.every, plan.year):
        if span.last < since:
            continue
        lacking = need.rule.times - sum(span.holds(day) for day in there)
        slots = rhythm.slots(need.kind, span, need.rule.times)
        for number, slot in enumerate(slots):
            if lacking <= 0 or any(slot.span.holds(day) for day in there):
                continue
            day = rhythm.pick(slot, taken, since)
            if day is not None:
                taken.add(day)
                lacking -= 1
                title = _title(need, span, slots, number)
                made.append(
                    PlanItem(plan=plan, party=need.party, kind=need.kind, title=title, on=day)
                )
    return made


def _title(need: plans.Need, span: rhythm.Span, slots: list[rhythm.Slot], number: int) -> str:
    """Such as 3月主题党日 or 上半年理事会; what comes once a year bears the year."""
    names = [rhythm.name(one.span) for one in slots]
    when = names[number]
    if need.rule.every == "year" and len(slots) == 1:
        when = _("%(year)s年") % {"year": span.first.year}
    elif not all(names):
        when = _("%(when)s第%(n)s次") % {"when": rhythm.name(span), "n": number + 1}
    return _("%(when)s%(kind)s") % {"when": when, "kind": need.title}


def add_item(
    organisation: Organisation,
    kind: str,
    on: date,
    *,
    by: User | None,
    title: str = "",
    party: PartyOrganisation | None = None,
) -> PlanItem:
    """Put something more into the plan of the year that a day lies in.

    Raises:
        Refused: by the rules, the branch is at home elsewhere, nobody there holds such meetings, or the
            year is over or too far away.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_plan(by, organisation))
        ensure(rules.plannable(on.year))
        _ensure_held_here(organisation, kind, party)
        item = PlanItem.objects.create(
            plan=_plan(organisation, on.year),
            party=party,
            kind=kind,
            title=title.strip()[:120] or str(MeetingKind(kind).label),
            on=on,
        )
        _noted("added", item, by, kind=kind, on=on)
    return item


def _ensure_held_here(
    organisation: Organisation, kind: str, party: PartyOrganisation | None
) -> None:
    if kind in OF_PARTY:
        if party is None or party.home_id != organisation.pk:
            raise Refused(refuse(_("请选择本单位的党组织。"), "meetings.party"))
    elif kind not in BODIES or party is not None:
        raise Refused(refuse(_("这类会议不列入单位的年度计划。"), "meetings.plan.kind"))
    elif not any(one.kind == BODIES[kind] for one in plans.bodies_of(organisation, clock.today())):
        raise Refused(refuse(_("名册中还没有登记召开这类会议的机构。"), "meetings.body"))


def move_item(item: PlanItem, on: date, *, by: User | None) -> None:
    """Another day of the same year.

    Raises:
        Refused: by the rules, another year, a meeting is called or held already, or it is dropped.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_change_item(by, item))
        if on.year != item.plan.year:
            words = _("请选择%(year)s年的日期；改到别的年度，请撤下后在那一年添加。")
            raise Refused(refuse(words % {"year": item.plan.year}, "meetings.plan.year"))
        was = item.on
        _changed(item, meeting__isnull=True, dropped="", set_to={"on": on})
        _noted("moved", item, by, old=was, new=on)


def drop_item(item: PlanItem, *, reason: str, by: User | None) -> None:
    """It will not take place; the plan keeps it, with the reason.

    Raises:
        Refused: by the rules, no reason, or a meeting is called or held already.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_change_item(by, item))
        words = reason.strip()[:200]
        if not words:
            raise Refused(refuse(_("请写明不再举行的原因。"), "meetings.plan.reason"))
        _changed(item, meeting__isnull=True, dropped="", set_to={"dropped": words})
        _noted("dropped", item, by)


def restore_item(item: PlanItem, *, by: User | None) -> None:
    """It will take place after all.

    Raises:
        Refused: by the rules, or it was not dropped.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_restore_item(by, item))
        _changed(item, dropped__gt="", set_to={"dropped": ""})
        _noted("restored", item, by)


def fulfil(meeting: Meeting, *, by: User | None, item: PlanItem | None = None) -> list[PlanItem]:
    """Let a meeting stand for what is planned: the item it was called from, or the nearest open one.

    Items of the same branch or body and kind count, within the period of the rule on the day of the
    meeting; a meeting that serves two kinds fulfils one of each.

    Returns:
        The items, now linked; nothing where nothing of the kind was planned.
    """
    with transaction.atomic():
        day = timezone.localdate(meeting.starts_at)
        found = []
        for key in plans.keys_of(meeting):
            rows = _open(meeting, key)
            chosen = next((one for one in rows if item is not None and one.pk == item.pk), None)
            chosen = chosen or _nearest(rows, meeting, key[0], day)
            if chosen is not None:
                _changed(chosen, meeting__isnull=True, dropped="", set_to={"meeting": meeting})
                _noted("linked", chosen, by, meeting=meeting.pk)
                found.append(chosen)
    return found


def _open(meeting: Meeting, key: Key) -> list[PlanItem]:
    kind, party = key
    rows = PlanItem.objects.filter(kind=kind, meeting__isnull=True, dropped="")
    if party is not None:
        rows = rows.filter(party=party)
    else:
        rows = rows.filter(party__isnull=True, plan__organisation=meeting.organisation_id)
    return list(rows.select_related("plan__organisation"))


def _nearest(rows: Iterable[PlanItem], meeting: Meeting, kind: str, day: date) -> PlanItem | None:
    rows = list(rows)
    if not rows:
        return None
    type_ = meeting.organisation.type if meeting.organisation is not None else ""
    span = rhythm.period_of(regulations.regulation(kind, type_, day).every, day)
    near = [one for one in rows if span.holds(one.on)]
    return min(near, key=lambda one: (abs((one.on - day).days), one.pk), default=None)


def release(meeting: Meeting, *, by: User | None) -> None:
    """A meeting does not take place: what it stood for is open again."""
    rows = PlanItem.objects.filter(meeting=meeting).select_related("plan__organisation")
    with transaction.atomic():
        for item in rows:
            _changed(item, meeting=meeting, set_to={"meeting": None})
            _noted("freed", item, by, meeting=meeting.pk)


def _changed(item: PlanItem, *, set_to: dict[str, object], **where: object) -> None:
    """Write it, unless somebody was faster.

    Raises:
        Refused: it no longer stands as it did.
    """
    rows = PlanItem.objects.filter(pk=item.pk, **where)
    if not rows.update(changed_at=clock.now(), version=F("version") + 1, **set_to):
        raise Refused(refuse(_("这一项刚刚被改动过，请刷新页面。"), "meetings.plan.stale"))
    item.refresh_from_db(fields=[*set_to, "changed_at", "version"])


def _noted(verb: str, item: PlanItem, by: User | None, **detail: object) -> None:
    node = item.plan.organisation.node_id
    audit.record(f"meetings.plan.item.{verb}", item, by=by, node=node, **detail)
