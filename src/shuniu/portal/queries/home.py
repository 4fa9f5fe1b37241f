"""To-dos of a person, whatever their roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import clock
from shuniu.evaluation.queries import todos

MOST = 12


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits.

    Attributes:
        text: what.
        hint: more words.
        url: where to do it.
        due: by when.
        late: whether that day has passed.
    """

    text: str
    hint: str
    url: str
    due: date | None

    @property
    def late(self) -> bool:
        """Whether the day has passed."""
        return self.due is not None and self.due < clock.today()

    @property
    def soon(self) -> bool:
        """Whether a week or less is left."""
        return self.due is not None and (self.due - clock.today()).days <= 7


def todos_of(user: User) -> list[Todo]:
    """What waits for somebody, the nearest date first; at most a dozen of each kind."""
    kinds = (_answers, _work, _sittings, _objections, _plan, _rounds)
    found = [todo for kind in kinds for todo in kind(user)]
    return sorted(found, key=lambda one: (one.due is None, one.due or date.max))


def _answers(user: User) -> list[Todo]:
    return [
        Todo(
            _("填报：%(round)s") % {"round": entry.round.title},
            entry.organisation.name,
            f"/entries/{entry.pk}/",
            entry.round.answers_until,
        )
        for entry in todos.entries_to_answer(user)[:MOST]
    ]


def _work(user: User) -> list[Todo]:
    rows = list(todos.assignments_open(user)[: MOST + 1])
    found = [
        Todo(
            _("评分：%(who)s") % {"who": row.entry.organisation.name},
            row.entry.round.title,
            f"/work/{row.pk}/",
            row.entry.round.assess_until,
        )
        for row in rows[:MOST]
    ]
    if len(rows) > MOST:
        found.append(Todo(_("还有更多评分任务"), "", "/work/", None))
    return found


def _sittings(user: User) -> list[Todo]:
    return [
        Todo(
            _("参加会议：%(round)s") % {"round": row.sitting.round.title},
            row.sitting.get_kind_display(),
            f"/sittings/{row.sitting_id}/",
            row.sitting.held_on,
        )
        for row in todos.sittings_of(user)[:MOST]
    ]


def _objections(user: User) -> list[Todo]:
    return [
        Todo(
            _("答复异议：%(who)s") % {"who": row.entry.organisation.name},
            row.entry.round.title,
            f"/objections/{row.pk}/",
            row.due,
        )
        for row in todos.objections_open(user)[:MOST]
    ]


def _plan(user: User) -> list[Todo]:
    return [
        Todo(row.text, _("改进计划"), f"/plans/{row.entry_id}/", row.due)
        for row in todos.plan_open(user)[:MOST]
    ]


def _rounds(user: User) -> list[Todo]:
    words = {
        "draft": _("还在筹备，检查后开始填报"),
        "answers_in": _("都已提交，可以转入评分"),
        "answers_over": _("填报已截止，仍有单位未提交"),
        "assessed": _("都已评分，可以形成建议"),
        "assess_over": _("评分已截止，仍有单位未评完"),
        "propose": _("建议已形成，可以提交审议"),
        "decide": _("审议中，表决后可以公示"),
        "shown": _("公示期满，答复全部异议后可以发布"),
        "closing": _("已发布，可以结束这次评价"),
    }
    return [
        Todo(one.round.title, words[one.why], f"/rounds/{one.round.pk}/", one.due)
        for one in todos.rounds_waiting(user)[:MOST]
    ]
