"""May they assess, keep out, reconcile, reopen?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base.moves import can_move
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.evaluation.models import Assignment, Entry, Recusal, Round
from shuniu.evaluation.rules.entries import recused
from shuniu.evaluation.states import ENTRY_MOVES, AssignmentState, EntryState, RoundState
from shuniu.registry.models import Organisation

SECOND = 2  # assignments beyond it settle what two assessors see differently


def can_assign(user: User, round_: Round) -> Verdict:
    """The hub hands out work while a round is being assessed."""
    verdict = may(user, Capability.ROUNDS_RUN, round_.node)
    if verdict and round_.state != RoundState.ASSESSING:
        words = _("“%(round)s”当前不在评分阶段，不能分派评分任务。")
        return refuse(words % {"round": round_.title}, "assessment.not_assessing")
    return verdict


def eligible(assessor: User, entry: Entry) -> Verdict:
    """Whether somebody may be given an entry: an assessor, not recused, not one of its people."""
    node = entry.organisation.node
    who = {"who": str(assessor), "organisation": entry.organisation.name}
    if not may(assessor, Capability.ROUNDS_ASSESS, node):
        return refuse(_("%(who)s 不是可以评“%(organisation)s”的专家。") % who, "assessment.no_role")
    if may(assessor, Capability.ROUNDS_ANSWER, node):
        words = _("%(who)s 是“%(organisation)s”的人员，不能评本单位。")
        return refuse(words % who, "assessment.own")
    if recused(assessor, entry):
        return refuse(_("%(who)s 已对“%(organisation)s”回避。") % who, "assessment.recused")
    return ALLOWED


def can_take_place(entry: Entry, user: User, order: int) -> Verdict:
    """Whether an assessor may become the first, second or settling one of an entry."""
    most = SECOND + 1 if entry.round.two_assessors else 1
    if not 1 <= order <= most:
        return refuse(_("这次评价没有这样的评分席位。"), "assessment.order")
    if entry.state != EntryState.SUBMITTED:
        return refuse(_("该单位还没有提交，或评分已经结束，不能分派。"), "assessment.not_submitted")
    rows = Assignment.objects.filter(entry=entry).exclude(state=AssignmentState.RECUSED)
    if rows.filter(order=order).exists():
        return taken(entry, order)
    if rows.filter(user=user).exists():
        words = _("%(who)s 已在评“%(organisation)s”，请选另一位专家。")
        return refuse(
            words % {"who": str(user), "organisation": entry.organisation.name},
            "assessment.two_people",
        )
    return ALLOWED


def taken(entry: Entry, order: int) -> Verdict:
    """Somebody has the place already."""
    row = Assignment.objects.filter(entry=entry, order=order).exclude(state=AssignmentState.RECUSED)
    who = row.select_related("user").first()
    words = _("“%(organisation)s”的这个评分席位已由 %(who)s 担任，请先收回再分派。")
    said = {"organisation": entry.organisation.name, "who": str(who.user) if who else "—"}
    return refuse(words % said, "assessment.taken")


def can_see_work(user: User, assignment: Assignment) -> Verdict:
    """The assessor's own task, as long as nothing has taken them out of it."""
    entry = assignment.entry
    if assignment.user_id != user.pk:
        return refuse(_("这不是您的评分任务。"), "assessment.not_yours")
    if assignment.state == AssignmentState.RECUSED or recused(user, entry):
        return refuse(_("您已对该单位声明回避。"), "assessment.recused")
    return may(user, Capability.ROUNDS_ASSESS, entry.organisation.node)


def can_begin(user: User, assignment: Assignment) -> Verdict:
    """Before anything is opened: an open task in a round that is being assessed."""
    verdict = can_see_work(user, assignment)
    if not verdict:
        return verdict
    entry = assignment.entry
    if entry.round.state != RoundState.ASSESSING:
        words = _("“%(round)s”当前不在评分阶段。")
        return refuse(words % {"round": entry.round.title}, "assessment.not_assessing")
    if entry.state != EntryState.SUBMITTED:
        return refuse(_("该单位的评分已经结束，不能再改。"), "assessment.settled")
    if assignment.state != AssignmentState.OPEN:
        return refuse(_("您已完成该单位的评分。需要修改时请联系枢纽工作人员。"), "assessment.done")
    return ALLOWED


def can_assess(user: User, assignment: Assignment) -> Verdict:
    """Whether marks may be written: begun, with the declaration that nothing stands in the way."""
    verdict = can_begin(user, assignment)
    if verdict and assignment.begun_at is None:
        return refuse(_("请先确认与该单位没有利害关系，再开始评分。"), "assessment.not_begun")
    return verdict


def can_recuse(user: User, assessor: User, organisation: Organisation) -> Verdict:
    """Somebody keeps out themselves, or the hub keeps them out."""
    if user.pk == assessor.pk:
        return ALLOWED
    return may(user, Capability.ROUNDS_RUN, organisation.node)


def can_end_recusal(user: User, recusal: Recusal) -> Verdict:
    """Only the hub lets somebody in again, and nobody themselves."""
    if recusal.user_id == user.pk:
        return refuse(_("不能自己解除回避，请由另一位工作人员办理。"), "assessment.own_recusal")
    return may(user, Capability.ROUNDS_RUN, recusal.organisation.node)


def can_see_differences(user: User, entry: Entry) -> Verdict:
    """Whoever may settle them sees them once both are done; the two themselves do not."""
    verdict = can_reconcile(user, entry)
    return ALLOWED if verdict.rule in {"", "assessment.settled"} else verdict


def can_reconcile(user: User, entry: Entry) -> Verdict:
    """A third person settles what two assessors see differently: assigned to it, or of the hub."""
    if recused(user, entry):
        return refuse(_("您已对该单位声明回避。"), "assessment.recused")
    mine = Assignment.objects.filter(entry=entry, user=user).exclude(state=AssignmentState.RECUSED)
    orders = set(mine.values_list("order", flat=True))
    if any(order <= SECOND for order in orders):
        return refuse(_("差异要由第三人处理，不能由评分的两位专家之一决定。"), "assessment.third")
    verdict = may(user, Capability.ROUNDS_RUN, entry.round.node)
    if not (verdict or orders):
        return verdict
    if entry.round.state != RoundState.ASSESSING or entry.state != EntryState.SUBMITTED:
        return refuse(_("该单位的评分已经结束，不能再改。"), "assessment.settled")
    done = Assignment.objects.filter(
        entry=entry, order__lte=SECOND, state=AssignmentState.DONE
    ).count()
    if done < SECOND:
        return refuse(_("两位专家都完成评分后，才能处理差异。"), "assessment.waiting")
    return ALLOWED


def can_reopen(user: User, entry: Entry) -> Verdict:
    """The hub opens an assessed entry again while the round is being assessed."""
    verdict = may(user, Capability.ROUNDS_RUN, entry.round.node)
    if not verdict:
        return verdict
    if entry.round.state != RoundState.ASSESSING:
        words = _("只有评分阶段可以重新评分；已形成建议的，请先把评价退回评分阶段。")
        return refuse(words, "assessment.not_assessing")
    return can_move(entry, ENTRY_MOVES["reopen"])
