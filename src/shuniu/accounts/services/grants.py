"""Roles given and taken back."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts import queries, rules
from shuniu.accounts.models import Grant, Node, User
from shuniu.accounts.states import Role
from shuniu.base import audit, clock
from shuniu.base.verdicts import Refused, ensure, refuse


def grant(
    user: User, *, role: Role | str, node: Node, by: User | None, until: date | None = None
) -> Grant:
    """Give a role on a node.

    Args:
        user: who receives it.
        role: which.
        node: where.
        by: who gives it; ``None`` for set-up, which no rule judges.
        until: the last day it holds, where it is given for a time.

    Raises:
        Refused: the giver may not, or the role does not go with another.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_grant(by, user, role, node))
        if until is not None and until < clock.today():
            raise Refused(refuse(_("截止日期不能早于今天。"), "accounts.grant.until"))
        row, made = Grant.objects.get_or_create(
            user=user,
            node=node,
            role=role,
            until=until,
            defaults={"since": clock.today(), "granted_by": by},
        )
        if made:
            detail = {"role": str(role), "until": until}
            audit.record("accounts.grant.given", user, by=by, node=node.pk, **detail)
        queries.forget(user)
    return row


def end_grant(row: Grant, *, by: User) -> None:
    """Take a role back from today on; one given today leaves its trace in the book alone.

    Raises:
        Refused: the taker may not, or it is over.
    """
    with transaction.atomic():
        ensure(rules.can_end_grant(by, row))
        if row.since >= clock.today():
            row.delete()
        else:
            row.until = clock.today() - timedelta(days=1)
            row.save(update_fields=["until"])
        audit.record("accounts.grant.ended", row.user, by=by, node=row.node_id, role=row.role)
        queries.forget(row.user)
