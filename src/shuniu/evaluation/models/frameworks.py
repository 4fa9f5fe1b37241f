"""Versions of declared frameworks, as a hub keeps them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import Node, User
from shuniu.base.clock import now
from shuniu.evaluation.states import FrameworkState


class FrameworkVersion(models.Model):
    """One version of a framework: its text is what is scored with, its digest names it."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    code = models.CharField(_("代码"), max_length=80)
    version = models.CharField(_("版本"), max_length=40)
    title = models.CharField(_("名称"), max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    text = models.TextField(_("内容"))
    digest = models.CharField(max_length=64, db_index=True)
    state = models.CharField(
        _("状态"), max_length=20, choices=FrameworkState.choices, default=FrameworkState.DRAFT
    )
    findings = models.JSONField(default=list)  # of the linter, as plain rows
    based_on = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    edits = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("评价标准版本")
        ordering: ClassVar = ["code", "-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["node", "code", "version"], name="evaluation_framework_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"
