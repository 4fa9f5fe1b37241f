"""Many rows at once by few statements: a tenth of the time of ``bulk_update``.

For writes of thousands of rows in services; everything else uses the ORM. SQLite runs one prepared
statement for each row; PostgreSQL copies rows in and takes hundreds of changes in one statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

_PART = 500  # rows in one statement
_Fields = Sequence["models.Field[Any, Any]"]
_Row = tuple[Any, ...]


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model; their numbers stay unknown unless they are given."""
    if not rows:
        return
    meta = rows[0]._meta
    numbered = rows[0].pk is not None
    fields = [one for one in meta.concrete_fields if numbered or not one.primary_key]
    names = ", ".join(_quoted(one.column) for one in fields)
    table, values = _quoted(meta.db_table), _values(fields, rows)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = _marks(len(fields))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES {marks}", values)  # noqa: S608 (our own names)
            return
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)


def update(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write some fields of rows of one model, each by its number."""
    if not rows:
        return
    meta = rows[0]._meta
    wanted = set(names)
    fields = [one for one in meta.concrete_fields if one.name in wanted]
    table, number = _quoted(meta.db_table), _quoted(meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            sets = ", ".join(f"{_quoted(one.column)} = %s" for one in fields)
            statement = f"UPDATE {table} SET {sets} WHERE {number} = %s"  # noqa: S608 (our own names)
            cursor.executemany(statement, _values([*fields, meta.pk], rows))
            return
        sets = ", ".join(f"{_quoted(one.column)} = v.{_quoted(one.column)}" for one in fields)
        all_of_them = [*fields, meta.pk]
        columns = ", ".join(_quoted(one.column) for one in all_of_them)
        typed = ", ".join(f"%s::{one.rel_db_type(connection)}" for one in all_of_them)
        for at in range(0, len(rows), _PART):
            values = _values(all_of_them, rows[at : at + _PART])
            lines = ", ".join([f"({typed})", *[_marks(len(all_of_them))] * (len(values) - 1)])
            cursor.execute(
                f"UPDATE {table} SET {sets} FROM (VALUES {lines}) AS v ({columns})"  # noqa: S608 (as above)
                f" WHERE {table}.{number} = v.{number}",
                _flat(values),
            )


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))


def _marks(count: int) -> str:
    return f"({', '.join(['%s'] * count)})"


def _flat(values: Sequence[_Row]) -> list[Any]:
    return [value for row in values for value in row]


def _values(fields: _Fields, rows: Sequence[models.Model]) -> list[_Row]:
    columns = [(one.attname, one.get_db_prep_save) for one in fields]
    return [
        tuple(prepare(getattr(row, name), connection=connection) for name, prepare in columns)
        for row in rows
    ]
