"""Measure on SQLite and on PostgreSQL and hold both to their bars."""

from __future__ import annotations

import os
import sys
import tempfile
from typing import Any

from benchmarks.measure import Bar, in_child
from tools import postgres

ORGANISATIONS = 10_000
_MEDIAN, _P95, _SIZE = 60, 150, 60_000
_PROPOSAL, _IMPORT = 3, 20
_IMPORT = 20


def main(arguments: list[str]) -> int:
    """Print every figure; 1 where a bar is missed."""
    count = int(arguments[0]) if arguments else ORGANISATIONS
    bars = _on("", count)
    with postgres.lent() as url:
        bars += _on(url, count)
    print()
    for bar in bars:
        print(bar.line())
    return 0 if all(bar.held for bar in bars) else 1


def _on(url: str, count: int) -> list[Bar]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATABASE_URL": url, "SHUNIU_DATA": folder, "SHUNIU_LOCK_AFTER": "1000"}
        found = in_child("benchmarks.web.run", str(count))
    return _told(found)


def _told(found: dict[str, Any]) -> list[Bar]:
    name, bare = found["vendor"], found["bare"]
    print(f"{name}: {found['seeded']:.0f} s to seed; bare view {bare['median']:.1f} ms", flush=True)
    print(f"{'median':>8} {'p95':>8} {'cpu':>8} {'ratio':>6} {'SQL':>4} {'br KB':>6}")
    for page in sorted(found["pages"], key=lambda one: -one["median"]):
        print(
            f"{page['median']:8.1f} {page['p95']:8.1f} {page['cpu']:8.1f}"
            f" {page['median'] / bare['median']:6.1f}"
            f" {page['queries']:4} {page['size'] / 1e3:6.1f}  {page['address']} ({page['who']})"
        )
    for pattern in found["missed"]:
        print(f"    not reached by a plain request: {pattern}")
    taken = found["import"]
    print(f"proposal {found['proposal']:.2f} s", flush=True)
    print(
        f"import of 10,000 messy rows {taken['total']:.2f} s: upload {taken['upload']:.2f},"
        f" preview {taken['preview']:.2f}, apply {taken['apply']:.2f};"
        f" {taken['added']} new, {taken['changed']} changed, {taken['refused']} refused;"
        f" {taken['total'] / found['bulk']:.1f} times two bare inserts",
        flush=True,
    )
    pages = found["pages"]
    return [
        Bar(f"{name}: slowest median, ms", max(one["median"] for one in pages), _MEDIAN),
        Bar(f"{name}: slowest p95, ms", max(one["p95"] for one in pages), _P95),
        Bar(f"{name}: largest page, bytes in brotli", max(one["size"] for one in pages), _SIZE),
        Bar(f"{name}: proposal for 2,000 × 45, s", found["proposal"], _PROPOSAL),
        Bar(f"{name}: import of 10,000 messy rows with preview, s", taken["total"], _IMPORT),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
