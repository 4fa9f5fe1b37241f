"""Organisations: entered, changed, struck off, looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts.models import Node
from shuniu.base import clock
from shuniu.registry.forms import fields
from shuniu.registry.models import Organisation
from shuniu.registry.states import OrganisationType, PartyKind, Size, Standing


class Particulars(forms.Form):
    """The facts of an organisation."""

    code = fields.words(
        gettext_lazy("统一社会信用代码"),
        30,
        help_text=gettext_lazy("18 位，见登记证书。两个校验位都会核对。"),
    )
    name = fields.words(gettext_lazy("单位名称"), 120)
    short_name = fields.words(gettext_lazy("简称"), 40, required=False)
    type = fields.choice(gettext_lazy("组织类型"), OrganisationType.choices)
    size = fields.choice(
        gettext_lazy("规模"),
        Size.choices,
        help_text=gettext_lazy("专职人员不超过两人的选“小型”。"),
    )
    sector = fields.words(
        gettext_lazy("行业领域"),
        40,
        required=False,
        widget=forms.TextInput(attrs={"list": "sectors"}),
        help_text=gettext_lazy("与指导员的业务领域用同样的词，便于匹配。"),
    )
    supervisor = fields.words(gettext_lazy("业务主管单位"), 120, required=False)
    registered_on = fields.PastDay(gettext_lazy("成立登记日期"), required=False)
    region = fields.words(
        gettext_lazy("行政区划代码"),
        12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("六位数字，如 110105。"),
    )
    address = fields.words(gettext_lazy("住所"), 200, required=False)
    staff = fields.count(gettext_lazy("专职人员数"))
    party_members = fields.count(gettext_lazy("党员数"))
    formal_members = fields.count(
        gettext_lazy("组织关系在本单位的正式党员数"),
        help_text=gettext_lazy("据此判断是否应建党组织；不清楚时请留空。"),
    )

    def clean_code(self) -> str:
        """Both check characters."""
        return fields.checked_code(self.cleaned_data["code"])

    def clean_region(self) -> str:
        """Six digits of a region there is."""
        value: str = self.cleaned_data["region"]
        return fields.checked_region(value) if value else ""

    def clean(self) -> dict[str, Any]:
        """Numbers that fit one another."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        formal, members = data.get("formal_members"), data.get("party_members")
        if formal is not None and members is not None and formal > members:
            self.add_error("formal_members", _("不能多于党员数（%(most)s）。") % {"most": members})
        return data


class NewOrganisation(Particulars):
    """An organisation that is entered, with its place in the tree."""

    parent = forms.TypedChoiceField(label=gettext_lazy("所属位置"), coerce=int)
    contact = fields.telephone(
        gettext_lazy("单位联系电话"), help_text=gettext_lazy("加密保存，名册中只显示首尾几位。")
    )
    field_order = ("parent", "code", "name")

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, places: Iterable[Node], **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.fields["parent"].choices = [  # type: ignore[attr-defined]
            (place.pk, place_called(place)) for place in places
        ]

    def clean_contact(self) -> str:
        """A phone number, where there is one."""
        return fields.checked_phone(self.cleaned_data["contact"])


class ChangedOrganisation(Particulars):
    """Changes of an organisation: only what this person changed is applied."""

    CHANGE, CORRECT = "change", "correct"
    version = forms.IntegerField(widget=forms.HiddenInput)
    how = forms.ChoiceField(
        label=gettext_lazy("这次修改是"),
        choices=[
            (CHANGE, gettext_lazy("情况有了变化，原来的情况留作历史")),
            (CORRECT, gettext_lazy("更正录入错误，历史里不留")),
        ],
        widget=forms.RadioSelect,
        initial=CHANGE,
    )
    since = fields.PastDay(
        gettext_lazy("变化生效日期"),
        required=False,
        help_text=gettext_lazy("更正录入错误时不用填。"),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, organisation: Organisation
    ) -> None:
        facts = {name: getattr(organisation, name) for name in Particulars.base_fields}
        more = {"version": organisation.version, "since": clock.today()}
        super().__init__(data, initial={**facts, **more})
        self.organisation = organisation
        for name in facts:  # so that a second editor's values are not put back
            self.fields[name].show_hidden_initial = True

    def changes(self) -> dict[str, Any]:
        """What this person changed."""
        names = [name for name in self.changed_data if name in Particulars.base_fields]
        return {name: self.cleaned_data[name] for name in names}

    def day(self) -> date:
        """From when the changes hold."""
        if self.cleaned_data["how"] == self.CORRECT:
            return self.organisation.since
        day: date = self.cleaned_data["since"] or clock.today()
        return day


class OnDay(forms.Form):
    """A day, and nothing else."""

    on = fields.PastDay(gettext_lazy("日期"))


class Place(forms.Form):
    """Where in the tree."""

    to = forms.TypedChoiceField(label=gettext_lazy("所属位置"), coerce=int)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, places: Iterable[Node], **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.fields["to"].choices = [(p.pk, place_called(p)) for p in places]  # type: ignore[attr-defined]


class Contact(forms.Form):
    """The phone of the organisation's contact."""

    phone = fields.telephone(
        gettext_lazy("单位联系电话"),
        help_text=gettext_lazy("手机或带区号的座机；留空保存即为删除。"),
    )

    def clean_phone(self) -> str:
        """A phone number, where there is one."""
        return fields.checked_phone(self.cleaned_data["phone"])


PARTY_STATES = (
    *PartyKind.choices,
    ("none", gettext_lazy("无党组织覆盖")),
    ("due", gettext_lazy("应建未建")),
)


class Search(forms.Form):
    """What somebody looks for in the list."""

    q = fields.words(
        gettext_lazy("查找"),
        60,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": gettext_lazy("名称、拼音、首字母、信用代码")}
        ),
    )
    type = fields.choice(gettext_lazy("类型"), OrganisationType.choices, required=False)
    size = fields.choice(gettext_lazy("规模"), Size.choices, required=False)
    sector = fields.choice(gettext_lazy("领域"), (), required=False)
    area = fields.choice(gettext_lazy("片区"), (), required=False)
    party = fields.choice(gettext_lazy("党组织"), PARTY_STATES, required=False)
    standing = fields.choice(
        gettext_lazy("状态"), [*Standing.choices, ("all", gettext_lazy("全部"))], required=False
    )

    def __init__(
        self, data: Mapping[str, Any], *, sectors: Iterable[str], places: Iterable[Node]
    ) -> None:
        super().__init__(data)
        self.fields["sector"].choices = [("", "—"), *((one, one) for one in sectors)]  # type: ignore[attr-defined]
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((str(one.pk), place_called(one)) for one in places),
        ]


def place_called(place: Node) -> str:
    """The name of a place, set in by its depth."""
    depth = str(place.path).strip("/").count("/")
    return "　" * depth + place.name
