"""What is wrong with a tally before anybody is counted by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from shuniu.findings import Finding, Severity, Text
from shuniu.scoring._exact import UNIT, show
from shuniu.scoring._interval import Interval
from shuniu.scoring._panels._formulas import RanksFormula, TiersFormula
from shuniu.scoring._panels._load import Tally
from shuniu.scoring._panels._scalars import OPEN

TALLY_CODES: Mapping[str, Text] = {
    "T201": Text("原件中缺失的数", "number open in the source"),
    "T202": Text("原件缺失或未定", "open in the source"),
    "T203": Text("权重之和不是100", "weights do not sum to 100"),
    "T204": Text("分档有空档", "gap between rows"),
    "T205": Text("分档重叠", "rows overlap"),
    "T206": Text("系数次序颠倒", "coefficients out of order"),
    "T207": Text("评分要求不能成立", "limit that cannot hold"),
    "T208": Text("够不着的名次或次序", "places that are worth nothing"),
    "T209": Text("没有说明无效票过多怎么办", "nothing said about too many void ballots"),
}
_ASK = Text("请向制定单位核实后写明。", "Ask those who made the rule, then write it down.")


def lint_tally(declaration: Tally) -> list[Finding]:
    """Everything to say about a tally, in the order of the checks; codes in ``TALLY_CODES``."""
    return [found for check in _CHECKS for found in check(declaration)]


def _open_numbers(tally: Tally) -> Iterator[Finding]:
    model = tally.model
    for n, mark in enumerate(model.marks):
        if mark.value == OPEN:
            text = Text("“{mark}”的系数在原件中缺失。", "The coefficient of “{mark}” is open.")
            place = tally.document.place(("marks", n, "value"))
            yield Finding("T201", Severity.ERROR, place, text.fill(mark=mark.title), _ASK)
    if model.ballots.repeat_above == OPEN:
        text = Text(
            "“无效票过多”没有写明界限。", "How many void ballots are too many is not printed."
        )
        place = tally.document.place(("ballots", "repeat_above"))
        yield Finding("T201", Severity.WARNING, place, text, _ASK)
    for n, limit in enumerate(model.ballots.limits):
        if limit.at_most_share == OPEN:
            text = Text("“{rule}”没有写明比例。", "The share in “{rule}” is not printed.")
            place = tally.document.place(("ballots", "limits", n, "at_most_share"))
            yield Finding("T201", Severity.WARNING, place, text.fill(rule=limit.text), _ASK)


def _open_parts(tally: Tally) -> Iterator[Finding]:
    for n, part in enumerate(tally.model.open):
        place = tally.document.place(("open", n))
        text = Text("原件未定：{part}。", "Open in the source: {part}.").fill(part=part.text)
        yield Finding("T202", Severity.WARNING, place, text, _ASK)


def _weights(tally: Tally) -> Iterator[Finding]:
    lists = (
        ("groups", [g.weight for g in tally.model.groups]),
        ("questions", [q.weight for q in tally.model.questions]),
    )
    for name, weights in lists:
        declared = any(w != UNIT for w in weights)
        if len(weights) > 1 and declared and sum(weights) != 100 * UNIT:
            text = Text("权重之和是 {sum}，不是 100。", "The weights sum to {sum}, not to 100.")
            fix = Text(
                "请改正权重；按比例折算也可，但须说明。",
                "Correct them, or say that they are taken in proportion.",
            )
            place = tally.document.place((name,))
            filled = text.fill(sum=show(sum(weights)))
            yield Finding("T203", Severity.WARNING, place, filled, fix)


def _tiers(tally: Tally) -> Iterator[Finding]:
    formula = tally.model.formula
    if not isinstance(formula, TiersFormula):
        return
    plain = [
        (n, tier.range)
        for n, tier in enumerate(formula.tiers)
        if tier.range is not None and not tier.also
    ]
    ranges = [(n, t.range) for n, t in enumerate(formula.tiers) if t.range is not None]
    for (_, first), (n, second) in pairwise(sorted(ranges, key=lambda r: _low(r[1]))):
        if first.high is not None and second.low is not None and second.low > first.high + 1:
            yield _row(tally, "T204", ("formula", "tiers", n), first, second)
    for (_, first), (n, second) in pairwise(sorted(plain, key=lambda r: _low(r[1]))):
        if first.overlaps(second):
            yield _row(tally, "T205", ("formula", "tiers", n), first, second)


def _bands(tally: Tally) -> Iterator[Finding]:
    ranges = sorted(
        ((n, band.range) for n, band in enumerate(tally.model.bands)), key=lambda r: _low(r[1])
    )
    for (_, first), (n, second) in pairwise(ranges):
        if first.overlaps(second):
            yield _row(tally, "T205", ("bands", n), first, second)
        elif (
            first.high is not None
            and second.low is not None
            and (second.low - first.high > tally.model.rounding.step)
        ):
            yield _row(tally, "T204", ("bands", n), first, second)


def _low(interval: Interval) -> int:
    return -(10**18) if interval.low is None else interval.low


def _row(
    tally: Tally, code: str, path: tuple[str | int, ...], first: Interval, second: Interval
) -> Finding:
    words = {
        "T204": Text("{a} 与 {b} 之间有空档。", "There is a gap between {a} and {b}."),
        "T205": Text("{a} 与 {b} 重叠。", "{a} and {b} overlap."),
    }[code]
    fix = Text("请写明每一端是否包含。", "Say of each end whether it belongs.")
    place = tally.document.place(path)
    return Finding(code, Severity.ERROR, place, words.fill(a=str(first), b=str(second)), fix)


def _order(tally: Tally) -> Iterator[Finding]:
    worths = [(n, m) for n, m in enumerate(tally.model.marks) if isinstance(m.value, int)]
    steps = [(b[0], a[1], b[1]) for a, b in pairwise(worths)]
    falls = [s for s in steps if s[2].value < s[1].value]  # type: ignore[operator]  # ints only
    rises = [s for s in steps if s[2].value > s[1].value]  # type: ignore[operator]
    for n, before, mark in min(rises, falls, key=len):
        text = Text(
            "“{mark}”的系数与“{before}”次序颠倒。",
            "The coefficient of “{mark}” is out of order after “{before}”.",
        ).fill(mark=mark.title, before=before.title)
        fix = Text("请核对系数，或按好坏次序排列。", "Check it, or put the marks in order.")
        yield Finding("T206", Severity.WARNING, tally.document.place(("marks", n)), text, fix)


def _limits(tally: Tally) -> Iterator[Finding]:
    for n, limit in enumerate(tally.model.ballots.limits):
        low, high = limit.at_least, limit.at_most
        if low is not None and high is not None and low > high:
            text = Text("“{rule}”上下限矛盾。", "“{rule}” asks for more than it allows.")
            fix = Text("请改正上下限。", "Correct the limits.")
            place = tally.document.place(("ballots", "limits", n))
            yield Finding("T207", Severity.ERROR, place, text.fill(rule=limit.text), fix)


def _places(tally: Tally) -> Iterator[Finding]:
    formula = tally.model.formula
    if not isinstance(formula, RanksFormula):
        return
    for n, question in enumerate(tally.model.questions):
        numbers = tally.model.numbers_of(question)
        if numbers is None or (numbers.min >= UNIT and numbers.step % UNIT == 0):
            continue
        text = Text("名次应是从 1 起的整数。", "A place is a whole number from 1.")
        fix = Text("请写 min: 1、step: 1。", "Write min: 1 and step: 1.")
        place = tally.document.place(("questions", n))
        yield Finding("T208", Severity.ERROR, place, text, fix)


def _void(tally: Tally) -> Iterator[Finding]:
    rules = tally.model.ballots
    strict = rules.incomplete == "void" or rules.all_equal == "void" or bool(rules.limits)
    if strict and rules.repeat_above is None:
        text = Text(
            "有使票无效的规则，但没有写明无效票过多怎么办。",
            "Ballots can be void, but nothing says what happens with too many.",
        )
        fix = Text("可写 repeat_above: 1/3。", "You may write repeat_above: 1/3.")
        yield Finding("T209", Severity.NOTE, tally.document.place(("ballots",)), text, fix)


_CHECKS: tuple[Callable[[Tally], Iterator[Finding]], ...] = (
    _open_numbers,
    _open_parts,
    _weights,
    _tiers,
    _bands,
    _order,
    _limits,
    _places,
    _void,
)
