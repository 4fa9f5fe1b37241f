"""Accounts, roles and links, for whoever looks after them."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts import queries, rules, services
from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.forms.people import Accept, GiveRole, Invite, Reason
from shuniu.accounts.models import Invitation, User
from shuniu.accounts.services.invitations import open_invitation
from shuniu.accounts.states import Capability, Role
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import Refused
from shuniu.identifiers import IdentifierError

_OFFICERS = [Role.CONTACT.value, Role.BRANCH_SECRETARY.value]


@needs(Capability.ACCOUNTS_MANAGE)
def people(request: SignedIn) -> HttpResponse:
    """Accounts of the subtree."""
    rows = queries.people_under(request.user)
    words = request.GET.get("q", "").strip()
    if words:
        rows = rows.filter(Q(display_name__icontains=words) | Q(username__icontains=words))
    if request.GET.get("role"):
        rows = rows.filter(grants__role=request.GET["role"], grants__until__isnull=True)
    page = page_of(rows.prefetch_related("grants__node"), request)
    context = {"page": page, "words": words, "roles": Role.choices}
    return render(request, "accounts/people.html", context)


@needs(Capability.ACCOUNTS_MANAGE)
def person(request: SignedIn, pk: int) -> HttpResponse:
    """One account: roles, links, lock."""
    user = found(queries.person_under(request.user, pk))
    nodes = queries.nodes_where(request.user, Capability.ACCOUNTS_MANAGE)
    form = GiveRole(request.POST or None, nodes=nodes)
    if request.method == "POST" and form.is_valid():
        try:
            services.grant(user, by=request.user, **form.cleaned_data)
            messages.success(request, _("已授权。"))
            return redirect("accounts:person", pk)
        except Refused as refusal:
            form.add_error(None, refusal.verdict.reason)
    context = {"person": user, "form": form, "grants": queries.grants_shown(user)}
    return render(request, "accounts/person.html", context)


@needs(Capability.ACCOUNTS_MANAGE)
def lock(request: SignedIn, pk: int) -> HttpResponse:
    """Lock or unlock an account, with a reason."""
    user = found(queries.person_under(request.user, pk))
    form = Reason(request.POST or None) if user.is_active else None
    if request.method == "POST" and (form is None or form.is_valid()):
        if form is None:
            services.unlock_user(user, by=request.user)
        else:
            services.lock_user(user, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("已办理。"))
        return redirect("accounts:person", pk)
    words = _("停用账号“%(who)s”") if user.is_active else _("恢复账号“%(who)s”")
    context = {
        "title": words % {"who": user},
        "text": _("停用后立即不能登录，已登录的设备同时退出；资料和记录都保留。")
        if user.is_active
        else _("恢复后可以继续用原来的口令登录。"),
        "form": form or "",
        "back": reverse("accounts:person", args=[pk]),
        "danger": user.is_active,
    }
    return render(request, "ui/confirm.html", context)


@needs(Capability.ACCOUNTS_MANAGE)
@require_POST
def end_grant(request: SignedIn, pk: int, grant: int) -> HttpResponse:
    """Take a role back."""
    user = found(queries.person_under(request.user, pk))
    row = found(queries.grants_shown(user).filter(pk=grant).first())
    services.end_grant(row, by=request.user)
    messages.success(request, _("已收回授权。"))
    return redirect("accounts:person", pk)


@needs(Capability.ACCOUNTS_MANAGE)
@require_POST
def renew(request: SignedIn, pk: int) -> HttpResponse:
    """A one-time link with which somebody sets a new password."""
    user = found(queries.person_under(request.user, pk))
    node = found(queries.nodes_where(request.user, Capability.ACCOUNTS_MANAGE).first())
    row, token = services.renew_access(user, node=node, by=request.user)
    return _shown(request, row, token)


@needs(Capability.INVITE, Capability.ACCOUNTS_MANAGE)
def invitations(request: SignedIn) -> HttpResponse:
    """Links that are open or used, and a form for a new one."""
    user = request.user
    all_roles = bool(rules.may_somewhere(user, Capability.ACCOUNTS_MANAGE))
    capability = Capability.ACCOUNTS_MANAGE if all_roles else Capability.INVITE
    nodes = queries.nodes_where(user, capability)
    roles = [code for code, _words in Role.choices] if all_roles else _OFFICERS
    initial = {"node": request.GET.get("node"), "role": Role.CONTACT}
    form = Invite(request.POST or None, nodes=nodes, roles=roles, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row, token = services.invite(by=user, **form.cleaned_data)
            return _shown(request, row, token)
        except Refused as refusal:
            form.add_error(None, refusal.verdict.reason)
    page = page_of(queries.invitations_under(user), request)
    return render(request, "accounts/invitations.html", {"form": form, "page": page})


@needs(Capability.INVITE, Capability.ACCOUNTS_MANAGE)
@require_POST
def revoke(request: SignedIn, pk: int) -> HttpResponse:
    """A link that is worth nothing any more."""
    row = found(queries.invitations_under(request.user).filter(pk=pk).first())
    services.revoke_invitation(row, by=request.user)
    messages.success(request, _("链接已撤回。"))
    return redirect("accounts:invitations")


def _shown(request: SignedIn, row: Invitation, token: str) -> HttpResponse:
    """The link, now and never again, with a code to scan."""
    link = request.build_absolute_uri(reverse("accounts:accept", args=[token]))
    drawn = segno.make(link, error="m").svg_inline(scale=5, border=4, omitsize=True)
    context = {"row": row, "link": link, "qr": mark_safe(drawn)}  # noqa: S308 (our own drawing)
    return render(request, "accounts/link.html", context)


def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds a link sets their name and password."""
    row = open_invitation(token)
    if row is None:
        return render(request, "accounts/link_gone.html", status=404)
    renewing = row.user is not None
    initial = {"display_name": row.display_name}
    form = Accept(request.POST or None, renewing=renewing, initial=initial)
    if request.method == "POST" and form.is_valid():
        user = _accepted(form, token)
        if user is not None:
            messages.success(request, _("口令已设好，请登录。"))
            return redirect("account_login")
    context = {"row": row, "form": form, "renewing": renewing}
    return render(request, "accounts/accept.html", context)


def _accepted(form: Accept, token: str) -> User | None:
    held = {k: v for k, v in form.cleaned_data.items() if k != "again"}
    try:
        return services.accept_invitation(token, username=held.pop("username", ""), **held)
    except Refused as refusal:
        form.add_error(None, refusal.verdict.reason)
    except ValidationError as error:
        form.add_error("password", error)
    except IdentifierError as error:
        form.add_error("phone", error.text.zh)
    return None
