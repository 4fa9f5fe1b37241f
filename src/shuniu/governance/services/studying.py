"""Prior study: to whose meeting a matter goes, and what opinion comes back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts.models import User
from shuniu.base import audit, clock, rulebook
from shuniu.base.moves import walk
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.governance import rules
from shuniu.governance.models import Answer, Matter, Study
from shuniu.governance.queries import matters
from shuniu.governance.queries.chain import conflicted, sits_for, who_studies
from shuniu.governance.queries.studiers import Studier
from shuniu.governance.services.raising import locked
from shuniu.governance.states import IN_FAVOUR, MOVES, OPEN, MatterState, Opinion
from shuniu.meetings import services as meetings
from shuniu.meetings.models import AgendaItem, Meeting
from shuniu.meetings.states import SOUND, ItemKind, MeetingState
from shuniu.registry.models import Person

ANSWER_DAYS = rulebook.declare(
    "governance.answer.days",
    30,
    gettext_lazy("对党组织意见作出书面回应的天数"),
    gettext_lazy("枢纽有效覆盖标准"),
)
_GOING_ON = (MeetingState.PLANNED, MeetingState.CALLED, MeetingState.OPEN)


@dataclass(frozen=True, slots=True)
class Given:
    """What comes out of a study, in words."""

    opinion: str
    reasons: str = ""
    changes: str = ""


def send_to_study(matter: Matter, *, meeting: Meeting, by: User | None) -> Study:
    """Put a matter on the agenda of those who study it; an earlier study no longer counts.

    Raises:
        Refused: by the rules; nobody studies; not their meeting; it is over; a body has voted.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_send(by, matter))
        locked(matter)
        who = ensure_studier(matter, meeting)
        if matters.voted_item(matter) is not None:
            raise Refused(refuse(_("决策会议已经表决，不能再送研究。"), "governance.over"))
        walk(matter, MOVES["send"])
        again = _("已于 %(day)s 重新提交研究。") % {"day": clock.today().isoformat()}
        Study.objects.filter(matter=matter, void="").update(void=again)
        row = Study.objects.create(
            matter=matter,
            item=table(matter, meeting, kind=ItemKind.STUDY, by=by),
            studied_by=who.kind,
            party=who.party,
            body=who.body if who.party is None else None,
            made_at=clock.now(),
        )
        audit.record(
            "governance.study.sent",
            row,
            by=by,
            node=matter.organisation.node_id,
            matter=matter.pk,
            meeting=meeting.pk,
        )
    return row


def ensure_studier(matter: Matter, meeting: Meeting) -> Studier:
    """Who studies, where a meeting is theirs and still goes on.

    Raises:
        Refused: it is not.
    """
    who = who_studies(matter, clock.today())
    if who is None:
        words = _("本单位没有党组织，清单所列的替代主体也都没有，事项须等待。请联系枢纽指定。")
        raise Refused(refuse(words, "governance.gate.studier"))
    if not sits_for(meeting, who):
        words = _("按清单应由“%(name)s”研究，请选择它的支委会、党员大会或专委会会议。")
        raise Refused(refuse(words % {"name": who.name}, "governance.gate.body"))
    if meeting.state not in _GOING_ON:
        raise Refused(refuse(_("这次会议已经结束或取消，请另选一次。"), "governance.meeting.over"))
    return who


def table(matter: Matter, meeting: Meeting, *, kind: str, by: User | None) -> AgendaItem:
    """An item of an agenda for a matter, with those who step aside already written down."""
    item = meetings.add_item(
        meeting,
        meetings.Item(kind=kind, title=matter.title, subject=matters.subject(matter)),
        by=by,
    )
    people = conflicted(matter, clock.today())
    for person in Person.objects.filter(pk__in=list(people)):
        meetings.recuse(item, person, reason=people[person.pk], by=by)
    return item


def give_opinion(study: Study, given: Given, *, by: User | None) -> None:
    """Write down what came out of a study: as its meeting voted, with reasons; until it is decided.

    Raises:
        Refused: by the rules; decided; not voted on; the vote says otherwise; no reasons.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_study(by, study.matter))
        locked(study.matter)
        study.refresh_from_db()
        _may_give(study, given)
        study.opinion, study.given_at, study.given_by = given.opinion, clock.now(), by
        study.reasons, study.changes = given.reasons.strip(), given.changes.strip()
        study.save(update_fields=["opinion", "reasons", "changes", "given_at", "given_by"])
        walk(study.matter, MOVES["opine"])
        _ask_answer(study)
        audit.record(
            "governance.study.opinion",
            study,
            by=by,
            node=study.matter.organisation.node_id,
            matter=study.matter_id,
            opinion=study.opinion,
            digest=digest_of(study),
        )


def _may_give(study: Study, given: Given) -> None:
    if study.frozen or study.matter.state not in OPEN or matters.voted_item(study.matter):
        raise Refused(refuse(_("决策会议已经表决，研究意见不能再改。"), "governance.study.frozen"))
    if study.void or study.matter.state not in (MatterState.STUDYING, MatterState.STUDIED):
        raise Refused(refuse(_("这次研究已不作数，请在新的研究中填写。"), "governance.study.void"))
    ensure_worded(given)
    ensure_as_voted(study.item, given.opinion)


def ensure_worded(given: Given) -> None:
    """An opinion with the words it needs.

    Raises:
        Refused: they are missing.
    """
    if given.opinion not in Opinion.values:
        raise Refused(refuse(_("请选择研究意见。"), "governance.study.opinion"))
    if given.opinion not in IN_FAVOUR and not given.reasons.strip():
        raise Refused(refuse(_("缓议或不同意须写明理由。"), "governance.study.reasons"))
    if given.opinion == Opinion.AMEND and not given.changes.strip():
        raise Refused(refuse(_("同意并修改的，须写明修改要求。"), "governance.study.changes"))


def ensure_as_voted(item: AgendaItem, opinion: str) -> None:
    """An opinion in favour only where the meeting carried it.

    Raises:
        Refused: not voted yet, or voted otherwise.
    """
    item.refresh_from_db()
    if item.outcome not in SOUND:
        raise Refused(refuse(_("研究会议还没有对这一议题表决。"), "governance.study.vote"))
    if (item.outcome == "carried") != (opinion in IN_FAVOUR):
        words = (
            _("研究会议表决通过，意见应为“同意”或“同意并修改”。")
            if item.outcome == "carried"
            else _("研究会议没有表决通过，意见应为“缓议”或“不同意”。")
        )
        raise Refused(refuse(words, "governance.study.vote"))


def _ask_answer(study: Study) -> None:
    """An opinion that asks for something is answered in writing."""
    if study.opinion == Opinion.AGREE:
        Answer.objects.filter(study=study, answered_on__isnull=True).delete()
        return
    due = clock.today() + timedelta(days=rulebook.number(ANSWER_DAYS))
    Answer.objects.get_or_create(study=study, defaults={"due_on": due})


def digest_of(study: Study) -> str:
    """SHA-256 of an opinion as it stands."""
    content = {
        "matter": study.matter_id,
        "item": study.item_id,
        "opinion": study.opinion,
        "reasons": study.reasons,
        "changes": study.changes,
    }
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
