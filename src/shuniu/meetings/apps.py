"""The room's name."""

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """The room."""

    name = "shuniu.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Publish its facts, open its door to files, add its lines to the menu."""
        from shuniu.accounts.models import User  # noqa: PLC0415 (tables are known only now)
        from shuniu.accounts.rules import may_somewhere  # noqa: PLC0415 (as above)
        from shuniu.accounts.states import Capability  # noqa: PLC0415 (as above)
        from shuniu.meetings import rules  # noqa: F401, PLC0415 (opens the door)
        from shuniu.meetings.queries import facts  # noqa: PLC0415 (as above)
        from shuniu.registry.queries import elsewhere  # noqa: PLC0415 (as above)
        from shuniu.ui import menu  # noqa: PLC0415 (as above)

        facts.publish_all()
        elsewhere.add(
            elsewhere.Elsewhere(
                10,
                _("会议"),
                lambda pk: f"{reverse('meetings:meetings')}?of={pk}",
                (Capability.MEETINGS_SEE,),
            )
        )

        def visible(user: object) -> bool:
            return isinstance(user, User) and bool(may_somewhere(user, Capability.MEETINGS_SEE))

        menu.add(
            menu.MenuItem("meetings", _("会议"), "meetings:meetings", "calendar-check", 12, visible)
        )
        menu.add(
            menu.MenuItem("plans", _("年度计划"), "meetings:plans", "calendar-range", 13, visible)
        )
