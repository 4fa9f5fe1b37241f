"""What codes are called: actions of the book, rooms, values of rules, devices."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shuniu.base.rulebook import Declared

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ROOMS: dict[str, _StrPromise] = {
    "accounts": lazy("账号与登录"),
    "base": lazy("平台"),
    "registry": lazy("名册"),
    "evaluation": lazy("评价"),
    "reports": lazy("公文"),
}
ACTIONS: dict[str, _StrPromise] = {
    "accounts.sign_in.done": lazy("登录"),
    "accounts.sign_in.ended": lazy("退出登录"),
    "accounts.sign_in.failed": lazy("登录失败：口令不对"),
    "accounts.sign_in.locked": lazy("登录锁定：连续输错口令"),
    "accounts.sign_in.unlocked": lazy("解除登录锁定"),
    "accounts.session.ended": lazy("结束其他设备的登录"),
    "accounts.factor.added": lazy("启用第二验证因素"),
    "accounts.factor.removed": lazy("停用第二验证因素"),
    "accounts.factor.renewed": lazy("重新生成恢复代码"),
    "accounts.factor.failed": lazy("第二验证因素未通过"),
    "accounts.factor.cleared": lazy("清除他人的第二验证因素"),
    "accounts.user.opened": lazy("开立账号"),
    "accounts.user.password": lazy("修改口令"),
    "accounts.user.profile": lazy("修改个人资料"),
    "accounts.user.phone": lazy("修改手机号"),
    "accounts.user.locked": lazy("停用账号"),
    "accounts.user.unlocked": lazy("恢复账号"),
    "accounts.access.renewed": lazy("发出重置链接"),
    "accounts.access.used": lazy("用重置链接改了口令"),
    "accounts.grant.given": lazy("授予角色"),
    "accounts.grant.ended": lazy("收回角色"),
    "accounts.invitation.made": lazy("发出邀请"),
    "accounts.invitation.used": lazy("接受邀请"),
    "accounts.invitation.revoked": lazy("撤回链接"),
    "accounts.token.made": lazy("签发接口令牌"),
    "accounts.token.revoked": lazy("撤销接口令牌"),
    "accounts.node.opened": lazy("新增节点"),
    "accounts.node.renamed": lazy("节点改名"),
    "accounts.node.moved": lazy("调整隶属"),
    "accounts.book.verified": lazy("校验审计链"),
    "accounts.book.exported": lazy("导出审计记录"),
    "base.rule.set": lazy("设置规则"),
    "base.file.kept": lazy("上传文件"),
    "base.audit.pruned": lazy("清理到期审计记录"),
    "base.keys.rotated": lazy("更换主密钥"),
    "registry.organisation.added": lazy("登记单位"),
    "registry.organisation.changed": lazy("修改单位资料"),
    "registry.organisation.contact": lazy("修改单位联系方式"),
    "registry.organisation.dissolved": lazy("登记注销"),
    "registry.organisation.reinstated": lazy("恢复登记"),
    "registry.import.uploaded": lazy("上传导入文件"),
    "registry.import.applied": lazy("批量导入"),
    "registry.import.dropped": lazy("放弃导入"),
    "registry.report.recorded": lazy("登记年检年报"),
    "registry.charter.recorded": lazy("登记章程党建条款"),
    "registry.credit.recorded": lazy("登记信用信息"),
    "registry.credit.ended": lazy("信用信息移出"),
    "registry.person.opened": lazy("登记人员"),
    "registry.person.corrected": lazy("更正人员信息"),
    "registry.person.erased": lazy("删除人员信息"),
    "registry.persons.read": lazy("查看人员联系方式"),
    "registry.body.opened": lazy("设立机构"),
    "registry.body.changed": lazy("修改机构资料"),
    "registry.body.elected": lazy("换届或延期"),
    "registry.body.closed": lazy("撤销机构"),
    "registry.post.taken": lazy("任职"),
    "registry.post.corrected": lazy("更正任职"),
    "registry.post.left": lazy("离任"),
    "registry.party.founded": lazy("成立党组织"),
    "registry.party.approval": lazy("登记党组织批复"),
    "registry.party.covers": lazy("纳入党组织覆盖"),
    "registry.party.uncovers": lazy("退出党组织覆盖"),
    "registry.party.ended": lazy("撤销党组织"),
    "registry.instructor.added": lazy("登记指导员"),
    "registry.instructor.assigned": lazy("指派指导员"),
    "registry.instructor.duty_ended": lazy("结束指导员指派"),
    "registry.instructor.ended": lazy("指导员离任"),
    "registry.not_built.explained": lazy("说明应建未建"),
    "registry.checklist.opened": lazy("建立清单"),
    "registry.checklist.changed": lazy("修改清单"),
    "registry.checklist.marked": lazy("清单打勾"),
    "registry.partner.added": lazy("登记合作单位"),
    "registry.partner.changed": lazy("修改合作单位"),
    "evaluation.framework.added": lazy("加入评价标准"),
    "evaluation.framework.begun": lazy("起草评价标准"),
    "evaluation.framework.edited": lazy("编辑评价标准"),
    "evaluation.framework.released": lazy("评价标准设为可用"),
    "evaluation.framework.retired": lazy("停用评价标准"),
    "evaluation.framework.dropped": lazy("删除评价标准草稿"),
    "evaluation.round.planned": lazy("筹备评价"),
    "evaluation.round.changed": lazy("修改评价安排"),
    "evaluation.round.table": lazy("指定适用标准"),
    "evaluation.round.invited": lazy("邀请参评"),
    "evaluation.round.uninvited": lazy("移出参评名单"),
    "evaluation.round.opened": lazy("开始填报"),
    "evaluation.round.reminded": lazy("提醒填报"),
    "evaluation.round.extended": lazy("延长期限"),
    "evaluation.round.assigned": lazy("分派评估专家"),
    "evaluation.round.assessing": lazy("进入评分"),
    "evaluation.round.reassessing": lazy("退回评分"),
    "evaluation.round.proposed": lazy("形成建议"),
    "evaluation.round.published": lazy("公示"),
    "evaluation.round.issued": lazy("发布等级"),
    "evaluation.round.closed": lazy("结束评价"),
    "evaluation.answer.saved": lazy("填报"),
    "evaluation.entry.submitted": lazy("提交填报"),
    "evaluation.entry.handed_back": lazy("退回填报"),
    "evaluation.entry.admitted": lazy("准予参评"),
    "evaluation.entry.assigned": lazy("指派评估专家"),
    "evaluation.entry.unassigned": lazy("取消指派"),
    "evaluation.entry.assessed": lazy("完成评分"),
    "evaluation.entry.reopened": lazy("重新评分"),
    "evaluation.evidence.added": lazy("上传佐证"),
    "evaluation.evidence.used": lazy("引用佐证"),
    "evaluation.evidence.dropped": lazy("取消引用佐证"),
    "evaluation.assignment.begun": lazy("开始评分"),
    "evaluation.assignment.finished": lazy("提交评分"),
    "evaluation.recusal.declared": lazy("申报回避"),
    "evaluation.recusal.ended": lazy("解除回避"),
    "evaluation.leaf.marked": lazy("指标评分"),
    "evaluation.leaf.reconciled": lazy("裁定评分差异"),
    "evaluation.leaves.confirmed": lazy("批量确认评分"),
    "evaluation.sitting.called": lazy("召集评审会"),
    "evaluation.sitting.opened": lazy("评审会开始"),
    "evaluation.sitting.roll": lazy("签到"),
    "evaluation.sitting.closed": lazy("评审会结束"),
    "evaluation.motion.listed": lazy("列入议题"),
    "evaluation.motion.deviating": lazy("提出调整议题"),
    "evaluation.motion.reviewing": lazy("提出复核议题"),
    "evaluation.motion.withdrawn": lazy("撤回议题"),
    "evaluation.motion.closed": lazy("议题表决结束"),
    "evaluation.ballot.cast": lazy("投票"),
    "evaluation.ballot.changed": lazy("改票"),
    "evaluation.objection.filed": lazy("提出异议"),
    "evaluation.objection.withdrawn": lazy("撤回异议"),
    "evaluation.objection.answered": lazy("答复异议"),
    "evaluation.grade.replaced": lazy("等级由新结果替代"),
    "evaluation.grade.downgraded": lazy("降低等级"),
    "evaluation.grade.cancelled": lazy("取消等级"),
    "evaluation.grade.expired": lazy("等级到期"),
    "evaluation.plan.planned": lazy("列入改进计划"),
    "evaluation.plan.changed": lazy("修改改进计划"),
    "evaluation.plan.settle": lazy("完成改进事项"),
    "evaluation.plan.drop": lazy("取消改进事项"),
    "evaluation.plan.reopen": lazy("重新列为待改进"),
    "reports.paper.made": lazy("生成公文或报表"),
}


def sentence(action: str) -> str:
    """An action in words; a new one shows its own name until somebody words it."""
    words = ACTIONS.get(action)
    return str(words) if words is not None else _("操作：%(action)s") % {"action": action}


def actions() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every worded action, room by room, for the filter."""
    rooms = groupby(ACTIONS.items(), key=lambda one: one[0].partition(".")[0])
    return [(room_name(room), [(code, str(words)) for code, words in rows]) for room, rows in rooms]


def room_name(room: str) -> str:
    """A room in words."""
    return str(ROOMS.get(room, room))


def value_words(rule: Declared, value: object) -> str:
    """The value of a rule, as people read it."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        called = dict(rule.choices)
        return "、".join(str(called.get(one, one)) for one in value) or _("无")
    return str(value)


_BROWSERS = (
    ("MicroMessenger", lazy("微信")),
    ("wxwork", lazy("企业微信")),
    ("DingTalk", lazy("钉钉")),
    ("QQBrowser", lazy("QQ 浏览器")),
    ("QIHU|360SE|360EE", lazy("360 浏览器")),
    ("Qaxbrowser", lazy("奇安信浏览器")),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS|OpenHarmony", lazy("鸿蒙")),
    ("Android", lazy("安卓")),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Kylin", lazy("麒麟")),
    ("UOS|Uos", lazy("统信 UOS")),
    ("Windows", "Windows"),
    ("Macintosh|Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device(agent: str) -> str:
    """Browser and system, as far as the browser says."""
    found = [
        next((str(words) for sign, words in known if re.search(sign, agent)), "")
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(one for one in found if one) or _("未知设备")
