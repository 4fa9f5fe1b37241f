"""The processes of the site: server and worker of tasks; they start and end together."""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from tools import assets
from tools.environment import beside, ready, run, say
from tools.installing import ROOT

DEMO = Path(os.environ.get("SHUNIU_DEMO") or ROOT / "out" / "demo")
SOURCE = ROOT / "src" / "shuniu"
FIRST_PORT = 8000
PATIENCE = 60  # seconds a server may take until it answers
FAREWELL = 8  # seconds it may take to end what it has begun
WORKER = ("-m", "django", "db_worker", "--no-startup-delay", "--queue-name", "*", "-v0")


def demo(*, fresh: bool) -> None:
    """The sample hub on this machine: made where missing, then served."""
    start = time.monotonic()
    fonts = assets.begin()
    ready("base")
    if fresh:
        shutil.rmtree(DEMO, ignore_errors=True)
    around = demo_environment()
    key = _state_of("migrations/*.py") + _state_of("management/commands/*.py")
    stamp = DEMO / ".stamp-made"
    fonts.join()
    if not (stamp.exists() and stamp.read_text(encoding="utf-8") == key):
        say("建立示例数据 / making the sample hub …")
        if run("-m", "tools.sample", check=False, around=around):
            sys.exit("[dev] 若因版本更换：./dev demo --fresh / after a change of version: --fresh")
        stamp.write_text(key, encoding="utf-8")
    port = free_port()
    server = beside(*_server(f"127.0.0.1:{port}", workers=1), around=around)
    _answered(server, port)
    say(f"{time.monotonic() - start:.1f} s")
    signs = DEMO / "sign-ins.txt"
    print(f"\n  枢纽 Shuniu   http://127.0.0.1:{port}/\n", flush=True)
    if signs.exists():
        print(signs.read_text(encoding="utf-8"), flush=True)
    say("Ctrl+C 结束 / to end")
    others = [beside(*WORKER, around=around)]
    whole = assets.whole(wait=False)
    _together([server, *others], [whole] if whole else [])


def serve() -> None:
    """The production start: two workers, static files collected and compressed.

    ``DATABASE_URL`` or ``SHUNIU_DATA`` says where the data are; ``SHUNIU_ADDRESS`` where to listen.
    """
    if not (os.environ.get("DATABASE_URL") or os.environ.get("SHUNIU_DATA")):
        sys.exit(
            "[dev] 请先指定数据位置：SHUNIU_DATA=<目录>（内置数据库与文件），"
            "或再加 DATABASE_URL=postgresql://…；只想看示例请用 ./dev demo\n"
            "[dev] say where the data are first: SHUNIU_DATA=<folder>, "
            "with DATABASE_URL=postgresql://… for PostgreSQL; ./dev demo shows the sample"
        )
    ready("base")
    assets.ready()
    around = {"SHUNIU_MANIFEST": "1"}
    collect(around)
    run("-m", "django", "migrate", "-v0", around=around)
    address = os.environ.get("SHUNIU_ADDRESS", f"127.0.0.1:{FIRST_PORT}")
    server = beside(*_server(address, workers=2), around=around)
    _answered(server, int(address.rpartition(":")[2]))
    say(f"http://{address}/  (Ctrl+C 结束 / to end)")
    _together([server, beside(*WORKER, around=around)], [])


def _server(address: str, *, workers: int) -> tuple[str, ...]:
    host, _, port = address.rpartition(":")
    return (
        *("-m", "granian", "--interface", "wsgi", "--host", host, "--port", port, "--no-ws"),
        *("--workers", str(workers), "--blocking-threads", "8", "--log-level", "error"),
        *("--workers-kill-timeout", str(FAREWELL - 2), "--respawn-failed-workers"),
        "shuniu.config.wsgi:application",
    )


def demo_environment() -> dict[str, str]:
    """Where the sample hub lives; it never touches a database of anybody's own."""
    DEMO.mkdir(parents=True, exist_ok=True)
    (ROOT / "build" / "collected").mkdir(parents=True, exist_ok=True)  # the server looks for it
    return {
        "SHUNIU_DATA": str(DEMO),
        "DATABASE_URL": "",
        "SHUNIU_MANIFEST": "",
        "LC_ALL": "C.UTF-8",
    }


def manage(*arguments: str) -> int:
    """A command of Django's on the data named in the environment, or on the sample hub's."""
    ready("base")
    around: dict[str, str] = {}
    if not (os.environ.get("DATABASE_URL") or os.environ.get("SHUNIU_DATA")):
        around = demo_environment()
    return run("-m", "django", *arguments, check=False, around=around)


def collect(around: dict[str, str]) -> None:
    """Static files with their hash in their names, compressed; skipped while they are unchanged."""
    stamp = ROOT / "build" / ".stamp-collected"
    key = _state_of("static/**/*") + _state_of("apps.py")
    key += assets.STAMP.read_text(encoding="utf-8") if assets.STAMP.exists() else ""
    if stamp.exists() and stamp.read_text(encoding="utf-8") == key:
        return
    say("压缩静态文件 / compressing static files …")
    run("-m", "django", "collectstatic", "--noinput", "--clear", "-v0", around=around)
    stamp.write_text(key, encoding="utf-8")


def free_port(first: int = FIRST_PORT) -> int:
    """The first port of this machine that nobody listens on."""
    for port in range(first, first + 1000):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    sys.exit("[dev] 没有空闲端口 / no free port")


def _answered(server: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the server gives a page; exits where it has ended instead."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            sys.exit("[dev] 服务未能启动，原因见上 / the server did not start, see above")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE):
                return
        except urllib.error.HTTPError:
            return  # a refusal is an answer
        except OSError:
            time.sleep(0.03)
    server.terminate()
    sys.exit("[dev] 服务没有应答 / the server does not answer")


def _together(kept: list[subprocess.Popen[bytes]], helpers: list[subprocess.Popen[bytes]]) -> None:
    """Wait until one of the kept ends or somebody asks for the end; then end all."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        while all(process.poll() is None for process in kept):
            time.sleep(0.3)
        code = 1  # none of them ends by itself
    except KeyboardInterrupt:
        code = 0
    for process in (*kept, *helpers):
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + FAREWELL
    for process in (*kept, *helpers):
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
    say("已结束 / ended")
    sys.exit(code)


def _state_of(pattern: str) -> str:
    """What the files of every room that match look like: names and contents."""
    digest = hashlib.sha256()
    for path in sorted(SOURCE.glob(f"*/{pattern}")):
        if path.is_file():
            digest.update(str(path.relative_to(SOURCE)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
