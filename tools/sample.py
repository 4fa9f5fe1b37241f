"""The sample hub, made inside the environment: tables, then people and organisations, in one process."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path


def main() -> int:
    """Bring the tables up to date; seed where there is nothing; keep what the sign-ins are."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuniu.config.settings")
    from django.conf import settings  # noqa: PLC0415 (the environment comes first)

    folder = Path(os.environ["SHUNIU_DATA"])
    options = settings.DATABASES["default"]["OPTIONS"]
    # Until the sample is complete nothing of it is anybody's: a power cut begins it anew.
    options["init_command"] = options["init_command"].replace("=FULL", "=OFF")
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command, get_commands  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if "seed_demo" in get_commands():
        signs = folder / "sign-ins.txt"
        if not signs.exists():
            call_command("seed_demo")
            words = io.StringIO()
            call_command("seed_demo", show=True, stdout=words)
            signs.write_text(words.getvalue(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
