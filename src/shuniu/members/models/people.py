"""Who agreed to be on the roster; where they stand, without a name; who read their record."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import User
from shuniu.base import crypto
from shuniu.base.clock import now
from shuniu.members.states import (
    ConsentWay,
    EraseReason,
    Leaving,
    PleaState,
    Purpose,
    Relation,
    Status,
)
from shuniu.registry.models import Organisation, PartyOrganisation, Person


class Consent(models.Model):
    """What somebody agreed to, word for word by its digest; a withdrawn one stays on record."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text_version = models.CharField(_("文本版本"), max_length=20)
    text_digest = models.CharField(max_length=64)
    way = models.CharField(_("方式"), max_length=10, choices=ConsentWay.choices)
    given_at = models.DateTimeField(_("同意时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)

    class Meta:
        verbose_name = _("知情同意")
        ordering: ClassVar = ["-given_at", "-pk"]


class Member(models.Model):
    """Somebody on the roster of an organisation and its branch; what they are is sealed.

    No row without a consent: the column cannot be empty.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="+")
    consent = models.OneToOneField(Consent, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    party = models.ForeignKey(PartyOrganisation, models.SET_NULL, null=True, related_name="+")
    user = models.OneToOneField(User, models.SET_NULL, null=True, related_name="+")
    status_sealed = models.TextField(blank=True)
    since = models.DateField(_("到本单位日期"))
    until = models.DateField(_("离开日期"), null=True, blank=True)
    left = models.CharField(_("离开原因"), max_length=20, choices=Leaving.choices, blank=True)
    confirmed_on = models.DateField(_("党组织核实日期"), null=True)
    counted_from = models.DateField(_("培养时间起算日"), null=True)  # carried over by a packet
    leaves_on = models.DateField(_("预计离开单位日期"), null=True)
    made_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("党员和积极分子")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["party", "until"]),
            models.Index(fields=["organisation", "until"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="members_member_leaves_after_coming",
            )
        ]

    @property
    def status(self) -> str:
        """What they are today; empty once erased."""
        person = self.person
        return crypto.unseal(self.status_sealed, person.wrapped) if person.wrapped else ""

    @property
    def status_label(self) -> str:
        """The same in words."""
        status = self.status
        return str(Status(status).label) if status else ""


class Standing(models.Model):
    """What somebody was from a day to a day, under a key that leads to no name.

    The key is a keyed hash of the person's pseudonymous one: it counts, it is joined by who holds
    the hashing key, and a copy of the database alone says nothing about a person.
    """

    key = models.CharField(max_length=64, db_index=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    party = models.ForeignKey(PartyOrganisation, models.SET_NULL, null=True, related_name="+")
    status = models.CharField(max_length=20, choices=Status.choices)
    relation = models.CharField(max_length=20, choices=Relation.choices, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        verbose_name = _("身份时段")
        ordering: ClassVar = ["since", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["party", "since"]),
            models.Index(fields=["organisation", "since"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(until__isnull=True), name="members_one_standing_open"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="members_standing_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(relation="") | Q(status__in=("probationary", "full")),
                name="members_only_members_have_relations",
            ),
        ]


class Presence(models.Model):
    """Somebody took part in something of the branch they live with; written by the meetings."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="presences")
    on = models.DateField(_("日期"))
    kind = models.CharField(_("活动"), max_length=20)
    record = models.CharField(max_length=60)  # "meetings.meeting:7"

    class Meta:
        verbose_name = _("参加组织生活")
        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "record"], name="members_present_once")
        ]


class Reading(models.Model):
    """Somebody looked at a person's record; the person can read this."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    purpose = models.CharField(_("目的"), max_length=20, choices=Purpose.choices)

    class Meta:
        verbose_name = _("查阅记录")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["person", "-at"])]


class Plea(models.Model):
    """A person's wish to be erased, and what came of it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=20, choices=EraseReason.choices)
    state = models.CharField(
        _("状态"), max_length=10, choices=PleaState.choices, default=PleaState.OPEN
    )
    asked_at = models.DateTimeField(default=now)
    hold_reason = models.CharField(_("暂缓的法律依据"), max_length=200, blank=True)
    hold_until = models.DateField(_("暂缓至"), null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("删除申请")
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="open"), name="members_one_plea_open"
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(hold_reason=""),
                name="members_hold_has_its_reason",
            ),
        ]
