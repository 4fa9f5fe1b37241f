"""Issued grades with their life, and what an organisation means to do better."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import User
from shuniu.base.clock import now
from shuniu.evaluation.models.results import Result
from shuniu.evaluation.models.rounds import Entry
from shuniu.evaluation.states import GradeState, PlanState
from shuniu.registry.models import Organisation


class Grade(models.Model):
    """A grade as issued: by which round, valid from and until."""

    result = models.OneToOneField(Result, models.PROTECT, related_name="grade_issued")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    framework_code = models.CharField(max_length=80)
    number = models.CharField(_("编号"), max_length=60, unique=True)
    grade = models.CharField(max_length=40)
    title = models.CharField(_("等级"), max_length=80)
    title_en = models.CharField(max_length=80, blank=True)
    points = models.BigIntegerField(null=True)
    issued_on = models.DateField(_("发布日期"))
    valid_until = models.DateField(_("有效期至"))
    state = models.CharField(
        _("状态"), max_length=20, choices=GradeState.choices, default=GradeState.VALID
    )

    class Meta:
        verbose_name = _("等级")
        ordering: ClassVar = ["-issued_on"]
        indexes: ClassVar = [models.Index(fields=["organisation", "state"])]


class GradeEvent(models.Model):
    """Something that happened to an issued grade."""

    grade = models.ForeignKey(Grade, models.CASCADE, related_name="events")
    kind = models.CharField(_("事件"), max_length=20, choices=GradeState.choices)
    on = models.DateField(_("日期"))
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    to_title = models.CharField(_("变更为"), max_length=80, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("等级变更")
        ordering: ClassVar = ["on", "pk"]


class PlanItem(models.Model):
    """One thing an organisation means to do better, with an owner and a date."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="plan")
    leaf = models.CharField(max_length=160)
    text = models.CharField(_("改进事项"), max_length=300)
    gain = models.BigIntegerField(default=0)  # thousandths that are open at the leaf
    owner = models.CharField(_("责任人"), max_length=60)
    due = models.DateField(_("完成期限"))
    state = models.CharField(
        _("状态"), max_length=20, choices=PlanState.choices, default=PlanState.OPEN
    )
    note = models.CharField(_("进展"), max_length=500, blank=True)
    settled_on = models.DateField(null=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("改进计划")
        ordering: ClassVar = ["due", "pk"]
