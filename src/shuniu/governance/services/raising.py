"""A matter is brought up with its papers and put in its class."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts.models import User
from shuniu.base import audit, clock, files, rulebook
from shuniu.base.moves import walk
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.governance import rules
from shuniu.governance.models import Conflict, MajorList, Matter, Paper, Report
from shuniu.governance.queries import matters
from shuniu.governance.queries.chain import who_studies
from shuniu.governance.queries.lists import Line
from shuniu.governance.queries.related import insiders, related
from shuniu.governance.rules.classing import Classed, Step
from shuniu.governance.rules.gate import case_of, weighed
from shuniu.governance.states import MOVES, OPEN, Found, MatterClass, MatterState, ReportKind
from shuniu.registry.models import Organisation, Person

NUMBER = rulebook.declare(
    "governance.number",
    "重〔{year}〕{n:03d}",
    gettext_lazy("重大事项编号式样（{year} 年份，{n:03d} 序号）"),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A matter as it is brought up."""

    title: str
    kind: str
    text: str = ""
    amount: Decimal | None = None
    counterparty: str = ""
    planned_on: date | None = None


def raise_matter(
    organisation: Organisation,
    draft: Draft,
    *,
    by: User | None,
    papers: Iterable[File[bytes]] = (),
) -> Matter:
    """Bring up a matter; it waits to be classified.

    Raises:
        Refused: by the rules; no title; an amount below nothing; a file of a wrong kind.
    """
    if not draft.title.strip() or draft.kind not in MatterClass.values:
        raise Refused(refuse(_("请写明事项名称并选择类别。"), "governance.title"))
    if draft.amount is not None and draft.amount < 0:
        raise Refused(refuse(_("金额不能是负数。"), "governance.amount"))
    today = clock.today()
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_raise(by, organisation))
        _alone(organisation)
        matter = Matter.objects.create(
            organisation=organisation,
            number=_number(organisation, today),
            title=draft.title.strip(),
            text=draft.text.strip(),
            kind=draft.kind,
            amount=draft.amount,
            counterparty=draft.counterparty.strip(),
            planned_on=draft.planned_on,
            year=today.year,
            raised_by=by,
            raised_on=today,
        )
        said = {"kind": matter.kind, "amount": matter.amount, "number": matter.number}
        audit.record("governance.matter.raised", matter, by=by, node=_node(matter), **said)
        for upload in papers:
            keep_paper(matter, upload, by=by)
    return matter


def keep_paper(matter: Matter, upload: File[bytes], *, by: User | None) -> Paper:
    """Keep a paper with a matter, while it is open.

    Raises:
        Refused: by the rules; decided; a file of a wrong kind.
    """
    with transaction.atomic():
        _may_change(matter, by)
        row = Paper.objects.create(
            matter=matter, file=files.keep(upload, door=rules.PAPERS, by=by), made_at=clock.now()
        )
        audit.record("governance.paper.kept", matter, by=by, node=_node(matter), file=row.file_id)
    return row


