"""What each command does; the libraries are loaded by the command that needs them."""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

from shuniu.cli import _shipped
from shuniu.cli._console import Terminal
from shuniu.findings import Finding, FindingsError, Place, Severity, Text, worst
from shuniu.papers import (
    Data,
    Origin,
    Results,
    alongside,
    read_data,
    whole_file,
    whole_folder,
    write_json,
    write_report,
    write_template,
    write_workbook,
)
from shuniu.scoring import Scorer, Scores, explain, lint, load_framework, load_tally, schema, show

_POINTS = Text("总分", "points")
_LISTED = 40  # organisations listed on the terminal; the workbook has them all


def score(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """``shuniu score``: everything from the data to the finished folder."""
    path = _shipped.found(arguments.framework)
    scorer = Scorer(load_framework(path))
    source = Path(arguments.data)
    target = Path(arguments.output or source.with_name(f"{source.stem}-result"))
    with whole_folder(target) as folder, terminal.progress() as steps:
        steps.at("read")
        data = read_data(scorer, source, sheet=arguments.sheet)
        steps.at("score")
        scores = scorer.score(data.facts)
        results = Results(scores, _origin(path, data), steps.at)
        steps.at("explain", 0, len(scores))
        results.explanations  # noqa: B018 (worked out here, so that the progress is told)
        steps.at("advise")
        results.advice  # noqa: B018 (as above)
        _write(results, folder, terminal)
    terminal.findings(data.findings)
    _summary(results, terminal)
    done = Text("结果在 {folder}：{files}", "The results are in {folder}: {files}")
    terminal.say(done, folder=target, files="result.xlsx, report.html, result.json")
    return 0


def _write(results: Results, folder: Path, terminal: Terminal) -> None:
    """The three results; the others are written while the workbook is."""

    def others() -> None:
        write_json(results, folder / "result.json")
        write_report(results, folder)

    with alongside(others):
        write_workbook(results, folder / "result.xlsx", terminal.lang)


def _origin(path: Path, data: Data) -> Origin:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    today = datetime.now(UTC).astimezone().date().isoformat()
    return Origin(path.name, digest, data.file, data.digest, today, data.findings)


def _summary(results: Results, terminal: Terminal) -> None:
    scores = results.scores
    heads = (Text("单位", "organisation"), _POINTS, Text("等级", "grade"), Text("状态", "state"))
    rows = []
    for row in range(min(len(results), _LISTED)):
        points, grade = results.points(row), results.grade(row)
        rows.append(
            (
                scores.facts.names[row],
                "—" if points is None else show(points),
                grade.say(terminal.lang) if grade else "—",
                results.status(row).say(terminal.lang),
            )
        )
    terminal.table(heads, rows)
    if len(results) > _LISTED:
        more = Text("…… 共 {n} 家，其余见工作簿", "… {n} in all, the rest in the workbook")
        terminal.say(more, n=len(results))
    spread = " · ".join(
        f"{title.say(terminal.lang)} {count}" for title, count in results.distribution
    )
    terminal.plain(spread)


def explain_one(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """``shuniu explain``: the trace of one organisation."""
    scorer = Scorer(load_framework(_shipped.found(arguments.framework)))
    data = read_data(scorer, Path(arguments.data), sheet=arguments.sheet)
    scores = scorer.score(data.facts)
    told = explain(scores, _row(scores, arguments.organisation))
    for line in told.lines(terminal.lang):
        terminal.plain(line)
    return 0


def _row(scores: Scores, wanted: str) -> int:
    """The row of an organisation by name, code, or number from 1."""
    names, codes = list(scores.facts.names), list(scores.facts.codes)
    for known in (names, codes):
        if wanted in known:
            return known.index(wanted)
    if wanted.isdigit() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    inside = [name for name in names if wanted in name]
    if len(inside) == 1:
        return names.index(inside[0])
    close = inside[:5] or difflib.get_close_matches(wanted, names, n=5, cutoff=0.3)
    text = Text(f"数据里没有“{wanted}”。", f"The data has no “{wanted}”.")
    fix = Text(
        f"相近的有：{'、'.join(close) or '无'}；也可以写行号。",
        f"Close to it: {', '.join(close) or 'none'}; or give its number.",
    )
    raise FindingsError([Finding("C102", Severity.ERROR, Place(), text, fix)])


def lint_files(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """``shuniu lint``: what is wrong with frameworks before anybody is scored."""
    heaviest: Severity | None = None
    for named in arguments.framework:
        path = _shipped.found(named)
        try:
            findings = lint(load_framework(path))
        except FindingsError as error:
            findings = list(error.findings)
        terminal.findings(findings)
        said = Text("{path}：{n} 条", "{path}: {n} findings")
        terminal.say(said, path=path, n=len(findings))
        heaviest = max((s for s in (heaviest, worst(findings)) if s is not None), default=None)
    limit = Severity.WARNING if arguments.strict else Severity.ERROR
    return 1 if heaviest is not None and heaviest >= limit else 0


def template(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """``shuniu template``: the form to fill in."""
    scorer = Scorer(load_framework(_shipped.found(arguments.framework)))
    target = Path(arguments.output or f"{scorer.framework.code}-{scorer.framework.version}.xlsx")
    if target.exists() and not arguments.force:
        text = Text(f"“{target.name}”已存在。", f"“{target.name}” exists.")
        fix = Text("请换个名字，或加 --force 覆盖。", "Choose another name, or add --force.")
        raise FindingsError([Finding("D301", Severity.ERROR, Place(target.name), text, fix)])
    with whole_file(target) as temporary:
        write_template(scorer, temporary, terminal.lang)
    terminal.say(Text("填报表已写入 {path}", "The form is in {path}"), path=target)
    return 0


def frameworks(_: argparse.Namespace, terminal: Terminal) -> int:
    """``shuniu frameworks``: what ships."""
    heads = (
        Text("代码", "code"),
        Text("版本", "version"),
        Text("名称", "title"),
        Text("状态", "state"),
        Text("末级指标", "leaves"),
    )
    rows = []
    for folder in _shipped.shipped():
        scorer = Scorer(load_framework(folder))
        first = scorer.framework
        leaves = {sum(i.is_leaf for i in o.items) for o in scorer.outlines.values()}
        count = "–".join(str(n) for n in sorted({min(leaves), max(leaves)}))
        title, status = first.title.say(terminal.lang), _STATES[first.status].say(terminal.lang)
        rows.append((first.code, folder.name, title, status, count))
    terminal.table(heads, rows)
    terminal.say(Text("\n计票规则（用于 shuniu tally）", "\nTallies (for shuniu tally)"))
    tallies = []
    for path in _shipped.shipped_tallies():
        model = load_tally(path).model
        tallies.append((model.id, path.parent.parent.name, model.title.say(terminal.lang)))
    terminal.table((heads[0], Text("评分标准", "framework"), heads[2]), tallies)
    return 0


_STATES = {
    "complete": Text("完整", "complete"),
    "partial": Text("部分", "partial"),
    "draft": Text("草稿", "draft"),
}


def print_schema(_: argparse.Namespace, terminal: Terminal) -> int:
    """``shuniu schema``: the JSON Schema of a framework file."""
    terminal.plain(json.dumps(schema(), ensure_ascii=False, indent=1))
    return 0
