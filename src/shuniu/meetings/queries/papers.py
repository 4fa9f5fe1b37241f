"""The minutes as a paper: the official form in Word, the same as PDF."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.meetings.models import Meeting
from shuniu.meetings.queries import minutes
from shuniu.meetings.states import MeetingState
from shuniu.ui.documents import Block, Official

_ABOUT = 5  # name, time, place, chair, recorder: told in the first paragraph
_AFTER = ("上次任务", "决议事项")
_NUMBERS = "一二三四五六七八九十"


def parts_of(meeting: Meeting) -> list[tuple[str, str]]:
    """Heading and text of each part, frozen or as they stand."""
    if meeting.state == MeetingState.APPROVED:
        return minutes.as_frozen(meeting)
    return minutes.draft(meeting)


def holder_of(meeting: Meeting) -> str:
    """Who held it."""
    if meeting.party is not None:
        return meeting.party.name
    return meeting.organisation.name if meeting.organisation is not None else meeting.node.name


def title_of(meeting: Meeting) -> str:
    """The title of the paper; a draft says that it is one."""
    words = meeting.title if meeting.title.endswith("纪要") else f"{meeting.title}纪要"
    return words if meeting.state == MeetingState.APPROVED else f"{words}（草稿）"


def official_minutes(meeting: Meeting) -> Official:
    """As GB/T 9704-2012 sets minutes: who held it at the head, people, then item by item."""
    parts = parts_of(meeting)
    about, rest = parts[:_ABOUT], parts[_ABOUT:]
    body = [Block("；".join(f"{head}：{text}" for head, text in about[1:]) + "。")]
    people = [one for one in rest if not one[0].startswith("议题") and one[0] not in _AFTER]
    body += [Block("一、到会情况", level=1), *(Block(f"{head}：{text}") for head, text in people)]
    items = [text for head, text in rest if head.startswith("议题")]
    body.append(Block("二、议题", level=1))
    for number, text in enumerate(items):
        first, *lines = text.split("\n")
        place = _NUMBERS[number] if number < len(_NUMBERS) else str(number + 1)
        body.append(Block(f"（{place}）{first}", level=2))
        body += [Block(line) for line in lines if line.strip()]
    told = next((text for head, text in rest if head == "上次任务"), "")
    if told:
        body += [Block(f"上次任务：{line}") for line in told.split("\n")]
    tasks = next((text for head, text in rest if head == "决议事项"), "无")
    body += [Block("三、决议事项", level=1), *(Block(line) for line in tasks.split("\n"))]
    signed = meeting.approved_at or meeting.ends_at or meeting.starts_at
    return Official(
        issuer="",
        number="",
        title=(title_of(meeting),),
        body=tuple(body),
        signed=holder_of(meeting),
        day=timezone.localdate(signed),
    )


def minutes_data(meeting: Meeting) -> dict[str, object]:
    """What the template of the PDF reads."""
    return {
        "title": title_of(meeting),
        "holder": holder_of(meeting),
        "parts": [{"head": head, "text": text} for head, text in parts_of(meeting)[1:]],
        "foot": _("纪要指纹 SHA-256：%(digest)s") % {"digest": meeting.digest}
        if meeting.digest
        else _("草稿，未定稿。"),
    }
