"""What is on the table, what is said, who steps aside, how it is voted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.base.clock import now
from shuniu.meetings.models.meetings import Meeting, Unit
from shuniu.meetings.states import ItemKind, Way, Weight
from shuniu.registry.models import Person


class AgendaItem(models.Model):
    """One item. ``outcome`` and ``working`` are computed by the ballots, never typed."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(
        _("方式"), max_length=10, choices=ItemKind.choices, default=ItemKind.REPORT
    )
    title = models.CharField(_("议题"), max_length=200)
    text = models.TextField(_("报告或传达的内容"), blank=True)
    weight = models.CharField(
        _("表决要求"), max_length=10, choices=Weight.choices, default=Weight.ORDINARY
    )
    way = models.CharField(_("表决方式"), max_length=10, choices=Way.choices, default=Way.HANDS)
    subject = models.CharField(max_length=60, blank=True)  # "governance.matter:7" of a room above
    issued = models.PositiveSmallIntegerField(null=True)
    in_favour = models.PositiveSmallIntegerField(_("赞成"), null=True)
    against = models.PositiveSmallIntegerField(_("反对"), null=True)
    abstained = models.PositiveSmallIntegerField(_("弃权"), null=True)
    void = models.PositiveSmallIntegerField(_("无效"), null=True)
    voted_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    working = models.JSONField(default=dict)  # the arithmetic: sentences and numbers

    class Meta:
        verbose_name = _("议题")
        ordering: ClassVar = ["order", "pk"]
        indexes: ClassVar = [models.Index(fields=["subject"])]


class Word(models.Model):
    """What somebody said on an item, as spoken; a different view stands as it was put."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="words")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(_("发言"))
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("发言")
        ordering: ClassVar = ["pk"]


class Recusal(models.Model):
    """Somebody takes no part in an item: out of the count and without a vote."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="recusals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(_("回避原因"), max_length=200)

    class Meta:
        verbose_name = _("回避")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "person"], name="meetings_recused_once")
        ]


class Vote(models.Model):
    """A vote by name; secret and show-of-hands votes are only counted."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    choice = models.CharField(_("意见"), max_length=10)
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("记名票")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "person"], name="meetings_vote_once")
        ]


class Topic(models.Model):
    """A topic or a case that a unit brings to a joint meeting beforehand."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="topics")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="topics")
    title = models.CharField(_("议题或案例"), max_length=200)
    text = models.TextField(_("说明"), blank=True)
    case = models.BooleanField(_("交流案例"), default=False)
    item = models.OneToOneField(AgendaItem, models.SET_NULL, null=True, related_name="+")
    declined = models.CharField(_("不列入的原因"), max_length=200, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("征集议题")
        ordering: ClassVar = ["pk"]
