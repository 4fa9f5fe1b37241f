"""The virtual environment: made once, filled from the locks, skipped while they are unchanged."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
LOCKS = {
    "base": ["base.txt"],
    "dev": ["base.txt", "dev.txt"],
    "bench": ["base.txt", "dev.txt", "bench.txt"],
    "node": ["node.txt"],
}
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


def say(words: str) -> None:
    """A line of progress."""
    print(f"[dev] {words}", flush=True)


def ready(level: str) -> None:
    """Make the environment of a level (``base`` to run, ``dev`` to test, ``bench`` to compare)."""
    stamp = VENV / f".stamp-{level}"
    key = _key(level)
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == key:
        return
    if not PYTHON.exists():
        _make()
    say(f"安装依赖（{level}），首次需要一两分钟 / installing dependencies ({level}) …")
    for lock in LOCKS[level]:
        pip("install", "-q", "--require-hashes", "-r", str(ROOT / "requirements" / lock))
    _link()
    stamp.write_text(key, encoding="utf-8")


def _key(level: str) -> str:
    """What the environment depends on: this Python and the locks."""
    digest = hashlib.sha256(sys.version.encode())
    for lock in LOCKS[level]:
        digest.update((ROOT / "requirements" / lock).read_bytes())
    return digest.hexdigest()


def _make() -> None:
    """A fresh environment; Debian's python3 comes without ensurepip, then pip stays outside."""
    say("建立虚拟环境 / making the virtual environment …")
    if VENV.exists():
        shutil.rmtree(VENV)
    probe = subprocess.run(
        [sys.executable, "-c", "import ensurepip"], capture_output=True, check=False
    )
    without = [] if probe.returncode == 0 else ["--without-pip"]
    subprocess.run([sys.executable, "-m", "venv", *without, str(VENV)], check=True)


def pip(*arguments: str) -> None:
    """Run pip inside the environment, from inside it or from outside.

    Exits with plain words where there is no pip at all or pip fails.
    """
    inside = subprocess.run([str(PYTHON), "-c", "import pip"], capture_output=True, check=False)
    command = [str(PYTHON), "-m", "pip"]
    if inside.returncode:
        outside = subprocess.run(
            [sys.executable, "-m", "pip", "--version"], capture_output=True, check=False
        )
        if outside.returncode:
            sys.exit("[dev] 缺少 pip：请安装 python3-pip / pip is missing: install python3-pip")
        command = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    variables = {
        **os.environ,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
    }
    if CERTIFICATES.exists():
        variables.setdefault("PIP_CERT", str(CERTIFICATES))
    done = subprocess.run([*command, *arguments], env=variables, check=False)
    if done.returncode:
        sys.exit("[dev] 安装失败：请检查网络 / installation failed: check the network (see above)")


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
