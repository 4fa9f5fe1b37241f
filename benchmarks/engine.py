"""One measurement of the engine beside ``numpy X @ w``: ``python -m benchmarks.engine N ENGINE``."""

from __future__ import annotations

import json
import sys

import numpy as np

from benchmarks.measure import median_seconds, peak_bytes
from benchmarks.sheet import LEAVES, facts, matrix, sheet
from shuniu.scoring import Scorer, parse_framework

REPEATS = 7


def main(organisations: int, engine: str) -> None:
    """Print medians (seconds), grades and memory as JSON."""
    scorer = Scorer(parse_framework(sheet()), engine=engine)  # type: ignore[arg-type]
    few = facts(scorer, matrix(1000))
    scorer.score(few)  # compiles, or reads what was compiled before
    before = peak_bytes()
    values = matrix(organisations)
    held = facts(scorer, values)
    scores = scorer.score(held)
    peak = peak_bytes() - before
    score = median_seconds(lambda: scorer.score(held), REPEATS)
    weights = np.linspace(0.5, 2, LEAVES)
    across = values.T
    product = median_seconds(lambda: across @ weights, REPEATS)
    found = {
        "organisations": organisations,
        "score": score,
        "product": product,
        "peak": peak,
        "input": values.nbytes,
        "grades": np.bincount(scores.grade + 1).tolist(),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
