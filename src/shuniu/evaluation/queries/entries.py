"""An organisation's part as its pages show it: parts of the sheet, what is open, what is at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, QuerySet

from shuniu.accounts.models import User
from shuniu.accounts.queries import within
from shuniu.accounts.states import Capability
from shuniu.evaluation.models import Answer, Entry, Evidence, EvidenceUse, PlanItem
from shuniu.evaluation.queries import gates, scores
from shuniu.evaluation.queries.said import says_something
from shuniu.evaluation.queries.sheets import CONDITIONS, SAID, Leaf, Question, Sheet, sheet_of
from shuniu.evaluation.states import PlanState, RoundState, Stage
from shuniu.findings import Text
from shuniu.registry.models import Organisation
from shuniu.scoring import Status, is_value

LONG = 10  # leaves that fit one page of a phone; longer groups are split by their own headings
_BONUS = Text("附加分", "Bonus points")
_WHOLE = Text("评分内容", "What is scored")


def entry(pk: int) -> Entry | None:
    """An entry with everything its pages need."""
    rows = Entry.objects.select_related(
        "round__node", "organisation__node", "framework", "submitted_by"
    )
    return rows.filter(pk=pk).first()


def of_user(user: User) -> QuerySet[Entry]:
    """The parts of somebody's own organisations in rounds that have begun, newest first."""
    rows = Entry.objects.exclude(round__state=RoundState.DRAFT)
    mine = within(rows, user, Capability.ROUNDS_ANSWER, field="organisation__node")
    return mine.select_related("round", "organisation").order_by("-round__period_until", "-pk")


@dataclass(slots=True)
class Part:
    """Some leaves that are shown together.

    Attributes:
        number: from 1.
        path: headings, the last is its own.
        leaves: in the order of the sheet.
    """

    number: int
    path: tuple[Text, ...]
    leaves: list[Leaf]

    @property
    def title(self) -> Text:
        """Its own heading."""
        return self.path[-1]

    @property
    def above(self) -> tuple[Text, ...]:
        """Headings it stands under."""
        return self.path[:-1]

    @property
    def points(self) -> int:
        """At most, thousandths."""
        return sum(leaf.points for leaf in self.leaves)

    @property
    def now(self) -> int:
        """As it stands, thousandths."""
        return sum(leaf.now for leaf in self.leaves if leaf.now is not None and is_value(leaf.now))

    @property
    def asked(self) -> list[Question]:
        """Everything it needs to know."""
        return [one for leaf in self.leaves for one in leaf.questions if one.needed]

    @property
    def open(self) -> list[Question]:
        """What is asked and not answered."""
        return [one for leaf in self.leaves for one in leaf.open]

    @property
    def known(self) -> int:
        """How many of its questions records answer."""
        return sum(one.known for one in self.asked)


def parts_of(sheet: Sheet) -> list[Part]:
    """The sheet in pages: by topmost headings, and by those below where a group is long."""
    found: list[Part] = []
    for heading, leaves in sheet.groups():
        if len(leaves) <= LONG:
            found.append(Part(0, heading or _top(leaves), leaves))
            continue
        below: dict[tuple[Text, ...], list[Leaf]] = {}
        for leaf in leaves:
            below.setdefault(leaf.group[:2], []).append(leaf)
        found += [Part(0, path or _top(some), some) for path, some in below.items()]
    for number, part in enumerate(found, start=1):
        part.number = number
    return found


def _top(leaves: Sequence[Leaf]) -> tuple[Text, ...]:
    return (_BONUS if all(leaf.bonus for leaf in leaves) else _WHOLE,)


def next_open(parts: Sequence[Part], after: int = 0) -> Part | None:
    """The next page with something open behind a number, else the first one with something open."""
    waiting = [part for part in parts if part.open]
    behind = [part for part in waiting if part.number > after]
    return next(iter(behind or [part for part in waiting if part.number != after]), None)


@dataclass(frozen=True, slots=True)
class Lack:
    """A leaf that does not stand as high as it could.

    Attributes:
        part: the page it stands on.
        leaf: it.
        open: what nobody has answered.
        proof: whether the rule asks for evidence and none was handed in.
    """

    part: Part
    leaf: Leaf
    open: list[Question]
    proof: bool

    @property
    def cost(self) -> int:
        """What it may cost, thousandths."""
        now = self.leaf.now if self.leaf.now is not None and is_value(self.leaf.now) else 0
        return max(self.leaf.points - now, 0)


def lacks_of(parts: Sequence[Part]) -> list[Lack]:
    """What is open before a sheet is handed in."""
    found = []
    for part in parts:
        for leaf in part.leaves:
            proof = bool(leaf.asks) and not leaf.evidence and not leaf.from_records
            rest = [one for one in leaf.open if not one.proof]
            if rest or proof:
                found.append(Lack(part, leaf, rest, proof))
    return found


