"""How packages come in: uv where it can be had, pip otherwise; both take only what the locks name."""

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
NO_PIP = "[dev] 缺少 pip：请安装 python3-pip / pip is missing: install python3-pip"
_HELD = ROOT / "build" / "uv"
_ONE_AT_A_TIME = threading.Lock()


def install(lock: str, *, python: Path, target: Path | None = None) -> None:
    """Install a lock into an environment, or into a folder.

    Raises:
        subprocess.CalledProcessError: neither way worked; the reason was printed.
    """
    name = str(REQUIREMENTS / f"{lock}.txt")
    options = ["--no-deps", "--require-hashes", "-r", name]
    if target is not None:
        options += ["--target", str(target)]
    installer = _uv(python)
    if installer is not None:
        command = [str(installer), "pip", "install", "-q", "--python", str(python), *options]
        done = subprocess.run(command, env=_like_pip(python), check=False)
        if not done.returncode:
            return
    command = [*pip_command(python), "install", "-q", "--no-compile", *options]
    subprocess.run(command, env=pip_environment(), check=True)


def pip_command(python: Path) -> list[str]:
    """Pip for an environment, from outside it or from inside.

    Exits with plain words where there is none.
    """
    # Started by the environment's own Python, which has no pip: the one that made it has.
    for outer in dict.fromkeys((sys.executable, getattr(sys, "_base_executable", sys.executable))):
        # Before version 22.3 pip did not know other environments; then it must be inside.
        words = [outer, "-m", "pip", "--python", str(python)]
        if not subprocess.run([*words, "--version"], capture_output=True, check=False).returncode:
            return words
    if _has_pip(str(python)):
        return [str(python), "-m", "pip"]
    sys.exit(NO_PIP)


def pip_environment() -> dict[str, str]:
    """What pip finds around it."""
    found = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    if CERTIFICATES.exists():
        found.setdefault("PIP_CERT", str(CERTIFICATES))
    return found


def _uv(python: Path) -> Path | None:
    """The faster installer, fetched once by pip; ``None`` where that fails."""
    with _ONE_AT_A_TIME:
        binary = _HELD / "bin" / "uv"
        stamp = _HELD / ".stamp"
        key = (REQUIREMENTS / "uv.txt").read_text(encoding="utf-8")
        if binary.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == key:
            return binary
        options = ["--no-deps", "--no-compile", "--upgrade", "--target", str(_HELD)]
        lock = str(REQUIREMENTS / "uv.txt")
        command = [*pip_command(python), "install", "-q", *options, "--require-hashes", "-r", lock]
        done = subprocess.run(command, env=pip_environment(), capture_output=True, check=False)
        if done.returncode or not binary.exists():
            return None
        stamp.write_text(key, encoding="utf-8")
        return binary


def _like_pip(python: Path) -> dict[str, str]:
    """An environment in which uv goes where pip would go: the same index, the same certificates."""
    found = dict(os.environ)
    if CERTIFICATES.exists():
        found.setdefault("SSL_CERT_FILE", os.environ.get("PIP_CERT", str(CERTIFICATES)))
    listed = subprocess.run(
        [*pip_command(python), "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    for option, variable in (
        ("index-url", "UV_DEFAULT_INDEX"),
        ("trusted-host", "UV_INSECURE_HOST"),
    ):
        said = re.search(rf"\.{option}='([^']+)'", listed)
        if said:
            found.setdefault(variable, said[1])
    return found


def _has_pip(python: str) -> bool:
    done = subprocess.run([python, "-c", "import pip"], capture_output=True, check=False)
    return done.returncode == 0
