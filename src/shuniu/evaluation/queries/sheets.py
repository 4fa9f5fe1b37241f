"""A framework's table as one organisation meets it: leaf by leaf, what is known, what is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from shuniu.evaluation.models import Answer, Entry, EvidenceUse
from shuniu.evaluation.queries import scores
from shuniu.evaluation.queries.said import says_something
from shuniu.evaluation.states import Stage
from shuniu.findings import Text
from shuniu.scoring import MISSING, Column, is_value, maximum_of, say_value
from shuniu.scoring import show as show_milli

CONDITIONS = "__conditions__"  # the key of the part that earns no points
SAID = (Stage.RECORD, Stage.SELF)  # what counts before assessment
PROOF = "evidence"  # the part of a leaf's column that says whether proof was handed in


@dataclass(slots=True)
class Question:
    """One column of a leaf.

    Attributes:
        key: plain key, without a stage.
        column: what it takes.
        record, own, assessed: the rows of each stage, where any; one may have been taken back.
        shared: whether another leaf, further up, already asks for it.
        proof: whether handing in evidence answers it by itself.
    """

    key: str
    column: Column
    record: Answer | None = None
    own: Answer | None = None
    assessed: Answer | None = None
    shared: bool = False
    proof: bool = False

    @property
    def known(self) -> bool:
        """Whether records answer it."""
        return says_something(self.record)

    @property
    def corrected(self) -> bool:
        """Whether the organisation says something else than records do, or what they do not."""
        return says_something(self.own)

    @property
    def answered(self) -> bool:
        """Whether anything at all is known."""
        return self.known or self.corrected

    @property
    def rated(self) -> bool:
        """Whether it comes from others than the organisation, which is not asked."""
        return self.column.source == "rater"

    @property
    def asked(self) -> bool:
        """Whether the organisation is asked for it here."""
        return not (self.shared or self.rated)

    @property
    def needed(self) -> bool:
        """Whether it is asked and a blank does not stand for a declared default."""
        return self.asked and self.column.default is None

    @property
    def open(self) -> bool:
        """Whether it is needed and nobody has answered."""
        return self.needed and not self.answered

    @property
    def current(self) -> Answer | None:
        """The value that counts before assessment."""
        return self.own if self.corrected else self.record if self.known else None

    @property
    def version(self) -> int:
        """Of the organisation's own row; 0 where there is none."""
        return self.own.version if self.own is not None else 0

    @property
    def current_words(self) -> Text:
        """What counts before assessment, in words."""
        return self.words(self.current)

    @property
    def record_words(self) -> Text:
        """What records say, in words."""
        return self.words(self.record if self.known else None)

    @property
    def own_words(self) -> Text:
        """What the organisation says, in words."""
        return self.words(self.own if self.corrected else None)

    def words(self, answer: Answer | None) -> Text:
        """A value in words; a dash where nothing was said."""
        if answer is None:
            return Text.same("—")
        return words_of(self.column, answer.value, applies=not answer.not_applicable)


def words_of(column: Column, value: object, *, applies: bool = True) -> Text:
    """A kept value in words."""
    if not applies:
        return Text("不适用", "not applicable")
    try:
        milli = column.encode(value)
    except ValueError:
        return Text.same(str(value))
    return Text.same("—") if milli == MISSING else say_value(column, milli)


@dataclass(slots=True)
class Leaf:
    """One leaf with its questions and its evidence.

    Attributes:
        key, title, rule: as declared; ``rule`` is the printed wording.
        points: at most, thousandths.
        group: titles above it.
        asks: what evidence the framework asks for.
        method: how it is checked.
        questions: its columns.
        evidence: what was handed in.
        now: thousandths with everything said so far.
    """

    key: str
    title: Text
    rule: Text | None
    points: int
    group: tuple[Text, ...]
    asks: tuple[Text, ...]
    method: Text | None
    bonus: bool
    questions: list[Question] = field(default_factory=list)
    evidence: list[EvidenceUse] = field(default_factory=list)
    now: int | None = None

    @property
    def open(self) -> list[Question]:
        """What nobody has answered."""
        return [one for one in self.questions if one.open]

    @property
    def from_records(self) -> bool:
        """Whether records alone answer everything it asks."""
        return bool(self.questions) and all(
            one.known and not one.corrected and not says_something(one.assessed)
            for one in self.questions
        )

    @property
    def shown(self) -> str:
        """Points as people write them."""
        return show_milli(self.now) if self.now is not None and is_value(self.now) else "—"


@dataclass(slots=True)
class Sheet:
    """Everything an entry is asked."""

    entry: Entry
    variant: str
    by_points: bool
    leaves: list[Leaf]
    total: int | None = None

    @property
    def maximum(self) -> int:
        """The most it can give, thousandths."""
        judge = scores.judge_of(self.entry.framework)
        return maximum_of(judge.scorer.outlines[self.variant])

    @property
    def recorded(self) -> list[Leaf]:
        """Leaves that count and that records alone answer."""
        return [one for one in self.leaves if one.points and not one.bonus and one.from_records]

    @property
    def by_records(self) -> int:
        """The most that leaves answered by records alone can give, thousandths."""
        return sum(one.points for one in self.recorded)

    @property
    def percent_by_records(self) -> int:
        """That as a part of the most the sheet can give, in whole percent rounded down."""
        return self.by_records * 100 // self.maximum if self.maximum else 0

    def leaf(self, key: str) -> Leaf | None:
        """A leaf by its key."""
        return next((one for one in self.leaves if one.key == key), None)

    def groups(self) -> list[tuple[tuple[Text, ...], list[Leaf]]]:
        """Leaves under their topmost headings, in the order of the sheet."""
        found: dict[str, tuple[tuple[Text, ...], list[Leaf]]] = {}
        for leaf in self.leaves:
            top = leaf.group[:1]
            found.setdefault(top[0].zh if top else "", (top, []))[1].append(leaf)
        return list(found.values())

    def question(self, key: str) -> Question | None:
        """A question by its plain key."""
        return next(
            (q for leaf in self.leaves for q in leaf.questions if q.key == key and not q.shared),
            None,
        )

    def unique(self) -> Iterator[Question]:
        """Every question that the organisation needs to answer, once."""
        for leaf in self.leaves:
            yield from (one for one in leaf.questions if one.needed)


