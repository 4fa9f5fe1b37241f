"""What somebody is, where the formal relation lies, how things end."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from shuniu.base.moves import Move, moves


class Status(TextChoices):
    """Where somebody stands on the way; the last two are party members."""

    APPLICANT = "applicant", _("入党申请人")
    ACTIVIST = "activist", _("入党积极分子")
    PROSPECT = "prospect", _("发展对象")
    PROBATIONARY = "probationary", _("预备党员")
    FULL = "full", _("正式党员")

    @classmethod
    def of_party(cls) -> tuple[str, ...]:
        """Those that are party members."""
        return (cls.PROBATIONARY.value, cls.FULL.value)


class Relation(TextChoices):
    """Where the formal relation lies; it stays with the sender until the receipt has come."""

    NONE = "", _("尚无组织关系")
    HERE = "here", _("在本支部")
    ELSEWHERE = "elsewhere", _("在外单位")
    TRANSFERRING = "transferring", _("正在转入")


class Leaving(TextChoices):
    """How somebody left the roster."""

    MOVED = "moved", _("调离或转出")
    STOPPED = "stopped", _("终止培养")
    REJECTED = "rejected", _("未获批准")
    CANCELLED = "cancelled", _("取消预备党员资格")
    WITHDRAWN = "withdrawn", _("本人撤回同意")
    DECEASED = "deceased", _("去世")
    OTHER = "other", _("其他")


class ConsentWay(TextChoices):
    """How the consent was given."""

    SELF = "self", _("本人在系统中确认")
    PAPER = "paper", _("本人书面签名，由党组织留存")


class ContactWay(TextChoices):
    """How a floating member was reached."""

    MEETING = "meeting", _("见面")
    PHONE = "phone", _("电话")
    MESSAGE = "message", _("消息")
    ACTIVITY = "activity", _("参加活动")


class Grade(TextChoices):
    """Outcome of the yearly review."""

    EXCELLENT = "excellent", _("优秀")
    GOOD = "good", _("合格")
    BASIC = "basic", _("基本合格")
    POOR = "poor", _("不合格")
    NONE = "none", _("参加评议，不定等次")


class Purpose(TextChoices):
    """Why a record was read."""

    DAILY = "daily", _("日常管理")
    CULTIVATION = "cultivation", _("培养考察")
    CONTACT = "contact", _("流动党员联系")
    TRANSFER = "transfer", _("组织关系接转")
    PACKET = "packet", _("接续培养材料")
    EXPORT = "export", _("导出资料")
    OWN = "own", _("本人查看")


class TransferState(TextChoices):
    """Life of a letter as we know of it; the transfer itself is done elsewhere."""

    ISSUED = "issued", _("已开出，等待回执")
    RECEIPT = "receipt", _("已收到回执")
    REPLACED = "replaced", _("遗失或过期，已补开")
    WITHDRAWN = "withdrawn", _("已撤回")


_T = TransferState
TRANSFER_MOVES = moves(
    Move("receipt", (_T.ISSUED,), _T.RECEIPT),
    Move("replace", (_T.ISSUED,), _T.REPLACED),
    Move("withdraw", (_T.ISSUED,), _T.WITHDRAWN),
)


class PacketState(TextChoices):
    """Life of a relay packet, handed over or received."""

    DRAFT = "draft", _("整理中")
    SEALED = "sealed", _("已封存签名")
    RECEIVED = "received", _("已收到，待核对")
    SETTLED = "settled", _("核对完毕")


_P = PacketState
PACKET_MOVES = moves(
    Move("seal", (_P.DRAFT,), _P.SEALED),
    Move("settle", (_P.RECEIVED,), _P.SETTLED),
)


class ItemVerdict(TextChoices):
    """What the receiver says of one item."""

    OPEN = "open", _("待核对")
    ACCEPTED = "accepted", _("认可")
    ASKED = "asked", _("要求补充")
    REFUSED = "refused", _("不予认可")


class PleaState(TextChoices):
    """A wish to be erased."""

    OPEN = "open", _("待办理")
    DONE = "done", _("已删除")
    HELD = "held", _("依法暂缓")


PLEA_MOVES = moves(
    Move("grant", (PleaState.OPEN, PleaState.HELD), PleaState.DONE),
    Move("hold", (PleaState.OPEN,), PleaState.HELD),
)


class EraseReason(TextChoices):
    """Why a record is destroyed; fixed words, because the book never forgets free ones."""

    ASKED = "asked", _("本人要求删除")
    WITHDRAWN = "withdrawn", _("本人撤回同意")
    PURPOSE_GONE = "purpose_gone", _("处理目的已实现或不再需要")
    RETENTION = "retention", _("保存期限已满")
