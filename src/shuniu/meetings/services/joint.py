"""Joint meetings: units called together, topics gathered, every task of last time heard of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.accounts.queries import holders_by_node
from shuniu.accounts.states import Capability
from shuniu.base import audit
from shuniu.base.notices import notify
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.meetings.models import Meeting, Topic, Unit
from shuniu.meetings.queries import joint as queries
from shuniu.meetings.rules import joint as rules
from shuniu.meetings.services.agenda import Item, add_item
from shuniu.meetings.services.calling import Draft, plan_meeting
from shuniu.meetings.services.tasks import report_task
from shuniu.meetings.states import ItemKind, MeetingKind, Presence
from shuniu.registry.models import Organisation, Partner


@dataclass(frozen=True, slots=True)
class Gathering:
    """What a joint meeting is to be; ``again`` takes the units of the last one of the place."""

    node: Node
    title: str
    starts_at: datetime
    place: str = ""
    again: bool = True


def convene(form: Gathering, *, by: User | None) -> Meeting:
    """Plan a joint meeting.

    Raises:
        Refused: by the rules, or without a title.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_convene(by, form.node))
        draft = Draft(
            MeetingKind.JOINT, form.title, form.starts_at, node=form.node, place=form.place
        )
        meeting = plan_meeting(draft, by=by)
        last = queries.before(meeting).first() if form.again else None
        for unit in last.units.all() if last is not None else ():
            Unit.objects.create(
                meeting=meeting, organisation_id=unit.organisation_id, partner_id=unit.partner_id
            )
    return meeting


def add_units(
    meeting: Meeting,
    organisations: Iterable[Organisation],
    partners: Iterable[Partner] = (),
    *,
    by: User | None,
) -> int:
    """Ask units to take part; those that do already are passed over.

    Returns:
        How many are new.

    Raises:
        Refused: by the rules, or a unit of another place.
    """
    new = 0
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_run(by, meeting))
        for one in organisations:
            if not str(one.node.path).startswith(str(meeting.node.path)):
                words = _("“%(name)s”不在召集范围内。") % {"name": one.name}
                raise Refused(refuse(words, "meetings.unit.place"))
            new += Unit.objects.get_or_create(meeting=meeting, organisation=one)[1]
        for partner in partners:
            new += Unit.objects.get_or_create(meeting=meeting, partner=partner)[1]
        audit.record("meetings.units.added", meeting, by=by, node=meeting.node_id, count=new)
    return new


def drop_unit(unit: Unit, *, by: User | None) -> None:
    """A unit does not take part after all.

    Raises:
        Refused: by the rules, or it has brought topics or has tasks here.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_run(by, unit.meeting))
        if unit.topics.exists() or unit.tasks.exists():
            raise Refused(refuse(_("该单位已有议题或任务，不能移出。"), "meetings.unit.used"))
        meeting, number = unit.meeting, unit.pk
        unit.delete()
        audit.record("meetings.unit.dropped", meeting, by=by, node=meeting.node_id, unit=number)


def mark_units(meeting: Meeting, there: Mapping[int, int], *, by: User | None) -> None:
    """Which units came, with how many people; nobody of a unit means that it is absent.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_run(by, meeting))
        for unit in meeting.units.filter(pk__in=list(there)):
            unit.people = there[unit.pk]
            unit.presence = Presence.PRESENT if unit.people else Presence.ABSENT
            unit.save(update_fields=["people", "presence"])
        audit.record("meetings.units.marked", meeting, by=by, node=meeting.node_id)


def bring_topic(unit: Unit, *, title: str, text: str, case: bool, by: User | None) -> Topic:
    """A unit brings a topic, or a case to share, before the meeting.

    Raises:
        Refused: by the rules, the meeting has begun, or no title.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_bring(by, unit))
        if not title.strip():
            raise Refused(refuse(_("请填写议题或案例的名称。"), "meetings.topic.title"))
        topic = Topic.objects.create(
            meeting=unit.meeting, unit=unit, title=title.strip()[:200], text=text.strip(), case=case
        )
        node = unit.meeting.node_id
        audit.record("meetings.topic.brought", unit.meeting, by=by, node=node, topic=topic.pk)
    return topic


def take_topic(topic: Topic, *, by: User | None) -> None:
    """Put a topic on the agenda; a case is told, a topic is talked about.

    Raises:
        Refused: by the rules, or it is settled already.
    """
    with transaction.atomic():
        _ensure_waiting(topic, by)
        kind = ItemKind.REPORT if topic.case else ItemKind.DISCUSS
        title = f"{topic.title}（{queries.name_of(topic.unit)}）"
        topic.item = add_item(topic.meeting, Item(kind, title[:200], topic.text), by=by)
        topic.save(update_fields=["item"])
        _settled(topic, "taken", _("“%(title)s”已列入联席会议议程。"), by)


def decline_topic(topic: Topic, *, reason: str, by: User | None) -> None:
    """It is not taken this time, and why.

    Raises:
        Refused: by the rules, settled already, or no reason.
    """
    with transaction.atomic():
        _ensure_waiting(topic, by)
        if not reason.strip():
            raise Refused(refuse(_("请写明不列入的原因。"), "meetings.topic.reason"))
        topic.declined = reason.strip()[:200]
        topic.save(update_fields=["declined"])
        _settled(topic, "declined", _("“%(title)s”这次没有列入联席会议议程。"), by)


def _ensure_waiting(topic: Topic, by: User | None) -> None:
    if by is not None:
        ensure(rules.can_run(by, topic.meeting))
    ensure(rules.waiting(topic))


def _settled(topic: Topic, how: str, words: str, by: User | None) -> None:
    node = topic.meeting.node_id
    audit.record(f"meetings.topic.{how}", topic.meeting, by=by, node=node, topic=topic.pk)
    notify(_people_of([topic.unit]), words % {"title": topic.title}, _address(topic.meeting))


def ask_for_topics(meeting: Meeting, *, by: User | None) -> int:
    """Tell the people of every unit that topics are gathered.

    Returns:
        How many people were told.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_run(by, meeting))
        told = _people_of(queries.units_of(meeting))
        words = _("“%(title)s”征集议题和案例，请在会前报送。") % {"title": meeting.title}
        notify(told, words, _address(meeting))
        audit.record("meetings.topics.asked", meeting, by=by, node=meeting.node_id, told=len(told))
    return len(told)


def report_absent(meeting: Meeting) -> None:
    """Tasks of units that are not there are told of as such, never passed over."""
    units = {unit.organisation_id or -(unit.partner_id or 0): unit for unit in meeting.units.all()}
    for task in queries.unreported(meeting):
        unit = task.unit
        if unit is None:
            continue
        here = units.get(unit.organisation_id or -(unit.partner_id or 0))
        if here is None or here.presence != Presence.PRESENT:
            report_task(task, meeting, text=_("未报告（缺席）"), done=False, by=None)


def _people_of(units: Iterable[Unit]) -> list[int]:
    nodes = [one.organisation.node for one in units if one.organisation is not None]
    above = {node.parent_id for node in nodes}
    found = holders_by_node(Capability.MEETINGS_KEEP, nodes)
    wider = holders_by_node(
        Capability.MEETINGS_KEEP, Node.objects.filter(pk__in=[one for one in above if one])
    )
    hub = {user for some in wider.values() for user in some}
    return sorted({user for some in found.values() for user in some} - hub)


def _address(meeting: Meeting) -> str:
    return reverse("meetings:joint_meeting", args=[meeting.pk])
