"""``python -m shuniu.cli``."""

import sys

from shuniu.cli import main

sys.exit(main())
