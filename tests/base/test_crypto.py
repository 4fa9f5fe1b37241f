"""Sealed values: a key per person, wrapped by a key-encryption key that can be rotated."""

from __future__ import annotations

import base64
import io

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.test import override_settings

from shuniu.accounts.models import User
from shuniu.accounts.services import open_user
from shuniu.base import crypto
from shuniu.base.models import AuditEntry, Webhook
from shuniu.registry.models import Organisation, Person

OLD, NEW = "11" * 32, "22" * 32


def test_what_is_sealed_opens_with_its_own_key_only() -> None:
    mine, other = crypto.new_key(), crypto.new_key()
    sealed = crypto.seal("13800138000", mine)
    assert crypto.unseal(sealed, mine) == "13800138000"
    with pytest.raises(crypto.Sealed):
        crypto.unseal(sealed, other)


def test_the_same_value_is_sealed_differently_each_time() -> None:
    key = crypto.new_key()
    assert crypto.seal("张三", key) != crypto.seal("张三", key)


def test_nothing_stays_nothing() -> None:
    key = crypto.new_key()
    assert crypto.seal("", key) == ""
    assert crypto.unseal("", key) == ""


def test_any_changed_byte_of_a_sealed_value_or_key_is_noticed() -> None:
    key = crypto.new_key()
    sealed = crypto.seal("张三", key)
    for whole, opens in ((sealed, lambda v: crypto.unseal(v, key)), (key, crypto.unwrap)):
        raw = base64.b64decode(whole)
        for place in range(len(raw)):
            changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
            with pytest.raises(crypto.Sealed):
                opens(base64.b64encode(changed).decode())


def test_a_destroyed_key_seals_for_good() -> None:
    sealed = crypto.seal("张三", crypto.new_key())
    with pytest.raises(crypto.Sealed):
        crypto.unseal(sealed, "")


def test_a_keyed_hash_finds_again_and_depends_on_the_key() -> None:
    one = crypto.keyed_hash("13800138000")
    assert one == crypto.keyed_hash("13800138000")
    assert len(one) == 64
    with override_settings(SHUNIU_HASH_KEY="33" * 32):
        assert crypto.keyed_hash("13800138000") != one


def test_values_outlive_a_change_of_the_master_key() -> None:
    with override_settings(SHUNIU_KEYS=[OLD]):
        key = crypto.new_key()
        sealed = crypto.seal("张三", key)
    with override_settings(SHUNIU_KEYS=[NEW, OLD]):  # both are known while keys are rewrapped
        assert crypto.unseal(sealed, key) == "张三"
        fresh = crypto.rewrap(key)
    with override_settings(SHUNIU_KEYS=[NEW]):
        assert crypto.unseal(sealed, fresh) == "张三"
        with pytest.raises(crypto.Sealed):
            crypto.unseal(sealed, key)


@pytest.mark.django_db
def test_the_command_wraps_every_key_of_the_house_anew() -> None:
    with override_settings(SHUNIU_KEYS=[OLD]):
        user = open_user("one", display_name="甲", password=None, by=None, phone="13800138000")
        totp = TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        key = crypto.new_key()
        Webhook.objects.create(
            kind="wecom", name="群", url_sealed=crypto.seal("https://x", key), key=key
        )
    with override_settings(SHUNIU_KEYS=[NEW, OLD]):
        call_command("rotate_keys", stdout=io.StringIO())
    with override_settings(SHUNIU_KEYS=[NEW]):
        assert User.objects.get(pk=user.pk).phone == "13800138000"
        robot = Webhook.objects.get()
        assert crypto.unseal(robot.url_sealed, robot.key) == "https://x"
        kept = Authenticator.objects.get(pk=totp.instance.pk)
        assert crypto.unwrap(kept.data["secret"].partition(":")[0])
    assert AuditEntry.objects.filter(action="base.keys.rotated").count() == 1


def test_every_table_with_a_wrapped_key_is_rotated() -> None:
    known = {
        (holder.args[0], holder.args[1]) for holder in crypto._HOLDERS if hasattr(holder, "args")
    }
    assert {(Webhook, "key"), (Person, "wrapped"), (Organisation, "key")} <= known
