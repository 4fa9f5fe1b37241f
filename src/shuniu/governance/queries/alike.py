"""Sums in pieces: who is paid, and for what, as far as words tell."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _

from shuniu.base import rulebook
from shuniu.governance.models import Matter
from shuniu.governance.states import MONEY, MatterClass, MatterState
from shuniu.registry.models import Organisation

WINDOW = rulebook.declare(
    "governance.split.days", 180, _("拆分识别：前后多少天内合并计算"), _("默认值，由枢纽核定")
)
LIKENESS = rulebook.declare(
    "governance.split.likeness", 85, _("拆分识别：名称相似度（%）达到多少视为同一事项")
)
_OUT = (MatterState.WITHDRAWN, MatterState.LOST, MatterState.REJECTED)
_COUNTED = "一二三四五六七八九十零〇两"
_PART = re.compile(
    rf"第?[{_COUNTED}\d]+[期批次笔阶段年月号部分]+|[（(][{_COUNTED}\d]+[)）]|[上下]半年|\d+|首期|尾款|首付|预付|余款"
)
_FIRM = re.compile(r"(股份有限公司|有限责任公司|有限公司|公司)$")
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Another matter that may be part of the same sum."""

    pk: int
    number: str
    title: str
    amount: Decimal
    same_party: bool
    open: bool


def party_words(words: str) -> str:
    """A counterparty's name as far as it tells one from another."""
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", words).lower())
    return _FIRM.sub("", plain)


def subject_words(title: str) -> str:
    """What a title is about, without which instalment it is."""
    plain = _PART.sub("", unicodedata.normalize("NFKC", title).lower())
    return _SIGNS.sub("", plain) or title


def alike(one: str, other: str, percent: int) -> bool:
    """Whether two titles are about the same thing."""
    a, b = subject_words(one), subject_words(other)
    return a == b or SequenceMatcher(None, a, b, autojunk=False).ratio() * 100 >= percent


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a matter before it stands in a table."""

    title: str
    kind: str
    amount: Decimal | None
    counterparty: str
    on: date
    pk: int | None = None


def pieces(organisation: Organisation, case: Case, below: Decimal) -> list[Piece]:
    """Matters of the same kind of money near in time, each below the threshold, that look alike."""
    days = timedelta(days=rulebook.number(WINDOW, case.on))
    percent = rulebook.number(LIKENESS, case.on)
    kinds = MONEY if case.kind in MONEY else {MatterClass(case.kind)}
    rows = (
        Matter.objects.filter(organisation=organisation, kind__in=kinds, amount__lt=below)
        .filter(raised_on__gte=case.on - days, raised_on__lte=case.on + days)
        .exclude(state__in=_OUT)
        .exclude(pk=case.pk or 0)
        .order_by("raised_on", "pk")
    )
    who = party_words(case.counterparty)
    found = []
    for row in rows:
        same = bool(who) and party_words(row.counterparty) == who
        if same or alike(row.title, case.title, percent):
            still = row.state == MatterState.ORDINARY
            found.append(
                Piece(row.pk, row.number, row.title, row.amount or Decimal(0), same, still)
            )
    return found
