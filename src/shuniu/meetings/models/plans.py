"""The year plan of a branch, or of an organisation, in one calendar."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.base.clock import now
from shuniu.meetings.models.meetings import Meeting
from shuniu.meetings.states import MeetingKind
from shuniu.registry.models import Organisation, PartyOrganisation


class Plan(models.Model):
    """What an organisation and its branch mean to do in a year."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("年度计划")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "year"], name="meetings_plan_once")
        ]


class PlanItem(models.Model):
    """One thing in the calendar; it is done when its meeting is held."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items")
    party = models.ForeignKey(PartyOrganisation, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(_("种类"), max_length=20, choices=MeetingKind.choices)
    title = models.CharField(_("主题"), max_length=120)
    on = models.DateField(_("拟定日期"))
    # A sitting that serves two kinds fulfils two items.
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, related_name="plan_items")
    dropped = models.CharField(_("不再举行的原因"), max_length=200, blank=True)
    changed_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("计划事项")
        ordering: ClassVar = ["on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(dropped="") | Q(meeting__isnull=True),
                name="meetings_dropped_item_has_no_meeting",
            )
        ]
