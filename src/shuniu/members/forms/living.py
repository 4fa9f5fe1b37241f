"""Floating members, letters, dues, reviews, talks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from shuniu.base import clock
from shuniu.members.forms import fields
from shuniu.members.models import Member
from shuniu.members.states import ContactWay, Grade


class FloatingForm(forms.Form):
    """A member whose relation lies elsewhere."""

    home_branch = fields.words(gettext_lazy("组织关系所在党组织"), 120)
    home_contact = fields.words(gettext_lazy("原党组织联系人和电话"), 80, required=False)
    reason = fields.words(gettext_lazy("暂不转接的原因"), 200, required=False)
    certificate = fields.words(gettext_lazy("流动党员活动证编号"), 40, required=False)
    since = fields.PastDay(gettext_lazy("流入日期"))
    agreement_until = fields.Day(gettext_lazy("双方协管约定至"), required=False)


class ContactForm(forms.Form):
    """That somebody spoke with them."""

    on = fields.PastDay(gettext_lazy("日期"))
    way = fields.choice(gettext_lazy("方式"), ContactWay.choices)


class DayForm(forms.Form):
    """One day."""

    on = fields.PastDay(gettext_lazy("日期"))


class MonthForm(forms.Form):
    """A month that is over."""

    month = fields.PastDay(gettext_lazy("月份（选该月任一天）"))


class LetterForm(forms.Form):
    """What stands in a letter of transfer."""

    incoming = fields.choice(
        gettext_lazy("方向"),
        [("in", gettext_lazy("转入本支部")), ("out", gettext_lazy("从本支部转出"))],
    )
    number = fields.words(gettext_lazy("介绍信编号"), 60)
    source = fields.words(gettext_lazy("转出党组织"), 120)
    target = fields.words(gettext_lazy("转入党组织"), 120)
    issued_on = fields.PastDay(gettext_lazy("开出日期"))
    valid_days = fields.count(gettext_lazy("有效天数"), most=366)
    dues_to = fields.Day(gettext_lazy("党费交至（该月任一天）"), required=False)


class DuesForm(forms.Form):
    """The monthly amount agreed."""

    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2000, max_value=2100)
    amount = forms.DecimalField(
        label=gettext_lazy("约定的月交纳数额（元）"),
        min_value=0,
        max_value=100000,
        decimal_places=2,
        help_text=gettext_lazy("按年度核定的标准填写；系统不收集工资收入。"),
    )
    elsewhere = fields.tick(gettext_lazy("在原党组织交纳"))
    months = fields.count(gettext_lazy("已交月数"), most=12)


class ReviewForm(forms.Form):
    """The outcome of the yearly review."""

    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2000, max_value=2100)
    on = fields.PastDay(gettext_lazy("评议日期"))
    grade = fields.choice(gettext_lazy("等次"), Grade.choices)


class TalkForm(forms.Form):
    """Two people who talked; nothing of what was said."""

    a = fields.choice(gettext_lazy("谈话人"), ())
    b = fields.choice(gettext_lazy("谈话对象"), ())
    on = fields.PastDay(gettext_lazy("日期"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, members: Iterable[Member]) -> None:
        super().__init__(data, initial={"on": clock.today()})
        lines = [(one.pk, one.person.name) for one in members]
        fields.offer(self, "a", lines)
        fields.offer(self, "b", lines)
