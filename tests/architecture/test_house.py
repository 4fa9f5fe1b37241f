"""The house as the documents draw it."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from pathlib import Path

import pytest

from soak.sheets import ROOT
from tools.verbs import VERBS

SOURCE = ROOT / "src" / "shuniu"
PACKAGES = sorted(p.name for p in SOURCE.iterdir() if (p / "__init__.py").is_file())
ROOMS = (
    *("accounts", "registry", "members", "meetings", "governance"),
    *("evaluation", "reports", "portal"),
)
WITH_DJANGO = {*ROOMS, "base", "ui", "config"}
PURE = [name for name in PACKAGES if name not in {"cli", "papers", *WITH_DJANGO}]
FILES = sorted(path for path in SOURCE.rglob("*.py") if path.parent.name != "migrations")
MADE = {".venv", "out", "dist", "build", "var", "node_modules", ".git", ".hypothesis"}
TRACKED = [
    path
    for pattern in (
        "*.md",
        "*.toml",
        "*.txt",
        "*.in",
        "*.yaml",
        "*.yml",
        "*.py",
        "*.sh",
        "Makefile",
        "dev",
    )
    for path in ROOT.rglob(pattern)
    if not MADE & set(path.relative_to(ROOT).parts)
]
LONGEST_FUNCTION, LONGEST_FILE = 40, 400


@pytest.mark.parametrize("name", PACKAGES)
def test_every_package_has_a_docstring_tests_and_a_line_in_the_architecture(name: str) -> None:
    assert importlib.import_module(f"shuniu.{name}").__doc__
    assert list((ROOT / "tests" / name).rglob("test_*.py"))
    assert name in (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*PURE, "papers"])
def test_the_public_face_is_sorted_complete_and_nothing_else(name: str) -> None:
    module = importlib.import_module(f"shuniu.{name}")
    tree = ast.parse((SOURCE / name / "__init__.py").read_text(encoding="utf-8"))
    imported = {
        a.asname or a.name for n in tree.body if isinstance(n, ast.ImportFrom) for a in n.names
    }
    assert set(module.__all__) == imported
    assert module.__all__ == sorted(module.__all__, key=_isort)


def _isort(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions, as the linter sorts them."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_file_is_read_in_one_sitting(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1 - _told(node)
            assert length <= _allowed(path, node.name), f"{node.name}: {length} lines"


def _told(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the docstring: what is said of arguments and refusals is no length of the body."""
    first = node.body[0]
    if ast.get_docstring(node) is None:
        return 0
    return (first.end_lineno or first.lineno) - first.lineno + 1


def _allowed(path: Path, name: str) -> int:
    """A match with a line or two per kind of node may be longer: it is one table."""
    tables = {
        ("_lower.py", "_lower"),
        ("_evaluate.py", "_value"),
        ("_bounds.py", "_of"),
        ("_phrase.py", "_phrase"),
    }
    return 70 if (path.name, name) in tables else LONGEST_FUNCTION


def test_no_file_is_a_drawer_for_anything() -> None:
    names = {path.stem.strip("_") for path in FILES}
    assert not names & {"utils", "helpers", "managers", "signals", "constants", "misc", "common"}


@pytest.mark.parametrize(
    "folder", sorted(p.parent for p in (ROOT / "frameworks").glob("*/*/*.yaml")), ids=str
)
def test_every_framework_has_golden_cases(folder: Path) -> None:
    assert (folder / "cases.yaml").is_file()


def test_the_readme_and_the_command_know_the_same_verbs() -> None:
    for name in ("README.md", "README.zh.md"):
        listed = re.search(r"`(setup [a-z ]+)`", (ROOT / name).read_text(encoding="utf-8"))
        assert listed is not None
        assert listed[1].split() == list(VERBS)
    made = re.search(
        r"^VERBS = (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert made is not None
    assert made[1].split() == list(VERBS)


def test_both_readmes_show_the_same_commands() -> None:
    shown = []
    for name in ("README.md", "README.zh.md"):
        blocks = re.findall(r"```\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
        lines = [line for block in blocks for line in block.splitlines()]
        shown.append([line.split("#")[0].strip() for line in lines])
    assert shown[0] == shown[1]


def test_decisions_are_numbered_once() -> None:
    numbers = [p.name[:4] for p in (ROOT / "docs" / "decisions").glob("*.md")]
    assert len(set(numbers)) == len(numbers)
    assert all(number.isdigit() for number in numbers)


@pytest.mark.parametrize("path", TRACKED, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_names_a_registry_host_or_a_path_of_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    hosts = ("pypi" + ".org", "pythonhosted" + ".org", "registry." + "npmjs", "tuna." + "tsinghua")
    assert not [host for host in hosts if host in text]
    assert not re.search(r"/(?:home|Users)/[a-z]|/work/(?:main|shared)", text)


def test_glossary_gives_one_english_noun_per_term() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", text, re.MULTILINE)
    chinese = [zh for zh, _ in rows if re.search(r"[\u4e00-\u9fff]", zh) and zh != "中文"]
    assert len(chinese) >= 120
    assert len(set(chinese)) == len(chinese)


def test_the_locks_pin_everything_with_hashes() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        pinned = re.findall(
            r"^[a-z0-9][a-z0-9._-]*(?:\[[a-z,]+\])?==", text, re.MULTILINE | re.IGNORECASE
        )
        assert pinned
        assert text.count("--hash=sha256:") >= len(pinned)


def test_what_the_package_needs_is_what_the_base_lock_has() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[>=<\[]", one)[0] for one in project["dependencies"]}
    asked = (ROOT / "requirements" / "base.in").read_text(encoding="utf-8").splitlines()
    lines = [line for line in asked if line and not line.startswith("#")]
    assert needed == {re.split(r"[>=<\[]", line)[0] for line in lines}
