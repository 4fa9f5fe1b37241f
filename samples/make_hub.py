"""``python -m samples.make_hub OUT.xlsx``: the sample hub, 120 invented organisations, as a workbook."""

from __future__ import annotations

import sys
from pathlib import Path

from samples._organisations import organisations
from samples._workbook import write_hub
from shuniu.findings import Text
from shuniu.scoring import Scorer, load_framework

FRAMEWORK = Path(__file__).parents[1] / "frameworks" / "hub-effective-coverage" / "1.0"
_USAGE = Text(
    "用法：python -m samples.make_hub 输出.xlsx", "Usage: python -m samples.make_hub OUT.xlsx"
)
_DONE = Text("已写入 {count} 家虚构组织：{path}", "{count} invented organisations written: {path}")


def make_hub(path: Path) -> int:
    """Write the sample hub to ``path``; returns the number of organisations.

    Raises:
        OSError: the folder or file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    hub = organisations()
    write_hub(Scorer(load_framework(FRAMEWORK)), hub, path)
    return len(hub)


def main(arguments: list[str]) -> int:
    """Run from the command line: one argument, the file to write."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(f"{_USAGE.zh}\n{_USAGE.en}", file=sys.stderr)
        return 2
    path = Path(arguments[0])
    done = _DONE.fill(count=make_hub(path), path=path)
    print(f"{done.zh}\n{done.en}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
