"""From declared items to nodes: rule, evidence, cap, exemption, strategies, sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shuniu.findings import Text
from shuniu.scoring._asked import EVIDENCE, frame_of
from shuniu.scoring._document import Path_
from shuniu.scoring._exact import MISSING, NOT_APPLICABLE, UNIT
from shuniu.scoring._expression import parse_truth
from shuniu.scoring._model import Framework, Item, Strategy
from shuniu.scoring._nodes import (
    Arith,
    Choose,
    Clamp,
    Compare,
    Const,
    Divide,
    Fallback,
    Known,
    Node,
    Part,
    Ref,
    Rescale,
    Sum,
    names,
    renamed,
)
from shuniu.scoring._outline import Faults, ItemOutline, ceiling
from shuniu.scoring._rules import Leaf, deduction_parts
from shuniu.scoring._scope import Scope

LEFT_OUT: tuple[Strategy, ...] = ("redistribute", "exclude")
NO_EVIDENCE = Text("有佐证材料", "evidence handed in")
EXEMPT = Text("符合免除条件，记满分", "exempt, full points")
CONCERNED = Text("本项适用", "the item applies")
VETO = Text("“{title}”未得分，上级项目记 0 分", "“{title}” failed, so the group counts 0")
START = Text("起评分", "base score")
LEVEL = Text("规则得分", "by the rule")


@dataclass(frozen=True, slots=True)
class Share:
    """What a child hands to its parent: a score, and points left out in either way."""

    score: Node
    spread: Node | None = None
    excluded: Node | None = None
    veto: Node | None = None
    title: Text | None = None


@dataclass(slots=True)
class TreeBuilder:
    """Walks the items of one table; ``items`` gathers their outlines."""

    framework: Framework
    scope: Scope
    sources: Mapping[str, tuple[str, ...]]
    faults: Faults
    items: list[ItemOutline] = field(default_factory=list)

    def sheet(self) -> Node:
        """The sum of the sheet, in thousandths; not known where nothing applies."""
        framework = self.framework
        shares = self.below(framework.items, ("items",), (), _Above("", _defaults(framework)))
        total, spread, excluded = _added(shares, framework.start)
        left_out = _plus(spread, excluded)
        if left_out is not None:
            whole = Const(framework.points)
            fair = _fair(framework.items, framework.start, framework.points)
            scaled = Rescale(total, whole, Arith("sub", whole, left_out), fair)
            # spreading points over fewer items never lifts a total above what the items can give
            least = framework.start + sum(min(i.down_to, 0) for i in framework.items)
            most = framework.start + sum(ceiling(i) for i in framework.items)
            total = Fallback(Clamp(scaled, min(least, 0), most), MISSING, MISSING)
        return _vetoed(shares, total)

    def pool(self) -> Node | None:
        """The bonus pool, clamped; what is missing there counts nothing."""
        bonus = self.framework.bonus
        if bonus is None:
            return None
        above = _Above("", ("zero", "zero"), bonus=True)
        shares = self.below(bonus.items, ("bonus", "items"), (), above)
        parts = tuple(Part(s.score, s.title) for s in shares)
        return Clamp(Sum(parts), None, bonus.up_to)

    def below(
        self, items: tuple[Item, ...], path: Path_, group: tuple[Text, ...], above: _Above
    ) -> list[Share]:
        """The shares of a list of items."""
        return [self.one(item, (*path, i), group, above) for i, item in enumerate(items)]

    def one(self, item: Item, path: Path_, group: tuple[Text, ...], above: _Above) -> Share:
        """An item's share, with its outline put where the sheet has it."""
        place = len(self.items)
        strategies = (
            item.missing or above.strategies[0],
            item.not_applicable or above.strategies[1],
        )
        working: Node | None = None
        if item.rule is None:
            under = _Above(item.key, strategies, bonus=above.bonus)
            shares = self.below(item.items, (*path, "items"), (*group, item.title), under)
            share = _group(item, shares)
            share = Share(self.concerned(item, path, share.score), None, share.excluded)
            strategies = (item.missing or "block", strategies[1])  # only a child that blocks
        else:
            working, raw = self.leaf(item, path, group)
            share = Share(raw)
        raw_node = share.score
        final = self.strategic(item, path, share, strategies)
        outline = ItemOutline(
            item,
            path,
            group,
            above.key,
            above.bonus,
            working,
            raw_node,
            final.score,
            _result(item, raw_node, strategies),
            *strategies,
            names(raw_node) if item.rule is not None else (),
        )
        self.items.insert(place, outline)
        return final

    def strategic(
        self, item: Item, path: Path_, share: Share, strategies: tuple[Strategy, Strategy]
    ) -> Share:
        """A share with the strategies for what is missing or does not apply put in."""
        raw, points = share.score, item.points
        values = tuple(_instead(s, points) for s in strategies)
        score = Fallback(raw, values[0], values[1])
        return Share(
            score,
            _left_out(raw, strategies, "redistribute", points, share.excluded),
            _plus(share.excluded, _left_out(raw, strategies, "exclude", points, share.excluded)),
            self.veto(item, path, score, strategies),
            item.title,
        )

    def veto(
        self, item: Item, path: Path_, score: Node, strategies: tuple[Strategy, Strategy]
    ) -> Node | None:
        """When this item empties its parent; an item that is left out never does."""
        if item.zeroes_parent is None:
            return None
        if item.zeroes_parent != "True":
            return Fallback(self.truth(item.zeroes_parent, item, (*path, "zeroes_parent")), 0, 0)
        raw = score.part if isinstance(score, Fallback) else score
        seen = tuple(UNIT if s in LEFT_OUT else _instead(s, item.points) for s in strategies)
        return Compare("le", Fallback(raw, seen[0], seen[1]), Const(0))

    def leaf(self, item: Item, path: Path_, group: tuple[Text, ...]) -> tuple[Node, Node]:
        """The rule's own nodes, and the leaf's points after all that its item adds."""
        working = self.rule(item, path, group)
        node = working
        if item.requires is not None:
            proof: Node = Ref(f"{item.key}.{EVIDENCE}")
            if item.requires != "True":
                proof = self.truth(item.requires, item, (*path, "requires"))
            node = Choose(proof, node, Const(0), NO_EVIDENCE)
        node = self.capped(item, node)
        return working, self.concerned(item, path, self.in_stages(item, node))

    def concerned(self, item: Item, path: Path_, node: Node) -> Node:
        """Full points for those exempt, a mark for those whom the item does not concern."""
        if item.exempt_when is not None:
            exempt = self.truth(item.exempt_when, item, (*path, "exempt_when"))
            node = Choose(Fallback(exempt, 0, 0), Const(item.points), node, EXEMPT)
        if item.applies_when is not None:
            applies = self.truth(item.applies_when, item, (*path, "applies_when"))
            node = Choose(Fallback(applies, MISSING, 0), node, Const(NOT_APPLICABLE), CONCERNED)
        return node

    def capped(self, item: Item, node: Node) -> Node:
        """Held between what the item may fall to and what it may reach."""
        return Clamp(node, min(item.down_to, ceiling(item)), ceiling(item))

    def rule(self, item: Item, path: Path_, group: tuple[Text, ...]) -> Node:
        """The points by the rule and the further deductions."""
        rule = item.rule
        if rule is None:
            return Const(0)
        leaf = Leaf(frame_of(item, group), self.within(item))
        try:
            node = rule.write(leaf)
        except ValueError as error:
            self.faults.expression((*path, "rule"), error)
            return Const(0)
        if not item.deductions:
            return node
        try:
            return Sum((Part(node, LEVEL), *deduction_parts(leaf, item.deductions)))
        except ValueError as error:
            self.faults.expression((*path, "deductions"), error)
            return node

    def in_stages(self, item: Item, node: Node) -> Node:
        """The leaf as the last stage has it, or the declared mean of the stages."""
        weights: list[tuple[int, Node, Text]] = []
        asked = names(node)
        for stage in self.framework.stages:
            if stage.gives == "points":
                written = Ref(f"{item.key}@{stage.key}")
                node = Choose(Known(written), self.capped(item, written), node, stage.title)
                one: Node = node
            else:
                then = {name: f"{name}@{stage.key}" for name in asked}
                one = renamed(node, {a: b for a, b in then.items() if b in self.sources})
            if stage.weight:
                weights.append((stage.weight, one, stage.title))
        if not weights:
            return node
        whole = sum(weight for weight, _, _ in weights)
        parts = tuple(Part(Arith("mul", n, Const(w)), title) for w, n, title in weights)
        return Divide(Sum(parts), Const(whole), UNIT)

    def within(self, item: Item) -> Scope:
        """The scope of a leaf's own expressions."""
        scope = self.scope
        return Scope(scope.columns, scope.derived, scope.results, item.key)

    def truth(self, written: str, item: Item, path: Path_) -> Node:
        """A condition of an item; what cannot be read is reported and counts as no."""
        try:
            return parse_truth(written, self.within(item))
        except ValueError as error:
            self.faults.expression(path, error)
            return Const(0)


