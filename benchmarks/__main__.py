"""Run all measurements and hold them to their bars."""

from __future__ import annotations

import sys

from benchmarks.measure import Bar, in_child

SIZES = (1_000, 10_000, 100_000, 900_000)
LARGEST = SIZES[-1]
CELLS = 60


def main() -> int:
    """Print every figure; 1 where a bar is missed."""
    bars = [*engines(), *peers_and_memory(), workbook()]
    print()
    for bar in bars:
        print(bar.line())
    return 0 if all(bar.held for bar in bars) else 1


_found: dict[int, dict[str, float]] = {}


def engines() -> list[Bar]:
    """The plan on both engines beside a bare product of the same matrix."""
    for engine in ("numpy", "numba"):
        for size in SIZES:
            found = in_child("benchmarks.engine", str(size), engine)
            _found[size] = found
            print(
                f"{engine:6} {size:>7,} x {CELLS}: {found['score'] * 1e3:9.2f} ms"
                f"  {size / found['score'] / 1e6:6.2f} M organisations/s"
                f"  X@w {found['product'] * 1e3:7.2f} ms, ratio {found['score'] / found['product']:6.1f}"
                f"  memory +{found['peak'] / 1e6:7.1f} MB for {found['input'] / 1e6:.1f} MB of input",
                flush=True,
            )
    largest = _found[LARGEST]
    per_cell = [_found[size]["score"] / size for size in (1_000, LARGEST)]
    return [
        Bar("900,000 x 60 against numpy X @ w", largest["score"] / largest["product"], 10),
        Bar("cost of an organisation at 900,000 against 1,000", per_cell[1] / per_cell[0], 1.5),
    ]


def peers_and_memory() -> list[Bar]:
    """Peers on the same matrix, and the peak of memory."""
    largest = _found[LARGEST]
    bars = [Bar("peak memory against the input", largest["peak"] / largest["input"], 3)]
    for name in ("scikit-criteria", "pymcdm"):
        found = in_child("benchmarks.peers", name, str(LARGEST))
        seconds = found["score"]
        ratio = seconds / largest["score"]
        print(
            f"{name}: weighted sum {seconds:.2f} s ({found['made']:.2f} s more to make its matrix),"
            f" {ratio:.0f} x our whole evaluation",
            flush=True,
        )
        bars.append(Bar(f"times faster than {name}", ratio, 20, at_most=False))
    return bars


def workbook() -> Bar:
    """From a workbook to the finished folder."""
    found = in_child("benchmarks.workbook")
    print(
        f"shuniu score, 1,000 x {CELLS}: {found['seconds']:.1f} s, peak {found['peak'] / 1e6:.0f} MB,"
        f" {found['written'] / 1e6:.1f} MB written",
        flush=True,
    )
    return Bar("seconds to the finished workbook", found["seconds"], 15)


if __name__ == "__main__":
    sys.exit(main())
