"""A hub, its people and messy workbooks for the tests of imports."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import openpyxl
from django.core.files.base import ContentFile

from shuniu.accounts.models import Node, User
from shuniu.accounts.services import grant, open_node, open_user
from shuniu.accounts.states import NodeKind, Role
from shuniu.base import clock
from shuniu.identifiers import make_credit_code
from shuniu.registry.models import Import
from shuniu.registry.services import imports

HEAD = ["统一社会信用代码", "单位名称", "组织类型", "成立登记日期", "党员数"]


def code(number: int, kind: str = "52") -> str:
    """A valid code."""
    return make_credit_code(kind, "110105", f"{number:08d}").code


def hub() -> Node:
    """The root of a tree with two areas."""
    root = open_node("澄溪区枢纽", kind=NodeKind.HUB, parent=None, by=None)
    open_node("东片区工作站", kind=NodeKind.AREA, parent=root, by=None)
    open_node("西片区工作站", kind=NodeKind.AREA, parent=root, by=None)
    return root


def person(name: str, role: Role, node: Node) -> User:
    """Somebody with a role."""
    user = open_user(name, display_name=name, password=None, by=None)
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    user.refresh_from_db()
    with clock.at(date(2020, 1, 1)):
        grant(user, role=role, node=node, by=None)
    return user


def workbook(
    rows: Sequence[Sequence[object]], *, merges: Sequence[str] = (), name: str = "名册.xlsx"
) -> ContentFile[bytes]:
    """A workbook as somebody uploads it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for one in merges:
        sheet.merge_cells(one)
    out = io.BytesIO()
    book.save(out)
    return ContentFile(out.getvalue(), name=name)


def previewed(upload: ContentFile[bytes], place: Node, by: User) -> Import:
    """An import that waits for a decision."""
    run = imports.start_import(upload, place=place, by=by)
    imports.preview_import(run, by=by)
    run.refresh_from_db()
    return run


def applied(upload: ContentFile[bytes], place: Node, by: User) -> Import:
    """An import that was carried out."""
    run = previewed(upload, place, by)
    imports.apply_import(run, leave=(), stamp=run.preview["stamp"], by=by)
    run.refresh_from_db()
    return run
