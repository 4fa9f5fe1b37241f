"""What the system proposes: every assessed entry scored, graded, compared with its peers."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from statistics import median_low

import numpy as np
from django.db import transaction
from django.db.models import Max
from numpy.typing import NDArray

from shuniu.accounts.models import User
from shuniu.base import audit, clock
from shuniu.base.moves import walk
from shuniu.base.verdicts import ensure
from shuniu.evaluation.models import Entry, Proposal, ProposalLine, Round
from shuniu.evaluation.queries import gates
from shuniu.evaluation.queries import scores as engine
from shuniu.evaluation.queries.said import Kept, answers_of, says_something
from shuniu.evaluation.rules import rounds as rules
from shuniu.evaluation.states import ROUND_MOVES, EntryState, Stage
from shuniu.findings import Text
from shuniu.scoring import Scores, is_value, maximum_of

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]


def propose(round_: Round, *, by: User) -> Proposal:
    """Compute the proposal of a round anew; earlier ones are kept.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_take(by, round_, "propose"))
        walk(round_, ROUND_MOVES["propose"])
        entries = list(
            Entry.objects.filter(round=round_, state=EntryState.ASSESSED)
            .select_related("organisation", "framework")
            .defer("framework__text")
            .order_by("pk")
        )
        answers = answers_of(entries)
        number = Proposal.objects.filter(round=round_).aggregate(last=Max("number"))["last"] or 0
        proposal = Proposal.objects.create(
            round=round_,
            number=number + 1,
            digest=_digest(entries, answers),
            made_by=by,
            made_at=clock.now(),
        )
        lines = _lines(proposal, entries, answers)
        ProposalLine.objects.bulk_create(lines, batch_size=1000)
        audit.record(
            "evaluation.round.proposed",
            round_,
            by=by,
            node=round_.node_id,
            proposal=proposal.pk,
            digest=proposal.digest,
            entries=len(lines),
        )
    return proposal


def _digest(entries: Iterable[Entry], answers: Iterable[Kept]) -> str:
    """Of everything that goes in: frameworks, and values by entry, key and stage."""
    seal = hashlib.sha256()
    for entry in entries:
        seal.update(f"{entry.pk} {entry.framework.digest} {entry.variant}\n".encode())
    rows = sorted(answers, key=itemgetter(0, 1, 2))
    seal.update("\n".join(repr(tuple(row)) for row in rows).encode())
    return seal.hexdigest()


def _lines(proposal: Proposal, entries: list[Entry], answers: list[Kept]) -> list[ProposalLine]:
    groups: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.framework_id].append(entry)
    said: dict[int, list[Kept]] = defaultdict(list)
    by_entry = {entry.pk: entry.framework_id for entry in entries}
    for answer in answers:
        said[by_entry[answer.entry_id]].append(answer)
    lines: list[ProposalLine] = []
    for framework, members in groups.items():
        lines += _of_framework(proposal, members, said[framework])
    _compare(lines)
    return lines


@dataclass(frozen=True, slots=True)
class _Part:
    """What is told of one entry beside its points."""

    items: dict[str, int]
    recorded: int
    limits: list[Text]


def _of_framework(
    proposal: Proposal, members: list[Entry], answers: list[Kept]
) -> list[ProposalLine]:
    judge = engine.judge_of(members[0].framework)
    found = judge.scorer.score(engine.facts_of(judge, members, answers))
    said = _Said(members, answers)
    parts: dict[int, _Part] = {}
    for variant, outline in judge.scorer.outlines.items():
        rows, matrix = found.items(variant)
        if not len(rows):
            continue
        keys = [one.key for one in outline.items]
        plain = matrix.T.tolist()
        own = _from_records(judge, variant, said, rows, matrix)
        held = gates.held_back(found, variant, rows)
        for at, row in enumerate(rows.tolist()):
            parts[row] = _Part(dict(zip(keys, plain[at], strict=True)), own[at], held[at])
    nothing = _Part({}, 0, [])
    return [
        _line(proposal, found, row, entry, parts.get(row, nothing))
        for row, entry in enumerate(members)
    ]


class _Said:
    """Which entries have a key from records, and which from a person."""

    def __init__(self, members: list[Entry], answers: list[Kept]) -> None:
        self.nobody = np.zeros(len(members), np.bool_)
        self.recorded: dict[str, Truths] = {}
        self.typed: dict[str, Truths] = {}
        at = {entry.pk: row for row, entry in enumerate(members)}
        for one in answers:
            if says_something(one):
                held = self.recorded if one.stage == Stage.RECORD else self.typed
                if one.key not in held:
                    held[one.key] = self.nobody.copy()
                held[one.key][at[one.entry_id]] = True


def _from_records(
    judge: engine.Judge, variant: str, said: _Said, rows: Ints, matrix: Ints
) -> list[int]:
    """Thousandths of leaves that records alone answered."""
    outline = judge.scorer.outlines[variant]
    total = np.zeros(len(rows), np.int64)
    asked = {column.key for column in judge.scorer.columns}
    for number, item in enumerate(outline.items):
        if not item.is_leaf:
            continue
        keys = {name.partition("@")[0] for name in item.reads}
        read = {key for key in keys if judge.column(key, Stage.RECORD) in asked}
        if not read:
            continue
        own = ~said.nobody[rows]
        for key in keys:
            own &= ~said.typed.get(key, said.nobody)[rows]
        for key in read:
            own &= said.recorded.get(key, said.nobody)[rows]
        total += np.where(own & (matrix[number] > 0), matrix[number], 0)
    plain: list[int] = total.tolist()
    return plain


def _line(
    proposal: Proposal,
    found: Scores,
    row: int,
    entry: Entry,
    part: _Part,
) -> ProposalLine:
    points = int(found.points[row])
    title = found.grade_title(int(found.grade[row]))
    outline = found.outline(row)
    return ProposalLine(
        proposal=proposal,
        entry=entry,
        status=found.status_of(row).value,
        points=points if is_value(points) else None,
        maximum=maximum_of(outline) if outline is not None else 0,
        grade=found.grade_of(row) or "",
        grade_title=title.zh if title else "",
        grade_title_en=title.en if title else "",
        before_quota=found.grade_key(int(found.proposed[row])) or "",
        limits=[{"zh": one.zh, "en": one.en} for one in part.limits],
        items=part.items,
        from_records=part.recorded,
    )


def _compare(lines: list[ProposalLine]) -> None:
    """Median and rank among those of the same type and size."""
    peers: dict[tuple[str, str], list[ProposalLine]] = defaultdict(list)
    for line in lines:
        if line.points is not None:
            peers[line.entry.type, line.entry.size].append(line)
    for group in peers.values():
        points = sorted((one.points or 0 for one in group), reverse=True)
        middle = median_low(points)
        place = {value: rank for rank, value in reversed(list(enumerate(points, start=1)))}
        for one in group:
            one.peers, one.peer_median = len(group), middle
            one.peer_rank = place[one.points or 0]
