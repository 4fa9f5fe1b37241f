"""May they call, conduct, vote, close?"""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base.moves import can_move
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.evaluation.models import Ballot, Entry, Motion, Objection, Round, Sitting
from shuniu.evaluation.queries import decisions as queries
from shuniu.evaluation.states import (
    MOTION_MOVES,
    OBJECTION_MOVES,
    SITTING_MOVES,
    MotionState,
    RoundState,
    SittingKind,
    SittingState,
)

_STAGES = {
    SittingKind.FINAL.value: (RoundState.PROPOSED, RoundState.DECIDING),
    SittingKind.REVIEW.value: (RoundState.PUBLIC,),
}


def can_call(user: User, round_: Round, kind: str) -> Verdict:
    """The office calls a final sitting on a proposal, a review sitting on objections."""
    verdict = may(user, Capability.ROUNDS_RUN, round_.node)
    if not verdict:
        return verdict
    if round_.state not in _STAGES[kind]:
        if kind == SittingKind.REVIEW:
            return refuse(_("公示期内或公示后、发布前，才召开复核会议。"), "sittings.stage")
        return refuse(_("先形成评价建议，才能召开终评会议。"), "sittings.stage")
    if Sitting.objects.filter(round=round_, kind=kind).exclude(state=SittingState.CLOSED).exists():
        return refuse(_("已有一次同类会议尚未结束，请先结束它。"), "sittings.one_at_a_time")
    return ALLOWED


def can_conduct(user: User, sitting: Sitting) -> Verdict:
    """The office that runs the round, and the chair of the sitting."""
    if sitting.chair_id is not None and sitting.chair_id == user.pk:
        return ALLOWED
    return may(user, Capability.ROUNDS_RUN, sitting.round.node)


def can_mark(user: User, sitting: Sitting) -> Verdict:
    """Who is there may be noted until the sitting is closed."""
    verdict = can_conduct(user, sitting)
    if verdict and sitting.state == SittingState.CLOSED:
        return refuse(_("会议已经结束，签到不能再改。"), "sittings.closed")
    return verdict


def can_open(user: User, sitting: Sitting) -> Verdict:
    """Everybody's attendance is noted, and enough are present."""
    verdict = can_conduct(user, sitting)
    if not verdict:
        return verdict
    verdict = can_move(sitting, SITTING_MOVES["open"])
    if not verdict:
        return verdict
    if sitting.round.state not in _STAGES[sitting.kind]:
        return refuse(_("评价当前不在可以开会的阶段。"), "sittings.stage")
    members = queries.members_of(sitting)
    unknown = [str(one.user) for one in members if one.present is None]
    if unknown:
        words = _("还有 %(count)s 名委员未登记是否到会：%(names)s。")
        said = {"count": len(unknown), "names": "、".join(unknown[:5])}
        return refuse(words % said, "sittings.roll")
    return ALLOWED


def can_put(user: User, sitting: Sitting) -> Verdict:
    """Motions are put while the sitting is open: by who conducts it, or a member present."""
    verdict = _is_open(sitting)
    if not verdict:
        return verdict
    mine = queries.member_of(sitting, user)
    if mine is not None and mine.present:
        return ALLOWED
    return can_conduct(user, sitting)


def can_put_list(user: User, sitting: Sitting) -> Verdict:
    """The proposal is put in a final sitting."""
    verdict = can_put(user, sitting)
    if verdict and sitting.kind != SittingKind.FINAL:
        return refuse(_("复核会议只审议异议，不审议评价建议。"), "motions.kind")
    return verdict


def can_deviate(user: User, sitting: Sitting, entry: Entry) -> Verdict:
    """Another grade is put for what is proposed and not yet decided."""
    verdict = can_put_list(user, sitting)
    if not verdict:
        return verdict
    if queries.line_of(sitting.round, entry) is None:
        return refuse(_("该单位不在本次评价建议之中。"), "motions.entry")
    name = {"name": entry.organisation.name}
    motions = Motion.objects.filter(entries__entry=entry, sitting__round=sitting.round_id)
    if motions.filter(state=MotionState.CARRIED).exists():
        words = _("“%(name)s”的等级已经表决通过，不能再提调整。")
        return refuse(words % name, "motions.decided")
    if motions.filter(state=MotionState.OPEN).exclude(grade="").exists():
        words = _("“%(name)s”已有一项调整议题正在表决，请先结束它。")
        return refuse(words % name, "motions.open")
    return ALLOWED


