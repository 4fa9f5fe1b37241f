"""What a password must be, beyond Django's own checks."""

from __future__ import annotations

import re

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts.models import PasswordPast, User
from shuniu.base import rulebook

CLASSES = rulebook.declare(
    "accounts.password.classes",
    3,
    gettext_lazy("口令至少包含几类字符（大写、小写、数字、符号）"),
    "GB/T 22239-2019",
)
PAST = rulebook.declare("accounts.password.past", 5, gettext_lazy("不得与最近几次口令相同"))
DAYS = rulebook.declare("accounts.password.days", 90, gettext_lazy("口令有效天数，0 为不限"))
_KINDS = (r"[A-Z]", r"[a-z]", r"[0-9]", r"[^A-Za-z0-9]")


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
