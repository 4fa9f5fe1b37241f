"""Actions of the book as sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WORDS = {
    "accounts.user.opened": gettext_lazy("开立账号"),
    "accounts.user.password": gettext_lazy("修改口令"),
    "accounts.user.profile": gettext_lazy("修改个人资料"),
    "accounts.user.phone": gettext_lazy("修改手机号"),
    "accounts.user.locked": gettext_lazy("停用账号"),
    "accounts.user.unlocked": gettext_lazy("恢复账号"),
    "accounts.access.renewed": gettext_lazy("发出重置链接"),
    "accounts.grant.given": gettext_lazy("授予角色"),
    "accounts.grant.ended": gettext_lazy("收回角色"),
    "accounts.invitation.made": gettext_lazy("发出邀请"),
    "accounts.invitation.used": gettext_lazy("接受邀请"),
    "accounts.invitation.revoked": gettext_lazy("撤回邀请"),
    "accounts.token.made": gettext_lazy("签发接口令牌"),
    "accounts.token.revoked": gettext_lazy("撤销接口令牌"),
    "accounts.node.opened": gettext_lazy("新增节点"),
    "accounts.node.renamed": gettext_lazy("节点改名"),
    "accounts.node.moved": gettext_lazy("调整隶属"),
    "base.rule.set": gettext_lazy("设置规则"),
    "base.file.kept": gettext_lazy("上传文件"),
    "base.audit.pruned": gettext_lazy("清理到期审计记录"),
    "registry.organisation.added": gettext_lazy("登记单位"),
    "registry.organisation.changed": gettext_lazy("修改单位资料"),
    "registry.import.applied": gettext_lazy("批量导入"),
    "registry.report.recorded": gettext_lazy("登记年检年报"),
    "registry.charter.recorded": gettext_lazy("登记章程党建条款"),
    "registry.credit.recorded": gettext_lazy("登记信用信息"),
    "registry.credit.ended": gettext_lazy("信用信息移出"),
    "registry.person.opened": gettext_lazy("登记人员"),
    "registry.person.erased": gettext_lazy("删除人员信息"),
    "registry.person.read": gettext_lazy("查看人员联系方式"),
    "registry.body.opened": gettext_lazy("设立机构"),
    "registry.body.elected": gettext_lazy("换届或延期"),
    "registry.body.closed": gettext_lazy("撤销机构"),
    "registry.post.taken": gettext_lazy("任职"),
    "registry.post.left": gettext_lazy("离任"),
    "registry.party.founded": gettext_lazy("成立党组织"),
    "registry.party.covers": gettext_lazy("纳入党组织覆盖"),
    "registry.party.uncovers": gettext_lazy("退出党组织覆盖"),
    "registry.instructor.added": gettext_lazy("登记指导员"),
    "registry.instructor.assigned": gettext_lazy("指派指导员"),
    "registry.not_built.explained": gettext_lazy("说明应建未建"),
    "registry.checklist.marked": gettext_lazy("清单打勾"),
    "evaluation.framework.added": gettext_lazy("加入评价标准"),
    "evaluation.framework.edited": gettext_lazy("编辑评价标准"),
    "evaluation.framework.released": gettext_lazy("评价标准设为可用"),
    "evaluation.framework.retired": gettext_lazy("停用评价标准"),
    "evaluation.round.planned": gettext_lazy("筹备评价"),
    "evaluation.round.changed": gettext_lazy("修改评价安排"),
    "evaluation.round.table": gettext_lazy("指定适用标准"),
    "evaluation.round.invited": gettext_lazy("邀请参评"),
    "evaluation.round.uninvited": gettext_lazy("移出参评名单"),
    "evaluation.round.opened": gettext_lazy("开始填报"),
    "evaluation.round.assessing": gettext_lazy("进入评分"),
    "evaluation.round.proposed": gettext_lazy("形成建议"),
    "evaluation.answer.saved": gettext_lazy("填报"),
    "evaluation.entry.submitted": gettext_lazy("提交填报"),
    "evaluation.entry.handed_back": gettext_lazy("退回填报"),
    "evaluation.entry.admitted": gettext_lazy("准予参评"),
    "evaluation.evidence.added": gettext_lazy("上传佐证"),
    "evaluation.evidence.used": gettext_lazy("引用佐证"),
    "evaluation.evidence.dropped": gettext_lazy("取消引用佐证"),
    "reports.paper.made": gettext_lazy("生成公文或报表"),
}


def sentence(action: str) -> str:
    """An action in words; a new one shows its own name until somebody words it."""
    words = _WORDS.get(action)
    return str(words) if words is not None else _("操作：%(action)s") % {"action": action}


def actions() -> list[tuple[str, str]]:
    """Every worded action, for the filter."""
    return sorted(((code, str(words)) for code, words in _WORDS.items()), key=lambda one: one[1])
