"""Can members be developed here? Through whom? What is missing? Which lawful ways are there?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from shuniu.members.models import Standing
from shuniu.members.queries.rosters import standings
from shuniu.members.states import Relation, Status
from shuniu.registry.models import Organisation, PartyOrganisation
from shuniu.registry.queries.parameters import parameters as registered
from shuniu.registry.queries.party import above, covers_of
from shuniu.registry.states import POWERS, PartyKind

_DEEPEST = 6  # party organisations above one another


@dataclass(frozen=True, slots=True)
class Route:
    """A lawful way.

    Attributes:
        code: stable word.
        words: what to do, whole sentences.
        party: the party organisation it leads to, where we know it.
        open: whether it can be gone today.
    """

    code: str
    words: str
    party: PartyOrganisation | None = None
    open: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """For one organisation, on a day.

    Attributes:
        reason: a whole sentence.
        ok: whether members can be developed here.
        through: the branch that admits, or would.
        approver: the committee that approves.
        missing: what must still be done, sentence by sentence.
        routes: the lawful ways, those open today first.
    """

    reason: str
    ok: bool = False
    through: PartyOrganisation | None = None
    approver: PartyOrganisation | None = None
    missing: tuple[str, ...] = ()
    routes: tuple[Route, ...] = field(default=())


def can_admit(organisation: Organisation, on: date) -> Answer:
    """The answer for an organisation: by the kind, size and superior of what covers it."""
    parties = [cover.party for cover in covers_of(organisation, on)]
    least = registered(on).least
    counts = full_members_here([one.pk for one in parties], on)
    judged = [(one, _missing(one, counts.get(one.pk, 0), least)) for one in parties]
    for one, missing in judged:
        approver = approver_of(one)
        if not missing and approver is not None:
            words = _("可以由“%(branch)s”发展党员，由“%(approver)s”审批。")
            told = words % {"branch": one.name, "approver": approver.name}
            return Answer(
                told, ok=True, through=one, approver=approver, routes=(Route("own", told, one),)
            )
    able = next((pair for pair in judged if _admits(pair[0])), None)
    routes = tuple(_routes(organisation, parties, on))
    if able is not None:
        words = _("暂不能发展党员：“%(branch)s”还缺少条件。")
        told = words % {"branch": able[0].name}
        return Answer(
            told,
            through=able[0],
            approver=approver_of(able[0]),
            missing=tuple(able[1]),
            routes=routes,
        )
    return Answer(_without(parties), missing=tuple(_lacks(parties, least)), routes=routes)


def full_members_here(parties: Iterable[int], on: date) -> dict[int, int]:
    """How many full members have their relation in each branch."""
    rows = standings(on).filter(
        party_id__in=list(parties), status=Status.FULL, relation=Relation.HERE
    )
    counts: dict[int, int] = {}
    for party_id in rows.values_list("party_id", flat=True):
        if party_id is not None:
            counts[party_id] = counts.get(party_id, 0) + 1
    return counts


def approver_of(party: PartyOrganisation) -> PartyOrganisation | None:
    """The committee that may approve: the nearest above (or itself) with that grant."""
    here: PartyOrganisation | None = party
    for _level in range(_DEEPEST):
        if here is None:
            return None
        if here.can_approve_members and here.kind != PartyKind.TEMPORARY and here.until is None:
            return here
        here = here.parent
    return None


def _admits(party: PartyOrganisation) -> bool:
    return bool(POWERS.get(party.kind, {}).get("admit"))


def _missing(party: PartyOrganisation, here: int, least: int) -> list[str]:
    """What a branch lacks before it can admit."""
    if not _admits(party):
        words = _("“%(name)s”是%(kind)s，不能接收预备党员。")
        return [words % {"name": party.name, "kind": party.get_kind_display()}]
    lacking = []
    if here < least:
        words = _(
            "组织关系在“%(name)s”的正式党员有 %(now)s 名，至少需要 %(least)s 名，"
            "还差 %(more)s 名转入。"
        )
        told = {"name": party.name, "now": here, "least": least, "more": least - here}
        lacking.append(words % told)
    if approver_of(party) is None:
        words = _("“%(name)s”的上级还没有登记有审批权限的党委，请先核实并登记授权。")
        lacking.append(words % {"name": party.name})
    return lacking


def _without(parties: Sequence[PartyOrganisation]) -> str:
    if not parties:
        return _("没有党组织覆盖，不能在本单位发展党员。")
    words = _("“%(name)s”是%(kind)s，不能接收预备党员；可以培养，由其他党组织接收。")
    return words % {"name": parties[0].name, "kind": parties[0].get_kind_display()}


def _lacks(parties: Sequence[PartyOrganisation], least: int) -> list[str]:
    found = [sentence for one in parties for sentence in _missing(one, 0, least)]
    found.append(
        _("需要一个正式党支部：至少 %(least)s 名组织关系转入的正式党员，或纳入联合党支部。")
        % {"least": least}
    )
    return found


def _routes(
    organisation: Organisation, parties: Sequence[PartyOrganisation], on: date
) -> Iterable[Route]:
    """The ways of the decision aid: joint branch, residence or place, supervisor, outflow side."""
    yield from sorted(_joint(organisation, parties, on), key=lambda one: not one.open)
    if not parties:
        yield Route(
            "residence",
            _("单位没有党组织：申请人可以向居住地或单位所在地（街道、社区）的党组织递交申请书。"),
        )
    else:
        yield Route(
            "residence",
            _("请街道、社区党组织接收：由单位所在地或居住地党组织履行接收程序。"),
        )
    if organisation.supervisor:
        words = _("请业务主管单位“%(name)s”的党组织接收。")
        yield Route("supervisor", words % {"name": organisation.supervisor})
    if any(one.kind == PartyKind.FLOATING for one in parties):
        words = _("外出人员所属的流出地党组织已在此设立流动党员党组织的，可以向它递交申请书。")
        yield Route("outflow", words)
    yield from _keeps(parties)


def _joint(
    organisation: Organisation, parties: Sequence[PartyOrganisation], on: date
) -> Iterable[Route]:
    known = {one.pk for one in parties}
    near = [
        one for one in above(organisation) if one.kind == PartyKind.JOINT and one.pk not in known
    ]
    counts = full_members_here([one.pk for one in near], on)
    least = registered(on).least
    for one in near[:5]:
        lacking = _missing(one, counts.get(one.pk, 0), least)
        if lacking:
            words = _("纳入“%(name)s”；它还缺：%(what)s")
            yield Route(
                "joint", words % {"name": one.name, "what": "".join(lacking)}, one, open=False
            )
        else:
            words = _("纳入“%(name)s”，由它接收，由“%(approver)s”审批。")
            approver = approver_of(one)
            told = {"name": one.name, "approver": approver.name if approver else ""}
            yield Route("joint", words % told, one)
    if not near:
        words = _("由枢纽党委组建联合党支部：至少 %(least)s 名正式党员的组织关系转入。")
        yield Route("joint_new", words % {"least": least}, open=False)


def _keeps(parties: Sequence[PartyOrganisation]) -> Iterable[Route]:
    """Those that cannot admit keep cultivating, and hand the papers on."""
    keeping = next((one for one in parties if not _admits(one)), None)
    if keeping is not None:
        words = _(
            "“%(name)s”可以接收申请、派人谈话、继续培养，把半年考察写入接续培养材料，"
            "移交给接收的党组织；培养时间连续计算。"
        )
        yield Route("relay", words % {"name": keeping.name}, keeping)


def party_standings(party: PartyOrganisation, on: date) -> dict[str, int]:
    """How many of each status a branch has."""
    counts: dict[str, int] = {}
    rows: Iterable[Standing] = standings(on).filter(party=party)
    for row in rows:
        counts[row.status] = counts.get(row.status, 0) + 1
    return counts
