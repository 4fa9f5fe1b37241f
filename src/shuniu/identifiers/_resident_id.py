"""Resident identity numbers (GB 11643): shape, date, check character, sex by parity."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shuniu.findings import Text
from shuniu.identifiers._fault import Fault, IdentifierError
from shuniu.identifiers._region import Region, parse_region
from shuniu.identifiers._typed import compact, of_length, wrong_character

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_NOUN = Text("公民身份号码", "resident identity number")
_TAIWAN_RESIDENTS = "830000"  # residence permits of Taiwan people use a code GB/T 2260 lacks


class Sex(StrEnum):
    """Sex as the 17th digit says it: odd male, even female."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A valid number. Its ``repr`` is masked, so that it does not leak into logs."""

    code: str = field(repr=False)

    @property
    def region(self) -> Region:
        """Where the number was first issued."""
        return Region(self.code[:6])

    @property
    def born(self) -> date:
        """Date of birth."""
        return _born(self.code)

    @property
    def sex(self) -> Sex:
        """Sex by the parity of digit 17."""
        return Sex.MALE if int(self.code[16]) % 2 else Sex.FEMALE

    @property
    def masked(self) -> str:
        """The number with the day of birth and the serial hidden."""
        return f"{self.code[:6]}********{self.code[14:16]}**"


def parse_resident_id(typed: str, *, today: date | None = None) -> ResidentId:
    """Read an 18-character resident identity number.

    Args:
        typed: as typed; full width, spaces and a lower-case ``x`` are accepted.
        today: when given, a date of birth after it is refused.

    Raises:
        IdentifierError: ``EMPTY``, ``LENGTH``, ``CHARACTER``, ``CHECK``, ``REGION`` or ``DATE``.
    """
    code = of_length(compact(typed), 18, _NOUN)
    _only_digits(code)
    expected = _check(code[:17])
    if code[17] != expected:
        raise _check_error(expected, code[17])
    if code[:6] != _TAIWAN_RESIDENTS:
        parse_region(code[:6])
    if not _plausible(_born(code), today):
        raise _date_error()
    return ResidentId(code)


def make_resident_id(region: str, born: date, serial: int) -> ResidentId:
    """A number with its check character computed, for demonstration and tests.

    Args:
        region: six digits.
        born: date of birth.
        serial: 0 to 999; odd is male.

    Raises:
        IdentifierError: the parts do not make a valid number.
    """
    body = f"{region}{born:%Y%m%d}{serial:03d}"
    of_length(body, 17, Text("号码本体", "number body"))
    _only_digits(body)
    return parse_resident_id(body + _check(body))


def _only_digits(code: str) -> None:
    for position, character in enumerate(code, start=1):
        if character not in "0123456789" and not (position == 18 and character == "X"):
            expected = Text("数字", "a digit")
            if position == 18:
                expected = Text("数字或 X", "a digit or X")
            raise wrong_character(_NOUN, position, character, expected)


def _check(body: str) -> str:
    return _CHECKS[sum(w * int(c) for w, c in zip(_WEIGHTS, body, strict=True)) % 11]


def _check_error(expected: str, found: str) -> IdentifierError:
    text = Text(
        "{noun}校验不符：按前 17 位计算，末位应为“{expected}”，这里是“{found}”。",
        "The {noun} fails its check: by the first 17 digits the last character should be "
        "“{expected}”, here it is “{found}”.",
    )
    fix = Text("请对照证件逐位核对。", "Compare every digit with the document.")
    filled = text.fill(noun=_NOUN, expected=expected, found=found)
    return IdentifierError(Fault.CHECK, filled, fix)


def _born(code: str) -> date:
    try:
        return date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        raise _date_error() from None


def _plausible(born: date, today: date | None) -> bool:
    return born.year >= 1800 and (today is None or born <= today)


def _date_error() -> IdentifierError:
    text = Text(
        "{noun}第 7 至 14 位不是可能的出生日期。",
        "Digits 7 to 14 of the {noun} are no possible date of birth.",
    )
    fix = Text("请对照证件核对出生日期。", "Compare the date of birth with the document.")
    return IdentifierError(Fault.DATE, text.fill(noun=_NOUN), fix)
