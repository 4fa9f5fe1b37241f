"""Onto the roster, a record, and off again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs, signed_in
from shuniu.accounts.queries import person_named
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.verdicts import Refused, refuse
from shuniu.members import rules, services
from shuniu.members.forms.people import EnrolForm, LeaveForm, MoveForm, UserForm
from shuniu.members.models import Member
from shuniu.members.queries import clocks, floating, lists, living, privacy, scans, timelines
from shuniu.members.queries.parameters import parameters
from shuniu.members.queries.rosters import standing_of
from shuniu.members.queries.ways import way_of
from shuniu.members.states import CONSENT_VERSION, CONSENTS, Purpose, Status
from shuniu.members.views import doors
from shuniu.members.views.acts import Act, act, bound
from shuniu.registry.queries.party import covers_of


@needs(Capability.MEMBERS_KEEP)
def enrol_pick(request: SignedIn) -> HttpResponse:
    """In which organisation?"""
    words = request.GET.get("q", "")[:60]
    places = lists.places_to_enrol(request.user, words, clock.today())
    return render(request, "members/enrol_pick.html", {"places": places, "q": words})


@needs(Capability.MEMBERS_KEEP)
def enrol(request: SignedIn, pk: int) -> HttpResponse:
    """Enter somebody who agreed."""
    row = found(lists.find_organisation(pk))
    parties = {one.party_id: one.party for one in covers_of(row, clock.today())}
    first = next(iter(parties.values()), None)
    found(row, rules.can_enrol(request.user, row, first))
    form = EnrolForm(bound(request), parties=parties.values())

    def do(data: Mapping[str, Any]) -> str:
        told = {
            name: data[name]
            for name in ("status", "since", "name", "phone", "relation", "came_on", "way")
        }
        party = parties.get(int(data["party"])) if data["party"] else None
        told_all = services.Enrolment(party=party, **told)
        member = services.enrol(row, told_all, by=request.user)
        return reverse("members:member", args=[member.pk])

    page = Act(
        _("登记党员、申请人"),
        _("登记"),
        reverse("members:roster"),
        _("已登记。"),
        text=row.name,
        consent=_(CONSENTS[CONSENT_VERSION]),
        crumbs=doors.home(),
    )
    return act(request, form, page, do)


@signed_in
def member(request: SignedIn, pk: int) -> HttpResponse:
    """A record: steps as a timeline, clocks, life in the branch. Every look is noted."""
    row = doors.member(request, pk)
    purpose = request.GET.get("purpose", "")
    own = row.user_id == request.user.pk
    if purpose not in Purpose.values or purpose == Purpose.OWN:
        purpose = Purpose.DAILY.value
    if not own:
        services.note_reading(row.person, user=request.user, purpose=purpose)
    return render(request, "members/member.html", record(request, row, own=own))


def record(request: SignedIn, row: Member, *, own: bool) -> dict[str, Any]:
    """All that a record's page shows."""
    today, rules_now = clock.today(), parameters()
    way = way_of(row, today)
    standing = standing_of(row, today)
    on_way = standing is not None and standing.status != Status.FULL
    link = row.links.filter(ended_on__isnull=True).first()
    return {
        "member": row,
        "own": own,
        "standing": standing,
        "way": way,
        "on_way": on_way or bool(way.done),
        "stages": timelines.timeline(row, way),
        "clocks": clocks.clocks(way, today, rules_now),
        "half_years": [
            (one, floating.unsealed(one.text_sealed, row)) for one in row.half_years.all()
        ],
        "cultivators": [
            (one, one.person.name if one.person else floating.unsealed(one.words_sealed, row))
            for one in row.cultivators.select_related("person")
        ],
        "link": floating.shown([link], today, rules_now)[0] if link else None,
        "scans": scans.scans_of(row),
        "letters": floating.letters_of(row, today),
        "dues": living.dues_of(row, today, rules_now),
        "reviews": living.reviews_of(row),
        "presences": row.presences.all()[:8],
        "present": row.presences.count(),
        "readings": privacy.readings_of(row)[:5],
        "held": privacy.held_until(row, today),
        "may_keep": bool(rules.can_keep(request.user, row)),
        "may_destroy": bool(rules.can_destroy(request.user, row, today)),
        "of_party": standing is not None and standing.status in Status.of_party(),
    }


@needs(Capability.MEMBERS_KEEP)
def confirm(request: SignedIn, pk: int) -> HttpResponse:
    """The branch has seen proof of what somebody declared."""
    row = doors.kept(request, pk)
    page = Act(
        _("核实登记"),
        _("已核实"),
        reverse("members:member", args=[pk]),
        _("已核实。"),
        text=_("请查看本人提供的证明，或向其组织关系所在党组织核实。"),
        crumbs=doors.above(row),
    )
    form = forms.Form(bound(request))
    return act(request, form, page, lambda _data: services.confirm(row, by=request.user))


@needs(Capability.MEMBERS_KEEP)
def leave(request: SignedIn, pk: int) -> HttpResponse:
    """Off the roster."""
    row = doors.kept(request, pk)
    page = Act(
        _("离开名册"),
        _("确认离开"),
        reverse("members:member", args=[pk]),
        _("已离开名册。"),
        warning=_("资料保留到规定期限，只能查看；党员请先办理组织关系，积极分子请先移交材料。"),
        danger=True,
        crumbs=doors.above(row),
    )
    form = LeaveForm(bound(request), initial={"on": clock.today()})
    return act(request, form, page, lambda data: services.leave(row, **data, by=request.user))


@needs(Capability.MEMBERS_KEEP)
def user(request: SignedIn, pk: int) -> HttpResponse:
    """With which account the person signs in."""
    row = doors.kept(request, pk)
    page = Act(
        _("关联本人账号"),
        _("关联"),
        reverse("members:member", args=[pk]),
        _("已关联，本人登录后可以查看自己的资料。"),
        crumbs=doors.above(row),
    )

    def do(data: Mapping[str, Any]) -> None:
        account = person_named(data["username"])
        if account is None:
            words = _("没有用户名为“%(name)s”的账号，请先邀请本人注册。")
            raise Refused(refuse(words % {"name": data["username"]}, "members.user_unknown"))
        services.set_user(row, account, by=request.user)

    return act(request, UserForm(bound(request)), page, do)


@needs(Capability.MEMBERS_KEEP)
def move(request: SignedIn, pk: int) -> HttpResponse:
    """Another organisation of the hub, another branch."""
    row, today = doors.kept(request, pk), clock.today()
    places = {one.pk: one for one in lists.places_to_enrol(request.user, "", today, lists.ALL)}
    places.setdefault(row.organisation_id, row.organisation)
    parties = {one.pk: one for one in lists.branches_to_keep(request.user, today)}
    form = MoveForm(
        bound(request),
        initial={"organisation": row.organisation_id, "party": row.party_id},
        organisations=places.values(),
        parties=parties.values(),
    )
    page = Act(
        _("变更单位或党组织"),
        _("保存"),
        reverse("members:member", args=[pk]),
        _("已变更。"),
        text=_("身份和时间不变。调往枢纽以外的单位，请办理组织关系或移交接续培养材料。"),
        crumbs=doors.above(row),
    )

    def do(data: Mapping[str, Any]) -> None:
        party = parties.get(int(data["party"])) if data["party"] else None
        place = places[int(data["organisation"])]
        services.move(row, place, party, on=data["on"], by=request.user)

    return act(request, form, page, do)
