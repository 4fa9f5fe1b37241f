"""Roles given and taken back."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from shuniu.accounts import queries, rules
from shuniu.accounts.models import Grant, Node, User
from shuniu.accounts.states import Role
from shuniu.base import audit, clock
from shuniu.base.verdicts import ensure


def grant(user: User, *, role: Role | str, node: Node, by: User | None) -> Grant:
    """Give a role on a node.

    Args:
        user: who receives it.
        role: which.
        node: where.
        by: who gives it; ``None`` for set-up, which no rule judges.

    Raises:
        Refused: the giver may not, or the role does not go with another.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_grant(by, user, role, node))
        row, made = Grant.objects.get_or_create(
            user=user,
            node=node,
            role=role,
            until=None,
            defaults={"since": clock.today(), "granted_by": by},
        )
        if made:
            audit.record("accounts.grant.given", user, by=by, node=node.pk, role=str(role))
        queries.forget(user)
    return row


def end_grant(row: Grant, *, by: User) -> None:
    """Take a role back from today on.

    Raises:
        Refused: the taker may not.
    """
    with transaction.atomic():
        ensure(rules.can_grant(by, row.user, row.role, row.node))
        Grant.objects.filter(pk=row.pk, until__isnull=True).update(
            until=max(clock.today() - timedelta(days=1), row.since)
        )
        if row.since >= clock.today():
            Grant.objects.filter(pk=row.pk).delete()
        audit.record("accounts.grant.ended", row.user, by=by, node=row.node_id, role=row.role)
