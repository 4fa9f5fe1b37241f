"""Items of the year plan; calendars for phones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.meetings.forms.meetings import Day
from shuniu.meetings.queries.rolls import BODIES
from shuniu.meetings.states import OF_PARTY, MeetingKind
from shuniu.registry.models import Body, Organisation, PartyOrganisation


class ItemForm(forms.Form):
    """Something more in the plan: what, by whom, when."""

    what = forms.ChoiceField(label=_("会议种类"))
    title = forms.CharField(
        label=_("主题"), max_length=120, required=False, help_text=_("不填时用会议种类的名称。")
    )
    on = forms.DateField(label=_("拟定日期"), widget=Day())

    def __init__(
        self,
        *args: Any,
        parties: Sequence[PartyOrganisation],
        bodies: Sequence[Body],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {one.pk: one for one in parties}
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = [
            *((one.name, _of_party(one)) for one in parties),
            *((one.name or one.get_kind_display(), _of_body(one)) for one in bodies),
        ]

    def chosen(self) -> tuple[str, PartyOrganisation | None]:
        """The kind, and the branch where it is one's."""
        kind, _colon, party = self.cleaned_data["what"].partition(":")
        return kind, self.parties.get(int(party)) if party else None


def _of_party(party: PartyOrganisation) -> list[tuple[str, str]]:
    return [
        (f"{kind.value}:{party.pk}", str(kind.label)) for kind in MeetingKind if kind in OF_PARTY
    ]


def _of_body(body: Body) -> list[tuple[str, str]]:
    kinds = [MeetingKind(kind) for kind, of in BODIES.items() if of == body.kind]
    return [(kind.value, str(kind.label)) for kind in kinds]


class MoveForm(forms.Form):
    """Another day."""

    on = forms.DateField(label=_("改到"), widget=Day())


class DropForm(forms.Form):
    """Why it will not take place."""

    reason = forms.CharField(label=_("不再举行的原因"), max_length=200)


class FeedForm(forms.Form):
    """Whose meetings a calendar shows."""

    scope = forms.ChoiceField(label=_("订阅范围"))

    def __init__(
        self, *args: Any, organisations: Sequence[Organisation], area: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(one.pk): one for one in organisations}
        field = self.fields["scope"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        whole = [("all", _("我权限范围内的全部会议"))] if area else []
        field.choices = [*whole, *((key, one.name) for key, one in self.organisations.items())]

    def chosen(self) -> Organisation | None:
        """The organisation; nothing for everything."""
        return self.organisations.get(self.cleaned_data["scope"])
