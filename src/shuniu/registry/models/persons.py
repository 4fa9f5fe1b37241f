"""One table of persons: sealed with a key of their own, known elsewhere by a pseudonymous key."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.base import crypto
from shuniu.base.clock import now


class Person(models.Model):
    """Somebody. ``key`` is what other rooms and facts know; destroying ``wrapped`` erases the rest."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    wrapped = models.TextField(default=crypto.new_key, editable=False, blank=True)
    name_sealed = models.TextField(blank=True)
    name_hash = models.CharField(max_length=64, db_index=True, blank=True)
    phone_sealed = models.TextField(blank=True)
    phone_hash = models.CharField(max_length=64, db_index=True, blank=True)
    id_sealed = models.TextField(blank=True)
    id_hash = models.CharField(max_length=64, db_index=True, blank=True)
    made_at = models.DateTimeField(default=now)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("人员")

    @property
    def name(self) -> str:
        """In clear; empty once erased."""
        return crypto.unseal(self.name_sealed, self.wrapped) if self.wrapped else ""

    @property
    def phone(self) -> str:
        """In clear; empty where there is none or once erased."""
        return crypto.unseal(self.phone_sealed, self.wrapped) if self.wrapped else ""
