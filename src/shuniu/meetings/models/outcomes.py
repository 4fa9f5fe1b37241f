"""What comes out of a meeting: tasks that are reported on, ideas that get an owner or a reason."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.base.clock import now
from shuniu.meetings.models.meetings import Meeting, Unit
from shuniu.meetings.models.words import AgendaItem
from shuniu.meetings.states import IdeaState, TaskState
from shuniu.registry.models import Person


class Task(models.Model):
    """A resolution with somebody (or a unit) who sees to it by a day."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="tasks")
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, related_name="tasks")
    text = models.CharField(_("决议事项"), max_length=300)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="tasks")
    due_on = models.DateField(_("完成时限"))
    state = models.CharField(
        _("状态"), max_length=10, choices=TaskState.choices, default=TaskState.OPEN
    )
    settled_on = models.DateField(null=True)
    note = models.CharField(_("办理情况"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("决议事项")
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"])]


class TaskReport(models.Model):
    """How a task stands, told at a later meeting."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="reports")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    text = models.CharField(_("进展"), max_length=300)
    done = models.BooleanField(_("已办结"), default=False)
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("进展报告")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "meeting"], name="meetings_reported_once")
        ]


class Idea(models.Model):
    """A business idea that a study session yields."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="ideas")
    text = models.CharField(_("设想"), max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        _("状态"), max_length=10, choices=IdeaState.choices, default=IdeaState.OPEN
    )
    reason = models.CharField(_("不采用的原因"), max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("学习设想")
        ordering: ClassVar = ["pk"]
