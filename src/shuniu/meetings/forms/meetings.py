"""Meetings planned and recorded; items, votes, tasks, ideas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shuniu.base import clock
from shuniu.meetings.models import Attendee, PlanItem
from shuniu.meetings.queries.listing import Place
from shuniu.meetings.queries.rolls import Seat
from shuniu.meetings.states import ItemKind, Presence, Way, Weight
from shuniu.registry.models import Person


class When(forms.DateTimeInput):
    """The phone's own picker."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class Day(forms.DateInput):
    """The phone's own picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _choices(people: Sequence[Person]) -> list[tuple[int, str]]:
    return [(one.pk, one.name or str(one.key)[:8]) for one in people]


class PlanForm(forms.Form):
    """What a meeting is to be."""

    place_of = forms.ChoiceField(label=_("召开单位"))
    title = forms.CharField(label=_("会议名称"), max_length=120)
    starts_at = forms.DateTimeField(label=_("开始时间"), widget=When())
    place = forms.CharField(label=_("地点"), max_length=120, required=False)

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        field = self.fields["place_of"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = [(str(n), one.name) for n, one in enumerate(places)]

    def chosen(self) -> Place:
        """The branch or body."""
        return self.places[int(self.cleaned_data["place_of"])]


class RecordForm(forms.Form):
    """An ordinary meeting that is over: on a phone, in a minute."""

    title = forms.CharField(label=_("会议名称"), max_length=120)
    starts_at = forms.DateTimeField(label=_("开始时间"), widget=When())
    topics = forms.CharField(
        label=_("内容"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("一行一项，写清楚做了什么即可。"),
    )
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    away = forms.MultipleChoiceField(
        label=_("未到会的人"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("其余的人记为到会。"),
    )
    away_reason = forms.CharField(
        label=_("请假原因"), max_length=120, required=False, help_text=_("不写原因的记为缺席。")
    )
    task = forms.CharField(label=_("会议决定要办的事"), max_length=300, required=False)
    task_owner = forms.ChoiceField(label=_("由谁负责"), required=False)
    task_due = forms.DateField(label=_("完成时限"), widget=Day(), required=False)
    photo = forms.FileField(label=_("照片或扫描件"), required=False, help_text=_("可以不传。"))
    late_reason = forms.CharField(
        label=_("补录原因"),
        max_length=200,
        required=False,
        help_text=_("会议过去超过 7 天时填写。"),
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = _choices(people)
        for name, choices in (("away", names), ("task_owner", [("", "—"), *names])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
            field.choices = choices
        if not names:
            del self.fields["away"], self.fields["away_reason"]

    def clean(self) -> dict[str, Any]:
        """A task has somebody and a day."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("task"):
            if not data.get("task_owner"):
                self.add_error("task_owner", _("请选择由谁负责。"))
            if not data.get("task_due"):
                self.add_error("task_due", _("请填写完成时限。"))
        return data


def plan_initial(kind_words: str, item: PlanItem | None = None) -> dict[str, Any]:
    """What a new plan begins with: today at this hour, or the day an item of the year plan names."""
    if item is None:
        begins = timezone.localtime(clock.now()).replace(minute=0, second=0, microsecond=0)
        return {"title": kind_words, "starts_at": begins}
    return {"title": item.title, "starts_at": _at_nine(item.on)}


def _at_nine(day: date) -> datetime:
    return datetime.combine(day, time(9), timezone.get_current_timezone())


def record_initial(kind_words: str, item: PlanItem | None = None) -> dict[str, Any]:
    """What a new record begins with: today, an hour ago; for an item of the year plan its day."""
    if item is not None and item.on < clock.today():
        return {"title": item.title, "starts_at": _at_nine(item.on)}
    now = timezone.localtime(clock.now())
    begins = (now - timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    title = _("%(day)s%(kind)s") % {"day": f"{now.year}年{now.month}月", "kind": kind_words}
    return {"title": item.title if item is not None else title, "starts_at": begins}


def people_of(seats: Sequence[Seat]) -> list[Person]:
    """The people of a roll that is not drawn yet."""
    numbers = [one.person_id for one in seats if not one.observer]
    found = Person.objects.in_bulk(numbers)
    return [found[one] for one in numbers if one in found]


class ItemForm(forms.Form):
    """An item of the agenda."""

    title = forms.CharField(label=_("议题"), max_length=200)
    kind = forms.ChoiceField(
        label=_("方式"), choices=[c for c in ItemKind.choices if c[0] != ItemKind.STUDY]
    )
    weight = forms.ChoiceField(label=_("表决要求"), choices=Weight.choices, required=False)
    text = forms.CharField(label=_("说明"), widget=forms.Textarea({"rows": 2}), required=False)


class CountForm(forms.Form):
    """Votes as they were counted."""

    way = forms.ChoiceField(
        label=_("表决方式"), choices=[c for c in Way.choices if c[0] != Way.NAMED]
    )
    in_favour = forms.IntegerField(label=_("赞成"), min_value=0)
    against = forms.IntegerField(label=_("反对"), min_value=0, initial=0)
    abstained = forms.IntegerField(label=_("弃权"), min_value=0, initial=0)
    void = forms.IntegerField(label=_("无效"), min_value=0, initial=0)


class SaidForm(forms.Form):
    """Somebody of the roll, and words."""

    person = forms.ChoiceField(label=_("姓名"))
    text = forms.CharField(label=_("内容"), widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = _choices(people)


class TaskForm(forms.Form):
    """What is to be done, by whom, by when."""

    text = forms.CharField(label=_("决议事项"), max_length=300)
    owner = forms.ChoiceField(label=_("由谁负责"))
    due_on = forms.DateField(label=_("完成时限"), widget=Day())

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = _choices(people)


class WordsForm(forms.Form):
    """One line of words."""

    text = forms.CharField(label=_("内容"), max_length=300)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200)


def marks_of(rows: Sequence[Attendee], data: Any) -> list[tuple[Attendee, str, str]]:
    """What was chosen for each on the roll: the row, where they are, why away."""
    found = []
    for row in rows:
        chosen = data.get(f"presence-{row.pk}", "")
        reason = data.get(f"reason-{row.pk}", "").strip()
        if chosen in Presence.values and (chosen, reason) != (row.presence, row.reason):
            found.append((row, chosen, reason))
    return found
