"""What kept steps of an arithmetic say, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SAID = {
    "chosen": _("提出时选定的类别：%(title)s。"),
    "word": _("名称中有“%(word)s”，按“%(title)s”核对。"),
    "money": _("涉及资金的事项，同时按“%(title)s”核对。"),
    "always": _("“%(title)s”不设金额标准，一律属于重大事项。"),
    "no_amount": _("没有写明金额，无法判断是否达到 %(threshold)s 元，按重大事项办理。"),
    "no_money": _("没有写明金额，不按金额核对。"),
    "reached": _("金额 %(amount)s 元，不低于标准 %(threshold)s 元，属于重大事项。"),
    "below": _("金额 %(amount)s 元，低于标准 %(threshold)s 元；再看是否有拆分。"),
    "piece_party": _("同一对方的事项：%(number)s“%(title)s”，%(amount)s 元。"),
    "piece_title": _("内容相同的事项：%(number)s“%(title)s”，%(amount)s 元。"),
    "sum_below": _("%(count)s 项合计 %(total)s 元，仍低于标准 %(threshold)s 元。"),
    "sum_reached": _(
        "%(count)s 项合计 %(total)s 元，不低于标准 %(threshold)s 元：疑似拆分，按重大事项办理。"
    ),
    "ordinary": _("没有达到清单中任何一项，属于一般事项。"),
    "joined": _("与 %(number)s“%(title)s”合计达到标准，改按重大事项办理。"),
}


def told(steps: Iterable[Mapping[str, object]]) -> list[str]:
    """Kept steps as sentences; a step of an older version is passed over."""
    return [str(SAID[str(one["code"])]) % one for one in steps if str(one.get("code", "")) in SAID]


def shared_words(both: int, party: int) -> str:
    """How many sit in both bodies."""
    words = gettext("党组织班子 %(party)s 人中有 %(both)s 人在决策机构任职。")
    return words % {"party": party, "both": both}
