"""The plan run by compiled code: one loop over blocks, threads over ranges of organisations."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from shuniu.scoring._kernel import run_range
from shuniu.scoring._program import Floats, Ints, Program

PARTS = 8  # parts per thread, so that a busy processor does not keep the others waiting
BLOCK = 1024  # organisations per block: all registers of a sheet stay in the second-level cache


def run(
    program: Program,
    columns: Sequence[Floats],
    wholes: Sequence[Ints],
    rows: Ints | None,
    out: Ints,
) -> Ints:
    """Compute the outputs of a plan; the same contract as the NumPy engine's ``run``."""
    count = out.shape[1]
    faulty = np.zeros(count, np.bool_)
    picked = np.empty(0, np.int64) if rows is None else rows
    held = [np.ascontiguousarray(column) for column in columns]
    whole = [np.ascontiguousarray(column) for column in wholes]
    at, whole_at = _addresses(held), _addresses(whole)
    length = len(held[0]) if held else 0
    threads = max(1, min(os.cpu_count() or 1, count // (8 * BLOCK)))
    parts = threads * PARTS if threads > 1 else 1
    edges = [count * t // parts for t in range(parts + 1)]

    def part(t: int) -> None:
        registers = np.empty((max(program.registers, 1), BLOCK), np.int64)
        run_range(
            program.code,
            program.pool,
            program.constants,
            at,
            length,
            whole_at,
            picked,
            edges[t],
            edges[t + 1],
            registers,
            out,
            faulty,
        )

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(part, range(parts)))
    return np.flatnonzero(faulty)


def _addresses(columns: Sequence[Floats] | Sequence[Ints]) -> Ints:
    """Where each column's numbers lie; the caller keeps the columns alive."""
    return np.array([column.ctypes.data for column in columns], np.int64)
