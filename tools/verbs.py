"""The verbs of ``./dev``."""

import shutil
import sys
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from tools.environment import ROOT, VENV, pip, ready, run, say

OUT = ROOT / "out"
DEMO = OUT / "demo"
FRAMEWORK = ROOT / "frameworks" / "hub-effective-coverage" / "1.0"
SOURCES = ("src", "tests", "samples", "benchmarks", "soak", "tools", "dev")
TYPED = ("src", "tests", "samples", "benchmarks", "soak", "tools")
PORT = 8765


def setup() -> None:
    """Make everything ready for running, checking and testing."""
    ready("base")
    ready("dev")
    say("就绪 / ready")


def demo() -> None:
    """Score the sample hub: a workbook and a report to look at."""
    ready("base")
    run("-m", "samples.make_hub", str(DEMO / "hub.xlsx"))
    score = ("-m", "shuniu.cli", "score")
    run(*score, str(FRAMEWORK), str(DEMO / "hub.xlsx"), "-o", str(DEMO / "result"))
    say("./dev serve 可在浏览器中查看 / ./dev serve shows the report in the browser")


def serve() -> None:
    """Show the demo's report on this machine (the web application takes this over later)."""
    if not (DEMO / "result" / "report.html").exists():
        demo()
    handler = partial(SimpleHTTPRequestHandler, directory=str(DEMO / "result"))
    with ThreadingHTTPServer(("127.0.0.1", PORT), handler) as server:
        say(f"http://127.0.0.1:{PORT}/report.html  (Ctrl+C 结束 / to end)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("已结束 / ended")


def fmt() -> None:
    """Format the code and put imports in order."""
    ready("dev")
    run("-m", "ruff", "format", "-q", *SOURCES)
    run("-m", "ruff", "check", "-q", "--fix-only", *SOURCES)


def _still() -> None:
    """Format, lint, types and contracts."""
    ready("dev")
    for words, command in (
        ("格式 / format", ("-m", "ruff", "format", "--check", "-q", *SOURCES)),
        ("规范 / lint", ("-m", "ruff", "check", "-q", *SOURCES)),
        ("类型 / types", ("-m", "mypy", *TYPED)),
        (
            "楼层 / contracts",
            ("-c", "from importlinter.cli import lint_imports_command as go; go()"),
        ),
    ):
        say(words)
        run(*command)


def check() -> None:
    """Format, lint, types, contracts and the fast tests: under two minutes."""
    _still()
    say("快速测试 / fast tests")
    run("-m", "pytest", "-q", "-n", "2", "-m", "not slow")


def test() -> None:
    """Everything that must hold before a change goes in: under twenty minutes."""
    _still()
    say("全部测试 / all tests")
    run("-m", "pytest", "-q", "-n", "2")


def soak() -> None:
    """The long campaigns of mutated frameworks and workbooks; numbers may follow."""
    ready("dev")
    run("-m", "soak", *sys.argv[2:])


def bench() -> None:
    """Measure, with the comparison in the same run."""
    ready("bench")
    run("-m", "benchmarks")


def lock() -> None:
    """Lock the dependencies anew, with hashes and without hosts."""
    ready("dev")
    pip("install", "-q", "uv")
    options = [
        *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"),
        *("--no-header", "--no-annotate", "--no-sources", "-q"),
    ]
    for name in ("base", "dev", "bench", "node"):
        source = ROOT / "requirements" / name
        run("-m", "uv", "pip", "compile", *options, f"{source}.in", "-o", f"{source}.txt")


def build() -> None:
    """Build the wheel into dist/."""
    ready("dev")
    run("-m", "hatchling", "build", "-t", "wheel")


def clean() -> None:
    """Remove everything that set-up, demo and builds have made."""
    for place in (VENV, OUT, ROOT / "dist", ROOT / "build"):
        shutil.rmtree(place, ignore_errors=True)
    for cache in (".mypy_cache", ".pytest_cache", ".ruff_cache", ".import_linter_cache"):
        shutil.rmtree(ROOT / cache, ignore_errors=True)
    say("已清理 / clean")


VERBS: dict[str, Callable[[], None]] = {
    verb.__name__: verb
    for verb in (setup, demo, check, test, soak, bench, serve, fmt, lock, build, clean)
}


def main(arguments: list[str]) -> int:
    """Run a verb; without one, say what there is."""
    if not arguments or arguments[0] in {"help", "-h", "--help"}:
        print("./dev <verb>\n")
        for name, verb in VERBS.items():
            print(f"  {name:6} {(verb.__doc__ or '').splitlines()[0]}")
        return 0
    if arguments[0] not in VERBS:
        known = " ".join(VERBS)
        print(f"没有这个命令 / no such verb: {arguments[0]}. {known}", file=sys.stderr)
        return 2
    VERBS[arguments[0]]()
    return 0
