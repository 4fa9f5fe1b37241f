"""One whole font per weight for printed papers, made from the slices of the web font.

``python -m tools.fonts``: reads ``build/static/dist/fonts/*.woff2`` and writes
``build/fonts/ShuniuSans-{Regular,Bold}.ttf``. The Open Font License keeps the name of the original for
the original; what is made here has a name of its own. Runs inside the environment (fontTools, brotli)
and beside everything else: the first page does not wait for it.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
SLICES = ROOT / "build" / "static" / "dist" / "fonts"
MADE = ROOT / "build" / "fonts"
FAMILY = "Shuniu Sans"
WEIGHTS = {"Regular": 400, "Bold": 700}
# Layout tables of a hundred slices do not fit together; Chinese text is set without them.
_LEFT_OUT = ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "VORG", "meta"]


def slices() -> list[Path]:
    """The slices, Latin first: where two hold the same sign, the first one gives it."""
    return sorted(SLICES.glob("*.woff2"), key=lambda path: (path.stem.isdigit(), path.name))


def make(style: str) -> Path:
    """Merge the slices of one weight into one file; it appears whole or not at all."""
    MADE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=MADE) as place:
        parts = [_still(path, WEIGHTS[style], Path(place)) for path in slices()]
        whole = Merger(options=Options(drop_tables=_LEFT_OUT)).merge(parts)
        _rename(whole, style)
        whole["OS/2"].usWeightClass = WEIGHTS[style]
        whole["OS/2"].fsSelection = 0x20 if style == "Bold" else 0x40
        whole["head"].macStyle = 1 if style == "Bold" else 0
        part = Path(place) / "whole.ttf"
        whole.save(part)
        made = MADE / f"ShuniuSans-{style}.ttf"
        part.replace(made)
    return made


def _still(path: Path, weight: int, place: Path) -> str:
    """One slice at one weight, as a plain font."""
    font = TTFont(path)
    for tag in _LEFT_OUT:
        if tag in font:
            del font[tag]
    still = instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
    still.flavor = None
    target = place / f"{path.stem}.ttf"
    still.save(target)
    return str(target)


def _rename(font: TTFont, style: str) -> None:
    names = font["name"]
    kept = {record.nameID: record.toUnicode() for record in names.names}
    names.names = []
    words = {
        0: kept.get(0, ""),  # whose work it is stays said
        1: FAMILY,
        2: style,
        3: f"{FAMILY} {style}",
        4: f"{FAMILY} {style}",
        6: f"{FAMILY.replace(' ', '')}-{style}",
        13: kept.get(13, "SIL Open Font License 1.1"),
        14: kept.get(14, ""),
    }
    for number, text in words.items():
        if text:
            names.setName(text, number, 3, 1, 0x409)


def main() -> int:
    """Make every weight, two at a time; 0 also where there is nothing to make them of."""
    logging.disable(logging.WARNING)
    if hasattr(os, "nice"):
        os.nice(15)
    if not slices():
        return 0
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(make, WEIGHTS))
    licence = SLICES / "LICENSE.txt"
    if licence.exists():
        shutil.copyfile(licence, MADE / "LICENSE.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
