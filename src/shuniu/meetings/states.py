"""Kinds of meetings, lives of meetings and of what comes out of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from shuniu.base.events import Event
from shuniu.base.moves import Move, moves


class MeetingKind(TextChoices):
    """What is held; who should attend, how often and by what majority are dated rules."""

    ASSEMBLY_PARTY = "party_assembly", _("支部党员大会")
    COMMITTEE_PARTY = "party_committee", _("支部委员会")
    GROUP_PARTY = "party_group", _("党小组会")
    LECTURE = "party_lecture", _("党课")
    THEME_DAY = "theme_day", _("主题党日")
    LIFE = "life_meeting", _("组织生活会")
    REVIEW = "democratic_review", _("民主评议党员")
    STUDY = "study_session", _("专题学习")
    COUNCIL = "council", _("理事会")
    STANDING = "standing_council", _("常务理事会")
    SUPERVISORS = "supervisors", _("监事会")
    SECRETARIAT = "secretariat", _("秘书处会")
    ASSEMBLY = "assembly", _("会员（代表）大会")
    SPECIAL = "special_committee", _("专门委员会")
    JOINT = "joint", _("联席会议")


K = MeetingKind
# Meetings of a party organisation; all others are of an organisation's body, joint ones of a place.
OF_PARTY: frozenset[str] = frozenset(
    {
        *(K.ASSEMBLY_PARTY, K.COMMITTEE_PARTY, K.GROUP_PARTY, K.LECTURE),
        *(K.THEME_DAY, K.LIFE, K.REVIEW, K.STUDY),
    }
)


class MeetingState(TextChoices):
    """Life of a meeting."""

    PLANNED = "planned", _("已列入计划")
    CALLED = "called", _("已通知")
    OPEN = "open", _("进行中")
    HELD = "held", _("已结束，待核对纪要")
    APPROVED = "approved", _("纪要已定稿")
    CANCELLED = "cancelled", _("已取消")


S = MeetingState
MOVES = moves(
    Move("call", (S.PLANNED,), S.CALLED),
    Move("open", (S.PLANNED, S.CALLED), S.OPEN),
    Move("close", (S.OPEN,), S.HELD),
    Move("reopen", (S.HELD,), S.OPEN),
    Move("approve", (S.HELD,), S.APPROVED),
    Move("cancel", (S.PLANNED, S.CALLED), S.CANCELLED),
)


class Presence(TextChoices):
    """Where somebody on the roll is."""

    EXPECTED = "expected", _("未签到")
    PRESENT = "present", _("到会")
    EXCUSED = "excused", _("请假")
    ABSENT = "absent", _("缺席")


class SignedBy(TextChoices):
    """How a presence became known."""

    CODE = "code", _("扫码签到")
    HAND = "hand", _("记录人登记")


class Weight(TextChoices):
    """Which majority a decision needs."""

    ORDINARY = "ordinary", _("一般事项")
    QUALIFIED = "qualified", _("特别事项")
    ELECTION = "election", _("选举")


class Way(TextChoices):
    """How votes are given."""

    HANDS = "hands", _("举手（只记票数）")
    NAMED = "named", _("记名")
    SECRET = "secret", _("无记名")


class ItemKind(TextChoices):
    """What is done with an item of the agenda."""

    REPORT = "report", _("通报学习")
    DISCUSS = "discuss", _("讨论")
    DECIDE = "decide", _("表决")
    STUDY = "study", _("前置研究")


SOUND = ("carried", "lost")  # outcomes of a vote that counts; others may be taken again


class TaskState(TextChoices):
    """Life of a resolution's task."""

    OPEN = "open", _("办理中")
    DONE = "done", _("已办结")
    DROPPED = "dropped", _("不再办理")


T = TaskState
TASK_MOVES = moves(
    Move("finish", (T.OPEN,), T.DONE),
    Move("drop", (T.OPEN,), T.DROPPED),
    Move("resume", (T.DONE, T.DROPPED), T.OPEN),
)


class ItemState(TextChoices):
    """How a thing in the year plan stands; computed from its day and its meeting."""

    PLANNED = "planned", _("待召开")
    DONE = "done", _("已召开")
    OVERDUE = "overdue", _("到期未开")
    DROPPED = "dropped", _("不再举行")


class IdeaState(TextChoices):
    """Life of an idea from a study session."""

    OPEN = "open", _("待认领")
    OWNED = "owned", _("已认领")
    DROPPED = "dropped", _("不采用")


I = IdeaState  # noqa: E741 (short name of the table below)
IDEA_MOVES = moves(
    Move("own", (I.OPEN,), I.OWNED),
    Move("drop", (I.OPEN, I.OWNED), I.DROPPED),
    Move("reopen", (I.DROPPED,), I.OPEN),
)


@dataclass(frozen=True, slots=True)
class MeetingHeld(Event):
    """A meeting is over and recorded."""

    meeting: int
    kind: str


@dataclass(frozen=True, slots=True)
class IdeaOwned(Event):
    """Somebody took an idea on; it may become a project."""

    idea: int
    meeting: int


@dataclass(frozen=True, slots=True)
class IdeaDropped(Event):
    """An idea is not taken up."""

    idea: int
    meeting: int
