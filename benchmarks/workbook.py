"""``shuniu score`` on a workbook of 1,000 organisations and 60 leaves, as a person runs it."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import xlsxwriter

from benchmarks.measure import LONGEST, ROOT
from benchmarks.sheet import LEAVES, matrix, sheet

ORGANISATIONS = 1000


def main() -> None:
    """Print seconds, peak memory (bytes) and the size of what was written as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "framework.yaml").write_text(sheet(), encoding="utf-8")
        _write(here / "data.xlsx")
        command = [sys.executable, "-m", "shuniu.cli", "score"]
        command += [str(here / "framework.yaml"), str(here / "data.xlsx"), "-o", str(here / "out")]
        start = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=LONGEST)  # noqa: S603 (our own)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        written = sum(f.stat().st_size for f in (here / "out").rglob("*") if f.is_file())
    print(json.dumps({"seconds": seconds, "peak": peak, "written": written}))


def _write(path: Path) -> None:
    values = matrix(ORGANISATIONS)
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    page.write_row(0, 0, ["单位名称", *(f"l{i:02d}（%）" for i in range(LEAVES))])
    for row in range(ORGANISATIONS):
        page.write_string(row + 1, 0, f"测试单位{row + 1:04d}")
        for leaf in range(LEAVES):
            if not np.isnan(values[leaf, row]):
                page.write_number(row + 1, leaf + 1, values[leaf, row])
    book.close()


if __name__ == "__main__":
    main()
