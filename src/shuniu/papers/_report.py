"""The report as pages: an overview, and a page per organisation that answers “why?”."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from shuniu.findings import LANGUAGES, Lang, Text
from shuniu.papers._results import Results
from shuniu.papers._tree import share, tree
from shuniu.papers._words import WORDS
from shuniu.scoring import is_value, show

INDEX: dict[Lang, str] = {"zh": "report.html", "en": "report.en.html"}
_SUFFIX: dict[Lang, str] = {"zh": "", "en": ".en"}
PAGES = "organisations"


def write_report(results: Results, folder: Path) -> None:
    """Write the pages of a run in both languages.

    Args:
        results: of the run.
        folder: an existing folder; gets ``report.html``, ``report.en.html``, ``report.css`` and a
            folder with the pages of the organisations.
    """
    environment = Environment(
        loader=PackageLoader("shuniu.papers"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    (folder / PAGES).mkdir(exist_ok=True)
    style = files("shuniu.papers") / "templates" / "report.css"
    (folder / "report.css").write_text(style.read_text(encoding="utf-8"), encoding="utf-8")
    for lang in LANGUAGES:
        _Pages(environment, results, lang, folder).write()


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the distribution; ``share`` of the longest one, in percent."""

    title: str
    count: int
    share: float


class _Pages:
    """The pages in one language."""

    def __init__(
        self, environment: Environment, results: Results, lang: Lang, folder: Path
    ) -> None:
        self.results = results
        self.lang = lang
        self.folder = folder
        self.environment = environment
        self.shared: dict[str, Any] = {
            "lang": lang,
            "html_lang": "zh-CN" if lang == "zh" else "en",
            "say": self.say,
            "w": {key: text.say(lang) for key, text in WORDS.items()},
            "points": points,
            "tree": tree,
            "framework": results.scores.scorer.framework,
            "origin": results.origin,
            "results": results,
            "maximum": results.maximum,
        }

    def say(self, text: Text | None) -> str:
        return "" if text is None else text.say(self.lang)

    def write(self) -> None:
        other: Lang = "en" if self.lang == "zh" else "zh"
        index = self.environment.get_template("index.html.j2")
        text = index.render(
            **self.shared,
            rows=[self.row(row) for row in range(len(self.results))],
            bars=self.bars(),
            other=INDEX[other],
        )
        (self.folder / INDEX[self.lang]).write_text(text, encoding="utf-8")
        page = self.environment.get_template("organisation.html.j2")
        for row in range(len(self.results)):
            told = self.results.explanations[row]
            advice = [a for a in self.results.advice[row] if a.changes][:5]
            text = page.render(
                **self.shared,
                **self.row(row),
                told=told,
                advice=advice,
                tops=[(e, share(e)) for e in told.entries],
                index=f"../{INDEX[self.lang]}",
                other=page_name(row, other),
            )
            (self.folder / PAGES / page_name(row, self.lang)).write_text(text, encoding="utf-8")

    def row(self, row: int) -> dict[str, Any]:
        """What both the overview and the page say of an organisation."""
        results = self.results
        total = results.points(row)
        return {
            "number": row + 1,
            "name": results.scores.facts.names[row],
            "code": results.scores.facts.codes[row] if results.scores.facts.codes else "",
            "table": self.say(results.explanations[row].table),
            "total": total,
            "filled": max(0.0, min(1.0, results.share(row) or 0.0)) * 100,
            "grade": self.say(results.grade(row)),
            "rank": int(results.scores.grade[row]),
            "status": self.say(results.status(row)),
            "state": str(results.scores.status_of(row)),
            "missing": results.missing(row),
            "page": f"{PAGES}/{page_name(row, self.lang)}",
        }

    def bars(self) -> list[Bar]:
        spread = self.results.distribution
        longest = max((count for _, count in spread), default=0) or 1
        return [Bar(self.say(title), count, count / longest * 100) for title, count in spread]


def page_name(row: int, lang: Lang) -> str:
    """The file of an organisation's page."""
    return f"{row + 1:04d}{_SUFFIX[lang]}.html"


def points(milli: int | None) -> str:
    """Points as people write them, a dash where nothing can be said."""
    return "—" if milli is None or not is_value(milli) else show(milli)
