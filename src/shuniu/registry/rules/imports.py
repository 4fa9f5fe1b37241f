"""Who may see and carry out an import."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base import files
from shuniu.base.models import StoredFile
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.registry.models import Import

DOOR = "registry.import"


def can_carry(user: User, run: Import) -> Verdict:
    """Whether somebody may look at an import, change its columns, carry it out or drop it."""
    return may(user, Capability.REGISTRY_IMPORT, run.node)


def may_be_seen(stamp: str, run: Import) -> Verdict:
    """Whether what somebody looked at is what would be carried out."""
    if stamp == run.preview.get("stamp"):
        return ALLOWED
    words = _("预览在您核对期间更新过，没有导入。请按新的预览再核对一遍。")
    return refuse(words, "registry.import.seen")


@files.door(DOOR)
def may_fetch(user: object, file: StoredFile) -> bool:
    """The uploaded sheet: for those who may carry the import out."""
    run = Import.objects.select_related("node").filter(file=file).first()
    return isinstance(user, User) and run is not None and bool(can_carry(user, run))
