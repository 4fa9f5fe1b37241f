"""Telling people: a line in the product at once, mail and group robots by a task afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django_tasks import task

from shuniu.base import clock, crypto
from shuniu.base.models import Notice, Webhook
from shuniu.base.robots import send_mail_to, send_to_robot


def notify(user_ids: Iterable[int], text: str, url: str = "") -> None:
    """Tell people, inside the transaction that made the news; a person once."""
    unique = sorted(set(user_ids))
    with transaction.atomic():
        Notice.objects.bulk_create(
            [Notice(user_id=one, text=text[:500], url=url, made_at=clock.now()) for one in unique]
        )
        if unique:
            mail.enqueue(user_ids=unique, text=text, url=url)


def broadcast(text: str, url: str = "") -> None:
    """Tell every active group robot."""
    for pk in Webhook.objects.filter(active=True).values_list("pk", flat=True):
        robot.enqueue(webhook_id=pk, text=text, url=url)


def unread(user_id: int) -> QuerySet[Notice]:
    """What a person has not read yet, newest first."""
    return Notice.objects.filter(user_id=user_id, read_at__isnull=True)


def all_of(user_id: int) -> QuerySet[Notice]:
    """All notices of a person, newest first."""
    return Notice.objects.filter(user_id=user_id)


def mark_read(user_id: int, pk: int | None = None) -> None:
    """One notice, or all of a person's, as read."""
    rows = unread(user_id)
    if pk is not None:
        rows = rows.filter(pk=pk)
    rows.update(read_at=clock.now())


@task()
def mail(user_ids: list[int], text: str, url: str) -> None:
    """Send the mail of a notice."""
    send_mail_to(user_ids, text, url)


@task()
def robot(webhook_id: int, text: str, url: str) -> None:
    """Send the message of a robot."""
    found = Webhook.objects.get(pk=webhook_id)
    send_to_robot(found.kind, crypto.unseal(found.url_sealed, found.key), text, url)
