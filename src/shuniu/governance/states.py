"""Classes of major matters, who studies and who decides, the life of a matter."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from shuniu.base.moves import Move, moves
from shuniu.meetings.states import MeetingKind


class MatterClass(TextChoices):
    """The five classes and the yearly plan; what fits none of them is an ordinary matter."""

    DECISION = "decision", _("重要事项决策")
    ACTIVITY = "activity", _("重要业务活动")
    EXPENSE = "expense", _("大额经费开支")
    DONATION = "donation", _("接收大额捐赠")
    FOREIGN = "foreign", _("涉外活动")
    YEAR_PLAN = "year_plan", _("年度计划")
    OTHER = "other", _("其他事项")


LISTED = tuple(one for one in MatterClass if one is not MatterClass.OTHER)
# Classes in which money is what matters; a sum in pieces is looked for among these.
MONEY: frozenset[str] = frozenset({MatterClass.EXPENSE, MatterClass.ACTIVITY, MatterClass.OTHER})


class StudyBy(TextChoices):
    """Who studies a matter before it is decided."""

    BRANCH = "branch", _("本单位党组织")
    JOINT = "joint", _("联合党组织")
    COMMITTEE = "committee", _("枢纽专门委员会")
    INSTRUCTOR = "instructor", _("指导员所在党组织")


class Decider(TextChoices):
    """Who decides; a body further down this list may decide in place of one above it."""

    SECRETARIAT = MeetingKind.SECRETARIAT.value, _("秘书处会")
    STANDING = MeetingKind.STANDING.value, _("常务理事会")
    COUNCIL = MeetingKind.COUNCIL.value, _("理事会")
    ASSEMBLY = MeetingKind.ASSEMBLY.value, _("会员（代表）大会")


HIGHER: dict[str, frozenset[str]] = {
    one.value: frozenset(above.value for above in list(Decider)[rank:])
    for rank, one in enumerate(Decider)
}
# Meetings in which a party organisation studies, and in which a committee does.
STUDY_MEETINGS: dict[str, frozenset[str]] = {
    StudyBy.BRANCH: frozenset({MeetingKind.COMMITTEE_PARTY, MeetingKind.ASSEMBLY_PARTY}),
    StudyBy.JOINT: frozenset({MeetingKind.COMMITTEE_PARTY, MeetingKind.ASSEMBLY_PARTY}),
    StudyBy.INSTRUCTOR: frozenset({MeetingKind.COMMITTEE_PARTY, MeetingKind.ASSEMBLY_PARTY}),
    StudyBy.COMMITTEE: frozenset({MeetingKind.SPECIAL}),
}


class Opinion(TextChoices):
    """What comes out of a prior study."""

    AGREE = "agree", _("同意")
    AMEND = "amend", _("同意并修改")
    DEFER = "defer", _("缓议")
    OPPOSE = "oppose", _("不同意")


IN_FAVOUR: frozenset[str] = frozenset({Opinion.AGREE, Opinion.AMEND})


class Outcome(TextChoices):
    """What the deciding body said."""

    CARRIED = "carried", _("通过")
    LOST = "lost", _("未通过")


class Found(TextChoices):
    """How a conflict of interest became known."""

    DECLARED = "declared", _("本人或知情人申报")
    POSTS = "posts", _("由任职关系得出")


class ReportKind(TextChoices):
    """What is due to the authority, or to the public."""

    BEFORE = "before", _("事前报告")
    AFTER = "after", _("事后报告")
    PUBLICITY = "publicity", _("公示")


class MatterState(TextChoices):
    """Life of a matter."""

    RAISED = "raised", _("已提出，待分类")
    ORDINARY = "ordinary", _("一般事项，待决定")
    LISTED = "listed", _("重大事项，待前置研究")
    STUDYING = "studying", _("前置研究中")
    STUDIED = "studied", _("已研究，待决策")
    TO_CONFIRM = "to_confirm", _("紧急处置，待追认")
    DECIDED = "decided", _("已通过，待执行")
    LOST = "lost", _("未通过")
    REJECTED = "rejected", _("紧急处置未获追认")
    EXECUTED = "executed", _("已执行，待回看")
    CLOSED = "closed", _("已回看，办结")
    WITHDRAWN = "withdrawn", _("已撤回")


S = MatterState
OPEN = (S.RAISED, S.ORDINARY, S.LISTED, S.STUDYING, S.STUDIED)
MOVES = moves(
    Move("list", (S.RAISED, S.ORDINARY), S.LISTED),
    Move("pass", (S.RAISED, S.ORDINARY), S.ORDINARY),
    Move("send", (S.LISTED, S.STUDYING, S.STUDIED), S.STUDYING),
    Move("opine", (S.STUDYING, S.STUDIED), S.STUDIED),
    Move("carry", (S.ORDINARY, S.STUDIED), S.DECIDED),
    Move("hurry", (S.LISTED, S.STUDYING, S.STUDIED), S.TO_CONFIRM),
    Move("lose", (S.ORDINARY, S.LISTED, S.STUDYING, S.STUDIED), S.LOST),
    Move("confirm", (S.TO_CONFIRM,), S.DECIDED),
    Move("reject", (S.TO_CONFIRM,), S.REJECTED),
    Move("execute", (S.DECIDED,), S.EXECUTED),
    Move("close", (S.EXECUTED, S.REJECTED), S.CLOSED),
    Move("withdraw", OPEN, S.WITHDRAWN),
)
