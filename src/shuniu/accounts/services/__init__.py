"""Writes: nodes, people, grants, invitations, tokens."""

from shuniu.accounts.services.grants import end_grant, grant
from shuniu.accounts.services.invitations import (
    accept_invitation,
    invite,
    renew_access,
    revoke_invitation,
)
from shuniu.accounts.services.nodes import (
    move_leaves,
    move_node,
    open_node,
    open_nodes,
    rename_node,
    rename_nodes,
)
from shuniu.accounts.services.tokens import make_token, revoke_token, use_token
from shuniu.accounts.services.users import (
    change_profile,
    end_sessions,
    lock_user,
    open_user,
    set_password,
    set_phone,
    unlock_user,
)

__all__ = [
    "accept_invitation",
    "change_profile",
    "end_grant",
    "end_sessions",
    "grant",
    "invite",
    "lock_user",
    "make_token",
    "move_leaves",
    "move_node",
    "open_node",
    "open_nodes",
    "open_user",
    "rename_node",
    "rename_nodes",
    "renew_access",
    "revoke_invitation",
    "revoke_token",
    "set_password",
    "set_phone",
    "unlock_user",
    "use_token",
]
