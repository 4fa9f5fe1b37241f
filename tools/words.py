"""The English catalogue: compiled where it changed, with a library instead of gettext's programs.

``python -m tools.words`` compiles; ``python -m tools.words extract`` (needs gettext) collects the
Chinese sentences anew and says how many lack their English.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "src" / "shuniu" / "locale" / "en" / "LC_MESSAGES" / "django.po"


def compile_words() -> None:
    """Make the compiled catalogue where it is older than its text."""
    made = CATALOGUE.with_suffix(".mo")
    if made.exists() and made.stat().st_mtime >= CATALOGUE.stat().st_mtime:
        return
    import polib  # noqa: PLC0415 (only inside the environment)

    part = made.with_suffix(".part")
    polib.pofile(str(CATALOGUE)).save_as_mofile(str(part))
    part.replace(made)


def extract() -> int:
    """Collect the sentences; returns how many lack their English."""
    import polib  # noqa: PLC0415

    command = (
        *(sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-location"),
        *("--no-obsolete", "--no-wrap", "-v0", "-e", "py,html,txt"),
    )
    subprocess.run(command, cwd=ROOT / "src" / "shuniu", check=True)
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=0)
    for name in ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team"):
        catalogue.metadata.pop(name, None)  # nothing that changes without a change
    catalogue.sort(key=lambda one: one.msgid)
    catalogue.save(str(CATALOGUE))
    return len(catalogue.untranslated_entries()) + len(catalogue.fuzzy_entries())


if __name__ == "__main__":
    if sys.argv[1:] == ["extract"]:
        print(f"{extract()} 条还没有英文 / lack their English")
    compile_words()
