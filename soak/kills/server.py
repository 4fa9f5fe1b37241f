"""The real server on a folder of its own, killed without a word and started again."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from soak.sheets import ROOT
from tools.site import free_port

_PATIENCE = 60
_FIRST_PORT = 21_000


class Server:
    """Granian with the site on it, listening on this machine only.

    Args:
        data: the folder of the embedded database.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port(_FIRST_PORT)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers.

        Raises:
            RuntimeError: it ended, or does not answer; its words are in ``server.log``.
        """
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--log-level", "error"),
            *("--workers", "1", "--blocking-threads", "8", "shuniu.config.wsgi:application"),
        ]
        around = {
            **os.environ,
            "SHUNIU_DATA": str(self.data),
            "DJANGO_SETTINGS_MODULE": "shuniu.config.settings",
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        }
        with (self.data / "server.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 (our own server)
                command, env=around, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            try:
                if self.ask("GET", "/health/").status < 500:
                    return
            except OSError:
                time.sleep(0.02)
        message = (self.data / "server.log").read_text(encoding="utf-8")[-2000:]
        raise RuntimeError(message)

    def kill(self) -> None:
        """End it and its workers at once; nothing gets to tidy up."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request on a connection of its own.

        Raises:
            OSError: the connection broke; whether the server had done it nobody knows.
        """
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            wire.request(method, path, body, dict(headers or {}))
            answer = wire.getresponse()
            return Answer(answer.status, answer.read(), answer.getheader("Location") or "")
        except http.client.HTTPException as broken:
            raise ConnectionError(str(broken)) from broken
        finally:
            wire.close()


class Answer:
    """What the server said, whole."""

    __slots__ = ("body", "location", "status")

    def __init__(self, status: int, body: bytes, location: str) -> None:
        self.status = status
        self.body = body
        self.location = location

    @property
    def acknowledged(self) -> bool:
        """Whether the person was told that it is done."""
        return self.status < 400
