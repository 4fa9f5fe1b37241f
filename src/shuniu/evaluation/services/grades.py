"""Grades: issued with a number, replaced, lowered, cancelled, ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts.models import User
from shuniu.accounts.queries import holders
from shuniu.accounts.states import Capability
from shuniu.base import audit, clock, rulebook
from shuniu.base.events import announce
from shuniu.base.moves import walk
from shuniu.base.notices import notify
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.evaluation.models import Grade, GradeEvent, Result, Round
from shuniu.evaluation.models.results import KNOWN_POINTS
from shuniu.evaluation.queries import grades as queries
from shuniu.evaluation.queries.limits import NO_GRADE
from shuniu.evaluation.rules import grades as rules
from shuniu.evaluation.services.publicity import numbered, people_of
from shuniu.evaluation.states import (
    GRADE_MOVES,
    ROUND_MOVES,
    GradeChanged,
    GradeState,
    RoundMoved,
)

NUMBER = rulebook.declare(
    "evaluation.grade.number",
    "枢评〔{year}〕{n:03d}号",
    gettext_lazy("等级编号式样（{year} 年份，{n:03d} 序号）"),
)


def issue(round_: Round, *, by: User) -> list[Grade]:
    """Issue the grades of a round; an earlier one of the same framework is replaced.

    Whoever ended below all grades gets none, and keeps what an earlier round gave until it ends.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_issue(by, round_))
        walk(round_, ROUND_MOVES["issue"])
        today = clock.today()
        results = list(
            Result.objects.filter(entry__round=round_)
            .exclude(grade__in=("", NO_GRADE))
            .select_related("entry__organisation", "entry__framework")
            .order_by(KNOWN_POINTS.desc(), "entry__organisation__code")
        )
        _replace(results, today, by)
        numbers = _numbers(today)
        until = valid_until(today, round_.valid_years)
        grades = [_grade(one, next(numbers), today, until) for one in results]
        Grade.objects.bulk_create(grades, batch_size=1000)
        announce(RoundMoved(round_.pk, "issue", round_.state))
        audit.record(
            "evaluation.round.issued",
            round_,
            by=by,
            node=round_.node_id,
            grades={one.number: [one.organisation.code, one.grade] for one in grades},
            valid_until=until,
        )
        words = _("“%(round)s”评价结果已正式发布。") % {"round": round_.title}
        notify(people_of(round_), words, f"/results/public/{round_.pk}/")
    return grades


def _grade(result: Result, number: str, today: date, until: date) -> Grade:
    return Grade(
        result=result,
        organisation=result.entry.organisation,
        framework_code=result.entry.framework.code,
        number=number,
        grade=result.grade,
        title=result.grade_title,
        title_en=result.grade_title_en,
        points=result.points,
        issued_on=today,
        valid_until=until,
    )


def _replace(results: list[Result], today: date, by: User) -> None:
    """Earlier grades of the same organisations by the same framework end today."""
    pairs = {(one.entry.organisation_id, one.entry.framework.code) for one in results}
    held = Grade.objects.filter(
        organisation__in={organisation for organisation, _code in pairs},
        state__in=queries.HOLDING,
    )
    earlier = [one for one in held if (one.organisation_id, one.framework_code) in pairs]
    Grade.objects.filter(pk__in=[one.pk for one in earlier]).update(state=GradeState.REPLACED)
    GradeEvent.objects.bulk_create(
        GradeEvent(
            grade=one, kind=GradeState.REPLACED, on=today, by=by, at=clock.now(),
            reason=_("新一轮评价结果发布"),
        )
        for one in earlier
    )  # fmt: skip


def _numbers(today: date) -> Iterator[str]:
    """Numbers of the year that nobody has yet."""
    pattern = str(rulebook.value(NUMBER, today))
    rows = Grade.objects.filter(issued_on__year=today.year)
    taken = set(rows.values_list("number", flat=True))
    count = len(taken)
    while True:
        count += 1
        number = numbered(pattern, today, count)
        if number not in taken:
            yield number


def valid_until(issued: date, years: int) -> date:
    """The last day: the day before the same day some years on."""
    try:
        again = issued.replace(year=issued.year + years)
    except ValueError:  # 29 February
        again = date(issued.year + years, 3, 1)
    return again - timedelta(days=1)


def downgrade(grade: Grade, to: str, *, reason: str, on: date, by: User) -> GradeEvent:
    """Lower a grade in force; what was issued stays in its result and its events.

    Args:
        grade: in force.
        to: key of a lower grade of the same framework.
        reason: required.
        on: from which day.
        by: who.

    Raises:
        Refused: by the rules; no reason; the grade is not lower.
    """
    with transaction.atomic():
        _may_change(grade, "downgrade", reason, on, by)
        choice = next((one for one in queries.below(grade) if one.key == to), None)
        if choice is None:
            raise Refused(refuse(_("请选择一个低于现有等级的等级。"), "grades.lower"))
        before = grade.title
        walk(grade, GRADE_MOVES["downgrade"])
        grade.grade, grade.title, grade.title_en = choice.key, choice.title.zh, choice.title.en
        grade.save(update_fields=["grade", "title", "title_en"])
        return _event(grade, on, reason, by, before=before, to=grade.title)


def cancel(grade: Grade, *, reason: str, on: date, by: User) -> GradeEvent:
    """Take a grade away: false material, misuse of the certificate, failed yearly checks.

    Raises:
        Refused: by the rules; no reason.
    """
    with transaction.atomic():
        _may_change(grade, "cancel", reason, on, by)
        walk(grade, GRADE_MOVES["cancel"])
        return _event(grade, on, reason, by, before=grade.title, to="")


def expire_grades() -> int:
    """Grades whose last day has passed are over; returns how many.

    A grade that somebody changes at the same moment is left to the next run.
    """
    ended = 0
    today = clock.today()
    for grade in queries.run_out(today):
        with transaction.atomic():
            try:
                walk(grade, GRADE_MOVES["expire"])
            except Refused:
                continue
            _event(grade, grade.valid_until + timedelta(days=1), "", None, grade.title, "")
            ended += 1
    return ended


def _may_change(grade: Grade, move: str, reason: str, on: date, by: User) -> None:
    if not reason.strip():
        raise Refused(refuse(_("请写明理由和依据。"), "grades.reason"))
    ensure(rules.can_change(by, grade, move, on))


def _event(
    grade: Grade, on: date, reason: str, by: User | None, before: str, to: str
) -> GradeEvent:
    row = GradeEvent.objects.create(
        grade=grade,
        kind=grade.state,
        on=on,
        reason=reason.strip()[:500],
        to_title=to,
        by=by,
        at=clock.now(),
    )
    organisation = grade.organisation
    announce(GradeChanged(grade.pk, organisation.pk, grade.state))
    audit.record(
        f"evaluation.grade.{grade.state}",
        grade,
        by=by,
        node=organisation.node_id,
        number=grade.number,
        before=before,
        after=to,
        reason=row.reason,
    )
    words = _("%(number)s“%(title)s”：%(state)s。")
    said = {"number": grade.number, "title": before, "state": grade.get_state_display()}
    people = holders(Capability.ROUNDS_ANSWER, organisation.node).values_list("pk", flat=True)
    notify(people, words % said, f"/results/organisations/{organisation.pk}/")
    return row
