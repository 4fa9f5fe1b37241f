"""What an organisation made public for a year, and the figures of its people and services."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shuniu.registry.models.organisations import Organisation
from shuniu.registry.states import AuditResult

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

# Part and whole: what share they make is a measure.
SHARES: dict[str, tuple[str, str]] = {
    "changes_filed": ("changes_in_time", "changes"),
    "prices_public": ("prices_shown", "prices"),
    "paid_directors": ("directors_paid", "directors"),
    "certified": ("staff_certified", "staff"),
    "staff_stay": ("staff_stayed", "staff_before"),
}


def _count(label: Words) -> models.PositiveIntegerField[int | None, int | None]:
    return models.PositiveIntegerField(label, null=True, blank=True)


class Disclosure(models.Model):
    """As the yearly work report and the public platform show it; what nobody knows stays empty."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="disclosures")
    year = models.PositiveSmallIntegerField(_("年度"))
    audit = models.CharField(
        _("审计或审阅结论"), max_length=12, choices=AuditResult.choices, blank=True
    )
    published_on = models.DateField(_("年度工作报告公开日期"), null=True, blank=True)
    balance_public = models.BooleanField(_("公开资产负债表"), null=True)
    income_public = models.BooleanField(_("公开业务活动表"), null=True)
    opinion_public = models.BooleanField(_("公开审计或审阅意见"), null=True)
    changes = _count(_("应办理的登记事项变更"))
    changes_in_time = _count(_("其中按期办理"))
    prices = _count(_("收费项目"))
    prices_shown = _count(_("其中已公示"))
    directors = _count(_("理事人数"))
    directors_paid = _count(_("其中领取报酬"))
    staff = _count(_("专职人员"))
    staff_certified = _count(_("其中持职业资格"))
    staff_before = _count(_("年初专职人员"))
    staff_stayed = _count(_("其中年末仍在职"))

    training_hours = models.DecimalField(
        _("专职人员人均培训学时"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    reserve_months = models.DecimalField(
        _("非限定性净资产可支撑月数"), max_digits=6, decimal_places=1, null=True, blank=True
    )

    class Meta:
        verbose_name = _("公开与队伍情况")
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "year"], name="registry_disclosure_once_a_year"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{part}__isnull": True}) | Q(**{f"{part}__lte": F(whole)}),
                    name=f"registry_disclosure_{key}",
                )
                for key, (part, whole) in SHARES.items()
            ),
        ]
