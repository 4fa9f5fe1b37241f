"""What follows: reports, the answer to the party opinion, execution, looking back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import User
from shuniu.base.clock import now
from shuniu.governance.models.deciding import Study
from shuniu.governance.models.matters import Matter
from shuniu.governance.states import ReportKind


class Report(models.Model):
    """A report to the authority, or to the public; publicity shows only its own words."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="reports")
    kind = models.CharField(_("种类"), max_length=10, choices=ReportKind.choices)
    to = models.CharField(_("报告对象"), max_length=120, blank=True)
    due_on = models.DateField(_("期限"), null=True)
    done_on = models.DateField(_("完成日期"), null=True)
    days = models.PositiveSmallIntegerField(_("公示天数"), default=0)
    text = models.TextField(_("公开的内容"), blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("报告与公示")
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "kind"], name="governance_report_once"),
            models.CheckConstraint(
                condition=~Q(kind=ReportKind.PUBLICITY) | Q(done_on__isnull=True) | ~Q(text=""),
                name="governance_publicity_says_something",
            ),
        ]


class Answer(models.Model):
    """The written answer to a party opinion that asked for something."""

    study = models.OneToOneField(Study, models.PROTECT, related_name="answer")
    due_on = models.DateField(_("回应期限"))
    text = models.TextField(_("回应内容"), blank=True)
    answered_on = models.DateField(_("回应日期"), null=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("对党组织意见的回应")
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | ~Q(text=""),
                name="governance_answer_says_something",
            )
        ]


class Execution(models.Model):
    """How it was carried out."""

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="execution")
    done_on = models.DateField(_("执行日期"))
    amount = models.DecimalField(
        _("实际金额（元）"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    text = models.TextField(_("执行情况"))
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("执行情况")


class LookBack(models.Model):
    """What came of it, looked at afterwards."""

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="look_back")
    done_on = models.DateField(_("回看日期"))
    text = models.TextField(_("成效、问题和改进"))
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("回看")
