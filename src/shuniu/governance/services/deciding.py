"""The deciding body: what is put before it, what it decided; emergencies and their confirmation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts.models import User
from shuniu.base import audit, clock, rulebook
from shuniu.base.moves import walk
from shuniu.base.verdicts import ALLOWED, Refused, Verdict, ensure, refuse
from shuniu.governance import rules
from shuniu.governance.models import Confirmation, Decision, Matter, Report, Study
from shuniu.governance.queries import matters
from shuniu.governance.queries.chain import sits_for, who_studies
from shuniu.governance.queries.studiers import Studier
from shuniu.governance.rules.gate import Passage, can_put, passage_of
from shuniu.governance.services.raising import locked
from shuniu.governance.services.studying import (
    Given,
    digest_of,
    ensure_as_voted,
    ensure_studier,
    ensure_worded,
    table,
)
from shuniu.governance.states import (
    IN_FAVOUR,
    MOVES,
    OPEN,
    MatterState,
    Opinion,
    Outcome,
    ReportKind,
)
from shuniu.meetings.models import AgendaItem, Meeting
from shuniu.meetings.queries import standing
from shuniu.meetings.states import ItemKind

CONFIRM_DAYS = rulebook.declare(
    "governance.confirm.days", 30, gettext_lazy("紧急处置后须在多少天内追认")
)
PUBLICITY_DUE = rulebook.declare(
    "governance.publicity.due", 20, gettext_lazy("决定后须在多少天内公示")
)
_SHORTEST = 6  # signs of a reason
_DEVIATES: dict[str, frozenset[str]] = {
    Outcome.CARRIED: frozenset({Opinion.DEFER, Opinion.OPPOSE}),
    Outcome.LOST: frozenset({Opinion.AGREE, Opinion.AMEND}),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What is written down with a decision.

    Attributes:
        adopted: the changes that the opinion asked for were made.
        deviation_reason: why the decision is not what the opinion said.
    """

    adopted: bool = True
    deviation_reason: str = field(default="")


_PLAINLY = Said()


def put_to_board(matter: Matter, *, meeting: Meeting, by: User | None) -> AgendaItem:
    """Put a matter on the agenda of the body that decides; the opinion lies on the table.

    Raises:
        Refused: by the rules; the gate is shut; not that body's meeting.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_raise(by, matter.organisation))
        locked(matter)
        ensure(can_put(matter, meeting))
        _ensure_open(matter, meeting)
        item = table(matter, meeting, kind=ItemKind.DECIDE, by=by)
        audit.record(
            "governance.matter.put",
            matter,
            by=by,
            node=matter.organisation.node_id,
            meeting=meeting.pk,
            item=item.pk,
        )
    return item


def _ensure_open(matter: Matter, meeting: Meeting) -> None:
    """Before the vote, the study may still be on the agenda of the same sitting."""
    study = matters.study_that_counts(matter)
    if matter.major and study is not None and study.item.meeting_id == meeting.pk:
        ensure(_still_open(matter))
        return
    ensure(passage_of(matter, clock.today(), AgendaItem(meeting=meeting)).verdict)


def _still_open(matter: Matter) -> Verdict:
    if matter.state in OPEN:
        return ALLOWED
    return refuse(_("这一事项已经决定或撤回，不能再表决。"), "governance.gate.open")


def record_decision(
    matter: Matter, *, item: AgendaItem, said: Said = _PLAINLY, by: User | None
) -> Decision:
    """Write down what the body decided: its vote, the opinion it had before it, why it deviates.

    The opinion is frozen in the same transaction.

    Raises:
        Refused: by the rules; not voted in a valid meeting; the gate is shut; no reason.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_raise(by, matter.organisation))
        locked(matter)
        item.refresh_from_db()
        _ensure_decided(matter, item)
        passage = passage_of(matter, clock.today(), item)
        ensure(passage.verdict)
        row = _decision(matter, item, passage, said, by)
        audit.record(
            "governance.matter.decided",
            matter,
            by=by,
            node=matter.organisation.node_id,
            outcome=row.outcome,
            emergency=row.emergency,
            study=row.study_id,
            deviates=row.deviates,
            item=item.pk,
        )
    return row


