"""The list of major matters, a matter, its papers, who should step aside."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import Node, User
from shuniu.base.clock import now
from shuniu.base.models import StoredFile
from shuniu.governance.states import LISTED, Decider, Found, MatterClass, MatterState
from shuniu.registry.models import Organisation, Person


class MajorList(models.Model):
    """A line of the list, in force from a day to a day at a place of the tree and under it.

    The line nearest to an organisation holds; where there is none, the default of the rules does.
    """

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    kind = models.CharField(
        _("类别"), max_length=20, choices=[(one.value, one.label) for one in LISTED]
    )
    title = models.CharField(_("事项"), max_length=120)
    threshold = models.DecimalField(
        _("金额标准（元）"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    words = models.JSONField(default=list)  # in a title: what belongs to the class
    studied_by = models.JSONField(default=list)  # codes of StudyBy, the first that there is
    decides = models.CharField(
        _("决策机构"), max_length=20, choices=Decider.choices, default=Decider.COUNCIL
    )
    before_days = models.PositiveSmallIntegerField(_("提前报告天数"), null=True, blank=True)
    after_days = models.PositiveSmallIntegerField(_("决定后报告天数"), null=True, blank=True)
    authority = models.CharField(_("报告对象"), max_length=120, blank=True)
    publicity_days = models.PositiveSmallIntegerField(_("公示天数"), null=True, blank=True)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("重大事项清单")
        ordering: ClassVar = ["kind", "-since", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="governance_line_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["node", "kind"],
                condition=Q(until__isnull=True),
                name="governance_line_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Matter(models.Model):
    """Something an organisation means to decide.

    ``major`` and what follows from the list are written down when it is classified, so that a
    later change of the list changes nothing of what was asked of it.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.CharField(_("编号"), max_length=40)
    title = models.CharField(_("事项"), max_length=120)
    text = models.TextField(_("内容和理由"), blank=True)
    kind = models.CharField(_("类别"), max_length=20, choices=MatterClass.choices)
    amount = models.DecimalField(
        _("金额（元）"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    counterparty = models.CharField(_("交易或合作对方"), max_length=120, blank=True)
    planned_on = models.DateField(_("计划实施日期"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    major = models.BooleanField(_("重大事项"), null=True)
    listing = models.ForeignKey(MajorList, models.PROTECT, null=True, related_name="+")
    needs = models.JSONField(default=dict)  # the line of the list as it was on the day
    working = models.JSONField(default=list)  # the arithmetic of the class, sentence by sentence
    emergency = models.BooleanField(_("紧急"), default=False)
    emergency_reason = models.CharField(_("紧急理由"), max_length=300, blank=True)
    state = models.CharField(
        _("状态"), max_length=20, choices=MatterState.choices, default=MatterState.RAISED
    )
    raised_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    raised_on = models.DateField(_("提出日期"))
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("重大事项")
        ordering: ClassVar = ["-raised_on", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state"]),
            models.Index(fields=["organisation", "raised_on"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "number"], name="governance_number_once"
            ),
            models.CheckConstraint(
                condition=Q(emergency=False) | ~Q(emergency_reason=""),
                name="governance_emergency_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(major__isnull=False)
                | Q(state__in=(MatterState.RAISED, MatterState.WITHDRAWN)),
                name="governance_matter_is_classified",
            ),
            models.CheckConstraint(
                condition=~Q(state=MatterState.ORDINARY) | Q(major=False),
                name="governance_ordinary_is_not_major",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Paper(models.Model):
    """A paper that comes with a matter."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="papers")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("事项材料")
        ordering: ClassVar = ["pk"]


class Conflict(models.Model):
    """Somebody with an interest of their own: out of the count and without a vote."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="conflicts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(_("利益关系"), max_length=200)
    found = models.CharField(_("来源"), max_length=10, choices=Found.choices)
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("利益冲突")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "person"], name="governance_conflict_once")
        ]
