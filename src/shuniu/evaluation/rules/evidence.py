"""May they open a photo or file that an organisation handed in?"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base.models import StoredFile
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.evaluation.models import Assignment, Evidence, Recusal
from shuniu.evaluation.states import AssignmentState

_ABOVE = (Capability.ROUNDS_ANSWER, Capability.ROUNDS_SEE, Capability.ROUNDS_RUN)


def can_open(user: User, file: StoredFile) -> Verdict:
    """The organisation's own people, the hub above it, the committee, its assessors once begun."""
    row = Evidence.objects.filter(file=file).select_related("organisation__node").first()
    unknown = refuse(_("找不到这份材料。"), "evidence.unknown")
    if row is None:
        return unknown
    barred = Recusal.objects.filter(
        user=user, organisation=row.organisation_id, ended_at__isnull=True
    )
    if barred.exists():
        return unknown
    if any(may(user, one, row.organisation.node) for one in _ABOVE):
        return ALLOWED
    tasks = Assignment.objects.filter(user=user, entry__evidence__evidence=row)
    tasks = tasks.exclude(state=AssignmentState.RECUSED)
    begun = Q(begun_at__isnull=False) | Q(order__gt=2)
    return ALLOWED if tasks.filter(begun).exists() else unknown
