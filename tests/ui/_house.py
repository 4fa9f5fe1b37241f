"""One person in one hub, for pages that want somebody signed in."""

from __future__ import annotations

from shuniu.accounts.models import User
from shuniu.accounts.services import grant, open_node, open_user
from shuniu.accounts.states import NodeKind, Role


def officer() -> User:
    hub = open_node("澄溪区社会组织联合会", kind=NodeKind.HUB, parent=None, by=None)
    one = open_user("officer", display_name="沈修远", password=None, by=None)
    one.must_change_password = False
    one.save()
    grant(one, role=Role.HUB_OFFICER, node=hub, by=None)
    return one
