"""Whose record may be seen and kept by whom."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.members.models import Member
from shuniu.registry.models import Organisation, PartyOrganisation


def can_see(user: User, member: Member) -> Verdict:
    """Whether a record may be seen: by its person, by the branch, by the hub."""
    if member.user_id == user.pk:
        return ALLOWED
    return _any(user, Capability.MEMBERS_SEE, _nodes(member))


def can_keep(user: User, member: Member) -> Verdict:
    """Whether a record may be changed; nobody keeps their own."""
    if member.user_id == user.pk:
        words = _("不能办理本人的事项，请由党组织的其他负责人办理。")
        return refuse(words, "members.own_record")
    if member.until is not None:
        return refuse(_("此人已离开名册，资料只能查看。"), "members.left")
    if member.person.erased_at is not None:
        return refuse(_("此人的资料已依法删除。"), "members.erased")
    return _any(user, Capability.MEMBERS_KEEP, _nodes(member))


def can_own(user: User, member: Member) -> Verdict:
    """Whether a record is the person's own."""
    if member.user_id == user.pk:
        return ALLOWED
    return refuse(_("只有本人可以办理。"), "members.not_own")


def can_enrol(user: User, organisation: Organisation, party: PartyOrganisation | None) -> Verdict:
    """Whether somebody may be entered: where they work, or in the branch they live with."""
    nodes = [organisation.node, *([party.home.node] if party is not None else [])]
    return _any(user, Capability.MEMBERS_KEEP, nodes)


def can_declare(user: User, organisation: Organisation) -> Verdict:
    """Whether somebody may declare themselves: in the organisation of their own account."""
    return may(user, Capability.MEMBERS_OWN, organisation.node)


def can_see_branch(user: User, party: PartyOrganisation) -> Verdict:
    """Whether the list of a branch may be seen, masked."""
    return may(user, Capability.MEMBERS_SEE, party.home.node)


def can_keep_branch(user: User, party: PartyOrganisation) -> Verdict:
    """Whether what belongs to a branch as a whole may be kept."""
    return may(user, Capability.MEMBERS_KEEP, party.home.node)


def _nodes(member: Member) -> list[Node]:
    nodes = [member.organisation.node]
    if member.party is not None:
        nodes.append(member.party.home.node)
    return nodes


def _any(user: User, capability: Capability, nodes: list[Node]) -> Verdict:
    verdicts = [may(user, capability, node) for node in nodes]
    return next((one for one in verdicts if one), verdicts[0])
