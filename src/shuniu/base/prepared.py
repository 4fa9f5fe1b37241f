"""Many rows at once by one prepared statement: a tenth of the time of ``bulk_update``.

For writes of thousands of rows in services; everything else uses the ORM.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model; their numbers stay unknown unless they are given."""
    if not rows:
        return
    meta = rows[0]._meta
    numbered = rows[0].pk is not None
    fields = [one for one in meta.concrete_fields if numbered or not one.primary_key]
    quote = connection.ops.quote_name
    names = ", ".join(quote(one.column) for one in fields)
    marks = ", ".join(["%s"] * len(fields))
    _run(f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES ({marks})", fields, rows)  # noqa: S608 (our own names)


def update(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write some fields of rows of one model, each by its number."""
    if not rows:
        return
    meta = rows[0]._meta
    wanted = set(names)
    fields = [one for one in meta.concrete_fields if one.name in wanted]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(one.column)} = %s" for one in fields)
    where = quote(meta.pk.column)
    statement = f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {where} = %s"  # noqa: S608 (our own names)
    _run(statement, [*fields, meta.pk], rows)


def _run(
    statement: str, fields: Sequence[models.Field[Any, Any]], rows: Sequence[models.Model]
) -> None:
    columns = [(one.attname, one.get_db_prep_save) for one in fields]
    values = [
        tuple(prepare(getattr(row, name), connection=connection) for name, prepare in columns)
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
