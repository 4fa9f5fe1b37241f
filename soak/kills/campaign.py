"""People at work, the server killed under their hands, everything looked at, and on again."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from soak.kills.acts import Act
from soak.kills.checks import Ledger, faults
from soak.kills.server import Server

_MOMENT = 0.4  # seconds into what comes next
_LONGEST = 20  # seconds to wait for anything to be done
_REST = 0.005


@dataclass
class Outcome:
    """What a campaign came to.

    Attributes:
        kills: how often the server was killed.
        acknowledged: acts by kind that people were told are done.
        cut: acts that were under way when the server died.
        refused: answers other than that, by kind and status: none in a sound campaign.
        faults: what was lost or half done.
    """

    kills: int = 0
    acknowledged: Counter[str] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


@dataclass
class _Crew:
    """Threads that go on until told to stop, and rest while the server is down."""

    server: Server
    ledger: Ledger
    outcome: Outcome
    lock: threading.Lock = field(default_factory=threading.Lock)
    up: threading.Event = field(default_factory=threading.Event)
    over: bool = False
    busy: int = 0

    def work(self, act: Act, rng: random.Random) -> None:
        """One person, one thing after another."""
        while not self.over:
            if not self.up.wait(0.1):
                continue
            with self.lock:
                self.busy += 1
            try:
                self._once(act, rng)
            finally:
                with self.lock:
                    self.busy -= 1
            time.sleep(_REST)

    def _once(self, act: Act, rng: random.Random) -> None:
        try:
            answer = act.send(self.server, rng)
        except OSError:
            with self.lock:
                act.cut(self.ledger)
                self.outcome.cut[act.kind] += 1
            return
        with self.lock:
            if answer.acknowledged:
                act.done(self.ledger, answer)
                self.outcome.acknowledged[act.kind] += 1
            else:
                act.cut(self.ledger)
                self.outcome.refused[f"{act.kind} {answer.status}"] += 1

    def go_on(self, kind: str, rng: random.Random) -> None:
        """Let them work until something of a kind is done, and a moment more: into the next act."""
        until = time.monotonic() + _LONGEST
        before = self.outcome.acknowledged[kind]
        while self.outcome.acknowledged[kind] == before and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(rng.uniform(0, _MOMENT))

    def rested(self) -> None:
        """Wait until nobody waits for an answer any more."""
        self.up.clear()
        while self.busy:
            time.sleep(0.01)


def run(
    acts: Sequence[Act], data: Path, *, kills: int, seed: int, say: Callable[[str], object]
) -> Outcome:
    """Kill the server so many times; ends early where something was lost."""
    rng = random.Random(seed)
    outcome, server = Outcome(), Server(data)
    kinds = sorted({act.kind for act in acts})
    crew = _Crew(server, Ledger(), outcome)
    threads = [
        threading.Thread(target=crew.work, args=(act, random.Random(seed + at)), daemon=True)
        for at, act in enumerate(acts)
    ]
    try:
        server.start()
        crew.up.set()
        for thread in threads:
            thread.start()
        while outcome.kills < kills and not outcome.faults:
            crew.go_on(rng.choice(kinds), rng)
            server.kill()
            crew.rested()
            outcome.kills += 1
            outcome.faults = faults(crew.ledger)
            connection.close()
            for act in acts:
                act.look()
            if outcome.kills % 20 == 0 or outcome.faults:
                say(f"{outcome.kills} kills, {dict(outcome.acknowledged)}, cut {dict(outcome.cut)}")
            server.start()
            crew.up.set()
    finally:
        crew.over = True
        server.kill()
        for thread in threads:
            if thread.is_alive():
                thread.join(30)
    return outcome
