"""One measurement of a peer's weighted sum: ``python -m benchmarks.peers NAME N``.

They are given the same matrix with the gaps filled, for they take none, and do less: one level, no
caps, no missing values, no gates, no grades.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

import numpy as np

from benchmarks.measure import median_seconds
from benchmarks.sheet import LEAVES, matrix
from shuniu.scoring._program import Floats

REPEATS = 3


def scikit_criteria(values: Floats, weights: Floats) -> Callable[[], object]:
    """Min–max scaling and the weighted sum of scikit-criteria, without making its matrix."""
    from skcriteria import mkdm  # noqa: PLC0415 (each peer is loaded alone)
    from skcriteria.agg.simple import WeightedSumModel  # noqa: PLC0415
    from skcriteria.preprocessing.scalers import MinMaxScaler  # noqa: PLC0415

    made = mkdm(values, [max] * LEAVES, weights=weights)
    scaler, model = MinMaxScaler(target="matrix"), WeightedSumModel()
    return lambda: model.evaluate(scaler.transform(made))


def pymcdm(values: Floats, weights: Floats) -> Callable[[], object]:
    """The weighted sum of pymcdm with its own normalisation."""
    from pymcdm.methods import WSM  # noqa: PLC0415 (each peer is loaded alone)

    types = np.ones(LEAVES)
    method = WSM()
    return lambda: method(values, weights, types)


PEERS = {"scikit-criteria": scikit_criteria, "pymcdm": pymcdm}


def main(name: str, organisations: int) -> None:
    """Print the median seconds as JSON."""
    values = (
        np.ascontiguousarray(np.nan_to_num(matrix(organisations), nan=50.0).T) + 0.1
    )  # pymcdm takes no zeros
    weights = np.linspace(0.5, 2, LEAVES)
    weights /= weights.sum()
    start = time.perf_counter()
    work = PEERS[name](values, weights)
    found = {"name": name, "made": time.perf_counter() - start}
    print(json.dumps({**found, "score": median_seconds(work, REPEATS)}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
