"""What is on the table: items, words on record, recusals, votes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.ballots import Count
from shuniu.base import audit, clock
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.findings import FindingsError
from shuniu.meetings import rules
from shuniu.meetings.models import AgendaItem, Meeting, Recusal, Vote, Word
from shuniu.meetings.queries import standing
from shuniu.meetings.states import SOUND, Way, Weight
from shuniu.registry.models import Person


@dataclass(frozen=True, slots=True)
class Item:
    """What is put on the agenda; ``subject`` names a row of a room above."""

    kind: str
    title: str
    subject: str = ""
    text: str = ""
    weight: str = Weight.ORDINARY
    way: str = Way.HANDS


def add_item(meeting: Meeting, form: Item, *, by: User | None) -> AgendaItem:
    """Put something on the agenda.

    Raises:
        Refused: by the rules, or it has no title.
    """
    with transaction.atomic():
        ensure(rules.changeable(meeting) if by is None else rules.can_change(by, meeting))
        if not form.title.strip():
            raise Refused(refuse(_("请填写议题。"), "meetings.item.title"))
        item = AgendaItem.objects.create(
            meeting=meeting,
            order=meeting.agenda.count() + 1,
            kind=form.kind,
            title=form.title.strip()[:200],
            text=form.text.strip(),
            subject=form.subject,
            weight=form.weight,
            way=form.way,
        )
        audit.record(
            "meetings.item.added", meeting, by=by, node=meeting.node_id, item=item.pk, of=form.kind
        )
    return item


def drop_item(item: AgendaItem, *, by: User | None) -> None:
    """Take something off the agenda that was not voted on.

    Raises:
        Refused: by the rules, or it was voted on or belongs to another room.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_change(by, item.meeting))
        if item.outcome or item.subject:
            words = _("已经表决或由其他事项列入的议题不能删除。")
            raise Refused(refuse(words, "meetings.item.kept"))
        audit.record(
            "meetings.item.dropped", item.meeting, by=by, node=item.meeting.node_id, item=item.pk
        )
        item.delete()


def add_word(item: AgendaItem, person: Person, *, text: str, by: User | None) -> Word:
    """Write down what somebody said.

    Raises:
        Refused: by the rules, not on the roll, or nothing said.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_change(by, item.meeting))
        if not text.strip():
            raise Refused(refuse(_("请填写发言内容。"), "meetings.word"))
        if not item.meeting.roll.filter(person=person).exists():
            raise Refused(refuse(_("发言人不在这次会议的名单上。"), "meetings.word.roll"))
        word = Word.objects.create(item=item, person=person, text=text.strip())
        item.meeting.roll.filter(person=person).update(checked_at=None)
        audit.record("meetings.word", item.meeting, by=by, node=item.meeting.node_id, item=item.pk)
    return word


def recuse(item: AgendaItem, person: Person, *, reason: str, by: User | None) -> Recusal:
    """Somebody keeps out of an item: out of the count, without a vote.

    Raises:
        Refused: by the rules, no reason, or it was voted on.
    """
    with transaction.atomic():
        meeting = item.meeting
        ensure(rules.changeable(meeting) if by is None else rules.can_change(by, meeting))
        if _locked(item).outcome in SOUND:
            raise Refused(refuse(_("议题已经表决，不能再登记回避。"), "meetings.recuse.voted"))
        if not reason.strip():
            raise Refused(refuse(_("请写明回避原因。"), "meetings.recuse.reason"))
        row, made = Recusal.objects.get_or_create(
            item=item, person=person, defaults={"reason": reason.strip()[:200]}
        )
        if made:
            audit.record(
                "meetings.recused", item.meeting, by=by, node=item.meeting.node_id, item=item.pk
            )
    return row


def unrecuse(row: Recusal, *, by: User | None) -> None:
    """A recusal written down by mistake; what a room above wrote stays.

    Raises:
        Refused: by the rules, voted on, or the item belongs to another room.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_change(by, row.item.meeting))
        if row.item.outcome or row.item.subject:
            raise Refused(refuse(_("这项回避不能撤销。"), "meetings.recuse.kept"))
        audit.record("meetings.unrecused", row.item.meeting, by=by, node=row.item.meeting.node_id)
        row.delete()


