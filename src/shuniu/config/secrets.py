"""Keys that the operator did not give: made once, kept beside the data, readable by the owner only."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

_NAMES = ("SHUNIU_SECRET_KEY", "SHUNIU_KEYS", "SHUNIU_HASH_KEY")


def kept(folder: Path) -> dict[str, str]:
    """The keys: from the environment where given, otherwise from ``keys.json`` in the data folder.

    ``SHUNIU_KEYS`` is a list separated by commas, the key in use first.
    """
    given = {name: os.environ[name] for name in _NAMES if os.environ.get(name)}
    if len(given) == len(_NAMES):
        return given
    path = folder / "keys.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = {
            "SHUNIU_SECRET_KEY": secrets.token_urlsafe(48),
            "SHUNIU_KEYS": secrets.token_hex(32),
            "SHUNIU_HASH_KEY": secrets.token_hex(32),
        }
        part = path.with_suffix(f".{os.getpid()}")
        part.touch(mode=0o600)
        part.write_text(json.dumps(made), encoding="utf-8")
        try:
            os.link(part, path)  # the first process wins
        except FileExistsError:
            pass
        finally:
            part.unlink()
    held: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return held | given
