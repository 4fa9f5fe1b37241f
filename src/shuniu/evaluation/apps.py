"""The room's name, its lines of the menu, who may open its files."""

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    """The room."""

    name = "shuniu.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        """Add the lines of the menu and the door of evidence."""
        from shuniu.accounts.models import User  # noqa: PLC0415 (tables are known only now)
        from shuniu.accounts.rules import may_somewhere  # noqa: PLC0415 (the same)
        from shuniu.accounts.states import Capability  # noqa: PLC0415 (the same)
        from shuniu.base.files import door  # noqa: PLC0415 (the same)
        from shuniu.base.models import StoredFile  # noqa: PLC0415 (the same)
        from shuniu.evaluation.queries import facts  # noqa: PLC0415 (the same)
        from shuniu.evaluation.rules import evidence  # noqa: PLC0415 (the same)
        from shuniu.evaluation.services.evidence import DOOR  # noqa: PLC0415 (the same)
        from shuniu.registry.queries import elsewhere  # noqa: PLC0415 (as above)
        from shuniu.ui.menu import MenuItem, Visible, add  # noqa: PLC0415 (the same)

        facts.publish_all()
        elsewhere.add(
            elsewhere.Elsewhere(
                40,
                _("评价"),
                lambda pk: reverse("evaluation:grade_history", args=[pk]),
                (Capability.ROUNDS_SEE, Capability.ROUNDS_ANSWER),
            )
        )

        def who(*capabilities: str) -> Visible:
            return lambda user: (
                isinstance(user, User) and any(may_somewhere(user, one) for one in capabilities)
            )

        @door(DOOR)
        def may_open(user: object, file: StoredFile) -> bool:
            return isinstance(user, User) and bool(evidence.can_open(user, file))

        seeing = who(Capability.ROUNDS_SEE)
        add(MenuItem("frameworks", _("评价标准"), "evaluation:frameworks", "ruler", 33, seeing))
        add(MenuItem("grades", _("等级名录"), "evaluation:grades", "award", 35, seeing))
        add(MenuItem("rounds", _("评价"), "evaluation:rounds", "clipboard-check", 30, seeing))
        answers, assesses = who(Capability.ROUNDS_ANSWER), who(Capability.ROUNDS_ASSESS)
        add(MenuItem("entries", _("填报"), "evaluation:entries", "pencil-line", 31, answers))
        add(MenuItem("work", _("评分任务"), "evaluation:work", "square-pen", 32, assesses))
