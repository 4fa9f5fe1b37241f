"""Lists as sheets."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shuniu.governance.models import Matter
from shuniu.ui.documents import Sheet


def matters_sheet(rows: QuerySet[Matter]) -> Sheet:
    """Matters, one a row."""
    heads = (
        *(_("编号"), _("单位"), _("事项"), _("类别"), _("金额（元）"), _("性质")),
        *(_("紧急"), _("提出日期"), _("状态")),
    )
    return Sheet(
        _("重大事项"),
        heads,
        [
            (
                *(one.number, one.organisation.name, one.title, one.get_kind_display()),
                None if one.amount is None else float(one.amount),
                {True: _("重大"), False: _("一般"), None: ""}[one.major],
                _("是") if one.emergency else "",
                one.raised_on,
                one.get_state_display(),
            )
            for one in rows
        ],
    )
