"""The book: every line chained, any changed byte found."""

from __future__ import annotations

import io
import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from shuniu.accounts.models import Node, User
from shuniu.base import audit, clock, keeping, rulebook
from shuniu.base.models import AuditAnchor, AuditEntry

pytestmark = pytest.mark.django_db
LINES = 6
TEXTS = ("at", "action", "subject", "detail", "previous", "digest")
NUMBERS = ("number", "actor_id", "node_id")
QUIET = settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def book() -> None:
    """Some lines of several kinds, with Chinese, numbers, nothing and nesting in them."""
    user = User(pk=7)
    for number in range(LINES):
        audit.record(
            f"registry.organisation.changed{number}",
            f"registry.organisation:{number}",
            by=user if number % 2 else None,
            node=number if number % 3 else None,
            name="某某协会",
            at=datetime(2026, 1, 1, tzinfo=UTC),
            facts={"成员": [1, 2.5, None, True]},
        )
    assert list(audit.verify()) == []


def _faults() -> list[int]:
    return [fault.number for fault in audit.verify()]


def test_a_line_says_who_what_when_and_follows_the_one_before(book: None) -> None:
    first, second = AuditEntry.objects.order_by("number")[:2]
    assert (first.number, first.previous) == (1, audit.START)
    assert (second.number, second.previous) == (2, first.digest)
    assert second.actor_id == 7
    assert second.detail["name"] == "某某协会"
    assert audit.head() == (LINES, AuditEntry.objects.get(number=LINES).digest)


def test_a_row_is_named_by_its_table_and_number() -> None:
    node = Node.objects.create(name="某处", kind="hub", path="/1/")
    assert audit.record("x.y", node, by=None).subject == f"accounts.node:{node.pk}"


def test_many_lines_at_once_are_chained_like_single_ones(book: None) -> None:
    lines = (audit.Line("x.many", f"thing:{n}", None, {"n": n}) for n in range(5))
    assert audit.record_many(lines, by=None) == 5
    audit.record("x.after", "thing:9", by=None)
    assert _faults() == []
    assert audit.head()[0] == LINES + 6


def test_a_line_goes_with_the_transaction_it_tells_of(book: None) -> None:
    with transaction.atomic():
        audit.record("x.y", "thing:1", by=None)
        transaction.set_rollback(rollback=True)
    assert audit.head()[0] == LINES
    assert _faults() == []


@given(data=st.data())
@QUIET
def test_any_changed_byte_of_any_column_of_any_line_is_found(
    book: None, data: st.DataObject
) -> None:
    number = data.draw(st.integers(1, LINES), label="line")
    column = data.draw(st.sampled_from(TEXTS + NUMBERS), label="column")
    with transaction.atomic():
        _change(data, number, column)
        assert _faults() != []
        transaction.set_rollback(rollback=True)
    assert _faults() == []


def _change(data: st.DataObject, number: int, column: str) -> None:
    """One byte other than it was, by whatever means the database gives its owner."""
    change = _change_number if column in NUMBERS else _change_text
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(*change(data, number, column))  # type: ignore[arg-type]
            assume(cursor.rowcount == 1)
    except DatabaseError:
        assume(condition=False)  # the database itself refuses it


def _change_number(data: st.DataObject, number: int, column: str) -> tuple[str, list[object]]:
    old = AuditEntry.objects.values_list(column, flat=True).get(number=number)
    bit = data.draw(st.integers(0, 30), label="bit")
    new = (old ^ (1 << bit)) if old is not None else bit
    return (
        f"UPDATE base_auditentry SET {column} = %s WHERE number = %s",
        [new, number],
    )


def _change_text(data: st.DataObject, number: int, column: str) -> tuple[str, list[object]]:
    kind = {"at": "timestamptz", "detail": "jsonb"}.get(column, "varchar")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT CAST({column} AS TEXT) FROM base_auditentry WHERE number = %s", [number]
        )
        old = str(cursor.fetchone()[0])
    if connection.vendor == "sqlite":
        raw = bytearray(old.encode())
        place = data.draw(st.integers(0, len(raw) - 1), label="byte")
        raw[place] ^= data.draw(st.integers(1, 255), label="difference")
        what = f"UPDATE base_auditentry SET {column} = CAST(%s AS TEXT) WHERE number = %s"
        return what, [bytes(raw), number]
    place = data.draw(st.integers(0, len(old) - 1), label="character")
    sign = data.draw(st.characters(codec="ascii", exclude_characters=old[place] + "\0"))
    new = old[:place] + sign + old[place + 1 :]
    what = f"UPDATE base_auditentry SET {column} = %s::{kind} WHERE number = %s"
    return f"{what} AND {column} <> %s::{kind}", [new, number, new]


