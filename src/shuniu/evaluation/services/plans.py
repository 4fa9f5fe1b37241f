"""What an organisation means to do better, with an owner and a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock
from shuniu.base.moves import walk
from shuniu.base.verdicts import Refused, Verdict, ensure, refuse
from shuniu.evaluation.models import Entry, PlanItem
from shuniu.evaluation.queries.plans import leaf_of, open_points
from shuniu.evaluation.rules import plans as rules
from shuniu.evaluation.states import PLAN_MOVES


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be done, by whom, until when."""

    text: str
    owner: str
    due: date


def plan_item(entry: Entry, leaf: str, planned: Planned, *, by: User) -> PlanItem:
    """Take a leaf into the improvement plan.

    Raises:
        Refused: by the rules; no such leaf; something is not said.
    """
    with transaction.atomic():
        ensure(rules.can_plan(by, entry))
        ensure(_complete(planned))
        if leaf_of(entry, leaf) is None:
            raise Refused(refuse(_("评价标准中没有这一项，请刷新页面。"), "plans.leaf"))
        row = PlanItem.objects.create(
            entry=entry,
            leaf=leaf,
            text=planned.text.strip()[:300],
            owner=planned.owner.strip()[:60],
            due=planned.due,
            gain=open_points(entry, leaf),
            made_by=by,
            made_at=clock.now(),
        )
        _told("planned", row, by)
    return row


def change_item(item: PlanItem, planned: Planned, *, by: User) -> None:
    """Change what is to be done, by whom, until when.

    Raises:
        Refused: by the rules; something is not said.
    """
    with transaction.atomic():
        ensure(rules.can_change(by, item))
        ensure(_complete(planned))
        item.text, item.owner = planned.text.strip()[:300], planned.owner.strip()[:60]
        item.due = planned.due
        item.save(update_fields=["text", "owner", "due"])
        _told("changed", item, by)


def settle_item(item: PlanItem, *, note: str, by: User) -> None:
    """It is done; how, in a few words.

    Raises:
        Refused: by the rules.
    """
    _take(item, "settle", note, by)


def drop_item(item: PlanItem, *, note: str, by: User) -> None:
    """It will not be done; why is said.

    Raises:
        Refused: by the rules; no reason.
    """
    if not note.strip():
        raise Refused(refuse(_("请写明不再进行的原因。"), "plans.reason"))
    _take(item, "drop", note, by)


def reopen_item(item: PlanItem, *, by: User) -> None:
    """It is not settled after all.

    Raises:
        Refused: by the rules.
    """
    _take(item, "reopen", item.note, by)


def _take(item: PlanItem, move: str, note: str, by: User) -> None:
    with transaction.atomic():
        ensure(rules.can_take(by, item, move))
        walk(item, PLAN_MOVES[move])
        item.note = note.strip()[:500]
        item.settled_on = None if move == "reopen" else clock.today()
        item.save(update_fields=["note", "settled_on"])
        _told(move, item, by)


def _complete(planned: Planned) -> Verdict:
    if not planned.text.strip():
        return refuse(_("请写明要改进什么。"), "plans.text")
    if not planned.owner.strip():
        return refuse(_("请写明由谁负责。"), "plans.owner")
    return Verdict(ok=True)


def _told(what: str, item: PlanItem, by: User) -> None:
    audit.record(
        f"evaluation.plan.{what}",
        item,
        by=by,
        node=item.entry.organisation.node_id,
        entry=item.entry_id,
        leaf=item.leaf,
        due=item.due,
        state=item.state,
    )
