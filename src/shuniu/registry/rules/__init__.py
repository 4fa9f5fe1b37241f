"""May they change the register, and where?"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shuniu.accounts.models import Node, User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability, NodeKind
from shuniu.base import clock, files
from shuniu.base.models import StoredFile
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.registry.models import Organisation, PartyOrganisation, Person
from shuniu.registry.queries import checklists, history, party, persons
from shuniu.registry.states import PartyKind, Standing

PROOFS = "registry.checklist"  # the door of files that prove a mark


def can_add(user: User, parent: Node) -> Verdict:
    """Whether an organisation may be entered under a place of the tree."""
    if parent.kind == NodeKind.ORGANISATION:
        return refuse(_("请选择枢纽或片区作为所属位置。"), "registry.parent")
    return may(user, Capability.REGISTRY_EDIT, parent)


def can_see(user: User, organisation: Organisation) -> Verdict:
    """Whether an organisation may be seen."""
    return may(user, Capability.REGISTRY_SEE, organisation.node)


def can_edit(user: User, organisation: Organisation) -> Verdict:
    """Whether the facts of an organisation may be changed."""
    verdict = may(user, Capability.REGISTRY_EDIT, organisation.node)
    if verdict and organisation.standing == Standing.DISSOLVED:
        return refuse(
            _("“%(name)s”已注销，资料只能查看。") % {"name": organisation.name},
            "registry.dissolved",
        )
    return verdict


def can_dissolve(user: User, organisation: Organisation) -> Verdict:
    """Whether it may be struck off: not while others depend on its party organisation."""
    verdict = can_edit(user, organisation)
    others = party.others_covered(organisation) if verdict else 0
    if not others:
        return verdict
    words = ngettext(
        "“%(name)s”的党组织还覆盖另外 %(count)s 家单位，请先为它们另行安排。",
        "“%(name)s”的党组织还覆盖另外 %(count)s 家单位，请先为它们另行安排。",
        others,
    )
    return refuse(words % {"name": organisation.name, "count": others}, "registry.still_covers")


def can_reinstate(user: User, organisation: Organisation) -> Verdict:
    """Whether an organisation that was struck off may stand again."""
    verdict = may(user, Capability.REGISTRY_EDIT, organisation.node)
    if verdict and organisation.standing != Standing.DISSOLVED:
        return refuse(
            _("“%(name)s”没有注销。") % {"name": organisation.name}, "registry.not_dissolved"
        )
    return verdict


def can_read_persons(user: User, organisation: Organisation) -> Verdict:
    """Whether phone numbers of an organisation's people may be read in clear."""
    return may(user, Capability.PERSONS_READ, organisation.node)


def can_erase(user: User, person: Person) -> Verdict:
    """Whether somebody's name and numbers may be destroyed: by who keeps all they are part of."""
    for node in persons.places_of(person):
        for capability in (Capability.REGISTRY_EDIT, Capability.PERSONS_READ):
            verdict = may(user, capability, node)
            if not verdict:
                return verdict
    return ALLOWED


def can_import(user: User, parent: Node) -> Verdict:
    """Whether organisations may be imported under a place of the tree."""
    return may(user, Capability.REGISTRY_IMPORT, parent)


def can_keep(user: User, node: Node) -> Verdict:
    """Whether what belongs to a place of the tree itself may be changed: lists, partners, areas."""
    return may(user, Capability.REGISTRY_EDIT, node)


def can_found(user: User, home: Organisation, kind: str) -> Verdict:
    """Whether a party organisation may be set up: one of its own at a time."""
    verdict = can_edit(user, home)
    if verdict and kind == PartyKind.OWN and party.has_own(home):
        return refuse(
            _("“%(name)s”已有单独组建的党组织，请先办理撤销。") % {"name": home.name},
            "registry.party_own",
        )
    return verdict


def can_see_party(user: User, row: PartyOrganisation) -> Verdict:
    """Whether a party organisation may be seen: with its home, or with one it covers."""
    verdict = can_see(user, row.home)
    if not verdict and party.covered_by(row, clock.today(), user).exists():
        return ALLOWED
    return verdict


def can_cover(user: User, row: PartyOrganisation, organisation: Organisation) -> Verdict:
    """Whether a party organisation may come to cover an organisation."""
    verdict = can_edit(user, organisation)
    if verdict and row.until is not None:
        return refuse(_("“%(name)s”已撤销。") % {"name": row.name}, "registry.party_ended")
    if verdict and row.kind == PartyKind.OWN and organisation.pk != row.home_id:
        return refuse(
            _("“%(name)s”是单独组建的党组织，只覆盖本单位。请改用联合或挂靠方式。")
            % {"name": row.name},
            "registry.party_own",
        )
    return verdict


def may_be_current(version: int, organisation: Organisation) -> Verdict:
    """Whether nobody has changed the organisation since it was read; says who did, and what."""
    if version == organisation.version:
        return ALLOWED
    told = history.told_since(organisation, version)
    words = _("“%(name)s”刚被别人改过：%(what)s。您填的内容都还在，请对照后再保存一次。")
    return refuse(
        words % {"name": organisation.name, "what": told or _("内容见变更记录")},
        "registry.conflict",
    )


@files.door(PROOFS)
def may_reach_proof(user: object, file: StoredFile) -> bool:
    """Whether somebody may fetch the proof of a mark: who may see the organisation may."""
    mark = checklists.mark_with(file)
    return isinstance(user, User) and mark is not None and bool(can_see(user, mark.organisation))
