"""What an operator is given: it fits together, and a damaged bundle is not installed."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from tools import bundling
from tools.installing import ROOT

DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs" / "deploy.zh.md").read_text(encoding="utf-8")
pytestmark = pytest.mark.once


def _settings_asked() -> set[str]:
    text = "".join(
        (ROOT / "src" / "shuniu" / "config" / name).read_text(encoding="utf-8")
        for name in ("settings.py", "secrets.py")
    )
    return set(re.findall(r'"((?:SHUNIU|DATABASE)_[A-Z_]+)"', text))


def test_every_setting_of_the_sample_file_is_one_that_is_read() -> None:
    text = (DEPLOY / "shuniu.env").read_text(encoding="utf-8")
    given = set(re.findall(r"^((?:SHUNIU|DATABASE)_[A-Z_]+)=", text, re.MULTILINE))
    assert given <= _settings_asked()


def test_every_command_of_the_guide_exists() -> None:
    commands = set(re.findall(r"manage ([a-z_]+)", GUIDE))
    daily = (DEPLOY / "daily.sh").read_text(encoding="utf-8")
    commands |= set(re.findall(r"-m django ([a-z_]+)", daily))
    assert "verify_audit" in commands
    assert commands <= set(get_commands())


def test_every_file_that_the_guide_names_is_in_the_bundle() -> None:
    given = {path.name for path in bundling.FILES} | {"keys.json", "manage"}
    named = set(re.findall(r"current/([\w.-]+)", GUIDE)) - {"static", "fonts", "shuniu"}
    assert named <= given


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_the_units_give_away_little() -> None:
    for unit in sorted(DEPLOY.glob("*.service")):
        done = subprocess.run(
            ["systemd-analyze", "security", "--offline=yes", "--threshold=20", str(unit)],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-300:]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle with the names of a real one and nothing much inside."""
    place = tmp_path / "shuniu-0.1.0-linux_x86_64-cp399"
    (place / "wheels").mkdir(parents=True)
    (place / "wheels" / "shuniu-0.1.0-py3-none-any.whl").write_bytes(b"wheel")
    shutil.copy(DEPLOY / "install.sh", place)
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(place)}\n"
        for path in sorted(place.rglob("*"))
        if path.is_file()
    ]
    (place / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return place


def _install(place: Path, target: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(place / "install.sh"), str(target)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_bundle_for_another_python_is_refused_with_both_versions(
    bundle: Path, tmp_path: Path
) -> None:
    done = _install(bundle, tmp_path / "opt")
    assert done.returncode == 1
    assert "3.99" in done.stderr
    assert not (tmp_path / "opt").exists()


def test_a_damaged_bundle_changes_nothing(bundle: Path, tmp_path: Path) -> None:
    here = bundle.rename(bundle.with_name("shuniu-0.1.0-any"))
    (here / "wheels" / "shuniu-0.1.0-py3-none-any.whl").write_bytes(b"whee1")
    done = _install(here, tmp_path / "opt")
    assert done.returncode == 1
    assert "SHA256SUMS" in done.stderr
    assert not (tmp_path / "opt").exists()


def test_a_backup_holds_the_database_and_the_files(tmp_path: Path) -> None:
    import sqlite3  # noqa: PLC0415 (only here)
    import sys  # noqa: PLC0415

    data = tmp_path / "data"
    (data / "files").mkdir(parents=True)
    (data / "files" / "ab").write_bytes(b"evidence")
    (data / "keys.json").write_text("{}", encoding="utf-8")
    with sqlite3.connect(data / "db.sqlite3") as made:
        made.execute("pragma journal_mode=wal")
        made.execute("create table t (x)")
        made.execute("insert into t values (7)")
    made.close()
    around = {**os.environ, "SHUNIU_DATA": str(data), "DATABASE_URL": "", "PYTHON": sys.executable}
    done = subprocess.run(
        ["sh", str(DEPLOY / "backup.sh"), str(tmp_path / "kept")],  # noqa: S607
        env=around,
        capture_output=True,
        text=True,
        check=True,
    )
    place = Path(done.stdout.strip())
    saved = sqlite3.connect(place / "db.sqlite3")
    assert saved.execute("select x from t").fetchall() == [(7,)]
    saved.close()
    listed = subprocess.run(
        ["tar", "tf", str(place / "files.tar")],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert listed == ["files/", "files/ab"]
    assert not list(place.glob("keys*"))
