"""Two pieces of writing at once on machines that can, one after the other elsewhere."""

from __future__ import annotations

import multiprocessing
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def alongside(work: Callable[[], None]) -> Iterator[None]:
    """Do ``work`` in a process of its own while the body runs.

    The process is a copy of this one (Linux only), so nothing has to be packed up and sent. If it
    fails, or where there are no such copies, the work is done here after the body: an error then
    arises where it can be read.
    """
    if not sys.platform.startswith("linux"):
        yield
        work()
        return
    process = multiprocessing.get_context("fork").Process(target=work)
    with warnings.catch_warnings():
        # Newer Pythons warn of threads at this point; the copy uses none of theirs.
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    try:
        yield
    except BaseException:
        process.terminate()
        process.join()
        raise
    process.join()
    if process.exitcode:
        work()
