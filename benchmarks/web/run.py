"""One database from empty to measured, in a process of its own; prints JSON on its last line."""

from __future__ import annotations

import json
import os
import sys
import time

import django


def main(count: int) -> int:
    """Seed, measure, print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuniu.config.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 (the settings come first)
    from django.db import connection, transaction  # noqa: PLC0415

    from benchmarks.web import (  # noqa: PLC0415
        daily,
        imports,
        pages,
        register,
        rounds,
        stages,
        work,
    )

    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    with transaction.atomic():
        world = register.make(count)
        rounds.make(world)
        stages.make(world)
        daily.make(world)
    with connection.cursor() as cursor:  # as the database does by itself a minute after a load
        cursor.execute("ANALYZE")
    seeded = time.perf_counter() - start
    plain = pages.bare()
    timed, missed = pages.measure(world)
    found = {
        "vendor": connection.vendor,
        "seeded": seeded,
        "bare": pages.as_rows([plain])[0],
        "pages": pages.as_rows(timed),
        "missed": missed,
        "proposal": work.proposal(world),
        "import": imports.messy(world),
        "bulk": work.bulk_insert(world),
    }
    print(json.dumps(found, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
