"""With which key a branch signs what it hands over, and whose keys it knows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.base.clock import now
from shuniu.registry.models import PartyOrganisation


class SigningKey(models.Model):
    """The key of a branch; its private half is wrapped like a person's key."""

    party = models.OneToOneField(PartyOrganisation, models.PROTECT, related_name="+")
    wrapped = models.TextField()
    public = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("签名密钥")


class KnownSigner(models.Model):
    """A public key of another branch, compared by its fingerprint over another way."""

    public = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("党组织"), max_length=120)
    since = models.DateField(_("核对日期"))
    until = models.DateField(_("停用日期"), null=True)

    class Meta:
        verbose_name = _("已核对的签名方")
        ordering: ClassVar = ["name", "pk"]
