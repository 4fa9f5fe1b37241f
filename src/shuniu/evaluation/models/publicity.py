"""Publicity of a decision, and objections to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import User
from shuniu.base.clock import now
from shuniu.base.models import StoredFile
from shuniu.evaluation.models.rounds import Entry, Round
from shuniu.evaluation.states import ObjectionState


class Publicity(models.Model):
    """The days in which everybody can see the decision and objections are taken."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="publicity")
    since = models.DateField(_("公示起"))
    until = models.DateField(_("公示止"))
    number = models.CharField(_("文号"), max_length=60, blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("公示")


class Objection(models.Model):
    """An organisation objects within the days of publicity; answered within the days of review."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="objections")
    text = models.TextField(_("异议内容"), max_length=4000)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(
        _("状态"), max_length=20, choices=ObjectionState.choices, default=ObjectionState.FILED
    )
    filed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    filed_at = models.DateTimeField(default=now)
    due = models.DateField(_("答复期限"))
    answer = models.TextField(_("复核意见"), blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("异议")
        ordering: ClassVar = ["filed_at"]
