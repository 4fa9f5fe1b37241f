"""An import on its way from upload to transaction."""

from __future__ import annotations

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import Node, User
from shuniu.base.clock import now
from shuniu.base.models import StoredFile
from shuniu.registry.states import ImportState, RowVerdict


class Import(models.Model):
    """A spreadsheet, how its columns are understood, and what it would do."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=80, blank=True)
    columns = models.JSONField(default=dict)  # field key → letters of the column chosen by hand
    preview = models.JSONField(default=dict)  # layout, notes, counts; the rows stand in ImportRow
    state = models.CharField(
        _("状态"), max_length=20, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("导入")
        ordering: ClassVar = ["-made_at"]


class ImportRow(models.Model):
    """One row of the spreadsheet: what it would do, or why it cannot."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("行号"))
    verdict = models.CharField(_("结论"), max_length=20, choices=RowVerdict.choices)
    name = models.CharField(_("单位名称"), max_length=120, blank=True)
    code = models.CharField(_("统一社会信用代码"), max_length=40, blank=True)
    alike = models.BooleanField(_("疑似重复"), default=False)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("导入的行")
        ordering: ClassVar = ["number"]
        indexes: ClassVar = [models.Index(fields=["run", "verdict", "number"])]
