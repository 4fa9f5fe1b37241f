"""Areas of the hub: places of the tree under which organisations hang."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.accounts.services import open_node, rename_node
from shuniu.accounts.states import NodeKind
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.registry import rules


def add_area(name: str, *, parent: Node, by: User) -> Node:
    """Open an area workstation under the hub or under another area.

    Raises:
        Refused: by the rules, or the name is there already.
    """
    with transaction.atomic():
        ensure(rules.can_add(by, parent))
        _not_taken(name, parent)
        return open_node(name.strip(), kind=NodeKind.AREA, parent=parent, by=by)


def rename_area(area: Node, *, name: str, by: User) -> None:
    """Give an area another name.

    Raises:
        Refused: by the rules, or the name is there already.
    """
    with transaction.atomic():
        ensure(rules.can_add(by, area))
        if name.strip() != area.name:
            _not_taken(name, area.parent)
            rename_node(area, name=name.strip(), by=by)


def _not_taken(name: str, parent: Node | None) -> None:
    if not name.strip():
        raise Refused(refuse(_("请填写名称。"), "registry.area_name"))
    if Node.objects.filter(parent=parent, name=name.strip(), kind=NodeKind.AREA).exists():
        words = _("已有名为“%(name)s”的片区。")
        raise Refused(refuse(words % {"name": name.strip()}, "registry.area_name"))