def _ensure_decided(matter: Matter, item: AgendaItem) -> None:
    if item.subject != matters.subject(matter) or item.kind == ItemKind.STUDY:
        raise Refused(refuse(_("请选择决策会议上这一事项的议题。"), "governance.item"))
    ensure(can_put(matter, item.meeting))
    if item.outcome not in Outcome.values:
        words = _("决策会议还没有对这一议题作出有效表决。")
        raise Refused(refuse(words, "governance.decision.vote"))
    valid = standing.validity(item.meeting)
    if not (valid.quorum and valid.notice):
        words = _("决策会议没有按期通知或未达到法定人数，决定无效。")
        raise Refused(refuse(words, "governance.decision.meeting"))


def _decision(
    matter: Matter, item: AgendaItem, passage: Passage, said: Said, by: User | None
) -> Decision:
    urgent = passage.urgent
    study = None if urgent or not matter.major else matters.study_that_counts(matter)
    deviates = study is not None and _deviates(study, item.outcome, adopted=said.adopted)
    if deviates and not said.deviation_reason.strip():
        words = _("决定与党组织研究意见不一致，须写明理由。")
        raise Refused(refuse(words, "governance.deviation"))
    if study is not None:
        study.frozen, study.digest = True, digest_of(study)
        study.save(update_fields=["frozen", "digest"])
    row = Decision.objects.create(
        matter=matter,
        item=item,
        study=study,
        major=bool(matter.major),
        outcome=item.outcome,
        deviates=deviates,
        deviation_reason=said.deviation_reason.strip() if deviates else "",
        emergency=urgent,
        emergency_reason=matter.emergency_reason if urgent else "",
        one_meeting=study is not None and study.item.meeting_id == item.meeting_id,
        decided_on=timezone.localdate(item.meeting.starts_at),
        made_at=clock.now(),
        made_by=by,
    )
    if row.outcome == Outcome.LOST:
        walk(matter, MOVES["lose"])
        return row
    walk(matter, MOVES["hurry" if urgent else "carry"])
    _ask_reports(matter, row)
    return row


def _deviates(study: Study, outcome: str, *, adopted: bool) -> bool:
    if study.opinion in _DEVIATES[outcome]:
        return True
    return outcome == Outcome.CARRIED and study.opinion == Opinion.AMEND and not adopted


def _ask_reports(matter: Matter, decision: Decision) -> None:
    """What the list asks for after a decision."""
    after, shown = matter.needs.get("after_days"), matter.needs.get("publicity_days")
    authority = str(matter.needs.get("authority") or "")
    if isinstance(after, int):
        due = decision.decided_on + timedelta(days=after)
        Report.objects.get_or_create(
            matter=matter, kind=ReportKind.AFTER, defaults={"to": authority, "due_on": due}
        )
    # Related-party dealings are made public whatever the list says (Charity Law, art. 14).
    if isinstance(shown, int) or matter.conflicts.exists():
        days = shown if isinstance(shown, int) else 0
        due = decision.decided_on + timedelta(days=rulebook.number(PUBLICITY_DUE))
        Report.objects.get_or_create(
            matter=matter,
            kind=ReportKind.PUBLICITY,
            defaults={"to": _("社会公众"), "due_on": due, "days": days},
        )


