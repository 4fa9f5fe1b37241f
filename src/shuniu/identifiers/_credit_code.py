"""Unified social credit codes (GB 32100-2015), with the organisation code inside (GB 11714)."""

from __future__ import annotations

from dataclasses import dataclass

from shuniu.findings import Text
from shuniu.identifiers._departments import CLASSES, DEPARTMENTS
from shuniu.identifiers._fault import Fault, IdentifierError
from shuniu.identifiers._region import Region, parse_region
from shuniu.identifiers._typed import compact, of_length, wrong_character

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_NOUN = Text("统一社会信用代码", "unified social credit code")
# Letters the standard leaves out because they are read as these digits.
_LOOKALIKES = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"}


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A valid code of 18 characters and what its parts say."""

    code: str

    @property
    def department(self) -> Text:
        """Which kind of authority registered the organisation (first character)."""
        return DEPARTMENTS.get(self.code[0], _UNLISTED)

    @property
    def organisation_class(self) -> Text:
        """The class under that authority (first two characters), such as 51 社会团体."""
        return CLASSES.get(self.code[:2], _UNLISTED)

    @property
    def region(self) -> Region:
        """Where it was registered at the time; the code keeps a region that was since renamed."""
        return Region(self.code[2:8])

    @property
    def organisation_code(self) -> str:
        """The nine characters of the organisation code, its check character last."""
        return self.code[8:17]


_UNLISTED = Text("未列明", "not listed")


def parse_credit_code(typed: str) -> CreditCode:
    """Read a unified social credit code; full width, spaces and lower case are accepted.

    A department or class the standard's table does not list is no error: the table grows.

    Raises:
        IdentifierError: ``EMPTY``, ``LENGTH``, ``CHARACTER``, ``CHECK`` (character 18),
            ``INNER_CHECK`` (character 17) or ``REGION``.
    """
    code = of_length(compact(typed), 18, _NOUN)
    for position, character in enumerate(code, start=1):
        if character not in _VALUES:
            raise wrong_character(_NOUN, position, character, _allowed(character))
    _same_check(18, code[17], _check(code[:17]), Fault.CHECK)
    _same_check(17, code[16], organisation_check(code[8:16]), Fault.INNER_CHECK)
    parse_region(code[2:8])
    return CreditCode(code)


def make_credit_code(kind: str, region: str, serial: str) -> CreditCode:
    """A code with both check characters computed, for demonstration and tests.

    Args:
        kind: department and class, such as ``51``.
        region: six digits.
        serial: the first eight characters of the organisation code.

    Raises:
        IdentifierError: a part has the wrong length or a character outside the alphabet.
    """
    head = f"{kind}{region}{serial}"
    of_length(kind, 2, Text("类别码", "class"))
    of_length(serial, 8, Text("组织机构代码本体", "organisation code body"))
    for position, character in enumerate(head, start=1):
        if character not in _VALUES:
            raise wrong_character(_NOUN, position, character, _allowed(character))
    body = head + organisation_check(serial)
    return parse_credit_code(body + _check(body))


def organisation_check(body: str) -> str:
    """The check character of GB 11714 for eight characters 0-9 A-Z."""
    total = sum(w * int(c, 36) for w, c in zip(_ORGANISATION_WEIGHTS, body, strict=True))
    return "0123456789X0"[11 - total % 11]


def _check(body: str) -> str:
    total = sum(w * _VALUES[c] for w, c in zip(_WEIGHTS, body, strict=True))
    return ALPHABET[-total % 31]


def _same_check(position: int, found: str, expected: str, fault: Fault) -> None:
    if found == expected:
        return
    text = Text(
        "{noun}校验不符：按其余各位计算，第 {position} 位应为“{expected}”，这里是“{found}”。",
        "The {noun} fails its check: by the others, character {position} should be “{expected}”, "
        "here it is “{found}”.",
    )
    fix = Text(
        "请对照证书逐位核对，任何一位抄错都会如此。",
        "Compare every character with the certificate; a slip in any of them shows up here.",
    )
    filled = text.fill(noun=_NOUN, position=position, expected=expected, found=found)
    raise IdentifierError(fault, filled, fix)


def _allowed(character: str) -> Text:
    digit = _LOOKALIKES.get(character)
    if digit is None:
        return Text("数字或大写字母", "a digit or a capital letter")
    hint = Text(
        "数字或除 I O Z S V 外的字母（是否为“{digit}”）",
        "a digit or a letter other than I O Z S V (perhaps “{digit}”)",
    )
    return hint.fill(digit=digit)
