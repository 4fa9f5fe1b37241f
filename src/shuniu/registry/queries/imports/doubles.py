"""New rows that may be organisations the register, or the sheet itself, has already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.base import crypto
from shuniu.registry.models import Organisation
from shuniu.registry.queries.imports.comparing import Judged, Reach
from shuniu.registry.queries.imports.likeness import Names
from shuniu.registry.states import RowVerdict

_MOST = 3  # of those that share a phone
_WORDS = {
    "same": gettext_lazy("与名册中的“%(name)s”（%(code)s）同名。"),
    "heard": gettext_lazy("与名册中的“%(name)s”（%(code)s）同音，只差个别字。"),
    "near": gettext_lazy("与名册中的“%(name)s”（%(code)s）名称相近。"),
}
_Known = tuple[int, str, str]


def mark_doubles(rows: Sequence[Judged], reach: Reach) -> None:
    """Say of each new row whom it resembles: by name, and by the phone of its contact."""
    new = [row for row in rows if row.verdict == RowVerdict.ADDED]
    if not new:
        return
    inside = Q()
    for path in reach.paths:
        inside |= Q(node__path__startswith=path)
    here = Organisation.objects.filter(inside)
    names: Names[_Known] = Names()
    phones: dict[str, list[_Known]] = defaultdict(list)
    for pk, name, code, phone in here.values_list("pk", "name", "code", "contact_hash"):
        names.add([((pk, name, code), name)])
        if phone:
            phones[phone].append((pk, name, code))
    _by_name(new, names)
    _by_phone(new, phones)


def _by_name(new: Sequence[Judged], known: Names[_Known]) -> None:
    here: Names[int] = Names()
    for row in new:
        name = str(row.given.values["name"])
        for like in known.like(name):
            pk, other, code = like.key
            words = str(_WORDS[like.kind]) % {"name": other, "code": code}
            row.likes.append((words, pk))
            row.twin = row.twin or like.kind != "near"
        for near in here.like(name):
            words = _("与第 %(row)s 行的名称相近，信用代码不同。")
            row.likes.append((words % {"row": near.key}, None))
        here.add([(row.given.number, name)])


def _by_phone(new: Sequence[Judged], known: dict[str, list[_Known]]) -> None:
    here: dict[str, list[int]] = defaultdict(list)
    for row in new:
        phone = row.given.values.get("contact")
        if phone is None:
            continue
        hashed = crypto.keyed_hash(str(phone))
        for pk, name, code in known.get(hashed, ())[:_MOST]:
            words = _("联系电话与“%(name)s”（%(code)s）相同。")
            row.likes.append((words % {"name": name, "code": code}, pk))
        if here[hashed]:
            words = _("联系电话与第 %(row)s 行相同。")
            row.given.notes.append(words % {"row": here[hashed][0]})
        here[hashed].append(row.given.number)
