"""Relay packets: handed over, received, judged, taken over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu import attest
from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.paging import page_of
from shuniu.base.verdicts import Refused
from shuniu.members import services
from shuniu.members.forms import growing as forms
from shuniu.members.models import Packet
from shuniu.members.queries import lists, packets
from shuniu.members.services import packets as acts
from shuniu.members.states import CONSENT_VERSION, CONSENTS, PacketState
from shuniu.members.views import doors
from shuniu.members.views.acts import Act, Crumbs, act, attachment, bound


def _crumbs() -> Crumbs:
    return (*doors.home(), (_("接续培养"), reverse("members:packets")))


@needs(Capability.MEMBERS_KEEP)
def listing(request: SignedIn) -> HttpResponse:
    """Packets of the branches this person keeps."""
    today = clock.today()
    branches = lists.branches_to_keep(request.user, today)
    page = page_of(packets.packets_at(branches), request)
    return render(request, "members/packets.html", {"page": page, "branches": branches.exists()})


@needs(Capability.MEMBERS_KEEP)
def hand_over(request: SignedIn, pk: int) -> HttpResponse:
    """Gather, seal, sign."""
    row = doors.kept(request, pk)

    def do(data: Mapping[str, Any]) -> str:
        packet = acts.hand_over(row, consented=data["consented"], by=request.user)
        return reverse("members:packet", args=[packet.pk])

    page = Act(
        _("移交接续培养材料"),
        _("封存并签名"),
        reverse("members:member", args=[pk]),
        _("已封存签名，可以导出。"),
        text=_("把申请、培养联系人、半年考察、培训学时和材料封存成一个签名文件，时间连续计算。"),
        crumbs=doors.above(row),
    )
    return act(request, forms.HandOverForm(bound(request)), page, do)


@needs(Capability.MEMBERS_KEEP)
def show(request: SignedIn, pk: int) -> HttpResponse:
    """A packet: what is in it, what was said of each item, what it amounts to."""
    row = doors.packet(request, pk)
    items = packets.items_of(row)
    context = {
        "packet": row,
        "head": packets.head_of(row),
        "items": items,
        "sum": packets.sum_of(row, items) if row.incoming else None,
        "signer": packets.signer_of(row),
        "fingerprint": attest.fingerprint(row.signer_key),
        "open": row.incoming and row.state == PacketState.RECEIVED,
        "forms": forms.JudgeForm(),
        "name": lists.masked(row.member.person.name) if row.member is not None else "",
    }
    return render(request, "members/packet.html", context)


@needs(Capability.MEMBERS_KEEP)
@require_POST
def export(request: SignedIn, pk: int) -> HttpResponse:
    """The locked file; its code is shown on the page afterwards."""
    row = doors.packet(request, pk)
    file, code = acts.export_packet(row, by=request.user)
    words = _("开启码：%(code)s。请抄下来，用电话等其他途径告诉接收方；系统不保存。")
    messages.warning(request, words % {"code": code})
    return attachment(file, f"{row.number[:8]}.shuniu", "application/octet-stream")


@needs(Capability.MEMBERS_KEEP)
def receive(request: SignedIn) -> HttpResponse:
    """A file that somebody brought."""
    today = clock.today()
    parties = {str(one.pk): one for one in lists.branches_to_keep(request.user, today)}
    files = request.FILES if request.method == "POST" else None
    form = forms.ReceiveForm(bound(request), files, parties=parties.values())

    def do(data: Mapping[str, Any]) -> str:
        content: bytes = data["file"].read()
        packet = acts.receive(parties[data["party"]], content, code=data["code"], by=request.user)
        return reverse("members:packet", args=[packet.pk])

    page = Act(
        _("接收接续培养材料"),
        _("核验签名并打开"),
        reverse("members:packets"),
        _("签名有效，内容完整。请逐项核对。"),
        text=_("文件中任何一个字节被改动都会拒收。"),
        crumbs=_crumbs(),
        files=True,
    )
    return act(request, form, page, do)


@needs(Capability.MEMBERS_KEEP)
@require_POST
def judge(request: SignedIn, pk: int, item: int) -> HttpResponse:
    """Accept, ask, refuse."""
    row = doors.packet(request, pk)
    form = forms.JudgeForm(request.POST)
    shown = next((one for one in packets.items_of(row) if one.row.pk == item), None)
    if shown is not None and form.is_valid():
        shown.row.packet = row
        try:
            acts.judge_item(shown.row, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.verdict.reason)
    return redirect(f"{reverse('members:packet', args=[pk])}#item-{item}")


@needs(Capability.MEMBERS_KEEP)
@require_POST
def accept_rest(request: SignedIn, pk: int) -> HttpResponse:
    """Accept everything that nothing was said of."""
    row: Packet = doors.packet(request, pk)
    number = acts.accept_rest(row, by=request.user)
    messages.success(request, _("已认可其余 %(number)s 项。") % {"number": number})
    return redirect("members:packet", pk)


@needs(Capability.MEMBERS_KEEP)
def settle(request: SignedIn, pk: int) -> HttpResponse:
    """Take over what was accepted."""
    row = doors.packet(request, pk)
    places = {
        str(one.pk): one
        for one in lists.places_to_enrol(request.user, "", clock.today(), lists.ALL)
    }
    form = forms.SettleForm(bound(request), organisations=places.values())

    def do(data: Mapping[str, Any]) -> str:
        enrolment = services.Enrolment("", data["came_on"], came_on=data["came_on"])
        member = acts.settle_packet(row, places[data["organisation"]], enrolment, by=request.user)
        return reverse("members:member", args=[member.pk])

    page = Act(
        _("接续培养"),
        _("完成核对并登记"),
        reverse("members:packet", args=[pk]),
        _("已接续，培养时间连续计算。"),
        consent=_(CONSENTS[CONSENT_VERSION]),
        crumbs=_crumbs(),
    )
    return act(request, form, page, do)


@needs(Capability.MEMBERS_KEEP)
@require_POST
def drop(request: SignedIn, pk: int) -> HttpResponse:
    """Not taken over: its key is destroyed."""
    acts.drop_packet(doors.packet(request, pk), by=request.user)
    messages.success(request, _("已销毁这份材料，只留下摘要。"))
    return redirect("members:packets")


@needs(Capability.MEMBERS_KEEP)
def signer(request: SignedIn, pk: int) -> HttpResponse:
    """The fingerprint was compared."""
    row = doors.packet(request, pk)
    told = packets.head_of(row).get("from", {}).get("party", "")
    page = Act(
        _("核对签名方"),
        _("已核对"),
        reverse("members:packet", args=[pk]),
        _("已登记签名方。"),
        text=_("对方公钥指纹：%(mark)s") % {"mark": attest.fingerprint(row.signer_key)},
        crumbs=_crumbs(),
    )
    form = forms.SignerForm(bound(request), initial={"name": told})
    return act(
        request,
        form,
        page,
        lambda data: (
            acts.know_signer(row.signer_key, name=data["name"], party=row.party, by=request.user)
            and None
        ),
    )
