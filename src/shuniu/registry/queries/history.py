"""What was changed, by whom: the book's lines about an organisation, told in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts.models import User
from shuniu.base.models import AuditEntry
from shuniu.registry.models import CreditEvent, Organisation
from shuniu.registry.states import BodyKind, CharterClause, PartyKind, PostTitle

SENTENCES = {
    "registry.organisation.added": gettext_lazy("录入名册"),
    "registry.organisation.changed": gettext_lazy("修改资料"),
    "registry.organisation.contact": gettext_lazy("修改联系电话"),
    "registry.organisation.dissolved": gettext_lazy("办理注销"),
    "registry.organisation.reinstated": gettext_lazy("恢复存续"),
    "registry.report.recorded": gettext_lazy("登记年检年报"),
    "registry.charter.recorded": gettext_lazy("登记章程党建条款"),
    "registry.credit.recorded": gettext_lazy("登记信用信息"),
    "registry.credit.ended": gettext_lazy("移出信用名单"),
    "registry.body.opened": gettext_lazy("设立机构"),
    "registry.body.changed": gettext_lazy("修改机构"),
    "registry.body.elected": gettext_lazy("登记换届"),
    "registry.body.closed": gettext_lazy("撤销机构"),
    "registry.post.taken": gettext_lazy("任职"),
    "registry.post.left": gettext_lazy("离任"),
    "registry.post.corrected": gettext_lazy("更正任职"),
    "registry.party.founded": gettext_lazy("组建党组织"),
    "registry.party.ended": gettext_lazy("撤销党组织"),
    "registry.party.approval": gettext_lazy("登记审批权限"),
    "registry.party.covers": gettext_lazy("纳入党组织覆盖"),
    "registry.party.uncovers": gettext_lazy("结束党组织覆盖"),
    "registry.instructor.assigned": gettext_lazy("指派党建工作指导员"),
    "registry.instructor.duty_ended": gettext_lazy("结束指导员指派"),
    "registry.not_built.explained": gettext_lazy("说明应建未建"),
    "registry.checklist.marked": gettext_lazy("填写清单"),
    "registry.persons.read": gettext_lazy("查看人员联系方式"),
    "accounts.node.opened": gettext_lazy("开设节点"),
    "accounts.node.renamed": gettext_lazy("节点更名"),
    "accounts.node.moved": gettext_lazy("调整所属片区"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One value that became another."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the book in words."""

    number: int
    at: datetime
    who: str
    what: str
    about: str
    changes: tuple[Change, ...]


def lines(organisation: Organisation) -> QuerySet[AuditEntry]:
    """The book's lines about an organisation, newest first."""
    rows = AuditEntry.objects.filter(node_id=organisation.node_id, action__in=list(SENTENCES))
    return rows.order_by("-number")


def told(entries: list[AuditEntry]) -> list[Line]:
    """The lines of a page in words; names are read at once."""
    wanted = {entry.actor_id for entry in entries if entry.actor_id is not None}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=wanted)}
    return [
        Line(
            entry.number,
            entry.at,
            names.get(entry.actor_id or 0, _("系统")),
            str(SENTENCES.get(entry.action, entry.action)),
            _about(entry.detail),
            _changes(entry.detail),
        )
        for entry in entries
    ]


def told_since(organisation: Organisation, version: int) -> str:
    """What was changed after a version was read: who, and from what to what."""
    rows = AuditEntry.objects.filter(
        subject=f"registry.organisation:{organisation.pk}", action="registry.organisation.changed"
    ).order_by("-number")[:10]
    newer = [one for one in rows if int(one.detail.get("version", 0)) > version]
    words = []
    for line in told(newer):
        for one in line.changes:
            sentence = _("%(who)s把“%(field)s”从“%(old)s”改为“%(new)s”")
            told_values = {"who": line.who, "field": one.field, "old": one.old, "new": one.new}
            words.append(sentence % told_values)
    return _("；").join(words)


_WORDS = {
    "title": PostTitle,
    "kind": (BodyKind, PartyKind, CreditEvent.Kind),
    "clause": CharterClause,
}


def _about(detail: Mapping[str, object]) -> str:
    """Which post, body, list, year or reason a line is about; never a person."""
    said = []
    for name, choices in _WORDS.items():
        value = detail.get(name)
        for one in choices if isinstance(choices, tuple) else (choices,):
            if value in one.values:
                said.append(str(dict(one.choices)[value]))
                break
    said += [str(detail[name]) for name in ("year", "reason") if detail.get(name)]
    if detail.get("since") and said:
        said.append(_("自 %(since)s") % {"since": detail["since"]})
    return " · ".join(said)


def _changes(detail: Mapping[str, object]) -> tuple[Change, ...]:
    old, new = detail.get("old"), detail.get("new")
    if not isinstance(old, dict) or not isinstance(new, dict):
        return ()
    return tuple(
        Change(_label(name), _shown(name, old.get(name)), _shown(name, value))
        for name, value in new.items()
    )


def _label(name: str) -> str:
    try:
        return str(Organisation._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return name


def _shown(name: str, value: object) -> str:
    if value is None or value == "":
        return _("空")
    try:
        choices = dict(Organisation._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    except (FieldDoesNotExist, AttributeError):
        choices = {}
    return str(choices.get(value, value))
