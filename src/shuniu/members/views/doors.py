"""The doors of the room: what is loaded may be seen by who asks; else it is not there."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn
from shuniu.base.doors import found
from shuniu.base.verdicts import ensure
from shuniu.members import rules
from shuniu.members.models import FloatingLink, Member, Packet
from shuniu.members.queries import floating, lists, packets, privacy
from shuniu.members.views.acts import Crumbs
from shuniu.registry.models import PartyOrganisation


def member(request: SignedIn, pk: int) -> Member:
    """A record this person may see."""
    row = found(lists.find(pk))
    return found(row, rules.can_see(request.user, row))


def kept(request: SignedIn, pk: int) -> Member:
    """A record this person may see and keep.

    Raises:
        Refused: it may be seen only.
    """
    row = member(request, pk)
    ensure(rules.can_keep(request.user, row))
    return row


def link(request: SignedIn, pk: int) -> FloatingLink:
    """A floating member's link of a record this person keeps."""
    row = found(floating.find_link(pk))
    row.member = kept(request, row.member_id)
    return row


def packet(request: SignedIn, pk: int) -> Packet:
    """A packet of a branch this person keeps."""
    row = found(packets.find_packet(pk))
    return found(row, rules.can_keep_branch(request.user, row.party))


def branch(request: SignedIn, pk: int | None) -> PartyOrganisation:
    """A branch whose members this person keeps."""
    row = found(lists.find_branch(pk))
    return found(row, rules.can_keep_branch(request.user, row))


def own(request: SignedIn) -> Member:
    """The record of whoever asks."""
    return found(privacy.own_record(request.user))


def home() -> Crumbs:
    """The way from the list."""
    return ((_("党员"), reverse("members:roster")),)


def above(row: Member) -> Crumbs:
    """The way from the list over a record."""
    name = row.person.name or _("（已删除）")
    return (*home(), (name, reverse("members:member", args=[row.pk])))
