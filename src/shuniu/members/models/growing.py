"""The way into the party: steps done, half-year entries, training, and packets handed on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import User
from shuniu.base.clock import now
from shuniu.members.models.people import Member
from shuniu.members.states import ItemVerdict, PacketState
from shuniu.registry.models import PartyOrganisation, Person


class StepDone(models.Model):
    """A step of the twenty-five, done on a day. What rules asked for stands in ``facts``."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(_("步骤"))
    on = models.DateField(_("日期"))
    facts = models.JSONField(default=dict)  # counts and days; never a name, never a birthday
    note_sealed = models.TextField(blank=True)
    carried = models.BooleanField(_("由原单位移交"), default=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("发展步骤")
        ordering: ClassVar = ["number", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "number"], name="members_step_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=25), name="members_step_is_one_of_25"
            ),
        ]


class Scan(models.Model):
    """A paper of a step, sealed with the person's key; its digest stays when the key is gone."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="scans")
    number = models.PositiveSmallIntegerField(_("步骤"))
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=100, blank=True)
    title_sealed = models.TextField(blank=True)
    content_sealed = models.TextField(blank=True)  # empty: kept on paper, known by its digest
    kept_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("材料扫描件")
        ordering: ClassVar = ["number", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "digest"], name="members_scan_once")
        ]


class HalfYear(models.Model):
    """What the branch wrote after half a year of cultivation or probation."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="half_years")
    on = models.DateField(_("考察日期"))
    text_sealed = models.TextField()
    carried = models.BooleanField(_("由原单位移交"), default=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("半年考察")
        ordering: ClassVar = ["on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "on"], name="members_half_year_once")
        ]


class Training(models.Model):
    """Hours of training."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="trainings")
    on = models.DateField(_("日期"))
    hours = models.DecimalField(_("学时"), max_digits=5, decimal_places=1)
    title = models.CharField(_("培训内容"), max_length=120)
    carried = models.BooleanField(_("由原单位移交"), default=False)

    class Meta:
        verbose_name = _("培训")
        ordering: ClassVar = ["on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(hours__gt=0), name="members_training_has_hours"),
            models.UniqueConstraint(fields=["member", "on", "title"], name="members_training_once"),
        ]


class Cultivator(models.Model):
    """A full member who looks after somebody on the way; the name may stand elsewhere."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="cultivators")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    words_sealed = models.TextField(blank=True)  # of somebody in another unit, as handed over
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("培养联系人")
        ordering: ClassVar = ["since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "person"],
                condition=Q(until__isnull=True, person__isnull=False),
                name="members_cultivator_once",
            )
        ]


class Packet(models.Model):
    """Papers of cultivation handed on, or received: sealed, signed, judged item by item.

    ``envelope_sealed`` is the signed file, sealed with the person's key; ``digest`` is that of its
    canonical form and stays when the key is gone.
    """

    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="packets")
    party = models.ForeignKey(PartyOrganisation, models.PROTECT, related_name="+")
    incoming = models.BooleanField(default=False)
    number = models.CharField(max_length=36, unique=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=PacketState.choices, default=PacketState.DRAFT
    )
    key = models.TextField()  # of an incoming packet until it belongs to somebody
    envelope_sealed = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    signer_key = models.CharField(max_length=64, blank=True)  # public, hexadecimal
    other_side_sealed = models.TextField(blank=True)
    counted_from = models.DateField(_("培养时间起算日"), null=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("接续培养材料")
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=PacketState.DRAFT) | ~Q(digest=""),
                name="members_sealed_packet_has_digest",
            )
        ]


class PacketItem(models.Model):
    """One item of a received packet and what the receiver says of it."""

    packet = models.ForeignKey(Packet, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    content_sealed = models.TextField()
    verdict = models.CharField(
        _("核对结果"), max_length=10, choices=ItemVerdict.choices, default=ItemVerdict.OPEN
    )
    reason_sealed = models.TextField(blank=True)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("移交项目")
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["packet", "order"], name="members_item_once"),
            models.CheckConstraint(
                condition=~Q(verdict__in=("asked", "refused")) | ~Q(reason_sealed=""),
                name="members_question_has_its_reason",
            ),
        ]
