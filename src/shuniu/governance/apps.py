"""The room's name."""

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    """The room."""

    name = "shuniu.governance"
    label = "governance"

    def ready(self) -> None:
        """Hang the gate before every vote, publish facts, open its doors, add its line."""
        from shuniu.accounts.models import User  # noqa: PLC0415 (tables are known only now)
        from shuniu.accounts.rules import may_somewhere  # noqa: PLC0415 (as above)
        from shuniu.accounts.states import Capability  # noqa: PLC0415 (as above)
        from shuniu.governance import rules  # noqa: F401, PLC0415 (opens the door)
        from shuniu.governance.queries import facts  # noqa: PLC0415 (as above)
        from shuniu.governance.rules import gate  # noqa: PLC0415 (as above)
        from shuniu.meetings import rules as meetings  # noqa: PLC0415 (as above)
        from shuniu.registry.queries import elsewhere  # noqa: PLC0415 (as above)
        from shuniu.ui import menu  # noqa: PLC0415 (as above)

        meetings.guard(gate.guard)
        meetings.seal(gate.sealed)
        facts.publish_all()
        elsewhere.add(
            elsewhere.Elsewhere(
                30,
                _("重大事项"),
                lambda pk: f"{reverse('governance:matters')}?of={pk}",
                (Capability.MATTERS_SEE,),
            )
        )

        def visible(user: object) -> bool:
            return isinstance(user, User) and bool(may_somewhere(user, Capability.MATTERS_SEE))

        menu.add(
            menu.MenuItem("matters", _("重大事项"), "governance:matters", "scale", 14, visible)
        )
