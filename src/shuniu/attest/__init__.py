"""Canonical form, digest, signature, and a check that needs no network.

A packet is plain data in one canonical JSON form; its SHA-256 digest is signed with Ed25519. Whoever
has the file and knows the signer's public key can verify it on any machine.
"""

from shuniu.attest._canonical import Uncanonical, canonical, digest
from shuniu.attest._envelope import FORMAT, Envelope, read, seal
from shuniu.attest._faults import AttestError, Changed, Malformed, UnknownSigner
from shuniu.attest._keys import fingerprint, make_key, public_of

__all__ = [
    "FORMAT",
    "AttestError",
    "Changed",
    "Envelope",
    "Malformed",
    "Uncanonical",
    "UnknownSigner",
    "canonical",
    "digest",
    "fingerprint",
    "make_key",
    "public_of",
    "read",
    "seal",
]
