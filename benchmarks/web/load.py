"""Rows into tables as fast as the database takes them, without the layers that people go through."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, JSONField, Model

_BATCH = 20_000


def load(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows; columns that are not named take the default of their field.

    Args:
        model: whose table.
        names: attributes in the order of the values, ``organisation_id`` for a reference.
        rows: their values; plain text for days and instants, anything JSON takes for JSON.

    Returns:
        How many rows went in.
    """
    fields = [field for field in model._meta.concrete_fields if not _made_by_database(field, names)]
    places = {name: at for at, name in enumerate(names)}
    given = [(field, places.get(field.attname)) for field in fields]
    still = {field.attname: _default(field) for field, at in given if at is None}

    def whole(row: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(
            still[field.attname] if at is None else _plain(field, row[at]) for field, at in given
        )

    return _send(model, fields, map(whole, rows))


def settle(*models: type[Model]) -> None:
    """Numbers go on after the ones given here; the planner learns what is there."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def _made_by_database(field: Field[Any, Any], names: Sequence[str]) -> bool:
    return field.primary_key and field.attname not in names


def _default(field: Field[Any, Any]) -> Any:
    value = field.get_default()
    return _plain(field, value.isoformat() if hasattr(value, "isoformat") else value)


def _plain(field: Field[Any, Any], value: Any) -> Any:
    if isinstance(field, JSONField) and value is not None:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return value


def _send(model: type[Model], fields: Sequence[Field[Any, Any]], rows: Iterable[Any]) -> int:
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    connection.ensure_connection()
    raw: Any = connection.connection
    sent = 0
    if connection.vendor == "postgresql":
        with raw.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
                sent += 1
        return sent
    marks = ", ".join("?" * len(fields))
    statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 (our own names)
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            raw.executemany(statement, batch)
            sent += len(batch)
            batch.clear()
    raw.executemany(statement, batch)
    return sent + len(batch)
