"""The list of major matters that holds for an organisation on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import Node, User
from shuniu.accounts.queries import nodes_where, within
from shuniu.accounts.states import Capability
from shuniu.base import rulebook
from shuniu.governance.models import MajorList
from shuniu.governance.states import LISTED, Decider, MatterClass, StudyBy
from shuniu.registry.models import Organisation
from shuniu.registry.queries.party import holds

_FOUR = [one.value for one in StudyBy]
_SEED = "中办 2015 意见所列五类（协会制度实例）；金额由各单位自定，未经核对"


def _default(
    kind: MatterClass, threshold: int | None, words: Sequence[str], *, publicity: int | None = None
) -> dict[str, object]:
    return {
        "kind": kind.value,
        "title": str(kind.label),
        "threshold": threshold,
        "words": list(words),
        "studied_by": _FOUR,
        "decides": Decider.COUNCIL.value,
        "publicity_days": publicity,
        "source": _SEED,
    }


M = MatterClass
DEFAULT = rulebook.declare(
    "governance.list",
    [
        _default(M.DECISION, None, ("章程", "换届", "合并", "分立", "注销", "清算", "法定代表人")),
        _default(M.ACTIVITY, 100_000, ("评比", "表彰", "公开募捐", "大型活动", "庆典")),
        _default(M.EXPENSE, 100_000, ()),
        _default(M.DONATION, 100_000, ("捐赠", "捐款")),
        _default(M.FOREIGN, None, ("境外", "国外", "涉外", "外国", "国际组织", "港澳台")),
        _default(M.YEAR_PLAN, None, ("年度计划", "年度工作计划", "年度预算")),
    ],
    _("重大事项清单（枢纽没有另定时）"),
    _("五类事项见中办 2015 年意见；金额没有全国标准，由枢纽核定"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list as a plain value; ``pk`` is none for a default of the rules."""

    kind: str
    title: str
    threshold: Decimal | None = None
    words: tuple[str, ...] = ()
    studied_by: tuple[str, ...] = ()
    decides: str = Decider.COUNCIL.value
    before_days: int | None = None
    after_days: int | None = None
    authority: str = ""
    publicity_days: int | None = None
    source: str = ""
    pk: int | None = None

    def plain(self) -> dict[str, object]:
        """As it is kept with a matter."""
        return {
            **asdict(self),
            "threshold": None if self.threshold is None else f"{self.threshold:f}",
        }


def lines_for(organisation: Organisation, on: date) -> dict[str, Line]:
    """By class: the nearest line above an organisation, or the default."""
    return lines_at(organisation.node, on)


def lines_at(node: Node, on: date) -> dict[str, Line]:
    """The same for a place of the tree; a line that ended stands aside for the next one above."""
    found = _defaults(on)
    depth = [int(part) for part in str(node.path).strip("/").split("/")]
    rows = list(MajorList.objects.filter(holds(on), node__in=depth).order_by("since", "pk"))
    for row in sorted(rows, key=lambda one: depth.index(one.node_id)):
        found[row.kind] = line_of(row)
    return found


def _defaults(on: date) -> dict[str, Line]:
    """The defaults; a class that a changed rule forgot still stands, with no threshold."""
    said = rulebook.value(DEFAULT, on)
    rows = [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
    known = {str(one.get("kind")): one for one in rows}
    return {one.value: _read(one, known.get(one.value, {})) for one in LISTED}


def _read(kind: MatterClass, said: dict[str, object]) -> Line:
    amount, words, bodies = said.get("threshold"), said.get("words"), said.get("studied_by")
    days = {
        name: value if isinstance(value := said.get(name), int) else None
        for name in ("before_days", "after_days", "publicity_days")
    }
    return Line(
        kind=kind.value,
        title=str(said.get("title") or kind.label),
        threshold=None if amount is None else Decimal(str(amount)),
        words=tuple(str(one) for one in words) if isinstance(words, list) else (),
        studied_by=tuple(str(one) for one in bodies) if isinstance(bodies, list) else tuple(_FOUR),
        decides=str(said.get("decides") or Decider.COUNCIL.value),
        authority=str(said.get("authority") or ""),
        source=str(said.get("source") or ""),
        **days,
    )


def line_of(row: MajorList) -> Line:
    """A row as a plain value."""
    return Line(
        kind=row.kind,
        title=row.title,
        threshold=row.threshold,
        words=tuple(row.words),
        studied_by=tuple(row.studied_by) or tuple(_FOUR),
        decides=row.decides,
        before_days=row.before_days,
        after_days=row.after_days,
        authority=row.authority,
        publicity_days=row.publicity_days,
        source=row.source,
        pk=row.pk,
    )


def find(pk: int) -> MajorList | None:
    """A line with its place."""
    return MajorList.objects.select_related("node").filter(pk=pk).first()


def rows_for(user: User, on: date) -> QuerySet[MajorList]:
    """The lines that somebody keeps or may see, those in force."""
    rows = within(MajorList.objects.filter(holds(on)), user, Capability.MATTERS_SEE)
    return rows.select_related("node").order_by("node__path", "kind")


def past_for(user: User, on: date) -> QuerySet[MajorList]:
    """Lines that have ended, or have not begun, the latest first."""
    rows = within(MajorList.objects.exclude(holds(on)), user, Capability.MATTERS_SEE)
    return rows.select_related("node").order_by("-since", "kind")


def open_at(node: Node, kind: str) -> MajorList | None:
    """The line of a class at exactly this place that has no end yet."""
    return MajorList.objects.filter(node=node, kind=kind, until__isnull=True).first()


def places(user: User) -> QuerySet[Node]:
    """Where somebody keeps the list."""
    return nodes_where(user, Capability.MATTERS_LIST).filter(active=True).order_by("path")


@dataclass(frozen=True, slots=True)
class Shown:
    """A line in words."""

    line: Line
    kind: str
    studied_by: str
    decides: str


def shown(lines: dict[str, Line]) -> list[Shown]:
    """Lines as a page shows them, in the order of the classes."""
    return [
        Shown(
            lines[one.value],
            str(one.label),
            " → ".join(
                str(StudyBy(code).label)
                for code in lines[one.value].studied_by
                if code in StudyBy.values
            ),
            str(Decider(lines[one.value].decides).label),
        )
        for one in LISTED
    ]
