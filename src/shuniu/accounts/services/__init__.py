"""Writes: nodes, people, grants, invitations, tokens."""

from shuniu.accounts.services.book import note_export, verify_book
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
from shuniu.accounts.services.signing import (
    clear_factors,
    end_other_sessions,
    end_session,
    end_sessions,
    forget_attempts,
    note_factor,
    note_failure,
    note_lock,
    note_sign_in,
    note_sign_out,
    open_door,
    rewrap_keys,
)
from shuniu.accounts.services.tokens import make_token, revoke_token, use_token
from shuniu.accounts.services.users import (
    change_profile,
    lock_user,
    open_user,
    set_password,
    set_phone,
    unlock_user,
)

__all__ = [
    "accept_invitation",
    "change_profile",
    "clear_factors",
    "end_grant",
    "end_other_sessions",
    "end_session",
    "end_sessions",
    "forget_attempts",
    "grant",
    "invite",
    "lock_user",
    "make_token",
    "move_leaves",
    "move_node",
    "note_export",
    "note_factor",
    "note_failure",
    "note_lock",
    "note_sign_in",
    "note_sign_out",
    "open_door",
    "open_node",
    "open_nodes",
    "open_user",
    "rename_node",
    "rename_nodes",
    "renew_access",
    "revoke_invitation",
    "revoke_token",
    "rewrap_keys",
    "set_password",
    "set_phone",
    "unlock_user",
    "use_token",
    "verify_book",
]
