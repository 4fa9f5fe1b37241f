"""Joint meetings: called, topics brought, tasks given and told of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import Node
from shuniu.meetings.forms.meetings import Day, When
from shuniu.meetings.models import Unit
from shuniu.meetings.queries.joint import name_of


class ConveneForm(forms.Form):
    """What a joint meeting is to be."""

    node = forms.ModelChoiceField(Node.objects.none(), label=_("召集范围"), empty_label=None)
    title = forms.CharField(label=_("会议名称"), max_length=120)
    starts_at = forms.DateTimeField(label=_("开始时间"), widget=When())
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    again = forms.BooleanField(label=_("邀请上次联席会议的单位"), required=False, initial=True)

    def __init__(self, *args: Any, nodes: QuerySet[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["node"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (declared above)
        field.queryset = nodes


class TopicForm(forms.Form):
    """A topic or a case."""

    title = forms.CharField(label=_("议题或案例"), max_length=200)
    text = forms.CharField(
        label=_("说明"), widget=forms.Textarea({"rows": 5}), required=False, max_length=5000
    )
    case = forms.BooleanField(label=_("这是供交流的案例"), required=False)


class ReasonForm(forms.Form):
    """Why not."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class UnitTaskForm(forms.Form):
    """Something a unit sees to."""

    text = forms.CharField(label=_("任务"), max_length=300)
    unit = forms.ChoiceField(label=_("承办单位"))
    due_on = forms.DateField(label=_("完成时限"), widget=Day())

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {str(one.pk): one for one in units}
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = [(key, name_of(one)) for key, one in self._units.items()]

    def chosen(self) -> Unit:
        """The unit that sees to it."""
        return self._units[self.cleaned_data["unit"]]


class ReportForm(forms.Form):
    """How a task stands."""

    text = forms.CharField(label=_("进展"), max_length=300, widget=forms.Textarea({"rows": 3}))
    done = forms.BooleanField(label=_("已经完成"), required=False)