def sheet_of(entry: Entry, *, points: bool = True, stages: Sequence[str] = tuple(Stage)) -> Sheet:
    """The sheet of an entry with what was said so far, in four queries.

    Args:
        entry: with its organisation and framework at hand.
        points: whether to compute what each leaf stands at.
        stages: whose values are shown and counted.
    """
    said: dict[tuple[str, str], Answer] = {
        (one.key, one.stage): one
        for one in Answer.objects.filter(entry=entry, stage__in=stages).select_related("by")
    }
    uses: dict[str, list[EvidenceUse]] = defaultdict(list)
    for use in EvidenceUse.objects.filter(entry=entry).select_related("evidence__file"):
        uses[use.leaf].append(use)
    if not points:
        return _filled(entry, said, uses, {})
    total, stands = scores.standing(entry, list(said.values()), stages=stages)
    sheet = _filled(entry, said, uses, stands)
    sheet.total = total
    return sheet


def blank_sheet(entry: Entry) -> Sheet:
    """What organisations of this type and size are asked, without anything said."""
    return _filled(entry, {}, {}, {})


def _filled(
    entry: Entry,
    said: Mapping[tuple[str, str], Answer],
    uses: Mapping[str, list[EvidenceUse]],
    stands: Mapping[str, int],
) -> Sheet:
    judge = scores.judge_of(entry.framework)
    variant = scores.variant_of(judge, entry)
    outline = judge.scorer.outlines[variant]
    asked: set[str] = set()
    leaves = []
    for item in outline.items:
        if not item.is_leaf:
            continue
        leaf = Leaf(
            item.key,
            item.item.title,
            item.item.text,
            item.item.points,
            item.group,
            tuple(item.item.evidence),
            item.item.method,
            item.bonus,
            _questions(judge, outline.by_key, _plain_keys(item.reads), said),
            uses.get(item.key, []),
            stands.get(item.key),
        )
        for one in leaf.questions:
            one.shared, one.proof = one.key in asked, one.key == f"{leaf.key}.{PROOF}"
            asked.add(one.key)
        leaves.append(leaf)
    read = judge.reads[variant] - asked
    rest = [key for key in _plain_keys(c.key for c in outline.columns) if key in read]
    conditions = _questions(judge, outline.by_key, rest, said)
    if conditions:
        leaves.insert(0, _conditions(conditions, uses))
    return Sheet(entry, variant, judge.by_points, leaves)


def _conditions(questions: list[Question], uses: Mapping[str, list[EvidenceUse]]) -> Leaf:
    """What gates, ceilings and forced grades read and no leaf asks: admission, not points."""
    return Leaf(
        CONDITIONS,
        Text("参评与等级条件", "Conditions of admission and grade"),
        Text("不计分，决定能否参评和等级上限。", "No points; decides admission and ceilings."),
        0,
        (Text("基本条件", "Conditions"),),
        (),
        None,
        bonus=False,
        questions=questions,
        evidence=uses.get(CONDITIONS, []),
    )


def counts_of(entry: Entry) -> tuple[int, int]:
    """How many of its questions are answered, and how many there are."""
    questions = list(sheet_of(entry, points=False, stages=SAID).unique())
    return sum(one.answered for one in questions), len(questions)


def asked_keys(entry: Entry) -> frozenset[str]:
    """The plain keys that an organisation of this type and size needs to answer."""
    variant = scores.variant_of(scores.judge_of(entry.framework), entry)
    kept = _ASKED.get((entry.framework.digest, variant))
    if kept is None:
        kept = frozenset(one.key for one in blank_sheet(entry).unique())
        _ASKED[entry.framework.digest, variant] = kept
    return kept


_ASKED: dict[tuple[str, str], frozenset[str]] = {}  # as many as there are tables in use


def _plain_keys(reads: Iterable[str]) -> list[str]:
    """The keys a leaf reads, without stages, each once, in order."""
    return list(dict.fromkeys(name.partition("@")[0] for name in reads))


def _plain_title(first: Column) -> Text:
    """The words without the stage: the first stage keeps them among its aliases."""
    return Text(first.aliases[1], first.aliases[2]) if len(first.aliases) > 2 else first.title


def _questions(
    judge: scores.Judge,
    columns: Mapping[str, Column],
    keys: list[str],
    said: Mapping[tuple[str, str], Answer],
) -> list[Question]:
    out = []
    for key in keys:
        column = columns.get(judge.column(key, Stage.SELF))
        if column is None:  # a facet, or points that the assessor writes
            continue
        first = columns[judge.column(key, Stage.RECORD)]
        out.append(
            Question(
                key,
                replace(column, title=_plain_title(first), default=first.default),
                said.get((key, Stage.RECORD)),
                said.get((key, Stage.SELF)),
                said.get((key, Stage.ASSESS)),
            )
        )
    return out
