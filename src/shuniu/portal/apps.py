"""The room's name."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Home, dashboard, search."""

    name = "shuniu.portal"
    label = "portal"

    def ready(self) -> None:
        """Put the first lines into the menu."""
        from shuniu.accounts.rules import may_somewhere  # noqa: PLC0415 (tables are known only now)
        from shuniu.accounts.states import Capability  # noqa: PLC0415
        from shuniu.ui.menu import MenuItem, add  # noqa: PLC0415

        add(MenuItem("home", _("首页"), "portal:home", "house", 0))
        add(
            MenuItem(
                "dashboard",
                _("总览"),
                "portal:dashboard",
                "layout-dashboard",
                5,
                lambda user: bool(may_somewhere(user, Capability.DASHBOARD_SEE)),  # type: ignore[arg-type]
            )
        )
