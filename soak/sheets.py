"""The frameworks that the campaigns start from: those shipped, and the small one of each rule kind."""

from __future__ import annotations

import io
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
SMALL = 20_000  # characters; larger ones are tried less often because each takes seconds


def sheets() -> dict[str, str]:
    """Name to the text of a framework file."""
    found = {
        "/".join(path.parts[-3:-1]): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "frameworks").glob("*/*/framework.yaml"))
    }
    for path in sorted((ROOT / "tests" / "scoring" / "rule_cases").glob("r*.yaml")):
        document = YAML().load(path.read_text(encoding="utf-8"))
        written = io.StringIO()
        YAML().dump(document["framework"], written)
        found[path.stem] = written.getvalue()
    return found
