"""May they set up, open and move a round?"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base.moves import can_move
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.evaluation.models import Entry, FrameworkVersion, Round
from shuniu.evaluation.queries import scores
from shuniu.evaluation.states import ROUND_MOVES, EntryState, FrameworkState, RoundState
from shuniu.findings import FindingsError
from shuniu.registry.models import Organisation
from shuniu.registry.states import OrganisationType, Size


def can_plan(user: User, round_: Round) -> Verdict:
    """Whether somebody may set up rounds where this one stands."""
    return may(user, Capability.ROUNDS_RUN, round_.node)


def can_change(user: User, round_: Round) -> Verdict:
    """Whether dates, tables and invitations may still be changed."""
    verdict = can_plan(user, round_)
    if verdict and round_.state != RoundState.DRAFT:
        return refuse(_("评价已经开始，标准和名单不能再改。"), "rounds.started")
    return verdict


def can_extend(user: User, round_: Round) -> Verdict:
    """Whether the dates of a running round may be moved back."""
    verdict = can_plan(user, round_)
    if verdict and round_.state not in {RoundState.ANSWERING, RoundState.ASSESSING}:
        return refuse(_("只有填报或评分阶段可以延期。"), "rounds.not_running")
    return verdict


def can_remind(user: User, round_: Round) -> Verdict:
    """Whether those who have not handed in may be reminded."""
    verdict = can_plan(user, round_)
    if verdict and round_.state != RoundState.ANSWERING:
        return refuse(_("现在不是填报阶段，不需要催办。"), "rounds.not_answering")
    return verdict


def fits(
    round_: Round, framework: FrameworkVersion, kind: tuple[str, str], variant: str
) -> Verdict:
    """Whether a framework of this hub has a table for organisations of a type and size."""
    if not framework.node.contains(round_.node):
        return refuse(_("找不到这个评价标准，请重新选择。"), "rounds.framework_unknown")
    entry = Entry(framework=framework, type=kind[0], size=kind[1], variant=variant)
    try:
        judge = scores.judge_of(framework)
        found = scores.variant_of(judge, entry)
    except FindingsError:
        words = _("评价标准“%(title)s”还读不出来，请先改正其中的错误。")
        return refuse(words % {"title": framework}, "rounds.framework_broken")
    except KeyError:
        found = None
    if found is None or (variant and found != variant):
        words = _("评价标准“%(title)s”没有适用于“%(kind)s”的评分表。")
        return refuse(words % {"title": framework, "kind": kind_words(kind)}, "rounds.no_table")
    return ALLOWED


def kind_words(kind: tuple[str, str]) -> str:
    """A type and size in words."""
    return f"{OrganisationType(kind[0]).label}·{Size(kind[1]).label}"


def inside(round_: Round, organisations: Iterable[Organisation]) -> Verdict:
    """Whether all organisations lie under the round's node."""
    numbers = [one.node_id for one in organisations]
    under = Node.objects.filter(pk__in=numbers, path__startswith=str(round_.node.path))
    if under.count() != len(set(numbers)):
        return refuse(_("名单中有不属于本枢纽的单位，请重新选择。"), "rounds.outside")
    return ALLOWED


def can_open(user: User, round_: Round) -> Verdict:
    """Whether answering may begin: a framework for everybody who is invited."""
    verdict = can_change(user, round_)
    if not verdict:
        return verdict
    entries = Entry.objects.filter(round=round_)
    if not entries.exists():
        return refuse(_("还没有邀请任何单位，请先选定参评单位。"), "rounds.nobody")
    unready = entries.exclude(framework__state=FrameworkState.READY).select_related("framework")
    first = unready.first()
    if first is not None:
        words = _("评价标准“%(title)s”还是草稿，请先检查并设为可用。")
        return refuse(words % {"title": first.framework}, "rounds.framework")
    return ALLOWED


def can_take(user: User, round_: Round, move: str) -> Verdict:
    """Whether a step of the round's life may be taken."""
    verdict = can_plan(user, round_)
    if not verdict:
        return verdict
    verdict = can_move(round_, ROUND_MOVES[move])
    if verdict and move == "propose":
        return _all_assessed(round_)
    return verdict


def _all_assessed(round_: Round) -> Verdict:
    waiting = Entry.objects.filter(round=round_, state=EntryState.SUBMITTED).count()
    if waiting:
        words = _("还有 %(count)s 家没有评完分，评完后才能形成建议。")
        return refuse(words % {"count": waiting}, "rounds.unassessed")
    if not Entry.objects.filter(round=round_, state=EntryState.ASSESSED).exists():
        return refuse(_("没有一家完成评分，无法形成建议。"), "rounds.nothing_assessed")
    return ALLOWED
