"""Accounts, their links, tokens, sign-ins and second factors."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import F, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from shuniu.accounts.models import ApiToken, Grant, Invitation, Node, User
from shuniu.accounts.queries.grants import Somebody, nodes_where
from shuniu.accounts.states import INVITED, Capability, NodeKind
from shuniu.base import clock, crypto
from shuniu.identifiers import IdentifierError, parse_mobile


def person_named(typed: str) -> User | None:
    """Whoever signs in with a name or a number; a name goes before a number."""
    found = User.objects.filter(username__iexact=typed).first()
    if found is None:
        with suppress(IdentifierError):
            number = parse_mobile(typed).number
            found = User.objects.filter(phone_hash=crypto.keyed_hash(number)).first()
    return found


def name_taken(username: str) -> bool:
    """Whether somebody signs in with a name, in whatever case."""
    return User.objects.filter(username__iexact=username).exists()


def phone_taken(phone: str, user: User) -> bool:
    """Whether somebody else signs in with a number."""
    others = User.objects.exclude(pk=user.pk)
    return bool(phone) and others.filter(phone_hash=crypto.keyed_hash(phone)).exists()


def people_under(user: Somebody) -> QuerySet[User]:
    """Accounts that somebody looks after: with a grant in their subtree, or with none at all."""
    nodes = nodes_where(user, Capability.ACCOUNTS_MANAGE)
    inside = Grant.objects.filter(node__in=nodes).values("user_id")
    nowhere = ~Q(pk__in=Grant.objects.values("user_id"))
    return User.objects.filter(Q(pk__in=inside) | nowhere).order_by("display_name", "pk")


def people_asked(user: Somebody, words: str, role: str, state: str) -> QuerySet[User]:
    """Accounts somebody looks after, by part of a name, role held today, open or locked."""
    rows = people_under(user)
    if words:
        named = Q(display_name__icontains=words) | Q(username__icontains=words)
        with suppress(IdentifierError):
            named |= Q(phone_hash=crypto.keyed_hash(parse_mobile(words).number))
        rows = rows.filter(named)
    if role:
        rows = rows.filter(pk__in=_in_force().filter(role=role).values("user_id"))
    if state in {"open", "locked"}:
        rows = rows.filter(is_active=state == "open")
    held = _in_force().select_related("node").order_by("node__path", "role")
    return rows.prefetch_related(Prefetch("grants", held, to_attr="held"))


def _in_force() -> QuerySet[Grant]:
    today = clock.today()
    return Grant.objects.filter(since__lte=today).filter(
        Q(until__isnull=True) | Q(until__gte=today)
    )


def person_under(user: Somebody, pk: int) -> User | None:
    """An account that somebody looks after."""
    return people_under(user).filter(pk=pk).first()


def grants_shown(user: User) -> QuerySet[Grant]:
    """All grants of a person, those without an end first."""
    rows = user.grants.select_related("node", "granted_by")
    return rows.order_by(F("until").desc(nulls_first=True), "-since", "-pk")


def invitations_under(user: Somebody) -> QuerySet[Invitation]:
    """Links made for somebody's subtree, newest first; officers see those for their organisations."""
    rows = Invitation.objects.select_related("node", "invited_by", "user")
    managed = nodes_where(user, Capability.ACCOUNTS_MANAGE)
    invited = nodes_where(user, Capability.INVITE)
    return rows.filter(Q(node__in=managed) | Q(node__in=invited, role__in=INVITED))


def invitations_asked(user: Somebody, state: str) -> QuerySet[Invitation]:
    """Links of somebody's subtree that are open, or those that are over."""
    rows = invitations_under(user)
    still = Q(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=clock.now())
    return rows.filter(~still) if state == "over" else rows.filter(still)


def places_to_invite(user: Somebody) -> QuerySet[Node]:
    """Where somebody may invite people: security anywhere, officers into organisations."""
    managed = nodes_where(user, Capability.ACCOUNTS_MANAGE)
    invited = nodes_where(user, Capability.INVITE).filter(kind=NodeKind.ORGANISATION)
    return Node.objects.filter(Q(pk__in=managed) | Q(pk__in=invited), active=True)


def links_of(user: User) -> QuerySet[Invitation]:
    """Links with which a person can still set a new password."""
    return Invitation.objects.filter(user=user, used_at__isnull=True, revoked_at__isnull=True)


def tokens_under(user: Somebody) -> QuerySet[ApiToken]:
    """Tokens of somebody's subtree: those in use first, newest first."""
    rows = ApiToken.objects.select_related("node", "user")
    here = rows.filter(node__in=nodes_where(user, Capability.TOKENS))
    return here.order_by(F("revoked_at").desc(nulls_first=True), "-made_at")


def session_keys(user: User) -> list[str]:
    """The keys of a person's sign-ins."""
    return list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))


def sessions_of(user: User) -> QuerySet[UserSession]:
    """Where a person is signed in now, the latest used first."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    rows: QuerySet[UserSession] = UserSession.objects.filter(user=user, session_key__in=alive)
    return rows.order_by("-last_seen_at")


def factors_of(user: User) -> QuerySet[Authenticator]:
    """A person's second factors; recovery codes alone are none."""
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(user=user)
    return rows.exclude(type=Authenticator.Type.RECOVERY_CODES).order_by("created_at")


def attempted_by(user: User) -> str:
    """Under which key wrong passwords for an account are counted, whatever was typed."""
    return f"user:{user.pk}"


def locked_until(key: str, address: str | None = None) -> datetime | None:
    """Until when sign-in is locked after wrong passwords (from an address, or from any)."""
    cool_off = get_cool_off()
    since = timezone.now() - cool_off
    rows = AccessAttempt.objects.filter(username=key, attempt_time__gte=since)
    if address is not None:
        rows = rows.filter(ip_address=address)
    totals = rows.values("ip_address").annotate(failures=Sum("failures_since_start"))
    over = [one["ip_address"] for one in totals if one["failures"] >= settings.AXES_FAILURE_LIMIT]
    moments = rows.filter(ip_address__in=over).values_list("attempt_time", flat=True)
    return max(moments) + cool_off if over else None
