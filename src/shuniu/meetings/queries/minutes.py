"""Minutes drafted from what was recorded: a text for the screen, and one to freeze."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.utils import timezone

from shuniu.meetings.models import AgendaItem, Attendee, Meeting, TaskReport, Unit, Word
from shuniu.meetings.queries import standing
from shuniu.meetings.states import Presence
from shuniu.registry.models import Person

_OUTCOMES = {
    "carried": "通过",
    "lost": "未通过",
    "tied": "票数相等",
    "no_quorum": "不足法定人数，未表决",
    "invalid": "表决无效",
}
Named = Callable[[Person | None], str]


def draft(meeting: Meeting) -> list[tuple[str, str]]:
    """Heading and text of each part, with names; in the order in which minutes are kept."""
    return _parts(meeting, lambda person: person.name if person is not None else "")


def frozen(meeting: Meeting) -> str:
    """The same with pseudonymous keys: erasing somebody leaves the digest as it was."""
    return json.dumps(
        _parts(meeting, lambda person: str(person.key) if person is not None else ""),
        ensure_ascii=False,
        separators=(",", ":"),
    )


def as_frozen(meeting: Meeting) -> list[tuple[str, str]]:
    """The frozen text with the names of those who still have one."""
    parts: list[tuple[str, str]] = [(str(a), str(b)) for a, b in json.loads(meeting.minutes)]
    people = {str(one.person.key): one.person for one in meeting.roll.select_related("person")}
    for person in (meeting.chair, meeting.recorder):
        if person is not None:
            people[str(person.key)] = person
    for key, person in people.items():
        name = person.name or "（已删除）"
        parts = [(head, text.replace(key, name)) for head, text in parts]
    return parts


def speakers(meeting: Meeting) -> list[Attendee]:
    """Those whose words are on record, in the order of the roll."""
    spoke = Word.objects.filter(item__meeting=meeting).values("person")
    return list(meeting.roll.filter(person__in=spoke).select_related("person", "meeting"))


def words_of(row: Attendee) -> list[tuple[str, str]]:
    """Item and text of what somebody said on record."""
    rows = Word.objects.filter(item__meeting=row.meeting_id, person=row.person_id)
    return list(rows.order_by("item__order", "pk").values_list("item__title", "text"))


def _parts(meeting: Meeting, named: Named) -> list[tuple[str, str]]:
    rows = list(meeting.roll.select_related("person"))
    parts = [
        ("会议名称", meeting.title),
        ("时间", _when(meeting)),
        ("地点", meeting.place or "—"),
        ("主持人", named(meeting.chair) or "—"),
        ("记录人", named(meeting.recorder) or "—"),
        ("到会情况", _units(meeting) or _attendance(rows)),
        (
            "出席",
            _list(rows, named, lambda one: one.presence == Presence.PRESENT and not one.observer),
        ),
        ("列席", _list(rows, named, lambda one: one.presence == Presence.PRESENT and one.observer)),
        ("请假", _excused(rows, named)),
        (
            "缺席",
            _list(rows, named, lambda one: one.presence == Presence.ABSENT and not one.observer),
        ),
    ]
    agenda = meeting.agenda.prefetch_related("words__person", "recusals__person", "votes__person")
    for number, item in enumerate(agenda, 1):
        parts.append((f"议题{number}", _item(item, named)))
    tasks = [
        f"{number}. {task.text}；负责：{named(task.owner) or _unit(task)}；时限：{task.due_on:%Y-%m-%d}"
        for number, task in enumerate(
            meeting.tasks.select_related("owner", "unit__organisation", "unit__partner"), 1
        )
    ]
    parts.append(("上次任务", "\n".join(_told(meeting))))
    parts.append(("决议事项", "\n".join(tasks) or "无"))
    return [(head, text) for head, text in parts if text]


def _units(meeting: Meeting) -> str:
    """A joint meeting counts units, with the people of each; anything else has none."""
    rows = list(meeting.units.select_related("organisation", "partner").order_by("pk"))
    if not rows:
        return ""
    there = [one for one in rows if one.presence == Presence.PRESENT]
    named = "、".join(f"{_named_unit(one)}（{one.people} 人）" for one in there)
    return f"应到 {len(rows)} 家，实到 {len(there)} 家：{named or '无'}"


def _named_unit(one: Unit) -> str:
    return (
        one.organisation.name if one.organisation is not None else getattr(one.partner, "name", "")
    )


def _told(meeting: Meeting) -> list[str]:
    """What was told of tasks of earlier meetings."""
    rows = TaskReport.objects.filter(meeting=meeting).select_related(
        "task__unit__organisation", "task__unit__partner"
    )
    return [f"{one.task.text}（{_unit(one.task)}）：{one.text}" for one in rows.order_by("pk")]


def _when(meeting: Meeting) -> str:
    begins = timezone.localtime(meeting.starts_at)
    words = f"{begins:%Y-%m-%d %H:%M}"
    if meeting.ends_at is not None:
        words += f" 至 {timezone.localtime(meeting.ends_at):%H:%M}"
    return words


def _attendance(rows: list[Attendee]) -> str:
    should = [one for one in rows if not one.observer]
    there = [one for one in should if one.presence == Presence.PRESENT]
    return (
        f"应到 {len(should)} 人，实到 {len(there)} 人；其中有表决权应到 "
        f"{sum(one.vote for one in should)} 人，实到 {sum(one.vote for one in there)} 人。"
    )


def _list(rows: list[Attendee], named: Named, wanted: Callable[[Attendee], bool]) -> str:
    return "、".join(named(one.person) or "（已删除）" for one in rows if wanted(one))


def _excused(rows: list[Attendee], named: Named) -> str:
    return "、".join(
        f"{named(one.person) or '（已删除）'}（{one.reason}）"
        for one in rows
        if one.presence == Presence.EXCUSED
    )


def _item(item: AgendaItem, named: Named) -> str:
    lines = [f"{item.title}（{item.get_kind_display()}）"]
    if item.text:
        lines.append(item.text)
    lines += [f"{named(one.person)}：{one.text}" for one in item.words.all()]
    lines += [f"回避：{named(one.person)}（{one.reason}）" for one in item.recusals.all()]
    votes = item.votes.all()
    if votes:
        lines.append(
            "记名表决：" + "，".join(f"{named(one.person)}{_CHOICES[one.choice]}" for one in votes)
        )
    if item.outcome:
        lines += [text.zh for text in standing.steps_of(item)]
        lines.append(f"表决结果：{_OUTCOMES.get(item.outcome, item.outcome)}")
    return "\n".join(lines)


_CHOICES = {"for": "赞成", "against": "反对", "abstain": "弃权", "void": "无效"}


def _unit(task: object) -> str:
    unit = getattr(task, "unit", None)
    if unit is None:
        return "—"
    return str(unit.organisation or unit.partner.name)
