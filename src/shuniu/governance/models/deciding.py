"""Two records that are never one: the party organisation's opinion, and the body's decision."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import User
from shuniu.base.clock import now
from shuniu.governance.models.matters import Matter
from shuniu.governance.states import IN_FAVOUR, Opinion, Outcome, StudyBy
from shuniu.meetings.models import AgendaItem
from shuniu.registry.models import Body, PartyOrganisation

_REASONED = (Opinion.DEFER, Opinion.OPPOSE)


class Study(models.Model):
    """A prior study: in which meeting, by whom, with what opinion; frozen by the decision.

    ``void`` says why an earlier study no longer counts (its meeting fell out, studied again).
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="studies")
    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="+")
    studied_by = models.CharField(_("研究主体"), max_length=20, choices=StudyBy.choices)
    party = models.ForeignKey(PartyOrganisation, models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    opinion = models.CharField(_("研究意见"), max_length=10, choices=Opinion.choices, blank=True)
    reasons = models.TextField(_("理由"), blank=True)
    changes = models.TextField(_("修改要求"), blank=True)
    given_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    void = models.CharField(_("不作数的原因"), max_length=200, blank=True)
    frozen = models.BooleanField(_("已冻结"), default=False)
    digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("前置研究")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(void=""), name="governance_one_study_counts"
            ),
            models.CheckConstraint(
                condition=Q(frozen=False) | (~Q(opinion="") & ~Q(digest="") & Q(void="")),
                name="governance_frozen_study_is_finished",
            ),
            models.CheckConstraint(
                condition=Q(opinion="") | Q(given_at__isnull=False),
                name="governance_opinion_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(opinion__in=_REASONED) | ~Q(reasons=""),
                name="governance_refusal_has_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(opinion=Opinion.AMEND) | ~Q(changes=""),
                name="governance_amendment_says_what",
            ),
        ]


class Decision(models.Model):
    """What the deciding body said; on a major matter only after a study, or as an emergency."""

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="decision")
    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="+")
    study = models.OneToOneField(Study, models.PROTECT, null=True, related_name="+")
    major = models.BooleanField(_("重大事项"))
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices)
    deviates = models.BooleanField(_("与研究意见不一致"), default=False)
    deviation_reason = models.TextField(_("不一致的理由"), blank=True)
    emergency = models.BooleanField(_("紧急处置"), default=False)
    emergency_reason = models.CharField(_("紧急理由"), max_length=300, blank=True)
    one_meeting = models.BooleanField(_("与研究同一次会议"), default=False)
    decided_on = models.DateField(_("决定日期"))
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("决定")
        ordering: ClassVar = ["-decided_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(major=False) | Q(study__isnull=False) | Q(emergency=True),
                name="governance_major_is_studied_first",
            ),
            models.CheckConstraint(
                condition=Q(emergency=False) | ~Q(emergency_reason=""),
                name="governance_urgent_decision_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(deviates=False) | ~Q(deviation_reason=""),
                name="governance_deviation_has_a_reason",
            ),
        ]


class Confirmation(models.Model):
    """What those who study said of an emergency afterwards."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="confirmation")
    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="+")
    studied_by = models.CharField(_("研究主体"), max_length=20, choices=StudyBy.choices)
    opinion = models.CharField(_("追认意见"), max_length=10, choices=Opinion.choices)
    reasons = models.TextField(_("理由"), blank=True)
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("紧急处置追认")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(opinion__in=sorted(IN_FAVOUR)) | ~Q(reasons=""),
                name="governance_rejection_has_reasons",
            )
        ]
