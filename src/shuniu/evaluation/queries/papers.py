"""What papers need of evaluation."""

from __future__ import annotations

from collections.abc import Iterable

from shuniu.accounts.models import User
from shuniu.accounts.queries import within
from shuniu.accounts.states import Capability
from shuniu.evaluation.models import Entry, Proposal, Round


def entry(pk: int) -> Entry | None:
    """An entry with everything its sheet names."""
    rows = Entry.objects.select_related("round__node", "organisation__node", "framework")
    return rows.filter(pk=pk).first()


def round_of(pk: int) -> Round | None:
    """A round with its place."""
    return Round.objects.select_related("node").filter(pk=pk).first()


def seen(user: User, pk: int | None) -> Round | None:
    """A round somebody may see; the newest with a proposal where none is named."""
    rows = within(Round.objects.select_related("node"), user, Capability.ROUNDS_SEE)
    if pk is not None:
        return rows.filter(pk=pk).first()
    scored = rows.filter(pk__in=Proposal.objects.values("round_id"))
    return scored.order_by("-period_until", "-pk").first()


def pairs(rows: object) -> list[tuple[str, int]]:
    """Words and numbers for a chart."""
    return [(str(a), int(b)) for a, b in rows] if isinstance(rows, Iterable) else []


def plain_svg(chart: str) -> bytes:
    """A chart whose looks stand in it and not in the page's style sheet."""
    looks = (
        "<style>.c-bar{fill:#3f74b5}.c-word,.c-num{font-size:13px;fill:#1c2430}"
        "text{font-family:'Noto Sans CJK SC','Shuniu Sans',sans-serif}"
        ".c-line{fill:none;stroke:#1f4e8c;stroke-width:2}</style>"
    )
    head, rest = chart.split(">", 1)
    return f"{head}>{looks}{rest}".encode()
