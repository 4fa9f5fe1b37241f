"""Either kind of phone number, for a field that takes both."""

from __future__ import annotations

import re

from shuniu.identifiers._landline import Landline, parse_landline
from shuniu.identifiers._mobile import Mobile, parse_mobile
from shuniu.identifiers._typed import compact

_MOBILE_LIKE = re.compile(r"^(?:\+86|0086|86)?1(?!0[0-9]{8}$)")


def parse_phone(typed: str) -> Mobile | Landline:
    """Read a mobile or a landline number; one that starts with 1 is taken for a mobile.

    Raises:
        IdentifierError: as ``parse_mobile`` and ``parse_landline``.
    """
    if _MOBILE_LIKE.match(compact(typed)):
        return parse_mobile(typed)
    return parse_landline(typed)
