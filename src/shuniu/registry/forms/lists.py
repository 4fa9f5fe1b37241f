"""Checklists, partners, areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts.models import Node
from shuniu.base import clock
from shuniu.registry.forms import fields
from shuniu.registry.forms.organisations import place_called
from shuniu.registry.models import Checklist, ChecklistItem, ChecklistMark


class ChecklistForm(forms.Form):
    """A checklist: one thing a line."""

    title = fields.words(gettext_lazy("名称"), 80)
    code = forms.SlugField(
        label=gettext_lazy("代号"),
        max_length=40,
        help_text=gettext_lazy("小写字母、数字和短横，如 liu-tongbu；评价标准按代号取数。"),
    )
    basis = fields.words(gettext_lazy("依据"), 300, required=False)
    since = fields.Day(gettext_lazy("起"))
    until = fields.Day(gettext_lazy("止"), required=False)
    items = forms.CharField(
        label=gettext_lazy("清单事项"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("每行一项。已有单位完成的事项可以改写，不能删除。"),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, checklist: Checklist | None = None
    ) -> None:
        initial: dict[str, Any] = {"since": clock.today()}
        if checklist is not None:
            names = ("title", "code", "basis", "since", "until")
            initial = {name: getattr(checklist, name) for name in names}
            initial["items"] = "\n".join(one.text for one in checklist.items.all())
        super().__init__(data, initial=initial)
        if checklist is not None:
            self.fields["code"].disabled = True

    def clean_items(self) -> list[str]:
        """Lines with something on them, each once."""
        text: str = self.cleaned_data["items"]
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        twice = {line for line in lines if lines.count(line) > 1}
        if twice:
            raise forms.ValidationError(_("“%(line)s”出现了不止一次。") % {"line": min(twice)})
        long = [line for line in lines if len(line) > 200]
        if long:
            raise forms.ValidationError(
                _("每项不超过 200 字：“%(line)s…”") % {"line": long[0][:20]}
            )
        return lines


class Marks(forms.Form):
    """The things of a checklist, each with the day on which it was done."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        items: Iterable[ChecklistItem],
        marks: Mapping[int, ChecklistMark],
    ) -> None:
        super().__init__(data, files)
        self.rows: list[tuple[ChecklistItem, ChecklistMark | None]] = []
        for item in items:
            mark = marks.get(item.pk)
            self.rows.append((item, mark))
            day = fields.PastDay(gettext_lazy("完成日期"), required=False)
            day.initial = mark.done_on if mark else None
            self.fields[f"done_{item.pk}"] = day
            note = fields.words(gettext_lazy("说明"), 200, required=False)
            note.initial = mark.note if mark else ""
            self.fields[f"note_{item.pk}"] = note
            self.fields[f"file_{item.pk}"] = forms.FileField(
                label=gettext_lazy("佐证"), required=False
            )

    def lines(self) -> list[dict[str, Any]]:
        """Item, mark and fields side by side."""
        return [
            {
                "item": item,
                "mark": mark,
                "done": self[f"done_{item.pk}"],
                "note": self[f"note_{item.pk}"],
                "file": self[f"file_{item.pk}"],
            }
            for item, mark in self.rows
        ]

    def changed(self) -> list[tuple[ChecklistItem, dict[str, Any]]]:
        """Those things whose line somebody changed."""
        found = []
        for item, _mark in self.rows:
            names = {key: f"{key}_{item.pk}" for key in ("done", "note", "file")}
            if set(names.values()) & set(self.changed_data):
                found.append((item, {k: self.cleaned_data.get(n) for k, n in names.items()}))
        return found


KINDS = (
    gettext_lazy("企业"),
    gettext_lazy("高校"),
    gettext_lazy("医院"),
    gettext_lazy("媒体"),
    gettext_lazy("机关"),
    gettext_lazy("外地"),
)


class PartnerForm(forms.Form):
    """Somebody outside the hub."""

    name = fields.words(gettext_lazy("名称"), 120)
    kind = fields.words(
        gettext_lazy("类别"), 40, widget=forms.TextInput(attrs={"list": "partner-kinds"})
    )
    code = fields.words(gettext_lazy("统一社会信用代码"), 30, required=False)
    region = fields.words(gettext_lazy("地区"), 60, required=False)
    contact = fields.words(
        gettext_lazy("对接部门"),
        120,
        required=False,
        help_text=gettext_lazy("填部门或岗位，不填个人电话。"),
    )
    note = fields.words(gettext_lazy("备注"), 300, required=False)
    active = forms.BooleanField(label=gettext_lazy("在用"), required=False, initial=True)

    def clean_code(self) -> str:
        """Both check characters, where there is a code."""
        value: str = self.cleaned_data["code"]
        return fields.checked_code(value) if value else ""


class PartnerSearch(forms.Form):
    """Which partners."""

    q = fields.words(gettext_lazy("查找"), 60, required=False)
    kind = fields.choice(gettext_lazy("类别"), (), required=False)

    def __init__(self, data: Mapping[str, Any], *, kinds: Iterable[str]) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [("", "—"), *((one, one) for one in kinds)]  # type: ignore[attr-defined]


class AreaForm(forms.Form):
    """An area workstation."""

    name = fields.words(gettext_lazy("名称"), 120)
    parent = forms.TypedChoiceField(label=gettext_lazy("所属位置"), coerce=int)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, places: Iterable[Node], **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.fields["parent"].choices = [(p.pk, place_called(p)) for p in places]  # type: ignore[attr-defined]


class Rename(forms.Form):
    """Another name."""

    name = fields.words(gettext_lazy("名称"), 120)