@dataclass(frozen=True, slots=True)
class _Above:
    key: str
    strategies: tuple[Strategy, Strategy]
    bonus: bool = False


def _defaults(framework: Framework) -> tuple[Strategy, Strategy]:
    return framework.missing, framework.not_applicable


def _instead(strategy: Strategy, points: int) -> int:
    """What the parent adds up instead of a mark."""
    return {"full": points, "block": MISSING}.get(strategy, 0)


def _result(item: Item, raw: Node, strategies: tuple[Strategy, Strategy]) -> Node:
    seen = [NOT_APPLICABLE if s in LEFT_OUT else _instead(s, item.points) for s in strategies]
    return Fallback(raw, seen[0], seen[1])


def _left_out(
    raw: Node,
    strategies: tuple[Strategy, Strategy],
    how: Strategy,
    points: int,
    excluded: Node | None,
) -> Node | None:
    """The points an item leaves to others in one of the two ways; none where it never does."""
    if how not in strategies or not can_be_marked(raw):
        return None
    values = [points if s == how else 0 for s in strategies]
    amount = Fallback(raw, values[0], values[1], known=0)
    if excluded is None:
        return amount
    rest = Arith("sub", Const(points), excluded)
    return Choose(Compare("gt", amount, Const(0)), rest, Const(0))


