"""Floating members: two branches, a clock, a monthly sheet; letters of transfer, only followed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import User
from shuniu.base.clock import now
from shuniu.members.models.people import Member
from shuniu.members.states import ContactWay, TransferState


class FloatingLink(models.Model):
    """A member whose relation lies elsewhere lives with the branch here."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="links")
    home_branch_sealed = models.TextField()
    home_contact_sealed = models.TextField(blank=True)
    reason_sealed = models.TextField(blank=True)
    certificate_sealed = models.TextField(blank=True)  # number of the activity certificate
    since = models.DateField(_("流入日期"))
    agreement_until = models.DateField(_("协管协议至"), null=True, blank=True)
    last_contact_on = models.DateField(_("最近联系"), null=True)
    next_contact_due = models.DateField(_("下次联系期限"), null=True)
    ended_on = models.DateField(_("结束日期"), null=True)

    class Meta:
        verbose_name = _("流动党员")
        ordering: ClassVar = ["next_contact_due", "pk"]
        indexes: ClassVar = [models.Index(fields=["ended_on", "next_contact_due"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_on__isnull=True), name="members_floats_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since")),
                name="members_floating_ends_after_it_begins",
            ),
        ]


class Contact(models.Model):
    """A contact with a floating member: that it was, and how; not what was said."""

    link = models.ForeignKey(FloatingLink, models.CASCADE, related_name="contacts")
    on = models.DateField(_("日期"))
    way = models.CharField(_("方式"), max_length=10, choices=ContactWay.choices)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("联系记录")
        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["link", "on", "way"], name="members_contact_once")
        ]


class MonthlyReturn(models.Model):
    """The sheet of a month for the home branch: attendance, dues, review."""

    link = models.ForeignKey(FloatingLink, models.CASCADE, related_name="returns")
    month = models.DateField(_("月份"))  # its first day
    sheet_sealed = models.TextField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=now)
    sent_on = models.DateField(_("送达日期"), null=True)

    class Meta:
        verbose_name = _("回传单")
        ordering: ClassVar = ["-month"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["link", "month"], name="members_return_once")
        ]


class Transfer(models.Model):
    """A letter of transfer as we know of it; the transfer is done in the official system."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="transfers")
    incoming = models.BooleanField(_("转入"), default=True)
    letter_sealed = models.TextField()
    from_sealed = models.TextField()
    to_sealed = models.TextField()
    issued_on = models.DateField(_("开出日期"))
    valid_days = models.PositiveSmallIntegerField(_("有效天数"))
    dues_to = models.DateField(_("党费交至"), null=True)  # first day of the month
    receipt_on = models.DateField(_("回执日期"), null=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=TransferState.choices, default=TransferState.ISSUED
    )

    class Meta:
        verbose_name = _("组织关系接转")
        ordering: ClassVar = ["-issued_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state="issued"), name="members_one_letter_open"
            ),
            models.CheckConstraint(
                condition=(Q(state="receipt") & Q(receipt_on__isnull=False))
                | (~Q(state="receipt") & Q(receipt_on__isnull=True)),
                name="members_receipt_has_its_day",
            ),
        ]
