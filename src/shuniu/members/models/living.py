"""Life of a member in the branch: the yearly review, talks, dues."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shuniu.base.clock import now
from shuniu.members.models.people import Member
from shuniu.registry.models import PartyOrganisation, Person


class Review(models.Model):
    """The yearly review of a member by the branch; the grade sealed, its share counted by branch."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="reviews")
    party = models.ForeignKey(PartyOrganisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    grade_sealed = models.TextField()
    on = models.DateField(_("评议日期"))
    reported_home_on = models.DateField(_("报原党组织日期"), null=True)
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("民主评议")
        ordering: ClassVar = ["-year", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "year"], name="members_review_once_a_year")
        ]


class Talk(models.Model):
    """Two people had a heart-to-heart talk; only that they had."""

    party = models.ForeignKey(PartyOrganisation, models.CASCADE, related_name="+")
    a = models.ForeignKey(Person, models.PROTECT, related_name="+")
    b = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on = models.DateField(_("日期"))

    class Meta:
        verbose_name = _("谈心谈话")
        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="members_talk_in_order"),
            models.UniqueConstraint(fields=["a", "b", "on"], name="members_talk_once"),
        ]


class Dues(models.Model):
    """The monthly amount agreed for a year, and the months paid; the wage is never asked."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="dues")
    year = models.PositiveSmallIntegerField(_("年度"))
    amount_sealed = models.TextField()  # yuan a month, as agreed
    months_paid = models.PositiveSmallIntegerField(_("已交月数"), default=0)
    paid_on = models.DateField(_("最近交纳日期"), null=True)
    elsewhere = models.BooleanField(_("在原党组织交纳"), default=False)

    class Meta:
        verbose_name = _("党费")
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "year"], name="members_dues_once_a_year"),
            models.CheckConstraint(
                condition=Q(months_paid__lte=12), name="members_twelve_months_at_most"
            ),
        ]
