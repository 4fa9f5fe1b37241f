"""The key of a branch, and the keys it knows."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu import attest
from shuniu.accounts.models import User
from shuniu.base import audit, clock, crypto
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.members import rules
from shuniu.members.models import KnownSigner, SigningKey
from shuniu.registry.models import PartyOrganisation


def key_for(party: PartyOrganisation) -> SigningKey:
    """The signing key of a branch; made when it is first needed."""
    found = SigningKey.objects.filter(party=party).first()
    if found is not None:
        return found
    private = attest.make_key()
    return SigningKey.objects.create(
        party=party, wrapped=crypto.wrap(bytes.fromhex(private)), public=attest.public_of(private)
    )


def private_of(row: SigningKey) -> str:
    """The private half, for one signature."""
    return crypto.unwrap(row.wrapped).hex()


def know_signer(public: str, *, name: str, party: PartyOrganisation, by: User) -> KnownSigner:
    """Somebody compared the fingerprint with the other branch.

    Raises:
        Refused: by the rules, no name, or no key.
    """
    with transaction.atomic():
        ensure(rules.can_keep_branch(by, party))
        try:
            attest.fingerprint(public)
        except attest.Malformed as error:
            raise Refused(refuse(_("公钥应为 64 位十六进制。"), "members.signer")) from error
        if not name.strip():
            raise Refused(refuse(_("请填写对方党组织名称。"), "members.signer_name"))
        row, _new = KnownSigner.objects.update_or_create(
            public=public,
            defaults={"name": name.strip(), "since": clock.today(), "until": None},
        )
        audit.record("members.signer.known", row, by=by, node=party.home.node_id, key=public[:16])
    return row
