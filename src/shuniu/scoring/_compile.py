"""From a declaration to outlines: one per table, with every fault of every table reported."""

from __future__ import annotations

from shuniu.findings import Finding, FindingsError, Severity, Text
from shuniu.scoring._asked import asked_columns, staged
from shuniu.scoring._columns import Column
from shuniu.scoring._exact import LARGEST
from shuniu.scoring._expression import parse
from shuniu.scoring._load import Declaration
from shuniu.scoring._model import Framework
from shuniu.scoring._nodes import Arith, Clamp, Node, Quantise
from shuniu.scoring._outline import Faults, ItemOutline, Outline
from shuniu.scoring._scope import Scope, Typed
from shuniu.scoring._tree import TreeBuilder, results_of
from shuniu.scoring._verdict import VerdictBuilder

MOST_DERIVED = 500


def outlines(declaration: Declaration) -> dict[str, Outline]:
    """The outline of each table.

    Raises:
        FindingsError: F116 nested too deeply, F120 expressions and rules that cannot be read,
            F121 a key twice, F122 a grade nobody declares.
    """
    found: dict[tuple[str, str, int | None, str], Finding] = {}
    out: dict[str, Outline] = {}
    for variant, framework in declaration.tables.items():
        faults = Faults(declaration, variant)
        try:
            out[variant] = _outline(variant, framework, faults)
        except RecursionError:
            faults.add("F116", (), _DEEP, _SHALLOWER)
        for one in faults.findings:
            found.setdefault((one.code, one.place.path, one.place.line, one.text.en), one)
    if found:
        ordered = sorted(found.values(), key=lambda f: (f.place.line or 0, f.code))
        raise FindingsError([f for f in ordered if f.severity is Severity.ERROR])
    return out


_DEEP = Text("公式一层套一层，太深了。", "Expressions are nested too deeply.")
_SHALLOWER = Text("请拆成几个 derived。", "Split them into several derived values.")


def _outline(variant: str, framework: Framework, faults: Faults) -> Outline:
    columns = asked_columns(framework, faults)
    physical, sources = staged(framework, columns)
    known = {c.key: c for c in columns}
    for key, declared in framework.inputs.items():
        if declared.years:
            known.setdefault(key, known[f"{key}.y1"])  # without a year the latest is meant
    known.update({c.key: c for c in physical})
    derived = _derived(framework, known, faults)
    tree = TreeBuilder(framework, Scope(known, derived, {}), sources, faults)
    subtotal = tree.sheet()
    pool = tree.pool()
    total = _total(framework, subtotal, pool)
    _unique(tree.items, faults)
    results = {**results_of(tree.items, framework), "total": total}
    verdicts = VerdictBuilder(framework, Scope(known, derived, results), faults)
    value = verdicts.value(total)
    verdict = verdicts.verdict(value)
    return Outline(
        variant,
        framework,
        physical,
        {c.key: c for c in physical},
        sources,
        derived,
        tuple(tree.items),
        subtotal,
        pool,
        total,
        value,
        verdict,
    )


def _derived(framework: Framework, known: dict[str, Column], faults: Faults) -> dict[str, Typed]:
    """Named expressions, each seeing those above it."""
    derived: dict[str, Typed] = {}
    for key, written in list(framework.derived.items())[:MOST_DERIVED]:
        try:
            derived[key] = parse(written, Scope(known, derived, {}))
        except ValueError as error:
            faults.expression(("derived", key), error)
    return derived


def _total(framework: Framework, subtotal: Node, pool: Node | None) -> Node:
    node = subtotal
    bonus = framework.bonus
    if bonus is not None and pool is not None:
        node = Arith("add", subtotal, pool)
        if bonus.total_up_to is not None:
            node = Clamp(node, -LARGEST, bonus.total_up_to)
    rounding = framework.rounding
    return node if rounding.step == 1 else Quantise(node, rounding.step, rounding.mode)


def _unique(items: list[ItemOutline], faults: Faults) -> None:
    seen: set[str] = set()
    for one in items:
        if one.key in seen:
            faults.add(
                "F121",
                one.path,
                Text(f"“{one.key}”被定义了两次。", f"“{one.key}” is defined twice."),
                Text("请给其中一个换个键。", "Give one of them another key."),
            )
        seen.add(one.key)
