"""Sittings of the committee: roll, motions, named ballots."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import User
from shuniu.base.clock import now
from shuniu.evaluation.models.rounds import Entry, Round
from shuniu.evaluation.states import MotionState, SittingKind, SittingState


class Sitting(models.Model):
    """A meeting of the evaluation or review committee."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="sittings")
    kind = models.CharField(
        _("种类"), max_length=20, choices=SittingKind.choices, default=SittingKind.FINAL
    )
    held_on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=80, blank=True)
    chair = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(
        _("状态"), max_length=20, choices=SittingState.choices, default=SittingState.CALLED
    )
    quorum = models.JSONField(default=dict)  # numbers and sentences, when the sitting opened
    closed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("会议")
        ordering: ClassVar = ["-held_on", "-pk"]


class SittingMember(models.Model):
    """A member of the committee in a sitting."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    present = models.BooleanField(_("到会"), null=True)
    reason = models.CharField(_("缺席原因"), max_length=120, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("委员")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sitting", "user"], name="evaluation_member_once_a_sitting"
            )
        ]


class Motion(models.Model):
    """What is put to the vote: the proposal for some entries, or another grade for one."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="motions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("议题"), max_length=500)
    grade = models.CharField(max_length=40, blank=True)  # where it deviates from the proposal
    grade_title = models.CharField(max_length=80, blank=True)
    grade_title_en = models.CharField(max_length=80, blank=True)
    reason = models.CharField(_("理由"), max_length=1000, blank=True)
    objection = models.ForeignKey(
        "evaluation.Objection", models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(
        _("结果"), max_length=20, choices=MotionState.choices, default=MotionState.OPEN
    )
    outcome = models.JSONField(default=dict)  # counts, bar and sentences of shuniu.ballots
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("议题")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sitting", "number"], name="evaluation_motion_number_once"
            )
        ]


class MotionEntry(models.Model):
    """An entry a motion is about."""

    motion = models.ForeignKey(Motion, models.CASCADE, related_name="entries")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("议题对象")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["motion", "entry"], name="evaluation_entry_once_a_motion"
            )
        ]


class Ballot(models.Model):
    """A named ballot."""

    class Choice(models.TextChoices):
        """For, against, abstaining."""

        FOR = "for", _("同意")
        AGAINST = "against", _("不同意")
        ABSTAIN = "abstain", _("弃权")

    motion = models.ForeignKey(Motion, models.CASCADE, related_name="ballots")
    member = models.ForeignKey(SittingMember, models.PROTECT, related_name="+")
    choice = models.CharField(_("表决"), max_length=20, choices=Choice.choices)
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("票")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["motion", "member"], name="evaluation_ballot_once_for_a_member"
            )
        ]
