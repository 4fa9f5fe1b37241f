"""The doors of the register: what is loaded may be seen by who asks; else it is not there."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn
from shuniu.accounts.models import Node
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.verdicts import ensure
from shuniu.registry import rules
from shuniu.registry.forms.organisations import OnDay
from shuniu.registry.models import Body, Organisation, PartyOrganisation
from shuniu.registry.queries import bodies, organisations, party

Crumbs = tuple[tuple[str, str], ...]


def organisation(request: SignedIn, pk: int) -> Organisation:
    """An organisation this person may see."""
    row = found(organisations.find(pk))
    return found(row, rules.can_see(request.user, row))


def editable(request: SignedIn, pk: int) -> Organisation:
    """An organisation this person may see and change.

    Raises:
        Refused: it may be seen only.
    """
    row = organisation(request, pk)
    ensure(rules.can_edit(request.user, row))
    return row


def body(request: SignedIn, pk: int) -> Body:
    """A body of an organisation this person may change.

    Raises:
        Refused: it may be seen only.
    """
    row = found(bodies.find(pk))
    row.organisation = editable(request, row.organisation_id)
    return row


def party_organisation(request: SignedIn, pk: int) -> PartyOrganisation:
    """A party organisation this person may see."""
    row = found(party.find(pk))
    return found(row, rules.can_see_party(request.user, row))


def place(request: SignedIn, pk: int | None) -> Node | None:
    """A place of the tree this person may look at; nothing where none is chosen."""
    if pk is None:
        return None
    row = found(organisations.place(pk))
    return found(row, may(request.user, Capability.REGISTRY_SEE, row))


def day_of(request: SignedIn) -> date:
    """The day asked for by ``?on=``; today where none is, or where it is no day."""
    form = OnDay(request.GET)
    if form.is_valid():
        day: date = form.cleaned_data["on"]
        return day
    return clock.today()


def crumbs_of(row: Organisation) -> Crumbs:
    """The way down to an organisation."""
    return (
        (_("名册"), reverse("registry:organisations")),
        (row.name, reverse("registry:organisation", args=[row.pk])),
    )
