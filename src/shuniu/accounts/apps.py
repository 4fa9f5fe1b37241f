"""The room's name."""

from collections.abc import Callable

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Nodes, users, grants."""

    name = "shuniu.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Put the offices into the menu."""
        from shuniu.accounts import listeners as _listeners  # noqa: F401, PLC0415 (they register)
        from shuniu.accounts import services  # noqa: PLC0415 (tables are known only now)
        from shuniu.accounts.queries import places  # noqa: PLC0415 (tables are known only now)
        from shuniu.accounts.rules import may_somewhere  # noqa: PLC0415 (tables are known only now)
        from shuniu.accounts.states import Capability  # noqa: PLC0415
        from shuniu.base import crypto  # noqa: PLC0415
        from shuniu.ui.menu import MenuItem, add, place_by  # noqa: PLC0415

        place_by(places)
        crypto.rotates(services.rewrap_keys)

        def holding(*capabilities: Capability) -> Callable[[object], bool]:
            return lambda user: any(may_somewhere(user, one) for one in capabilities)  # type: ignore[arg-type]

        inviting = holding(Capability.INVITE, Capability.ACCOUNTS_MANAGE)
        managing = holding(Capability.ACCOUNTS_MANAGE)
        ruling = holding(Capability.RULES_SET)
        for item in (
            MenuItem("people", _("账号与授权"), "accounts:people", "users", 80, managing),
            MenuItem("invitations", _("邀请"), "accounts:invitations", "mail-plus", 60, inviting),
            MenuItem(
                *("tokens", _("接口令牌"), "accounts:tokens", "plug", 85),
                holding(Capability.TOKENS),
            ),
            MenuItem("rules", _("规则"), "accounts:rule_book", "sliders-horizontal", 90, ruling),
            MenuItem(
                *("book", _("审计记录"), "accounts:book", "book-open-check", 95),
                holding(Capability.AUDIT_READ),
            ),
        ):
            add(item)
