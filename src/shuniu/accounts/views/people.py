"""Accounts and roles, for whoever looks after them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts import queries, services
from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.forms import GiveRole, Reason
from shuniu.accounts.models import User
from shuniu.accounts.rules import can_manage
from shuniu.accounts.states import Capability, Role
from shuniu.accounts.views.invitations import show_link
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import Refused


@needs(Capability.ACCOUNTS_MANAGE)
def people(request: SignedIn) -> HttpResponse:
    """Accounts of the subtree."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "role", "state")}
    rows = queries.people_asked(request.user, asked["q"], asked["role"], asked["state"])
    context = {"page": page_of(rows, request), "asked": asked, "roles": Role.choices}
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
    return render(request, "accounts/person.html", _about(request, user) | {"form": form})


def _about(request: SignedIn, user: User) -> dict[str, object]:
    return {
        "person": user,
        "grants": queries.grants_shown(user),
        "today": clock.today(),
        "manages": can_manage(request.user, user),
        "factors": queries.factors_of(user).count(),
        "sessions": queries.sessions_of(user).count(),
        "locked_until": queries.locked_until(queries.attempted_by(user)),
    }


@needs(Capability.ACCOUNTS_MANAGE)
def lock(request: SignedIn, pk: int) -> HttpResponse:
    """Lock an account, with a reason, or open it again."""
    user = found(queries.person_under(request.user, pk))
    form = Reason(request.POST or None) if user.is_active else None
    if request.method == "POST" and (form is None or form.is_valid()):
        if form is None:
            services.unlock_user(user, by=request.user)
            messages.success(request, _("账号已恢复。"))
        else:
            services.lock_user(user, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("账号已停用，已登录的设备都已退出。"))
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
def clear_factors(request: SignedIn, pk: int) -> HttpResponse:
    """Take second factors away from somebody who lost their device."""
    user = found(queries.person_under(request.user, pk))
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.clear_factors(user, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("第二验证因素已清除，本人会收到通知。"))
        return redirect("accounts:person", pk)
    context = {
        "title": _("清除“%(who)s”的第二验证因素") % {"who": user},
        "text": _("仅在本人丢失手机或密钥时办理，办理前请当面或电话核实身份。"),
        "consequence": _("清除后只凭口令就能登录，直到本人重新设置。本人会收到通知。"),
        "form": form,
        "back": reverse("accounts:person", args=[pk]),
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
    return show_link(request, row, token)


@needs(Capability.ACCOUNTS_MANAGE)
@require_POST
def unlock_door(request: SignedIn, pk: int) -> HttpResponse:
    """Forget the wrong passwords, so that somebody need not wait."""
    user = found(queries.person_under(request.user, pk))
    services.open_door(user, by=request.user)
    messages.success(request, _("登录锁定已解除，可以立即重试。"))
    return redirect("accounts:person", pk)
