"""Tables of the ground floor. Users are known by an opaque number only."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One line of the book; written once, never changed."""

    number = models.BigIntegerField(_("序号"), primary_key=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    actor_id = models.BigIntegerField(_("操作人"), null=True, db_index=True)
    action = models.CharField(_("动作"), max_length=100, db_index=True)
    subject = models.CharField(_("对象"), max_length=200, db_index=True)
    node_id = models.BigIntegerField(_("所属"), null=True, db_index=True)
    detail = models.JSONField(_("内容"), default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("审计记录")
        ordering: ClassVar = ["-number"]


class AuditAnchor(models.Model):
    """Where the chain goes on after old lines were removed by policy."""

    number = models.BigIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("审计链锚点")


class Rule(models.Model):
    """A dated value of a declared rule: a deadline, a share, a threshold."""

    code = models.CharField(_("规则"), max_length=100)
    since = models.DateField(_("生效日期"))
    value = models.JSONField(_("取值"), encoder=DjangoJSONEncoder)
    source = models.CharField(_("依据"), max_length=300, blank=True)
    set_by_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("规则取值")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "since"], name="base_rule_once_a_day")
        ]


class StoredFile(models.Model):
    """A file kept by the hash of its content; reached only through a rule."""

    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("大小"))
    media_type = models.CharField(_("类型"), max_length=100)
    name = models.CharField(_("文件名"), max_length=200)
    door = models.CharField(max_length=60)
    kept_at = models.DateTimeField(_("上传时间"))
    kept_by_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("文件")


class Notice(models.Model):
    """A line for one person: what happened, where to go."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("收件人")
    )
    text = models.CharField(_("内容"), max_length=500)
    url = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读时间"), null=True)

    class Meta:
        verbose_name = _("通知")
        ordering: ClassVar = ["-made_at", "-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["user"], condition=Q(read_at__isnull=True), name="base_notice_unread"
            )
        ]


class Webhook(models.Model):
    """A robot of a group chat that is told, too."""

    class Kind(models.TextChoices):
        """Whose message format it speaks."""

        WECOM = "wecom", _("企业微信")
        DINGTALK = "dingtalk", _("钉钉")

    kind = models.CharField(_("种类"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=60)
    url_sealed = models.TextField()
    key = models.TextField()
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("群机器人")
