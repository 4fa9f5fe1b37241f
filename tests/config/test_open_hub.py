"""The first hub of a new installation."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from shuniu.accounts import queries
from shuniu.accounts.models import User

pytestmark = pytest.mark.django_db


def _open() -> list[list[str]]:
    words = io.StringIO()
    call_command("open_hub", "某某区社会组织服务中心", stdout=words)
    return [line.split("\t") for line in words.getvalue().splitlines()]


def test_a_new_hub_has_its_lead_and_three_administrators_with_passwords_for_once() -> None:
    told = _open()
    hub = queries.hub()
    assert hub is not None
    assert hub.name == "某某区社会组织服务中心"
    assert [username for _, username, _ in told] == ["lead", "system", "security", "audit"]
    for _, username, password in told:
        user = authenticate(RequestFactory().get("/"), username=username, password=password)
        assert isinstance(user, User)
        assert user.must_change_password
        validate_password(password)


def test_a_second_hub_is_refused_and_changes_nothing() -> None:
    _open()
    people = User.objects.count()
    with pytest.raises(CommandError, match="已有枢纽"):
        _open()
    assert User.objects.count() == people
