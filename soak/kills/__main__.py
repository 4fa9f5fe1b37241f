"""``python -m soak.kills [kills] [seed]``: two hundred by default; 1 where anything was lost."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import django

KILLS = 200
_CONTACTS = 5


def main(arguments: list[str]) -> int:
    """Make the ground, kill, tell."""
    kills, seed = (*map(int, arguments), *(KILLS, 1)[len(arguments) :])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        os.environ |= {"SHUNIU_DATA": place, "DATABASE_URL": "", "SHUNIU_MANIFEST": ""}
        os.environ["DJANGO_SETTINGS_MODULE"] = "shuniu.config.settings"
        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 (settings come first)

        from soak.kills import acts, campaign, ground  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        made = ground.make(_CONTACTS)
        people: list[acts.Act] = [
            *(acts.SaveValue(one) for one in made.contacts[:3]),
            *(acts.HandIn(one) for one in made.contacts[3:]),
            acts.ImportList(made.officer),
        ]
        outcome = campaign.run(people, Path(place), kills=kills, seed=seed, say=_say)
        log = (Path(place) / "server.log").read_text(encoding="utf-8")[-3000:]
    if outcome.refused or outcome.faults:
        print(log)
    for fault in outcome.faults[:20]:
        print(f"LOST {fault}")
    print(
        f"{outcome.kills} kills; acknowledged {dict(outcome.acknowledged)}; "
        f"cut {dict(outcome.cut)}; refused {dict(outcome.refused)}; {len(outcome.faults)} lost"
    )
    every = {"value", "evidence", "import"} <= set(outcome.acknowledged)
    return 0 if every and not outcome.faults and not outcome.refused else 1


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