def by_part(lacks: Sequence[Lack]) -> list[tuple[Part, list[Lack], int]]:
    """The same page by page, with what each page may cost."""
    found: dict[int, tuple[Part, list[Lack]]] = {}
    for one in lacks:
        found.setdefault(one.part.number, (one.part, []))[1].append(one)
    return [(part, some, sum(one.cost for one in some)) for part, some in found.values()]


def barred_by(entry: Entry) -> list[Text]:
    """Entry gates that would not let it in with what is said now."""
    _judge, found, row = scores.score_entry(entry, stages=SAID)
    outline = found.outline(row)
    if outline is None or found.status_of(row) is not Status.NOT_ADMITTED:
        return []
    return gates.gates_held(found, outline.variant, np.array([row]))[0]


def running(organisation: Organisation) -> Entry | None:
    """Where an organisation takes part in a round that still goes on, the latest."""
    rows = Entry.objects.filter(organisation=organisation).select_related(
        "round", "framework", "organisation"
    )
    rows = rows.exclude(round__state__in=(RoundState.DRAFT, RoundState.CLOSED))
    return rows.order_by("-pk").first()


def own_sheet(entry: Entry) -> Sheet:
    """The sheet with what records and the organisation say; nothing of its assessment."""
    return sheet_of(entry, stages=SAID)


def gate_words(entry: Entry) -> list[Text]:
    """Why an entry was not admitted when the round opened."""
    return [Text(one["zh"], one["en"]) for one in entry.gates]


def plan_of(entry: Entry) -> QuerySet[PlanItem]:
    """What the organisation meant to do better, from earlier rounds, and has not settled."""
    rows = PlanItem.objects.filter(entry__organisation=entry.organisation_id, state=PlanState.OPEN)
    return rows.exclude(entry=entry.pk).select_related("entry__round").order_by("due", "pk")


def said_before(entry: Entry, part: Part) -> dict[str, Text]:
    """What held for the same questions in the organisation's round before, in words."""
    last = (
        Entry.objects.filter(
            organisation=entry.organisation_id,
            framework__code=entry.framework.code,
            round__period_until__lt=entry.round.period_until,
            round__state__in=(RoundState.PUBLIC, RoundState.ISSUED, RoundState.CLOSED),
        )
        .order_by("-round__period_until", "-pk")
        .values("pk")[:1]
    )
    questions = {one.key: one for one in part.asked}
    order = [str(stage) for stage in Stage]
    rows = Answer.objects.filter(entry__in=last, key__in=list(questions))
    found: dict[str, Answer] = {}
    for one in sorted(rows, key=lambda row: order.index(row.stage)):
        if says_something(one):
            found[one.key] = one
    return {key: questions[key].words(one) for key, one in found.items()}


def evidence_at_hand(organisation: Organisation, words: str = "") -> QuerySet[Evidence]:
    """What an organisation has handed in before, newest first."""
    rows = Evidence.objects.filter(organisation=organisation, retired_at__isnull=True)
    if words:
        rows = rows.filter(title__icontains=words)
    return rows.select_related("file").annotate(times=Count("uses")).order_by("-added_at", "-pk")


def evidence(organisation: Organisation, pk: int) -> Evidence | None:
    """One piece of evidence of an organisation."""
    return Evidence.objects.filter(organisation=organisation, pk=pk).first()


def use(entry: Entry, pk: int) -> EvidenceUse | None:
    """Where a piece of evidence stands for a leaf of an entry."""
    rows = EvidenceUse.objects.filter(entry=entry, pk=pk)
    return rows.select_related(
        "evidence", "entry__round__node", "entry__organisation__node", "entry__framework"
    ).first()


def is_conditions(leaf: Leaf) -> bool:
    """Whether it decides on admission and not on points."""
    return leaf.key == CONDITIONS


_SOURCES = {
    "registry.organisation": Text("单位登记信息", "registration data"),
    "registry.organisationpast": Text("单位登记信息（历史）", "registration data (past)"),
    "registry.annualreport": Text("年检年报记录", "annual reports"),
    "registry.creditevent": Text("信用信息", "credit events"),
    "registry.charter": Text("章程核准记录", "charter approvals"),
    "registry.partycover": Text("党组织覆盖记录", "party coverage"),
    "registry.instructorduty": Text("指导员指派记录", "assignments of instructors"),
    "registry.notbuilt": Text("应建未建台账", "list of those due and not set up"),
    "registry.post": Text("任职记录", "posts"),
    "registry.body": Text("机构换届记录", "elections of bodies"),
}
_REGISTER = Text("名册", "the register")


def source_of(answer: Answer | None) -> Text:
    """What kind of records a value comes from, and how many."""
    if answer is None or not answer.records:
        return _REGISTER
    kinds: dict[str, int] = {}
    for record in answer.records:
        kind = str(record).partition(":")[0]
        kinds[kind] = kinds.get(kind, 0) + 1
    words = [
        Text("{kind} {count} 条", "{kind}: {count}").fill(
            kind=_SOURCES.get(kind, _REGISTER), count=count
        )
        for kind, count in kinds.items()
    ]
    return Text("，".join(one.zh for one in words), ", ".join(one.en for one in words))
