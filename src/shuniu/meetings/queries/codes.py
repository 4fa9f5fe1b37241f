"""The rotating code on the screen: good for this minute and the one before."""

from __future__ import annotations

import hashlib
import hmac

from shuniu.base import clock
from shuniu.meetings.models import Meeting

SECONDS = 30
_KEPT = 2  # codes that are good at a time


def code_now(meeting: Meeting, back: int = 0) -> str:
    """The code of a meeting at this moment; ``back`` steps earlier."""
    step = int(clock.now().timestamp()) // SECONDS - back
    digest = hmac.new(bytes.fromhex(meeting.code_key), str(step).encode(), hashlib.sha256)
    return digest.hexdigest()[:12]


def fits(meeting: Meeting, code: str) -> bool:
    """Whether a code was on the screen just now."""
    return bool(meeting.code_key) and any(
        hmac.compare_digest(code_now(meeting, back), code) for back in range(_KEPT)
    )
