"""Everything that is written down of one matter, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shuniu.governance.models import (
    Answer,
    Confirmation,
    Conflict,
    Decision,
    Execution,
    LookBack,
    Matter,
    Paper,
    Report,
    Study,
)
from shuniu.governance.queries import matters
from shuniu.governance.queries.chain import who_studies
from shuniu.governance.queries.sentences import told
from shuniu.governance.queries.studiers import Studier
from shuniu.governance.states import Decider, MatterState
from shuniu.meetings.models import AgendaItem

_S = MatterState
_AT: dict[str, int] = {
    _S.RAISED: 2,
    _S.ORDINARY: 4,
    _S.LISTED: 3,
    _S.STUDYING: 3,
    _S.STUDIED: 4,
    _S.TO_CONFIRM: 4,
    _S.DECIDED: 5,
    _S.LOST: 8,
    _S.REJECTED: 7,
    _S.EXECUTED: 7,
    _S.CLOSED: 8,
    _S.WITHDRAWN: 8,
}


@dataclass(frozen=True, slots=True)
class Overview:
    """One matter with all that belongs to it."""

    matter: Matter
    arithmetic: list[str]
    who: Studier | None
    decides: str
    papers: Sequence[Paper]
    conflicts: Sequence[Conflict]
    studies: Sequence[Study]
    answer: Answer | None
    items: Sequence[AgendaItem]
    decision: Decision | None
    confirmation: Confirmation | None
    reports: Sequence[Report]
    execution: Execution | None
    look_back: LookBack | None

    @property
    def study(self) -> Study | None:
        """The study that counts."""
        return next((one for one in self.studies if not one.void), None)


def overview(matter: Matter, on: date) -> Overview:
    """Read it all; the number of queries does not grow with the records."""
    decision = Decision.objects.filter(matter=matter).select_related("item__meeting").first()
    answers = Answer.objects.filter(study__matter=matter, study__void="")
    decides = str(matter.needs.get("decides", ""))
    return Overview(
        matter=matter,
        arithmetic=told(matter.working),
        who=who_studies(matter, on) if matter.major else None,
        decides=str(Decider(decides).label) if decides in Decider.values else "",
        papers=list(matter.papers.select_related("file")),
        conflicts=list(matter.conflicts.select_related("person")),
        studies=list(matters.studies_of(matter)),
        answer=answers.select_related("study").first(),
        items=list(matters.deciding_items(matter)),
        decision=decision,
        confirmation=Confirmation.objects.filter(decision=decision).first() if decision else None,
        reports=list(matter.reports.all()),
        execution=Execution.objects.filter(matter=matter).first(),
        look_back=LookBack.objects.filter(matter=matter).first(),
    )


def stages() -> list[str]:
    """The steps of the chain, in words."""
    return [
        _("提出"),
        _("分类"),
        _("前置研究"),
        _("决策"),
        _("报告公示"),
        _("执行"),
        _("回看"),
    ]


def stage(found: Overview) -> int:
    """At which step a matter stands, from 1; one past the last where it has ended."""
    at = _AT[found.matter.state]
    if at == 5 and all(one.done_on is not None for one in found.reports):
        return 6
    return at
