"""Bodies and posts, from a day to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.registry import rules
from shuniu.registry.models import Body, Organisation, Person, Post


@dataclass(frozen=True, slots=True)
class Form:
    """What a body is."""

    kind: str
    since: date
    name: str = ""
    elected_on: date | None = None
    term_years: int | None = None
    seats: int | None = None


def open_body(organisation: Organisation, form: Form, *, by: User | None) -> Body:
    """Set up a body.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_edit(by, organisation))
        row = Body.objects.create(
            organisation=organisation,
            **{name: getattr(form, name) for name in form.__dataclass_fields__},
        )
        audit.record("registry.body.opened", row, by=by, node=organisation.node_id, kind=form.kind)
    return row


def elect_body(body: Body, *, on: date, by: User, extended_until: date | None = None) -> None:
    """A new term began, or the old one was extended with approval.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_edit(by, body.organisation))
        if extended_until is None:
            body.elected_on, body.extended_until = on, None
        else:
            body.extended_until = extended_until
        body.save(update_fields=["elected_on", "extended_until"])
        audit.record(
            "registry.body.elected",
            body,
            by=by,
            node=body.organisation.node_id,
            on=on,
            extended_until=extended_until,
        )


def close_body(body: Body, *, on: date, by: User) -> None:
    """A body ends, and with it the posts in it.

    Raises:
        Refused: by the rules, or the day lies before it began.
    """
    if on < body.since:
        raise Refused(refuse(_("撤销日期不能早于成立日期。"), "registry.dates"))
    with transaction.atomic():
        ensure(rules.can_edit(by, body.organisation))
        Post.objects.filter(body=body, until__isnull=True).update(until=on)
        body.until = on
        body.save(update_fields=["until"])
        audit.record("registry.body.closed", body, by=by, node=body.organisation.node_id, on=on)


def appoint(
    body: Body, person: Person, *, title: str, since: date, by: User | None, words: str = ""
) -> Post:
    """Somebody takes a post in a body.

    Raises:
        Refused: by the rules, or the person holds it already.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_edit(by, body.organisation))
        try:
            with transaction.atomic():
                row = Post.objects.create(
                    body=body, person=person, title=title, since=since, words=words
                )
        except IntegrityError as error:
            verdict = refuse(_("此人已在任这一职务，请先办理离任。"), "registry.post_held")
            raise Refused(verdict) from error
        audit.record(
            "registry.post.taken",
            row,
            by=by,
            node=body.organisation.node_id,
            person=str(person.key),
            title=title,
            since=since,
        )
    return row


def end_post(post: Post, *, on: date, by: User | None) -> None:
    """Somebody leaves a post.

    Raises:
        Refused: by the rules, or the day lies before it began.
    """
    if on < post.since:
        raise Refused(refuse(_("离任日期不能早于任职日期。"), "registry.dates"))
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_edit(by, post.body.organisation))
        post.until = on
        post.save(update_fields=["until"])
        audit.record("registry.post.left", post, by=by, node=post.body.organisation.node_id, on=on)
