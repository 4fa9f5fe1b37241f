"""Flat facts of meetings: what measures read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shuniu.base import rulebook
from shuniu.base.facts import Fact, publish
from shuniu.meetings.models import AgendaItem, Attendee, Idea, Meeting, PlanItem, Task
from shuniu.meetings.states import OF_PARTY, IdeaState, ItemKind, MeetingState, Presence, TaskState
from shuniu.registry.models import PartyCover, Post
from shuniu.registry.queries.party import holds
from shuniu.registry.states import BodyKind, PostTitle

_HELD = (MeetingState.HELD, MeetingState.APPROVED)
PROMPT = rulebook.declare(
    "meetings.prompt_days", 3, _("当时留痕：会后几天内形成记录"), _("枢纽自定")
)
Covers = dict[int, list[tuple[int, date, date | None]]]


def publish_all() -> None:
    """Make every kind known; called once when the room starts."""
    publish("meetings.held", _held, ("kind", "quorum", "late", "prompt"))
    publish("meetings.roll", _roll, ("kind", "present", "party", "role"))
    publish("meetings.task", _tasks, ("in_time", "party"))
    publish("meetings.plan_item", _plan_items, ("done", "party"))
    publish("meetings.idea", _ideas, ("state",))
    publish("meetings.vote", _votes, ("valid", "body", "subject"))


def _covers(day: date) -> Covers:
    """Branch → the organisations that it covered, from when to when."""
    found: Covers = {}
    for party, organisation, since, until in PartyCover.objects.filter(since__lte=day).values_list(
        "party_id", "organisation_id", "since", "until"
    ):
        found.setdefault(party, []).append((organisation, since, until))
    return found


def _whose(covers: Covers, party: int | None, organisation: int | None, on: date) -> list[int]:
    """The organisations a meeting counts for: a branch's for all that it covers."""
    if party is None:
        return [] if organisation is None else [organisation]
    found = [
        one
        for one, since, until in covers.get(party, ())
        if since <= on and (until is None or until >= on)
    ]
    return found or ([] if organisation is None else [organisation])


def _meetings(day: date) -> Iterator[tuple[Meeting, date]]:
    rows = Meeting.objects.filter(state__in=_HELD).only(
        *("pk", "organisation_id", "party_id", "kind", "also", "starts_at"),
        *("recorded_at", "quorum", "late_reason"),
    )
    for one in rows.order_by("pk").iterator(chunk_size=2000):
        on = timezone.localdate(one.starts_at)
        if on <= day:
            yield one, on


def _held(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    wanted, covers = set(organisations), _covers(day)
    within = timedelta(days=rulebook.number(PROMPT, day))
    for one, on in _meetings(day):
        written = one.recorded_at
        words = {
            "prompt": "yes" if written and written - one.starts_at <= within else "no",
            "quorum": "yes" if one.quorum.get("met") else "no",
            "late": "yes" if one.late_reason else "no",
        }
        for organisation in _whose(covers, one.party_id, one.organisation_id, on):
            if organisation in wanted:
                for kind in filter(None, (one.kind, one.also)):
                    record = f"meetings.meeting:{one.pk}"
                    yield Fact(organisation, on, record, attributes={**words, "kind": kind})


def _roll(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """One for everybody who should have come, or sat in by their post, in their organisation."""
    wanted = set(organisations)
    heads = _posts(Q(body__kind=BodyKind.PARTY, title=PostTitle.SECRETARY), day)
    supervisors = _posts(Q(body__kind=BodyKind.SUPERVISORS), day)
    rows = Attendee.objects.filter(meeting__state__in=_HELD).values_list(
        *("pk", "organisation_id", "meeting__organisation_id", "person_id", "person__key"),
        *("presence", "observer", "meeting__kind", "meeting__starts_at"),
    )
    for pk, own, of, person, key, presence, observer, kind, at in rows.order_by("pk"):
        on, organisation = timezone.localdate(at), own or of
        if on > day or organisation not in wanted:
            continue
        role = "party_head" if (organisation, person) in heads else ""
        if not role and (organisation, person) in supervisors:
            role = "supervisor"
        if observer and not role:
            continue
        words = {
            "kind": kind,
            "present": "yes" if presence == Presence.PRESENT else "no",
            "party": "yes" if kind in OF_PARTY else "no",
            "role": role,
        }
        record = f"meetings.attendee:{pk}"
        yield Fact(organisation, on, record, attributes=words, person=str(key))


def _posts(which: Q, day: date) -> set[tuple[int, int]]:
    rows = Post.objects.filter(which, holds(day))
    return set(rows.values_list("body__organisation_id", "person_id"))


def _tasks(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """Resolutions whose day has come."""
    wanted, covers = set(organisations), _covers(day)
    rows = Task.objects.filter(due_on__lte=day).exclude(state=TaskState.DROPPED)
    for pk, due, state, settled, kind, of, party in rows.order_by("pk").values_list(
        *("pk", "due_on", "state", "settled_on", "meeting__kind"),
        *("meeting__organisation_id", "meeting__party_id"),
    ):
        in_time = state == TaskState.DONE and settled is not None and settled <= due
        words = {
            "in_time": "yes" if in_time else "no",
            "party": "yes" if kind in OF_PARTY else "no",
        }
        for organisation in _whose(covers, party, of, due):
            if organisation in wanted:
                yield Fact(organisation, due, f"meetings.task:{pk}", attributes=words)


def _plan_items(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """What was to be done by now; a branch's items count for all that it covers."""
    wanted, covers = set(organisations), _covers(day)
    rows = PlanItem.objects.filter(on__lte=day, dropped="").order_by("pk")
    for pk, of, party, on, kind, state in rows.values_list(
        "pk", "plan__organisation_id", "party_id", "on", "kind", "meeting__state"
    ):
        words = {
            "done": "yes" if state in _HELD else "no",
            "party": "yes" if kind in OF_PARTY else "no",
        }
        for organisation in _whose(covers, party, of, on):
            if organisation in wanted:
                yield Fact(organisation, on, f"meetings.planitem:{pk}", attributes=words)


def _ideas(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    wanted, covers = set(organisations), _covers(day)
    rows = Idea.objects.exclude(state=IdeaState.OPEN).order_by("pk")
    for pk, state, at, of, party in rows.values_list(
        "pk", "state", "settled_at", "meeting__organisation_id", "meeting__party_id"
    ):
        on = timezone.localdate(at) if at is not None else day
        for organisation in _whose(covers, party, of, on) if on <= day else ():
            if organisation in wanted:
                yield Fact(organisation, on, f"meetings.idea:{pk}", attributes={"state": state})


def _votes(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """Votes of an organisation's own bodies; valid where quorum and notice were kept."""
    rows = AgendaItem.objects.filter(
        kind=ItemKind.DECIDE,
        meeting__state__in=_HELD,
        meeting__body__isnull=False,
        meeting__organisation__in=list(organisations),
    ).exclude(outcome="")
    for pk, organisation, at, kind, kept, outcome, subject in rows.order_by("pk").values_list(
        *("pk", "meeting__organisation_id", "meeting__starts_at", "meeting__kind"),
        *("meeting__quorum", "outcome", "subject"),
    ):
        on = timezone.localdate(at)
        good = kept.get("met") and kept.get("notice") and outcome in {"carried", "lost"}
        words = {
            "valid": "yes" if good else "no",
            "body": kind,
            "subject": subject.partition(":")[0],
        }
        if on <= day:
            yield Fact(organisation, on, f"meetings.agendaitem:{pk}", attributes=words)
