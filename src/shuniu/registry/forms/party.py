"""Party organisations, covers, instructors, what is not built."""

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
from shuniu.registry.models import Body, Instructor, Organisation, PartyOrganisation
from shuniu.registry.states import PartyKind


class FoundingForm(forms.Form):
    """How a party organisation came to be."""

    name = fields.words(gettext_lazy("党组织名称"), 120)
    kind = fields.choice(
        gettext_lazy("组建方式"),
        PartyKind.choices,
        help_text=gettext_lazy(
            "组建方式决定它能做什么：功能型、流动、临时党组织不能接收预备党员。"
        ),
    )
    since = fields.PastDay(gettext_lazy("成立日期"))
    approved_on = fields.PastDay(gettext_lazy("批复日期"), required=False)
    body = fields.choice(
        gettext_lazy("班子所在机构"),
        (),
        required=False,
        help_text=gettext_lazy("在“机构与任职”中登记的党组织；据此判断双向进入。"),
    )
    parent = fields.choice(gettext_lazy("上级党组织"), (), required=False)
    approval_granted_by = fields.words(
        gettext_lazy("授权审批预备党员的机关"),
        120,
        required=False,
        help_text=gettext_lazy("只有经授权的党委才有审批权；没有请留空。"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        home: Organisation,
        bodies: Iterable[Body],
        parents: Iterable[PartyOrganisation],
    ) -> None:
        super().__init__(data, initial={"name": home.name + _("党支部"), "since": clock.today()})
        self.fields["body"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((str(one.pk), one.name or one.get_kind_display()) for one in bodies),
        ]
        self.fields["parent"].choices = [("", "—"), *((str(p.pk), p.name) for p in parents)]  # type: ignore[attr-defined]


class Approval(forms.Form):
    """By whose grant a party organisation approves new members."""

    granted_by = fields.words(
        gettext_lazy("授权机关"),
        120,
        required=False,
        help_text=gettext_lazy("留空保存即为没有审批权。"),
    )


class CoverForm(forms.Form):
    """Which party organisation covers this one, from when."""

    party = forms.TypedChoiceField(label=gettext_lazy("党组织"), coerce=int)
    since = fields.PastDay(gettext_lazy("起"))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, offered: Iterable[PartyOrganisation]
    ) -> None:
        super().__init__(data, initial={"since": clock.today()})
        self.fields["party"].choices = [  # type: ignore[attr-defined]
            (one.pk, f"{one.name}（{one.get_kind_display()}）") for one in offered
        ]


class InstructorForm(forms.Form):
    """Somebody who instructs."""

    node = forms.TypedChoiceField(label=gettext_lazy("所属位置"), coerce=int)
    name = fields.words(gettext_lazy("姓名"), 40)
    phone = fields.telephone(gettext_lazy("手机号"), help_text=gettext_lazy("可留空，加密保存。"))
    field = fields.words(
        gettext_lazy("业务领域"),
        40,
        widget=forms.TextInput(attrs={"list": "sectors"}),
        help_text=gettext_lazy("与单位的行业领域用同样的词，便于匹配。"),
    )
    unit = fields.words(gettext_lazy("派出单位"), 120, required=False)
    since = fields.PastDay(gettext_lazy("起"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, places: Iterable[Node]) -> None:
        super().__init__(data, initial={"since": clock.today()})
        self.fields["node"].choices = [(one.pk, place_called(one)) for one in places]  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """A mobile number, where there is one."""
        return fields.checked_mobile(self.cleaned_data["phone"])


class Duty(forms.Form):
    """Who looks after an organisation, from when."""

    instructor = forms.TypedChoiceField(label=gettext_lazy("指导员"), coerce=int)
    since = fields.PastDay(gettext_lazy("起"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        offered: Iterable[Instructor],
        sector: str,
    ) -> None:
        super().__init__(data, initial={"since": clock.today()})
        self.fields["instructor"].choices = [  # type: ignore[attr-defined]
            (one.pk, _called(one, sector)) for one in offered
        ]


def _called(row: Instructor, sector: str) -> str:
    if row.field == sector:
        return _("%(name)s（%(field)s，领域一致）") % {"name": row.person.name, "field": row.field}
    return _("%(name)s（%(field)s，领域不同）") % {"name": row.person.name, "field": row.field}


class NotBuiltForm(forms.Form):
    """Why what is due is not set up, and by when it will be."""

    due_since = fields.PastDay(gettext_lazy("达到应建条件之日"))
    reason = fields.words(gettext_lazy("未建原因"), 300, widget=forms.Textarea(attrs={"rows": 3}))
    planned_on = fields.Day(gettext_lazy("计划组建日期"), required=False)
