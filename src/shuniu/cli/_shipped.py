"""The frameworks that ship, and how a person names one."""

from __future__ import annotations

import difflib
from importlib.resources import files
from pathlib import Path

from shuniu.findings import Finding, FindingsError, Place, Severity, Text

FILE = "framework.yaml"


def shelf() -> Path:
    """The folder of shipped frameworks: inside the installed package, or in the source tree."""
    package = Path(str(files("shuniu")))
    inside = package / "_frameworks"
    return inside if inside.is_dir() else package.parents[1] / "frameworks"


def shipped() -> list[Path]:
    """The folders of all shipped frameworks, by code and version."""
    return sorted(path.parent for path in shelf().glob(f"*/*/{FILE}"))


def found(named: str) -> Path:
    """A framework's file from what a person wrote: a file, a folder, ``code`` or ``code/version``.

    A code alone means its last version.

    Raises:
        FindingsError: C101 nothing of that name.
    """
    path = Path(named)
    if path.is_file():
        return path
    if (path / FILE).is_file():
        return path / FILE
    folders = [
        one for one in shipped() if named in (one.parent.name, f"{one.parent.name}/{one.name}")
    ]
    if folders:
        return folders[-1] / FILE
    known = sorted({one.parent.name for one in shipped()})
    raise FindingsError([_unknown(named, known)])


def shipped_tallies() -> list[Path]:
    """The files of all shipped tallies."""
    return sorted(shelf().glob("*/*/tally-*.yaml"))


def found_tally(named: str) -> Path:
    """A tally's file from what a person wrote: a file, or the id of a shipped one.

    Raises:
        FindingsError: C101 nothing of that name.
    """
    if Path(named).is_file():
        return Path(named)
    for path in shipped_tallies():
        if path.stem == f"tally-{named}":
            return path
    raise FindingsError([_unknown(named, [p.stem[6:] for p in shipped_tallies()])])


def _unknown(named: str, known: list[str]) -> Finding:
    close = difflib.get_close_matches(named, known, n=3, cutoff=0.4) or known
    text = Text(f"没有“{named}”。", f"There is no “{named}”.")
    fix = Text(
        f"可用的有：{'、'.join(close)}；也可以写文件路径。",
        f"There are: {', '.join(close)}; or give a file.",
    )
    return Finding("C101", Severity.ERROR, Place(named), text, fix)
