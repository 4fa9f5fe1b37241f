"""Bodies and posts, each from a day to a day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shuniu.registry.models.organisations import Organisation
from shuniu.registry.models.persons import Person
from shuniu.registry.states import BodyKind, PostTitle


class Body(models.Model):
    """A council, a board of supervisors, a secretariat, a branch, a committee."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="bodies")
    kind = models.CharField(_("种类"), max_length=20, choices=BodyKind.choices)
    name = models.CharField(_("名称"), max_length=80, blank=True)
    since = models.DateField(_("成立日期"))
    until = models.DateField(_("撤销日期"), null=True, blank=True)
    elected_on = models.DateField(_("本届产生日期"), null=True, blank=True)
    term_years = models.PositiveSmallIntegerField(_("任期（年）"), null=True, blank=True)
    extended_until = models.DateField(_("批准延期至"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("应有人数"), null=True, blank=True)

    class Meta:
        verbose_name = _("机构")
        ordering: ClassVar = ["organisation", "kind", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="registry_body_ends_after_it_begins",
            )
        ]


class Post(models.Model):
    """Who holds which post in a body, since when."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="posts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    title = models.CharField(_("职务"), max_length=40, choices=PostTitle.choices)
    words = models.CharField(_("职务名称"), max_length=40, blank=True)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("任职")
        ordering: ClassVar = ["body", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="registry_post_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["body", "person", "title"],
                condition=Q(until__isnull=True),
                name="registry_post_open_once",
            ),
        ]
