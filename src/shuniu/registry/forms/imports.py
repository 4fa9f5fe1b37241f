"""A sheet to be imported, and which of its columns is which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts.models import Node
from shuniu.base import clock
from shuniu.registry.forms.organisations import place_called
from shuniu.registry.queries.imports.columns import FIELDS, UNITS
from shuniu.registry.services.imports import Correction

_UNITS = [("", gettext_lazy("按表头"))] + [(unit, unit) for unit in UNITS]


class Upload(forms.Form):
    """A file, and where new organisations come."""

    file = forms.FileField(
        label=gettext_lazy("表格文件"),
        help_text=gettext_lazy(
            "Excel（.xlsx、.xls）、WPS（.et）、CSV 都可以，表头不必和模板一样。"
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.ods,.csv,.txt"}),
    )
    place = forms.TypedChoiceField(
        label=gettext_lazy("新单位归入"),
        coerce=int,
        help_text=gettext_lazy("表里有“片区”一列的，按那一列。"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        *,
        places: Iterable[Node],
    ) -> None:
        super().__init__(data, files)  # type: ignore[arg-type]
        self.fields["place"].choices = [(p.pk, place_called(p)) for p in places]  # type: ignore[attr-defined]


class Columns(forms.Form):
    """Which column holds what, as a person says."""

    sheet = forms.ChoiceField(label=gettext_lazy("工作表"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("金额单位"), choices=_UNITS, required=False)
    year = forms.IntegerField(
        label=gettext_lazy("年检年报数据属于哪一年"),
        required=False,
        min_value=1990,
        help_text=gettext_lazy("表里没有“年度”一列时填写。"),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, told: Mapping[str, Any]) -> None:
        letters = told.get("letters", {})
        initial = {"sheet": told.get("sheet"), "year": told.get("year"), "unit": told.get("unit")}
        super().__init__(data, initial={**initial, **{f"at_{k}": v for k, v in letters.items()}})
        self.fields["sheet"].choices = [(one, one) for one in told.get("sheets", ())]  # type: ignore[attr-defined]
        headings = told.get("headings", {})
        choices = [("", _("（没有这一列）"))]
        choices += [(at, f"{at} · {words[:40]}") for at, words in headings.items()]
        for one in FIELDS:
            self.fields[f"at_{one.key}"] = forms.ChoiceField(
                label=one.label, choices=choices, required=False
            )
        if len(told.get("sheets", ())) < 2:
            del self.fields["sheet"]
        self._sheet = told.get("sheet", "")

    def columns(self) -> list[forms.BoundField]:
        """The fields that name columns."""
        return [self[f"at_{one.key}"] for one in FIELDS]

    def others(self) -> list[forms.BoundField]:
        """The fields beside."""
        return [self[name] for name in ("sheet", "unit", "year") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """One column cannot hold two things."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for one in FIELDS:
            letters = data.get(f"at_{one.key}")
            if not letters:
                continue
            if letters in taken:
                words = _("%(letters)s 列已经选作“%(other)s”。")
                told = {"letters": letters, "other": taken[letters]}
                self.add_error(f"at_{one.key}", words % told)
            taken[letters] = str(one.label)
        if (data.get("year") or 0) > clock.today().year:
            self.add_error("year", _("这一年还没有到。"))
        return data

    def correction(self) -> Correction:
        """What the person said; another sheet is looked at anew."""
        data = self.cleaned_data
        sheet = data.get("sheet") or self._sheet
        columns = {one.key: data.get(f"at_{one.key}") or "" for one in FIELDS}
        return Correction(
            sheet=sheet,
            columns=columns if sheet == self._sheet else None,
            unit=data["unit"],
            year=data["year"],
        )


class Decision(forms.Form):
    """What is left out, of the preview somebody looked at."""

    stamp = forms.CharField(max_length=40)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self._left = data.getlist("leave")

    def leave(self) -> list[int]:
        """Numbers of rows that are not to be imported."""
        return [int(one) for one in self._left if one.isdecimal() and len(one) < 9]
