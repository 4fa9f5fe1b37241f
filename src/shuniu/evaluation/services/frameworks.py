"""Framework versions: brought in, edited as drafts, released, retired."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.base import audit, clock
from shuniu.base.moves import walk
from shuniu.base.verdicts import Refused, Verdict, ensure, refuse
from shuniu.evaluation.models import FrameworkVersion
from shuniu.evaluation.queries import frameworks as queries
from shuniu.evaluation.queries.values import say
from shuniu.evaluation.rules import frameworks as rules
from shuniu.evaluation.states import FRAMEWORK_MOVES, FrameworkState
from shuniu.findings import Text

_VERSION = re.compile(r"^version:[ \t]*[^\n#]*", re.MULTILINE)
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,39}")


class Unreadable(Refused):
    """A text that cannot be read as a framework; ``rows`` say where and why."""

    def __init__(self, rows: tuple[queries.Row, ...]) -> None:
        first = rows[0]
        words = _("内容读不懂，共 %(count)s 处。第 %(line)s 行：%(what)s")
        what = f"{say(first.text)}{say(first.fix)}"
        said = words % {"count": len(rows), "line": first.line or 1, "what": what}
        super().__init__(refuse(said, "frameworks.unreadable"))
        self.rows = rows


class Overtaken(Refused):
    """Somebody else has saved the same draft meanwhile; nothing of theirs is overwritten."""

    def __init__(self, theirs: FrameworkVersion) -> None:
        words = _("这份草稿已被他人改过并保存。您的内容仍在下面，请对照后再保存。")
        super().__init__(refuse(words, "frameworks.overtaken"))
        self.theirs = theirs


def add_framework(text: str, *, node: Node, by: User) -> FrameworkVersion:
    """Bring a framework in as a draft; the same text again gives the version that is there.

    Raises:
        Unreadable: the text cannot be read; with every place.
        Refused: by the rules, or the version is there with another content.
    """
    text = _plain(text)
    with transaction.atomic():
        ensure(rules.can_add(by, node))
        examined = queries.examine(text)
        if examined.declaration is None:
            raise Unreadable(examined.rows)
        first = examined.declaration.first
        there = queries.held(node, first.code, first.version)
        if there is not None:
            if there.text == text:
                return there
            raise Refused(_taken(first.code, first.version))
        row = _new(text, node=node, by=by)
        _put(row, examined)
        audit.record(
            "evaluation.framework.added",
            row,
            by=by,
            node=node.pk,
            code=row.code,
            version=row.version,
            digest=row.digest,
        )
    return row


def edit_framework(
    framework: FrameworkVersion, text: str, *, seen: int, by: User
) -> FrameworkVersion:
    """Keep another text of a draft, also one that cannot be read (yet): nothing typed is lost.

    Args:
        framework: a draft.
        text: the whole text.
        seen: the number of edits of the text that was on the screen.
        by: who.

    Raises:
        Overtaken: somebody saved meanwhile.
        Refused: by the rules.
    """
    text = _plain(text)
    with transaction.atomic():
        ensure(rules.can_edit(by, framework))
        examined = queries.examine(text)
        said = {**_identity(framework, examined), "text": text, "digest": queries.digest_of(text)}
        rows = FrameworkVersion.objects.filter(pk=framework.pk, state=FrameworkState.DRAFT)
        if not rows.filter(edits=seen).update(edits=seen + 1, **said):
            theirs = FrameworkVersion.objects.get(pk=framework.pk)
            ensure(rules.can_edit(by, theirs))
            raise Overtaken(theirs)
        framework.refresh_from_db()
        audit.record(
            "evaluation.framework.edited",
            framework,
            by=by,
            node=framework.node_id,
            digest=framework.digest,
            errors=sum(one["severity"] == "error" for one in framework.findings),
        )
    return framework


def new_version(framework: FrameworkVersion, version: str, *, by: User) -> FrameworkVersion:
    """Begin a draft from a version under another version name.

    Raises:
        Refused: by the rules, the name is no name or is taken.
    """
    version = version.strip()
    if not _NAME.fullmatch(version):
        words = _("版本名只能用字母、数字、点和连字符，最多 40 个字符，例如 2027。")
        raise Refused(refuse(words, "frameworks.version"))
    with transaction.atomic():
        ensure(rules.can_add(by, framework.node))
        if queries.held(framework.node, framework.code, version) is not None:
            raise Refused(_taken(framework.code, version))
        text = _VERSION.sub(f'version: "{version}"', framework.text, count=1)
        row = _new(text, node=framework.node, by=by)
        row.based_on, row.code, row.version = framework, framework.code, version
        row.title, row.title_en = framework.title, framework.title_en
        _put(row, queries.examine(text))
        audit.record(
            "evaluation.framework.begun",
            row,
            by=by,
            node=row.node_id,
            based_on=framework.digest,
            version=version,
        )
    return row


def release(framework: FrameworkVersion, *, by: User) -> None:
    """Let rounds use a draft; from now on it is never edited.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        framework.refresh_from_db()
        ensure(rules.can_release(by, framework))
        walk(framework, FRAMEWORK_MOVES["release"])
        _tell("released", framework, by)


