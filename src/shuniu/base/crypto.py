"""Sealing personal values: a key per person, wrapped by a key-encryption key that can be rotated.

AES-256-GCM by default. A hub that must use approved algorithms names another provider in
``SHUNIU_CIPHER``; it offers the same three verbs. Destroying a person's wrapped key makes every
value sealed with it unreadable, in the database and in every older backup.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from shuniu.base import prepared

_NONCE = 12


class Sealed(ValueError):  # noqa: N818 (the value is sealed for good)
    """A value that no key at hand can open."""


class Cipher(Protocol):
    """What a provider offers."""

    def seal(self, plain: bytes, key: bytes) -> bytes:
        """Encrypt and authenticate."""

    def unseal(self, sealed: bytes, key: bytes) -> bytes:
        """Open.

        Raises:
            Sealed: wrong key or changed bytes.
        """

    def keyed_hash(self, plain: bytes, key: bytes) -> str:
        """A hash only the holder of the key can compute, hexadecimal."""


class AesGcm:
    """AES-256-GCM with a random nonce in front; HMAC-SHA-256."""

    def seal(self, plain: bytes, key: bytes) -> bytes:
        """Nonce, then ciphertext with its tag."""
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(key).encrypt(nonce, plain, None)

    def unseal(self, sealed: bytes, key: bytes) -> bytes:
        """Open what ``seal`` made."""
        try:
            return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
        except (InvalidTag, ValueError) as error:
            raise Sealed from error

    def keyed_hash(self, plain: bytes, key: bytes) -> str:
        """HMAC-SHA-256."""
        return hmac.new(key, plain, hashlib.sha256).hexdigest()


@lru_cache(maxsize=1)
def _cipher(path: str) -> Cipher:
    made: Cipher = import_string(path)()
    return made


def _provider() -> Cipher:
    return _cipher(settings.SHUNIU_CIPHER)


def _masters() -> list[bytes]:
    """Key-encryption keys, the one in use first."""
    return [bytes.fromhex(key) for key in settings.SHUNIU_KEYS]


def new_key() -> str:
    """A fresh key for one person, wrapped."""
    return wrap(os.urandom(32))


def wrap(key: bytes) -> str:
    """Wrap a key with the key-encryption key in use."""
    return base64.b64encode(_provider().seal(key, _masters()[0])).decode()


def unwrap(wrapped: str) -> bytes:
    """The key inside.

    Raises:
        Sealed: the key is destroyed or no key-encryption key fits.
    """
    for master in _masters() if wrapped else ():
        try:
            return _provider().unseal(base64.b64decode(wrapped), master)
        except Sealed:
            continue
    raise Sealed


def rewrap(wrapped: str) -> str:
    """The same key under the key-encryption key now in use; values need no new sealing."""
    return wrap(unwrap(wrapped))


_HOLDERS: list[Callable[[], int]] = []


def rotates(rewrap_all: Callable[[], int]) -> Callable[[], int]:
    """Register how a room wraps its keys anew; it returns how many there were."""
    if rewrap_all not in _HOLDERS:
        _HOLDERS.append(rewrap_all)
    return rewrap_all


def rotate_all() -> int:
    """Wrap every key of the house anew with the key-encryption key in use; returns how many."""
    return sum(one() for one in _HOLDERS)


def rewrap_column(model: type[models.Model], column: str) -> int:
    """Wrap the keys in a column anew; a destroyed key stays destroyed."""
    manager = model._default_manager  # noqa: SLF001 (Django's documented public name)
    rows = list(manager.exclude(**{column: ""}).only("pk", column))
    for row in rows:
        setattr(row, column, rewrap(getattr(row, column)))
    prepared.update(rows, [column])
    return len(rows)


def seal(value: str, wrapped: str) -> str:
    """A value sealed with a person's key; an empty one stays empty."""
    if not value:
        return ""
    return base64.b64encode(_provider().seal(value.encode(), unwrap(wrapped))).decode()


def unseal(sealed: str, wrapped: str) -> str:
    """The value, or an empty word where there is none.

    Raises:
        Sealed: the key is gone.
    """
    if not sealed:
        return ""
    return _provider().unseal(base64.b64decode(sealed), unwrap(wrapped)).decode()


def keyed_hash(value: str) -> str:
    """For finding a sealed value again; the hashing key never changes with rotation."""
    return _provider().keyed_hash(value.encode(), bytes.fromhex(settings.SHUNIU_HASH_KEY))
