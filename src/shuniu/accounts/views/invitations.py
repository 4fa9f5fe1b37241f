"""One-time links: made, shown once, taken back."""

from __future__ import annotations

from urllib.parse import urljoin

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts import queries, rules, services
from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.forms import Invite
from shuniu.accounts.models import Invitation
from shuniu.accounts.states import INVITED, Capability, Role
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import Refused


@needs(Capability.INVITE, Capability.ACCOUNTS_MANAGE)
def invitations(request: SignedIn) -> HttpResponse:
    """Links that are open, or over; and a form for a new one."""
    nodes = queries.places_to_invite(request.user)
    roles = _roles(request)
    initial = {"node": request.GET.get("node", ""), "role": Role.CONTACT}
    form = Invite(request.POST or None, nodes=nodes, roles=roles, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row, token = services.invite(by=request.user, **form.cleaned_data)
            return show_link(request, row, token)
        except Refused as refusal:
            form.add_error(None, refusal.verdict.reason)
    state = "over" if request.GET.get("state") == "over" else "open"
    page = page_of(queries.invitations_asked(request.user, state), request)
    return render(
        request, "accounts/invitations.html", {"form": form, "page": page, "state": state}
    )


def _roles(request: SignedIn) -> list[str]:
    """As what somebody may invite."""
    if rules.may_somewhere(request.user, Capability.ACCOUNTS_MANAGE):
        return [code for code, _words in Role.choices]
    return sorted(INVITED)


@needs(Capability.INVITE, Capability.ACCOUNTS_MANAGE)
@require_POST
def revoke(request: SignedIn, pk: int) -> HttpResponse:
    """A link that is worth nothing any more."""
    row = found(queries.invitations_under(request.user).filter(pk=pk).first())
    services.revoke_invitation(row, by=request.user)
    messages.success(request, _("链接已撤回。"))
    return redirect("accounts:invitations")


def show_link(request: SignedIn, row: Invitation, token: str) -> HttpResponse:
    """The link, now and never again: to copy into a chat, or to scan."""
    path = reverse("accounts:accept", args=[token])
    link = urljoin(settings.SHUNIU_PUBLIC_URL or request.build_absolute_uri("/"), path)
    drawn = segno.make(link, error="m").svg_inline(
        scale=5, border=4, omitsize=True, title=_("链接的二维码")
    )
    context = {"row": row, "link": link, "qr": mark_safe(drawn)}  # noqa: S308 (our own drawing)
    return render(request, "accounts/link.html", context)
