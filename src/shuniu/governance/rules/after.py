"""May what was decided be carried out?"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.governance.models import Execution, Matter, Report
from shuniu.governance.states import MatterState, ReportKind


def can_execute(matter: Matter, on: date) -> Verdict:
    """After the decision, the report beforehand and the days of publicity; emergencies at once."""
    if matter.state == MatterState.TO_CONFIRM:
        if Execution.objects.filter(matter=matter).exists():
            return refuse(_("执行情况已经登记，等待追认。"), "governance.execution.twice")
        return ALLOWED
    if matter.state != MatterState.DECIDED:
        return refuse(_("事项还没有通过决定，不能执行。"), "governance.execution.state")
    if on < matter.decision.decided_on:
        return refuse(_("执行日期不能早于决定日期。"), "governance.execution.early")
    if matter.decision.emergency:
        return ALLOWED
    for row in matter.reports.all():
        verdict = _done_first(row, on)
        if not verdict:
            return verdict
    return ALLOWED


def _done_first(row: Report, on: date) -> Verdict:
    if row.kind == ReportKind.AFTER:
        return ALLOWED
    if row.done_on is None:
        words = _("按清单，执行前须先办理%(what)s。")
        return refuse(words % {"what": row.get_kind_display()}, "governance.execution.report")
    if row.kind == ReportKind.PUBLICITY and row.done_on + timedelta(days=row.days) > on:
        until = row.done_on + timedelta(days=row.days)
        words = _("公示到 %(day)s 期满，之后才能执行。")
        return refuse(words % {"day": until.isoformat()}, "governance.execution.publicity")
    return ALLOWED
