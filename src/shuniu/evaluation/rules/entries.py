"""May they see, answer, submit or hand back an organisation's part?"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.moves import can_move
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.evaluation.models import Assignment, Entry, Recusal
from shuniu.evaluation.states import ENTRY_MOVES, AssignmentState, EntryState, RoundState

_SEEING = (Capability.ROUNDS_SEE, Capability.ROUNDS_ANSWER, Capability.ROUNDS_RUN)


def can_see(user: User, entry: Entry) -> Verdict:
    """The organisation's own people, the hub above it, its assessors once they have begun."""
    node = entry.organisation.node
    if recused(user, entry):
        return refuse(_("您已对该单位声明回避。"), "entries.recused")
    if any(may(user, one, node) for one in _SEEING):
        return ALLOWED
    if _assigned(user, entry):
        return ALLOWED
    return may(user, Capability.ROUNDS_SEE, node)


def can_answer(user: User, entry: Entry) -> Verdict:
    """The organisation's own people, while answers are taken."""
    verdict = may(user, Capability.ROUNDS_ANSWER, entry.organisation.node)
    if not verdict:
        return verdict
    round_ = entry.round
    if round_.state != RoundState.ANSWERING:
        words = _("“%(round)s”当前不在填报阶段。")
        return refuse(words % {"round": round_.title}, "entries.not_answering")
    if clock.today() > round_.answers_until:
        words = _("填报已于 %(day)s 截止。如有特殊情况，请联系枢纽工作人员。")
        return refuse(words % {"day": round_.answers_until}, "entries.late")
    settled = {
        EntryState.SUBMITTED: _("填报已提交，不能再改。需要修改时，请枢纽工作人员退回。"),
        EntryState.NOT_ADMITTED: _("按登记信息本次不予参评，不能填报。"),
        EntryState.WITHDRAWN: _("已退出本次评价，不能填报。"),
    }
    if entry.state in settled:
        return refuse(settled[EntryState(entry.state)], "entries.settled")
    return can_move(entry, ENTRY_MOVES["begin"])


def can_submit(user: User, entry: Entry) -> Verdict:
    """As answering."""
    return can_answer(user, entry)


def can_hand_back(user: User, entry: Entry) -> Verdict:
    """The hub gives a submitted sheet back, while answers are taken."""
    verdict = may(user, Capability.ROUNDS_RUN, entry.round.node)
    if not verdict:
        return verdict
    if entry.round.state != RoundState.ANSWERING:
        return refuse(_("填报阶段已过，不能再退回。"), "entries.not_answering")
    return can_move(entry, ENTRY_MOVES["hand_back"])


def can_admit(user: User, entry: Entry) -> Verdict:
    """The hub lets somebody take part whom a gate kept out: an act with a reason, in the book."""
    verdict = may(user, Capability.ROUNDS_RUN, entry.round.node)
    if not verdict:
        return verdict
    return can_move(entry, ENTRY_MOVES["admit"])


def recused(user: User, entry: Entry) -> bool:
    """Whether somebody keeps out of everything about the organisation."""
    rows = Recusal.objects.filter(user=user, ended_at__isnull=True)
    return rows.filter(organisation=entry.organisation_id).exists()


def _assigned(user: User, entry: Entry) -> bool:
    rows = Assignment.objects.filter(entry=entry, user=user)
    begun = Q(begun_at__isnull=False) | Q(order__gt=2)
    return rows.filter(begun).exclude(state=AssignmentState.RECUSED).exists()
