"""Rounds, who takes part, what was frozen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import Node, User
from shuniu.base.clock import now
from shuniu.evaluation.models.frameworks import FrameworkVersion
from shuniu.evaluation.states import EntryState, RoundState
from shuniu.registry.models import Organisation
from shuniu.registry.states import OrganisationType, Size


class Round(models.Model):
    """One evaluation of many organisations over a period."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    title = models.CharField(_("名称"), max_length=120)
    state = models.CharField(
        _("阶段"), max_length=20, choices=RoundState.choices, default=RoundState.DRAFT
    )
    period_from = models.DateField(_("评价期起"))
    period_until = models.DateField(_("评价期止"))
    answers_until = models.DateField(_("填报截止"))
    assess_until = models.DateField(_("评分截止"))
    decide_on = models.DateField(_("审议日期"), null=True, blank=True)
    publicity_days = models.PositiveSmallIntegerField(_("公示天数"), default=7)
    review_days = models.PositiveSmallIntegerField(_("复核期限（天）"), default=15)
    valid_years = models.PositiveSmallIntegerField(_("结果有效期（年）"), default=1)
    two_assessors = models.BooleanField(_("双人评分"), default=False)
    tolerance = models.PositiveIntegerField(_("双人评分允许差（千分之一分）"), default=0)
    previous = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("评价")
        ordering: ClassVar = ["-period_until", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(period_until__gt=F("period_from")),
                name="evaluation_round_period_has_length",
            ),
            models.CheckConstraint(
                condition=Q(assess_until__gte=F("answers_until")),
                name="evaluation_round_assesses_after_answers",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RoundTable(models.Model):
    """Which framework version scores organisations of a type and size in a round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="tables")
    type = models.CharField(_("组织类型"), max_length=20, choices=OrganisationType.choices)
    size = models.CharField(_("规模"), max_length=20, choices=Size.choices)
    framework = models.ForeignKey(FrameworkVersion, models.PROTECT, related_name="+")
    variant = models.CharField(max_length=80, blank=True)  # where the framework's facets do not say

    class Meta:
        verbose_name = _("适用标准")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "type", "size"], name="evaluation_one_table_for_each_kind"
            )
        ]


class Snapshot(models.Model):
    """The frozen measures of a round; its digest is over the canonical content."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="snapshot")
    day = models.DateField()
    taken_at = models.DateTimeField(default=now)
    digest = models.CharField(max_length=64)
    content = models.JSONField()  # organisation → measure → {"value", "records"}

    class Meta:
        verbose_name = _("快照")


class Entry(models.Model):
    """An organisation in a round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="entries")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    framework = models.ForeignKey(FrameworkVersion, models.PROTECT, related_name="+")
    variant = models.CharField(max_length=80, blank=True)
    type = models.CharField(max_length=20, choices=OrganisationType.choices)
    size = models.CharField(max_length=20, choices=Size.choices)
    state = models.CharField(
        _("状态"), max_length=20, choices=EntryState.choices, default=EntryState.INVITED
    )
    gates = models.JSONField(default=list)  # reasons why it may not take part, as found
    answered = models.PositiveSmallIntegerField(default=0)
    asked = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    hand_back_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("参评单位")
        ordering: ClassVar = ["organisation__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "organisation"], name="evaluation_entry_once_a_round"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["round", "state"])]
