"""May they set up, open and move a round?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base.moves import can_move
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.evaluation.models import Entry, Round
from shuniu.evaluation.states import ROUND_MOVES, EntryState, FrameworkState, RoundState


def can_plan(user: User, round_: Round) -> Verdict:
    """Whether somebody may set up rounds where this one stands."""
    return may(user, Capability.ROUNDS_RUN, round_.node)


def can_change(user: User, round_: Round) -> Verdict:
    """Whether dates, tables and invitations may still be changed."""
    verdict = can_plan(user, round_)
    if verdict and round_.state != RoundState.DRAFT:
        return refuse(_("评价已经开始，标准和名单不能再改。"), "rounds.started")
    return verdict


def can_open(user: User, round_: Round) -> Verdict:
    """Whether answering may begin: a framework for everybody who is invited."""
    verdict = can_change(user, round_)
    if not verdict:
        return verdict
    entries = Entry.objects.filter(round=round_)
    if not entries.exists():
        return refuse(_("还没有邀请任何单位，请先选定参评单位。"), "rounds.nobody")
    unready = entries.exclude(framework__state=FrameworkState.READY).select_related("framework")
    first = unready.first()
    if first is not None:
        words = _("评价标准“%(title)s”还是草稿，请先检查并设为可用。")
        return refuse(words % {"title": first.framework}, "rounds.framework")
    return ALLOWED


def can_take(user: User, round_: Round, move: str) -> Verdict:
    """Whether a step of the round's life may be taken."""
    verdict = can_plan(user, round_)
    if not verdict:
        return verdict
    verdict = can_move(round_, ROUND_MOVES[move])
    if verdict and move == "propose":
        return _all_assessed(round_)
    return verdict


def _all_assessed(round_: Round) -> Verdict:
    waiting = Entry.objects.filter(round=round_, state=EntryState.SUBMITTED).count()
    if waiting:
        words = _("还有 %(count)s 家没有评完分，评完后才能形成建议。")
        return refuse(words % {"count": waiting}, "rounds.unassessed")
    if not Entry.objects.filter(round=round_, state=EntryState.ASSESSED).exists():
        return refuse(_("没有一家完成评分，无法形成建议。"), "rounds.nothing_assessed")
    return ALLOWED
