"""Why an organisation got what it got: from the grade down to inputs, records and evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import median_low

from django.apps import apps
from django.db.models import Count

from shuniu.evaluation.models import Answer, Entry, LeafMark, PlanItem, ProposalLine, Result
from shuniu.evaluation.queries import decisions, scores
from shuniu.evaluation.queries.results import earlier_line
from shuniu.evaluation.queries.said import says_something
from shuniu.evaluation.queries.sheets import CONDITIONS, Leaf, Question, sheet_of
from shuniu.evaluation.queries.values import say
from shuniu.findings import Text
from shuniu.scoring import Entry as Item
from shuniu.scoring import Explanation, explain, is_value


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a leaf with what was said at each stage.

    Attributes:
        title: its words.
        record, own, assessed: the value in words at each stage; empty where nothing was said.
        records: what the recorded value comes from: kind of record, how many.
        note: the organisation's remark.
    """

    title: Text
    record: Text | None
    own: Text | None
    assessed: Text | None
    records: list[tuple[str, int]]
    note: str


@dataclass(slots=True)
class WhyRow:
    """One item of the sheet on the page.

    Attributes:
        depth: 0 at the top.
        item: as the engine explains it.
        leaf: its questions and evidence, where it is one.
        inputs: its inputs, stage by stage.
        marks: what assessors wrote.
        last: thousandths the time before; ``None`` where unknown.
        median: the peers' median.
        planned: how often it stands in the improvement plan.
    """

    depth: int
    item: Item
    leaf: Leaf | None = None
    inputs: list[Input] = field(default_factory=list)
    marks: list[LeafMark] = field(default_factory=list)
    last: int | None = None
    median: int | None = None
    planned: int = 0

    @property
    def open(self) -> int:
        """Thousandths that are still open."""
        return max(0, self.item.maximum - self.item.points) if is_value(self.item.points) else 0

    @property
    def change(self) -> int | None:
        """Against the time before."""
        if self.last is None or not is_value(self.item.points):
            return None
        return self.item.points - self.last


@dataclass(frozen=True, slots=True)
class Why:
    """Everything behind one result.

    Attributes:
        entry, explanation: whose, why.
        rows, bonus: the sheet, each item before those below it.
        conditions: what gates and ceilings read and no leaf asks.
        line, result: what was proposed, what was decided.
        last: the line of the time before.
        peers: grades of organisations of the same type and size, with how many.
    """

    entry: Entry
    explanation: Explanation
    rows: list[WhyRow]
    conditions: list[Input]
    line: ProposalLine | None
    result: Result | None
    last: ProposalLine | None
    peers: list[tuple[str, int]]


def why_of(entry: Entry) -> Why:
    """Why an entry stands where it stands, in a fixed number of queries."""
    _judge, found, row = scores.score_entry(entry)
    explanation = explain(found, row)
    sheet = sheet_of(entry, points=False)
    line = decisions.line_of(entry.round, entry)
    last = earlier_line(entry)
    rows = [WhyRow(depth, item) for depth, item in explanation.walk()]
    medians = _medians(line) if line is not None else {}
    marks = _marks(entry)
    planned = PlanItem.objects.filter(entry=entry).values_list("leaf").annotate(count=Count("pk"))
    counts = dict(planned.order_by())
    before = last.items if last is not None else {}
    for one in rows:
        key = one.item.key
        one.leaf, one.marks = sheet.leaf(key), marks.get(key, [])
        one.inputs = _inputs(one.leaf)
        one.last, one.median = before.get(key), medians.get(key)
        one.planned = counts.get(key, 0)
    result = decisions.result_of(entry)
    conditions = _inputs(sheet.leaf(CONDITIONS))
    return Why(entry, explanation, rows, conditions, line, result, last, peers_of(line))


def _marks(entry: Entry) -> dict[str, list[LeafMark]]:
    rows = LeafMark.objects.filter(assignment__entry=entry).exclude(reason="")
    found: dict[str, list[LeafMark]] = defaultdict(list)
    for mark in rows.select_related("assignment__user").order_by("assignment__order"):
        found[mark.leaf].append(mark)
    return found


def peers_of(line: ProposalLine | None) -> list[tuple[str, int]]:
    """Grades of organisations of the same type and size, as proposed."""
    if line is None:
        return []
    entry = line.entry
    counted = _grades_among(line.proposal_id, entry.type, entry.size, _seal(line))
    bands = scores.judge_of(entry.framework).scorer.framework.bands
    order = {band.grade: number for number, band in enumerate(bands)}
    found = sorted(counted, key=lambda one: order.get(one[0], 99))
    return [(say(Text(zh, en)), count) for _grade, zh, en, count in found]


@lru_cache(maxsize=256)
def _grades_among(
    proposal: int, type_: str, size: str, _seal: str
) -> list[tuple[str, str, str, int]]:
    """Lines of a proposal never change, so they are counted once."""
    rows = ProposalLine.objects.filter(proposal=proposal, entry__type=type_, entry__size=size)
    names = ("grade", "grade_title", "grade_title_en")
    return list(rows.exclude(grade="").values_list(*names).annotate(count=Count("pk")).order_by())


def _medians(line: ProposalLine) -> Mapping[str, int]:
    """Per item the median of everybody of the same type, size and framework in the proposal."""
    entry = line.entry
    return _medians_among(line.proposal_id, entry.type, entry.size, entry.framework_id, _seal(line))


def _seal(line: ProposalLine) -> str:
    """A proposal never changes; its digest keeps those of other databases apart."""
    return line.proposal.digest


@lru_cache(maxsize=128)
def _medians_among(
    proposal: int,
    kind: str,
    size: str,
    framework: int,
    digest: str,  # noqa: ARG001 (the cache goes by it)
) -> Mapping[str, int]:
    rows = ProposalLine.objects.filter(
        proposal=proposal, entry__type=kind, entry__size=size, entry__framework=framework
    ).values_list("items", flat=True)
    gathered: dict[str, list[int]] = defaultdict(list)
    for items in rows.iterator(chunk_size=500):
        for key, value in items.items():
            if is_value(value):
                gathered[key].append(value)
    return {key: median_low(values) for key, values in gathered.items()}


def _inputs(leaf: Leaf | None) -> list[Input]:
    return [] if leaf is None else [_input(one) for one in leaf.questions]


def _input(one: Question) -> Input:
    def words(answer: Answer | None) -> Text | None:
        return one.words(answer) if says_something(answer) else None

    return Input(
        one.column.title,
        words(one.record),
        words(one.own),
        words(one.assessed),
        record_kinds(one.record.records) if one.record is not None else [],
        one.own.note if one.own is not None else "",
    )


def record_kinds(records: Iterable[str]) -> list[tuple[str, int]]:
    """What values come from, in words: the kind of record with how many of them."""
    kinds = Counter(record.rpartition(":")[0] for record in records)
    return [(str(apps.get_model(kind)._meta.verbose_name), n) for kind, n in kinds.items()]
