"""Objections: filed within the days of publicity, decided by a review sitting, answered."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.queries import holders
from shuniu.accounts.states import Capability
from shuniu.base import audit, clock, files
from shuniu.base.models import StoredFile
from shuniu.base.moves import walk
from shuniu.base.notices import notify
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.evaluation.models import Entry, Motion, Objection, Result, Round
from shuniu.evaluation.queries import publicity as queries
from shuniu.evaluation.rules import publicity as rules
from shuniu.evaluation.services.publicity import people_of
from shuniu.evaluation.states import OBJECTION_MOVES

DOOR = "evaluation.objection"


def file_objection(
    entry: Entry, text: str, *, by: User, upload: File[bytes] | None = None
) -> Objection:
    """Object to a decision; the answer is due within the days of review.

    Raises:
        Refused: by the rules; nothing is said; the file cannot be kept.
    """
    if not text.strip():
        raise Refused(refuse(_("请写明对哪一项结论有异议、理由是什么。"), "objections.text"))
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=entry.round_id)
        entry.round.refresh_from_db(fields=["state"])
        ensure(rules.can_object(by, entry))
        kept = files.keep(upload, door=DOOR, by=by) if upload is not None else None
        row = Objection.objects.create(
            entry=entry,
            text=text.strip()[:4000],
            file=kept,
            filed_by=by,
            filed_at=clock.now(),
            due=clock.today() + timedelta(days=entry.round.review_days),
        )
        _told("filed", row, by, due=row.due, file=kept.digest if kept else "")
        words = _("“%(name)s”对评价结论提出异议，请于 %(day)s 前复核答复。")
        said = {"name": entry.organisation.name, "day": row.due.isoformat()}
        people = holders(Capability.ROUNDS_RUN, entry.round.node).values_list("pk", flat=True)
        notify(people, words % said, f"/objections/{row.pk}/")
    return row


def withdraw_objection(objection: Objection, *, by: User) -> None:
    """Take an objection back.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_withdraw(by, objection))
        walk(objection, OBJECTION_MOVES["withdraw"])
        objection.answered_at = clock.now()
        objection.save(update_fields=["answered_at"])
        _told("withdrawn", objection, by)


def answer_objection(objection: Objection, text: str, *, by: User) -> None:
    """Answer in writing what the review committee has decided; upheld, the result changes.

    Raises:
        Refused: by the rules; nothing is said.
    """
    if not text.strip():
        raise Refused(refuse(_("请写明复核意见。"), "objections.answer"))
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=objection.entry.round_id)
        ensure(rules.can_reply(by, objection))
        motion = queries.carried_motion(objection)
        upheld = motion is not None and bool(motion.grade)
        walk(objection, OBJECTION_MOVES["uphold" if upheld else "reject"])
        objection.answer, objection.answered_at = text.strip(), clock.now()
        objection.save(update_fields=["answer", "answered_at"])
        changed = _changed(objection.entry, motion) if motion is not None and upheld else {}
        _told("answered", objection, by, late=clock.today() > objection.due, **changed)
        _tell(objection)


def _changed(entry: Entry, motion: Motion) -> dict[str, str]:
    """The result as the review committee has it."""
    result = Result.objects.select_for_update().get(entry=entry)
    before = result.grade_title
    result.grade = motion.grade
    result.grade_title, result.grade_title_en = motion.grade_title, motion.grade_title_en
    result.deviates = motion.grade != result.line.grade
    result.reason, result.motion, result.decided_at = motion.reason, motion, clock.now()
    result.save()
    return {"before": before, "after": result.grade_title, "reason": motion.reason}


def _tell(objection: Objection) -> None:
    entry = objection.entry
    words = _("对“%(round)s”结论的异议已复核：%(state)s。请查看书面答复。")
    said = {"round": entry.round.title, "state": objection.get_state_display()}
    people = people_of(entry.round, [entry.pk])
    notify(people, words % said, f"/objections/{objection.pk}/")


def _told(what: str, objection: Objection, by: User, **detail: object) -> None:
    audit.record(
        f"evaluation.objection.{what}",
        objection,
        by=by,
        node=objection.entry.organisation.node_id,
        entry=objection.entry_id,
        **detail,
    )


@files.door(DOOR)
def may_reach(user: object, file: StoredFile) -> bool:
    """Whoever may see the objection may have its file."""
    if not isinstance(user, User):
        return False
    row = Objection.objects.filter(file=file).first()
    return row is not None and queries.objection_for(user, row.pk) is not None
