"""Choices and life cycles of evaluation."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from shuniu.base.events import Event
from shuniu.base.moves import Move, moves


class FrameworkState(TextChoices):
    """A version on its way into use; what is in use is never edited."""

    DRAFT = "draft", _("草稿")
    READY = "ready", _("可用")
    RETIRED = "retired", _("停用")


class RoundState(TextChoices):
    """Where a round stands."""

    DRAFT = "draft", _("筹备")
    ANSWERING = "answering", _("填报")
    ASSESSING = "assessing", _("评分")
    PROPOSED = "proposed", _("形成建议")
    DECIDING = "deciding", _("审议")
    PUBLIC = "public", _("公示")
    ISSUED = "issued", _("已发布")
    CLOSED = "closed", _("已结束")


class EntryState(TextChoices):
    """Where an organisation's part stands."""

    INVITED = "invited", _("待填报")
    ANSWERING = "answering", _("填报中")
    SUBMITTED = "submitted", _("已提交")
    ASSESSED = "assessed", _("已评分")
    NOT_ADMITTED = "not_admitted", _("不予参评")
    WITHDRAWN = "withdrawn", _("已退出")


class Stage(TextChoices):
    """Who says a value; the last that said something counts."""

    RECORD = "record", _("记录")
    SELF = "self", _("自评")
    ASSESS = "assess", _("评分")


class AssignmentState(TextChoices):
    """An assessor's work on one organisation."""

    OPEN = "open", _("待评分")
    DONE = "done", _("已完成")
    RECUSED = "recused", _("已回避")


class SittingState(TextChoices):
    """A sitting of the committee."""

    CALLED = "called", _("已召集")
    OPEN = "open", _("进行中")
    CLOSED = "closed", _("已结束")


class SittingKind(TextChoices):
    """What the sitting is for."""

    FINAL = "final", _("终评会议")
    REVIEW = "review", _("复核会议")


class MotionState(TextChoices):
    """What became of a motion."""

    OPEN = "open", _("待表决")
    CARRIED = "carried", _("通过")
    LOST = "lost", _("未通过")


class ObjectionState(TextChoices):
    """What became of an objection."""

    FILED = "filed", _("已受理")
    UPHELD = "upheld", _("异议成立")
    REJECTED = "rejected", _("维持原结论")
    WITHDRAWN = "withdrawn", _("已撤回")


class GradeState(TextChoices):
    """Whether an issued grade holds."""

    VALID = "valid", _("有效")
    EXPIRED = "expired", _("已到期")
    DOWNGRADED = "downgraded", _("已降级")
    CANCELLED = "cancelled", _("已取消")
    REPLACED = "replaced", _("已由新结果替代")


class PlanState(TextChoices):
    """An item of an improvement plan."""

    OPEN = "open", _("进行中")
    DONE = "done", _("已完成")
    DROPPED = "dropped", _("不再进行")


_R, _E = RoundState, EntryState
ROUND_MOVES = moves(
    Move("open", (_R.DRAFT,), _R.ANSWERING),
    Move("assess", (_R.ANSWERING,), _R.ASSESSING),
    Move("propose", (_R.ASSESSING, _R.PROPOSED), _R.PROPOSED),
    Move("reassess", (_R.PROPOSED,), _R.ASSESSING),
    Move("decide", (_R.PROPOSED,), _R.DECIDING),
    Move("publish", (_R.DECIDING,), _R.PUBLIC),
    Move("issue", (_R.PUBLIC,), _R.ISSUED),
    Move("close", (_R.ISSUED,), _R.CLOSED),
)
ENTRY_MOVES = moves(
    Move("begin", (_E.INVITED, _E.ANSWERING), _E.ANSWERING),
    Move("submit", (_E.INVITED, _E.ANSWERING), _E.SUBMITTED),
    Move("hand_back", (_E.SUBMITTED,), _E.ANSWERING),
    Move("finish", (_E.SUBMITTED,), _E.ASSESSED),
    Move("reopen", (_E.ASSESSED,), _E.SUBMITTED),
    Move("refuse", (_E.INVITED, _E.ANSWERING, _E.SUBMITTED), _E.NOT_ADMITTED),
    Move("admit", (_E.NOT_ADMITTED,), _E.INVITED),
    Move("withdraw", (_E.INVITED, _E.ANSWERING), _E.WITHDRAWN),
)
FRAMEWORK_MOVES = moves(
    Move("release", (FrameworkState.DRAFT,), FrameworkState.READY),
    Move("retire", (FrameworkState.READY,), FrameworkState.RETIRED),
)
SITTING_MOVES = moves(
    Move("open", (SittingState.CALLED,), SittingState.OPEN),
    Move("close", (SittingState.OPEN,), SittingState.CLOSED),
)
MOTION_MOVES = moves(
    Move("carry", (MotionState.OPEN,), MotionState.CARRIED),
    Move("lose", (MotionState.OPEN,), MotionState.LOST),
)
OBJECTION_MOVES = moves(
    Move("uphold", (ObjectionState.FILED,), ObjectionState.UPHELD),
    Move("reject", (ObjectionState.FILED,), ObjectionState.REJECTED),
    Move("withdraw", (ObjectionState.FILED,), ObjectionState.WITHDRAWN),
)
GRADE_MOVES = moves(
    Move("expire", (GradeState.VALID, GradeState.DOWNGRADED), GradeState.EXPIRED),
    Move("downgrade", (GradeState.VALID, GradeState.DOWNGRADED), GradeState.DOWNGRADED),
    Move("cancel", (GradeState.VALID, GradeState.DOWNGRADED), GradeState.CANCELLED),
    Move("replace", (GradeState.VALID, GradeState.DOWNGRADED), GradeState.REPLACED),
)
PLAN_MOVES = moves(
    Move("settle", (PlanState.OPEN,), PlanState.DONE),
    Move("drop", (PlanState.OPEN,), PlanState.DROPPED),
    Move("reopen", (PlanState.DONE, PlanState.DROPPED), PlanState.OPEN),
)


@dataclass(frozen=True, slots=True)
class RoundMoved(Event):
    """A round has taken a step of its life."""

    round_id: int
    move: str
    state: str


@dataclass(frozen=True, slots=True)
class GradeChanged(Event):
    """Something happened to an issued grade; ``state`` is what it is now."""

    grade_id: int
    organisation_id: int
    state: str
