"""What the system proposes, and what was decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import User
from shuniu.base.clock import now
from shuniu.evaluation.models.rounds import Entry, Round


class Proposal(models.Model):
    """A computation over all entries of a round; ``digest`` names what went in."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)
    notes = models.JSONField(default=list)  # sentences about quotas and ties

    class Meta:
        verbose_name = _("评价建议")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "number"], name="evaluation_proposal_number_once"
            )
        ]


# Best first, what has no points last, the same on every database; written so that an index serves.
KNOWN_POINTS = models.Func(
    models.F("points"),
    function="COALESCE",
    template="%(function)s(%(expressions)s, -1)",
    output_field=models.BigIntegerField(),
)
BEST_FIRST = (KNOWN_POINTS.desc(), "pk")


class ProposalLine(models.Model):
    """One entry in a proposal; points are thousandths, ``items`` item key → thousandths."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="lines")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    status = models.CharField(max_length=20)  # of shuniu.scoring.Status
    points = models.BigIntegerField(null=True)
    maximum = models.BigIntegerField(default=0)
    grade = models.CharField(max_length=40, blank=True)
    grade_title = models.CharField(max_length=80, blank=True)
    grade_title_en = models.CharField(max_length=80, blank=True)
    before_quota = models.CharField(max_length=40, blank=True)
    limits = models.JSONField(default=list)  # sentences: what kept the grade below its points
    items = models.JSONField(default=dict)
    from_records = models.BigIntegerField(default=0)  # thousandths that came from records
    peer_median = models.BigIntegerField(null=True)
    peer_rank = models.PositiveIntegerField(null=True)
    peers = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("评价建议明细")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["proposal", "entry"], name="evaluation_line_once_a_proposal"
            )
        ]
        indexes: ClassVar = [
            models.Index("proposal", KNOWN_POINTS.desc(), "id", name="evaluation_lines_best_first"),
            models.Index(
                fields=["proposal", "grade", "grade_title", "grade_title_en"],
                name="evaluation_lines_counted",
            ),
            models.Index(fields=["proposal", "status"], name="evaluation_lines_by_status"),
        ]


class Result(models.Model):
    """What the committee decided for an entry; a deviation from the proposal has a reason."""

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="result")
    line = models.ForeignKey(ProposalLine, models.PROTECT, related_name="+")
    points = models.BigIntegerField(null=True)
    grade = models.CharField(max_length=40, blank=True)
    grade_title = models.CharField(max_length=80, blank=True)
    grade_title_en = models.CharField(max_length=80, blank=True)
    deviates = models.BooleanField(default=False)
    reason = models.CharField(_("理由"), max_length=1000, blank=True)
    motion = models.ForeignKey("evaluation.Motion", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("评价结果")
        indexes: ClassVar = [
            models.Index(
                fields=["entry"],
                condition=models.Q(deviates=True),
                name="evaluation_results_deviating",
            )
        ]