def declare_emergency(matter: Matter, *, reason: str, by: User | None) -> None:
    """A matter cannot wait for a study; it is decided as an emergency and confirmed afterwards.

    Raises:
        Refused: by the rules; no proper reason; not major; already voted.
    """
    plain = reason.strip()
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_raise(by, matter.organisation))
        locked(matter)
        if len(plain) < _SHORTEST:
            words = _("请写清为什么不能等到前置研究，至少 %(least)s 个字。")
            raise Refused(refuse(words % {"least": _SHORTEST}, "governance.emergency.reason"))
        if not matter.major or matter.state not in OPEN:
            words = _("只有尚未决定的重大事项才需要按紧急事项处置。")
            raise Refused(refuse(words, "governance.emergency.state"))
        if matters.voted_item(matter) is not None:
            raise Refused(refuse(_("决策会议已经表决。"), "governance.over"))
        matter.emergency, matter.emergency_reason = True, plain
        matter.save(update_fields=["emergency", "emergency_reason"])
        audit.record(
            "governance.matter.emergency",
            matter,
            by=by,
            node=matter.organisation.node_id,
            reason=audit.commitment(plain),
        )


def table_confirmation(matter: Matter, *, meeting: Meeting, by: User | None) -> AgendaItem:
    """Put an emergency on the agenda of those who would have studied it.

    Raises:
        Refused: by the rules; nothing to confirm; nobody studies; not their meeting.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_send(by, matter))
        locked(matter)
        if matter.state != MatterState.TO_CONFIRM:
            raise Refused(refuse(_("没有待追认的紧急处置。"), "governance.confirm.state"))
        ensure_studier(matter, meeting)
        item = table(matter, meeting, kind=ItemKind.STUDY, by=by)
        audit.record(
            "governance.confirmation.sent",
            matter,
            by=by,
            node=matter.organisation.node_id,
            item=item.pk,
        )
    return item


def confirm_emergency(
    matter: Matter, *, item: AgendaItem, given: Given, by: User | None
) -> Confirmation:
    """Those who study say afterwards whether the emergency was right.

    Raises:
        Refused: by the rules; not voted in a valid meeting of theirs; no reasons.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_study(by, matter))
        locked(matter)
        if matter.state != MatterState.TO_CONFIRM:
            raise Refused(refuse(_("没有待追认的紧急处置。"), "governance.confirm.state"))
        _ensure_confirming(matter, item, given)
        who = _confirming(matter, item.meeting)
        row = Confirmation.objects.create(
            decision=matter.decision,
            item=item,
            studied_by=who.kind,
            opinion=given.opinion,
            reasons=" ".join(one for one in (given.changes.strip(), given.reasons.strip()) if one),
            made_at=clock.now(),
            made_by=by,
        )
        yes = given.opinion in IN_FAVOUR
        walk(matter, MOVES["confirm" if yes else "reject"])
        if yes and hasattr(matter, "execution"):
            walk(matter, MOVES["execute"])
        detail = {"opinion": row.opinion, "item": item.pk}
        node = matter.organisation.node_id
        audit.record("governance.matter.confirmed", matter, by=by, node=node, **detail)
    return row


def _ensure_confirming(matter: Matter, item: AgendaItem, given: Given) -> None:
    if item.subject != matters.subject(matter) or item.kind != ItemKind.STUDY:
        raise Refused(refuse(_("请选择研究会议上这一事项的议题。"), "governance.item"))
    begun = matter.decision.item.meeting.starts_at
    if Study.objects.filter(item=item).exists() or item.meeting.starts_at < begun:
        raise Refused(refuse(_("追认须在紧急处置之后另行研究。"), "governance.confirm.item"))
    ensure_worded(given)
    ensure_as_voted(item, given.opinion)
    valid = standing.validity(item.meeting)
    if not (valid.quorum and valid.notice):
        words = _("追认会议没有按期通知或未达到法定人数，追认无效。")
        raise Refused(refuse(words, "governance.confirm.meeting"))


def _confirming(matter: Matter, meeting: Meeting) -> Studier:
    """Who confirms, where the meeting was theirs.

    Raises:
        Refused: it was not.
    """
    who = who_studies(matter, clock.today())
    if who is None or not sits_for(meeting, who):
        words = _("追认须由清单规定的研究主体的会议作出。")
        raise Refused(refuse(words, "governance.gate.body"))
    return who
