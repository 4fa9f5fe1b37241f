"""The tree of items on an organisation's page.

Written here and not in the template: a page has a hundred items, a hub has hundreds of pages, and
a macro that calls itself costs ten times as much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from markupsafe import Markup, escape

from shuniu.findings import Text
from shuniu.scoring import Entry, is_value, show

Say = Callable[[Text], str]


def tree(entries: Iterable[Entry], say: Say, words: Mapping[str, str], level: int = 0) -> Markup:
    """Items as nested ``details``; the topmost ones open.

    Args:
        entries: of an explanation.
        say: a sentence in the page's language.
        words: the page's own words (``rule``, ``inputs``, ``default``), in that language.
        level: depth of the first items.
    """
    out: list[str] = []
    for entry in entries:
        _item(entry, say, words, level, out)
    return Markup("".join(out))  # noqa: S704 (every value below went through escape)


def _item(entry: Entry, say: Say, words: Mapping[str, str], level: int, out: list[str]) -> None:
    marked = " marked" if entry.strategy else ""
    opened = " open" if level == 0 else ""
    out.append(f'<details class="item l{level}{marked}"{opened}><summary>')
    out.append(f'<span class="t">{escape(say(entry.title))}</span>')
    out.append(f'<span class="meter" style="--w: {share(entry):.1f}%"></span>')
    points = show(entry.points) if is_value(entry.points) else "—"
    out.append(f'<span class="p"><b>{points}</b> / {show(entry.maximum)}</span></summary>')
    out.append('<div class="in">')
    if entry.is_leaf and entry.rule is not None and entry.rule != entry.title:
        out.append(f'<p class="rule"><em>{words["rule"]}</em>{escape(say(entry.rule))}</p>')
    _readings(entry, say, words, out)
    if entry.steps:
        lines = "".join(f"<li>{escape(say(step.text))}</li>" for step in entry.steps)
        out.append(f'<ul class="steps">{lines}</ul>')
    for below in entry.entries:
        _item(below, say, words, level + 1, out)
    out.append("</div></details>\n")


def _readings(entry: Entry, say: Say, words: Mapping[str, str], out: list[str]) -> None:
    if not entry.readings:
        return
    out.append(f'<table class="reads"><caption class="hidden">{words["inputs"]}</caption>')
    for one in entry.readings:
        default = f" <small>{words['default']}</small>" if one.by_default else ""
        title, value = escape(say(one.title)), escape(say(one.value))
        out.append(f'<tr><th scope="row">{title}</th><td>{value}{default}</td></tr>')
    out.append("</table>")


def share(entry: Entry) -> float:
    """How much of an item is reached, in percent from 0 to 100."""
    if not is_value(entry.points) or not entry.maximum:
        return 0.0
    return max(0.0, min(100.0, entry.points / entry.maximum * 100))
