"""Framework versions: who sees which, what the linter says, which ones ship."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from django.db.models import Q, QuerySet

from shuniu.accounts.models import Node, User
from shuniu.accounts.queries import grants_of, paths_where
from shuniu.accounts.states import Capability
from shuniu.evaluation.models import FrameworkVersion
from shuniu.evaluation.states import FrameworkState
from shuniu.findings import Finding, FindingsError, Severity, Text
from shuniu.scoring import Declaration, lint, parse_framework

FILE = "framework.yaml"
READERS = frozenset(
    {
        Capability.FRAMEWORKS_EDIT,
        Capability.ROUNDS_SEE,
        Capability.ROUNDS_RUN,
        Capability.ROUNDS_ANSWER,
        Capability.ROUNDS_ASSESS,
        Capability.ROUNDS_DECIDE,
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as it is kept and shown.

    Attributes:
        code: stable short code.
        severity: ``error``, ``warning`` or ``note``.
        line: in the text, where it has one.
        path: inside the declaration.
        text, fix: what is wrong, what to do.
    """

    code: str
    severity: str
    line: int | None
    path: str
    text: Text
    fix: Text

    @classmethod
    def of(cls, finding: Finding) -> Row:
        """A finding of the library."""
        place = finding.place
        severity = finding.severity.name.lower()
        return cls(finding.code, severity, place.line, place.path, finding.text, finding.fix)

    @classmethod
    def kept(cls, plain: dict[str, object]) -> Row:
        """As it lies in the table."""
        line = plain["line"]
        return cls(
            str(plain["code"]),
            str(plain["severity"]),
            line if isinstance(line, int) else None,
            str(plain["path"]),
            Text(str(plain["zh"]), str(plain["en"])),
            Text(str(plain["fix_zh"]), str(plain["fix_en"])),
        )

    def plain(self) -> dict[str, object]:
        """As it goes into the table."""
        return {
            "code": self.code,
            "severity": self.severity,
            "line": self.line,
            "path": self.path,
            "zh": self.text.zh,
            "en": self.text.en,
            "fix_zh": self.fix.zh,
            "fix_en": self.fix.en,
        }


@dataclass(frozen=True, slots=True)
class Examined:
    """A text read and linted; ``declaration`` is ``None`` where it cannot be read."""

    declaration: Declaration | None
    rows: tuple[Row, ...]

    @property
    def usable(self) -> bool:
        """Whether a round can score with it."""
        return self.declaration is not None and not any(r.severity == "error" for r in self.rows)


def examine(text: str) -> Examined:
    """Read and lint a text; nothing is raised, everything is said."""
    try:
        declaration = parse_framework(text)
    except FindingsError as error:
        return Examined(None, tuple(Row.of(one) for one in error.findings))
    return Examined(declaration, tuple(Row.of(one) for one in lint(declaration)))


def rows_of(framework: FrameworkVersion) -> list[Row]:
    """The findings kept with a version, errors first, then in the order of the file."""
    order = {Severity.ERROR.name.lower(): 0, Severity.WARNING.name.lower(): 1}
    rows = [Row.kept(one) for one in framework.findings]
    return sorted(rows, key=lambda one: (order.get(one.severity, 2), one.line or 0))


def digest_of(text: str) -> str:
    """What names a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def visible(user: User) -> QuerySet[FrameworkVersion]:
    """Versions of the hubs somebody takes part in; drafts only for those who edit them there."""
    inside = Q(pk__in=[])
    for grant in grants_of(user):
        if grant.capabilities & READERS:
            above = [int(part) for part in grant.path.strip("/").split("/")]
            inside |= Q(node_id__in=above) | Q(node__path__startswith=grant.path)
    edits = Q(pk__in=[])
    for path in paths_where(user, Capability.FRAMEWORKS_EDIT):
        edits |= Q(node__path__startswith=path)
    rows = FrameworkVersion.objects.filter(inside)
    return rows.filter(~Q(state=FrameworkState.DRAFT) | edits).select_related("node")


def visible_one(user: User, pk: int) -> FrameworkVersion | None:
    """One version, where the person may see it."""
    return visible(user).select_related("based_on", "made_by").filter(pk=pk).first()


def listed(user: User, *, state: str = "", words: str = "") -> QuerySet[FrameworkVersion]:
    """The list: without the texts, newest version of a code first."""
    rows = visible(user).defer("text")
    if state:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(
            Q(title__icontains=words) | Q(title_en__icontains=words) | Q(code__icontains=words)
        )
    return rows.order_by("code", "-made_at", "-pk")


def siblings(framework: FrameworkVersion, user: User) -> QuerySet[FrameworkVersion]:
    """Other versions of the same code that somebody sees."""
    rows = visible(user).filter(code=framework.code).exclude(pk=framework.pk)
    return rows.defer("text").order_by("-made_at", "-pk")


def held(node: Node, code: str, version: str) -> FrameworkVersion | None:
    """The version of a hub by its name."""
    return FrameworkVersion.objects.filter(node=node, code=code, version=version).first()


@dataclass(frozen=True, slots=True)
class Shipped:
    """A framework that came with the program."""

    name: str
    path: Path

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.path.read_text(encoding="utf-8")


def shelf() -> Path:
    """The folder of shipped frameworks: inside the installed package, or in the source tree."""
    package = Path(str(files("shuniu")))
    inside = package / "_frameworks"
    return inside if inside.is_dir() else package.parents[1] / "frameworks"


def shipped() -> list[Shipped]:
    """All of them, by code and version."""
    found = sorted(shelf().glob(f"*/*/{FILE}"))
    return [Shipped(f"{path.parent.parent.name}/{path.parent.name}", path) for path in found]


def shipped_one(name: str) -> Shipped | None:
    """One by ``code/version``; the name is only ever compared, never made into a path."""
    return next((one for one in shipped() if one.name == name), None)
