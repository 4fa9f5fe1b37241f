"""May they issue, lower or cancel grades?"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.moves import can_move
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.evaluation.models import Grade, Round, Sitting
from shuniu.evaluation.queries import publicity
from shuniu.evaluation.states import GRADE_MOVES, ROUND_MOVES, SittingKind, SittingState


def can_issue(user: User, round_: Round) -> Verdict:
    """After the days of publicity, with every objection answered."""
    verdict = may(user, Capability.ROUNDS_RUN, round_.node)
    if verdict:
        verdict = can_move(round_, ROUND_MOVES["issue"])
    if not verdict:
        return verdict
    shown = publicity.publicity_of(round_)
    if shown is not None and clock.today() <= shown.until:
        words = _("公示至 %(day)s，期满后才能发布。")
        return refuse(words % {"day": shown.until}, "grades.publicity")
    waiting = publicity.open_objections(round_).count()
    if waiting:
        words = _("还有 %(count)s 份异议没有答复，答复后才能发布。")
        return refuse(words % {"count": waiting}, "grades.objections")
    review = Sitting.objects.filter(round=round_, kind=SittingKind.REVIEW)
    if review.exclude(state=SittingState.CLOSED).exists():
        return refuse(_("复核会议尚未结束。"), "grades.review")
    return ALLOWED


def can_close_round(user: User, round_: Round) -> Verdict:
    """Whoever runs it, once grades are issued."""
    verdict = may(user, Capability.ROUNDS_RUN, round_.node)
    return verdict and can_move(round_, ROUND_MOVES["close"])


def can_change(user: User, grade: Grade, move: str, on: date) -> Verdict:
    """The office of the round that issued it; not before it was issued, not in the future."""
    verdict = may(user, Capability.ROUNDS_RUN, grade.result.entry.round.node)
    if verdict:
        verdict = can_move(grade, GRADE_MOVES[move])
    if verdict and not grade.issued_on <= on <= clock.today():
        words = _("日期须在发布日期 %(day)s 与今天之间。")
        return refuse(words % {"day": grade.issued_on}, "grades.day")
    return verdict
