"""What the rows of a sheet would do to the register: added, changed, same, refused."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.accounts.queries import paths_where
from shuniu.accounts.states import Capability, NodeKind
from shuniu.base import crypto
from shuniu.registry.models import AnnualReport, Organisation
from shuniu.registry.queries.imports.columns import FIELDS, REPORT
from shuniu.registry.queries.imports.reading import CLASSES, Fault, Given, grouped
from shuniu.registry.states import ReportResult, RowVerdict, Size, Standing

_PART = 800  # rows asked for at once
_SMALL = 2  # full-time staff of a small organisation
_SUFFIX = re.compile(r"(?:党建|党群|枢纽)?(?:片区)?(?:工作站|服务站|街道办事处|街道办|街道|片区)$")
_NOT_FACTS = {"area", "contact", "code", "year", *REPORT}
FACTS = tuple(one.key for one in FIELDS if one.key not in _NOT_FACTS)


@dataclass(frozen=True, slots=True)
class Reach:
    """Where an import may act.

    Attributes:
        place: new organisations come under it, or under an area of it.
        paths: subtrees whose organisations may be changed.
    """

    place: Node
    paths: tuple[str, ...]

    def holds(self, node: Node) -> bool:
        """Whether a place lies where organisations may be changed."""
        return str(node.path).startswith(self.paths)


def reach_of(user: User, place: Node) -> Reach:
    """What somebody may do with an import into a place."""
    return Reach(place, tuple(paths_where(user, Capability.REGISTRY_EDIT)))


@dataclass(slots=True)
class Judged:
    """A row and what it would do.

    Attributes:
        given: what the row says.
        verdict: what it would do.
        organisation: the one it is about; none where it is new.
        version: of that organisation, as compared.
        facts: field → value to be written.
        changes: field → what stands now and what would stand.
        parent: number of the place it would hang under; none where it stays.
        likes: others that may be the same, in words, with their number where they are known.
        twin: whether one of them is the same but for habit.
    """

    given: Given
    verdict: RowVerdict = RowVerdict.ADDED
    organisation: int | None = None
    version: int | None = None
    facts: dict[str, object] = field(default_factory=dict)
    changes: dict[str, tuple[object, object]] = field(default_factory=dict)
    parent: int | None = None
    likes: list[tuple[str, int | None]] = field(default_factory=list)
    twin: bool = False

    @property
    def report(self) -> dict[str, object]:
        """The yearly report it brings, by field."""
        values = self.given.values
        found = {key: values[key] for key in ("year", *REPORT) if key in values}
        return found if "year" in found else {}


def compare(rows: Sequence[Given], reach: Reach, letters: Mapping[str, str]) -> list[Judged]:
    """What each row would do."""
    _refuse_repeats(rows)
    _place(rows, reach, letters)
    known = {one.code: one for one in _by_code(grouped(rows, "code"))}
    reports = _reports(rows, known)
    judged = []
    for row in rows:
        one = known.get(str(row.values.get("code", "")))
        if one is None:
            judged.append(_new(row, reach))
        else:
            judged.append(_against(row, one, reach, reports))
    return judged


def _by_code(codes: Iterable[str]) -> Iterator[Organisation]:
    wanted = sorted(codes)
    for start in range(0, len(wanted), _PART):
        part = wanted[start : start + _PART]
        yield from Organisation.objects.filter(code__in=part).select_related("node")


def _reports(
    rows: Sequence[Given], known: Mapping[str, Organisation]
) -> dict[tuple[int, int], AnnualReport]:
    pks = sorted(
        {known[code].pk for code in grouped([r for r in rows if "year" in r.values], "code")
         if code in known}
    )  # fmt: skip
    years = {int(str(row.values["year"])) for row in rows if "year" in row.values}
    found = {}
    for start in range(0, len(pks), _PART):
        part = pks[start : start + _PART]
        for one in AnnualReport.objects.filter(organisation__in=part, year__in=years):
            found[one.organisation_id, one.year] = one
    return found


def _refuse_repeats(rows: Sequence[Given]) -> None:
    """The same code twice: the later row goes where they agree, all where they do not."""
    for same in grouped(rows, "code").values():
        first = same[0]
        if len(same) == 1:
            continue
        agree = all(row.values == first.values for row in same)
        for row in same[1:] if agree else same:
            others = "、".join(str(one.number) for one in same if one is not row)
            if agree:
                words = _("与第 %(others)s 行完全相同，已略过。请删去重复的行。")
            else:
                words = _("与第 %(others)s 行是同一个信用代码，内容却不同。请只保留正确的一行。")
            row.faults.append(Fault("code", "", words % {"others": others}))


def _place(rows: Sequence[Given], reach: Reach, letters: Mapping[str, str]) -> None:
    """Words of the area column to places of the tree."""
    if not any("area" in row.values for row in rows):
        return
    found: dict[str, set[int]] = defaultdict(set)
    names = {}
    inside = Node.objects.filter(path__startswith=str(reach.place.path), active=True)
    for node in inside.filter(kind__in=(NodeKind.HUB, NodeKind.AREA)):
        names[node.pk] = node.name
        for words in {_words(node.name), _SUFFIX.sub("", _words(node.name))}:
            found[words].add(node.pk)
    for row in rows:
        if "area" not in row.values:
            continue
        words = _words(str(row.values["area"]))
        hits = found.get(words) or found.get(_SUFFIX.sub("", words), set())
        if len(hits) == 1:
            row.values["area"] = next(iter(hits))
            continue
        reason = _("没有名为“%(found)s”的片区，可写：%(names)s。请改正，或先在“片区”中新建。")
        if hits:
            reason = _("“%(found)s”可以指几个片区：%(names)s。请写全称。")
        shown = "、".join([names[pk] for pk in sorted(hits or names)][:8])
        told = {"found": row.values.pop("area"), "names": shown}
        row.faults.append(Fault("area", f"{letters.get('area', '')}{row.number}", reason % told))


def _words(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).lower()


def _new(row: Given, reach: Reach) -> Judged:
    values = row.values
    judged = Judged(row, facts={key: values[key] for key in FACTS if key in values})
    if reach.place.kind == NodeKind.ORGANISATION:
        reason = _("这里只能更新本单位的资料，不能新增单位。请联系枢纽。")
        row.faults.append(Fault("code", "", reason))
    parent = values.get("area")
    judged.parent = parent if isinstance(parent, int) else reach.place.pk
    blank = not any(fault.field in {"", "code", "type"} for fault in row.faults)
    if "type" not in values and blank:
        by_code = CLASSES.get(str(values["code"])[:2])
        if by_code is None:
            reason = _(
                "没有填组织类型，从信用代码也看不出来。请填写社会团体、基金会或社会服务机构。"
            )
            row.faults.append(Fault("type", "", reason))
        else:
            judged.facts["type"] = str(by_code)
    if "size" not in values:
        staff = values.get("staff")
        small = isinstance(staff, int) and staff <= _SMALL
        judged.facts["size"] = str(Size.SMALL if small else Size.REGULAR)
    _members(judged, None)
    _conclude(judged, None)
    if row.faults:
        judged.verdict = RowVerdict.REFUSED
    return judged


def _against(
    row: Given,
    one: Organisation,
    reach: Reach,
    reports: Mapping[tuple[int, int], AnnualReport],
) -> Judged:
    judged = Judged(row, RowVerdict.SAME, one.pk, one.version)
    if not reach.holds(one.node):
        reason = _("这个信用代码已登记在您不能维护的范围内。请联系枢纽负责人。")
        row.faults.append(Fault("code", "", reason))
        judged.verdict, judged.organisation = RowVerdict.REFUSED, None
        return judged
    for key in FACTS:
        if key in row.values and row.values[key] != getattr(one, key):
            judged.facts[key] = row.values[key]
            judged.changes[key] = (getattr(one, key), row.values[key])
    _beside(judged, one, reports)
    _members(judged, one)
    if judged.changes and one.standing == Standing.DISSOLVED:
        words = _("“%(name)s”已注销，资料只能查看。如已恢复，请先在单位页面办理恢复。")
        row.faults.append(Fault("", "", words % {"name": one.name}))
    elif judged.facts.get("standing") == Standing.DISSOLVED:
        reason = _("注销要在单位页面办理，任职、党组织和指导员会一并处理。请先办理，或改正状态。")
        row.faults.append(Fault("standing", "", reason))
    if row.faults:
        judged.verdict = RowVerdict.REFUSED
    elif judged.changes:
        judged.verdict = RowVerdict.CHANGED
    return judged


def _beside(
    judged: Judged, one: Organisation, reports: Mapping[tuple[int, int], AnnualReport]
) -> None:
    """What is kept beside the facts: place, phone, yearly report."""
    values = judged.given.values
    area = values.get("area")
    if isinstance(area, int) and area != one.node.parent_id:
        judged.parent = area
        judged.changes["area"] = (one.node.parent_id, area)
    phone = values.get("contact")
    if phone is not None and crypto.keyed_hash(str(phone)) != one.contact_hash:
        judged.changes["contact"] = (bool(one.contact_hash), phone)
    if judged.report:
        kept = reports.get((one.pk, int(str(values["year"]))))
        for key in REPORT:
            old = getattr(kept, key) if kept is not None else None
            if key in values and values[key] != old:
                judged.changes[key] = (old, values[key])
        _conclude(judged, kept)


def _conclude(judged: Judged, kept: AnnualReport | None) -> None:
    """A report that is new has a conclusion."""
    if judged.report and kept is None and "result" not in judged.given.values:
        words = _("没有年检年报结论，记为“%(result)s”。")
        judged.given.notes.append(words % {"result": ReportResult.FILED.label})


def _members(judged: Judged, one: Organisation | None) -> None:
    """Full members are some of the members."""
    values = judged.given.values
    total = values.get("party_members", getattr(one, "party_members", None))
    formal = values.get("formal_members", getattr(one, "formal_members", None))
    told = {"party_members", "formal_members"} & set(values)
    if told and isinstance(total, int) and isinstance(formal, int) and formal > total:
        words = _("正式党员数（%(formal)s）多于党员数（%(total)s）。请核对这两个数。")
        reason = words % {"formal": formal, "total": total}
        judged.given.faults.append(Fault("formal_members", "", reason))
