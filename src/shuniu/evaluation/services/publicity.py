"""A decision is shown for some days; a round that is over is closed."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts.models import Grant, User
from shuniu.accounts.states import Capability, roles_with
from shuniu.base import audit, clock, rulebook
from shuniu.base.events import announce
from shuniu.base.moves import walk
from shuniu.base.notices import notify
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.evaluation.models import Entry, Publicity, Result, Round
from shuniu.evaluation.queries import publicity as queries
from shuniu.evaluation.rules import grades as grade_rules
from shuniu.evaluation.rules import publicity as rules
from shuniu.evaluation.states import ROUND_MOVES, RoundMoved

NUMBER = rulebook.declare(
    "evaluation.publicity.number",
    "枢评公〔{year}〕{n:03d}号",
    gettext_lazy("公示文号式样（{year} 年份，{n:03d} 序号）"),
)
rulebook.declare(queries.SHOW_POINTS, default=False, title=gettext_lazy("公示时列出得分"))


def publish(round_: Round, *, by: User, since: date | None = None) -> Publicity:
    """Show the decision from a day on (today); the day itself is not counted.

    Raises:
        Refused: by the rules; the day is past.
    """
    first = since or clock.today()
    if first < clock.today():
        raise Refused(refuse(_("公示不能从过去的日期开始。"), "publicity.past"))
    with transaction.atomic():
        ensure(rules.can_publish(by, round_))
        walk(round_, ROUND_MOVES["publish"])
        row = Publicity.objects.create(
            round=round_,
            since=first,
            until=first + timedelta(days=round_.publicity_days),
            number=_number(round_, first),
            made_by=by,
            made_at=clock.now(),
        )
        announce(RoundMoved(round_.pk, "publish", round_.state))
        audit.record(
            "evaluation.round.published",
            round_,
            by=by,
            node=round_.node_id,
            since=row.since,
            until=row.until,
            number=row.number,
            results=Result.objects.filter(entry__round=round_).count(),
        )
        words = _("“%(round)s”评价结果已公示，至 %(day)s。对结论有异议的，请在公示期内提出。")
        said = words % {"round": round_.title, "day": row.until.isoformat()}
        notify(people_of(round_), said, f"/results/public/{round_.pk}/")
    return row


def close_round(round_: Round, *, by: User) -> None:
    """Put a round to the archive.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(grade_rules.can_close_round(by, round_))
        walk(round_, ROUND_MOVES["close"])
        announce(RoundMoved(round_.pk, "close", round_.state))
        audit.record("evaluation.round.closed", round_, by=by, node=round_.node_id)


def people_of(round_: Round, entries: list[int] | None = None) -> list[int]:
    """The people who answer for the organisations of a round, in one query."""
    rows = Entry.objects.filter(round=round_)
    if entries is not None:
        rows = rows.filter(pk__in=entries)
    nodes = rows.values("organisation__node_id")
    today = clock.today()
    grants = Grant.objects.filter(
        node__in=nodes, role__in=roles_with(Capability.ROUNDS_ANSWER), since__lte=today
    ).exclude(until__lt=today)
    return list(grants.values_list("user_id", flat=True).distinct())


def _number(round_: Round, day: date) -> str:
    count = queries.numbers_of_year(round_.node, day).count()
    return numbered(str(rulebook.value(NUMBER, day)), day, count + 1)


def numbered(pattern: str, day: date, number: int) -> str:
    """A number by its pattern.

    Raises:
        Refused: the pattern cannot be filled.
    """
    try:
        said, next_one = (pattern.format(year=day.year, n=one) for one in (number, number + 1))
    except (KeyError, IndexError, ValueError, AttributeError):
        said = next_one = ""
    if said == next_one:
        words = _("编号式样“%(pattern)s”有误，须含序号，例如 枢评〔{year}〕{n:03d}号。")
        raise Refused(refuse(words % {"pattern": pattern}, "numbers.pattern"))
    return said[:60]
