"""Choices of the register."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from shuniu.base.moves import Move, moves


class OrganisationType(TextChoices):
    """By the law it is registered under."""

    ASSOCIATION = "association", _("社会团体")
    FOUNDATION = "foundation", _("基金会")
    SERVICE = "service", _("社会服务机构")
    HUB = "hub", _("枢纽型组织")


class Size(TextChoices):
    """Small: at most two full-time staff."""

    SMALL = "small", _("小型")
    REGULAR = "regular", _("一般")


class Standing(TextChoices):
    """Whether it still stands in the register."""

    ACTIVE = "active", _("存续")
    SUSPENDED = "suspended", _("停止活动")
    DISSOLVED = "dissolved", _("已注销")


class BodyKind(TextChoices):
    """Bodies of an organisation."""

    COUNCIL = "council", _("理事会")
    SUPERVISORS = "supervisors", _("监事会")
    SECRETARIAT = "secretariat", _("秘书处")
    PARTY = "party", _("党组织")
    COMMITTEE = "committee", _("专门委员会")
    ASSEMBLY = "assembly", _("会员大会")


class PostTitle(TextChoices):
    """Posts, by what rules need to know of them; the exact words stand beside."""

    HEAD = "head", _("负责人（会长、理事长）")
    DEPUTY_HEAD = "deputy_head", _("副负责人")
    LEGAL_REPRESENTATIVE = "legal_representative", _("法定代表人")
    MEMBER = "member", _("成员（理事、监事）")
    CHAIR_OF_SUPERVISORS = "chair_of_supervisors", _("监事长")
    SECRETARY_GENERAL = "secretary_general", _("秘书长")
    DEPUTY_SECRETARY_GENERAL = "deputy_secretary_general", _("副秘书长、秘书长助理")
    STAFF = "staff", _("秘书处工作人员")
    SECRETARY = "secretary", _("党组织书记")
    DEPUTY_SECRETARY = "deputy_secretary", _("党组织副书记")
    BRANCH_COMMITTEE = "branch_committee", _("支部委员")


class PartyKind(TextChoices):
    """Shapes of a party organisation; their powers differ."""

    OWN = "own", _("单独组建")
    JOINT = "joint", _("联合组建")
    ATTACHED = "attached", _("挂靠组建")
    FUNCTIONAL = "functional", _("功能型（拓展型）")
    FLOATING = "floating", _("流动党员党组织")
    TEMPORARY = "temporary", _("临时党组织")


class CharterClause(TextChoices):
    """How far the party clause is written into the charter."""

    APPROVED = "approved", _("已写入并经核准")
    WRITTEN = "written", _("已写入未核准")
    NONE = "none", _("未写入")


class ReportResult(TextChoices):
    """Conclusion of a yearly check or report."""

    PASS = "pass", _("合格")
    BASIC = "basic", _("基本合格")
    FAIL = "fail", _("不合格")
    FILED = "filed", _("已报送")
    OVERDUE = "overdue", _("逾期未报")


class AuditResult(TextChoices):
    """What came of the yearly audit, or of the supervisors' review in a small organisation."""

    CLEAN = "clean", _("无保留意见审计")
    REVIEWED = "reviewed", _("监事会审阅并公开")
    QUALIFIED = "qualified", _("保留意见审计")
    NONE = "none", _("未审计或否定意见")


class ImportState(TextChoices):
    """Life of an import."""

    UPLOADED = "uploaded", _("已上传")
    PREVIEWED = "previewed", _("待确认")
    APPLIED = "applied", _("已导入")
    DROPPED = "dropped", _("已放弃")


class RowVerdict(TextChoices):
    """What a row of an import would do."""

    ADDED = "added", _("新增")
    CHANGED = "changed", _("变更")
    SAME = "same", _("无变化")
    REFUSED = "refused", _("不能导入")


_I = ImportState
IMPORT_MOVES = moves(
    Move("preview", (_I.UPLOADED, _I.PREVIEWED), _I.PREVIEWED),
    Move("apply", (_I.PREVIEWED,), _I.APPLIED),
    Move("drop", (_I.UPLOADED, _I.PREVIEWED), _I.DROPPED),
)

# What each kind of party organisation may do (practice rules; a hub changes them by rule rows).
POWERS: dict[str, dict[str, bool]] = {
    PartyKind.OWN: {"study": True, "appraise": True, "admit": True, "dues": True, "elect": True},
    PartyKind.JOINT: {"study": True, "appraise": True, "admit": True, "dues": True, "elect": True},
    PartyKind.ATTACHED: {
        "study": True,
        "appraise": True,
        "admit": True,
        "dues": True,
        "elect": True,
    },
    PartyKind.FUNCTIONAL: {
        "study": True,
        "appraise": False,
        "admit": False,
        "dues": False,
        "elect": False,
    },
    PartyKind.FLOATING: {
        "study": True,
        "appraise": True,
        "admit": False,
        "dues": False,
        "elect": False,
    },
    PartyKind.TEMPORARY: {
        "study": True,
        "appraise": False,
        "admit": False,
        "dues": False,
        "elect": False,
    },
}
