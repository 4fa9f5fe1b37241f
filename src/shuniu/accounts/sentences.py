"""What codes are called: actions of the book, rooms, values of rules, devices."""

from __future__ import annotations

import re
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shuniu.accounts.action_words import ACTIONS, ROOMS
from shuniu.base.rulebook import Declared


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
        told = [one.get("title", one) if isinstance(one, dict) else one for one in value]
        return "、".join(str(called.get(str(one), one)) for one in told) or _("无")
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
