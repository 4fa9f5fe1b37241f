"""Canonical form, digest, signature, and a check that needs no network.

A packet is plain data in one canonical JSON form; its SHA-256 digest is signed with Ed25519. Whoever
has the file and knows the signer's public key can verify it on any machine.
"""

from shuniu.attest._canonical import Uncanonical, Value, canonical, digest
from shuniu.attest._envelope import FORMAT, Envelope, read, seal
from shuniu.attest._faults import AttestError, Changed, Locked, Malformed, UnknownSigner
from shuniu.attest._keys import fingerprint, make_key, public_of
from shuniu.attest._lock import LOCKED, lock, make_code, unlock

__all__ = [
    "FORMAT",
    "LOCKED",
    "AttestError",
    "Changed",
    "Envelope",
    "Locked",
    "Malformed",
    "Uncanonical",
    "UnknownSigner",
    "Value",
    "canonical",
    "digest",
    "fingerprint",
    "lock",
    "make_code",
    "make_key",
    "public_of",
    "read",
    "seal",
    "unlock",
]
