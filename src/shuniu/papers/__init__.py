"""Files made from results, and facts made from files: workbook, report, JSON, form, data.

Stands above the pure packages and below the command line; it knows no web framework. The document
engine of the rooms will come in ``ui``; what is written here needs nothing but a result.
"""

from shuniu.papers._alongside import alongside
from shuniu.papers._data import Data, read_data
from shuniu.papers._headings import headings
from shuniu.papers._json import as_json, write_json
from shuniu.papers._output import OURS, whole_file, whole_folder
from shuniu.papers._report import write_report
from shuniu.papers._results import Origin, Progress, Results
from shuniu.papers._tally_sheet import tally_heads, tally_rows, write_tally
from shuniu.papers._template import write_template
from shuniu.papers._workbook import write_workbook

__all__ = [
    "OURS",
    "Data",
    "Origin",
    "Progress",
    "Results",
    "alongside",
    "as_json",
    "headings",
    "read_data",
    "tally_heads",
    "tally_rows",
    "whole_file",
    "whole_folder",
    "write_json",
    "write_report",
    "write_tally",
    "write_template",
    "write_workbook",
]
