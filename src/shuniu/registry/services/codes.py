"""Codes and numbers in their plain form, or a refusal that says what is wrong."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shuniu.base.verdicts import Refused, refuse
from shuniu.identifiers import IdentifierError, Mobile, parse_credit_code, parse_phone
from shuniu.ui.templatetags.ui import say


def checked_code(code: str) -> str:
    """The code in its plain form.

    Raises:
        Refused: a check character does not fit; says which.
    """
    try:
        return parse_credit_code(code).code
    except IdentifierError as error:
        words = _("统一社会信用代码有误：%(why)s%(fix)s")
        filled = words % {"why": say(error.text), "fix": say(error.fix)}
        raise Refused(refuse(filled, "registry.code")) from error


def checked_phone(phone: str) -> str:
    """The number in its plain form; mobile or landline; empty stays empty.

    Raises:
        Refused: it is none; says why.
    """
    if not phone.strip():
        return ""
    try:
        found = parse_phone(phone)
    except IdentifierError as error:
        words = _("电话号码有误：%(why)s%(fix)s")
        filled = words % {"why": say(error.text), "fix": say(error.fix)}
        raise Refused(refuse(filled, "registry.phone")) from error
    return found.number if isinstance(found, Mobile) else str(found)
