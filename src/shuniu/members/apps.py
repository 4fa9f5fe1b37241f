"""The room's name."""

from functools import partial

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """The room."""

    name = "shuniu.members"
    label = "members"

    def ready(self) -> None:
        """Publish the room's facts, hand in its keys for rotation, add its lines to the menu."""
        from shuniu.accounts.models import User  # noqa: PLC0415 (tables are known only now)
        from shuniu.accounts.rules import may_somewhere  # noqa: PLC0415 (as above)
        from shuniu.accounts.states import Capability  # noqa: PLC0415 (as above)
        from shuniu.base import crypto  # noqa: PLC0415 (as above)
        from shuniu.members.models import Packet, SigningKey  # noqa: PLC0415 (as above)
        from shuniu.members.queries import facts  # noqa: PLC0415 (as above)
        from shuniu.registry.queries import elsewhere  # noqa: PLC0415 (as above)
        from shuniu.ui import menu  # noqa: PLC0415 (as above)

        facts.publish_all()
        elsewhere.add(
            elsewhere.Elsewhere(
                20,
                _("发展党员"),
                lambda pk: reverse("members:admission", args=[pk]),
                (Capability.REGISTRY_SEE,),
            )
        )
        crypto.rotates(partial(crypto.rewrap_column, Packet, "key"))
        crypto.rotates(partial(crypto.rewrap_column, SigningKey, "wrapped"))

        def where(capability: Capability) -> menu.Visible:
            return lambda user: isinstance(user, User) and bool(may_somewhere(user, capability))

        see, own = where(Capability.MEMBERS_SEE), where(Capability.MEMBERS_OWN)
        for item in (
            menu.MenuItem("members", _("党员"), "members:roster", "users-round", 15, see),
            menu.MenuItem("floating", _("流动党员"), "members:floating", "route", 16, see),
            menu.MenuItem("growing", _("发展党员"), "members:growing", "sprout", 17, see),
            menu.MenuItem("own", _("我的资料"), "members:own", "id-card", 18, own),
        ):
            menu.add(item)
