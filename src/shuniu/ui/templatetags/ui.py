"""The tags that pages are made of: the only template library of the house."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import lucide as lucide_icons
from django import template
from django.contrib.staticfiles import finders
from django.core.paginator import Page
from django.template.context import RequestContext
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from shuniu.findings import Text
from shuniu.scoring import is_value, show
from shuniu.ui.documents import charts

register = template.Library()
TONES = ("plain", "good", "warn", "bad", "info", "party")


@register.simple_tag
def icon(name: str, size: int = 18) -> SafeString:
    """An icon beside words; screen readers skip it."""
    return _drawn(str(name) + "", int(size))


@lru_cache(maxsize=512)
def _drawn(name: str, size: int) -> SafeString:
    drawn = lucide_icons._render_icon(  # noqa: SLF001 (the library has no other plain function)
        name, size, **{"aria-hidden": "true", "class": "icon"}
    )
    return mark_safe(drawn)  # noqa: S308 (from the library's own drawings)


@register.simple_tag
def badge(text: object, tone: str = "plain") -> SafeString:
    """A short word in a tinted box."""
    chosen = tone if tone in TONES else "plain"
    return format_html('<span class="badge badge--{}">{}</span>', chosen, text)


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: RequestContext, page: Page[Any]) -> dict[str, object]:
    """Links to the other pages of a list, with how many there are."""
    return {
        "page": page,
        "request": context["request"],
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
    }


@register.inclusion_tag("ui/empty.html")
def empty(title: str, hint: str = "", url: str = "", label: str = "") -> dict[str, object]:
    """What stands where nothing is yet: why, and what to do."""
    return {"title": title, "hint": hint, "url": url, "label": label}


@register.inclusion_tag("ui/stat.html")
def stat(label: str, value: object, hint: str = "", url: str = "") -> dict[str, object]:
    """One figure with what it is; a link leads to the list behind it."""
    return {"label": label, "value": value, "hint": hint, "url": url}


@register.inclusion_tag("ui/progress.html")
def progress(done: int, total: int, label: str = "") -> dict[str, object]:
    """How much of something is done."""
    share = 0 if not total else round(100 * done / total)
    return {"done": done, "total": total, "label": label, "share": share}


@register.inclusion_tag("ui/steps.html")
def steps(names: Sequence[str], current: int) -> dict[str, object]:
    """A row of stages; ``current`` counts from 1."""
    rows = [
        {"name": name, "number": n, "state": _state(n, current)} for n, name in enumerate(names, 1)
    ]
    return {"rows": rows}


def _state(number: int, current: int) -> str:
    if number == current:
        return "current"
    return "done" if number < current else "ahead"


@register.inclusion_tag("ui/chart.html")
def bars(rows: Iterable[Sequence[Any]], label: str, most: float | None = None) -> dict[str, object]:
    """Horizontal bars; rows are (words, number[, link]); ``most`` such as 100 for shares."""
    known = list(rows)
    return _figure(charts.bars(known, label, most=most, fluid=True), label, ("",), known)


@register.inclusion_tag("ui/chart.html")
def columns(rows: Iterable[Sequence[Any]], label: str) -> dict[str, object]:
    """Upright columns, for distributions; rows are (words, number)."""
    known = list(rows)
    return _figure(charts.columns(known, label, fluid=True), label, ("",), known)


@register.inclusion_tag("ui/chart.html")
def stacked(rows: Iterable[Sequence[Any]], series: Sequence[str], label: str) -> dict[str, object]:
    """Bars in parts; rows are (words, numbers[, link]), ``series`` names the parts."""
    known = list(rows)
    table = [(row[0], *row[1]) for row in known]
    return _figure(charts.stacked(known, series, label, fluid=True), label, series, table)


@register.inclusion_tag("ui/chart.html")
def lines(
    series: Iterable[tuple[str, Sequence[float | None]]], marks: Sequence[str], label: str
) -> dict[str, object]:
    """Lines over time: (name, a number for each mark)."""
    known = list(series)
    table = [(name, *numbers) for name, numbers in known]
    return _figure(charts.lines(known, marks, label, fluid=True), label, marks, table)


@register.inclusion_tag("ui/chart.html")
def radar(
    series: Iterable[tuple[str, Sequence[float]]], axes: Sequence[str], label: str
) -> dict[str, object]:
    """A web of axes from 0 to 100: (name, a number for each axis)."""
    known = list(series)
    table = [(name, *numbers) for name, numbers in known]
    return _figure(charts.radar(known, axes, label), label, axes, table)


@register.simple_tag
def spark(numbers: Iterable[float], label: str) -> SafeString:
    """A small line over time, beside words that say its last number."""
    return mark_safe(charts.spark(list(numbers), label))  # noqa: S308 (escaped inside)


def _figure(
    drawn: str, label: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]
) -> dict[str, object]:
    """A drawing with the table behind it."""
    width = len(heads) + 1
    return {
        "svg": mark_safe(drawn),  # noqa: S308 (escaped inside)
        "label": label,
        "heads": heads,
        "rows": [
            (row[0], ["—" if n is None else charts.show(n) for n in row[1:width]]) for row in rows
        ],
    }


@register.simple_tag
def field(bound: Any) -> SafeString:
    """One field of a form: label, help, error, control."""
    drawn: SafeString = bound.as_field_group()
    return drawn


@register.simple_tag(takes_context=True)
def query(context: RequestContext, **changes: object) -> str:
    """The query string of this page with some parts changed; ``None`` takes one out."""
    asked = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None or value == "":
            asked.pop(key, None)
        else:
            asked[key] = str(value)
    plain = asked.urlencode()
    return f"?{plain}" if plain else "?"


@register.simple_tag
def text(words: Text | None) -> str:
    """Words in the language of the page."""
    return say(words)


@register.filter
def say(words: Text | str | None) -> str:
    """The same as a filter."""
    if not isinstance(words, Text):
        return str(words or "")
    return words.say("en" if (get_language() or "").startswith("en") else "zh")


@register.filter
def points(milli: int | None) -> str:
    """Thousandths as points: 87500 is 87.5; a dash where nothing can be said."""
    return show(milli) if milli is not None and is_value(milli) else "—"


@register.filter
def percent(value: float | Decimal | None, digits: int = 1) -> str:
    """A share from 0 to 1 as percent."""
    return "—" if value is None else f"{float(value) * 100:.{digits}f}%"


@register.filter
def day(value: date | datetime | None) -> str:
    """2026-11-23."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return value.isoformat()


@register.filter
def moment(value: datetime | None) -> str:
    """2026-11-23 08:00, where the hub is."""
    return "—" if value is None else timezone.localtime(value).strftime("%Y-%m-%d %H:%M")


@register.filter
def item(mapping: Mapping[Any, Any], key: Any) -> Any:
    """A value of a mapping by its key."""
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def again(context: RequestContext, name: str) -> SafeString:
    """A block of the page once more: the title of the window is the heading, too."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    found = blocks.get_block(name) if blocks is not None else None
    return found.render(context) if found is not None else SafeString("")


@register.simple_tag
def built(name: str) -> SafeString:
    """A style sheet of the build step; nothing where that step was left out."""
    if finders.find(f"dist/{name}") is None:
        return SafeString("")
    return format_html('<link rel="stylesheet" href="{}">', static(f"dist/{name}"))
