"""Partners outside the hub."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.base import audit
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.registry import rules
from shuniu.registry.models import Partner
from shuniu.registry.services.codes import checked_code


@dataclass(frozen=True, slots=True)
class Particular:
    """What is known of a partner."""

    name: str
    kind: str
    code: str = ""
    region: str = ""
    contact: str = ""
    note: str = ""
    active: bool = True


def add_partner(node: Node, particular: Particular, *, by: User | None) -> Partner:
    """Enter somebody outside the hub.

    Raises:
        Refused: by the rules, the name is there already, or the code is wrong.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, node))
        row = Partner(node=node)
        _put(row, particular)
        audit.record("registry.partner.added", row, by=by, node=node.pk, name=row.name)
    return row


def change_partner(row: Partner, particular: Particular, *, by: User) -> None:
    """Change what is known of a partner.

    Raises:
        Refused: by the rules, the name is there already, or the code is wrong.
    """
    with transaction.atomic():
        ensure(rules.can_keep(by, row.node))
        _put(row, particular)
        audit.record("registry.partner.changed", row, by=by, node=row.node_id, name=row.name)


def _put(row: Partner, particular: Particular) -> None:
    taken = Partner.objects.filter(node=row.node, name=particular.name.strip()).exclude(pk=row.pk)
    if taken.exists():
        words = _("“%(name)s”已在合作单位中。")
        raise Refused(refuse(words % {"name": particular.name}, "registry.partner_name"))
    row.name, row.kind = particular.name.strip(), particular.kind
    row.code = checked_code(particular.code) if particular.code.strip() else ""
    row.region, row.contact = particular.region, particular.contact
    row.note, row.active = particular.note, particular.active
    row.save()
