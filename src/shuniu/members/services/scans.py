"""Papers of the way: sealed with the person's key, or known by their digest alone."""

from __future__ import annotations

import base64
import hashlib

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, crypto, files
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.members import rules
from shuniu.members.models import Member, Scan
from shuniu.members.states import BY_NUMBER

_LARGEST = 5 * 1024 * 1024


def keep_scan(
    member: Member, number: int, upload: File[bytes], *, kept: bool, by: User | None
) -> Scan:
    """A paper of a step; its content is sealed, or only its digest is noted.

    Args:
        member: whose.
        number: of the step.
        upload: the file, examined like every other.
        kept: whether the content is kept, too; else the paper stays where it is.
        by: who.

    Raises:
        Refused: by the rules, of an unknown kind, too large, or there already.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, member))
        if number not in BY_NUMBER:
            raise Refused(refuse(_("没有这个步骤。"), "members.step.number"))
        found = files.examine(upload)
        if len(found.content) > _LARGEST:
            words = _("材料超过 5 MB，请压缩，或者只登记摘要。")
            raise Refused(refuse(words, "members.scan.large"))
        digest = hashlib.sha256(found.content).hexdigest()
        if member.scans.filter(digest=digest).exists():
            raise Refused(refuse(_("这份材料已经登记。"), "members.scan.twice"))
        wrapped = member.person.wrapped
        plain = base64.b64encode(found.content).decode() if kept else ""
        row = Scan.objects.create(
            member=member,
            number=number,
            digest=digest,
            size=len(found.content),
            media_type=found.media_type,
            title_sealed=crypto.seal(str(upload.name or "")[-120:], wrapped),
            content_sealed=crypto.seal(plain, wrapped),
        )
        audit.record("members.scan", member, by=by, node=member.organisation.node_id, digest=digest)
    return row
