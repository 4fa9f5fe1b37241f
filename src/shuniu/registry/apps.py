"""The room's name."""

from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """The room."""

    name = "shuniu.registry"
    label = "registry"

    def ready(self) -> None:
        """Publish the register's facts, open its door to files, add its lines to the menu."""
        from shuniu.accounts.models import User  # noqa: PLC0415 (tables are known only now)
        from shuniu.accounts.rules import may_somewhere  # noqa: PLC0415 (as above)
        from shuniu.accounts.states import Capability  # noqa: PLC0415 (as above)
        from shuniu.base import crypto  # noqa: PLC0415 (as above)
        from shuniu.registry import rules  # noqa: F401, PLC0415 (opens the door)
        from shuniu.registry.models import Organisation, Person  # noqa: PLC0415 (as above)
        from shuniu.registry.queries import facts  # noqa: PLC0415 (as above)
        from shuniu.ui import menu  # noqa: PLC0415 (as above)

        facts.publish_all()
        crypto.rotates(partial(crypto.rewrap_column, Person, "wrapped"))
        crypto.rotates(partial(crypto.rewrap_column, Organisation, "key"))

        def where(capability: Capability) -> menu.Visible:
            return lambda user: isinstance(user, User) and bool(may_somewhere(user, capability))

        see, watch = where(Capability.REGISTRY_SEE), where(Capability.DASHBOARD_SEE)
        for item in (
            menu.MenuItem("registry", _("名册"), "registry:organisations", "building-2", 20, see),
            menu.MenuItem("coverage", _("覆盖情况"), "registry:coverage", "chart-pie", 21, watch),
            menu.MenuItem("checklists", _("清单"), "registry:checklists", "list-checks", 22, watch),
            menu.MenuItem("instructors", _("指导员"), "registry:instructors", "users", 23, watch),
            menu.MenuItem("partners", _("合作单位"), "registry:partners", "handshake", 24, watch),
            menu.MenuItem("areas", _("片区"), "registry:areas", "network", 25, watch),
        ):
            menu.add(item)
