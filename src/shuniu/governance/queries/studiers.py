"""Who studies: the branch, the joint branch, a committee of the hub, the instructor's branch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from shuniu.base import rulebook
from shuniu.governance.states import StudyBy
from shuniu.registry.models import (
    Body,
    InstructorDuty,
    Organisation,
    PartyCover,
    PartyOrganisation,
    Post,
)
from shuniu.registry.queries.party import holds
from shuniu.registry.states import BodyKind, OrganisationType, PartyKind

BRANCHES = rulebook.declare(
    "governance.study.branches",
    [PartyKind.OWN.value, PartyKind.ATTACHED.value, PartyKind.FUNCTIONAL.value],
    _("能对本单位重大事项作前置研究的党组织"),
    choices=PartyKind.choices,
)
JOINTS = rulebook.declare(
    "governance.study.joint",
    [PartyKind.JOINT.value],
    _("能对所覆盖单位重大事项作前置研究的联合党组织"),
    choices=PartyKind.choices,
)
SHARED = rulebook.declare(
    "governance.one_meeting.percent",
    50,
    _("党组织班子成员在决策机构任职超过多少（%），可以一次会议合并进行"),
    _("国有企业前置研究讨论的做法：人员高度重合的不重复开会"),
)


@dataclass(frozen=True, slots=True)
class Studier:
    """Who studies a matter of an organisation."""

    kind: str
    name: str
    party: PartyOrganisation | None = None
    body: Body | None = None


def studier(organisation: Organisation, order: Sequence[str], on: date) -> Studier | None:
    """The first of the list that there is on a day; nobody, and the matter waits."""
    for kind in order:
        found = _FINDERS[kind](organisation, on) if kind in _FINDERS else None
        if found is not None:
            return found
    return None


def _covering(organisation: Organisation, on: date, code: str, kind: str) -> Studier | None:
    kinds = rulebook.value(code, on)
    wanted = [str(one) for one in kinds] if isinstance(kinds, list) else []
    rows = PartyCover.objects.filter(
        holds(on), holds(on, "party__"), organisation=organisation, party__kind__in=wanted
    ).select_related("party__body", "party__home")
    found = sorted(rows, key=lambda row: (wanted.index(row.party.kind), row.since, row.pk))
    if not found:
        return None
    return Studier(kind, found[0].party.name, found[0].party, found[0].party.body)


def _branch(organisation: Organisation, on: date) -> Studier | None:
    return _covering(organisation, on, BRANCHES, StudyBy.BRANCH.value)


def _joint(organisation: Organisation, on: date) -> Studier | None:
    return _covering(organisation, on, JOINTS, StudyBy.JOINT.value)


def _hubs(organisation: Organisation) -> list[int]:
    """The hub's own organisations at the places above, the nearest first."""
    line = [int(part) for part in str(organisation.node.path).strip("/").split("/")]
    rows = Organisation.objects.filter(node_id__in=line, type=OrganisationType.HUB)
    places = dict(rows.values_list("node_id", "pk"))
    return [places[node] for node in reversed(line) if node in places]


def _committee(organisation: Organisation, on: date) -> Studier | None:
    for hub in _hubs(organisation):
        rows = Body.objects.filter(holds(on), organisation=hub, kind=BodyKind.COMMITTEE)
        body = rows.select_related("organisation").order_by("since", "pk").first()
        if body is not None:
            name = body.name or str(BodyKind.COMMITTEE.label)
            return Studier(StudyBy.COMMITTEE.value, name, None, body)
    return None


def _instructor(organisation: Organisation, on: date) -> Studier | None:
    """The hub's party organisation, where an instructor looks after the organisation."""
    duty = InstructorDuty.objects.filter(
        holds(on), holds(on, "instructor__"), organisation=organisation
    )
    if not duty.exists():
        return None
    for hub in _hubs(organisation):
        rows = PartyOrganisation.objects.filter(holds(on), home=hub).select_related("body")
        party = rows.order_by("since", "pk").first()
        if party is not None:
            return Studier(StudyBy.INSTRUCTOR.value, party.name, party, party.body)
    return None


_FINDERS = {
    StudyBy.BRANCH.value: _branch,
    StudyBy.JOINT.value: _joint,
    StudyBy.COMMITTEE.value: _committee,
    StudyBy.INSTRUCTOR.value: _instructor,
}


@dataclass(frozen=True, slots=True)
class Shared:
    """How many of the party organisation's committee sit in a deciding body."""

    both: int
    party: int
    enough: bool


def shared(party_body: Body | None, deciding: Body | None, on: date) -> Shared:
    """Whether the same people sit in both bodies, so that one meeting may serve both."""
    if party_body is None or deciding is None:
        return Shared(0, 0, enough=False)
    ours = set(_people(party_body, on))
    both = len(ours & set(_people(deciding, on)))
    bar = rulebook.number(SHARED, on)
    return Shared(both, len(ours), enough=bool(ours) and both * 100 > len(ours) * bar)


def _people(body: Body, on: date) -> list[int]:
    return list(Post.objects.filter(holds(on), body=body).values_list("person_id", flat=True))
