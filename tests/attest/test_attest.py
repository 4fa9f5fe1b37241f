"""A sealed file verifies anywhere; a changed byte is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuniu import attest

KEY = "11" * 32
CONTENT: dict[str, attest.Value] = {
    "姓名": "欧阳明月",
    "hours": "24.5",
    "steps": [{"number": 1, "on": "2025-01-01"}, None],
}


def test_the_canonical_form_is_one() -> None:
    one = attest.canonical({"b": 1, "a": ["中", True, None]})
    assert one == '{"a":["中",true,null],"b":1}'.encode()
    assert attest.digest({"b": 1, "a": 2}) == attest.digest({"a": 2, "b": 1})


@pytest.mark.parametrize(
    "value",
    [1.5, {1: "a"}, {"a": {1, 2}}, "e\u0301", "\ud800", 2**53, b"bytes", float("nan")],
)
def test_a_value_without_one_form_is_refused(value: object) -> None:
    with pytest.raises(attest.Uncanonical):
        attest.canonical(value)  # type: ignore[arg-type]


def test_too_deep_is_refused() -> None:
    value: list[object] = []
    for _level in range(40):
        value = [value]
    with pytest.raises(attest.Uncanonical):
        attest.canonical(value)  # type: ignore[arg-type]


def test_a_known_key_gives_the_known_signature() -> None:
    """The first test vector of RFC 8032 fixes which Ed25519 this is."""
    private = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert attest.public_of(private) == public


def test_what_was_sealed_is_read_without_any_secret() -> None:
    file = attest.seal("members.packet", CONTENT, KEY)
    told = attest.read(file, kind="members.packet", signers=frozenset({attest.public_of(KEY)}))
    assert told.content == CONTENT
    assert told.known
    assert not attest.read(file, kind="members.packet").known


def test_every_changed_byte_is_refused() -> None:
    file = attest.seal("members.packet", CONTENT, KEY)
    for at in range(len(file)):
        for flipped in (file[at] ^ 1, file[at] ^ 0x20):
            changed = file[:at] + bytes([flipped]) + file[at + 1 :]
            with pytest.raises(attest.AttestError):
                attest.read(changed, kind="members.packet")


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 400), cut=st.binary(max_size=4))
def test_bytes_put_in_or_left_out_are_refused(at: int, cut: bytes) -> None:
    file = attest.seal("members.packet", CONTENT, KEY)
    at = min(at, len(file) - 1)
    for changed in (file[:at] + cut + file[at + 1 :], file[:at], file + cut + b" "):
        if changed != file:
            with pytest.raises(attest.AttestError):
                attest.read(changed, kind="members.packet")


def test_a_content_sealed_by_another_is_no_word_of_the_first() -> None:
    other = "22" * 32
    told = json.loads(attest.seal("members.packet", CONTENT, other))
    told["signer"] = attest.public_of(KEY)
    with pytest.raises(attest.Changed):
        attest.read(attest.canonical(told), kind="members.packet")


def test_an_unknown_signer_is_named() -> None:
    file = attest.seal("members.packet", CONTENT, KEY)
    with pytest.raises(attest.UnknownSigner) as unknown:
        attest.read(file, kind="members.packet", signers=frozenset())
    assert str(unknown.value) == attest.public_of(KEY)


def test_a_file_of_another_kind_is_not_taken() -> None:
    with pytest.raises(attest.Malformed):
        attest.read(attest.seal("other", CONTENT, KEY), kind="members.packet")


@pytest.mark.parametrize("file", [b"", b"[]", b"{}", b"\xff", b"null", b'{"a":1}', b"[" * 5000])
def test_what_is_no_file_of_ours_is_malformed(file: bytes) -> None:
    with pytest.raises(attest.Malformed):
        attest.read(file, kind="members.packet")


@pytest.mark.parametrize("key", ["", "zz", "11" * 31, "11" * 33, ("AB" * 32)])
def test_a_key_has_one_form(key: str) -> None:
    with pytest.raises(attest.Malformed):
        attest.public_of(key)


def test_keys_are_fresh_and_their_fingerprints_short() -> None:
    assert attest.make_key() != attest.make_key()
    assert len(attest.fingerprint(attest.public_of(KEY)).split()) == 8


def test_a_locked_file_opens_with_its_code_only() -> None:
    code = attest.make_code()
    locked = attest.lock(b"plain words", code)
    assert b"plain" not in locked
    assert attest.unlock(locked, code.lower().replace("-", " ")) == b"plain words"
    with pytest.raises(attest.Locked):
        attest.unlock(locked, attest.make_code())


@pytest.mark.parametrize("at", [0, 20, 40, 60, -2, -1])
def test_a_changed_byte_of_a_locked_file_is_refused(at: int) -> None:
    locked = bytearray(attest.lock(b"plain words", "AAAA"))
    locked[at] ^= 1
    with pytest.raises(attest.AttestError):
        attest.unlock(bytes(locked), "AAAA")


@pytest.mark.parametrize("file", [b"", b"\n", attest.LOCKED, attest.LOCKED + b"AAAA\n", b"{}"])
def test_what_is_not_locked_is_malformed(file: bytes) -> None:
    with pytest.raises(attest.Malformed):
        attest.unlock(file, "AAAA")
