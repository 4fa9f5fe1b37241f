"""Values by stage, and evidence that serves many leaves and later rounds."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import User
from shuniu.base.clock import now
from shuniu.base.models import StoredFile
from shuniu.evaluation.models.rounds import Entry
from shuniu.evaluation.states import Stage
from shuniu.registry.models import Organisation


class Answer(models.Model):
    """One value of one entry at one stage; ``version`` guards against overwriting one another.

    ``value`` is what the engine reads: a number as text, true or false, the key of an option, a
    day in ISO form; ``null`` with ``not_applicable`` says that it does not apply.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=160)
    stage = models.CharField(max_length=20, choices=Stage.choices)
    value = models.JSONField(null=True)
    not_applicable = models.BooleanField(default=False)
    note = models.CharField(_("说明"), max_length=1000, blank=True)
    records = models.JSONField(default=list)  # what a recorded value comes from
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("填报值")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry", "key", "stage"], name="evaluation_answer_once_a_stage"
            )
        ]


class Evidence(models.Model):
    """A photo or file of an organisation, to be used again."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField(_("说明"), max_length=120)
    made_on = models.DateField(_("形成日期"), null=True, blank=True)
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=now)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("佐证材料")
        ordering: ClassVar = ["-added_at"]


class EvidenceUse(models.Model):
    """A piece of evidence stands for a leaf of an entry."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="uses")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="evidence")
    leaf = models.CharField(max_length=160)
    added_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("佐证使用")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["evidence", "entry", "leaf"], name="evaluation_evidence_once_a_leaf"
            )
        ]
