"""Everybody who signs in to the sample hub, one for each role and more where a role needs many."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from django.utils import timezone

from shuniu.accounts.models import Node, User
from shuniu.accounts.services import grant, open_user
from shuniu.accounts.states import Role

PASSWORD = "Chengxi-2026"  # noqa: S105 (the sample hub's, printed at its start)
_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = [
    "知远",
    "念慈",
    "佳禾",
    "若溪",
    "承泽",
    "雨桐",
    "明哲",
    "书瑶",
    "景行",
    "安澜",
    "子衿",
    "思齐",
    "晓棠",
    "云舒",
    "立言",
    "嘉木",
    "清和",
    "时雨",
    "一诺",
    "亦凡",
    "婉清",
    "启明",
    "怀瑾",
    "望舒",
    "青岚",
    "文澜",
    "星河",
    "语冰",
    "南乔",
    "北辰",
    "修远",
    "采薇",
]


def names(seed: str) -> Random:
    """A generator of its own for each use, so that one does not move another."""
    return Random(f"shuniu/{seed}")


def person_name(rng: Random) -> str:
    """An invented name."""
    return rng.choice(_FAMILY) + rng.choice(_GIVEN)


@dataclass
class People:
    """The signed-in cast."""

    lead: User
    officer: User
    north: User
    assessors: list[User] = field(default_factory=list)
    committee: list[User] = field(default_factory=list)
    contacts: dict[int, User] = field(default_factory=dict)  # organisation number → contact
    secretaries: dict[int, User] = field(default_factory=dict)  # organisation number → secretary
    own: User | None = None  # an activist who sees their own record


ROLES = (
    ("lead", "枢纽负责人", Role.HUB_LEAD),
    ("officer", "枢纽工作人员", Role.HUB_OFFICER),
    ("supervisor", "监督人员", Role.SUPERVISOR),
    ("sysadmin", "系统管理员", Role.SYSTEM_ADMIN),
    ("security", "安全管理员", Role.SECURITY_ADMIN),
    ("auditor", "审计管理员", Role.AUDIT_ADMIN),
)


def open_cast(hub: Node, areas: list[Node], hashed: str) -> People:
    """Open the accounts of the hub; ``hashed`` is the password's hash, worked out once."""
    rng = names("cast")
    made = {code: _open(code, rng, hub, role, hashed) for code, _title, role in ROLES}
    people = People(
        lead=made["lead"],
        officer=made["officer"],
        north=_open("north", rng, areas[0], Role.AREA_OFFICER, hashed),
    )
    _open("south", rng, areas[1], Role.AREA_OFFICER, hashed)
    for number in range(1, 5):
        code = f"assessor{number}"
        people.assessors.append(_open(code, rng, hub, Role.ASSESSOR, hashed))
    for number in range(1, 10):
        code = f"member{number}"
        people.committee.append(_open(code, rng, hub, Role.COMMITTEE_MEMBER, hashed))
    return people


_PREFIXES = {Role.CONTACT: "contact", Role.BRANCH_SECRETARY: "secretary", Role.MEMBER: "activist"}


def open_contact(node: Node, number: int, hashed: str, role: Role = Role.CONTACT) -> User:
    """The contact, branch secretary or an activist of one organisation."""
    prefix = _PREFIXES[role]
    return _open(f"{prefix}{number}", names(f"{prefix}{number}"), node, role, hashed)


def _open(code: str, rng: Random, node: Node, role: Role, hashed: str) -> User:
    user = open_user(code, display_name=person_name(rng), password=None, by=None)
    User.objects.filter(pk=user.pk).update(password=hashed, password_changed_at=timezone.now())
    grant(user, role=role, node=node, by=None)
    return user


def sign_ins() -> str:
    """One sign-in per role, to be printed."""
    lines = [f"  口令都是 / password of all: {PASSWORD}", ""]
    shown = [(code, title) for code, title, _role in ROLES]
    shown[2:2] = [
        ("north", "片区工作人员（北片）"),
        ("contact1", "单位联络员"),
        ("secretary1", "党组织书记"),
        ("activist1", "党员、积极分子本人"),
        ("assessor1", "评估专家（assessor1–4）"),
        ("member1", "评估委员会委员（member1–9）"),
    ]
    return "\n".join([*lines, *(f"  {code:<11}{title}" for code, title in shown)]) + "\n"
