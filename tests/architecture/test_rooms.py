"""The rooms: what the import linter cannot see."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.models import Field, Model
from django.urls import URLPattern, URLResolver, get_resolver

from soak.sheets import ROOT

SOURCE = ROOT / "src" / "shuniu"
FLOORS = (
    "base",
    "ui",
    "accounts",
    "registry",
    "members",
    "meetings",
    "governance",
    "evaluation",
    "reports",
    "portal",
    "config",
)
VIEWS = sorted(
    path
    for pattern in ("*/views.py", "*/views/*.py", "*/api.py", "*/api/*.py")
    for path in SOURCE.glob(pattern)
)
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
OURS = [model for model in apps.get_models() if model.__module__.startswith("shuniu.")]


def _name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", VIEWS, ids=_name)
def test_a_view_asks_queries_and_services_and_never_the_tables(path: Path) -> None:
    if path.relative_to(SOURCE).parts[0] in {"base", "config"}:
        return  # no storeys there
    asked = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "save", "_default_manager"}
        and not (isinstance(node.value, ast.Name) and node.value.id == "form")
    ]
    assert asked == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_table_points_down_only(model: type[Model]) -> None:
    here = FLOORS.index(model._meta.app_label)
    for field in model._meta.get_fields():
        if not (isinstance(field, Field) and field.is_relation and field.related_model):
            continue
        target = field.related_model
        label = target._meta.app_label
        by_setting = target is get_user_model()  # the ground floor names it by setting only
        if label in FLOORS and not by_setting:
            assert FLOORS.index(label) <= here, field.name


@pytest.mark.django_db
@pytest.mark.once
def test_every_change_of_a_table_has_its_migration() -> None:
    words = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=words, verbosity=1)
    except SystemExit:
        pytest.fail(words.getvalue())


def test_migrations_say_what_they_do() -> None:
    for path in SOURCE.glob("*/migrations/0*.py"):
        assert not re.search(r"_auto_|_initial$", path.stem), path.stem
        text = path.read_text(encoding="utf-8")
        if "RunPython" in text:  # it must still run when the code has moved on
            assert not re.search(r"^(?:from|import) shuniu", text, re.MULTILINE), path.stem


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_has_nothing_inline(path: Path) -> None:
    """The policy of the pages forbids it, so it would silently not work."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\ssrc=)[^>]*>", text)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=", text)
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", text)


def test_words_are_translated_whole() -> None:
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"{% blocktranslate(?![^%]*trimmed)[^%]*%}", text) == [], _name(path)


def _patterns(resolver: URLResolver, before: str = "") -> list[str]:
    found = []
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            found += _patterns(one, here)
        elif isinstance(one, URLPattern):
            found.append(here)
    return found


def test_no_two_pages_share_an_address() -> None:
    addresses = [re.sub(r"<[^>]+>", "<>", one) for one in _patterns(get_resolver())]
    ours = [one for one in addresses if not one.startswith("account/")]
    assert sorted(ours) == sorted(set(ours))
