"""Reading real spreadsheets: messy files in, typed columns and located findings out.

``read_table`` takes a file and a declaration of the columns wanted. It never guesses in silence:
what cannot be read with certainty becomes a finding that names the cell, what was found, what was
expected and what to do; the cell then counts as missing in the table. A file that cannot be read
at all raises ``shuniu.findings.FindingsError``.

Where a person may say which column is which, ``look`` shows the headings and ``read_columns``
reads on; ``read_rows`` judges rows of a program by the same rules.
"""

from shuniu.sheets._layout import Layout, look, read_columns, read_rows
from shuniu.sheets._read import read_table
from shuniu.sheets._spec import ColumnSpec, Kind, Marker, Option
from shuniu.sheets._table import Reading, RowPlace, Table

__all__ = [
    "ColumnSpec",
    "Kind",
    "Layout",
    "Marker",
    "Option",
    "Reading",
    "RowPlace",
    "Table",
    "look",
    "read_columns",
    "read_rows",
    "read_table",
]
