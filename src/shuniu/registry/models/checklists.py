"""Configurable checklists: 六同步, 两纳入, 党建入章 and what else a hub asks for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import Node
from shuniu.base.models import StoredFile
from shuniu.registry.models.organisations import Organisation


class Checklist(models.Model):
    """A named list of things to be done; there is no national definition, the hub's stands."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    title = models.CharField(_("名称"), max_length=80)
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("清单")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["node", "code"], name="registry_checklist_code_once")
        ]


class ChecklistItem(models.Model):
    """One thing on a list."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("事项"), max_length=200)

    class Meta:
        verbose_name = _("清单事项")
        ordering: ClassVar = ["order"]


class ChecklistMark(models.Model):
    """An organisation did it, on a day, with a proof where one is at hand."""

    item = models.ForeignKey(ChecklistItem, models.CASCADE, related_name="marks")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="checklist_marks")
    done_on = models.DateField(_("完成日期"))
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("清单完成情况")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "organisation"], name="registry_mark_once")
        ]
