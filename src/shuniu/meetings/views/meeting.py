"""One meeting: its page, its steps, its roll, agenda, votes, minutes."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts.doors import SignedIn, needs, signed_in
from shuniu.accounts.states import Capability
from shuniu.ballots import Count
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.verdicts import Refused, ensure
from shuniu.meetings import rules, services
from shuniu.meetings.forms import meetings as forms
from shuniu.meetings.models import Attendee, Meeting
from shuniu.meetings.queries import codes, listing, standing, telling
from shuniu.meetings.states import MeetingKind, Presence
from shuniu.meetings.views.acts import act
from shuniu.registry.models import Person


def _meeting(request: SignedIn, pk: int) -> Meeting:
    """The one door."""
    return found(listing.meeting_for(request.user, pk))


def _people(meeting: Meeting) -> list[Person]:
    return [one.person for one in listing.roll(meeting)]


@signed_in
def meeting(request: SignedIn, pk: int) -> HttpResponse:
    """Everything about one meeting; somebody on its roll without a role here sees the notice."""
    row = listing.meeting_for(request.user, pk)
    if row is None:
        own = found(listing.own_meeting(request.user, pk))
        context = {"meeting": own, "notice": telling.notice_text(own)}
        return render(request, "meetings/own_meeting.html", context)
    if row.kind == MeetingKind.JOINT:
        return redirect("meetings:joint_meeting", row.pk)
    valid = standing.validity(row)
    context = {
        "meeting": row,
        "roll": listing.roll(row),
        "agenda": [
            (item, standing.steps_of(item), rules.votable(item)) for item in listing.agenda(row)
        ],
        "attendance": standing.attendance(row),
        "valid": valid,
        "tasks": list(row.tasks.select_related("owner", "unit__organisation", "unit__partner")),
        "ideas": list(row.ideas.select_related("owner")),
        "before": listing.open_from_before(row)[:10],
        "may_keep": rules.can_keep(request.user, row.node, row.kind),
        "may_change": rules.can_change(request.user, row),
        "moves": {move: bool(rules.can_take(request.user, row, move)) for move in _MOVES},
        "presences": Presence.choices,
        "notice": telling.notice_text(row) if row.state in rules.GOING else "",
    }
    return render(request, "meetings/meeting.html", context)


_MOVES = ("call", "open", "close", "reopen", "approve", "cancel")


@needs(Capability.MEETINGS_KEEP)
@require_POST
def step(request: SignedIn, pk: int, move: str) -> HttpResponse:
    """Call, open, close, reopen or approve."""
    row = _meeting(request, pk)
    done = {
        "call": (services.call_meeting, _("通知已记录。")),
        "open": (services.open_meeting, _("会议已开始。")),
        "close": (services.close_meeting, _("会议已结束，请核对纪要。")),
        "reopen": (services.reopen_meeting, _("会议已重新打开。")),
        "approve": (services.approve_minutes, _("纪要已定稿。")),
    }
    if move not in done:
        raise Http404
    verb, words = done[move]
    ensure(rules.can_take(request.user, row, move))
    verb(row, by=request.user)
    messages.success(request, words)
    return redirect("meetings:meeting", row.pk)


@needs(Capability.MEETINGS_KEEP)
def cancel(request: SignedIn, pk: int) -> HttpResponse:
    """It does not take place."""
    row = _meeting(request, pk)
    ensure(rules.can_take(request.user, row, "cancel"))
    return act(
        request,
        forms.ReasonForm(request.POST or None),
        (_("取消会议"), _("取消会议"), _("会议已取消。")),
        reverse("meetings:meeting", args=[row.pk]),
        lambda data: services.cancel_meeting(row, reason=data["reason"], by=request.user),
    )


@needs(Capability.MEETINGS_KEEP)
@require_POST
def roll(request: SignedIn, pk: int) -> HttpResponse:
    """Marks of the whole roll at once."""
    row = _meeting(request, pk)
    ensure(rules.can_change(request.user, row))
    try:
        if "all" in request.POST:
            services.mark_all(row, by=request.user)
        for one, chosen, reason in forms.marks_of(listing.roll(row), request.POST):
            _mark(one, chosen, reason, request)
    except Refused as refused:
        messages.error(request, refused.verdict.reason)
    else:
        messages.success(request, _("到会情况已保存。"))
    return redirect("meetings:meeting", row.pk)


def _mark(row: Attendee, chosen: str, reason: str, request: SignedIn) -> None:
    match chosen:
        case Presence.PRESENT:
            services.present(row, by=request.user)
        case Presence.EXCUSED:
            services.excuse(row, reason=reason, by=request.user)
        case Presence.ABSENT:
            services.absent(row, by=request.user)


@needs(Capability.MEETINGS_KEEP)
@require_POST
def left(request: SignedIn, pk: int) -> HttpResponse:
    """Somebody left before the end."""
    row = _meeting(request, pk)
    one = found(next((a for a in listing.roll(row) if str(a.pk) == request.POST.get("row")), None))
    services.leave(one, by=request.user)
    messages.success(request, _("已登记提前离会。"))
    return redirect("meetings:meeting", row.pk)


@needs(Capability.MEETINGS_KEEP)
def add_item(request: SignedIn, pk: int) -> HttpResponse:
    """Something on the agenda."""
    row = _meeting(request, pk)
    ensure(rules.can_change(request.user, row))
    form = forms.ItemForm(request.POST or None)

    def do(data: dict[str, str]) -> None:
        item = services.Item(
            data["kind"], data["title"], text=data["text"], weight=data["weight"] or "ordinary"
        )
        services.add_item(row, item, by=request.user)

    words = (_("增加议题"), _("增加"), _("议题已增加。"))
    return act(request, form, words, reverse("meetings:meeting", args=[row.pk]), do)


@needs(Capability.MEETINGS_KEEP)
def vote(request: SignedIn, pk: int) -> HttpResponse:
    """Votes as they were counted."""
    item = found(listing.item_for(request.user, pk))
    ensure(rules.can_vote_on(request.user, item))
    voters = len(standing.roll_of(item.meeting.roll.all(), item).voters)
    form = forms.CountForm(request.POST or None, initial={"in_favour": voters})

    def do(data: dict[str, int]) -> None:
        count = Count(
            voters, data["in_favour"], data["against"], data["abstained"], data["void"],
            secret=str(data["way"]) == "secret",
        )  # fmt: skip
        services.record_count(item, count, by=request.user)

    words = (_("表决：%(title)s") % {"title": item.title}, _("记录表决"), _("表决已记录。"))
    return act(request, form, words, reverse("meetings:meeting", args=[item.meeting_id]), do)


@needs(Capability.MEETINGS_KEEP)
def say(request: SignedIn, pk: int, what: str) -> HttpResponse:
    """Words on record, or somebody who steps aside."""
    item = found(listing.item_for(request.user, pk))
    ensure(rules.can_change(request.user, item.meeting))
    people = _people(item.meeting)
    form = forms.SaidForm(request.POST or None, people=people)
    by_number = {str(one.pk): one for one in people}

    def do(data: dict[str, str]) -> None:
        person, text = by_number[data["person"]], data["text"]
        if what == "recuse":
            services.recuse(item, person, reason=text, by=request.user)
        else:
            services.add_word(item, person, text=text, by=request.user)

    words = {
        "word": (_("记录发言"), _("记录"), _("发言已记录。")),
        "recuse": (_("登记回避"), _("登记"), _("回避已登记。")),
    }[what]
    return act(request, form, words, reverse("meetings:meeting", args=[item.meeting_id]), do)


@needs(Capability.MEETINGS_KEEP)
def add_task(request: SignedIn, pk: int) -> HttpResponse:
    """A resolution with an owner."""
    row = _meeting(request, pk)
    ensure(rules.can_keep(request.user, row.node, row.kind))
    people = _people(row)
    by_number = {str(one.pk): one for one in people}
    return act(
        request,
        forms.TaskForm(request.POST or None, people=people),
        (_("增加决议事项"), _("增加"), _("决议事项已增加。")),
        reverse("meetings:meeting", args=[row.pk]),
        lambda data: services.add_task(
            row,
            services.Duty(data["text"], data["due_on"], owner=by_number[data["owner"]]),
            by=request.user,
        ),
    )


@needs(Capability.MEETINGS_KEEP)
def settle(request: SignedIn, pk: int, how: str) -> HttpResponse:
    """A task is done, or not pursued."""
    task = found(listing.task_for(request.user, pk))
    verb = services.settle_task if how == "finish" else services.drop_task
    ensure(rules.can_follow(request.user, task, how))
    words = {
        "finish": (_("办结：%(text)s") % {"text": task.text}, _("办结"), _("已办结。")),
        "drop": (_("不再办理：%(text)s") % {"text": task.text}, _("确定"), _("已记录。")),
    }[how]
    return act(
        request,
        forms.WordsForm(request.POST or None),
        words,
        reverse("meetings:meeting", args=[task.meeting_id]),
        lambda data: verb(task, note=data["text"], by=request.user),
    )


@needs(Capability.MEETINGS_KEEP)
def add_idea(request: SignedIn, pk: int) -> HttpResponse:
    """An idea that came up."""
    row = _meeting(request, pk)
    ensure(rules.can_keep(request.user, row.node, row.kind))
    return act(
        request,
        forms.WordsForm(request.POST or None),
        (_("记下设想"), _("记下"), _("设想已记下。")),
        reverse("meetings:meeting", args=[row.pk]),
        lambda data: services.add_idea(row, text=data["text"], by=request.user),
    )


@needs(Capability.MEETINGS_KEEP)
def settle_idea(request: SignedIn, pk: int, how: str) -> HttpResponse:
    """Somebody takes an idea on, or it is dropped with a reason."""
    idea = found(listing.idea_for(request.user, pk))
    ensure(rules.can_settle(request.user, idea, how))
    back = reverse("meetings:meeting", args=[idea.meeting_id])
    if how == "drop":
        return act(
            request,
            forms.ReasonForm(request.POST or None),
            (_("不采用：%(text)s") % {"text": idea.text}, _("确定"), _("已记录原因。")),
            back,
            lambda data: services.drop_idea(idea, reason=data["reason"], by=request.user),
        )
    people = _people(idea.meeting)
    form = forms.SaidForm(request.POST or None, people=people)
    del form.fields["text"]
    by_number = {str(one.pk): one for one in people}
    return act(
        request,
        form,
        (_("认领：%(text)s") % {"text": idea.text}, _("认领"), _("已认领。")),
        back,
        lambda data: services.own_idea(idea, by_number[data["person"]], by=request.user),
    )


@needs(Capability.MEETINGS_KEEP)
def screen(request: SignedIn, pk: int) -> HttpResponse:
    """What stands on the wall while people come in: a code that changes."""
    row = _meeting(request, pk)
    ensure(rules.can_change(request.user, row))
    address = reverse("meetings:sign", args=[row.pk])
    code = codes.code_now(row)
    address = request.build_absolute_uri(f"{address}?c={code}")
    drawn = segno.make(address).svg_inline(omitsize=True, svgclass=None, lineclass=None)
    rows = listing.roll(row)
    context = {
        "meeting": row,
        "drawing": mark_safe(drawn),  # noqa: S308 (made by us)
        "there": sum(one.presence == Presence.PRESENT for one in rows if not one.observer),
        "should": sum(not one.observer for one in rows),
        "seconds": codes.SECONDS,
    }
    answer = render(request, "meetings/screen.html", context)
    answer.headers["Refresh"] = str(codes.SECONDS)
    return answer


@signed_in
def sign(request: SignedIn, pk: int) -> HttpResponse:
    """Somebody signs in with their own phone."""
    row = found(listing.running(pk))
    person = found(listing.person_of(request.user))
    code = request.GET.get("c", "") or request.POST.get("c", "")
    done = None
    if request.method == "POST":
        done = services.sign_in(row, person.pk, code=code)
    context = {"meeting": row, "code": code, "done": done, "now": clock.now()}
    return render(request, "meetings/sign.html", context)
