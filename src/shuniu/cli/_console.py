"""Words on the terminal: findings, progress, tables; nothing else prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from shuniu.findings import Finding, Lang, Severity, Text

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
_NAMES = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("提醒", "warning"),
    Severity.NOTE: Text("说明", "note"),
}
_PIPED = 160  # columns of a table that goes into a file or another program
_MOST = 200  # findings printed one by one


def usual_language() -> Lang:
    """Chinese, unless the machine plainly speaks something else."""
    asked = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    said = next((words for words in asked if words), "")
    return "en" if said.lower().startswith("en") else "zh"


class Terminal:
    """Where a command speaks."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.out = Console(highlight=False, soft_wrap=True)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(self, text: Text, **values: object) -> None:
        """A line of words."""
        self.out.print((text.fill(**values) if values else text).say(self.lang), markup=False)

    def plain(self, line: str) -> None:
        """A line as it is."""
        self.out.print(line, markup=False)

    def findings(self, findings: Sequence[Finding]) -> None:
        """Every finding on a line of its own, the heaviest first, on the error stream."""
        ordered = sorted(findings, key=lambda f: -f.severity)
        for one in ordered[:_MOST]:
            self.err.print(
                _NAMES[one.severity].say(self.lang), style=_STYLES[one.severity], end=" "
            )
            self.err.print(one.line(self.lang), markup=False)
        if len(ordered) > _MOST:
            more = Text("另有 {n} 条没有列出。", "{n} more are not listed.").fill(
                n=len(ordered) - _MOST
            )
            self.err.print(more.say(self.lang), markup=False)

    def table(self, heads: Iterable[Text], rows: Iterable[Sequence[str]]) -> None:
        """A plain table."""
        table = Table(box=None, pad_edge=False, header_style="dim")
        for head in heads:
            table.add_column(head.say(self.lang), overflow="fold")
        for row in rows:
            table.add_row(*row)
        width = None if self.out.is_terminal else _PIPED
        Console(width=width, highlight=False).print(table, markup=False)

    @contextmanager
    def progress(self) -> Iterator[Steps]:
        """A bar on a terminal, a line per stage elsewhere."""
        if not self.err.is_terminal:
            yield Steps(self, None)
            return
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.err, transient=True) as bar:
            yield Steps(self, bar)


_STAGES = {
    "read": Text("读取数据", "reading the data"),
    "score": Text("计算得分", "scoring"),
    "explain": Text("说明原因", "explaining"),
    "advise": Text("寻找提高办法", "looking for what would raise it"),
    "write": Text("写工作簿和网页", "writing workbook and pages"),
}


class Steps:
    """The progress of one command, stage by stage."""

    def __init__(self, terminal: Terminal, bar: Progress | None) -> None:
        self.terminal = terminal
        self.bar = bar
        self.tasks: dict[str, object] = {}

    def at(self, stage: str, done: int = 0, total: int | None = None) -> None:
        """Say how far a stage has come."""
        words = _STAGES[stage].say(self.terminal.lang)
        if self.bar is None:
            if stage not in self.tasks:
                self.tasks[stage] = True
                print(f"{words} …", file=sys.stderr, flush=True)
            return
        if stage not in self.tasks:
            self.tasks[stage] = self.bar.add_task(words, total=total)
        self.bar.update(self.tasks[stage], completed=done, total=total)  # type: ignore[arg-type]
