"""What follows a decision: reports and publicity, the answer, execution, looking back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock
from shuniu.base.moves import can_move, walk
from shuniu.base.verdicts import Refused, Verdict, ensure, refuse
from shuniu.governance import rules
from shuniu.governance.models import Answer, Execution, LookBack, Matter, Report
from shuniu.governance.rules.after import can_execute
from shuniu.governance.services.raising import locked
from shuniu.governance.states import MOVES, MatterState, ReportKind


def report(row: Report, *, on: date, text: str = "", by: User) -> None:
    """A report was handed in, or something was made public in these words.

    Raises:
        Refused: by the rules; done already; a day to come; publicity without words.
    """
    plain = text.strip()
    with transaction.atomic():
        ensure(rules.can_raise(by, row.matter.organisation))
        locked(row.matter)
        row.refresh_from_db()
        if row.done_on is not None:
            raise Refused(refuse(_("这一项已经办理。"), "governance.report.done"))
        ensure(_not_to_come(on))
        if row.kind == ReportKind.PUBLICITY and not plain:
            words = _("请写明向社会公开的内容，不要写个人信息。")
            raise Refused(refuse(words, "governance.report.text"))
        row.done_on, row.text, row.made_by = on, plain, by
        row.save(update_fields=["done_on", "text", "made_by"])
        audit.record(
            "governance.report.done",
            row,
            by=by,
            node=row.matter.organisation.node_id,
            kind=row.kind,
            on=on,
            due=row.due_on,
        )


def answer_opinion(row: Answer, *, text: str, by: User) -> None:
    """The written answer to an opinion, adopted or not.

    Raises:
        Refused: by the rules; answered already; empty.
    """
    if not text.strip():
        raise Refused(refuse(_("请写明采纳情况；不采纳的写明理由。"), "governance.answer.text"))
    matter = row.study.matter
    with transaction.atomic():
        ensure(rules.can_raise(by, matter.organisation))
        locked(matter)
        row.refresh_from_db()
        if row.answered_on is not None:
            raise Refused(refuse(_("这一意见已经回应。"), "governance.answer.done"))
        row.text, row.answered_on, row.made_by = text.strip(), clock.today(), by
        row.save(update_fields=["text", "answered_on", "made_by"])
        node = matter.organisation.node_id
        audit.record("governance.opinion.answered", row, by=by, node=node, due=row.due_on)


def execute(
    matter: Matter, *, on: date, text: str, amount: Decimal | None = None, by: User
) -> Execution:
    """How it was carried out; an emergency stays open until it is confirmed.

    Raises:
        Refused: by the rules; before what the list asks for was done; no words.
    """
    if not text.strip():
        raise Refused(refuse(_("请写明执行情况。"), "governance.execution.text"))
    with transaction.atomic():
        ensure(rules.can_raise(by, matter.organisation))
        locked(matter)
        ensure(_not_to_come(on))
        ensure(can_execute(matter, on))
        row = Execution.objects.create(
            matter=matter,
            done_on=on,
            text=text.strip(),
            amount=amount,
            made_at=clock.now(),
            made_by=by,
        )
        if matter.state == MatterState.DECIDED:
            walk(matter, MOVES["execute"])
        node = matter.organisation.node_id
        audit.record("governance.matter.executed", matter, by=by, node=node, on=on, amount=amount)
    return row


def look_back(matter: Matter, *, text: str, by: User) -> LookBack:
    """What came of it; the matter is closed.

    Raises:
        Refused: by the rules; not carried out yet; no words.
    """
    if not text.strip():
        raise Refused(refuse(_("请写明成效、问题和改进。"), "governance.look_back.text"))
    with transaction.atomic():
        ensure(rules.can_raise(by, matter.organisation))
        locked(matter)
        ensure(can_move(matter, MOVES["close"]))
        row = LookBack.objects.create(
            matter=matter,
            done_on=clock.today(),
            text=text.strip(),
            made_at=clock.now(),
            made_by=by,
        )
        walk(matter, MOVES["close"])
        audit.record("governance.matter.closed", matter, by=by, node=matter.organisation.node_id)
    return row


def _not_to_come(on: date) -> Verdict:
    ok = on <= clock.today()
    return Verdict(ok=ok, reason="" if ok else _("日期不能晚于今天。"), rule="governance.day")
