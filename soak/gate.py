"""``python -m soak.gate [sequences] [seed]``: ten thousand sequences of acts against the gate."""

from __future__ import annotations

import os
import sys
import tempfile
import time

import django

from soak.sheets import ROOT

SEQUENCES = 10_000
_EVERY = 250


def main(arguments: list[str]) -> int:
    """Make the ground in a database of its own, play, tell; 1 where anything passed the gate."""
    count, seed = (*map(int, arguments), *(SEQUENCES, 1)[len(arguments) :])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        os.environ |= {"SHUNIU_DATA": place, "DATABASE_URL": "", "SHUNIU_MANIFEST": ""}
        os.environ["DJANGO_SETTINGS_MODULE"] = "shuniu.config.settings"
        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 (settings come first)

        from tests.governance import _play, _world  # noqa: PLC0415 (as above)

        call_command("migrate", verbosity=0)
        start = time.perf_counter()

        def say(done: int, total: _play.Tally) -> None:
            if done % _EVERY == 0 or done == count:
                seconds = time.perf_counter() - start
                print(f"gate: {done}/{count} in {seconds:.0f} s {dict(total.reached)}", flush=True)

        total, broken = _play.campaign(count, seed, _world.world(), say)
    _keep(broken)
    print(f"taken {sum(total.taken.values())} {dict(total.taken)}")
    print(f"refused {sum(total.refused.values())} {dict(total.refused)}")
    for words in broken[:5]:
        print(f"PASSED {words}\n")
    print(f"{count} sequences, {len(broken)} broken")
    return 1 if broken else 0


def _keep(broken: list[str]) -> None:
    folder = ROOT / "out" / "soak"
    for words in broken:
        folder.mkdir(parents=True, exist_ok=True)
        name = words.partition(":")[0].replace(" ", "-")
        (folder / f"gate-{name}.txt").write_text(words, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
