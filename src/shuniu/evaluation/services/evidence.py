"""Photos and files an organisation shows: kept once, used for many leaves and later rounds."""

from __future__ import annotations

from datetime import date

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base import audit, clock, files
from shuniu.base.verdicts import ALLOWED, Verdict, ensure, refuse
from shuniu.evaluation.models import Answer, Entry, Evidence, EvidenceUse
from shuniu.evaluation.queries import scores
from shuniu.evaluation.queries.sheets import CONDITIONS, PROOF, SAID, sheet_of
from shuniu.evaluation.rules import entries as rules
from shuniu.evaluation.services.answers import count
from shuniu.evaluation.states import Stage
from shuniu.registry.models import Organisation

DOOR = "evaluation.evidence"


def add_evidence(
    organisation: Organisation,
    upload: File[bytes],
    *,
    title: str,
    by: User,
    made_on: date | None = None,
) -> Evidence:
    """Keep a photo or file of an organisation, to be used for any leaf, now or later.

    Raises:
        Refused: by the rules, or the file cannot be kept.
    """
    with transaction.atomic():
        ensure(may(by, Capability.ROUNDS_ANSWER, organisation.node))
        kept = files.keep(upload, door=DOOR, by=by)
        row = Evidence.objects.create(
            organisation=organisation,
            file=kept,
            title=(title.strip() or kept.name)[:120],
            made_on=made_on,
            added_by=by,
            added_at=clock.now(),
        )
        audit.record(
            "evaluation.evidence.added",
            row,
            by=by,
            node=organisation.node_id,
            digest=kept.digest,
        )
    return row


def use_evidence(evidence: Evidence, entry: Entry, leaf: str, *, by: User) -> EvidenceUse:
    """Put a piece of evidence to a leaf.

    Raises:
        Refused: by the rules; the evidence is somebody else's; there is no such leaf.
    """
    with transaction.atomic():
        ensure(rules.can_answer(by, entry))
        ensure(_belongs(evidence, entry, leaf))
        row, made = EvidenceUse.objects.get_or_create(evidence=evidence, entry=entry, leaf=leaf)
        if made:
            audit.record(
                "evaluation.evidence.used",
                evidence,
                by=by,
                node=entry.organisation.node_id,
                entry=entry.pk,
                leaf=leaf,
            )
            _mark_proof(entry, leaf, by, there=True)
    return row


def drop_evidence(use: EvidenceUse, *, by: User) -> None:
    """Take a piece of evidence away from a leaf; the file itself stays with the organisation.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_answer(by, use.entry))
        EvidenceUse.objects.filter(pk=use.pk).delete()
        audit.record(
            "evaluation.evidence.dropped",
            use.evidence,
            by=by,
            node=use.entry.organisation.node_id,
            entry=use.entry_id,
            leaf=use.leaf,
        )
        if not EvidenceUse.objects.filter(entry=use.entry_id, leaf=use.leaf).exists():
            _mark_proof(use.entry, use.leaf, by, there=False)


def _belongs(evidence: Evidence, entry: Entry, leaf: str) -> Verdict:
    if evidence.organisation_id != entry.organisation_id or evidence.retired_at:
        return refuse(_("找不到这份材料，请刷新页面后重选。"), "evidence.unknown")
    sheet = sheet_of(entry, points=False, stages=SAID)
    if sheet.leaf(leaf) is None and leaf != CONDITIONS:
        return refuse(_("评价标准中没有这一项，请刷新页面。"), "evidence.leaf")
    return ALLOWED


def _mark_proof(entry: Entry, leaf: str, by: User, *, there: bool) -> None:
    """Where a rule needs proof, whether any was handed in answers itself."""
    key = f"{leaf}.{PROOF}"
    judge = scores.judge_of(entry.framework)
    if judge.column(key, Stage.SELF) in {one.key for one in judge.scorer.columns}:
        Answer.objects.update_or_create(
            entry=entry,
            key=key,
            stage=Stage.SELF,
            defaults={"value": there, "by": by, "at": clock.now()},
        )
        count(entry)
