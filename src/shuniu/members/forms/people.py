"""Onto the roster and off it; lists filtered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.base import clock
from shuniu.identifiers import IdentifierError, parse_mobile
from shuniu.members.forms import fields
from shuniu.members.states import ConsentWay, EraseReason, Leaving, Relation, Status
from shuniu.registry.models import Organisation, PartyOrganisation
from shuniu.ui.templatetags.ui import say


class EnrolForm(forms.Form):
    """What is entered of somebody, and that they agreed."""

    name = fields.words(gettext_lazy("姓名"), 40)
    phone = forms.CharField(
        label=gettext_lazy("手机号"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    status = fields.choice(gettext_lazy("身份"), Status.choices)
    since = fields.PastDay(
        gettext_lazy("取得这一身份的日期"),
        help_text=gettext_lazy("申请人填递交申请书的日期，党员填支部大会通过或转正的日期。"),
    )
    came_on = fields.PastDay(gettext_lazy("到本单位的日期"))
    party = fields.choice(gettext_lazy("所在党组织"), (), required=False)
    relation = fields.choice(
        gettext_lazy("组织关系（只有党员填写）"), Relation.choices, required=False
    )
    way = fields.choice(
        gettext_lazy("同意的方式"), [(ConsentWay.PAPER.value, ConsentWay.PAPER.label)]
    )
    agreed = fields.tick(
        gettext_lazy("本人已阅读上面的知情同意书并签名，签名的原件由党组织保存"), required=True
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, parties: Iterable[PartyOrganisation]
    ) -> None:
        super().__init__(data, initial={"came_on": clock.today(), "way": ConsentWay.PAPER})
        fields.offer(self, "party", [(one.pk, one.name) for one in parties])

    def clean_phone(self) -> str:
        """A mobile number, or nothing."""
        value: str = self.cleaned_data["phone"]
        try:
            return parse_mobile(value).number if value.strip() else ""
        except IdentifierError as error:
            raise ValidationError(say(error.text) + say(error.fix)) from error

    def clean(self) -> dict[str, Any]:
        """Only members have a relation, and each of them has one."""
        data: dict[str, Any] = super().clean() or {}
        of_party = data.get("status") in Status.of_party()
        if of_party and not data.get("relation"):
            self.add_error("relation", _("党员请选择组织关系在哪里。"))
        if not of_party and data.get("relation"):
            self.add_error("relation", _("申请人和积极分子没有组织关系，请留空。"))
        return data


class DeclareForm(EnrolForm):
    """Declared by the person: nobody is asked to, and nothing depends on it."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, parties: Iterable[PartyOrganisation]
    ) -> None:
        super().__init__(data, parties=parties)
        fields.offer(self, "way", [(ConsentWay.SELF.value, ConsentWay.SELF.label)])
        self.fields["way"].widget = forms.HiddenInput()
        self.initial["way"] = ConsentWay.SELF.value
        self.fields["agreed"].label = _("我已阅读上面的知情同意书，自愿登记")


class RosterSearch(forms.Form):
    """What the list is filtered by."""

    party = fields.choice(gettext_lazy("党组织"), (), required=False)
    status = fields.choice(gettext_lazy("身份"), Status.choices, required=False)
    relation = fields.choice(gettext_lazy("组织关系"), Relation.choices, required=False)
    left = fields.tick(gettext_lazy("已离开的"))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, parties: Iterable[PartyOrganisation]
    ) -> None:
        super().__init__(data)
        fields.offer(self, "party", [(one.pk, one.name) for one in parties])


class GrowingSearch(RosterSearch):
    """The same for those on the way."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, parties: Iterable[PartyOrganisation]
    ) -> None:
        super().__init__(data, parties=parties)
        del self.fields["relation"]
        del self.fields["left"]
        fields.offer(self, "status", Status.choices[:4])


class LeaveForm(forms.Form):
    """Off the roster."""

    on = fields.PastDay(gettext_lazy("离开日期"))
    why = fields.choice(
        gettext_lazy("原因"),
        [one for one in Leaving.choices if one[0] != Leaving.WITHDRAWN.value],
    )


class MoveForm(forms.Form):
    """Another organisation of the hub, another branch."""

    organisation = fields.choice(gettext_lazy("单位"), ())
    party = fields.choice(gettext_lazy("党组织"), (), required=False)
    on = fields.PastDay(gettext_lazy("日期"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any],
        organisations: Iterable[Organisation],
        parties: Iterable[PartyOrganisation],
    ) -> None:
        super().__init__(data, initial={"on": clock.today(), **initial})
        fields.offer(self, "organisation", [(one.pk, one.name) for one in organisations])
        fields.offer(self, "party", [(one.pk, one.name) for one in parties])


class UserForm(forms.Form):
    """With which account they sign in."""

    username = fields.words(
        gettext_lazy("登录用户名"),
        60,
        help_text=gettext_lazy("请本人告知自己的用户名；关联后本人可以查看自己的资料。"),
    )


class EraseForm(forms.Form):
    """Why a record is destroyed."""

    reason = fields.choice(gettext_lazy("理由"), EraseReason.choices)


class HoldForm(forms.Form):
    """Why the law asks to keep it."""

    reason = fields.words(
        gettext_lazy("法律、行政法规依据"),
        200,
        help_text=gettext_lazy("写明法律名称和条款；不要写姓名。本人可以看到。"),
    )
    until = fields.Day(gettext_lazy("暂缓到"))
