"""Steps, entries, training, packets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from shuniu.base import clock
from shuniu.members.forms import fields
from shuniu.members.models import Member
from shuniu.members.queries.admissions import Answer
from shuniu.members.states import STEPS, ItemVerdict, Step

_BODIES = [("committee", gettext_lazy("支部委员会")), ("assembly", gettext_lazy("支部党员大会"))]
_HEARD = [
    ("group", gettext_lazy("党小组")),
    ("contacts", gettext_lazy("培养联系人")),
    ("members", gettext_lazy("党员")),
    ("masses", gettext_lazy("群众")),
]


def _facts(name: str) -> forms.Field:
    """The field of a fact that a step asks for."""
    made: dict[str, forms.Field] = {
        "born": fields.PastDay(
            gettext_lazy("出生日期"), help_text=gettext_lazy("只用来核对年龄，不保存。")
        ),
        "body": fields.choice(gettext_lazy("研究决定的会议"), _BODIES),
        "heard": forms.MultipleChoiceField(
            label=gettext_lazy("已听取意见"),
            choices=_HEARD,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        ),
        "sponsors_clear": fields.tick(gettext_lazy("两名介绍人均未受留党察看处分")),
        "conclusion": fields.choice(
            gettext_lazy("政治审查结论"),
            [("pass", gettext_lazy("合格")), ("fail", gettext_lazy("不合格"))],
            help_text=gettext_lazy("只记有无结论；审查内容不录入系统。"),
        ),
        "days": fields.count(gettext_lazy("集中培训天数"), most=60, required=False),
        "notice_days": fields.count(gettext_lazy("公示的工作日数"), most=60),
        "eligible": fields.count(gettext_lazy("应到会有表决权的人数"), most=2000),
        "present": fields.count(gettext_lazy("实到会有表决权的人数"), most=2000),
        "in_favour": fields.count(gettext_lazy("赞成票数"), most=2000),
        "secret": fields.tick(gettext_lazy("逐个讨论、无记名投票")),
        "leaves_on": fields.Day(gettext_lazy("预计离开单位的日期（没有可留空）"), required=False),
        "approver": fields.choice(gettext_lazy("审批的党委"), ()),
    }
    return made[name]


class StepForm(forms.Form):
    """A step: the day, what it asks for, a note."""

    on = fields.PastDay(gettext_lazy("日期"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        step: Step,
        near: Iterable[Member],
        answer: Answer,
    ) -> None:
        super().__init__(data, initial={"on": clock.today()})
        for name in step.facts:
            if name in {"contacts", "sponsors"}:
                self.fields["persons"] = forms.MultipleChoiceField(
                    label=gettext_lazy("正式党员"),
                    choices=[(str(one.pk), one.person.name) for one in near],
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                )
            elif name != "extension":
                self.fields[name] = _facts(name)
        if "approver" in self.fields:
            approver = answer.approver
            fields.offer(self, "approver", [(approver.pk, approver.name)] if approver else [])
        self.fields["note"] = fields.text(
            gettext_lazy("备注"),
            required=False,
            help_text=gettext_lazy("加密保存；超过期限补记的请写明原因。"),
        )


class HalfYearForm(forms.Form):
    """What the branch found."""

    on = fields.PastDay(gettext_lazy("考察日期"))
    text = fields.text(gettext_lazy("考察情况"))


class TrainingForm(forms.Form):
    """Hours of training."""

    on = fields.PastDay(gettext_lazy("日期"))
    hours = forms.DecimalField(
        label=gettext_lazy("学时"), min_value=0, max_value=100, decimal_places=1
    )
    title = fields.words(gettext_lazy("培训内容"), 120)


class LeavingForm(forms.Form):
    """When somebody will leave the unit."""

    on = fields.Day(
        gettext_lazy("预计离开单位的日期"),
        required=False,
        help_text=gettext_lazy("离开前三个月内不办理接收；没有可留空。"),
    )


class ExtendForm(forms.Form):
    """By how many months."""

    months = fields.count(gettext_lazy("延长的月数（6 至 12）"), most=24)


class ScanForm(forms.Form):
    """A paper of a step."""

    number = forms.TypedChoiceField(
        label=gettext_lazy("属于哪一步"),
        coerce=int,
    )
    file = forms.FileField(
        label=gettext_lazy("材料"), help_text=gettext_lazy("PDF、图片或文档，不超过 5 MB。")
    )
    kept = fields.tick(
        gettext_lazy("加密保存内容"),
        help_text=gettext_lazy("不选则只登记摘要，原件留在党组织；志愿书和政审材料请只登记摘要。"),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        fields.offer(self, "number", [(one.number, f"{one.number} {one.name}") for one in STEPS])


class HandOverForm(forms.Form):
    """That the person agreed to their papers being handed on."""

    consented = fields.tick(
        gettext_lazy("本人已书面同意把培养材料移交给新单位的党组织"), required=True
    )


class ReceiveForm(forms.Form):
    """A file and its code."""

    party = fields.choice(gettext_lazy("接收的党组织"), ())
    file = forms.FileField(label=gettext_lazy("移交文件"))
    code = fields.words(
        gettext_lazy("开启码"),
        40,
        required=False,
        help_text=gettext_lazy("由移交方另行告知，例如 AB2C-3DEF-GH45-JKLM。"),
    )

    def __init__(self, data: Any = None, files: Any = None, *, parties: Iterable[Any]) -> None:
        super().__init__(data, files)
        fields.offer(self, "party", [(one.pk, one.name) for one in parties])


class JudgeForm(forms.Form):
    """What the receiver says of one item."""

    verdict = fields.choice(
        gettext_lazy("核对结果"),
        [one for one in ItemVerdict.choices if one[0] != ItemVerdict.OPEN.value],
    )
    reason = fields.words(gettext_lazy("原因（要求补充、不予认可时必填）"), 200, required=False)


class SettleForm(forms.Form):
    """Where they work now, and that they agreed to be on this roster."""

    organisation = fields.choice(gettext_lazy("现在的工作单位"), ())
    came_on = fields.PastDay(gettext_lazy("到本单位的日期"))
    agreed = fields.tick(
        gettext_lazy("本人已阅读上面的知情同意书并签名，签名的原件由党组织保存"), required=True
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, organisations: Iterable[Any]
    ) -> None:
        super().__init__(data, initial={"came_on": clock.today()})
        fields.offer(self, "organisation", [(one.pk, one.name) for one in organisations])


class SignerForm(forms.Form):
    """The fingerprint was compared by telephone."""

    name = fields.words(gettext_lazy("对方党组织名称"), 120)
    compared = fields.tick(gettext_lazy("已通过电话等其他途径与对方逐字核对指纹"), required=True)
