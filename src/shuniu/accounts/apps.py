"""The room's name."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Nodes, users, grants."""

    name = "shuniu.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Put the offices into the menu."""
        from shuniu.accounts import listeners as _listeners  # noqa: F401, PLC0415 (they register)
        from shuniu.accounts.queries import places  # noqa: PLC0415 (tables are known only now)
        from shuniu.accounts.rules import may_somewhere  # noqa: PLC0415 (tables are known only now)
        from shuniu.accounts.states import Capability  # noqa: PLC0415
        from shuniu.ui.menu import MenuItem, add, place_by  # noqa: PLC0415

        place_by(places)

        for code, label, url, icon, order, capability in (
            ("people", _("账号与授权"), "people", "users", 80, Capability.ACCOUNTS_MANAGE),
            ("invitations", _("邀请"), "invitations", "mail-plus", 60, Capability.INVITE),
            ("tokens", _("接口令牌"), "tokens", "plug", 85, Capability.TOKENS),
            ("rules", _("规则"), "rule_book", "sliders-horizontal", 90, Capability.RULES_SET),
            ("book", _("审计记录"), "book", "book-open-check", 95, Capability.AUDIT_READ),
        ):
            add(
                MenuItem(
                    code,
                    label,
                    f"accounts:{url}",
                    icon,
                    order,
                    lambda user, one=capability: bool(may_somewhere(user, one)),  # type: ignore[misc]
                )
            )
