"""What somebody agrees to, by version; an earlier text is never changed."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext_noop

CONSENT_VERSION = "2026-11"
CONSENTS: dict[str, str] = {
    "2026-11": gettext_noop(
        "我自愿向本枢纽和我所在的党组织登记我的党员（或申请人、积极分子）身份，用于组织生活、"
        "培养教育、流动联系和依法统计。登记内容：姓名、联系电话、所在单位和党组织、组织关系状态、"
        "入党步骤和时间、培训学时、参加组织生活情况、约定的党费月标准和已交月份；不登记工资、"
        "身份证照片、家庭情况、政治审查内容和行踪。资料加密保存，只有本党组织的书记和枢纽负责"
        "人员因工作需要可以查看，每次查看都有记录，我可以随时查看这些记录。资料保存到我离开后"
        "三年为止。我可以随时查看、更正、导出、撤回同意或要求删除；不同意不影响我参加活动。"
    )
}


def consent_digest(version: str) -> str:
    """SHA-256 of the text of a version: what was agreed to, word for word."""
    return hashlib.sha256(CONSENTS[version].encode()).hexdigest()
