"""Keys for programs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts import queries, services
from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.forms import MakeToken
from shuniu.accounts.states import SCOPES, Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.paging import page_of


@needs(Capability.TOKENS)
def tokens(request: SignedIn) -> HttpResponse:
    """Tokens of the subtree, and a form for a new one, whose text is shown once."""
    nodes = queries.nodes_where(request.user, Capability.TOKENS)
    form = MakeToken(request.POST or None, nodes=nodes)
    made = None
    if request.method == "POST" and form.is_valid():
        _row, made = services.make_token(by=request.user, **form.cleaned_data)
        form = MakeToken(nodes=nodes)
    page = page_of(queries.tokens_under(request.user), request)
    for row in page:
        row.words = [SCOPES[one] for one in row.scopes if one in SCOPES]  # type: ignore[attr-defined]
        row.over = row.expires_at <= clock.now()  # type: ignore[attr-defined]
    return render(request, "accounts/tokens.html", {"form": form, "page": page, "made": made})


@needs(Capability.TOKENS)
@require_POST
def revoke_token(request: SignedIn, pk: int) -> HttpResponse:
    """A token that is worth nothing any more."""
    row = found(queries.tokens_under(request.user).filter(pk=pk).first())
    services.revoke_token(row, by=request.user)
    messages.success(request, _("令牌已撤销，用它的程序不能再读取数据。"))
    return redirect("accounts:tokens")
