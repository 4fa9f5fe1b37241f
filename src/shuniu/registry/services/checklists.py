"""Checklists: made by the hub, marked organisation by organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.base import audit
from shuniu.base.models import StoredFile
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.registry import rules
from shuniu.registry.models import Checklist, ChecklistItem, ChecklistMark, Organisation


@dataclass(frozen=True, slots=True)
class Listing:
    """What a checklist is: its things to be done, in order."""

    code: str
    title: str
    since: date
    items: Sequence[str]
    basis: str = ""
    until: date | None = None


def open_checklist(node: Node, listing: Listing, *, by: User | None) -> Checklist:
    """Make a checklist for everybody under a place of the tree.

    Raises:
        Refused: by the rules, the code is taken, or nothing stands on it.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, node))
        if Checklist.objects.filter(node=node, code=listing.code).exists():
            words = _("代号“%(code)s”已被另一份清单使用。")
            raise Refused(refuse(words % {"code": listing.code}, "registry.checklist_code"))
        row = Checklist.objects.create(
            node=node,
            code=listing.code,
            title=listing.title,
            basis=listing.basis,
            since=listing.since,
            until=listing.until,
        )
        _put_items(row, listing.items)
        audit.record("registry.checklist.opened", row, by=by, node=node.pk, title=listing.title)
    return row


def change_checklist(row: Checklist, listing: Listing, *, by: User) -> None:
    """Change a checklist; things keep their marks by their place in it.

    Raises:
        Refused: by the rules, or something already marked would fall away.
    """
    with transaction.atomic():
        ensure(rules.can_keep(by, row.node))
        row.title, row.basis = listing.title, listing.basis
        row.since, row.until = listing.since, listing.until
        row.save(update_fields=["title", "basis", "since", "until"])
        _put_items(row, listing.items)
        audit.record(
            "registry.checklist.changed",
            row,
            by=by,
            node=row.node_id,
            title=listing.title,
            items=list(listing.items),
        )


def _put_items(row: Checklist, texts: Sequence[str]) -> None:
    wanted = [text.strip() for text in texts if text.strip()]
    if not wanted:
        raise Refused(refuse(_("请至少填写一项清单事项。"), "registry.checklist_items"))
    kept = list(row.items.order_by("order", "pk"))
    by_text = {item.text: item for item in kept}
    gone = [item for item in kept if item.text not in wanted]
    fresh = [text for text in wanted if text not in by_text]
    for item, text in zip(list(gone), fresh, strict=False):  # reworded in its place
        item.text = text
        by_text[text] = item
        gone.remove(item)
    if ChecklistMark.objects.filter(item__in=gone).exists():
        words = _("“%(text)s”已有单位完成，不能删除。可以改写文字，或另建一份清单。")
        raise Refused(refuse(words % {"text": gone[0].text}, "registry.checklist_marked"))
    ChecklistItem.objects.filter(pk__in=[item.pk for item in gone]).delete()
    for order, text in enumerate(wanted):
        item = by_text.get(text) or ChecklistItem(checklist=row)
        item.text, item.order = text, order
        item.save()


def mark_item(
    item: ChecklistItem,
    organisation: Organisation,
    *,
    done_on: date | None,
    by: User | None,
    note: str = "",
    file: StoredFile | None = None,
) -> None:
    """An organisation has done something on a checklist; no day takes the mark back.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_edit(by, organisation))
        if done_on is None:
            ChecklistMark.objects.filter(item=item, organisation=organisation).delete()
        else:
            values: dict[str, object] = {"done_on": done_on, "note": note}
            if file is not None:
                values["file"] = file
            ChecklistMark.objects.update_or_create(
                item=item, organisation=organisation, defaults=values
            )
        audit.record(
            "registry.checklist.marked",
            f"registry.checklistitem:{item.pk}",
            by=by,
            node=organisation.node_id,
            done_on=done_on,
        )
