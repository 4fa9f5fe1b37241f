"""Organisations and their dated facts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import Node
from shuniu.base.clock import now
from shuniu.registry.states import CharterClause, OrganisationType, ReportResult, Size, Standing


class OrganisationFacts(models.Model):
    """What changes over time; the present row and every past row have these."""

    name = models.CharField(_("单位名称"), max_length=120)
    type = models.CharField(_("组织类型"), max_length=20, choices=OrganisationType.choices)
    sector = models.CharField(_("行业领域"), max_length=40, blank=True)
    region = models.CharField(_("行政区划代码"), max_length=6, blank=True)
    address = models.CharField(_("住所"), max_length=200, blank=True)
    size = models.CharField(_("规模"), max_length=20, choices=Size.choices, default=Size.REGULAR)
    standing = models.CharField(
        _("状态"), max_length=20, choices=Standing.choices, default=Standing.ACTIVE
    )
    supervisor = models.CharField(_("业务主管单位"), max_length=120, blank=True)
    staff = models.PositiveIntegerField(_("专职人员数"), null=True, blank=True)
    party_members = models.PositiveIntegerField(_("党员数"), null=True, blank=True)
    formal_members = models.PositiveIntegerField(
        _("组织关系在本单位的正式党员数"), null=True, blank=True
    )

    class Meta:
        abstract = True


class Organisation(OrganisationFacts):
    """An organisation as it stands today; the hub itself is one."""

    node = models.OneToOneField(Node, models.PROTECT, related_name="+")
    code = models.CharField(_("统一社会信用代码"), max_length=18, unique=True)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    registered_on = models.DateField(_("成立登记日期"), null=True, blank=True)
    pinyin = models.CharField(max_length=400, blank=True, db_index=True)
    initials = models.CharField(max_length=120, blank=True, db_index=True)
    contact_sealed = models.TextField(blank=True)  # office phone of the contact, for duplicates
    contact_hash = models.CharField(max_length=64, blank=True, db_index=True)
    key = models.TextField(blank=True)
    since = models.DateField(_("现状起始日期"))
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("社会组织")
        ordering: ClassVar = ["code"]
        indexes: ClassVar = [models.Index(fields=["type", "size", "standing"])]

    def __str__(self) -> str:
        return self.name


class OrganisationPast(OrganisationFacts):
    """How it stood from a day to the day before another."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="past")
    since = models.DateField()
    until = models.DateField()

    class Meta:
        verbose_name = _("社会组织历史")
        ordering: ClassVar = ["-since"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="registry_past_ends_after_it_begins"
            )
        ]


class AnnualReport(models.Model):
    """The yearly check or report, and the figures of that year."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="reports")
    year = models.PositiveSmallIntegerField(_("年度"))
    result = models.CharField(_("结论"), max_length=20, choices=ReportResult.choices)
    filed_on = models.DateField(_("报送日期"), null=True, blank=True)
    income = models.DecimalField(
        _("收入（万元）"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    expenses = models.DecimalField(
        _("支出（万元）"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    net_assets = models.DecimalField(
        _("年末净资产（万元）"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    members = models.PositiveIntegerField(_("会员数"), null=True, blank=True)

    class Meta:
        verbose_name = _("年检年报")
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "year"], name="registry_report_once_a_year"
            )
        ]


class Charter(models.Model):
    """How the party clause stands in the charter, from a day on."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="charters")
    clause = models.CharField(_("党建入章"), max_length=20, choices=CharterClause.choices)
    wording = models.CharField(_("文本版本"), max_length=10, blank=True)
    ratified_on = models.DateField(_("会议通过日期"), null=True, blank=True)
    since = models.DateField(_("起"))

    class Meta:
        verbose_name = _("章程党建条款")
        ordering: ClassVar = ["-since"]


class CreditEvent(models.Model):
    """A public entry in a list of the registration authority: abnormal, dishonest, penalty, case."""

    class Kind(models.TextChoices):
        """Which list."""

        ABNORMAL = "abnormal", _("活动异常名录")
        DISHONEST = "dishonest", _("严重违法失信名单")
        PENALTY = "penalty", _("行政处罚")
        INVESTIGATION = "investigation", _("立案调查")
        GRAVE = "grave", _("严重违背宗旨事件")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="credit_events")
    kind = models.CharField(_("种类"), max_length=20, choices=Kind.choices)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("信用信息")
        ordering: ClassVar = ["-since"]


class Partner(models.Model):
    """Somebody outside the hub: an enterprise, a university, an office, another region."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    name = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("类别"), max_length=40)
    code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    region = models.CharField(_("地区"), max_length=60, blank=True)
    contact = models.CharField(_("对接部门"), max_length=120, blank=True)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("合作单位")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["node", "name"], name="registry_partner_name_once")
        ]
