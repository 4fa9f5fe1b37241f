"""The working of a tally in sentences: counts, coefficients, divisions, rounding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from shuniu.findings import Text
from shuniu.scoring._exact import UNIT, Rounding, divide, show
from shuniu.scoring._panels._cells import Cells
from shuniu.scoring._panels._compose import Maybe, Worked
from shuniu.scoring._panels._declaration import RaterGroup, TallyModel
from shuniu.scoring._panels._formulas import (
    RanksFormula,
    ShareFormula,
    TiersFormula,
    TrimmedMeanFormula,
)
from shuniu.scoring._panels._validity import VoidBallot
from shuniu.scoring._trace import Step

At = tuple[int, int, int]


def said(milli: Fraction) -> str:
    """An exact number, or the nearest thousandth marked as such."""
    near = divide(milli.numerator, milli.denominator)
    return show(near) if near == milli else f"≈{show(near)}"


def near(milli: Maybe) -> int | None:
    """The nearest thousandth of a value on the way."""
    return None if milli is None else divide(milli.numerator, milli.denominator)


def opening(
    model: TallyModel, returned: int, void: Sequence[VoidBallot], *, repeat: bool
) -> tuple[Step, ...]:
    """Ballots returned and void, with the reasons; and whether all of it is repeated."""
    words = Text(
        "收回 {n} 票，有效 {valid} 票，无效 {void} 票。",
        "{n} ballots returned, {valid} valid, {void} void.",
    )
    steps = [Step(words.fill(n=returned, valid=returned - len(void), void=len(void)))]
    reason = Text("无效 {n} 票：{reason}", "{n} void: {reason}")
    for why, n in sorted(Counter(v.reason for v in void).items(), key=lambda pair: pair[0].zh):
        steps.append(Step(reason.fill(n=n, reason=why)))
    if repeat:
        bar = model.ballots.repeat_above
        many = Text(
            "无效票超过收回票数的 {bar}，全体重新测评。",
            "More than {bar} of the ballots are void: everybody is rated again.",
        )
        steps.append(Step(many.fill(bar=bar)))
    return tuple(steps)


def explained(model: TallyModel, cells: Cells, candidate: int, one: Worked) -> tuple[Step, ...]:
    """The working of one candidate, from the marks to the points."""
    steps: list[Step] = []
    for g, group in enumerate(model.rater_groups):
        for q in range(len(model.questions)):
            steps += _cell(model, cells, (g, candidate, q), one.cells[g][q])
        if model.combine != "none" and len(model.questions) > 1:
            steps.append(_group(model, group, one.cells[g], one.groups[g]))
    if model.combine == "none":
        steps += _by_question(model, one)
    elif len(model.rater_groups) > 1:
        parts = [(g.title, g.weight, v) for g, v in _groups(model, one)]
        steps.append(Step(_weighed(Text("合计", "Total"), parts, one.total), near(one.total)))
    return (*map(_nearly, steps), _last(model, one))


def _nearly(step: Step) -> Step:
    """The sentence with “= ≈” written as “≈”."""
    text = Text(step.text.zh.replace("= ≈", "≈ "), step.text.en.replace("= ≈", "≈ "))
    return Step(text, step.value, step.kind)


def _groups(model: TallyModel, one: Worked) -> Iterator[tuple[RaterGroup, Maybe]]:
    return zip(model.rater_groups, one.groups, strict=True)


def _cell(model: TallyModel, cells: Cells, at: At, shown: Maybe) -> list[Step]:
    name = _name(model, at)
    exact = cells.value(at)
    if exact is None:
        words = Text("{name}：没有有效评分。", "{name}: no valid marks.")
        return [Step(words.fill(name=name))]
    working = _working(model, cells, at, exact)
    line = Text("{name}：{working}", "{name}: {working}").fill(name=name, working=working)
    steps = [Step(line, near(exact))]
    if shown is not None and shown != exact:
        words = Text("{name}：修约为 {n}。", "{name}: rounded to {n}.")
        steps.append(Step(words.fill(name=name, n=said(shown)), near(shown), "rounding"))
    return steps


def _name(model: TallyModel, at: At) -> Text:
    group, question = model.rater_groups[at[0]].title, model.questions[at[2]].title
    if len(model.questions) == 1:
        return group
    if not model.groups:
        return question
    return Text("{g}·{q}", "{g}, {q}").fill(g=group, q=question)


def _working(model: TallyModel, cells: Cells, at: At, exact: Fraction) -> Text:
    n = int(cells.n[at])
    marks = cells.marks[at].tolist()
    match model.formula:
        case ShareFormula(favourable=keys, out_of=out_of):
            good = sum(c for m, c in zip(model.marks, marks, strict=True) if m.key in keys)
            words = Text(
                "{good} 票 ÷ 有效 {n} 票 × {full} = {value}。",
                "{good} ÷ {n} valid × {full} = {value}.",
            )
            words = words.fill(good=good, n=n, full=show(out_of), value=said(exact))
        case TiersFormula():
            words = _tier(model, model.formula, marks, int(cells.row[at]))
        case _ if model.marks and not isinstance(model.formula, TrimmedMeanFormula):
            words = _votes(model, marks, n, exact)
        case _:
            words = _mean(model, cells, at, exact)
    return words


def _tier(model: TallyModel, formula: TiersFormula, marks: list[int], row: int) -> Text:
    good = sum(c for m, c in zip(model.marks, marks, strict=True) if m.key in formula.favourable)
    share = Fraction(good * 100 * UNIT, sum(marks))
    points, why = formula.otherwise, Text("不在各档之内", "in no row")
    if row >= 0:
        tier = formula.tiers[row]
        points = tier.points
        why = tier.text or Text.same(str(tier.range or ""))
    counts = "，".join(f"{m.title.zh} {c}" for m, c in zip(model.marks, marks, strict=True))
    english = ", ".join(f"{m.title.en} {c}" for m, c in zip(model.marks, marks, strict=True))
    words = Text(
        "{counts}；得票率 {share}%，{why}：{points}。",
        "{counts}; share {share}%, {why}: {points}.",
    )
    return words.fill(counts=Text(counts, english), share=said(share), why=why, points=show(points))


def _votes(model: TallyModel, marks: list[int], n: int, exact: Fraction) -> Text:
    given = [(m, c, m.value) for m, c in zip(model.marks, marks, strict=True)]
    # long scales would be a line of zeros
    terms = [(m, c, v) for m, c, v in given if isinstance(v, int) and (c or len(given) <= 5)]
    sum_ = sum(c * v for _, c, v in terms)
    zh = " + ".join(f"{m.title.zh} {c}×{show(v)}" for m, c, v in terms)
    en = " + ".join(f"{m.title.en} {c}×{show(v)}" for m, c, v in terms)
    words = Text(
        "（{terms}）÷ 有效 {n} 票 = {sum} ÷ {n} = {value}。",
        "({terms}) ÷ {n} valid = {sum} ÷ {n} = {value}.",
    )
    return words.fill(terms=Text(zh, en), n=n, sum=show(sum_), value=said(exact))


def _mean(model: TallyModel, cells: Cells, at: At, exact: Fraction) -> Text:
    n, low, high = int(cells.n[at]), int(cells.cut_low[at]), int(cells.cut_high[at])
    left = n - low - high
    words = Text(
        "{n} 个评分合计 {sum}，÷ {left} = {value}。",
        "{n} marks sum to {sum}, ÷ {left} = {value}.",
    )
    if isinstance(model.formula, RanksFormula):
        words = Text(
            "{n} 个名次折分合计 {sum}，÷ {left} = {value}。",
            "{n} ranks are worth {sum}, ÷ {left} = {value}.",
        )
    elif low or high:
        words = Text(
            "{n} 个评分去掉最高 {high} 个、最低 {low} 个，余下合计 {sum}，÷ {left} = {value}。",
            "of {n} marks the highest {high} and lowest {low} are left out; "
            "the others sum to {sum}, ÷ {left} = {value}.",
        )
    elif isinstance(model.formula, TrimmedMeanFormula):
        words = Text(
            "{n} 个评分不去掉最高最低，合计 {sum}，÷ {left} = {value}。",
            "too few marks to leave any out; {n} sum to {sum}, ÷ {left} = {value}.",
        )
    sum_ = show(int(cells.numerator[at]))
    return words.fill(n=n, high=high, low=low, sum=sum_, left=left, value=said(exact))


def _group(model: TallyModel, group: RaterGroup, line: Sequence[Maybe], value: Maybe) -> Step:
    if model.combine == "sum" and value is not None:
        terms = " + ".join(said(one) for one in line if one is not None)
        words = Text("{name}：各项相加 {terms} = {value}。", "{name}: {terms} = {value}.")
        filled = words.fill(name=group.title, terms=terms, value=said(value))
        return Step(filled, near(value), "sum")
    parts = [(q.title, q.weight, v) for q, v in zip(model.questions, line, strict=True)]
    return Step(_weighed(group.title, parts, value), near(value))


def _weighed(name: Text, parts: Sequence[tuple[Text, int, Maybe]], value: Maybe) -> Text:
    if value is None:
        missing = "、".join(title.zh for title, _, v in parts if v is None)
        english = ", ".join(title.en for title, _, v in parts if v is None)
        words = Text("{name}：缺{what}，不计。", "{name}: {what} missing, not computed.")
        return words.fill(name=name, what=Text(missing, english))
    given = [(title, w, v) for title, w, v in parts if v is not None]
    terms = tuple(
        " + ".join(f"{t.say(lang)} {said(v)}×{show(w)}" for t, w, v in given)
        for lang in ("zh", "en")
    )
    words = Text(
        "{name}：（{terms}）÷ {weights} = {value}。", "{name}: ({terms}) ÷ {weights} = {value}."
    )
    if len(given) < len(parts):
        words = Text(
            "{name}：缺评的类别不计权重，（{terms}）÷ {weights} = {value}。",
            "{name}: without the weights of what is missing, ({terms}) ÷ {weights} = {value}.",
        )
    weights = show(sum(w for _, w, _ in given))
    return words.fill(name=name, terms=Text(*terms), weights=weights, value=said(value))


def _by_question(model: TallyModel, one: Worked) -> list[Step]:
    if len(model.rater_groups) == 1:
        return []
    groups = [(g.title, g.weight) for g in model.rater_groups]
    steps = []
    for q, question in enumerate(model.questions):
        parts = [(*group, one.cells[g][q]) for g, group in enumerate(groups)]
        value = one.questions[q]
        steps.append(Step(_weighed(question.title, parts, value), near(value)))
    return steps


_MODES = {
    Rounding.HALF_UP: Text("四舍五入", "half up"),
    Rounding.HALF_EVEN: Text("四舍六入五成双", "half to even"),
    Rounding.DOWN: Text("舍去", "down"),
    Rounding.UP: Text("进一", "up"),
}


def _last(model: TallyModel, one: Worked) -> Step:
    if model.combine == "none":
        return Step(Text("只列各项结果，没有总分。", "Results by question; there is no total."))
    if one.points is None:
        return Step(Text("缺少应有的评分，不计总分。", "Marks are missing: there is no total."))
    words = Text("得分 {points}。", "Result {points}.")
    if one.total != one.points:
        words = Text("得分按 {step} {mode}：{points}。", "Rounded {mode} to {step}: {points}.")
    filled = words.fill(
        step=show(model.rounding.step), mode=_MODES[model.rounding.mode], points=show(one.points)
    )
    return Step(filled, one.points, "rounding")
