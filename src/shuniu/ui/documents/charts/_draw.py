"""What every chart is drawn with; colours stand in the drawing itself, for paper has no style sheet.

Places along the width are shares of it, so a chart on a page grows with its box while its words
keep their size.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

WIDTH = 520
INK, GREY, TRACK, BLUE = "#1c2430", "#4a5666", "#e8ecf1", "#3f74b5"
# Fill, and the colour of words on it.
FILLS = (
    ("#1f4e8c", "#ffffff"),
    ("#8fb3e0", "#10233d"),
    ("#d9a441", "#10233d"),
    ("#5f6b7a", "#ffffff"),
    ("#cfe0f3", "#10233d"),
)
# Lines differ in colour and in their dashes.
LINES = (("#1f4e8c", ""), ("#b35c00", "7 4"), ("#4a5666", "2 4"), ("#1c6b40", "9 3 2 3"))
FONTS = "'Noto Sans CJK SC','Shuniu Sans','Noto Sans SC',sans-serif"

Rows = Sequence[Sequence[Any]]


def show(number: Any) -> str:
    """A number without needless digits."""
    value = float(number)
    return str(int(value)) if value == int(value) else f"{value:.6g}"


def svg(parts: Sequence[str], height: float, label: str, told: Rows, **more: Any) -> str:
    """``more``: ``fluid`` as wide as its box, ``links`` inside, ``width``, ``kind`` of drawing."""
    width = more.get("width", WIDTH)
    words = "；".join(f"{name} {said}" for name, said in told)
    sized = (
        f'width="100%" height="{height:g}"'
        if more.get("fluid")
        else f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    )
    return (
        f'<svg class="{more.get("kind", "chart")}" role="{"group" if more.get("links") else "img"}" '
        f'{sized} xmlns="http://www.w3.org/2000/svg" font-family="{FONTS}">'
        f"<title>{escape(label)}</title><desc>{escape(words)}</desc>{''.join(parts)}</svg>"
    )


def words_at(x: float | str, y: float, words: object, **look: Any) -> str:
    """``x`` is a share of the width, or a place as text; ``look``: anchor, kind, size, ink."""
    kind, size = look.get("kind", "word"), look.get("size", 13)
    ink = look.get("ink") or (GREY if kind == "num" else INK)
    name = f' class="c-{kind}"' if size == 13 and "ink" not in look else ""
    place = x if isinstance(x, str) else f"{x:.2f}%"
    return (
        f'<text x="{place}" y="{y:.1f}" text-anchor="{look.get("anchor", "start")}" '
        f'font-size="{size}" fill="{ink}"{name}>{escape(str(words))}</text>'
    )


def box(
    place: tuple[float, float, float, float], fill: str, name: str = "", stroke: str = ""
) -> str:
    x, y, width, height = place
    line = f' stroke="{stroke}"' if stroke else ' rx="3"'
    named = f' class="{name}"' if name else ""
    return (
        f'<rect x="{x:.2f}%" y="{y:.1f}" width="{width:.2f}%" height="{height:.1f}" '
        f'fill="{fill}"{line}{named}/>'
    )


def rule(y: float) -> str:
    return f'<line x1="0%" y1="{y:.1f}" x2="100%" y2="{y:.1f}" stroke="#d6dce4" class="c-grid"/>'


def strokes(
    xs: Sequence[float], ys: Sequence[float | None], look: tuple[str, str]
) -> Iterable[str]:
    """A line in pieces: only pieces can be placed by shares of the width."""
    colour, dash = look
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    for place in range(1, len(xs)):
        before, after = ys[place - 1], ys[place]
        if before is not None and after is not None:
            yield (
                f'<line x1="{xs[place - 1]:.2f}%" y1="{before:.1f}" x2="{xs[place]:.2f}%" '
                f'y2="{after:.1f}" stroke="{colour}" stroke-width="2" '
                f'stroke-linecap="round"{dashed}/>'
            )
    for x, y in zip(xs, ys, strict=True):
        if y is not None:
            yield f'<circle cx="{x:.2f}%" cy="{y:.1f}" r="3.5" fill="{colour}"/>'


def legend(
    names: Sequence[str], looks: Sequence[tuple[str, str]], *, boxes: bool = False
) -> tuple[float, list[str]]:
    """Two names a row; returns where the drawing may begin."""
    parts = []
    for place, (name, (colour, dash)) in enumerate(
        zip(names, cycled(looks, len(names)), strict=True)
    ):
        x, y = (place % 2) * 50, 14 + (place // 2) * 20
        if boxes:
            drawn = f'<rect x="{x}%" y="{y - 10}" width="12" height="12" rx="2" fill="{colour}"/>'
        else:
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            drawn = (
                f'<svg x="{x}%" y="{y - 8}" width="24" height="8"><line x1="0" y1="4" x2="24" '
                f'y2="4" stroke="{colour}" stroke-width="2"{dashed}/></svg>'
            )
        gap = 18 if boxes else 30
        text = words_at("0", y, name, size=12)
        parts.append(f'{drawn}<svg x="{x}%" overflow="visible"><g transform="translate({gap})">')
        parts.append(f"{text}</g></svg>")
    return 20 * math.ceil(len(names) / 2) + 18, parts


def linked(drawn: str, link: object) -> str:
    return f'<a href="{escape(str(link), quote=True)}">{drawn}</a>' if link else drawn


def any_link(rows: Rows, place: int) -> bool:
    return any(len(row) > place and row[place] for row in rows)


def pairs(names: Sequence[str], numbers: Sequence[float | None]) -> list[str]:
    return [
        f"{name} {'—' if n is None else show(n)}" for name, n in zip(names, numbers, strict=True)
    ]


def cycled(looks: Sequence[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    return [looks[place % len(looks)] for place in range(count)]
