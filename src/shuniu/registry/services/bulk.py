"""Many organisations at once: a handful of statements, the same lines in the book, one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import ngettext

from shuniu.accounts.models import Node, User
from shuniu.accounts.services import move_leaves, open_nodes, rename_nodes
from shuniu.accounts.states import NodeKind
from shuniu.base import audit, clock, crypto, prepared
from shuniu.base.verdicts import Refused, refuse
from shuniu.registry.models import AnnualReport, Organisation, OrganisationPast
from shuniu.registry.queries.imports.comparing import Reach
from shuniu.registry.queries.names import pinyin_of
from shuniu.registry.services.organisations import DATED
from shuniu.registry.states import ReportResult

STALE = "registry.import.stale"
_PART = 800  # rows asked for at once
_WRITTEN = (
    *DATED,
    *("short_name", "registered_on", "pinyin", "initials", "since", "version"),
    *("contact_sealed", "contact_hash", "key"),
)
_FIGURES = ("result", "filed_on", "income", "expenses", "net_assets", "members")
_Line = audit.Line


@dataclass(frozen=True, slots=True)
class Entry:
    """One organisation to be entered or changed.

    Attributes:
        code: its credit code, checked already.
        organisation: number of the one to be changed; none enters a new one.
        version: as it was when compared.
        facts: field → value, for those that are given.
        parent: number of the place to hang it under; none leaves it where it is.
        contact: phone, checked already; empty leaves what is known.
        report: figures of one year, with the year; empty says nothing.
    """

    code: str
    organisation: int | None = None
    version: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    parent: int | None = None
    contact: str = ""
    report: Mapping[str, Any] = field(default_factory=dict)


def enter(
    entries: Sequence[Entry], *, reach: Reach, by: User | None
) -> tuple[list[int], list[int]]:
    """Enter and change organisations, all or none; how each stood before is kept.

    Args:
        entries: each organisation once.
        reach: where new ones come and whose facts may be changed; the caller has asked the rules.
        by: who.

    Returns:
        Numbers of those entered and of those changed.

    Raises:
        Refused: ``STALE``, the register or the rights have moved on since the entries were compared.
    """
    with transaction.atomic():
        places = Node.objects.in_bulk({one.parent for one in entries if one.parent is not None})
        fresh = [one for one in entries if one.organisation is None]
        known = [one for one in entries if one.organisation is not None]
        rows = _locked(known, reach)
        added = _add(fresh, places, by)
        _change(known, rows, by)
        _move([(rows[one.organisation or 0], one) for one in known], places, by)
        _report(
            [*zip(added, fresh, strict=True), *((rows[o.organisation or 0], o) for o in known)], by
        )
    return [one.pk for one in added], sorted(rows)


def _locked(entries: Sequence[Entry], reach: Reach) -> dict[int, Organisation]:
    """The organisations to be changed, held until the end; refused where one has moved on."""
    wanted = sorted(one.organisation for one in entries if one.organisation is not None)
    rows: dict[int, Organisation] = {}
    for start in range(0, len(wanted), _PART):
        held = Organisation.objects.select_for_update(of=("self",)).select_related("node")
        rows |= {one.pk: one for one in held.filter(pk__in=wanted[start : start + _PART])}
    late = [one.code for one in entries if _moved_on(one, rows.get(one.organisation or 0), reach)]
    if late:
        raise Refused(_stale(late))
    return rows


def _moved_on(one: Entry, row: Organisation | None, reach: Reach) -> bool:
    return row is None or row.version != one.version or not reach.holds(row.node)


def _stale(codes: Sequence[str]) -> Any:
    words = ngettext(
        "核对期间，有 %(count)s 家单位的资料被别人改过（%(codes)s），没有导入。已重新比对，请再核对一遍。",
        "核对期间，有 %(count)s 家单位的资料被别人改过（%(codes)s），没有导入。已重新比对，请再核对一遍。",
        len(codes),
    )
    listed = "、".join(codes[:5]) + ("…" if len(codes) > 5 else "")
    return refuse(words % {"count": len(codes), "codes": listed}, STALE)


def _add(
    entries: Sequence[Entry], places: Mapping[int, Node], by: User | None
) -> list[Organisation]:
    if not entries:
        return []
    taken = _taken([one.code for one in entries])
    if taken:
        raise Refused(_stale(taken))
    hung = [(str(one.facts["name"]), places[one.parent or 0]) for one in entries]
    nodes = open_nodes(hung, kind=NodeKind.ORGANISATION, by=by)
    rows = [_fresh(one, node) for one, node in zip(entries, nodes, strict=True)]
    try:
        with transaction.atomic():
            Organisation.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Refused(_stale(_taken([one.code for one in entries]))) from error
    action = "registry.organisation.added"
    lines = (_Line(action, r, r.node_id, {"code": r.code, "name": r.name}) for r in rows)
    audit.record_many(lines, by=by)
    return rows


def _taken(codes: Sequence[str]) -> list[str]:
    found: list[str] = []
    for start in range(0, len(codes), _PART):
        rows = Organisation.objects.filter(code__in=codes[start : start + _PART])
        found += rows.values_list("code", flat=True)
    return found


def _fresh(one: Entry, node: Node) -> Organisation:
    since = one.facts.get("registered_on") or clock.today()
    row = Organisation(node=node, code=one.code, since=since, **one.facts)
    row.pinyin, row.initials = pinyin_of(row.name)
    row.key = crypto.new_key()
    _put_contact(row, one.contact)
    return row


def _put_contact(row: Organisation, phone: str) -> None:
    if phone:
        row.key = row.key or crypto.new_key()
        row.contact_sealed = crypto.seal(phone, row.key)
        row.contact_hash = crypto.keyed_hash(phone)


def _change(entries: Sequence[Entry], rows: Mapping[int, Organisation], by: User | None) -> None:
    """Write what differs; the past is kept, nodes bear the names of their organisations."""
    past: list[OrganisationPast] = []
    written: list[Organisation] = []
    renamed: list[tuple[Node, str]] = []
    lines: list[audit.Line] = []
    for one in entries:
        row = rows[one.organisation or 0]
        changed = {k: v for k, v in one.facts.items() if getattr(row, k) != v}
        if "name" in changed:
            renamed.append((row.node, str(changed["name"])))
        if changed:
            past += _past(row, changed)
            lines.append(_told(row, changed))
        if one.contact and crypto.keyed_hash(one.contact) != row.contact_hash:
            _put_contact(row, one.contact)
            detail = {"new": audit.commitment(one.contact)}
            lines.append(_Line("registry.organisation.contact", row, row.node_id, detail))
        written.append(row)
    prepared.insert(past)
    prepared.update(written, _WRITTEN)
    if renamed:
        rename_nodes(renamed, by=by)
    audit.record_many(lines, by=by)


def _past(row: Organisation, changed: Mapping[str, Any]) -> list[OrganisationPast]:
    """How it stood until today, where a dated fact changes."""
    today = clock.today()
    if not set(changed) & set(DATED) or today <= row.since:
        return []
    old = {name: getattr(row, name) for name in DATED}
    kept = OrganisationPast(organisation=row, since=row.since, until=today, **old)
    row.since = today
    return [kept]


def _told(row: Organisation, changed: Mapping[str, Any]) -> audit.Line:
    """Put the values in, and say what became of what."""
    old = {name: getattr(row, name) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    if "name" in changed:
        row.pinyin, row.initials = pinyin_of(row.name)
    row.version += 1
    detail = {"version": row.version, "since": row.since, "old": old, "new": dict(changed)}
    return _Line("registry.organisation.changed", row, row.node_id, detail)


def _move(
    pairs: Iterable[tuple[Organisation, Entry]], places: Mapping[int, Node], by: User | None
) -> None:
    moved: dict[int, list[Node]] = defaultdict(list)
    for row, one in pairs:
        if one.parent is not None and row.node.parent_id != one.parent:
            moved[one.parent].append(row.node)
    for parent, nodes in moved.items():
        move_leaves(nodes, to=places[parent], by=by)


def _report(pairs: Iterable[tuple[Organisation, Entry]], by: User | None) -> None:
    """Figures of a year; what is not given stays as it is."""
    given = [(row, one.report) for row, one in pairs if one.report]
    kept = _reports_of([row.pk for row, _report in given])
    rows: list[AnnualReport] = []
    for row, report in given:
        year = int(report["year"])
        one = kept.get((row.pk, year)) or AnnualReport(
            organisation=row, year=year, result=ReportResult.FILED
        )
        before = tuple(getattr(one, name) for name in _FIGURES)
        for name in _FIGURES:
            setattr(one, name, report.get(name, getattr(one, name)))
        if one.pk is None or before != tuple(getattr(one, name) for name in _FIGURES):
            one.organisation = row
            rows.append(one)
    fresh, changed = [r for r in rows if r.pk is None], [r for r in rows if r.pk is not None]
    AnnualReport.objects.bulk_create(fresh)
    prepared.update(changed, _FIGURES)
    audit.record_many((_reported(one) for one in rows), by=by)


def _reported(one: AnnualReport) -> audit.Line:
    detail = {"year": one.year, **{name: getattr(one, name) for name in _FIGURES}}
    return _Line("registry.report.recorded", one, one.organisation.node_id, detail)


def _reports_of(numbers: Sequence[int]) -> dict[tuple[int, int], AnnualReport]:
    found = {}
    for start in range(0, len(numbers), _PART):
        for one in AnnualReport.objects.filter(organisation__in=numbers[start : start + _PART]):
            found[one.organisation_id, one.year] = one
    return found