def classify(matter: Matter, *, by: User | None) -> Classed:
    """Put a matter in its class by the list; those that make up one sum come along.

    One at a time for each organisation, so that two parts of a sum see each other.

    Raises:
        Refused: by the rules; it is past that.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_raise(by, matter.organisation))
        _alone(matter.organisation)
        locked(matter)
        if matters.voted_item(matter) is not None:
            raise Refused(refuse(_("决策会议已经表决，不能再分类。"), "governance.over"))
        found = weighed(matter.organisation, case_of(matter))
        if found.line is None:
            _write(matter, None, found.steps, major=False, by=by)
            walk(matter, MOVES["pass"])
            return found
        _class_as_major(matter, found.line, found.steps, by=by)
        joined: Step = {"code": "joined", "number": matter.number, "title": matter.title}
        for piece in found.pieces:
            other = matters.find(piece.pk) if piece.open else None
            if other is not None and _still_ordinary(other):
                _class_as_major(other, found.line, [*other.working, joined], by=by)
    return found


def _still_ordinary(matter: Matter) -> bool:
    """Whether it waits for its decision; one that was voted on stays what it was."""
    locked(matter)
    return matter.state == MatterState.ORDINARY and matters.voted_item(matter) is None


def _class_as_major(matter: Matter, line: Line, steps: list[Step], *, by: User | None) -> None:
    if matter.state == MatterState.LISTED:
        return
    # Two constraints watch: a listed matter has a class, an ordinary one is not major.
    if matter.state == MatterState.ORDINARY:
        walk(matter, MOVES["list"])
        _write(matter, line, steps, major=True, by=by)
    else:
        _write(matter, line, steps, major=True, by=by)
        walk(matter, MOVES["list"])
    _note_posts(matter)
    if line.before_days is not None:
        _due_before(matter, line, line.before_days)


def _write(
    matter: Matter, line: Line | None, steps: list[Step], *, major: bool, by: User | None
) -> None:
    matter.major, matter.working = major, steps
    if line is not None:
        matter.kind = line.kind
        matter.needs = line.plain()
        matter.listing = MajorList.objects.filter(pk=line.pk).first() if line.pk else None
    matter.save(update_fields=["major", "working", "kind", "needs", "listing"])
    said = {"major": major, "kind": matter.kind}
    audit.record("governance.matter.classified", matter, by=by, node=_node(matter), **said)


def _note_posts(matter: Matter) -> None:
    """Write down those whose posts tie them to the other side."""
    who = who_studies(matter, clock.today())
    body = None if who is None else who.body
    for one in related(matter.organisation, matter.counterparty, clock.today(), body):
        Conflict.objects.get_or_create(
            matter=matter,
            person_id=one.person,
            defaults={"reason": one.reason, "found": Found.POSTS, "made_at": clock.now()},
        )


def _due_before(matter: Matter, line: Line, days: int) -> None:
    due = None if matter.planned_on is None else matter.planned_on - timedelta(days=days)
    Report.objects.get_or_create(
        matter=matter,
        kind=ReportKind.BEFORE,
        defaults={"to": line.authority, "due_on": due, "days": days},
    )


def declare_conflict(matter: Matter, person: Person, *, reason: str, by: User | None) -> Conflict:
    """Somebody has an interest of their own in a matter.

    Raises:
        Refused: by the rules; no reason; not one of those concerned; already decided.
    """
    if not reason.strip():
        raise Refused(refuse(_("请写明利益关系。"), "governance.conflict.reason"))
    with transaction.atomic():
        _may_change(matter, by)
        who = who_studies(matter, clock.today())
        inside = insiders(matter.organisation, clock.today(), None if who is None else who.body)
        if person.pk not in {one.pk for one in inside}:
            words = _("只能登记本单位、其党组织或研究主体的任职人员。")
            raise Refused(refuse(words, "governance.conflict.stranger"))
        row, made = Conflict.objects.get_or_create(
            matter=matter,
            person=person,
            defaults={
                "reason": reason.strip(),
                "found": Found.DECLARED,
                "made_at": clock.now(),
                "made_by": by,
            },
        )
        if made:
            audit.record("governance.conflict.declared", row, by=by, node=_node(matter))
    return row


def clear_conflict(row: Conflict, *, by: User) -> None:
    """A declaration was a mistake; what follows from posts cannot be taken back.

    Raises:
        Refused: by the rules; found by posts; already voted on.
    """
    with transaction.atomic():
        _may_change(row.matter, by)
        ensure(rules.can_study(by, row.matter))
        if row.found == Found.POSTS:
            words = _("由任职关系得出的利益冲突不能撤销；任职有误请更正名册。")
            raise Refused(refuse(words, "governance.conflict.posts"))
        voted = matters.studying_items(row.matter).exclude(outcome="").exists()
        if voted:
            raise Refused(refuse(_("已经表决，不能再撤销申报。"), "governance.conflict.voted"))
        audit.record("governance.conflict.cleared", row, by=by, node=_node(row.matter))
        row.delete()


def withdraw(matter: Matter, *, reason: str, by: User) -> None:
    """Take a matter back before it is decided.

    Raises:
        Refused: by the rules; no reason; a body has voted on it.
    """
    if not reason.strip():
        raise Refused(refuse(_("请写明撤回的原因。"), "governance.withdraw.reason"))
    with transaction.atomic():
        _may_change(matter, by)
        walk(matter, MOVES["withdraw"])
        audit.record(
            "governance.matter.withdrawn", matter, by=by, node=_node(matter), reason=reason.strip()
        )


def _may_change(matter: Matter, by: User | None) -> None:
    """Only while it is open, by those who may bring matters up; the row is held until the end."""
    if by is not None:
        ensure(rules.can_raise(by, matter.organisation))
    locked(matter)
    if matter.state not in OPEN or matters.voted_item(matter) is not None:
        raise Refused(refuse(_("这一事项已经决定，不能再改。"), "governance.over"))


def locked(matter: Matter) -> None:
    """Hold the row until the transaction ends and read it anew."""
    Matter.objects.select_for_update(of=("self",), no_key=True).get(pk=matter.pk)
    matter.refresh_from_db()


def _alone(organisation: Organisation) -> None:
    """One writer of matters at a time for each organisation.

    Those that may turn out to be parts of a sum are held now, before anything is in the book:
    whoever votes on one of them holds it, and then waits for the book.
    """
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    parts = Matter.objects.filter(organisation=organisation, state=MatterState.ORDINARY)
    list(parts.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))


def _number(organisation: Organisation, day: date) -> str:
    count = matters.count_of_year(organisation, day) + 1
    pattern = str(rulebook.value(NUMBER, day))
    try:
        said = pattern.format(year=day.year, n=count)
    except (KeyError, IndexError, ValueError, AttributeError):
        said = ""
    plain = f"重〔{day.year}〕{count:03d}"
    return said[:40] if said and said != pattern else plain


def _node(matter: Matter) -> int:
    return matter.organisation.node_id


def raise_and_classify(
    organisation: Organisation,
    draft: Draft,
    *,
    by: User | None,
    papers: Iterable[File[bytes]] = (),
) -> Matter:
    """Both at once, as from the page that shows the arithmetic.

    Raises:
        Refused: as for each of them.
    """
    with transaction.atomic():
        matter = raise_matter(organisation, draft, by=by, papers=papers)
        classify(matter, by=by)
    matter.refresh_from_db()
    return matter
