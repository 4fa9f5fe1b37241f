"""Setting up a round, freezing what is known, letting organisations in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.accounts.queries import holders_by_node
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base import audit
from shuniu.base.moves import walk
from shuniu.base.notices import notify
from shuniu.base.verdicts import ALLOWED, Refused, Verdict, ensure, refuse
from shuniu.evaluation.models import (
    Entry,
    FrameworkVersion,
    Round,
    RoundTable,
    Snapshot,
)
from shuniu.evaluation.rules import entries as entry_rules
from shuniu.evaluation.rules import rounds as rules
from shuniu.evaluation.services.snapshots import freeze
from shuniu.evaluation.states import ENTRY_MOVES, ROUND_MOVES, EntryState
from shuniu.registry.models import Organisation

OPEN = (EntryState.INVITED, EntryState.ANSWERING)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a round is to be."""

    title: str
    period_from: date
    period_until: date
    answers_until: date
    assess_until: date
    decide_on: date | None = None
    publicity_days: int = 7
    review_days: int = 15
    valid_years: int = 1
    two_assessors: bool = False
    tolerance: int = 0
    previous: Round | None = None


def plan_round(plan: Plan, *, node: Node, by: User) -> Round:
    """Set up a round.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(may(by, Capability.ROUNDS_RUN, node))
        ensure(_sound(plan, node))
        row = Round.objects.create(node=node, made_by=by, **_fields(plan))
        audit.record("evaluation.round.planned", row, by=by, node=node.pk, title=plan.title)
    return row


def change_round(round_: Round, plan: Plan, *, by: User) -> None:
    """Change a round that has not begun.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_change(by, round_))
        ensure(_sound(plan, round_.node))
        for name, value in _fields(plan).items():
            setattr(round_, name, value)
        round_.save()
        audit.record("evaluation.round.changed", round_, by=by, node=round_.node_id)


def _fields(plan: Plan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in plan.__dataclass_fields__}


def _sound(plan: Plan, node: Node) -> Verdict:
    """Whether dates and the round before go together."""
    if plan.period_until <= plan.period_from:
        return refuse(_("评价期的结束日期要晚于开始日期。"), "rounds.period")
    if plan.assess_until < plan.answers_until:
        return refuse(_("评分截止日期不能早于填报截止日期。"), "rounds.dates")
    if plan.previous is not None and plan.previous.node_id != node.pk:
        return refuse(_("上一次评价必须是同一枢纽的。"), "rounds.previous")
    return ALLOWED


def extend(round_: Round, *, answers_until: date, assess_until: date, by: User) -> None:
    """Give more time in a running round; everybody who has not handed in is told.

    Raises:
        Refused: by the rules, or the dates are not later.
    """
    with transaction.atomic():
        ensure(rules.can_extend(by, round_))
        if answers_until < round_.answers_until or assess_until < round_.assess_until:
            raise Refused(refuse(_("新的截止日期不能早于原来的日期。"), "rounds.dates"))
        if assess_until < answers_until:
            raise Refused(refuse(_("评分截止日期不能早于填报截止日期。"), "rounds.dates"))
        old = (round_.answers_until, round_.assess_until)
        round_.answers_until, round_.assess_until = answers_until, assess_until
        round_.save(update_fields=["answers_until", "assess_until"])
        audit.record(
            "evaluation.round.extended",
            round_,
            by=by,
            node=round_.node_id,
            old=old,
            new=(answers_until, assess_until),
        )
        if answers_until != old[0]:
            words = _("“%(round)s”填报截止日期延至 %(day)s。")
            _tell(round_, words % {"round": round_.title, "day": answers_until}, OPEN)


def set_table(
    round_: Round,
    *,
    kind: tuple[str, str],
    framework: FrameworkVersion,
    by: User,
    variant: str = "",
) -> RoundTable:
    """Declare which framework scores organisations of a type and size.

    Args:
        round_: not begun.
        kind: type and size.
        framework: the version.
        by: who.
        variant: the table, where the framework's facets do not say.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_change(by, round_))
        ensure(rules.fits(round_, framework, kind, variant))
        row, _made = RoundTable.objects.update_or_create(
            round=round_,
            type=kind[0],
            size=kind[1],
            defaults={"framework": framework, "variant": variant},
        )
        Entry.objects.filter(round=round_, type=kind[0], size=kind[1]).update(
            framework=framework, variant=variant
        )
        audit.record(
            "evaluation.round.table",
            round_,
            by=by,
            node=round_.node_id,
            kind=kind,
            framework=framework.digest,
        )
    return row


def clear_table(round_: Round, *, kind: tuple[str, str], by: User) -> None:
    """Declare that organisations of a type and size do not take part; they leave the list.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_change(by, round_))
        gone, _rows = RoundTable.objects.filter(round=round_, type=kind[0], size=kind[1]).delete()
        if gone:
            Entry.objects.filter(round=round_, type=kind[0], size=kind[1]).delete()
            audit.record(
                "evaluation.round.table",
                round_,
                by=by,
                node=round_.node_id,
                kind=kind,
                framework="",
            )


