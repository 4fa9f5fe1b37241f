"""What hands and clipboards put around a code, taken off again."""

from __future__ import annotations

import unicodedata

from shuniu.findings import Text
from shuniu.identifiers._fault import Fault, IdentifierError

# Full-width forms only: NFKC would also turn “²” or “①” into digits nobody typed.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def compact(typed: str) -> str:
    """``typed`` in half width and upper case, without spaces, dashes and invisible marks."""
    narrow = typed.translate(_NARROW).upper()
    return "".join(c for c in narrow if not c.isspace() and not _is_filler(c))


def _is_filler(character: str) -> bool:
    # Cf: zero-width and direction marks, which phones add when a number is copied from a chat.
    return unicodedata.category(character) in ("Cf", "Pd") or character == "−"


def of_length(code: str, length: int, noun: Text) -> str:
    """``code`` itself when it has ``length`` characters.

    Raises:
        IdentifierError: ``EMPTY`` or ``LENGTH``.
    """
    if not code:
        empty = Text("{noun}是空的。", "The {noun} is empty.").fill(noun=noun)
        raise IdentifierError(Fault.EMPTY, empty, _again(noun, length))
    if len(code) != length:
        text = Text(
            "{noun}应为 {length} 位，这里是 {found} 位。",
            "A {noun} has {length} characters; this one has {found}.",
        )
        filled = text.fill(noun=noun, length=length, found=len(code))
        raise IdentifierError(Fault.LENGTH, filled, _again(noun, length))
    return code


def _again(noun: Text, length: int) -> Text:
    fix = Text("请对照原件填写 {length} 位{noun}。", "Enter the {length}-character {noun}.")
    return fix.fill(noun=noun, length=length)


def wrong_character(noun: Text, position: int, found: str, expected: Text) -> IdentifierError:
    """The error for the character ``found`` at ``position`` (from 1)."""
    text = Text(
        "{noun}第 {position} 位是“{found}”，应为{expected}。",
        "Character {position} of the {noun} is “{found}”; expected {expected}.",
    )
    return IdentifierError(
        Fault.CHARACTER,
        text.fill(noun=noun, position=position, found=found, expected=expected),
        Text("请对照原件改正这一位。", "Correct this character from the original document."),
    )
