"""Findings gathered while reading, with a cap per column so that one fault stays readable."""

from __future__ import annotations

from dataclasses import replace

from shuniu.findings import Finding, Place
from shuniu.sheets._notices import NOTICES

CAP = 50
"""Findings of one code listed one by one in a column where nothing else is asked for."""


class Collector:
    """Takes findings and gives them back, the flood of one column cut to ``cap`` and a count."""

    def __init__(self, cap: int = CAP) -> None:
        self._cap = cap
        self._findings: list[Finding] = []
        self._counts: dict[tuple[str, str], int] = {}
        self._last: dict[tuple[str, str], Place] = {}

    def say(self, code: str, place: Place, **values: object) -> None:
        """Add the notice ``code`` at ``place``."""
        self._findings.append(NOTICES[code].at(place, **values))

    def say_in_column(self, title: str, code: str, place: Place, **values: object) -> None:
        """Add the notice ``code`` unless the column has ``cap`` of them already."""
        key = (title, code)
        count = self._counts[key] = self._counts.get(key, 0) + 1
        if count <= self._cap:
            self.say(code, place, title=title, **values)
        else:
            self._last[key] = place

    def findings(self) -> tuple[Finding, ...]:
        """All findings in the order they were made, the summaries last."""
        return (*self._findings, *(self._summary(*key) for key in self._last))

    def _summary(self, title: str, code: str) -> Finding:
        summary = replace(NOTICES["S160"], severity=NOTICES[code].severity)
        count = self._counts[title, code] - self._cap
        return summary.at(self._last[title, code], title=title, code=code, count=count)
