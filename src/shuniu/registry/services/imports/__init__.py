"""Imports: uploaded, corrected by hand, compared, carried out once, or dropped."""

from shuniu.registry.services.imports.applying import apply_import, import_rows
from shuniu.registry.services.imports.previews import preview_for, preview_import
from shuniu.registry.services.imports.uploads import (
    LONG,
    Correction,
    correct_columns,
    drop_import,
    is_long,
    start_import,
)

__all__ = [
    "LONG",
    "Correction",
    "apply_import",
    "correct_columns",
    "drop_import",
    "import_rows",
    "is_long",
    "preview_for",
    "preview_import",
    "start_import",
]
