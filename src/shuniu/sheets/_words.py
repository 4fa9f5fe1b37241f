"""Words as people type them, made comparable: width, case, spaces and invisible marks."""

from __future__ import annotations

import re
import unicodedata

# Full-width forms only: NFKC would also turn “²” or “①” into digits nobody typed.
_WIDTH: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDTH |= {ord("　"): " ", ord("﹪"): "%", ord("−"): "-", ord("﹣"): "-", ord("￥"): "¥"}
_BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_ORNAMENT = re.compile(r"^[*※★]+|[*※★:]+$")


def narrow(words: str) -> str:
    """``words`` in half width, trimmed, without invisible marks; case and inner spaces stay."""
    if words.isascii():
        return words.strip()
    plain = words.translate(_WIDTH)
    return "".join(c for c in plain if unicodedata.category(c) != "Cf").strip()


def folded(words: str) -> str:
    """``words`` for comparison: half width, no white space at all, one case."""
    return "".join(narrow(words).split()).casefold()


def label(words: str) -> str:
    """A header cell for comparison: folded, without stars and a final colon."""
    return _ORNAMENT.sub("", folded(words))


def bare_label(words: str) -> str:
    """A header cell without what stands in brackets: units and remarks such as （必填）."""
    return _ORNAMENT.sub("", _BRACKETED.sub("", label(words)))


def bracketed(words: str) -> tuple[str, ...]:
    """What stands in brackets in a header cell, folded."""
    return tuple(_BRACKETED.findall(label(words)))
