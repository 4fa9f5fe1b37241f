"""What is put to the vote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.evaluation.models import (
    Entry,
    Motion,
    MotionEntry,
    Objection,
    ProposalLine,
    Sitting,
    SittingMember,
)
from shuniu.evaluation.queries import decisions as queries
from shuniu.evaluation.queries import limits
from shuniu.evaluation.queries.values import say
from shuniu.evaluation.rules import decisions as rules
from shuniu.evaluation.services.decisions.sittings import lock
from shuniu.evaluation.states import MotionState


@dataclass(frozen=True, slots=True)
class Deviation:
    """Another grade than proposed, and why.

    Attributes:
        grade: its key.
        reason: in words; required.
        beyond: whether it is said openly that a ceiling or gate is exceeded.
    """

    grade: str
    reason: str
    beyond: bool = False


def propose_list(sitting: Sitting, *, by: User) -> list[Motion]:
    """Put the proposal to the vote: one motion for everybody from whom the same members keep out.

    Lines that are carried already, or that an open motion is about, are left alone; so the same
    call again puts only what is left.

    Raises:
        Refused: by the rules; there is nothing left to put.
    """
    with transaction.atomic():
        lock(sitting)
        ensure(rules.can_put_list(by, sitting))
        lines = list(queries.unlisted(sitting))
        if not lines:
            raise Refused(refuse(_("没有尚未列入议题的单位。"), "motions.nothing"))
        made = put_lines(sitting, lines)
        audit.record(
            "evaluation.motion.listed",
            sitting,
            by=by,
            node=sitting.round.node_id,
            motions={motion.number: motion.entries.count() for motion in made},
        )
    return made


def put_lines(sitting: Sitting, lines: Iterable[ProposalLine]) -> list[Motion]:
    """A motion for each group of lines with the same recusals; those without any first."""
    rows = list(lines)
    members = {one.pk: one for one in queries.members_of(sitting)}
    recused = queries.recused_by_organisation(sitting)
    groups: dict[frozenset[int], list[ProposalLine]] = defaultdict(list)
    for line in rows:
        groups[recused.get(line.entry.organisation_id, frozenset())].append(line)
    made = []
    for out in sorted(groups, key=lambda one: (len(one), sorted(one))):
        motion = Motion.objects.create(
            sitting=sitting,
            number=_next(sitting),
            text=_list_words(
                [line.entry for line in groups[out]], [members[pk] for pk in sorted(out)]
            ),
        )
        MotionEntry.objects.bulk_create(
            MotionEntry(motion=motion, entry=line.entry) for line in groups[out]
        )
        made.append(motion)
    return made


def _list_words(entries: list[Entry], out: list[SittingMember]) -> str:
    if len(entries) > 1:
        words = _("按评价建议通过 %(count)s 家单位的评价等级")
    else:
        words = _("按评价建议通过“%(name)s”的评价等级")
    said = words % {"count": len(entries), "name": entries[0].organisation.name}
    if out:
        who = "、".join(str(one.user) for one in out)
        said += _("（%(who)s 回避）") % {"who": who}
    return said[:500]


def propose_deviation(sitting: Sitting, entry: Entry, deviation: Deviation, *, by: User) -> Motion:
    """Put another grade for one entry to the vote; it leaves the list it stands in.

    Raises:
        Refused: by the rules; without a reason; the same grade; beyond a ceiling without saying.
    """
    with transaction.atomic():
        lock(sitting)
        ensure(rules.can_deviate(by, sitting, entry))
        line = queries.line_of(sitting.round, entry)
        choice = _chosen(entry, deviation, line.grade if line is not None else "")
        exceeded = _exceeded(entry, choice, deviation)
        leave_lists(sitting, [entry])
        motion = Motion.objects.create(
            sitting=sitting,
            number=_next(sitting),
            text=_deviation_words(entry, line, choice, exceeded),
            **_fields(choice, deviation),
        )
        MotionEntry.objects.create(motion=motion, entry=entry)
        _told("deviating", motion, by, entry=entry.pk, beyond=[one.text.zh for one in exceeded])
    return motion


def propose_review(
    sitting: Sitting, objection: Objection, deviation: Deviation | None, *, by: User
) -> Motion:
    """Put an objection to the vote: upheld with another grade, or the conclusion stands.

    Args:
        sitting: a review sitting.
        objection: not answered.
        deviation: the grade it leads to; ``None``: the conclusion stands.
        by: who.

    Raises:
        Refused: by the rules; and as ``propose_deviation``.
    """
    entry = objection.entry
    with transaction.atomic():
        lock(sitting)
        ensure(rules.can_review(by, sitting, objection))
        fields: dict[str, str] = {}
        name = entry.organisation.name
        words = _("对“%(name)s”的异议：维持原结论") % {"name": name}
        beyond: list[limits.Limit] = []
        if deviation is not None:
            result = queries.result_of(entry)
            choice = _chosen(entry, deviation, result.grade if result is not None else "")
            beyond = _exceeded(entry, choice, deviation)
            fields = _fields(choice, deviation)
            words = _("对“%(name)s”的异议：异议成立，等级改为“%(grade)s”") % {
                "name": name,
                "grade": say(choice.title),
            }
        motion = Motion.objects.create(
            sitting=sitting,
            number=_next(sitting),
            text=(words + _beyond_words(beyond))[:500],
            objection=objection,
            **fields,
        )
        MotionEntry.objects.create(motion=motion, entry=entry)
        _told("reviewing", motion, by, objection=objection.pk)
    return motion


def withdraw_motion(motion: Motion, *, by: User) -> None:
    """Take an open motion off the agenda; its votes go with it.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        lock(motion.sitting)
        motion.refresh_from_db(fields=["state"])
        ensure(rules.can_close_motion(by, motion))
        _told("withdrawn", motion, by, text=motion.text)
        Motion.objects.filter(pk=motion.pk, state=MotionState.OPEN).delete()


