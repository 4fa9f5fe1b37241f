"""Bodies, posts, persons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.base import clock
from shuniu.registry.forms import fields
from shuniu.registry.models import Body, Person, Post
from shuniu.registry.states import BodyKind, PostTitle

# The posts there are in each kind of body, the leading one first.
TITLES: dict[str, tuple[PostTitle, ...]] = {
    BodyKind.COUNCIL: (
        PostTitle.HEAD,
        PostTitle.DEPUTY_HEAD,
        PostTitle.LEGAL_REPRESENTATIVE,
        PostTitle.MEMBER,
    ),
    BodyKind.SUPERVISORS: (PostTitle.CHAIR_OF_SUPERVISORS, PostTitle.MEMBER),
    BodyKind.SECRETARIAT: (
        PostTitle.SECRETARY_GENERAL,
        PostTitle.DEPUTY_SECRETARY_GENERAL,
        PostTitle.STAFF,
    ),
    BodyKind.PARTY: (
        PostTitle.SECRETARY,
        PostTitle.DEPUTY_SECRETARY,
        PostTitle.BRANCH_COMMITTEE,
    ),
    BodyKind.COMMITTEE: (PostTitle.HEAD, PostTitle.DEPUTY_HEAD, PostTitle.MEMBER),
    BodyKind.ASSEMBLY: (PostTitle.MEMBER,),
}


class BodyForm(forms.Form):
    """What a body is."""

    kind = fields.choice(gettext_lazy("种类"), BodyKind.choices)
    name = fields.words(
        gettext_lazy("名称"),
        80,
        required=False,
        help_text=gettext_lazy("可留空，留空时按种类称呼；专门委员会请填写名称。"),
    )
    since = fields.PastDay(gettext_lazy("成立日期"))
    elected_on = fields.PastDay(gettext_lazy("本届产生日期"), required=False)
    term_years = forms.IntegerField(
        label=gettext_lazy("任期（年）"),
        min_value=1,
        max_value=10,
        required=False,
        help_text=gettext_lazy("社会组织党支部一般 3 年，理事会按章程。"),
    )
    seats = forms.IntegerField(
        label=gettext_lazy("应有人数"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=gettext_lazy("据此判断有无空缺。"),
    )

    def clean(self) -> dict[str, Any]:
        """Days that fit one another."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        since, elected = data.get("since"), data.get("elected_on")
        if since and elected and elected < since:
            self.add_error("elected_on", _("不能早于成立日期。"))
        return data


class ChangedBody(BodyForm):
    """A body put right; its kind stays."""

    kind = None  # type: ignore[assignment]

    def __init__(self, data: Mapping[str, Any] | None = None, *, body: Body) -> None:
        names = ("name", "since", "elected_on", "term_years", "seats")
        super().__init__(data, initial={name: getattr(body, name) for name in names})


class Election(forms.Form):
    """A new term, or more time for the present one."""

    NEW, MORE = "new", "more"
    how = forms.ChoiceField(
        label=gettext_lazy("办理"),
        choices=[
            (NEW, gettext_lazy("完成换届，新一届产生")),
            (MORE, gettext_lazy("经批准延期换届")),
        ],
        widget=forms.RadioSelect,
        initial=NEW,
    )
    on = fields.Day(
        gettext_lazy("新一届产生日期，或批准延期至"),
        help_text=gettext_lazy("延期须经上级批准，最长不超过一年。"),
    )

    def clean(self) -> dict[str, Any]:
        """A term that began has begun."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        day = data.get("on")
        if day and data.get("how") == self.NEW and day > clock.today():
            self.add_error("on", _("新一届产生日期不能晚于今天。"))
        return data


class Appointment(forms.Form):
    """Somebody takes a post."""

    title = fields.choice(gettext_lazy("职务"), ())
    words = fields.words(
        gettext_lazy("职务名称"),
        40,
        required=False,
        help_text=gettext_lazy("本单位的叫法，如“会长”“秘书长助理”；可留空。"),
    )
    person = fields.choice(
        gettext_lazy("本单位已登记的人员"),
        (),
        required=False,
        help_text=gettext_lazy("同一人兼任多个职务时请在这里选，系统据此判断交叉任职。"),
    )
    name = fields.words(gettext_lazy("或填写姓名"), 40, required=False)
    phone = fields.telephone(
        gettext_lazy("手机号"),
        help_text=gettext_lazy("可留空。加密保存；同名同号视为同一人。"),
    )
    since = fields.PastDay(gettext_lazy("任职日期"))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, body: Body, people: Iterable[Person]
    ) -> None:
        super().__init__(data, initial={"since": body.elected_on or clock.today()})
        self.fields["title"].choices = titles_of(body)  # type: ignore[attr-defined]
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((str(one.pk), one.name) for one in people),
        ]

    def clean_phone(self) -> str:
        """A mobile number, where there is one."""
        return fields.checked_mobile(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        """One way or the other."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("person") and not str(data.get("name") or "").strip():
            self.add_error("name", _("请选择已登记的人员，或填写姓名。"))
        elif data.get("person") and str(data.get("name") or "").strip():
            self.add_error("name", _("已选择登记的人员，请不要再填姓名；两者只用其一。"))
        return data


class CorrectedPost(forms.Form):
    """What was entered wrongly of a post."""

    title = fields.choice(gettext_lazy("职务"), ())
    words = fields.words(gettext_lazy("职务名称"), 40, required=False)
    since = fields.PastDay(gettext_lazy("任职日期"))
    until = fields.Day(gettext_lazy("离任日期"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, post: Post) -> None:
        names = ("title", "words", "since", "until")
        super().__init__(data, initial={name: getattr(post, name) for name in names})
        self.fields["title"].choices = titles_of(post.body)  # type: ignore[attr-defined]


class CorrectedPerson(forms.Form):
    """A name or phone number put right."""

    name = fields.words(gettext_lazy("姓名"), 40)
    phone = fields.telephone(gettext_lazy("手机号"))

    def clean_phone(self) -> str:
        """A mobile number, where there is one."""
        return fields.checked_mobile(self.cleaned_data["phone"])


class Erasure(forms.Form):
    """Why somebody's name and numbers are destroyed."""

    reason = fields.words(
        gettext_lazy("原因"), 200, help_text=gettext_lazy("如“本人申请删除”。不要写姓名。")
    )


def titles_of(body: Body) -> list[tuple[str, Any]]:
    """The posts there are in a body."""
    return [(one.value, one.label) for one in TITLES.get(body.kind, tuple(PostTitle))]
