"""Setting up a round, freezing what is known, letting organisations in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.accounts.queries import holders
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base import audit, clock
from shuniu.base.measures import Measured
from shuniu.base.moves import walk
from shuniu.base.notices import notify
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.evaluation import sources
from shuniu.evaluation.models import (
    Answer,
    Entry,
    FrameworkVersion,
    Round,
    RoundTable,
    Snapshot,
)
from shuniu.evaluation.queries import scores
from shuniu.evaluation.queries.values import say
from shuniu.evaluation.rules import entries as entry_rules
from shuniu.evaluation.rules import rounds as rules
from shuniu.evaluation.states import ENTRY_MOVES, ROUND_MOVES, EntryState, Stage
from shuniu.registry.models import Organisation
from shuniu.scoring import Column, Status, explain


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
        for name, value in _fields(plan).items():
            setattr(round_, name, value)
        round_.save()
        audit.record("evaluation.round.changed", round_, by=by, node=round_.node_id)


def _fields(plan: Plan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in plan.__dataclass_fields__}


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


def invite(round_: Round, organisations: Iterable[Organisation], *, by: User) -> list[Organisation]:
    """Put organisations on the list; returns those for whose kind no framework is declared.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_change(by, round_))
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
        audit.record("evaluation.round.uninvited", entry.round, by=by, organisation=code)


def open_round(round_: Round, *, by: User) -> Snapshot:
    """Freeze what is known, apply the entry gates, let organisations answer.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_open(by, round_))
        walk(round_, ROUND_MOVES["open"])
        snapshot = _freeze(round_)
        _apply_gates(round_)
        audit.record(
            "evaluation.round.opened",
            round_,
            by=by,
            node=round_.node_id,
            snapshot=snapshot.digest,
        )
        _tell_contacts(round_)
    return snapshot


def _freeze(round_: Round) -> Snapshot:
    """The measures as on the last day of the period, or today where that is still to come."""
    day = min(round_.period_until, clock.today())
    entries = list(Entry.objects.filter(round=round_).select_related("organisation", "framework"))
    numbers = [entry.organisation_id for entry in entries]
    values = sources.values_on(numbers, day)
    content = {
        entry.organisation.code: {
            key: asdict(found[entry.organisation_id]) for key, found in values.items()
        }
        for entry in entries
    }
    frozen = {
        "day": day.isoformat(),
        "frameworks": sorted({entry.framework.digest for entry in entries}),
        "measures": content,
    }
    plain = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(plain.encode()).hexdigest()
    snapshot = Snapshot.objects.create(
        round=round_, day=day, taken_at=clock.now(), digest=digest, content=json.loads(plain)
    )
    _record_answers(entries, values)
    return snapshot


def _record_answers(entries: list[Entry], values: Mapping[str, Mapping[int, Measured]]) -> None:
    rows: list[Answer] = []
    by_framework: dict[int, dict[str, Column]] = {}
    for entry in entries:
        wanted = by_framework.get(entry.framework_id)
        if wanted is None:
            judge = scores.judge_of(entry.framework)
            columns = {column.key: column for column in judge.scorer.columns}
            wanted = by_framework[entry.framework_id] = {
                key: columns[name]
                for key in values
                if (name := judge.column(key, Stage.RECORD)) in columns
            }
        for key, column in wanted.items():
            found = values[key][entry.organisation_id]
            value = _kept(column, found.value)
            if value is not None:
                rows.append(
                    Answer(
                        entry=entry,
                        key=key,
                        stage=Stage.RECORD,
                        value=value,
                        records=list(found.records),
                        at=clock.now(),
                    )
                )
    Answer.objects.bulk_create(rows, batch_size=2000)


def _kept(column: Column, value: object) -> str | bool | None:
    """A measured value as it is kept; ``None`` where the column does not take it."""
    plain: str | bool | None
    match value:
        case None:
            return None
        case bool() | str():
            plain = value
        case float():
            plain = f"{value:.3f}".rstrip("0").rstrip(".")
        case _:
            plain = str(value)
    try:
        column.encode(plain)
    except ValueError:
        return None
    return plain


def _apply_gates(round_: Round) -> None:
    """Whoever a gate keeps out, by the register alone, is told why."""
    frameworks = Entry.objects.filter(round=round_).values_list("framework_id", flat=True)
    for framework in set(frameworks):
        entries = list(
            Entry.objects.filter(round=round_, framework=framework).select_related(
                "organisation", "framework"
            )
        )
        _judge, found = scores.scores_of(entries, stages=[Stage.RECORD])
        refused = []
        for row, entry in enumerate(entries):
            if found.status_of(row) is Status.NOT_ADMITTED:
                entry.state = EntryState.NOT_ADMITTED
                entry.gates = [
                    {"zh": step.text.zh, "en": step.text.en}
                    for step in explain(found, row).conclusion
                ]
                refused.append(entry)
        Entry.objects.bulk_update(refused, ["state", "gates"], batch_size=500)


def _tell_contacts(round_: Round) -> None:
    admitted = Entry.objects.filter(round=round_, state=EntryState.INVITED)
    words = _("“%(round)s”开始填报，截止 %(day)s。") % {
        "round": round_.title,
        "day": round_.answers_until,
    }
    people = {
        user
        for entry in admitted.select_related("organisation__node")
        for user in _contacts(entry.organisation.node)
    }
    notify(people, words, "/")


def _contacts(node: Node) -> list[int]:
    return list(holders(Capability.ROUNDS_ANSWER, node).values_list("pk", flat=True))


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


def gate_words(entry: Entry) -> list[str]:
    """Why an entry was not admitted, in the language of the page."""
    from shuniu.findings import Text  # noqa: PLC0415 (one use)

    return [say(Text(one["zh"], one["en"])) for one in entry.gates]
