"""What is kept of somebody, for themselves; who read it; what has had its time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.accounts.queries import nodes_where
from shuniu.accounts.states import Capability
from shuniu.members.models import Member, Packet, Plea, Reading
from shuniu.members.queries.calendar import later
from shuniu.members.queries.parameters import Parameters
from shuniu.members.states import PacketState, PleaState
from shuniu.registry.models import Organisation


def own_record(user: User) -> Member | None:
    """The record of an account's own person."""
    rows = Member.objects.select_related(
        "person", "organisation__node", "party__home__node", "consent"
    )
    return rows.filter(user=user).first()


def readings_of(member: Member) -> QuerySet[Reading]:
    """Who looked, newest first."""
    return Reading.objects.filter(person=member.person).select_related("user")


def pleas_of(member: Member) -> QuerySet[Plea]:
    """Wishes to be erased, newest first."""
    return Plea.objects.filter(person=member.person)


def pleas_open(user: User) -> QuerySet[Plea]:
    """Wishes that somebody has to answer."""
    nodes = nodes_where(user, Capability.MEMBERS_KEEP)
    members = Member.objects.filter(
        Q(organisation__node__in=nodes) | Q(party__home__node__in=nodes)
    )
    rows = Plea.objects.filter(state=PleaState.OPEN, person__in=members.values("person_id"))
    return rows.select_related("person")


@dataclass(frozen=True, slots=True)
class Due:
    """Records that have had their time; a dry run until somebody acts."""

    code: str
    words: str
    pks: tuple[int, ...]
    before: date

    @property
    def count(self) -> int:
        """How many."""
        return len(self.pks)


def retention(user: User, on: date, rules: Parameters) -> list[Due]:
    """What the terms of keeping no longer keep, where somebody keeps the roster."""
    nodes = nodes_where(user, Capability.MEMBERS_KEEP)
    here = Q(organisation__node__in=nodes) | Q(party__home__node__in=nodes)
    left, read = later(on, -rules.keep_left), later(on, -rules.keep_reading)
    gone = Member.objects.filter(here, until__lt=left, person__erased_at__isnull=True)
    held = Plea.objects.filter(state=PleaState.HELD).filter(
        Q(hold_until__isnull=True) | Q(hold_until__gte=on)
    )
    gone = gone.exclude(person__in=held.values("person_id"))
    persons = Member.objects.filter(here).values("person_id")
    readings = Reading.objects.filter(person__in=persons, at__date__lt=read)
    waiting = later(on, -rules.silent_most)
    packets = Packet.objects.filter(
        party__home__node__in=nodes, state=PacketState.RECEIVED, made_at__date__lt=waiting
    )
    return [
        Due("left", _("离开名册已满保存期限的资料：销毁密钥"), _pks(gone), left),
        Due("readings", _("已满保存期限的查阅记录：删除"), _pks(readings), read),
        Due("packets", _("长期没有核对的移交材料：销毁密钥"), _pks(packets), waiting),
    ]


def _pks(rows: QuerySet[Any]) -> tuple[int, ...]:
    found: Iterable[int] = rows.distinct().order_by("pk").values_list("pk", flat=True)
    return tuple(found)


def held_until(member: Member, on: date) -> Plea | None:
    """A legal reason to keep somebody's record for now."""
    rows = Plea.objects.filter(person=member.person, state=PleaState.HELD)
    return rows.filter(Q(hold_until__isnull=True) | Q(hold_until__gte=on)).first()


def member_of(plea: Plea) -> Member | None:
    """The record that a wish is about."""
    rows = Member.objects.select_related("person", "organisation")
    return rows.filter(person_id=plea.person_id).first()


def organisation_at(nodes: list[Node]) -> Organisation | None:
    """The organisation of a place, where it is one."""
    rows = Organisation.objects.select_related("node").filter(node__in=nodes)
    return rows.order_by("pk").first()
