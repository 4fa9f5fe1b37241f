"""One's own account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts import queries, services
from shuniu.accounts.doors import SignedIn, signed_in
from shuniu.accounts.forms import Profile
from shuniu.accounts.sentences import device, sentence
from shuniu.accounts.states import Role
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import Refused


@signed_in
def me(request: SignedIn) -> HttpResponse:
    """Particulars, and the ways to password, factors, sessions."""
    user = request.user
    held = {"display_name": user.display_name, "phone": user.phone, "email": user.email}
    form = Profile(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_profile(user, by=user, **form.cleaned_data)
            messages.success(request, _("已保存。"))
            return redirect("accounts:me")
        except Refused as refusal:
            form.add_error("phone", refusal.verdict.reason)
            user.refresh_from_db()
    context = {
        "form": form,
        "roles": [(Role(one.role).label, one.node) for one in queries.grants_of(user)],
        "factors": queries.factors_of(user).count(),
        "sessions": queries.sessions_of(user).count(),
    }
    return render(request, "accounts/me.html", context)


@signed_in
def my_log(request: SignedIn) -> HttpResponse:
    """What the book says about oneself."""
    page = page_of(queries.lines_about(request.user), request)
    who = queries.names_of(line.actor_id for line in page)
    for line in page:
        line.words = sentence(line.action)  # type: ignore[attr-defined]
        line.who = who.get(line.actor_id or 0, _("系统"))  # type: ignore[attr-defined]
        line.address = line.detail.get("address", "")  # type: ignore[attr-defined]
    return render(request, "accounts/my_log.html", {"page": page})


@signed_in
def sessions(request: SignedIn) -> HttpResponse:
    """Where one is signed in."""
    rows = list(queries.sessions_of(request.user))
    for row in rows:
        row.device = device(row.user_agent)
        row.here = row.session_key == request.session.session_key
    return render(request, "accounts/sessions.html", {"rows": rows})


@signed_in
@require_POST
def end_session(request: SignedIn, pk: int) -> HttpResponse:
    """End one sign-in of one's own."""
    row = found(queries.sessions_of(request.user).filter(pk=pk).first())
    services.end_session(row, by=request.user)
    messages.success(request, _("那台设备已退出登录。"))
    return redirect("accounts:sessions")


@signed_in
@require_POST
def end_other_sessions(request: SignedIn) -> HttpResponse:
    """End every sign-in but this."""
    key = str(request.session.session_key)
    count = services.end_other_sessions(request.user, keep=key, by=request.user)
    messages.success(request, _("其他 %(count)s 台设备已退出登录。") % {"count": count})
    return redirect("accounts:sessions")