def invite(round_: Round, organisations: Iterable[Organisation], *, by: User) -> list[Organisation]:
    """Put organisations on the list; returns those for whose kind no framework is declared.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_change(by, round_))
        organisations = list(organisations)
        ensure(rules.inside(round_, organisations))
        tables = {(t.type, t.size): t for t in RoundTable.objects.filter(round=round_)}
        there = set(Entry.objects.filter(round=round_).values_list("organisation_id", flat=True))
        left, made = [], []
        for one in organisations:
            table = tables.get((one.type, one.size))
            if table is None:
                left.append(one)
            elif one.pk not in there:
                made.append(
                    Entry(
                        round=round_,
                        organisation=one,
                        framework_id=table.framework_id,
                        variant=table.variant,
                        type=one.type,
                        size=one.size,
                    )
                )
        Entry.objects.bulk_create(made, batch_size=1000)
        codes = [entry.organisation.code for entry in made]
        audit.record(
            "evaluation.round.invited", round_, by=by, node=round_.node_id, organisations=codes
        )
    return left


def uninvite(entry: Entry, *, by: User) -> None:
    """Take an organisation off the list of a round that has not begun.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_change(by, entry.round))
        code = entry.organisation.code
        Entry.objects.filter(pk=entry.pk).delete()
        audit.record(
            "evaluation.round.uninvited",
            entry.round,
            by=by,
            node=entry.round.node_id,
            organisation=code,
        )


def open_round(round_: Round, *, by: User) -> Snapshot:
    """Freeze what is known, apply the entry gates, let organisations answer.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_open(by, round_))
        walk(round_, ROUND_MOVES["open"])
        snapshot = freeze(round_)
        audit.record(
            "evaluation.round.opened",
            round_,
            by=by,
            node=round_.node_id,
            snapshot=snapshot.digest,
        )
        _tell_contacts(round_)
    return snapshot


def _tell_contacts(round_: Round) -> None:
    words = _("“%(round)s”开始填报，截止 %(day)s。")
    words %= {"round": round_.title, "day": round_.answers_until}
    _tell(round_, words, (EntryState.INVITED,))


def _tell(round_: Round, words: str, states: Sequence[str], picked: Sequence[int] = ()) -> int:
    """Tell the people of organisations whose part stands in one of some states."""
    entries = Entry.objects.filter(round=round_, state__in=states)
    if picked:
        entries = entries.filter(pk__in=picked)
    nodes = Node.objects.filter(pk__in=entries.values("organisation__node"))
    people = {
        user
        for users in holders_by_node(Capability.ROUNDS_ANSWER, nodes).values()
        for user in users
    }
    notify(people, words, "/entries/")
    return len(people)


def remind(round_: Round, *, by: User, picked: Sequence[int] = ()) -> int:
    """Remind those who have not handed in yet; returns how many people are told.

    Args:
        round_: answering.
        by: who reminds.
        picked: entries; all that are open where none is named.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_remind(by, round_))
        words = _("请尽快完成“%(round)s”的填报，截止 %(day)s。")
        words %= {"round": round_.title, "day": round_.answers_until}
        told = _tell(round_, words, OPEN, picked)
        audit.record(
            "evaluation.round.reminded", round_, by=by, node=round_.node_id, entries=list(picked)
        )
    return told


def admit(entry: Entry, *, reason: str, by: User) -> None:
    """Let somebody take part whom a gate kept out; the reason stands in the book.

    Raises:
        Refused: by the rules, or no reason was given.
    """
    if not reason.strip():
        raise Refused(refuse(_("请写明准予参评的理由。"), "entries.reason"))
    with transaction.atomic():
        ensure(entry_rules.can_admit(by, entry))
        walk(entry, ENTRY_MOVES["admit"])
        audit.record(
            "evaluation.entry.admitted", entry, by=by, node=entry.round.node_id, reason=reason
        )


def start_assessing(round_: Round, *, by: User) -> None:
    """End the answering; what was not submitted does not take part.

    Raises:
        Refused: by the rules, or nobody has submitted.
    """
    with transaction.atomic():
        ensure(rules.can_take(by, round_, "assess"))
        if not Entry.objects.filter(round=round_, state=EntryState.SUBMITTED).exists():
            raise Refused(refuse(_("还没有单位提交，暂不能进入评分。"), "rounds.nothing_submitted"))
        walk(round_, ROUND_MOVES["assess"])
        audit.record("evaluation.round.assessing", round_, by=by, node=round_.node_id)


def reassess(round_: Round, *, reason: str, by: User) -> None:
    """Go back from the proposal to assessing; earlier proposals are kept.

    Raises:
        Refused: by the rules, or no reason was given.
    """
    if not reason.strip():
        raise Refused(refuse(_("请写明退回评分的原因。"), "rounds.reason"))
    with transaction.atomic():
        ensure(rules.can_take(by, round_, "reassess"))
        walk(round_, ROUND_MOVES["reassess"])
        audit.record(
            "evaluation.round.reassessing", round_, by=by, node=round_.node_id, reason=reason
        )
