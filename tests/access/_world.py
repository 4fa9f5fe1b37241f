"""A small hub that has been through everything, and what each address can be asked about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from shuniu.accounts.models import ApiToken, Grant, Invitation, User
from shuniu.base import clock
from shuniu.base.models import Notice, StoredFile
from shuniu.evaluation import models as evaluation
from shuniu.governance import models as governance
from shuniu.meetings import models as meetings
from shuniu.members import models as members
from shuniu.registry import models as registry

ROLES = (
    *("lead", "officer", "north", "south", "contact1", "secretary1", "contact2", "activist1"),
    *("assessor1", "member1", "supervisor", "sysadmin", "security", "auditor"),
)
# Everybody may see these: signing in, a link's page, the public page, the server's health.
OPEN = frozenset(
    {
        "portal:health",
        "governance:public",
        "meetings:feed",
        "accounts:accept",
        "set_language",
        "evaluation:public",
        "evaluation:public_list",
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_login_webauthn",
        "mfa_authenticate",
        "mfa_reauthenticate",
    }
)
_SIDE = {"A": 0, "B": 1}  # the first organisation hangs under the north, the second under the south


@dataclass(frozen=True)
class Address:
    """A pattern with its name and the names of its parts."""

    name: str
    route: str
    parts: tuple[str, ...]


def addresses() -> Iterator[Address]:
    """Every named address of the house; those of the API have their own test."""
    yield from _walk(get_resolver().url_patterns, "", "")


def _walk(patterns: list[URLPattern | URLResolver], route: str, space: str) -> Iterator[Address]:
    for one in patterns:
        here = f"{route}{one.pattern}"
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            if one.namespace != "api":
                yield from _walk(one.url_patterns, here, inner)
        elif one.name and not here.startswith(("api/", "static/")):
            yield Address(f"{space}{one.name}", here, tuple(re.findall(r"<(?:\w+:)?(\w+)>", here)))


def organisation(side: str) -> registry.Organisation:
    """The organisation of a side."""
    rows = registry.Organisation.objects.exclude(type="hub").order_by("pk")
    return rows[_SIDE[side]]


def _of(model: type[Model], path: str) -> Callable[[str], object]:
    def find(side: str) -> object:
        row = model._default_manager.filter(**{path: organisation(side)}).order_by("pk").first()
        return row.pk if row is not None else None

    return find


def _first(model: type[Model]) -> Callable[[str], object]:
    def find(_side: str) -> object:
        row = model._default_manager.order_by("pk").first()
        return row.pk if row is not None else None

    return find


def _entry(side: str) -> object:
    rows = evaluation.Entry.objects.filter(organisation=organisation(side))
    row = rows.filter(round__state="closed").first() or rows.first()
    return row.pk if row else None


def _coming() -> meetings.Meeting:
    """The joint meeting of the north that gathers topics."""
    return meetings.Meeting.objects.filter(kind="joint").order_by("-starts_at")[0]


def _coming_unit(side: str) -> object:
    rows = _coming().units.filter(organisation=organisation(side))
    return rows.values_list("pk", flat=True).first()


def _told_of(_side: str) -> object:
    rows = meetings.Task.objects.filter(unit__isnull=False).order_by("pk")
    return rows.values_list("pk", flat=True).first()


def _task(side: str) -> object:
    rows = evaluation.Assignment.objects.filter(user__username="assessor1", state="open")
    return rows.order_by("pk").values_list("pk", flat=True).first() if side == "A" else None


def _contact(side: str) -> int:
    return User.objects.get(username={"A": "contact1", "B": "contact2"}[side]).pk


def _grant(side: str) -> object:
    return Grant.objects.filter(user__pk=_contact(side)).values_list("pk", flat=True).first()


def _packet_item(side: str) -> object:
    rows = members.PacketItem.objects.filter(packet__party__home=organisation(side))
    return rows.order_by("pk").values_list("pk", flat=True).first()


def _member_of(model: type[Model]) -> Callable[[str], object]:
    def find(side: str) -> object:
        rows = model._default_manager.filter(member__organisation=organisation(side))
        return rows.order_by("pk").values_list("member", flat=True).first()

    return find


def _of_entry(model: type[Model]) -> Callable[[str], object]:
    def find(side: str) -> object:
        rows = model._default_manager.filter(entry=_entry(side)).order_by("pk")
        return rows.values_list("pk", flat=True).first()

    return find


# Which row an address is about: by the start of its route, the longest first.
SAMPLES: dict[str, Callable[[str], object]] = {
    "files/<int:pk>": _first(StoredFile),
    "notices/<int:pk>": _first(Notice),
    "organisations/<int:pk>": lambda side: organisation(side).pk,
    "organisations/bodies/<int:pk>": _of(registry.Body, "organisation"),
    "organisations/posts/<int:pk>": _of(registry.Post, "body__organisation"),
    "organisations/covers/<int:pk>": _of(registry.PartyCover, "organisation"),
    "organisations/duties/<int:pk>": _of(registry.InstructorDuty, "organisation"),
    "organisations/party/<int:pk>": _first(registry.PartyOrganisation),
    "organisations/instructors/<int:pk>": _first(registry.Instructor),
    "organisations/credit/<int:pk>": _of(registry.CreditEvent, "organisation"),
    "checklists/<int:pk>": _first(registry.Checklist),
    "partners/<int:pk>": _first(registry.Partner),
    "entries/<int:pk>": _entry,
    "papers/entries/<int:pk>": _entry,
    "results/<int:pk>": _entry,
    "results/<int:entry>": _entry,
    "work/entries/<int:pk>": _entry,
    "plans/<int:pk>": _entry,
    "rounds/<int:pk>": _first(evaluation.Round),
    "papers/rounds/<int:pk>": _first(evaluation.Round),
    "sittings/<int:pk>": _first(evaluation.Sitting),
    "motions/<int:pk>": _first(evaluation.Motion),
    "results/public/<int:pk>": _first(evaluation.Round),
    "results/organisations/<int:pk>": lambda side: organisation(side).pk,
    "objections/<int:pk>": _first(evaluation.Objection),
    "grades/<int:pk>": _of(evaluation.Grade, "organisation"),
    "plans/items/<int:pk>": _of(evaluation.PlanItem, "entry__organisation"),
    "work/<int:pk>": _task,
    "imports/<int:pk>": _first(registry.Import),
    "frameworks/<int:pk>": _first(evaluation.FrameworkVersion),
    "meetings/<int:pk>": _of(meetings.Meeting, "organisation"),
    "meetings/record/<int:pk>": lambda side: organisation(side).pk,
    "meetings/plan/<int:pk>": lambda side: organisation(side).pk,
    "meetings/items/<int:pk>": _of(meetings.AgendaItem, "meeting__organisation"),
    "meetings/tasks/<int:pk>": _of(meetings.Task, "meeting__organisation"),
    "meetings/plan-year/<int:pk>": lambda side: organisation(side).pk,
    "meetings/plan-items/<int:pk>": _of(meetings.PlanItem, "plan__organisation"),
    "meetings/words/<int:pk>": _of(meetings.Attendee, "organisation"),
    "meetings/feeds/<int:pk>": _first(meetings.Feed),
    "meetings/joint/<int:pk>": lambda _side: _coming().pk,
    "meetings/joint/units/<int:pk>": _coming_unit,
    "meetings/joint/topics/<int:pk>": lambda _side: _coming().topics.order_by("pk")[0].pk,
    "meetings/ideas/<int:pk>": _of(meetings.Idea, "meeting__organisation"),
    "members/<int:pk>": _of(members.Member, "organisation"),
    "members/<int:pk>/letters/<int:letter>": _member_of(members.Transfer),
    "members/<int:pk>/papers/<int:scan>": _member_of(members.Scan),
    "members/<int:pk>/reviews/<int:review>": _member_of(members.Review),
    "members/organisations/<int:pk>": lambda side: organisation(side).pk,
    "members/enrol/<int:pk>": lambda side: organisation(side).pk,
    "members/links/<int:pk>": _of(members.FloatingLink, "member__organisation"),
    "members/packets/<int:pk>": _of(members.Packet, "member__organisation"),
    "matters/<int:pk>": _of(governance.Matter, "organisation"),
    "matters/list/<int:pk>": _first(governance.MajorList),
    "account/people/<int:pk>": _contact,
    "account/invitations/<int:pk>": _first(Invitation),
    "account/tokens/<int:pk>": _first(ApiToken),
}
OTHERS: dict[str, Callable[[str], object]] = {
    "organisation_pk": lambda side: organisation(side).pk,
    "grant": _grant,
    "number": lambda _side: 1,
    "year": lambda _side: clock.today().year,
    "form": lambda _side: "pdf",
    "leaf": lambda _side: "turnout_rate",
    "key": lambda _side: "leader",
    "entry": _entry,
    "task": _of_entry(evaluation.Assignment),
    "recusal": _of(evaluation.Recusal, "organisation"),
    "item": _packet_item,
    "letter": _of(members.Transfer, "member__organisation"),
    "review": _of(members.Review, "member__organisation"),
    "scan": _of(members.Scan, "member__organisation"),
    "sheet": _of(members.MonthlyReturn, "link__member__organisation"),
    "move": lambda _side: "open",
    "size": lambda _side: "regular",
    "objection": lambda _side: None,
    "token": lambda _side: "nothing",
    "area": lambda _side: registry.Organisation.objects.get(type="hub").node.children.first().pk,  # type: ignore[union-attr]
}
CODES = {
    "coverage/": "formed",
    "account/rules/": "accounts.password.days",
    "members/privacy/terms/": "readings",
}
KINDS = {
    "matters/list/": "expense",
    "matters/<int:pk>/report/": "publicity",
    "meetings/": "theme_day",
    "": "association",
}


def target(address: Address, side: str) -> str | None:
    """The address filled in for a side; ``None`` where there is nothing of the kind there."""
    values = {}
    for part in address.parts:
        value = _value(address, part, side)
        if value is None:
            return None
        values[part] = value
    return reverse(address.name, kwargs=values)


def _value(address: Address, part: str, side: str) -> object:
    if part == "task" and address.route.startswith("meetings/joint/"):
        return _told_of(side)
    if part in OTHERS:
        return OTHERS[part](side)
    if part == "kind":
        return next(kind for start, kind in KINDS.items() if address.route.startswith(start))
    if part == "code":
        return next((v for k, v in CODES.items() if address.route.startswith(k)), None)
    if address.route.startswith("areas/"):
        return OTHERS["area"](side)
    fits = [key for key in SAMPLES if address.route.startswith(key)]
    return SAMPLES[max(fits, key=len)](side) if fits else None
