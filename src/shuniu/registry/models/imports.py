"""An import on its way from upload to transaction."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import Node, User
from shuniu.base.clock import now
from shuniu.base.models import StoredFile
from shuniu.registry.states import ImportState


class Import(models.Model):
    """A spreadsheet, how its columns are understood, and what it would do."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=80, blank=True)
    columns = models.JSONField(default=dict)  # field key → heading as chosen by hand
    preview = models.JSONField(default=dict)  # counts and rows: added, changed, same, refused
    state = models.CharField(
        _("状态"), max_length=20, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("导入")
        ordering: ClassVar = ["-made_at"]
