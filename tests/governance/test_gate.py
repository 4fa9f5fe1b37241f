"""No sequence of acts passes the gate; a gate that is left open is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from shuniu.base.verdicts import ALLOWED
from shuniu.governance.queries import chain
from shuniu.governance.rules import gate
from shuniu.governance.services import deciding, studying
from shuniu.meetings import rules as meetings
from shuniu.meetings.services import attending
from tests.governance import _play, _world

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

SEQUENCES, PARTS = 300, 3
# What has to be reached at least so often in each part, or the sequences prove nothing.
LEAST = {
    "studied: carried": 6,
    "studied again": 5,
    "emergency: carried": 5,
    "emergency: confirmed": 1,
    "emergency: rejected": 1,
    "ordinary: carried": 8,
    "against the opinion": 1,
    "stepped aside": 3,
    "sum in pieces": 2,
    "no quorum": 5,
    "withdrawn": 2,
}
REFUSED = ("vote_board", "vote_study", "put", "decide", "send", "opine", "urgent", "smuggle")


@pytest.mark.timeout(400)
@pytest.mark.parametrize("part", range(PARTS))
def test_no_sequence_of_acts_passes_the_gate(part: int) -> None:
    count = SEQUENCES // PARTS
    total, broken = _play.campaign(count, part * count, _world.world())
    assert not broken, "\n\n".join(broken[:5])
    assert {name: total.reached[name] for name in LEAST if total.reached[name] < LEAST[name]} == {}
    assert [name for name in REFUSED if not total.refused[name]] == []


Patch = Callable[[pytest.MonkeyPatch], None]


def _without(code: str) -> Patch:
    """The gate does not ask one of its questions."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        every = gate._checks

        def some(one: chain.Chain) -> Iterator[gate.Check]:
            return (check for check in every(one) if check.code != code)

        monkeypatch.setattr(gate, "_checks", some)

    return patch


def _no_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meetings, "_GUARDS", [])


def _no_quorum(monkeypatch: pytest.MonkeyPatch) -> None:
    every = chain._studied
    monkeypatch.setattr(
        chain, "_studied", lambda *said: replace(every(*said), quorum=True, voted=True)
    )
    monkeypatch.setattr(studying, "SOUND", ("carried", "lost", "no_quorum"))


def _late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_noticed", lambda _item: ALLOWED)


def _roll(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attending, "_ensure_uncounted", lambda *_said: None)


def _same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "_deviates", lambda *_said, **_more: False)


# From which sequence on: those that find it come soon, the rest are there should players change.
@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("patch", "first"),
    [
        pytest.param(_no_guard, 0, id="guard"),
        pytest.param(_no_quorum, 97, id="quorum"),
        pytest.param(_late, 0, id="notice"),
        pytest.param(_roll, 0, id="roll"),
        pytest.param(_same, 0, id="deviation"),
        pytest.param(_without("over"), 65, id="over"),
        pytest.param(_without("one_meeting"), 45, id="one_meeting"),
    ],
)
def test_a_gate_left_open_is_found(
    patch: Patch, first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = _world.world()
    patch(monkeypatch)
    _total, broken = _play.campaign(150, first, world, most=1)
    assert broken
