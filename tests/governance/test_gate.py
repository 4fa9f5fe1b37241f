"""The gate cannot be passed, whoever acts in whatever order."""

from __future__ import annotations

import pytest

from tests.governance import _play, _world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SEQUENCES, SEED = 20, 1


@pytest.mark.timeout(300)
def test_no_sequence_of_acts_passes_the_gate() -> None:
    total, broken = _play.campaign(SEQUENCES, SEED, _world.world())
    assert not broken, "\n\n".join(broken[:5])
    print(total)
