"""The command line: a score sheet and a spreadsheet in, an explained grade out.

Exit codes: 0 done; 1 something in the files must be changed first (every finding is printed); 2 the
command itself was not understood; 70 a fault of ours.
"""

from shuniu.cli._main import main

__all__ = ["main"]
