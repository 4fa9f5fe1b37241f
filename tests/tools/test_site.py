"""The sample hub and the production start, as a person starts them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tools import site
from tools.installing import ROOT

pytestmark = pytest.mark.once
_PATIENCE = 120


@contextmanager
def _started(verb: str, log: Path, **around: str) -> Iterator[subprocess.Popen[bytes]]:
    """``./dev`` with a verb, ended by its id whatever happens."""
    variables = {k: v for k, v in os.environ.items() if not k.startswith(("SHUNIU_", "DJANGO_"))}
    variables.pop("DATABASE_URL", None)
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "dev"), verb],
            cwd=ROOT,
            env={**variables, **around},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(30)


def _said(log: Path, pattern: str, process: subprocess.Popen[bytes]) -> re.Match[str]:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        text = log.read_text(encoding="utf-8")
        found = re.search(pattern, text)
        if found:
            return found
        assert process.poll() is None, text
        time.sleep(0.1)
    pytest.fail(log.read_text(encoding="utf-8"))


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 (our own server)
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


def _closed(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.slow
def test_the_sample_hub_starts_again_in_seconds_and_ends_everything(tmp_path: Path) -> None:
    around = {"SHUNIU_DEMO": str(tmp_path / "demo")}
    for number in range(2):
        log = tmp_path / f"{number}.log"
        with _started("demo", log, **around) as process:
            address = _said(log, r"http://127\.0\.0\.1:(\d+)/", process)
            _said(log, "Ctrl\\+C", process)
            assert _status(f"{address[0]}account/login/") == 200
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
        assert _closed(int(address[1]))
    took = re.search(r"\[dev\] ([\d.]+) s", (tmp_path / "1.log").read_text(encoding="utf-8"))
    assert took is not None
    assert float(took[1]) < 15  # three where nothing else runs


def test_the_production_start_asks_where_the_data_are(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with _started("serve", log) as process:
        assert process.wait(60) == 1
    assert "SHUNIU_DATA" in log.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_production_start_sends_hashed_and_compressed_files(tmp_path: Path) -> None:
    log = tmp_path / "log"
    port = site.free_port(23_000)
    around = {"SHUNIU_DATA": str(tmp_path / "data"), "SHUNIU_ADDRESS": f"127.0.0.1:{port}"}
    with _started("serve", log, **around) as process:
        _said(log, "Ctrl\\+C", process)
        page = urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=30)
        with page:
            files = re.findall(r'"(/static/[^"]+\.css)"', page.read().decode())
        assert files
        for file in files:
            assert re.search(r"\.[0-9a-f]{12}\.css$", file)
            asked = urllib.request.Request(
                f"http://127.0.0.1:{port}{file}", headers={"Accept-Encoding": "br"}
            )
            with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310
                assert answer.headers["Content-Encoding"] == "br"
                assert "immutable" in answer.headers["Cache-Control"]
    assert (tmp_path / "data" / "db.sqlite3").exists()


def test_a_port_in_use_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert site.free_port(port) > port
