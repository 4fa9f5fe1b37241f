"""Party organisations, whom they cover, instructors, and those not yet set up."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shuniu.registry.models.bodies import Body
from shuniu.registry.models.organisations import Organisation
from shuniu.registry.models.persons import Person
from shuniu.registry.states import PartyKind


class PartyOrganisation(models.Model):
    """A branch or committee; its kind decides what it may do."""

    home = models.ForeignKey(Organisation, models.CASCADE, related_name="party_organisations")
    body = models.OneToOneField(Body, models.SET_NULL, null=True, related_name="party_organisation")
    name = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("组建方式"), max_length=20, choices=PartyKind.choices)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    approved_on = models.DateField(_("批复日期"), null=True, blank=True)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)
    can_approve_members = models.BooleanField(_("有权审批预备党员"), default=False)
    approval_granted_by = models.CharField(_("授权机关"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("党组织")
        ordering: ClassVar = ["name"]


class PartyCover(models.Model):
    """A party organisation covers an organisation, from a day to a day."""

    party = models.ForeignKey(PartyOrganisation, models.CASCADE, related_name="covers")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="party_covers")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("党组织覆盖")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "organisation"],
                condition=Q(until__isnull=True),
                name="registry_cover_open_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="registry_cover_ends_after_it_begins",
            ),
        ]


class Instructor(models.Model):
    """An instructor of party-building work, with the field they know."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    node = models.ForeignKey("accounts.Node", models.PROTECT, related_name="+")
    field = models.CharField(_("业务领域"), max_length=40)
    unit = models.CharField(_("派出单位"), max_length=120, blank=True)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("党建工作指导员")


class InstructorDuty(models.Model):
    """An instructor looks after an organisation."""

    instructor = models.ForeignKey(Instructor, models.CASCADE, related_name="duties")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="instructor_duties")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("指导员指派")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["instructor", "organisation"],
                condition=Q(until__isnull=True),
                name="registry_duty_open_once",
            )
        ]


class NotBuilt(models.Model):
    """Why a party organisation that is due is not set up yet, and by when it will be."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="not_built")
    due_since = models.DateField(_("达到应建条件之日"))
    reason = models.CharField(_("未建原因"), max_length=300)
    planned_on = models.DateField(_("计划组建日期"), null=True, blank=True)
    settled_on = models.DateField(_("销号日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("应建未建")
