"""Assessors: who assesses what, who is recused, what they found leaf by leaf."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import User
from shuniu.base.clock import now
from shuniu.evaluation.models.rounds import Entry
from shuniu.evaluation.states import AssignmentState
from shuniu.registry.models import Organisation


class Assignment(models.Model):
    """An assessor works on an entry; ``order`` 1 or 2 where two do so independently."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="assignments")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=AssignmentState.choices,
        default=AssignmentState.OPEN,
    )
    made_at = models.DateTimeField(default=now)
    begun_at = models.DateTimeField(null=True)  # when they declared that nothing stands in the way
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("评分任务")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry", "user"], name="evaluation_assignment_once_for_a_person"
            ),
            models.UniqueConstraint(
                fields=["entry", "order"],
                condition=~models.Q(state="recused"),
                name="evaluation_assignment_one_for_each_order",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "state"])]


class Recusal(models.Model):
    """Somebody keeps out of everything about an organisation."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    reason = models.CharField(_("理由"), max_length=300)
    declared_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    declared_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("回避")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=models.Q(ended_at__isnull=True),
                name="evaluation_recusal_once",
            )
        ]


class LeafMark(models.Model):
    """What an assessor found at a leaf: the values as they see them, and why.

    ``values`` holds column key → ``{"value", "not_applicable"}``; an empty one means that the
    organisation's own values are confirmed. ``points`` and ``before`` are thousandths of a point.
    """

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="marks")
    leaf = models.CharField(max_length=160)
    values = models.JSONField(default=dict)
    before = models.BigIntegerField(null=True)
    points = models.BigIntegerField(null=True)
    reason = models.CharField(_("理由"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("评分记录")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assignment", "leaf"], name="evaluation_mark_once_a_leaf"
            )
        ]
