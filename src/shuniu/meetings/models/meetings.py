"""A meeting and who is on its roll."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import Node, User
from shuniu.base.clock import now
from shuniu.base.models import StoredFile
from shuniu.meetings.states import MeetingKind, MeetingState, Presence, SignedBy
from shuniu.registry.models import Body, Organisation, Partner, PartyOrganisation, Person


class Meeting(models.Model):
    """One sitting of a body, of a party organisation, or of units that meet (``JOINT``).

    ``node`` is where rights are looked up: that of the organisation, or of the hub or area that
    calls units together. A branch that covers several organisations holds one meeting for all.
    """

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    party = models.ForeignKey(PartyOrganisation, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("种类"), max_length=20, choices=MeetingKind.choices)
    title = models.CharField(_("名称"), max_length=120)
    also = models.CharField(max_length=20, choices=MeetingKind.choices, blank=True)
    starts_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    state = models.CharField(
        _("状态"), max_length=20, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    chair = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorder = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    called_at = models.DateTimeField(null=True)
    code_key = models.CharField(max_length=64, blank=True)  # of the rotating sign-in code
    late_reason = models.CharField(_("补录原因"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(null=True)  # when the record was closed
    quorum = models.JSONField(default=dict)  # computed at the close: should, present, least, met
    minutes = models.TextField(blank=True)  # frozen text, names by pseudonymous key
    digest = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    photo = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("会议")
        ordering: ClassVar = ["-starts_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "kind", "starts_at"]),
            models.Index(fields=["party", "kind", "starts_at"]),
            models.Index(fields=["node", "state", "starts_at"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="meetings_meeting_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.APPROVED) | ~Q(digest=""),
                name="meetings_approved_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Unit(models.Model):
    """A unit that takes part in a joint meeting: one of the hub's, or a partner."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="units")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+")
    presence = models.CharField(
        _("到会"), max_length=10, choices=Presence.choices, default=Presence.EXPECTED
    )
    people = models.PositiveSmallIntegerField(_("到会人数"), default=0)

    class Meta:
        verbose_name = _("联席单位")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) ^ Q(partner__isnull=True),
                name="meetings_unit_is_one_of_two",
            ),
            models.UniqueConstraint(
                fields=["meeting", "organisation"],
                condition=Q(organisation__isnull=False),
                name="meetings_unit_once",
            ),
            models.UniqueConstraint(
                fields=["meeting", "partner"],
                condition=Q(partner__isnull=False),
                name="meetings_partner_once",
            ),
        ]


class Attendee(models.Model):
    """Somebody on the roll: should attend (with or without a vote), or is invited to listen."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="roll")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    observer = models.BooleanField(_("列席"), default=False)
    vote = models.BooleanField(_("有表决权"), default=True)
    presence = models.CharField(
        _("到会"), max_length=10, choices=Presence.choices, default=Presence.EXPECTED
    )
    reason = models.CharField(_("请假原因"), max_length=120, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=10, choices=SignedBy.choices, blank=True)
    left_at = models.DateTimeField(_("提前离会"), null=True)
    checked_at = models.DateTimeField(null=True)  # own words read and found right

    class Meta:
        verbose_name = _("到会人员")
        ordering: ClassVar = ["observer", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], name="meetings_on_roll_once"),
            models.CheckConstraint(
                condition=Q(observer=False) | Q(vote=False), name="meetings_observer_has_no_vote"
            ),
        ]


class Feed(models.Model):
    """A calendar address that a phone subscribes to; its secret is kept as a hash.

    ``digest`` and ``changed_at`` tell when its content last became another.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("日历订阅")
        ordering: ClassVar = ["-pk"]