def _chosen(entry: Entry, deviation: Deviation, proposed: str) -> limits.GradeChoice:
    """The grade that was named.

    Raises:
        Refused: it is none of the framework's, or the one that is proposed anyway; no reason.
    """
    if not deviation.reason.strip():
        raise Refused(refuse(_("请写明调整等级的理由。"), "motions.reason"))
    choices = limits.grades_of(entry)
    if not choices:
        words = _("“%(framework)s”只计分、不定级，不能调整等级。")
        raise Refused(refuse(words % {"framework": entry.framework}, "motions.no_grades"))
    found = next((one for one in choices if one.key == deviation.grade), None)
    if found is None:
        raise Refused(refuse(_("评价标准中没有这个等级，请重新选择。"), "motions.grade"))
    if found.key == proposed:
        words = _("当前结论已经是“%(grade)s”，无需调整。")
        raise Refused(refuse(words % {"grade": say(found.title)}, "motions.same"))
    return found


def _exceeded(entry: Entry, choice: limits.GradeChoice, deviation: Deviation) -> list[limits.Limit]:
    """The limits that a grade goes beyond.

    Raises:
        Refused: there are some, and it was not said.
    """
    beyond = [one for one in limits.limits_of(entry) if one.exceeded_by(choice.index)]
    if beyond and not deviation.beyond:
        words = _(
            "“%(grade)s”突破了评价标准的限制：%(limits)s。"
            "确需如此，请勾选“明知突破限制”并在理由中说明。"
        )
        listed = "；".join(say(one.text) for one in beyond)
        said = {"grade": say(choice.title), "limits": listed}
        raise Refused(refuse(words % said, "motions.limits"))
    return beyond


def _deviation_words(
    entry: Entry,
    line: ProposalLine | None,
    choice: limits.GradeChoice,
    exceeded: list[limits.Limit],
) -> str:
    words = _("将“%(name)s”的等级由“%(before)s”调整为“%(after)s”")
    before = line.grade_title if line is not None else ""
    said = {
        "name": entry.organisation.name,
        "before": before or _("未定级"),
        "after": say(choice.title),
    }
    return (words % said + _beyond_words(exceeded))[:500]


def _beyond_words(exceeded: list[limits.Limit]) -> str:
    if not exceeded:
        return ""
    listed = "；".join(say(one.text) for one in exceeded)
    return _("（突破限制：%(limits)s）") % {"limits": listed}


def _fields(choice: limits.GradeChoice, deviation: Deviation) -> dict[str, str]:
    return {
        "grade": choice.key,
        "grade_title": choice.title.zh,
        "grade_title_en": choice.title.en,
        "reason": deviation.reason.strip()[:1000],
    }


def leave_lists(sitting: Sitting, entries: Iterable[Entry]) -> None:
    """Entries are no part of open lists any more; an empty list goes, another is worded anew."""
    rows = MotionEntry.objects.filter(
        motion__sitting=sitting, motion__state=MotionState.OPEN, motion__grade="", entry__in=entries
    )
    motions = {row.motion_id: row.motion for row in rows.select_related("motion")}
    rows.delete()
    for motion in motions.values():
        left = MotionEntry.objects.filter(motion=motion).select_related("entry__organisation")
        about = [row.entry for row in left]
        if not about:
            motion.delete()
            continue
        out = queries.recused_now(motion)
        members = [one for one in queries.members_of(sitting) if one.pk in out]
        motion.text = _list_words(about, members)
        motion.save(update_fields=["text"])


def _next(sitting: Sitting) -> int:
    last = Motion.objects.filter(sitting=sitting).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _told(what: str, motion: Motion, by: User, **detail: object) -> None:
    audit.record(
        f"evaluation.motion.{what}",
        motion,
        by=by,
        node=motion.sitting.round.node_id,
        number=motion.number,
        grade=motion.grade,
        reason=motion.reason,
        **detail,
    )
