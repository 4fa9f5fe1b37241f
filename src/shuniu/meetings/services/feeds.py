"""Calendar addresses: made, shown once, read by phones, ended."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.meetings.models import Feed
from shuniu.meetings.queries import feeds
from shuniu.meetings.queries.feeds import Served
from shuniu.meetings.rules import plans as rules
from shuniu.registry.models import Organisation

_NOTED = timedelta(hours=1)  # its use is written down no more often


def make_feed(user: User, organisation: Organisation | None = None) -> tuple[Feed, str]:
    """An address for a person; its secret is known now and never again.

    Args:
        user: who subscribes; the calendar shows what they may see, as long as they may.
        organisation: whose meetings; nothing for everything within their places.

    Raises:
        Refused: by the rules, or there are too many already.
    """
    with transaction.atomic():
        ensure(rules.can_feed(user, organisation))
        if feeds.feeds_of(user).count() >= rules.FEEDS:
            words = _("您已有 %(most)s 个日历订阅，请先停用不再使用的。")
            raise Refused(refuse(words % {"most": rules.FEEDS}, "meetings.feed.many"))
        token = secrets.token_urlsafe(32)
        row = Feed.objects.create(
            user=user, organisation=organisation, token_hash=feeds.digest_of(token)
        )
        node = organisation.node_id if organisation is not None else None
        audit.record("meetings.feed.made", row, by=user, node=node)
    return row, token


def end_feed(feed: Feed, *, by: User) -> None:
    """Phones that have the address get nothing any more.

    Raises:
        Refused: it is somebody else's.
    """
    with transaction.atomic():
        ensure(rules.can_end_feed(by, feed))
        rows = Feed.objects.filter(pk=feed.pk, ended_at__isnull=True)
        if rows.update(ended_at=clock.now()):
            node = feed.organisation.node_id if feed.organisation is not None else None
            audit.record("meetings.feed.ended", feed, by=by, node=node)


def serve_feed(token: str, base: str) -> Served | None:
    """The calendar behind a secret; notes when its content became another, and that it is used.

    Args:
        token: as it stands in the address.
        base: the address of this hub.

    Returns:
        Nothing where no such feed is, it has ended, or the person's account or rights have.
    """
    feed = feeds.feed_by(token)
    if feed is None or not rules.can_feed(feed.user, feed.organisation):
        return None
    with translation.override(settings.LANGUAGE_CODE):  # the same whatever a phone speaks
        body, now = feeds.calendar_of(feed, base), clock.now()
    digest = hashlib.sha256(body).hexdigest()
    changed = feed.changed_at
    if digest != feed.digest or changed is None:
        changed = now
        Feed.objects.filter(pk=feed.pk).update(digest=digest, changed_at=now, used_at=now)
    elif feed.used_at is None or now - feed.used_at > _NOTED:
        Feed.objects.filter(pk=feed.pk).update(used_at=now)
    return Served(body, digest, changed)
