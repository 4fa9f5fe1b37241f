"""The virtual environment: made once, filled from the locks, skipped while they are unchanged."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import installing
from tools.installing import REQUIREMENTS, ROOT

VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
LOCKS = {
    "base": ["base"],
    "dev": ["base", "dev"],
    "bench": ["base", "dev", "bench"],
}
UNREACHED = "[dev] 安装失败：请检查网络 / installation failed: check the network (see above)"


def say(words: str) -> None:
    """A line of progress."""
    print(f"[dev] {words}", flush=True)


def ready(level: str) -> None:
    """Make the environment of a level (``base`` to run, ``dev`` to test, ``bench`` to compare)."""
    stamp = VENV / f".stamp-{level}"
    key = _key(level)
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == key:
        _words()
        return
    if not PYTHON.exists():
        _make()
    say(f"安装依赖（{level}），首次需要一两分钟 / installing dependencies ({level}) …")
    try:
        for lock in LOCKS[level]:
            installing.install(lock, python=PYTHON)
    except subprocess.CalledProcessError:
        sys.exit(UNREACHED)
    _link()
    for held, locks in LOCKS.items():
        if set(locks) <= set(LOCKS[level]):  # what tests need holds what running needs
            (VENV / f".stamp-{held}").write_text(_key(held), encoding="utf-8")
    _words()


def _words() -> None:
    """The English catalogue is compiled where its text is newer."""
    text = ROOT / "src" / "shuniu" / "locale" / "en" / "LC_MESSAGES" / "django.po"
    made = text.with_suffix(".mo")
    if text.exists() and not (made.exists() and made.stat().st_mtime >= text.stat().st_mtime):
        run("-m", "tools.words")


def _key(level: str) -> str:
    """What the environment depends on: this Python and the locks."""
    digest = hashlib.sha256(sys.version.encode())
    for lock in LOCKS[level]:
        digest.update((REQUIREMENTS / f"{lock}.txt").read_bytes())
    return digest.hexdigest()


def _make() -> None:
    """A fresh environment; pip stays outside of it where there is one outside."""
    say("建立虚拟环境 / making the virtual environment …")
    if VENV.exists():
        shutil.rmtree(VENV)
    probe = subprocess.run([sys.executable, "-c", "import pip"], capture_output=True, check=False)
    without = ["--without-pip"] if probe.returncode == 0 else []
    if not without and not importlib.util.find_spec("ensurepip"):
        sys.exit(installing.NO_PIP)
    subprocess.run([sys.executable, "-m", "venv", *without, str(VENV)], check=True)


def pip(*arguments: str) -> None:
    """Run pip for the environment; exits with plain words where it fails."""
    command = [*installing.pip_command(PYTHON), *arguments]
    done = subprocess.run(command, env=installing.pip_environment(), check=False)
    if done.returncode:
        sys.exit(UNREACHED)


def _link() -> None:
    """Put the source tree on the environment's path, with its command line."""
    probe = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    found = subprocess.run([str(PYTHON), "-c", probe], capture_output=True, text=True, check=True)
    (Path(found.stdout.strip()) / "shuniu.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    command = BIN / "shuniu"
    lines = f"#!{PYTHON}\nimport sys\nfrom shuniu.cli import main\nsys.exit(main())\n"
    command.write_text(lines, encoding="utf-8")
    command.chmod(0o755)


def variables() -> dict[str, str]:
    """The environment of our programs: the source tree on its path, our programs first."""
    found = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONUTF8": "1"}
    found["PYTHONPATH"] = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    found["PATH"] = f"{BIN}{os.pathsep}{os.environ.get('PATH', '/usr/bin:/bin')}"
    found.setdefault("DJANGO_SETTINGS_MODULE", "shuniu.config.settings")
    return found


def run(*command: str, check: bool = True, around: dict[str, str] | None = None) -> int:
    """Run a program of the environment to its end; ``around`` is added to what it finds around it."""
    done = subprocess.run(
        [str(PYTHON), *command], cwd=ROOT, env={**variables(), **(around or {})}, check=False
    )
    if check and done.returncode:
        sys.exit(done.returncode)
    return done.returncode


def beside(*command: str, around: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start a program of the environment and do not wait for it."""
    return subprocess.Popen(
        [str(PYTHON), *command], cwd=ROOT, env={**variables(), **(around or {})}
    )
