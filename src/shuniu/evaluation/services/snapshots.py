"""What is frozen when a round opens: measures, the answers they give, whom the gates keep out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from shuniu.base import clock
from shuniu.base.measures import Measured
from shuniu.evaluation import sources
from shuniu.evaluation.models import Answer, Entry, Round, Snapshot
from shuniu.evaluation.queries import gates, scores
from shuniu.evaluation.queries.sheets import asked_keys
from shuniu.evaluation.states import EntryState, Stage
from shuniu.findings import Text
from shuniu.scoring import Column

Values = Mapping[str, Mapping[int, Measured]]


@dataclass(frozen=True, slots=True)
class Frozen:
    """Measures of everybody in a round on a day.

    Attributes:
        day: as on which they were taken.
        values: measure → organisation → value with its records.
        content: the same by credit code, as it is kept.
        digest: over the canonical form of the day, the frameworks and the content.
    """

    day: date
    values: Values
    content: dict[str, object]
    digest: str


def entries_of(round_: Round) -> list[Entry]:
    """Everybody on the list, with what the engine needs."""
    rows = Entry.objects.filter(round=round_).select_related("organisation", "framework")
    return list(rows.defer("framework__text").order_by("pk"))


def freezing_day(round_: Round) -> date:
    """The last day of the period, or today where that is still to come."""
    return min(round_.period_until, clock.today())


def computed(entries: Iterable[Entry], day: date) -> Frozen:
    """The measures of entries on a day; the same register gives the same digest again."""
    entries = list(entries)
    values = sources.values_on([entry.organisation_id for entry in entries], day)
    content = {
        entry.organisation.code: {
            key: _plain(found[entry.organisation_id]) for key, found in values.items()
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
    return Frozen(day, values, json.loads(plain), digest)


def _plain(one: Measured) -> dict[str, object]:
    if not one.applies:
        return {"applies": False}
    return {"value": one.value, "records": one.records}


def recorded(entries: Iterable[Entry], values: Values) -> list[Answer]:
    """The answers that measures give, not kept yet."""
    rows: list[Answer] = []
    by_framework: dict[int, dict[str, Column]] = {}
    for entry in entries:
        wanted = by_framework.get(entry.framework_id)
        if wanted is None:
            wanted = by_framework[entry.framework_id] = _wanted(entry, values)
        for key, column in wanted.items():
            found = values[key][entry.organisation_id]
            value = _kept(column, found.value)
            if value is not None or not found.applies:
                rows.append(
                    Answer(
                        entry=entry,
                        key=key,
                        stage=Stage.RECORD,
                        value=value,
                        not_applicable=not found.applies,
                        records=list(found.records),
                        at=clock.now(),
                    )
                )
    return rows


def _wanted(entry: Entry, values: Values) -> dict[str, Column]:
    """The columns of a framework that measures answer."""
    judge = scores.judge_of(entry.framework)
    columns = {column.key: column for column in judge.scorer.columns}
    names = {key: judge.column(key, Stage.RECORD) for key in values}
    return {key: columns[name] for key, name in names.items() if name in columns}


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


def kept_out(entries: Iterable[Entry], answers: Iterable[Answer]) -> dict[int, list[Text]]:
    """By entry: why a gate, by the register alone, does not let it take part."""
    groups: dict[int, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.framework_id, []).append(entry)
    said: dict[int, list[Answer]] = {}
    for answer in answers:
        said.setdefault(answer.entry_id, []).append(answer)
    out: dict[int, list[Text]] = {}
    for members in groups.values():
        judge = scores.judge_of(members[0].framework)
        theirs = [answer for entry in members for answer in said.get(entry.pk, ())]
        found = judge.scorer.score(scores.facts_of(judge, members, theirs))
        for number, variant in enumerate(judge.scorer.outlines):
            rows = np.flatnonzero(found.table == number)
            for row, words in zip(
                rows.tolist(), gates.gates_held(found, variant, rows), strict=True
            ):
                if words:
                    out[members[row].pk] = words
    return out


def preview(round_: Round) -> dict[int, list[Text]]:
    """Whom the gates would keep out if the round were opened now."""
    entries = entries_of(round_)
    frozen = computed(entries, freezing_day(round_))
    return kept_out(entries, recorded(entries, frozen.values))


def freeze(round_: Round) -> Snapshot:
    """Keep the measures, the answers they give, and whom the gates keep out."""
    entries = entries_of(round_)
    frozen = computed(entries, freezing_day(round_))
    snapshot = Snapshot.objects.create(
        round=round_,
        day=frozen.day,
        taken_at=clock.now(),
        digest=frozen.digest,
        content=frozen.content,
    )
    answers = recorded(entries, frozen.values)
    Answer.objects.bulk_create(answers, batch_size=2000)
    known: dict[int, set[str]] = {}
    for answer in answers:
        known.setdefault(answer.entry_id, set()).add(answer.key)
    reasons = kept_out(entries, answers)
    stands: dict[tuple[int, int], list[int]] = {}
    for entry in entries:
        keys = asked_keys(entry)
        count = (len(keys), len(keys & known.get(entry.pk, set())))
        stands.setdefault(count, []).append(entry.pk)
    for (asked, answered), numbers in stands.items():
        Entry.objects.filter(pk__in=numbers).update(asked=asked, answered=answered)
    out = [entry for entry in entries if entry.pk in reasons]
    for entry in out:
        entry.state = EntryState.NOT_ADMITTED
        entry.gates = [{"zh": one.zh, "en": one.en} for one in reasons[entry.pk]]
    Entry.objects.bulk_update(out, ["state", "gates"], batch_size=500)
    return snapshot
