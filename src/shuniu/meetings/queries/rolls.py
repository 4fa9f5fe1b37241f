"""Who should attend: from the posts of a body, or from the roster of a branch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shuniu.meetings.models import Meeting
from shuniu.meetings.states import OF_PARTY, MeetingKind
from shuniu.members.queries import rosters
from shuniu.registry.models import Body, PartyOrganisation, Post
from shuniu.registry.queries.party import holds
from shuniu.registry.states import BodyKind, PostTitle

# Which body sits in which kind of meeting.
BODIES: dict[str, str] = {
    MeetingKind.COUNCIL: BodyKind.COUNCIL,
    MeetingKind.STANDING: BodyKind.COUNCIL,
    MeetingKind.SUPERVISORS: BodyKind.SUPERVISORS,
    MeetingKind.SECRETARIAT: BodyKind.SECRETARIAT,
    MeetingKind.ASSEMBLY: BodyKind.ASSEMBLY,
    MeetingKind.SPECIAL: BodyKind.COMMITTEE,
}
_COMMITTEE = (PostTitle.SECRETARY, PostTitle.DEPUTY_SECRETARY, PostTitle.BRANCH_COMMITTEE)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who should attend, or is asked to listen."""

    person_id: int
    organisation_id: int
    vote: bool = True
    observer: bool = False


def roll_for(meeting: Meeting, on: date) -> list[Seat]:
    """Who should attend a meeting on a day; observers last."""
    if meeting.kind in OF_PARTY and meeting.party is not None:
        return of_party(meeting.party, meeting.kind, on)
    if meeting.body is None:
        return []
    seats = _of_posts(meeting.body, on)
    if meeting.kind in {MeetingKind.COUNCIL, MeetingKind.STANDING}:
        seats += _listening(meeting.body, seats, on)
    return _once(seats)


def of_party(party: PartyOrganisation, kind: str, on: date) -> list[Seat]:
    """A branch: its committee, or everybody on its roster."""
    if kind == MeetingKind.COMMITTEE_PARTY and party.body is not None:
        posts = _posts(party.body, on).filter(title__in=_COMMITTEE)
        return _once(Seat(one.person_id, party.home_id) for one in posts)
    roster = rosters.roster(party, on)
    seats = [Seat(one.person_id, one.organisation_id, one.vote) for one in roster]
    if not seats and party.body is not None:
        seats = _of_posts(party.body, on)  # nobody is enrolled yet: those with a post at least
    if kind in {MeetingKind.LECTURE, MeetingKind.THEME_DAY}:
        listening = rosters.activists(party, on)
        seats += [Seat(one, party.home_id, vote=False, observer=True) for one in listening]
    return _once(seats)


def of_body(body: Body, on: date) -> list[Seat]:
    """A body: whoever holds a post in it on the day."""
    return _once(_of_posts(body, on))


def _posts(body: Body, on: date):  # type: ignore[no-untyped-def]  # noqa: ANN202 (a queryset)
    return Post.objects.filter(holds(on), body=body).order_by("pk")


def _of_posts(body: Body, on: date) -> list[Seat]:
    return [Seat(one.person_id, body.organisation_id) for one in _posts(body, on)]


def _listening(body: Body, seats: list[Seat], on: date) -> list[Seat]:
    """Supervisors and the secretary of the branch sit in with the board, without a vote there."""
    sitting = {one.person_id for one in seats}
    others = Post.objects.filter(holds(on), body__organisation=body.organisation_id).filter(
        body__kind__in=(BodyKind.SUPERVISORS, BodyKind.PARTY)
    )
    return [
        Seat(one.person_id, body.organisation_id, vote=False, observer=True)
        for one in others.select_related("body").order_by("pk")
        if one.person_id not in sitting
        and (one.body.kind == BodyKind.SUPERVISORS or one.title == PostTitle.SECRETARY)
    ]


def _once(seats: Iterable[Seat]) -> list[Seat]:
    """Nobody twice, however many posts they hold."""
    found: dict[int, Seat] = {}
    for one in seats:
        found.setdefault(one.person_id, one)
    return list(found.values())
