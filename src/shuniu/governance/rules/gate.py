"""The gate: nobody decides a major matter before a valid, finished study, whoever asks.

``checks`` is pure: a chain of plain values in, the steps and whether each is open out. ``gate``
reads the chain; ``guard`` is what the meetings ask before they record any outcome.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from shuniu.base import clock
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.governance.models import Matter
from shuniu.governance.queries import matters
from shuniu.governance.queries.alike import Case, pieces
from shuniu.governance.queries.chain import Chain, Studied, chain_of, conflicted, unrecused
from shuniu.governance.queries.lists import lines_for
from shuniu.governance.rules.classing import Classed, classed
from shuniu.governance.states import HIGHER, OPEN, Decider, MatterState
from shuniu.meetings.models import AgendaItem, Meeting
from shuniu.meetings.queries import standing
from shuniu.meetings.states import SOUND, ItemKind
from shuniu.registry.models import Organisation


@dataclass(frozen=True, slots=True)
class Check:
    """One gate of the chain: open, shut, or not asked."""

    code: str
    title: str
    ok: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """All gates of a matter, and whether one may go on."""

    checks: tuple[Check, ...]
    urgent: bool = False
    verdict: Verdict = field(default=ALLOWED)


def passage(chain: Chain) -> Passage:
    """Walk the gates in order; the first that is shut says why."""
    checks = tuple(_checks(chain))
    shut = next((one for one in checks if not one.ok), None)
    if shut is None:
        return Passage(checks)
    if chain.emergency and chain.reason.strip() and shut.code in _WAIVED and not chain.ended:
        return Passage(checks, urgent=True)
    return Passage(checks, verdict=refuse(shut.reason, f"governance.gate.{shut.code}"))


_WAIVED = frozenset(
    {
        *("studier", "sent", "body", "notice", "quorum", "recused"),
        *("opinion", "over", "before", "one_meeting"),
    }
)


def _checks(chain: Chain) -> Iterator[Check]:
    yield Check("open", _("尚未决定"), not chain.ended, _("这一事项已经决定或撤回，不能再表决。"))
    classed = chain.major is not None
    yield Check("classed", _("已分类"), classed, _("这一事项还没有分类，请先按清单分类。"))
    if not classed:
        return
    if not chain.major:
        yield Check(
            "whole",
            _("没有拆分"),
            not chain.by_sum,
            _("与相近事项合计已达到重大事项标准，请重新分类并先行研究。"),
        )
        return
    yield from _study_checks(chain)


def _study_checks(chain: Chain) -> Iterator[Check]:
    study = chain.study
    yield Check(
        "studier",
        _("有研究主体"),
        bool(chain.studier) or study is not None,
        _("本单位没有党组织，清单所列的替代主体也都没有，事项须等待。请联系枢纽指定。"),
    )
    sent = study is not None
    yield Check("sent", _("已提交研究"), sent, _("重大事项须先经前置研究，目前还没有提交研究。"))
    if study is None:
        return
    yield from _held_checks(study)


def passage_of(matter: Matter, on: date, item: AgendaItem | None = None) -> Passage:
    """The gates of a matter as they stand on a day, for deciding it on an item."""
    voted = item is not None and item.outcome in SOUND  # what comes up later changes no vote
    by_sum = not voted and _is_part(matter, on)
    return passage(chain_of(matter, on, by_sum=by_sum, item=item))


def gate(matter: Matter, on: date, item: AgendaItem | None = None) -> Verdict:
    """Whether a matter may be decided on a day."""
    return passage_of(matter, on, item).verdict


def guard(item: AgendaItem) -> Verdict:
    """What the meetings ask before any outcome of an item is written down, whoever acts."""
    matter = matters.of_item(item)
    if matter is None:
        return _not_in_disguise(item)
    _hold(matter)
    if item.kind == ItemKind.STUDY:
        return can_study_on(matter, item)
    return can_decide_on(matter, item)


def _hold(matter: Matter) -> None:
    """Within a write nobody changes a matter between the answer and what rests on it."""
    if connection.in_atomic_block:
        Matter.objects.select_for_update(of=("self",), no_key=True).get(pk=matter.pk)
        matter.refresh_from_db()


def can_study_on(matter: Matter, item: AgendaItem) -> Verdict:
    """Whether those who study may vote on an item: it is theirs, and those with an interest left."""
    study = matters.study_that_counts(matter)
    if matter.state != MatterState.TO_CONFIRM:
        if study is None or study.item_id != item.pk:
            return refuse(
                _("这一议题没有作为前置研究提交，请从事项页面提交。"), "governance.study.sent"
            )
        if study.opinion:
            words = _("研究意见已经形成。需要重新研究时，请从事项页面再次提交。")
            return refuse(words, "governance.study.given")
    return _noticed(item) and _recused(matter, item)


def can_decide_on(matter: Matter, item: AgendaItem) -> Verdict:
    """Whether a body may vote on an item: the right body, the gate, those with an interest left."""
    verdict = can_put(matter, item.meeting)
    elsewhere = matters.deciding_items(matter).exclude(pk=item.pk).filter(outcome__in=SOUND)
    if verdict and elsewhere.exists():
        verdict = refuse(_("这一事项已在另一次会议表决。"), "governance.twice")
    if verdict:
        verdict = gate(matter, clock.today(), item)
    return verdict and _noticed(item) and _recused(matter, item)


def can_put(matter: Matter, meeting: Meeting) -> Verdict:
    """Whether a meeting is of a body that may decide a matter."""
    if meeting.organisation_id != matter.organisation_id:
        return refuse(_("只能由本单位的会议决定。"), "governance.other")
    kinds = {meeting.kind, meeting.also} - {""}
    least = str(matter.needs.get("decides", ""))
    allowed = HIGHER.get(least, frozenset(Decider.values))
    if matter.major and not kinds & allowed:
        words = _("按清单，这一事项应由%(body)s或更高一级的会议决定。")
        return refuse(words % {"body": Decider(least).label}, "governance.body")
    if not kinds & set(Decider.values):
        return refuse(_("党组织会议和联席会议不能代替决策机构作决定。"), "governance.body")
    return ALLOWED


def _noticed(item: AgendaItem) -> Verdict:
    """A vote that could not stand is not taken: whoever is missing would have to be called anew."""
    if standing.validity(item.meeting).notice:
        return ALLOWED
    words = _("会议没有按规定提前通知，也不是有表决权的人员全部到会，不能表决这一事项。")
    return refuse(words, "governance.notice")


def sealed(meeting: Meeting) -> Verdict:
    """Whether the record of a meeting may be opened again: not where a decision rests on it."""
    for matter, item in matters.studied_in(meeting):
        _hold(matter)
        study = matters.study_that_counts(matter)
        counts = study is not None and study.item_id == item.pk
        if (counts and matters.voted_item(matter)) or matters.confirmed_on(item):
            words = _("决策机构已根据这次会议的研究意见表决“%(title)s”，会议记录不能再打开。")
            return refuse(words % {"title": matter.title}, "governance.sealed")
    return ALLOWED


def _recused(matter: Matter, item: AgendaItem) -> Verdict:
    left = unrecused(item, conflicted(matter, clock.today()))
    if not left:
        return ALLOWED
    words = _("还有 %(count)s 名到会人员与这一事项有利害关系而没有回避，请先登记回避。")
    return refuse(words % {"count": left}, "governance.recuse")


def _not_in_disguise(item: AgendaItem) -> Verdict:
    """An item that speaks of an open major matter without naming it is that matter."""
    organisation = item.meeting.organisation
    if organisation is None:
        return ALLOWED
    found = matters.titled(organisation, f"{item.title} {item.text}")
    if found is None:
        return ALLOWED
    words = _("议题与重大事项 %(number)s“%(title)s”相同，请从该事项页面提交会议。")
    return refuse(words % {"number": found.number, "title": found.title}, "governance.disguised")


def weighed(organisation: Organisation, case: Case) -> Classed:
    """A case against the list that holds for an organisation on its day."""
    return classed(
        case, lines_for(organisation, case.on), lambda below: pieces(organisation, case, below)
    )


def case_of(matter: Matter) -> Case:
    """A matter as the arithmetic sees it."""
    return Case(
        matter.title,
        matter.kind,
        matter.amount,
        matter.counterparty,
        matter.raised_on,
        matter.pk,
    )


def _is_part(matter: Matter, on: date) -> bool:
    """Whether an ordinary matter belongs to the list by what has been raised since."""
    if matter.major is not False or matter.state not in OPEN or on < matter.raised_on:
        return False
    return weighed(matter.organisation, case_of(matter)).major


def _held_checks(study: Studied) -> Iterator[Check]:
    yield Check(
        "body", _("由规定的主体研究"), study.right_body, _("研究会议不是清单规定的主体召开的。")
    )
    yield Check(
        "notice",
        _("研究会议已按期通知"),
        study.notice,
        _("研究会议没有按规定提前通知，研究无效。"),
    )
    yield Check(
        "quorum",
        _("研究会议达到法定人数"),
        study.quorum,
        _("研究会议未达到法定人数，研究无效。"),
    )
    yield Check(
        "recused",
        _("有利害关系的人已回避"),
        study.interested == 0,
        _("有利害关系的人参加了研究表决，须回避后重新研究。"),
    )
    yield Check(
        "opinion",
        _("已形成研究意见"),
        study.voted and bool(study.opinion),
        _("前置研究还没有形成意见。"),
    )
    yield Check("over", _("研究会议已结束"), study.over, _("研究会议还没有结束，请先结束会议。"))
    yield Check("before", _("研究在决策之前"), study.before, _("研究须在决策会议之前进行。"))
    yield Check(
        "one_meeting",
        _("可以合并开会"),
        not study.one_meeting or study.may_share,
        _("党组织班子与决策机构人员没有高度重合，研究与决策不能在同一次会议进行。"),
    )
