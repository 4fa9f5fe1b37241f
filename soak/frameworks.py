"""Mutated frameworks: the text of a real one, damaged the way people and machines damage it."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shuniu.findings import Finding, FindingsError
from shuniu.scoring import Scorer, advise, lint, parse_framework
from soak.exam import engines_agree, keeps_to_maximum, order_does_not_matter, traces_add_up
from soak.facts import random_facts

_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
_WORD = re.compile(r"[A-Za-z_]\w+")
NUMBERS_ONLY = 0.67
ODD = 0.1  # the share of numbers replaced by something that is hardly one
_ODD = [
    "0",
    "-1",
    "1e400",
    ".nan",
    ".inf",
    "null",
    "true",
    "{}",
    "[]",
    "99999999999999999999",
    "''",
]
_ODD += [
    "0.0001",
    "1e-9",
    "2025-02-30",
    "*a",
    "&a b",
    "!!python/object:os.system x",
    "💥",
    "\u202e",
]
_EXPRESSIONS = [
    "1/0",
    "x ** 9",
    "__import__('os')",
    "points(total)",
    "a and",
    "((((1))))",
    "lambda: 1",
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one mutated framework ended: scored, or refused with findings."""

    scored: bool
    findings: tuple[Finding, ...] = ()


def mutate(text: str, others: Sequence[str], rng: random.Random) -> str:
    """A framework's text after one to four random damages; two thirds change numbers only."""
    damages = (_number,) if rng.random() < NUMBERS_ONLY else _DAMAGES
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        text = rng.choice(damages)(text, others, rng)
    return text


def _number(text: str, _: Sequence[str], rng: random.Random) -> str:
    found = list(_NUMBER.finditer(text))
    if not found:
        return text
    at = rng.choice(found)
    whole, decimal = str(rng.randint(0, 120)), f"{rng.uniform(0, 100):.{rng.randint(1, 3)}f}"
    value = rng.choice([whole, whole, decimal, at.group() + "0", str(rng.randint(-5, -1))])
    if rng.random() < ODD:
        value = rng.choice(_ODD)
    return text[: at.start()] + value + text[at.end() :]


def _line(text: str, _: Sequence[str], rng: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    at = rng.randrange(len(lines))
    how = rng.randrange(4)
    if how == 0:
        del lines[at]
    elif how == 1:
        lines.insert(at, lines[at])
    elif how == 2:
        other = rng.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    else:
        lines[at] = " " * rng.randint(0, 3) + lines[at]
    return "".join(lines)


def _word(text: str, _: Sequence[str], rng: random.Random) -> str:
    found = list(_WORD.finditer(text))
    if len(found) < 2:
        return text
    at, other = rng.choice(found), rng.choice(found)
    return text[: at.start()] + other.group() + text[at.end() :]


def _characters(text: str, _: Sequence[str], rng: random.Random) -> str:
    at = rng.randrange(len(text))
    return (
        text[:at]
        + rng.choice([":", "-", "[", "{", '"', "\t", "#", "\x00", "，", ""])
        + text[at + 1 :]
    )


def _splice(text: str, others: Sequence[str], rng: random.Random) -> str:
    lines, donor = text.splitlines(keepends=True), rng.choice(others).splitlines(keepends=True)
    at, start = rng.randrange(len(lines)), rng.randrange(len(donor))
    return "".join([*lines[:at], *donor[start : start + rng.randint(1, 6)], *lines[at:]])


def _expression(text: str, _: Sequence[str], rng: random.Random) -> str:
    at = [m.end() for m in re.finditer(r"(?:value|when|requires|grade_on): ", text)]
    if not at:
        return text
    start = rng.choice(at)
    end = min(e for e in (text.find("\n", start), text.find(",", start), len(text)) if e >= 0)
    return text[:start] + f'"{rng.choice(_EXPRESSIONS)}"' + text[end:]


def _cut(text: str, _: Sequence[str], rng: random.Random) -> str:
    return text[: rng.randrange(1, len(text))]


_DAMAGES = (
    *(_number, _number, _number, _line, _line, _word, _word),
    *(_characters, _splice, _expression, _cut),
)


def run(text: str, seed: int, organisations: int = 12) -> Outcome:
    """Take a framework's text through everything; raises whatever is not a located finding.

    Raises:
        AssertionError: a result broke the exam, or a finding has no place or no words.
    """
    try:
        declaration = parse_framework(text, "framework.yaml")
        remarks = lint(declaration)
        scorer = Scorer(declaration, engine="numpy")
    except FindingsError as error:
        _located(error.findings)
        return Outcome(scored=False, findings=error.findings)
    _located(remarks)
    facts = random_facts(scorer, organisations, seed)
    try:
        with np.errstate(all="raise", under="ignore"):
            scores = engines_agree(scorer, Scorer(declaration, engine="numba"), facts)
    except FindingsError as error:
        assert all(f.code == "F301" for f in error.findings)
        return Outcome(scored=False, findings=error.findings)
    traces_add_up(scores)
    order_does_not_matter(scorer, facts, seed)
    keeps_to_maximum(scorer, scores)
    advise(scores)
    return Outcome(scored=True, findings=tuple(remarks))


def _located(findings: Sequence[Finding]) -> None:
    assert findings is not None
    for one in findings:
        assert one.place.file
        assert one.place.line
        assert one.text.zh
        assert one.text.en
        assert one.fix.zh
