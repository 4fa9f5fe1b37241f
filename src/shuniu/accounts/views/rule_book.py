"""The rule book: values in force, their past, another value from a day on."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shuniu.accounts import queries
from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.forms import SetRule
from shuniu.accounts.sentences import room_name, value_words
from shuniu.accounts.states import Capability
from shuniu.base import clock, rulebook
from shuniu.base.doors import found


@needs(Capability.RULES_SET)
def rule_book(request: SignedIn) -> HttpResponse:
    """Every rule with the value in force today, room by room."""
    declared = rulebook.declared()
    now = rulebook.values(one.code for one in declared)
    rooms = [
        (
            room_name(room),
            [(one, value_words(one, now[one.code]), now[one.code] != one.default) for one in rules],
        )
        for room, rules in groupby(declared, key=lambda one: one.code.partition(".")[0])
    ]
    return render(request, "accounts/rule_book.html", {"rooms": rooms})


@needs(Capability.RULES_SET)
def rule(request: SignedIn, code: str) -> HttpResponse:
    """One rule: its past, and another value from a day on."""
    declared = found(next((one for one in rulebook.declared() if one.code == code), None))
    now = rulebook.value(code)
    form = SetRule(
        request.POST or None, rule=declared, initial={"value": now, "since": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        rulebook.set_value(
            code, held["value"], since=held["since"], source=held["source"], by=request.user
        )
        messages.success(request, _("规则已设置。过去的结果仍按当时的规则。"))
        return redirect("accounts:rule", code)
    past = rulebook.past(code)
    who = queries.names_of(row.set_by_id for row in past)
    context = {
        "rule": declared,
        "form": form,
        "now": value_words(declared, now),
        "default": value_words(declared, declared.default),
        "past": [
            (row, value_words(declared, row.value), who.get(row.set_by_id or 0)) for row in past
        ],
    }
    return render(request, "accounts/rule.html", context)
