"""One's own account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shuniu.accounts import queries, services
from shuniu.accounts.doors import SignedIn, signed_in
from shuniu.accounts.forms.people import Profile
from shuniu.accounts.sentences import sentence
from shuniu.accounts.states import Role
from shuniu.base.paging import page_of


@signed_in
def me(request: SignedIn) -> HttpResponse:
    """Particulars, and the ways to password, factors, sessions."""
    user = request.user
    held = {"display_name": user.display_name, "phone": user.phone, "email": user.email}
    form = Profile(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid():
        if queries.phone_taken(form.cleaned_data["phone"], user):
            form.add_error("phone", _("这个手机号已用于另一个账号。"))
        else:
            services.change_profile(user, by=user, **form.cleaned_data)
            messages.success(request, _("已保存。"))
            return redirect("accounts:me")
    roles = [(Role(one.role).label, one.node) for one in queries.grants_of(user)]
    return render(request, "accounts/me.html", {"form": form, "roles": roles})


@signed_in
def my_log(request: SignedIn) -> HttpResponse:
    """What the book says about oneself."""
    page = page_of(queries.lines_about(request.user), request)
    for line in page:
        line.words = sentence(line.action)  # type: ignore[attr-defined]
    return render(request, "accounts/my_log.html", {"page": page})
