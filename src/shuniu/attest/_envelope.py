"""A signed file: what it is, its content, the digest of that, who signed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature

from shuniu.attest._canonical import Uncanonical, Value, canonical, digest
from shuniu.attest._faults import Changed, Malformed, UnknownSigner
from shuniu.attest._keys import private_key, public_key, public_of

FORMAT = "shuniu-attest/1"
_LARGEST = 60 * 1024 * 1024
_HEX = re.compile(r"[0-9a-f]{128}")
_NAMES = {"format", "kind", "content", "digest", "signer", "signature"}


@dataclass(frozen=True, slots=True)
class Envelope:
    """A file that was read and found whole.

    Attributes:
        kind: what it is, such as ``members.packet``.
        content: the data.
        digest: SHA-256 of what was signed.
        signer: public key of who signed.
        known: whether the reader knows that key.
    """

    kind: str
    content: Mapping[str, Any]
    digest: str
    signer: str
    known: bool


def seal(kind: str, content: Mapping[str, Value], private: str) -> bytes:
    """The signed file of a content, in canonical form.

    Raises:
        Uncanonical: the content has no canonical form.
        Malformed: the key is none.
    """
    signer = public_of(private)
    mark = digest(_signed(kind, content, signer))
    signature = private_key(private).sign(bytes.fromhex(mark)).hex()
    return canonical(
        {
            "format": FORMAT,
            "kind": kind,
            "content": content,
            "digest": mark,
            "signer": signer,
            "signature": signature,
        }
    )


def read(file: bytes, *, kind: str, signers: frozenset[str] | None = None) -> Envelope:
    """Read a signed file; no network and no secret is needed.

    Args:
        file: the bytes.
        kind: what it should be.
        signers: public keys the reader trusts; where it is left out, any whole file is read and
            ``known`` says no.

    Raises:
        Malformed: no such file, of another kind, or written in another form.
        Changed: a byte of the content, the digest or the signature is not what was signed.
        UnknownSigner: none of the given signers.
    """
    told = _parsed(file)
    if told["format"] != FORMAT or told["kind"] != kind:
        message = f"not a file of kind {kind}"
        raise Malformed(message)
    signed = _signed(kind, told["content"], told["signer"])
    if digest(signed) != told["digest"]:
        message = "the content is not what was signed"
        raise Changed(message)
    key = public_key(told["signer"])
    signature = _HEX.fullmatch(told["signature"])
    if signature is None:
        message = "the signature is not in its one form"
        raise Changed(message)
    try:
        key.verify(bytes.fromhex(signature[0]), bytes.fromhex(told["digest"]))
    except InvalidSignature as error:
        message = "the signature does not fit"
        raise Changed(message) from error
    known = signers is not None and told["signer"] in signers
    if signers is not None and not known:
        raise UnknownSigner(told["signer"])
    return Envelope(kind, told["content"], told["digest"], told["signer"], known)


def _signed(kind: str, content: Mapping[str, Value], signer: str) -> dict[str, Value]:
    return {"format": FORMAT, "kind": kind, "content": content, "signer": signer}


def _parsed(file: bytes) -> dict[str, Any]:
    """The file as data; only in the one form in which ``seal`` writes it."""
    if len(file) > _LARGEST:
        message = "too large"
        raise Malformed(message)
    try:
        told: dict[str, Any] = json.loads(file.decode())
        whole = isinstance(told, dict) and canonical(told) == file
    except (ValueError, RecursionError, Uncanonical) as error:
        message = "not in canonical form"
        raise Malformed(message) from error
    if not whole or set(told) != _NAMES or not isinstance(told["content"], dict):
        message = "not in canonical form"
        raise Malformed(message)
    if not all(isinstance(told[name], str) for name in _NAMES - {"content"}):
        message = "not in canonical form"
        raise Malformed(message)
    return told
