"""What an organisation says of itself: saved value by value, submitted, handed back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.queries import holders
from shuniu.accounts.states import Capability
from shuniu.base import audit, clock
from shuniu.base.moves import walk
from shuniu.base.notices import notify
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.evaluation.models import Answer, Entry
from shuniu.evaluation.queries import scores, values
from shuniu.evaluation.queries.sheets import counts_of
from shuniu.evaluation.rules import entries as rules
from shuniu.evaluation.states import ENTRY_MOVES, Stage


class Conflict(Refused):
    """Somebody else has changed the same value meanwhile; theirs is kept and shown."""

    def __init__(self, theirs: Answer) -> None:
        who = str(theirs.by) if theirs.by else _("系统")
        words = _("%(who)s 已在 %(when)s 改过这一项，请比较后选择保留哪个。")
        when = timezone.localtime(theirs.at).strftime("%H:%M")
        super().__init__(refuse(words % {"who": who, "when": when}, "answers.conflict"))
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person entered for one question.

    Attributes:
        text: as typed; empty takes the value back.
        not_applicable: they say it does not concern them.
        note: a remark.
        version: of the value they saw; 0 where there was none.
    """

    text: str
    not_applicable: bool = False
    note: str = ""
    version: int = 0


def save_answer(entry: Entry, key: str, typed: Typed, *, by: User) -> Answer:
    """Keep one value.

    Raises:
        Conflict: somebody else changed it meanwhile.
        Refused: by the rules, or the value does not fit; the sentence says what is expected.
    """
    ensure(rules.can_answer(by, entry))
    value = _checked(entry, key, typed)
    with transaction.atomic():
        walk(entry, ENTRY_MOVES["begin"])
        row = _put(entry, key, typed, value, by)
        count(entry)
        audit.record(
            "evaluation.answer.saved",
            f"evaluation.entry:{entry.pk}",
            by=by,
            node=entry.organisation.node_id,
            key=key,
            value=value,
            not_applicable=typed.not_applicable,
        )
    return row


def _checked(entry: Entry, key: str, typed: Typed) -> str | bool | None:
    judge = scores.judge_of(entry.framework)
    name = judge.column(key, Stage.SELF)
    column = next((one for one in judge.scorer.columns if one.key == name), None)
    if column is None:
        raise Refused(refuse(_("评价标准中没有这一项，请刷新页面。"), "answers.unknown"))
    if typed.not_applicable:
        return None
    try:
        return values.parse(column, typed.text)
    except values.Unfit as error:
        raise Refused(refuse(str(error), "answers.unfit")) from error


def _put(entry: Entry, key: str, typed: Typed, value: str | bool | None, by: User) -> Answer:
    """Insert, or update only what still has the version that was seen."""
    said = {
        "value": value,
        "not_applicable": typed.not_applicable,
        "note": typed.note[:1000],
        "by": by,
        "at": clock.now(),
    }
    rows = Answer.objects.filter(entry=entry, key=key, stage=Stage.SELF)
    if rows.filter(version=typed.version).update(version=typed.version + 1, **said):
        return rows.get()
    theirs = rows.select_related("by").first()
    if theirs is not None:
        if _says(theirs) == (value, typed.not_applicable, said["note"]):
            return theirs  # a second click, or a repeat after a lost answer
        raise Conflict(theirs)
    try:
        with transaction.atomic():
            return Answer.objects.create(entry=entry, key=key, stage=Stage.SELF, **said)
    except IntegrityError:
        raise Conflict(rows.select_related("by").get()) from None


def save_answers(entry: Entry, typed: Mapping[str, Typed], *, by: User) -> list[Answer]:
    """Keep several values at once: all of them, or none.

    Raises:
        Conflict: somebody else changed one of them meanwhile.
        Refused: as ``save_answer``.
    """
    ensure(rules.can_answer(by, entry))
    checked = {key: _checked(entry, key, one) for key, one in typed.items()}
    with transaction.atomic():
        walk(entry, ENTRY_MOVES["begin"])
        rows = _put_all(entry, typed, checked, by)
        count(entry)
        audit.record(
            "evaluation.answer.saved",
            f"evaluation.entry:{entry.pk}",
            by=by,
            node=entry.organisation.node_id,
            values=checked,
            not_applicable=[key for key, one in typed.items() if one.not_applicable],
        )
    return rows


def _put_all(
    entry: Entry, typed: Mapping[str, Typed], checked: Mapping[str, str | bool | None], by: User
) -> list[Answer]:
    """What nobody has said yet goes in with one statement; the rest value by value."""
    held = Answer.objects.filter(entry=entry, stage=Stage.SELF, key__in=typed)
    there = set(held.values_list("key", flat=True))
    new = [
        Answer(
            entry=entry,
            key=key,
            stage=Stage.SELF,
            value=checked[key],
            not_applicable=one.not_applicable,
            note=one.note[:1000],
            by=by,
            at=clock.now(),
        )
        for key, one in typed.items()
        if key not in there and one.version == 0
    ]
    try:
        with transaction.atomic():
            made = Answer.objects.bulk_create(new)
    except IntegrityError:  # somebody was faster with one of them
        made = []
    left = set(typed) - {one.key for one in made}
    return [*made, *(_put(entry, key, typed[key], checked[key], by) for key in left)]


def _says(answer: Answer) -> tuple[object, bool, str]:
    return answer.value, answer.not_applicable, answer.note


def count(entry: Entry) -> None:
    """How far it is, for the lists that show it."""
    entry.answered, entry.asked = counts_of(entry)
    Entry.objects.filter(pk=entry.pk).update(answered=entry.answered, asked=entry.asked)


def submit(entry: Entry, *, by: User) -> None:
    """Hand the sheet in.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_submit(by, entry))
        walk(entry, ENTRY_MOVES["submit"])
        entry.answered, entry.asked = counts_of(entry)
        entry.submitted_at, entry.submitted_by = clock.now(), by
        entry.hand_back_reason = ""
        entry.save(
            update_fields=[
                "asked",
                "answered",
                "submitted_at",
                "submitted_by",
                "hand_back_reason",
            ]
        )
        audit.record(
            "evaluation.entry.submitted",
            entry,
            by=by,
            node=entry.organisation.node_id,
            answered=entry.answered,
            asked=entry.asked,
        )


def hand_back(entry: Entry, *, reason: str, by: User) -> None:
    """Give a submitted sheet back, with what is to be changed.

    Raises:
        Refused: by the rules, or no reason was given.
    """
    if not reason.strip():
        raise Refused(refuse(_("请写明退回原因，让对方知道要改什么。"), "entries.reason"))
    with transaction.atomic():
        ensure(rules.can_hand_back(by, entry))
        walk(entry, ENTRY_MOVES["hand_back"])
        entry.hand_back_reason = reason[:500]
        entry.save(update_fields=["hand_back_reason"])
        audit.record(
            "evaluation.entry.handed_back",
            entry,
            by=by,
            node=entry.organisation.node_id,
            reason=reason,
        )
        words = _("“%(round)s”的填报被退回：%(reason)s")
        people = holders(Capability.ROUNDS_ANSWER, entry.organisation.node)
        notify(
            people.values_list("pk", flat=True),
            words % {"round": entry.round.title, "reason": reason},
            f"/entries/{entry.pk}/",
        )
