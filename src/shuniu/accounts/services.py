"""Writes: nodes, people, grants."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from shuniu.accounts import queries, rules
from shuniu.accounts.models import Grant, Node, User
from shuniu.accounts.states import NodeKind, Role
from shuniu.base import audit, clock, crypto
from shuniu.base.verdicts import ensure
from shuniu.identifiers import parse_mobile


def open_node(
    name: str, *, kind: NodeKind | str, parent: Node | None, by: User | None, order: int = 0
) -> Node:
    """Add a place to the tree; the caller's room has asked whether it may."""
    with transaction.atomic():
        node = Node.objects.create(name=name, kind=kind, parent=parent, order=order)
        node.path = f"{parent.path if parent else '/'}{node.pk}/"
        node.save(update_fields=["path"])
        audit.record("accounts.node.opened", node, by=by, node=node.pk, name=name, kind=str(kind))
    return node


def rename_node(node: Node, *, name: str, by: User | None) -> None:
    """Give a place another name."""
    with transaction.atomic():
        old, node.name = node.name, name
        node.save(update_fields=["name"])
        audit.record("accounts.node.renamed", node, by=by, node=node.pk, old=old, new=name)


def move_node(node: Node, *, to: Node, by: User | None) -> None:
    """Hang a node, with everything under it, under another."""
    with transaction.atomic():
        old = str(node.path)
        new = f"{to.path}{node.pk}/"
        for below in Node.objects.select_for_update().filter(path__startswith=old):
            below.path = new + str(below.path)[len(old) :]
            below.save(update_fields=["path"])
        Node.objects.filter(pk=node.pk).update(parent=to)
        node.parent, node.path = to, new
        audit.record("accounts.node.moved", node, by=by, node=node.pk, old=old, new=new)


def open_user(
    username: str,
    *,
    display_name: str,
    password: str | None,
    by: User | None,
    phone: str = "",
    email: str = "",
) -> User:
    """Open an account; a password somebody else chose must be changed at the first sign-in.

    Raises:
        shuniu.identifiers.IdentifierError: the phone number is none.
    """
    with transaction.atomic():
        user = User(
            username=username,
            display_name=display_name,
            email=email,
            must_change_password=password is not None,
        )
        _put_phone(user, phone)
        user.set_password(password)
        user.save()
        audit.record(
            "accounts.user.opened", user, by=by, username=username, phone=audit.commitment(phone)
        )
    return user


def set_phone(user: User, phone: str, *, by: User) -> None:
    """Change the number somebody signs in with; empty takes it away.

    Raises:
        shuniu.identifiers.IdentifierError: the number is none.
    """
    with transaction.atomic():
        _put_phone(user, phone)
        user.save(update_fields=["phone_sealed", "phone_hash"])
        audit.record("accounts.user.phone", user, by=by, new=audit.commitment(phone))


def _put_phone(user: User, phone: str) -> None:
    number = parse_mobile(phone).number if phone else ""
    user.phone_sealed = crypto.seal(number, user.key)
    user.phone_hash = crypto.keyed_hash(number) if number else ""


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
