"""Tokens, the book, the rule book: the offices of the three administrators."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts import queries, services
from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.forms.people import MakeToken, SetRule
from shuniu.accounts.sentences import actions, sentence
from shuniu.accounts.states import Capability
from shuniu.base import audit, clock, rulebook
from shuniu.base.doors import found
from shuniu.base.paging import page_of

_RUN = ("=", "+", "-", "@", "\t", "\r")


@needs(Capability.TOKENS)
def tokens(request: SignedIn) -> HttpResponse:
    """Tokens of the subtree, and a form for a new one."""
    nodes = queries.nodes_where(request.user, Capability.TOKENS)
    form = MakeToken(request.POST or None, nodes=nodes)
    made = None
    if request.method == "POST" and form.is_valid():
        _row, made = services.make_token(by=request.user, **form.cleaned_data)
        form = MakeToken(nodes=nodes)
    page = page_of(queries.tokens_under(request.user), request)
    return render(request, "accounts/tokens.html", {"form": form, "page": page, "made": made})


@needs(Capability.TOKENS)
@require_POST
def revoke_token(request: SignedIn, pk: int) -> HttpResponse:
    """A token that is worth nothing any more."""
    row = found(queries.tokens_under(request.user).filter(pk=pk).first())
    services.revoke_token(row, by=request.user)
    messages.success(request, _("令牌已撤销。"))
    return redirect("accounts:tokens")


@needs(Capability.AUDIT_READ)
def book(request: SignedIn) -> HttpResponse:
    """The audit book: filtered, in words."""
    page = page_of(queries.lines_asked(request.GET.dict()), request, 50)
    who = queries.names_of(line.actor_id for line in page)
    for line in page:
        line.words = sentence(line.action)  # type: ignore[attr-defined]
        line.who = who.get(line.actor_id or 0, _("系统"))  # type: ignore[attr-defined]
        line.said = json.dumps(line.detail, ensure_ascii=False)[:300]  # type: ignore[attr-defined]
    context = {"page": page, "asked": request.GET, "actions": actions()}
    return render(request, "accounts/book.html", context)


@needs(Capability.AUDIT_READ)
@require_POST
def verify(request: SignedIn) -> HttpResponse:
    """Walk the chain now."""
    faults = list(audit.verify())
    number, digest = audit.head()
    if faults:
        words = _("审计链有 %(count)s 处与原记录不符，第一处在第 %(number)s 条。请立即报告。")
        messages.error(request, words % {"count": len(faults), "number": faults[0].number})
    else:
        words = _("审计链完整，共到第 %(number)s 条，校验值 %(digest)s。")
        messages.success(request, words % {"number": number, "digest": digest[:16]})
    return redirect("accounts:book")


class _Echo:
    """Takes what a writer writes and gives it on."""

    def write(self, value: str) -> str:
        return value


@needs(Capability.AUDIT_READ)
def export_book(request: SignedIn) -> StreamingHttpResponse:
    """The lines asked for as CSV that no spreadsheet runs."""
    rows = queries.lines_asked(request.GET.dict())
    writer = csv.writer(_Echo())
    audit.record("accounts.book.exported", f"accounts.user:{request.user.pk}", by=request.user)

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow(("number", "at", "actor", "action", "subject", "detail", "digest"))
        for one in rows.iterator(chunk_size=2000):
            said = json.dumps(one.detail, ensure_ascii=False)
            cells = (one.number, one.at.isoformat(), one.actor_id, one.action, one.subject, said)
            yield writer.writerow([*(_safe(str(cell)) for cell in cells), one.digest])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RUN) else cell


@needs(Capability.RULES_SET)
def rule_book(request: SignedIn) -> HttpResponse:
    """Every rule with the value in force today."""
    rules = [(one, rulebook.value(one.code)) for one in rulebook.declared()]
    return render(request, "accounts/rule_book.html", {"rules": rules})


@needs(Capability.RULES_SET)
def rule(request: SignedIn, code: str) -> HttpResponse:
    """One rule: its past, and another value from a day on."""
    declared = found(next((one for one in rulebook.declared() if one.code == code), None))
    initial = {"value": rulebook.value(code), "since": clock.today()}
    form = SetRule(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        if type(held["value"]) is not type(declared.default):
            form.add_error("value", _("取值的种类与默认值不同，请照默认值的写法填写。"))
        else:
            rulebook.set_value(
                code, held["value"], since=held["since"], source=held["source"], by=request.user
            )
            messages.success(request, _("规则已设置。过去的结果仍按当时的规则。"))
            return redirect("accounts:rule_book")
    context = {"rule": declared, "form": form, "past": rulebook.past(code)}
    return render(request, "accounts/rule.html", context)
