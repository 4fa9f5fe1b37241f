"""A fence round compiled readers: whatever the bytes, a finding and never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from shuniu.findings import FindingsError, Place
from shuniu.sheets._fault import shown
from shuniu.sheets._notices import refuse


@contextmanager
def reading(file: str) -> Iterator[None]:
    """Turn whatever goes wrong inside into ``S104``.

    A panic in compiled Rust code is a ``BaseException`` and no ``Exception``.
    """
    try:
        yield
    except (FindingsError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a Rust panic is no Exception
        raise refuse("S104", Place(file=file), where=shown(str(error) or "?")) from None
