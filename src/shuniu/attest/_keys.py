"""Keys as hexadecimal text: 32 bytes each."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from shuniu.attest._faults import Malformed

_BYTES = 32


def make_key() -> str:
    """A fresh private key."""
    return Ed25519PrivateKey.generate().private_bytes_raw().hex()


def public_of(private: str) -> str:
    """The public half."""
    return private_key(private).public_key().public_bytes_raw().hex()


def fingerprint(public: str) -> str:
    """A short word that two people can compare by telephone: eight groups of four."""
    mark = hashlib.sha256(_raw(public)).hexdigest()[:32]
    return " ".join(mark[at : at + 4] for at in range(0, 32, 4))


def private_key(text: str) -> Ed25519PrivateKey:
    """The private key in a text.

    Raises:
        Malformed: it is none.
    """
    return Ed25519PrivateKey.from_private_bytes(_raw(text))


def public_key(text: str) -> Ed25519PublicKey:
    """The public key in a text.

    Raises:
        Malformed: it is none.
    """
    return Ed25519PublicKey.from_public_bytes(_raw(text))


def _raw(text: str) -> bytes:
    try:
        raw = bytes.fromhex(text)
    except ValueError as error:
        message = "a key is 64 hexadecimal digits"
        raise Malformed(message) from error
    if len(raw) != _BYTES or raw.hex() != text:
        message = "a key is 64 hexadecimal digits"
        raise Malformed(message)
    return raw