def record_vote(
    item: AgendaItem, yes: int, no: int, *, abstained: int = 0, by: User | None
) -> AgendaItem:
    """A show of hands, counted.

    Raises:
        Refused: by the rules, a guard, or the count does not fit the roll.
    """
    with transaction.atomic():
        locked = _begun(item, by)
        issued = len(standing.roll_of(locked.meeting.roll.all(), locked).voters)
        try:
            count = Count(issued, yes, no, abstained, secret=locked.way == Way.SECRET)
        except FindingsError as error:
            raise Refused(refuse(_sentence(error), "meetings.vote.count")) from error
        return _kept(locked, count, by, item)


def record_count(item: AgendaItem, count: Count, *, by: User | None) -> AgendaItem:
    """A count as it came in; the outcome is computed from the roll and the rules.

    Raises:
        Refused: by the rules, a guard, or more ballots than voters.
    """
    with transaction.atomic():
        return _kept(_begun(item, by), count, by, item)


def record_named(item: AgendaItem, votes: Mapping[int, str], *, by: User | None) -> AgendaItem:
    """Votes by name: person → ``for``, ``against`` or ``abstain``.

    Raises:
        Refused: by the rules, a guard, or somebody who may not vote.
    """
    with transaction.atomic():
        locked = _begun(item, by)
        locked.way, locked.voted_at = Way.NAMED, clock.now()
        try:
            count = standing.counted_by_name(locked, dict(votes))
        except FindingsError as error:
            raise Refused(refuse(_sentence(error), "meetings.vote.name")) from error
        Vote.objects.bulk_create(
            [Vote(item=locked, person_id=who, choice=what) for who, what in votes.items()]
        )
        return _kept(locked, count, by, item)


def _begun(item: AgendaItem, by: User | None) -> AgendaItem:
    """The item as it is voted on: held, at its moment, without names of a vote that came to nothing.

    A count that did not fit is corrected for its own moment; without a quorum it is voted anew.
    """
    row = _held(item)
    ensure(rules.votable(row) if by is None else rules.can_vote_on(by, row))
    if row.voted_at is None or row.outcome == "no_quorum":
        row.voted_at = clock.now()
    Vote.objects.filter(item=row).delete()
    return row


def _held(item: AgendaItem) -> AgendaItem:
    """Its meeting, then the item, held until the end and read anew; always in this order."""
    Meeting.objects.select_for_update(no_key=True).get(pk=item.meeting_id)
    return _locked(item)


def _locked(item: AgendaItem) -> AgendaItem:
    rows = AgendaItem.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("meeting").get(pk=item.pk)


def _kept(item: AgendaItem, count: Count, by: User | None, shown: AgendaItem) -> AgendaItem:
    found = standing.decided(item, count)
    if found.base == 0:
        words = _("没有人有表决权，这一议题不能表决。")
        raise Refused(refuse(words, "meetings.vote.nobody"))
    item.issued, item.in_favour, item.against = count.issued, count.in_favour, count.against
    item.abstained, item.void = count.abstained, count.void
    item.outcome = found.outcome.value
    item.working = {
        "base": found.base,
        "least": found.least,
        "steps": [{"zh": step.text.zh, "en": step.text.en} for step in found.steps],
    }
    item.save()
    audit.record(
        "meetings.voted",
        item.meeting,
        by=by,
        node=item.meeting.node_id,
        item=item.pk,
        outcome=item.outcome,
        in_favour=count.in_favour,
        against=count.against,
        abstained=count.abstained,
    )
    for name in ("issued", "in_favour", "against", "abstained", "void"):
        setattr(shown, name, getattr(item, name))
    shown.outcome, shown.working, shown.voted_at = item.outcome, item.working, item.voted_at
    shown.way = item.way
    return item


def _sentence(error: FindingsError) -> str:
    chinese = (get_language() or "zh").startswith("zh")
    return error.findings[0].text.say("zh" if chinese else "en")
