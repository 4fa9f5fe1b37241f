"""The acts on a matter, one small form each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shuniu.base import clock
from shuniu.governance.forms.matters import Day, Money, Words
from shuniu.governance.states import Opinion
from shuniu.meetings.models import AgendaItem, Meeting
from shuniu.registry.models import Person


class MeetingForm(forms.Form):
    """On whose table it goes."""

    meeting = forms.ChoiceField(label=_("会议"), widget=forms.RadioSelect)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, meetings: Iterable[Meeting]
    ) -> None:
        super().__init__(data)
        self.fields["meeting"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.title} · {timezone.localtime(one.starts_at):%Y-%m-%d %H:%M}")
            for one in meetings
        ]


class OpinionForm(forms.Form):
    """What came out of a study."""

    opinion = forms.ChoiceField(
        label=_("研究意见"), choices=Opinion.choices, widget=forms.RadioSelect
    )
    changes = Words(_("修改要求"), rows=3, required=False, help_text=_("同意并修改的必填。"))
    reasons = Words(_("理由"), rows=3, required=False, help_text=_("缓议、不同意的必填。"))


class ConfirmForm(OpinionForm):
    """The same about an emergency, with the item on which was voted."""

    item = forms.ChoiceField(label=_("追认会议的议题"), widget=forms.RadioSelect)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, items: Iterable[AgendaItem]
    ) -> None:
        super().__init__(data)
        self.fields["item"].choices = choices_of(items)  # type: ignore[attr-defined]
        self.fields = {"item": self.fields["item"], **self.fields}


class DecisionForm(forms.Form):
    """What is written down with a decision."""

    item = forms.ChoiceField(label=_("决策会议的议题"), widget=forms.RadioSelect)
    adopted = forms.BooleanField(
        label=_("研究意见要求的修改已经采纳"), required=False, initial=True
    )
    deviation_reason = Words(
        _("与研究意见不一致的理由"), rows=3, required=False, help_text=_("决定与意见不一致时必填。")
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, items: Iterable[AgendaItem], amend: bool
    ) -> None:
        super().__init__(data)
        rows = choices_of(items)
        self.fields["item"].choices = rows  # type: ignore[attr-defined]
        if len(rows) == 1:
            self.fields["item"].initial = rows[0][0]
        if not amend:
            del self.fields["adopted"]


def choices_of(items: Iterable[AgendaItem]) -> list[tuple[str, str]]:
    """Items by their meeting and day."""
    return [
        (str(one.pk), f"{one.meeting.title} · {timezone.localtime(one.meeting.starts_at):%Y-%m-%d}")
        for one in items
    ]


class ReasonForm(forms.Form):
    """A reason, nothing else."""

    reason = forms.CharField(
        label=_("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class ConflictForm(forms.Form):
    """Who has an interest, and which."""

    person = forms.ChoiceField(label=_("人员"))
    reason = forms.CharField(
        label=_("利益关系"), max_length=200, help_text=_("写关系，不写姓名和其他个人信息。")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, people: Iterable[Person]) -> None:
        super().__init__(data)
        self.fields["person"].choices = [("", "—"), *((str(p.pk), p.name) for p in people)]  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """A report was made."""

    on = Day(_("办理日期"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, public: bool) -> None:
        super().__init__(data, initial={"on": clock.today()})
        if public:
            self.fields["text"] = Words(
                _("向社会公开的内容"),
                rows=5,
                help_text=_("原样显示在不登录即可查看的页面，不要写个人信息。"),
            )


class TextForm(forms.Form):
    """Words, nothing else."""

    text = Words(_("内容"), rows=6)


class ExecutionForm(forms.Form):
    """How it was carried out."""

    on = Day(_("执行日期"))
    amount = Money(_("实际金额（元）"))
    text = Words(_("执行情况"), rows=4)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"on": clock.today()})
