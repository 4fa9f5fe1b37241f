"""What was said on record is read again by those who said it before the minutes are frozen."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.meetings import rules
from shuniu.meetings.models import Attendee


def check_words(row: Attendee, *, by: User) -> None:
    """A speaker finds their own words right; whoever keeps the record may note that they said so.

    Raises:
        Refused: by the rules, nothing of theirs is on record, or the minutes are frozen.
    """
    with transaction.atomic():
        ensure(rules.can_check(by, row))
        if not row.meeting.agenda.filter(words__person=row.person_id).exists():
            raise Refused(refuse(_("没有此人的发言记录。"), "meetings.check.words"))
        row.checked_at = clock.now()
        row.save(update_fields=["checked_at"])
        audit.record(
            "meetings.words.checked",
            row.meeting,
            by=by,
            node=row.meeting.node_id,
            attendee=row.pk,
            own=rules.is_own(by, row),
        )
