"""A sentence in Chinese and English, filled with the same values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Lang: TypeAlias = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One whole sentence (or label) in both languages; the Chinese one is the source."""

    zh: str
    en: str

    def say(self, lang: Lang = "zh") -> str:
        """The sentence in ``lang``."""
        return self.zh if lang == "zh" else self.en

    def fill(self, **values: object) -> Text:
        """The sentence with its ``{name}`` places filled; a ``Text`` value is filled by language.

        Raises:
            KeyError: a place in the sentence has no value.
        """
        if not any(isinstance(value, Text) for value in values.values()):
            return Text(self.zh.format_map(values), self.en.format_map(values))
        return Text(
            self.zh.format_map(_said(values, "zh")), self.en.format_map(_said(values, "en"))
        )

    @classmethod
    def same(cls, words: str) -> Text:
        """Words that read the same in both languages: names, numbers, what a person typed."""
        return cls(words, words)


def _said(values: Mapping[str, object], lang: Lang) -> dict[str, object]:
    return {k: v.say(lang) if isinstance(v, Text) else v for k, v in values.items()}