@pytest.mark.parametrize(
    ("column", "old", "new"),
    [("at", " ", "T"), ("at", ".", ","), ("detail", ": ", ":\t"), ("detail", ", ", ",\n")],
)
def test_what_reads_the_same_but_is_written_otherwise_is_found(
    book: None, column: str, old: str, new: str
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps values, not how they were written")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE base_auditentry SET {column} = replace({column}, %s, %s) WHERE number = 3",
            [old, new],
        )
    assert 3 in _faults()


def test_a_line_taken_out_or_put_between_is_found(book: None) -> None:
    AuditEntry.objects.filter(number=3).delete()
    assert _faults() == [4, 4]
    last = AuditEntry.objects.get(number=LINES)
    last.number = 3
    last.save(force_insert=True)
    assert 3 in _faults()


def test_two_lines_that_changed_places_are_found(book: None) -> None:
    two, three = AuditEntry.objects.order_by("number")[1:3]
    AuditEntry.objects.filter(number__in=(2, 3)).delete()
    two.number, three.number = 3, 2
    for row in (two, three):
        row.save(force_insert=True)
    assert {2, 3} <= set(_faults())


def test_a_cut_off_end_is_seen_by_the_digest_written_down_outside(book: None) -> None:
    known = audit.head()
    AuditEntry.objects.filter(number=LINES).delete()
    assert _faults() == []
    assert audit.head() != known


def test_old_lines_go_by_policy_and_the_chain_goes_on_from_an_anchor() -> None:
    long_ago = clock.now() - timedelta(days=800)
    with clock.at(long_ago):
        for number in range(4):
            audit.record("x.old", f"thing:{number}", by=None)
    audit.record("x.new", "thing:9", by=None)
    call_command("prune_audit", stdout=io.StringIO())
    assert AuditEntry.objects.order_by("number").first().number == 5  # type: ignore[union-attr]
    assert AuditEntry.objects.get(number=6).action == "base.audit.pruned"
    assert _faults() == []
    assert keeping.prune_book() == 0


def test_a_changed_anchor_or_first_line_after_it_is_found() -> None:
    with clock.at(clock.now() - timedelta(days=800)):
        audit.record("x.old", "thing:1", by=None)
    audit.record("x.new", "thing:2", by=None)
    assert audit.prune(clock.now() - timedelta(days=1), by=None) == 1
    anchor = AuditAnchor.objects.get()
    other = ("1" if anchor.digest[0] == "0" else "0") + anchor.digest[1:]
    for changed in ({"digest": other}, {"at": anchor.at + timedelta(seconds=1)}):
        with transaction.atomic():
            AuditAnchor.objects.update(**changed)
            assert _faults()
            transaction.set_rollback(rollback=True)
    AuditEntry.objects.filter(number=2).update(subject="thing:3")
    assert _faults() == [2]


def test_how_long_lines_are_kept_is_a_rule() -> None:
    assert keeping.AUDIT_DAYS in {one.code for one in rulebook.declared()}
    assert rulebook.number(keeping.AUDIT_DAYS) >= 180  # the law's six months


def test_the_command_says_intact_or_fails_with_the_number(book: None) -> None:
    said = io.StringIO()
    call_command("verify_audit", stdout=said)
    assert f"{LINES} {audit.head()[1]}" in said.getvalue()
    AuditEntry.objects.filter(number=2).update(action="x")
    told = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", stderr=told)
    assert told.getvalue().startswith("2:")


def test_the_export_holds_every_line_with_its_digest(book: None, tmp_path: Path) -> None:
    file = tmp_path / "book.jsonl"
    call_command("export_audit", str(file), stdout=io.StringIO())
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [row["number"] for row in rows] == list(range(1, LINES + 1))
    assert rows[-1]["digest"] == audit.head()[1]


def test_a_commitment_proves_a_value_and_does_not_tell_it() -> None:
    assert audit.commitment("13800138000") == audit.commitment("13800138000")
    assert "138" not in audit.commitment("13800138000").partition(":")[0]
    assert audit.commitment("13800138000") != audit.commitment("13800138001")
    assert audit.commitment("") == ""


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_chain() -> None:
    def write(number: int) -> None:
        try:
            for each in range(5):
                audit.record("x.y", f"thing:{number}-{each}", by=None)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert audit.head()[0] == 20
    assert _faults() == []
