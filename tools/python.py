"""Find a Python that is new enough; runs on old ones, so the words here are plain Python 3."""

import os
import shutil
import sys

OLDEST = (3, 11)
NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")


def need(arguments):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 (old Pythons read this)
    """Go on with this Python, or start again with a newer one that is installed."""
    if sys.version_info >= OLDEST:
        return
    for name in NAMES:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, *arguments])  # noqa: S606 (the same command, newer Python)
    wanted = ".".join(map(str, OLDEST))
    sys.exit(
        "需要 Python "
        + wanted
        + " 或更新版本；这台机器上的 python3 是 "
        + sys.version.split()[0]
        + "。\n"
        "Python " + wanted + " or newer is needed; python3 here is " + sys.version.split()[0] + "."
    )
