"""Who is told of a meeting, and in which words."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.accounts.models import Grant
from shuniu.base import clock
from shuniu.meetings.models import Meeting
from shuniu.members.queries.rosters import users_of


def people_told(meeting: Meeting) -> list[int]:
    """Numbers of accounts: members on the roll who sign in, and the organisation's own people."""
    today = clock.today()
    home = Grant.objects.filter(node=meeting.node_id, since__lte=today, user__is_active=True)
    own = home.exclude(until__lt=today).values_list("user_id", flat=True)
    return sorted({*users_of(meeting.roll.values_list("person_id", flat=True)), *own})


def notice_text(meeting: Meeting) -> str:
    """The notice as it is sent to a group: what, when, where, who should come, the agenda."""
    begins = timezone.localtime(meeting.starts_at)
    holder = meeting.party.name if meeting.party is not None else meeting.organisation
    lines = [
        _("【会议通知】%(title)s") % {"title": meeting.title},
        _("召开：%(holder)s") % {"holder": holder or meeting.node},
        _("时间：%(at)s") % {"at": f"{begins:%Y-%m-%d %H:%M}"},
    ]
    if meeting.place:
        lines.append(_("地点：%(place)s") % {"place": meeting.place})
    items = [
        f"{number}. {title}"
        for number, title in enumerate(meeting.agenda.values_list("title", flat=True), 1)
    ]
    if items:
        lines += [_("议题："), *items]
    lines.append(_("不能到会的请提前请假并说明原因。"))
    return "\n".join(lines)
