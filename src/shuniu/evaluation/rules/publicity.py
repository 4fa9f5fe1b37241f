"""May they publish, object, answer; may they see a result yet?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.moves import can_move
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.evaluation.models import Entry, Objection, ProposalLine, Result, Round, Sitting
from shuniu.evaluation.queries import decisions, publicity
from shuniu.evaluation.rules.entries import can_see
from shuniu.evaluation.states import (
    OBJECTION_MOVES,
    ROUND_MOVES,
    RoundState,
    SittingKind,
    SittingState,
)
from shuniu.scoring import Status

_DECIDED = (RoundState.PUBLIC, RoundState.ISSUED, RoundState.CLOSED)
_SCORED = (RoundState.PROPOSED, RoundState.DECIDING, *_DECIDED)


def can_publish(user: User, round_: Round) -> Verdict:
    """The sitting is over and everything graded has a result."""
    verdict = may(user, Capability.ROUNDS_RUN, round_.node)
    if verdict:
        verdict = can_move(round_, ROUND_MOVES["publish"])
    if not verdict:
        return verdict
    sittings = Sitting.objects.filter(round=round_, kind=SittingKind.FINAL)
    if sittings.exclude(state=SittingState.CLOSED).exists():
        return refuse(_("终评会议尚未结束，结束后才能公示。"), "publicity.sitting")
    proposal = decisions.latest_proposal(round_)
    graded = ProposalLine.objects.filter(proposal=proposal, status=Status.GRADED.value)
    left = graded.exclude(entry__in=Result.objects.values("entry_id")).count()
    if left:
        words = _("还有 %(count)s 家单位没有形成决定，不能公示。")
        return refuse(words % {"count": left}, "publicity.undecided")
    return ALLOWED


def runs(user: User, round_: Round) -> Verdict:
    """Whether somebody runs the round, for what a page offers."""
    return may(user, Capability.ROUNDS_RUN, round_.node)


def can_object(user: User, entry: Entry) -> Verdict:
    """The organisation's own people, within the days of publicity, one objection at a time."""
    verdict = may(user, Capability.ROUNDS_ANSWER, entry.organisation.node)
    if not verdict:
        return verdict
    shown = publicity.publicity_of(entry.round)
    if shown is None or entry.round.state != RoundState.PUBLIC:
        return refuse(_("当前不在公示期，不能提出异议。"), "objections.not_public")
    today = clock.today()
    if today > shown.until:
        words = _("公示已于 %(day)s 结束，不能再提出异议。")
        return refuse(words % {"day": shown.until}, "objections.late")
    if today < shown.since:
        words = _("公示自 %(day)s 开始，届时可以提出异议。")
        return refuse(words % {"day": shown.since}, "objections.early")
    if decisions.result_of(entry) is None:
        return refuse(_("本单位在本次评价中没有结论，无从提出异议。"), "objections.nothing")
    if publicity.objections_to(entry).filter(state="filed").exists():
        return refuse(_("已有一份异议正在复核，答复前不能再提。"), "objections.one_at_a_time")
    return ALLOWED


def can_withdraw(user: User, objection: Objection) -> Verdict:
    """The organisation's own people, until the committee has decided."""
    verdict = may(user, Capability.ROUNDS_ANSWER, objection.entry.organisation.node)
    if verdict:
        verdict = can_move(objection, OBJECTION_MOVES["withdraw"])
    if verdict and publicity.carried_motion(objection) is not None:
        return refuse(_("复核会议已经表决，不能再撤回。"), "objections.decided")
    return verdict


def can_reply(user: User, objection: Objection) -> Verdict:
    """The office, once the review committee has decided."""
    verdict = may(user, Capability.ROUNDS_RUN, objection.entry.round.node)
    if verdict:
        verdict = can_move(objection, OBJECTION_MOVES["uphold"])
    if verdict and publicity.carried_motion(objection) is None:
        words = _("复核会议还没有表决通过对这份异议的结论，暂不能答复。")
        return refuse(words, "objections.undecided")
    return verdict


def can_see_result(user: User, entry: Entry) -> Verdict:
    """Those above as soon as there is a proposal; the organisation's own people once it is public."""
    verdict = can_see(user, entry)
    if not verdict:
        return verdict
    above = may(user, Capability.ROUNDS_SEE, entry.organisation.node)
    if entry.round.state in (_SCORED if above else _DECIDED):
        return ALLOWED
    return refuse(_("结果尚未公布。"), "results.not_yet")
