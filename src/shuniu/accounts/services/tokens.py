"""Keys for programs: made once, shown once, kept as a hash."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from shuniu.accounts import rules
from shuniu.accounts.models import ApiToken, Node, User
from shuniu.accounts.services.invitations import token_hash
from shuniu.accounts.states import Capability
from shuniu.base import audit, clock
from shuniu.base.verdicts import ensure

PREFIX = "shuniu_"


def make_token(
    node: Node, *, name: str, scopes: Sequence[str], days: int, by: User
) -> tuple[ApiToken, str]:
    """A token for a subtree; its text is known now and never again.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.may(by, Capability.TOKENS, node))
        text = PREFIX + secrets.token_urlsafe(32)
        row = ApiToken.objects.create(
            user=by,
            node=node,
            name=name,
            scopes=sorted(scopes),
            token_hash=token_hash(text),
            made_at=clock.now(),
            expires_at=clock.now() + timedelta(days=days),
        )
        audit.record("accounts.token.made", row, by=by, node=node.pk, scopes=row.scopes)
    return row, text


def revoke_token(row: ApiToken, *, by: User) -> None:
    """A token that is worth nothing any more.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.may(by, Capability.TOKENS, row.node))
        ApiToken.objects.filter(pk=row.pk, revoked_at__isnull=True).update(revoked_at=clock.now())
        audit.record("accounts.token.revoked", row, by=by, node=row.node_id)


def use_token(text: str) -> ApiToken | None:
    """The token behind a text, where it is good; notes its use at most once a minute.

    It is good as long as whoever made it may make tokens there: keys do not outlive offices.
    """
    now = clock.now()
    row = (
        ApiToken.objects.select_related("user", "node")
        .filter(token_hash=token_hash(text), revoked_at__isnull=True, expires_at__gt=now)
        .filter(user__is_active=True)
        .first()
    )
    if row is None or not rules.may(row.user, Capability.TOKENS, row.node):
        return None
    if row.last_used_at is None or now - row.last_used_at > timedelta(minutes=1):
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
    return row
