"""The list of major matters, changed by dated lines."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.base import audit, clock
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.governance import rules
from shuniu.governance.models import MajorList
from shuniu.governance.queries import lists
from shuniu.governance.queries.lists import Line
from shuniu.governance.states import LISTED, Decider, StudyBy


def set_line(node: Node, line: Line, *, by: User | None) -> MajorList:
    """Put a line in force from today; the one before ends yesterday and stays to be read.

    Raises:
        Refused: by the rules; unknown words; no body that studies.
    """
    if line.kind not in LISTED or line.decides not in Decider.values:
        raise Refused(refuse(_("请选择清单中的类别和决策机构。"), "governance.list.kind"))
    if not line.studied_by or set(line.studied_by) - set(StudyBy.values):
        raise Refused(refuse(_("请至少选择一个研究主体。"), "governance.list.studied_by"))
    if line.threshold is not None and line.threshold <= 0:
        raise Refused(refuse(_("金额标准须大于 0；不设标准请留空。"), "governance.list.amount"))
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_list(by, node))
        before = lists.open_at(node, line.kind)
        if before is not None:
            _end(before)
        said = {name: getattr(line, name) for name in line.__dataclass_fields__ if name != "pk"}
        said.update(words=list(line.words), studied_by=list(line.studied_by))
        row = MajorList.objects.create(node=node, since=clock.today(), **said)
        detail = {"kind": row.kind, "threshold": row.threshold, "decides": row.decides}
        audit.record("governance.list.set", row, by=by, node=node.pk, **detail)
    return row


def end_line(row: MajorList, *, by: User) -> None:
    """A line holds no more from today; the line above, or the default, takes its place.

    Raises:
        Refused: by the rules, or it has ended.
    """
    with transaction.atomic():
        ensure(rules.can_list(by, row.node))
        if row.until is not None:
            raise Refused(refuse(_("这一行已经停用。"), "governance.list.over"))
        audit.record("governance.list.ended", row, by=by, node=row.node_id, kind=row.kind)
        _end(row)


def _end(row: MajorList) -> None:
    """The day before is its last; a line of the same day never held and is marked so."""
    if row.since < clock.today():
        row.until = clock.today() - timedelta(days=1)
    else:
        row.since = row.until = clock.today() - timedelta(days=1)
    row.save(update_fields=["since", "until"])
