"""Tables of the meetings."""

from shuniu.meetings.models.meetings import Attendee, Feed, Meeting, Unit
from shuniu.meetings.models.outcomes import Idea, Task, TaskReport
from shuniu.meetings.models.plans import Plan, PlanItem
from shuniu.meetings.models.words import AgendaItem, Recusal, Topic, Vote, Word

__all__ = [
    "AgendaItem",
    "Attendee",
    "Feed",
    "Idea",
    "Meeting",
    "Plan",
    "PlanItem",
    "Recusal",
    "Task",
    "TaskReport",
    "Topic",
    "Unit",
    "Vote",
    "Word",
]
