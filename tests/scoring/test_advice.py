"""What would raise it: the smallest change that gains, checked against the rule by hand."""

from __future__ import annotations

from shuniu.scoring import Advice, Mark, Scorer, advise, parse_framework

SHEET = """format: 1
code: demo
version: "1"
title: 演示
source: {name: 自拟}
points: 100
inputs:
  present: {title: 到会人数, step: 1}
  entitled: {title: 应到人数, step: 1}
facets:
  type: {title: 类型, options: {a: 甲类, b: 乙类}}
items:
  - key: turnout
    title: 到会率
    points: 40
    rule:
      kind: tiers
      value: percent(present, entitled)
      tiers: [{range: ">=90", points: 40}, {range: "[80,90)", points: 20}]
      otherwise: 0
  - key: charter
    title: 入章
    points: 30
    rule:
      kind: choose
      options:
        - {key: yes_, text: 已写入, points: 30}
        - {key: part, text: 部分, points: 10}
        - {key: no_, text: 未写入, points: 0}
  - {key: late, title: 逾期, points: 20, rule: {kind: deduct_each, each: 5}}
  - {key: place, title: 名次, points: 10, rule: {kind: rank, points: [10, 5]}}
"""


def advice(**inputs: object) -> dict[str, Advice]:
    scorer = Scorer(parse_framework(SHEET))
    scores = scorer.score(scorer.facts([inputs, {"place": 50}]))
    return {one.key: one for one in advise(scores)[0]}


def test_the_smallest_step_over_the_next_edge_is_named() -> None:
    found = advice(present=70, entitled=100, charter="yes_", late=0, place=99)["turnout"]
    more = next(c for c in found.changes if c.column == "present")
    assert (found.open, more.before.zh, more.after.zh, more.gain) == (40_000, "70", "80", 20_000)


def test_a_better_option_is_named_with_its_gain() -> None:
    found = advice(present=1, entitled=1, charter="part", late=0, place=99)["charter"]
    assert [(c.before.zh, c.after.zh, c.gain) for c in found.changes] == [
        ("部分", "已写入", 20_000)
    ]


def test_a_count_of_faults_is_lowered() -> None:
    found = advice(present=1, entitled=1, charter="yes_", late=3, place=99)["late"]
    assert [(c.after.zh, c.gain) for c in found.changes] == [("2", 5_000)]


def test_what_is_missing_is_advised_to_be_given() -> None:
    found = advice(present=1, entitled=1, charter=None, late=0, place=99)["charter"]
    assert [(c.before.zh, c.after.zh) for c in found.changes] == [("未填", "已写入")]


def test_full_leaves_and_leaves_that_do_not_apply_are_left_out() -> None:
    found = advice(present=1, entitled=1, charter=Mark.NOT_APPLICABLE, late=0, place=99)
    assert found == {}


def test_points_that_depend_on_others_say_so() -> None:
    found = advice(present=1, entitled=1, charter="yes_", late=0, place=1)["place"]
    assert (found.depends_on_others, found.changes, found.open) == (True, (), 5_000)


def test_the_largest_gain_stands_first() -> None:
    keys = list(advice(present=70, entitled=100, charter="no_", late=1, place=99))
    assert keys == ["charter", "turnout", "late"]


def test_some_leaves_alone_can_be_searched() -> None:
    scorer = Scorer(parse_framework(SHEET))
    scores = scorer.score(scorer.facts([{"late": 2, "charter": "part"}]))
    every = {one.key: one for one in advise(scores)[0]}
    assert advise(scores, leaves={"charter"}) == [(every["charter"],)]
