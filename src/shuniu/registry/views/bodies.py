"""Bodies set up, elected, closed; posts taken, left, put right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.verdicts import ensure
from shuniu.registry import rules, services
from shuniu.registry.forms import bodies as forms
from shuniu.registry.forms.organisations import OnDay
from shuniu.registry.models import Organisation, Post
from shuniu.registry.queries import bodies, persons
from shuniu.registry.views import doors
from shuniu.registry.views.acts import Act, act, bound


def _page(row: Organisation, title: str, button: str, done: str, **more: Any) -> Act:
    return Act(
        title=title,
        button=button,
        back=reverse("registry:bodies", args=[row.pk]),
        done=done,
        crumbs=doors.crumbs_of(row),
        **more,
    )


@needs(Capability.REGISTRY_EDIT)
def add(request: SignedIn, pk: int) -> HttpResponse:
    """Set up a body."""
    row = doors.editable(request, pk)
    form = forms.BodyForm(bound(request), initial={"since": row.registered_on})
    page = _page(row, _("设立机构"), _("设立"), _("已设立机构。"))
    return act(
        request,
        form,
        page,
        lambda data: services.open_body(row, services.Form(**data), by=request.user),
    )


@needs(Capability.REGISTRY_EDIT)
def edit(request: SignedIn, pk: int) -> HttpResponse:
    """Correct what a body is."""
    body = doors.body(request, pk)
    form = forms.ChangedBody(bound(request), body=body)
    page = _page(body.organisation, _("修改机构"), _("保存"), _("已保存。"))
    return act(request, form, page, lambda data: services.change_body(body, data, by=request.user))


@needs(Capability.REGISTRY_EDIT)
def elect(request: SignedIn, pk: int) -> HttpResponse:
    """A new term, or more time for the present one."""
    body = doors.body(request, pk)
    page = _page(
        body.organisation,
        _("登记换届"),
        _("登记"),
        _("已登记。"),
        text=_("换届后，请为离任和新任的人员分别办理离任、任职。"),
    )

    def do(data: Mapping[str, Any]) -> None:
        more = data["on"] if data["how"] == forms.Election.MORE else None
        services.elect_body(body, on=data["on"], extended_until=more, by=request.user)

    return act(request, forms.Election(bound(request)), page, do)


@needs(Capability.REGISTRY_EDIT)
def close(request: SignedIn, pk: int) -> HttpResponse:
    """A body ends, and with it the posts in it."""
    body = doors.body(request, pk)
    page = _page(
        body.organisation,
        _("撤销机构"),
        _("确认撤销"),
        _("已撤销机构。"),
        warning=_("机构内的在任职务在同一天结束。"),
        danger=True,
    )
    form = OnDay(bound(request), initial={"on": clock.today()})
    return act(
        request, form, page, lambda data: services.close_body(body, on=data["on"], by=request.user)
    )


@needs(Capability.REGISTRY_EDIT)
def appoint(request: SignedIn, pk: int) -> HttpResponse:
    """Somebody takes a post."""
    body = doors.body(request, pk)
    known = {one.pk: one for one in persons.known_to(body.organisation)}
    form = forms.Appointment(bound(request), body=body, people=known.values())
    title = _("任职 · %(body)s") % {"body": body.name or body.get_kind_display()}
    page = _page(body.organisation, title, _("任职"), _("已登记任职。"))

    def do(data: Mapping[str, Any]) -> None:
        person = known.get(int(data["person"])) if data["person"] else None
        if person is None:
            person = services.open_person(data["name"], phone=data["phone"], by=request.user)
        services.appoint(
            body,
            person,
            title=data["title"],
            words=data["words"],
            since=data["since"],
            by=request.user,
        )

    return act(request, form, page, do)


def _post(request: SignedIn, pk: int) -> Post:
    row = found(bodies.find_post(pk))
    row.body.organisation = doors.editable(request, row.body.organisation_id)
    return row


@needs(Capability.REGISTRY_EDIT)
def end(request: SignedIn, pk: int) -> HttpResponse:
    """Somebody leaves a post."""
    post = _post(request, pk)
    page = _page(
        post.body.organisation,
        _("离任 · %(name)s") % {"name": post.person.name},
        _("办理离任"),
        _("已办理离任。"),
        text=_("填写的日期是任职的最后一天。"),
    )
    form = OnDay(bound(request), initial={"on": clock.today()})
    return act(
        request, form, page, lambda data: services.end_post(post, on=data["on"], by=request.user)
    )


@needs(Capability.REGISTRY_EDIT)
def correct(request: SignedIn, pk: int) -> HttpResponse:
    """Put right what was entered wrongly of a post."""
    post = _post(request, pk)
    form = forms.CorrectedPost(bound(request), post=post)
    page = _page(
        post.body.organisation,
        _("更正任职 · %(name)s") % {"name": post.person.name},
        _("保存"),
        _("已更正。"),
        text=_("只用于更正录入错误；人员变动请办理离任和任职。"),
    )
    return act(request, form, page, lambda data: services.correct_post(post, data, by=request.user))


@needs(Capability.REGISTRY_EDIT)
def erase(request: SignedIn, pk: int) -> HttpResponse:
    """Destroy the name and numbers of a post's holder for good."""
    post = _post(request, pk)
    ensure(rules.can_erase(request.user, post.person))
    page = _page(
        post.body.organisation,
        _("删除个人信息 · %(name)s") % {"name": post.person.name},
        _("永久删除"),
        _("已删除。"),
        warning=_(
            "姓名、手机号、身份证号将无法恢复，备份中的也不能再读出；任职记录保留，不再显示姓名。"
        ),
        danger=True,
    )
    return act(
        request,
        forms.Erasure(bound(request)),
        page,
        lambda data: services.erase_person(post.person, reason=data["reason"], by=request.user),
    )


@needs(Capability.REGISTRY_EDIT)
def person(request: SignedIn, pk: int) -> HttpResponse:
    """Put the name or number of a post's holder right."""
    post = _post(request, pk)
    row = post.body.organisation
    ensure(rules.can_read_persons(request.user, row))
    form = forms.CorrectedPerson(bound(request), initial={"name": post.person.name})
    page = _page(
        row,
        _("更正人员 · %(name)s") % {"name": post.person.name},
        _("保存"),
        _("已更正。"),
        text=_("这个人在所有职务上的姓名和手机号都会一起更正；手机号留空即为删除。"),
        more={"aside": (_("删除个人信息"), reverse("registry:post_erase", args=[pk]))},
    )
    return act(
        request,
        form,
        page,
        lambda data: services.correct_person(
            post.person, name=data["name"], phone=data["phone"], within=row, by=request.user
        ),
    )
