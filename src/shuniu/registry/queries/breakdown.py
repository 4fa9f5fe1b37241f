"""A rate broken down, and as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shuniu.registry.queries.rates import Picture, Rate, by_kind, sliced
from shuniu.registry.states import OrganisationType, PartyKind


@dataclass(frozen=True, slots=True)
class Part:
    """A rate among those of one place or type, with its name."""

    name: str
    numerator: int
    denominator: int

    @property
    def share(self) -> float | None:
        """From 0 to 1."""
        return self.numerator / self.denominator if self.denominator else None


def by_place(picture: Picture, rate: Rate, names: Mapping[str | None, str]) -> list[Part]:
    """By the hub or area under which organisations hang."""
    return [
        Part(names.get(one.key, "") or _("其他"), one.numerator, one.denominator)
        for one in sliced(picture, rate, lambda seen: seen.place)
    ]


def by_type(picture: Picture, rate: Rate) -> list[Part]:
    """By the law organisations are registered under."""
    found = {one.key: one for one in sliced(picture, rate, lambda seen: seen.type)}
    return [
        Part(str(kind.label), found[kind].numerator, found[kind].denominator)
        for kind in OrganisationType
        if kind in found
    ]


def share_chart(parts: Sequence[Part]) -> list[tuple[str, float]]:
    """Rows of bars in percent."""
    return [(one.name, round(100 * (one.share or 0), 1)) for one in parts]


def kinds_chart(picture: Picture) -> list[tuple[str, int]]:
    """How many are covered in which way; kinds that do not occur are left out."""
    return [
        (str(PartyKind(kind).label) if kind else _("未覆盖"), number)
        for kind, number in by_kind(picture).items()
        if number
    ]