def retire(framework: FrameworkVersion, *, by: User) -> None:
    """Keep a version from new rounds; those that use it go on.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_retire(by, framework))
        walk(framework, FRAMEWORK_MOVES["retire"])
        _tell("retired", framework, by)


def drop(framework: FrameworkVersion, *, by: User) -> None:
    """Take a draft away that nobody uses.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_drop(by, framework))
        _tell("dropped", framework, by)
        FrameworkVersion.objects.filter(pk=framework.pk, state=FrameworkState.DRAFT).delete()


def take_shipped(names: list[str], *, node: Node, by: User) -> list[FrameworkVersion]:
    """Bring in frameworks that came with the program.

    Raises:
        Refused: by the rules; one is not there, or is there with another content.
    """
    with transaction.atomic():
        taken = []
        for name in names:
            found = queries.shipped_one(name)
            if found is None:
                words = _("随附的标准中没有“%(name)s”，请刷新页面重选。")
                raise Refused(refuse(words % {"name": name}, "frameworks.shipped"))
            taken.append(add_framework(found.text, node=node, by=by))
    return taken


def _new(text: str, *, node: Node, by: User) -> FrameworkVersion:
    digest = queries.digest_of(text)
    return FrameworkVersion(node=node, text=text, digest=digest, made_by=by, made_at=clock.now())


def _put(row: FrameworkVersion, examined: queries.Examined) -> None:
    for name, value in _identity(row, examined).items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(_taken(row.code, row.version)) from None


def _identity(framework: FrameworkVersion, examined: queries.Examined) -> dict[str, object]:
    """What the text says of itself; the old name stays where it cannot be read or is taken."""
    rows = list(examined.rows)
    said: dict[str, object] = {}
    if examined.declaration is not None:
        first = examined.declaration.first
        there = queries.held(framework.node, first.code, first.version)
        said = {"title": first.title.zh[:160], "title_en": first.title.en[:160]}
        if there is None or there.pk == framework.pk:
            said |= {"code": first.code, "version": first.version}
        else:
            rows.insert(0, _taken_row(first.code, first.version))
    return {**said, "findings": [one.plain() for one in rows]}


def _taken(code: str, version: str) -> Verdict:
    words = _("“%(code)s”的版本 %(version)s 已经存在且内容不同，请换一个版本名。")
    return refuse(words % {"code": code, "version": version}, "frameworks.taken")


def _taken_row(code: str, version: str) -> queries.Row:
    text = Text(
        "“{code}”的版本 {version} 已经存在。", "Version {version} of “{code}” exists already."
    )
    return queries.Row(
        "F130",
        "error",
        None,
        "version",
        text.fill(code=code, version=version),
        Text("请换一个版本名。", "Choose another version name."),
    )


def _tell(what: str, framework: FrameworkVersion, by: User) -> None:
    audit.record(
        f"evaluation.framework.{what}",
        framework,
        by=by,
        node=framework.node_id,
        code=framework.code,
        version=framework.version,
        digest=framework.digest,
    )


def _plain(text: str) -> str:
    """Line ends as files have them; a form sends others."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
