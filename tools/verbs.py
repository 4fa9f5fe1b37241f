"""The verbs of ``./dev``."""

import shutil
import sys
from collections.abc import Callable

from tools import assets, browser, bundling, installing, site
from tools.environment import PYTHON, VENV, ready, run, say
from tools.installing import ROOT

OUT = ROOT / "out"
SOURCES = ("src", "tests", "samples", "benchmarks", "soak", "tools", "dev")
TYPED = ("src", "tests", "samples", "benchmarks", "soak", "tools")
PYTEST = ("-m", "pytest", "--ds=tests.settings", "-q", "-n", "2")
# Whose tests ask no database; all others run on both.
PURE = {
    *("architecture", "ballots", "cli", "findings", "identifiers", "papers", "samples"),
    *("scoring", "sheets", "soak", "tools"),
}


def setup() -> None:
    """Make everything ready for running, checking and testing."""
    fonts = assets.begin()
    ready("base")
    ready("dev")
    fonts.join()
    assets.whole(wait=True)
    say("就绪 / ready")


def demo() -> None:
    """A sample hub in the browser on this machine; --fresh makes it anew."""
    site.demo(fresh="--fresh" in sys.argv[2:])


def serve() -> None:
    """The production start, on the data that the environment names."""
    site.serve()


def manage() -> None:
    """A command of Django's: on the data that the environment names, or the sample's."""
    sys.exit(site.manage(*sys.argv[2:]))


def bundle() -> None:
    """Everything for a machine without internet, in one archive under dist/."""
    bundling.make()


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
    """Format, lint, types, contracts and the fast tests on SQLite: under two minutes."""
    _still()
    say("快速测试 / fast tests")
    run(*PYTEST, "-m", "not slow and not browser")


def test() -> None:
    """Everything that must hold before a change goes in, on both databases and in a browser."""
    _still()
    assets.ready()
    browser.install()
    say("全部测试，内置数据库 / all tests, embedded database")
    run(*PYTEST, "-m", "not browser")
    say("PostgreSQL")
    found = sorted((ROOT / "tests").iterdir())
    rooms = [str(one) for one in found if any(one.glob("test_*.py")) and one.name not in PURE]
    run(*PYTEST, "-m", "not browser and not once", "--postgres", *rooms)
    say("浏览器 / browser")
    run(*PYTEST, "-m", "browser")


def soak() -> None:
    """The long campaigns; `soak gate` and `soak kills` one of them alone, numbers may follow."""
    ready("dev")
    if sys.argv[2:3] in (["gate"], ["kills"]):
        run("-m", f"soak.{sys.argv[2]}", *sys.argv[3:])
        return
    run("-m", "soak", *sys.argv[2:])
    run("-m", "soak.kills")


def bench() -> None:
    """Measure, with the comparison in the same run; `bench score` and `bench web` one part alone."""
    ready("bench")
    chosen = sys.argv[2:3]
    failed = 0
    if chosen != ["web"]:
        failed |= run("-m", "benchmarks", check=False)
    if chosen != ["score"]:
        failed |= run("-m", "benchmarks.web", *sys.argv[3:], check=False)
    sys.exit(failed)


def lock() -> None:
    """Lock the dependencies anew, with hashes and without hosts."""
    ready("dev")
    installing.install("uv", python=PYTHON)
    options = [
        *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"),
        *("--no-header", "--no-annotate", "--no-sources", "-q"),
    ]
    for name in ("uv", "base", "dev", "bench", "node", "bundle"):
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
    for verb in (
        *(setup, demo, check, test, soak, bench, serve, manage, bundle),
        *(fmt, lock, build, clean),
    )
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
