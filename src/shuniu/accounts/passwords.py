"""What a password must be: Django's own checks in our words, and what auditors of level 2 ask for."""

from __future__ import annotations

import re

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts.models import PasswordPast, User
from shuniu.base import rulebook

LENGTH = rulebook.declare(
    "accounts.password.length", 10, gettext_lazy("口令最短长度"), "GB/T 22239-2019"
)
CLASSES = rulebook.declare(
    "accounts.password.classes",
    3,
    gettext_lazy("口令至少包含几类字符（大写、小写、数字、符号）"),
    "GB/T 22239-2019",
)
PAST = rulebook.declare("accounts.password.past", 5, gettext_lazy("不得与最近几次口令相同"))
DAYS = rulebook.declare("accounts.password.days", 90, gettext_lazy("口令有效天数，0 为不限"))
_KINDS = (r"[A-Z]", r"[a-z]", r"[0-9]", r"[^A-Za-z0-9]")


def advice() -> str:
    """All of it in one sentence, for the form."""
    held = rulebook.values((LENGTH, CLASSES, PAST))
    words = _(
        "至少 %(length)s 个字符，包含大写字母、小写字母、数字、符号中的至少 %(classes)s 类；"
        "不要用姓名、用户名或常见口令，也不能与最近 %(past)s 次用过的相同。"
    )
    return words % {"length": held[LENGTH], "classes": held[CLASSES], "past": held[PAST]}


class LongEnough:
    """Not too short."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse a short password.

        Raises:
            ValidationError: it is too short.
        """
        if len(password) < rulebook.number(LENGTH):
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        """What to do."""
        return _("口令至少 %(length)s 个字符。") % {"length": rulebook.number(LENGTH)}


class Unlike(UserAttributeSimilarityValidator):
    """Not one's own name."""

    def __init__(self) -> None:
        super().__init__(("username", "display_name", "email"))

    def get_error_message(self) -> str:
        """What is wrong."""
        return _("口令与您的姓名、用户名或邮箱太相近，容易被猜到。")


class Uncommon(CommonPasswordValidator):
    """Not one of those that everybody uses."""

    def get_error_message(self) -> str:
        """What is wrong."""
        return _("这个口令太常见，容易被猜到。")


class Classes:
    """Letters of both cases, digits, signs: so many kinds of them."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse a password of too few kinds.

        Raises:
            ValidationError: it has too few.
        """
        if sum(bool(re.search(kind, password)) for kind in _KINDS) < rulebook.number(CLASSES):
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        """What to do."""
        words = _("口令须包含大写字母、小写字母、数字、符号中的至少 %(count)s 类。")
        return words % {"count": rulebook.number(CLASSES)}


class NotRecent:
    """Not one of the last few."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse a password the person had lately.

        Raises:
            ValidationError: they had it.
        """
        if not isinstance(user, User) or user.pk is None:
            return
        past = PasswordPast.objects.filter(user=user).values_list("password", flat=True)
        recent = [user.password, *past[: rulebook.number(PAST)]]
        if any(check_password(password, one) for one in recent if one):
            raise ValidationError(self.get_help_text(), code="password_recent")

    def get_help_text(self) -> str:
        """What to do."""
        words = _("不能与最近 %(count)s 次用过的口令相同。")
        return words % {"count": rulebook.number(PAST)}
