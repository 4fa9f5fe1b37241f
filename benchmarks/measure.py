"""Times and memory, each measurement in a process of its own."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 600  # seconds that any one measurement may take
_KIB = 1024 if sys.platform != "darwin" else 1


def median_seconds(work: Callable[[], object], repeats: int) -> float:
    """The median time of ``work`` after one run that is not counted."""
    work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def peak_bytes() -> int:
    """The most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB


def in_child(module: str, *arguments: str) -> dict[str, Any]:
    """What ``python -m module arguments`` prints as JSON on its last line.

    Raises:
        RuntimeError: the child failed; its words are in the message.
    """
    command = [sys.executable, "-m", module, *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    done = subprocess.run(  # noqa: S603 (our own modules)
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    if done.returncode:
        message = f"{' '.join(command[1:])}: {done.stderr[-2000:]}"
        raise RuntimeError(message)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar the measurement is held to."""

    words: str
    value: float
    limit: float
    at_most: bool = True

    @property
    def held(self) -> bool:
        """Whether the bar is held."""
        return self.value <= self.limit if self.at_most else self.value >= self.limit

    def line(self) -> str:
        """The bar as one line."""
        sign = "≤" if self.at_most else "≥"
        return f"{'ok  ' if self.held else 'MISS'} {self.words}: {self.value:.2f} ({sign} {self.limit:g})"
