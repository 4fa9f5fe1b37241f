"""Bodies and posts, from a day to a day."""

from __future__ import annotations

from collections.abc import Mapping
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


def change_body(body: Body, changes: Mapping[str, object], *, by: User) -> None:
    """Correct what a body is: name, seats, length of its term, the day it was set up.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_edit(by, body.organisation))
        changed = {name: value for name, value in changes.items() if getattr(body, name) != value}
        if not changed:
            return
        for name, value in changed.items():
            setattr(body, name, value)
        body.save(update_fields=list(changed))
        audit.record("registry.body.changed", body, by=by, node=_node(body), values=changed)


def elect_body(body: Body, *, on: date, by: User, extended_until: date | None = None) -> None:
    """A new term began on a day, or the present one was extended with approval.

    Raises:
        Refused: by the rules, or the days do not fit.
    """
    if extended_until is not None and body.elected_on is None:
        raise Refused(refuse(_("请先登记本届产生日期，再登记延期。"), "registry.dates"))
    if on < body.since:
        raise Refused(refuse(_("换届日期不能早于机构成立日期。"), "registry.dates"))
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
            node=_node(body),
            on=on,
            extended_until=extended_until,
        )


def close_body(body: Body, *, on: date, by: User) -> None:
    """A body ends, and with it the posts in it.

    Raises:
        Refused: by the rules, or the day lies before it or a post in it began.
    """
    if on < body.since:
        raise Refused(refuse(_("撤销日期不能早于成立日期。"), "registry.dates"))
    with transaction.atomic():
        ensure(rules.can_edit(by, body.organisation))
        held = Post.objects.filter(body=body, until__isnull=True)
        if held.filter(since__gt=on).exists():
            words = _("有人在撤销日期之后才任职，请先更正任职日期。")
            raise Refused(refuse(words, "registry.dates"))
        held.update(until=on)
        body.until = on
        body.save(update_fields=["until"])
        audit.record("registry.body.closed", body, by=by, node=_node(body), on=on)


def appoint(
    body: Body, person: Person, *, title: str, since: date, by: User | None, words: str = ""
) -> Post:
    """Somebody takes a post in a body.

    Raises:
        Refused: by the rules, the body has ended, or the person holds the post already.
    """
    if body.until is not None:
        raise Refused(refuse(_("该机构已撤销，不能再任职。"), "registry.body_closed"))
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
            node=_node(body),
            person=str(person.key),
            title=title,
            since=since,
        )
    return row


def end_post(post: Post, *, on: date, by: User | None) -> None:
    """Somebody leaves a post; the day is their last in it.

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
        audit.record("registry.post.left", post, by=by, node=_node(post.body), on=on)


def correct_post(post: Post, changes: Mapping[str, object], *, by: User) -> None:
    """Put right what was entered wrongly of a post: title, words, dates.

    Raises:
        Refused: by the rules, the dates do not fit, or the person holds such a post already.
    """
    with transaction.atomic():
        ensure(rules.can_edit(by, post.body.organisation))
        old = {name: getattr(post, name) for name in changes}
        for name, value in changes.items():
            setattr(post, name, value)
        if post.until is not None and post.until < post.since:
            raise Refused(refuse(_("离任日期不能早于任职日期。"), "registry.dates"))
        try:
            with transaction.atomic():
                post.save(update_fields=list(changes))
        except IntegrityError as error:
            verdict = refuse(_("此人已在任这一职务，请先办理离任。"), "registry.post_held")
            raise Refused(verdict) from error
        audit.record(
            "registry.post.corrected",
            post,
            by=by,
            node=_node(post.body),
            before=old,
            after=dict(changes),
        )


def _node(body: Body) -> int:
    return body.organisation.node_id