def can_be_marked(raw: Node) -> bool:
    """Whether nodes can yield a mark at all: they read a column or hold one."""
    return bool(names(raw)) or isinstance(raw, Const)


def _plus(left: Node | None, right: Node | None) -> Node | None:
    if left is None or right is None:
        return left if right is None else right
    return Arith("add", left, right)


def _added(shares: list[Share], start: int) -> tuple[Node, Node | None, Node | None]:
    """The sum of a group, the points left out for others in it, the points excluded."""
    parts = [Part(s.score, s.title) for s in shares]
    if start:
        parts.insert(0, Part(Const(start), START))
    spread = _together([s.spread for s in shares])
    return Sum(tuple(parts)), spread, _together([s.excluded for s in shares])


def _together(nodes: list[Node | None]) -> Node | None:
    found = [node for node in nodes if node is not None]
    if len(found) <= 1:
        return found[0] if found else None
    return Sum(tuple(Part(node) for node in found))


def _group(item: Item, shares: list[Share]) -> Share:
    """A group's sum with what does not apply spread over the rest, held to its points."""
    score, spread, excluded = _added(shares, item.start)
    if spread is not None:
        whole: Node = Const(item.points)
        if excluded is not None:
            whole = Arith("sub", whole, excluded)
        left = Arith("sub", whole, spread)
        score = Rescale(score, whole, left, _fair(item.items, item.start, item.points))
    score = Clamp(score, min(item.down_to, ceiling(item)), ceiling(item))
    return Share(_vetoed(shares, score), None, excluded)


def _fair(items: tuple[Item, ...], start: int, points: int) -> bool:
    """Whether the items add up and none can yield less than nothing or more than its points."""
    if start + sum(item.points for item in items) != points:
        return False
    return start >= 0 and all(i.down_to >= 0 and ceiling(i) == i.points for i in items)


def _vetoed(shares: list[Share], score: Node) -> Node:
    """Nothing where a child that empties its parent failed."""
    for share in shares:
        if share.veto is not None:
            text = VETO.fill(title=share.title or Text.same(""))
            score = Choose(share.veto, Const(0), score, text)
    return score


def results_of(items: list[ItemOutline], framework: Framework) -> Mapping[str, Node]:
    """What conditions after the tree may ask: ``points:``, ``share:`` and ``failed:`` names."""
    results: dict[str, Node] = {}
    marks = {mark.key: mark for mark in framework.marks}
    failed: dict[str, list[Part]] = {key: [] for key in marks}
    for one in items:
        results[f"points:{one.key}"] = one.result
        share = Divide(one.result, Const(one.item.points), 100 * UNIT)
        results[f"share:{one.key}"] = share
        mark = marks.get(one.item.mark or "")
        if mark is not None:
            below = Compare("lt", share, Const(mark.fails_below))
            failed[mark.key].append(Part(Fallback(below, MISSING, 0), one.item.title))
    for key, parts in failed.items():
        results[f"failed:{key}"] = Sum(tuple(parts)) if parts else Const(0)
    return results
