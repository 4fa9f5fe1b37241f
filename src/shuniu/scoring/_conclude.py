"""The end of an explanation: from the sum of the sheet to the grade, step by step."""

from __future__ import annotations

from dataclasses import dataclass

from shuniu.findings import Text
from shuniu.scoring._evaluate import Values
from shuniu.scoring._exact import MISSING, UNIT, is_value, show
from shuniu.scoring._nodes import Fallback, Node, names
from shuniu.scoring._outline import Condition, Outline
from shuniu.scoring._phrase import Phraser
from shuniu.scoring._scorer import Scores, Status
from shuniu.scoring._trace import Step
from shuniu.scoring._working import Working

_STATUS = {
    Status.GRADED: Text("定为“{grade}”", "graded “{grade}”"),
    Status.BLOCKED: Text("缺少数据，暂不能评定", "data is missing, nothing can be said yet"),
    Status.NOT_ADMITTED: Text("不予参评", "not admitted"),
    Status.NO_TABLE: Text("没有适用的评分表", "no table fits"),
}
_SCORED = Text("已计分", "scored")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Total, admission, band, requirements, ceilings, forced grades, quotas of one result."""

    scores: Scores
    outline: Outline
    row: int
    evaluator: Values
    working: Working
    phraser: Phraser

    def status(self) -> Text:
        """What came of the organisation, in words."""
        status = self.scores.status_of(self.row)
        grade = self.scores.grade_title(int(self.scores.grade[self.row]))
        if status is Status.GRADED and grade is None:
            return _SCORED
        return _STATUS[status].fill(grade=grade or "")

    def steps(self) -> list[Step]:
        """The steps in order; what did not apply is not mentioned."""
        return [
            *self.total(),
            *self.admission(),
            *self.band(),
            *self.limits(self.outline.verdict.ceilings, _CEILING),
            *self.limits(self.outline.verdict.forced, _FORCED),
            *self.quotas(),
        ]

    def total(self) -> list[Step]:
        outline = self.outline
        subtotal = self.evaluator.value(outline.subtotal)
        if not is_value(subtotal):
            return [self.unknown(Text("总分", "the total"), outline.subtotal)]
        text = Text("各项合计 {v} 分", "all items together {v} points").fill(v=show(subtotal))
        out = [Step(text, subtotal), *_after_sum(self.working.steps(outline.subtotal))]
        if outline.pool is not None:
            pool = self.evaluator.value(outline.pool)
            if is_value(pool):
                words = Text("附加分 {v} 分", "bonus pool {v} points").fill(v=show(pool))
                out.append(Step(words, pool))
        total = self.evaluator.value(outline.total)
        if is_value(total) and total != subtotal:
            words = Text("总分 {v} 分", "total {v} points").fill(v=show(total))
            out += [*_bites(self.working.steps(outline.total)), Step(words, total)]
        return out

    def admission(self) -> list[Step]:
        out = []
        for gate in self.outline.verdict.gates:
            holds = self.evaluator.value(gate.holds)
            if not is_value(holds):
                out.append(self.unknown(gate.declared.text, gate.holds))
            elif holds > 0:
                text = Text("不予参评：{why}（{what}）", "Not admitted: {why} ({what})")
                words = {"why": gate.declared.text, "what": self.because(gate.holds)}
                out.append(Step(text.fill(**words), UNIT))
        return out

    def band(self) -> list[Step]:
        """Where the value lies, and which better bands it misses for want of what they require."""
        bands = self.outline.verdict.bands
        value = self.evaluator.value(self.outline.value)
        position = self.evaluator.value(self.outline.verdict.position)
        if not bands or not is_value(value):
            return []
        out = []
        if self.outline.value is not self.outline.total:
            text = Text("定级依据 {v}", "graded on {v}").fill(v=show(value))
            out.append(Step(text, value))
        if not is_value(position):
            text = Text(
                "{v} 落在各等级之间的空档，标准没有规定", "{v} lies in a gap between the grades"
            )
            return [*out, Step(text.fill(v=show(value)))]
        return [*out, *self.found(value, position // UNIT)]

    def found(self, value: int, index: int) -> list[Step]:
        bands = self.outline.verdict.bands
        if index >= len(bands):
            title = self.scores.grade_title(index) or ""
            text = Text("{v} 低于各等级，{t}", "{v} is below all grades: {t}")
            return [Step(text.fill(v=show(value), t=title), value)]
        band = bands[index].declared
        text = Text("{v} 落在 {range}，对应“{grade}”", "{v} lies in {range}: “{grade}”")
        title = self.scores.grade_title(index) or ""
        out = [Step(text.fill(v=show(value), range=str(band.range), grade=title), value)]
        for i in range(index, len(bands)):
            requires = bands[i].requires
            met = UNIT if requires is None else self.evaluator.value(requires)
            if is_value(met) and met > 0:
                break
            grade = self.scores.grade_title(i) or ""
            what = bands[i].declared.text or self.phraser.phrase(requires or self.outline.value)
            words = _LACKS if is_value(met) else _CANNOT
            out.append(Step(words.fill(grade=grade, what=what)))
        return out

    def limits(self, conditions: tuple[Condition, ...], words: Text) -> list[Step]:
        out = []
        for one in conditions:
            holds = self.evaluator.value(one.holds)
            if not is_value(holds):
                out.append(self.unknown(one.declared.text, one.holds))
            elif holds > 0 and one.grade is not None:
                grade = self.scores.grade_title(one.grade) or ""
                filled = words.fill(
                    grade=grade, why=one.declared.text, what=self.because(one.holds)
                )
                out.append(Step(filled, UNIT))
        return out

    def quotas(self) -> list[Step]:
        out = []
        for result in self.scores.quotas.results:
            if self.row in result.stepped_down:
                grades = "、".join(result.quota.grades)
                text = Text(
                    "“{g}”名额 {limit} 个（{n} 家），按总分未进入，顺延下一等级",
                    "“{g}” is limited to {limit} of {n}; not among them by points, so one grade down",
                )
                words = {"g": grades, "limit": result.limit, "n": result.cohort}
                out.append(Step(text.fill(**words)))
        return out

    def because(self, holds: Node) -> Text:
        """A condition with the values it was judged by."""
        node = holds.part if isinstance(holds, Fallback) else holds
        return self.phraser.phrase(node)

    def unknown(self, what: Text, node: Node) -> Step:
        lacking = [n for n in names(node) if self.evaluator.read(n) == MISSING]
        titles = [self.phraser.columns[n].title for n in lacking if n in self.phraser.columns][:5]
        zh = "、".join(f"【{t.zh}】" for t in titles)
        en = ", ".join(f"[{t.en}]" for t in titles)
        text = Text("无法判断“{w}”：缺少{m}", "“{w}” cannot be said: missing {m}")
        return Step(text.fill(w=what, m=Text(zh or "数据", en or "data")))


_CEILING = Text("最高只能定为“{grade}”：{why}（{what}）", "At most “{grade}”: {why} ({what})")
_FORCED = Text("直接定为“{grade}”：{why}（{what}）", "Set to “{grade}”: {why} ({what})")
_LACKS = Text("“{grade}”还要求：{what}，未满足", "“{grade}” also requires {what}, which is not met")
_CANNOT = Text(
    "“{grade}”还要求：{what}，缺少数据", "“{grade}” also requires {what}; data is missing"
)


def _after_sum(steps: list[Step]) -> list[Step]:
    """What happened after the last sum."""
    at = max((i for i, step in enumerate(steps) if step.kind == "sum"), default=-1)
    return steps[at + 1 :]


def _bites(steps: list[Step]) -> list[Step]:
    """Caps and roundings among steps."""
    return [step for step in steps if step.kind in {"cap", "rounding"}]
