"""``python -m soak [frameworks] [workbooks] [seed] [sequences]``: the campaigns.

Ten thousand frameworks, two thousand workbooks, ten thousand sequences of acts against the gate.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from soak import frameworks, gate, workbooks
from soak.sheets import ROOT, SMALL, sheets

FRAMEWORKS, WORKBOOKS = 10_000, 2_000
FAILED = ROOT / "out" / "soak"
_EVERY = 500


def frameworks_campaign(count: int, seed: int) -> int:
    """Mutated frameworks; returns how many broke something."""
    texts = list(sheets().values())
    small = [text for text in texts if len(text) < SMALL]
    ended: Counter[str] = Counter()
    for number in range(seed, seed + count):
        rng = random.Random(number)
        start = rng.choice(small if rng.random() < 0.97 else texts)
        text = frameworks.mutate(start, small, rng)
        try:
            ended["scored" if frameworks.run(text, number).scored else "refused with findings"] += 1
        except Exception:
            ended["broken"] += 1
            _keep(f"framework-{number}.yaml", text.encode(), traceback.format_exc())
        _tell("frameworks", sum(ended.values()), count, ended)
    return ended["broken"]


def workbooks_campaign(count: int, seed: int) -> int:
    """Mutated workbooks; returns how many broke something."""
    ended: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        source = workbooks.small_hub(Path(place))
        for number in range(seed, seed + count):
            folder = Path(place) / str(number)
            folder.mkdir()
            workbooks.mutate(source, folder / "hub.xlsx", random.Random(number))
            path = next(folder.iterdir())
            raw = path.read_bytes()
            try:
                ended[
                    "scored" if workbooks.run(path, folder).scored else "refused with findings"
                ] += 1
            except Exception:
                ended["broken"] += 1
                _keep(f"workbook-{number}{path.suffix}", raw, traceback.format_exc())
            _tell("workbooks", sum(ended.values()), count, ended)
    return ended["broken"]


def _keep(name: str, content: bytes, words: str) -> None:
    FAILED.mkdir(parents=True, exist_ok=True)
    (FAILED / name).write_bytes(content)
    (FAILED / f"{name}.txt").write_text(words, encoding="utf-8")


def _tell(what: str, done: int, count: int, ended: Counter[str]) -> None:
    if done % _EVERY == 0 or done == count:
        print(f"{what}: {done}/{count} {dict(ended)}", flush=True)


def main(arguments: list[str]) -> int:
    """Run the campaigns; 1 where something broke (kept under out/soak)."""
    numbers = [int(word) for word in arguments]
    usual = (FRAMEWORKS, WORKBOOKS, 1, gate.SEQUENCES)
    many, books, seed, sequences = (*numbers, *usual[len(numbers) :])
    start = time.perf_counter()
    broken = frameworks_campaign(many, seed) + workbooks_campaign(books, seed)
    broken += gate.main([str(sequences), str(seed)])
    print(f"{time.perf_counter() - start:.0f} s, {broken} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
