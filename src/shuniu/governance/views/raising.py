"""Bring up a matter: fill in, see the arithmetic, confirm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.verdicts import Refused
from shuniu.governance import rules, services
from shuniu.governance.forms.acts import ConflictForm, ReasonForm
from shuniu.governance.forms.matters import MatterForm, PaperForm
from shuniu.governance.models import Matter
from shuniu.governance.queries import matters
from shuniu.governance.queries.alike import Case
from shuniu.governance.queries.related import insiders, related
from shuniu.governance.queries.sentences import told
from shuniu.governance.queries.studiers import studier
from shuniu.governance.rules.gate import weighed
from shuniu.governance.states import Decider
from shuniu.governance.views.acts import Act, act, address, bound, crumbs_of, matter_of
from shuniu.registry.models import Organisation
from shuniu.registry.queries import organisations


@needs(Capability.MATTERS_RAISE)
def add(request: SignedIn) -> HttpResponse:
    """Fill in; then the arithmetic with everything still in it; then it is brought up."""
    own = matters.own_organisation(request.user)
    offered = [] if own is not None else matters.organisations(request.user)[:2000]
    form = MatterForm(bound(request), organisations=offered, own=own)
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        organisation = _chosen(request, form)
        if "confirm" in request.POST:
            row = _raised(request, organisation, form)
            if row is not None:
                return redirect(address(row))
        else:
            return _shown(request, organisation, form)
    context = {"form": form, "own": own}
    status = 422 if form.errors else 200
    return render(request, "governance/add.html", context, status=status)


def _chosen(request: SignedIn, form: MatterForm) -> Organisation:
    if form.own is not None:
        return form.own
    pk = str(form.cleaned_data["organisation"])
    row = found(organisations.find(int(pk)) if pk.isdecimal() else None)
    return found(row, rules.can_raise(request.user, row))


def _draft(data: Mapping[str, Any]) -> services.Draft:
    return services.Draft(**{name: data[name] for name in services.Draft.__dataclass_fields__})


def _raised(request: SignedIn, organisation: Organisation, form: MatterForm) -> Matter | None:
    """Bring it up and classify it; nothing where it was refused, with the reason in the form."""
    papers = request.FILES.getlist("papers")
    try:
        row = services.raise_and_classify(
            organisation, _draft(form.cleaned_data), by=request.user, papers=papers
        )
    except Refused as refusal:
        form.add_error(None, refusal.verdict.reason)
        return None
    words = _("已提出，属于重大事项，须先行研究。") if row.major else _("已提出，属于一般事项。")
    messages.success(request, words)
    return row


def _shown(request: SignedIn, organisation: Organisation, form: MatterForm) -> HttpResponse:
    """The arithmetic before anything is written."""
    data, today = form.cleaned_data, clock.today()
    case = Case(data["title"], data["kind"], data["amount"], data["counterparty"], today)
    said = weighed(organisation, case)
    line = said.line
    who = studier(organisation, line.studied_by, today) if line is not None else None
    body = None if who is None else who.body
    context = {
        "form": form,
        "organisation": organisation,
        "said": said,
        "arithmetic": told(said.steps),
        "line": line,
        "who": who,
        "decides": Decider(line.decides).label if line is not None else "",
        "related": len(related(organisation, data["counterparty"], today, body)),
    }
    return render(request, "governance/confirm.html", context)


@needs(Capability.MATTERS_RAISE)
def paper(request: SignedIn, pk: int) -> HttpResponse:
    """A paper comes with a matter."""
    row = matter_of(request, pk)
    form = PaperForm(bound(request), request.FILES or None)
    page = Act(
        title=_("添加材料"),
        button=_("上传"),
        back=address(row),
        done=_("材料已添加。"),
        crumbs=crumbs_of(row),
        files=True,
    )
    return act(
        request, form, page, lambda data: services.keep_paper(row, data["file"], by=request.user)
    )


@needs(Capability.MATTERS_RAISE)
def conflict(request: SignedIn, pk: int) -> HttpResponse:
    """Somebody has an interest of their own."""
    row = matter_of(request, pk)
    found(row, rules.can_raise(request.user, row.organisation))
    people = {one.pk: one for one in insiders(row.organisation, clock.today())}
    form = ConflictForm(bound(request), people=people.values())
    page = Act(
        title=_("申报利益冲突"),
        button=_("登记"),
        back=address(row),
        done=_("已登记，会议表决时须回避。"),
        text=_("登记后，该人员在研究和决策会议上不计入应到人数，也不参加表决。"),
        crumbs=crumbs_of(row),
    )

    def do(data: Mapping[str, Any]) -> None:
        person = people[int(data["person"])]
        services.declare_conflict(row, person, reason=data["reason"], by=request.user)

    return act(request, form, page, do)


@needs(Capability.MATTERS_RAISE)
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Take a matter back."""
    row = matter_of(request, pk)
    page = Act(
        title=_("撤回事项"),
        button=_("撤回"),
        back=address(row),
        done=_("已撤回。"),
        warning=_("撤回后不能恢复，需要时请重新提出。"),
        danger=True,
        crumbs=crumbs_of(row),
    )
    return act(
        request,
        ReasonForm(bound(request)),
        page,
        lambda data: services.withdraw(row, reason=data["reason"], by=request.user),
    )


@needs(Capability.MATTERS_RAISE)
def emergency(request: SignedIn, pk: int) -> HttpResponse:
    """A matter that cannot wait for its study."""
    row = matter_of(request, pk)
    page = Act(
        title=_("按紧急事项处置"),
        button=_("确认紧急处置"),
        back=address(row),
        done=_("已登记为紧急事项。决定后须由研究主体追认。"),
        text=_("不能等到前置研究的，写清原因后可以先作决定。"),
        warning=_("决定后事项保持“待追认”，直到研究主体开会追认；理由和时间都会留在档案中。"),
        danger=True,
        crumbs=crumbs_of(row),
    )
    return act(
        request,
        ReasonForm(bound(request)),
        page,
        lambda data: services.declare_emergency(row, reason=data["reason"], by=request.user),
    )
