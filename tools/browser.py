"""Where a Chromium is, and how one is had: ``./dev`` and the tests ask here."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The browser, and a font with Chinese signs for what a page leaves to the machine.
PACKAGES = ("chromium", "fonts-noto-cjk")


def found() -> str | None:
    """The path of a browser: ``$CHROMIUM``, or one of the usual names."""
    named = os.environ.get("CHROMIUM")
    if named and Path(named).exists():
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> str | None:
    """Install one where this is a Debian and we are root; its path, or None.

    Where nothing can be installed the browser tests say so and are left out by nobody: they fail.
    """
    path = found()
    if path or os.name == "nt" or os.geteuid() or not shutil.which("apt-get"):
        return path
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ("apt-get", "update", "-qq"),
        ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES),
    ):
        subprocess.run(command, env=variables, check=False, stdout=subprocess.DEVNULL)
    return found()