def can_review(user: User, sitting: Sitting, objection: Objection) -> Verdict:
    """An objection of the round that has not been answered and is not being voted on."""
    verdict = can_put(user, sitting)
    if not verdict:
        return verdict
    if sitting.kind != SittingKind.REVIEW:
        return refuse(_("异议由复核会议审议。"), "motions.kind")
    if objection.entry.round_id != sitting.round_id:
        return refuse(_("该异议不属于本次评价。"), "motions.entry")
    verdict = can_move(objection, OBJECTION_MOVES["uphold"])
    motions = Motion.objects.filter(objection=objection).exclude(state=MotionState.LOST)
    if verdict and motions.exists():
        return refuse(_("该异议已有一项议题，请先结束表决或撤下它。"), "motions.open")
    return verdict


def can_be_called(round_: Round, members: Collection[User], chair: User | None) -> Verdict:
    """Somebody is called, everybody called is of the committee, the chair among them."""
    if not members:
        return refuse(_("请至少选定一名委员。"), "sittings.nobody")
    known = set(queries.candidates(round_).values_list("pk", flat=True))
    strangers = [str(one) for one in members if one.pk not in known]
    if strangers:
        words = _("%(names)s不是评估委员会委员，请先授权。")
        return refuse(words % {"names": "、".join(strangers)}, "sittings.strangers")
    if chair is not None and chair.pk not in {one.pk for one in members}:
        return refuse(_("主持人须是参会委员之一。"), "sittings.chair")
    return ALLOWED


def can_vote(user: User, motion: Motion) -> Verdict:
    """Members present who keep out of nothing the motion is about, while it is open."""
    verdict = _is_open(motion.sitting)
    if verdict:
        verdict = can_move(motion, MOTION_MOVES["carry"])
    if not verdict:
        return verdict
    mine = queries.member_of(motion.sitting, user)
    if mine is None:
        return refuse(_("您不是本次会议的委员，不能表决。"), "ballots.member")
    if not mine.present:
        return refuse(_("您未登记到会，不能表决。请先向会务人员签到。"), "ballots.absent")
    if mine.pk in queries.recused_now(motion):
        return refuse(_("您应对本议题回避，不参加表决。"), "ballots.recused")
    return ALLOWED


def can_close_motion(user: User, motion: Motion) -> Verdict:
    """Who conducts the sitting counts the votes."""
    verdict = can_conduct(user, motion.sitting)
    if verdict:
        verdict = _is_open(motion.sitting)
    return verdict and can_move(motion, MOTION_MOVES["carry"])


def can_close(user: User, sitting: Sitting) -> Verdict:
    """Everything graded has been decided, nothing is left open."""
    verdict = can_conduct(user, sitting)
    if not verdict:
        return verdict
    verdict = can_move(sitting, SITTING_MOVES["close"])
    if not verdict:
        return verdict
    if queries.open_motions(sitting):
        words = _("还有 %(count)s 项议题没有计票，请先逐项结束表决。")
        return refuse(words % {"count": queries.open_motions(sitting)}, "sittings.open_motions")
    if sitting.kind == SittingKind.REVIEW:
        return ALLOWED
    left = queries.undecided(sitting)
    names = [line.entry.organisation.name for line in left[:5]]
    if names:
        words = _("还有 %(count)s 家单位没有形成决定：%(names)s。请列入议题表决后再结束会议。")
        said = {"count": left.count(), "names": "、".join(names)}
        return refuse(words % said, "sittings.undecided")
    return ALLOWED


def is_choice(choice: str) -> Verdict:
    """For, against or abstaining."""
    if choice in Ballot.Choice.values:
        return ALLOWED
    return refuse(_("请选择“同意”“不同意”或“弃权”。"), "ballots.choice")


def _is_open(sitting: Sitting) -> Verdict:
    if sitting.state == SittingState.OPEN:
        return ALLOWED
    if sitting.state == SittingState.CLOSED:
        return refuse(_("会议已经结束。"), "sittings.closed")
    return refuse(_("会议还没有开始，请先登记到会并开会。"), "sittings.not_open")
