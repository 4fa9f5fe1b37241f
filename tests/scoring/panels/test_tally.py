"""Tallies: formulas, validity, missing groups, rounding, quotas."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuniu.findings import FindingsError, Place
from shuniu.scoring import MISSING
from shuniu.scoring._panels import (
    BallotTable,
    Tally,
    TallyResult,
    Ties,
    assign_quota,
    ballot_columns,
    lint_tally,
    parse_tally,
    tally,
)

HEAD = "format: 1\nid: trial\nversion: '1'\ntitle: 测评\n"
MARKS = (
    "marks: [{key: good, title: {zh: 好, en: good}, value: 100}, "
    "{key: fair, title: {zh: 一般, en: fair}, value: 60}]\n"
)
ONE = "questions: [{key: q, title: 总评}]\n"
TWO = "questions: [{key: q, title: 总评, weight: 60}, {key: r, title: 实绩, weight: 40}]\n"
POINTS = "numbers: {min: 0, max: 100, step: 0.5}\n"
GROUPS = "groups: [{key: a, title: 甲类, weight: 60}, {key: b, title: 乙类, weight: 40}]\n"


def declared(*parts: str) -> Tally:
    return parse_tally(HEAD + "".join(parts))


def table(*rows: tuple[Any, ...]) -> BallotTable:
    """Rows of ballot, group, candidate, question, mark."""
    keys = ("ballot", "group", "candidate", "question", "mark")
    return BallotTable.from_rows(dict(zip(keys, row, strict=True)) for row in rows)


def marks(*given: object) -> BallotTable:
    """One candidate, one question, one mark per ballot."""
    return table(*((f"{n:03}", "", "x", "", mark) for n, mark in enumerate(given)))


def points(declaration: Tally, ballots: BallotTable) -> list[int | None]:
    found = tally(declaration, ballots).points.tolist()
    return [None if p == MISSING else p for p in found]


def codes(declaration: Tally, ballots: BallotTable) -> set[str]:
    with pytest.raises(FindingsError) as caught:
        tally(declaration, ballots)
    return {found.code for found in caught.value.findings}


VOTES = declared(MARKS, ONE, "formula: {kind: votes}\n")
MEAN = declared(POINTS, ONE, "formula: {kind: mean}\n")


def test_a_mark_is_read_by_key_or_by_title_in_either_language() -> None:
    assert points(VOTES, marks("good", "好", "一般", "fair")) == [80_000]


def test_blanks_are_not_counted_among_the_valid() -> None:
    assert points(VOTES, marks("good", None, "", "fair")) == [80_000]


def test_a_third_is_rounded_once_to_the_declared_step() -> None:
    fine = declared(MARKS, ONE, "formula: {kind: votes}\nrounding: {step: 0.1, mode: down}\n")
    assert points(VOTES, marks("good", "good", "fair")) == [86_667]
    assert points(fine, marks("good", "good", "fair")) == [86_600]


@pytest.mark.parametrize(
    ("given_marks", "expected"),
    [((100, 90, 80, 10, 0), 56_000), ((100, 90, 80, 70, 10, 0), 62_500)],
)
def test_nothing_is_cut_while_raters_are_few(given_marks: tuple[int, ...], expected: int) -> None:
    trimmed = "formula: {kind: trimmed_mean, high: 1, low: 1, when_more_than: 5}\n"
    assert points(declared(POINTS, ONE, trimmed), marks(*given_marks)) == [expected]


def test_a_share_is_cut_on_each_side_and_rounded_as_declared() -> None:
    down = declared(POINTS, ONE, "formula: {kind: trimmed_mean, share: 10}\n")
    up = declared(POINTS, ONE, "formula: {kind: trimmed_mean, share: 10, rounding: up}\n")
    fifteen = marks(*range(0, 60, 4))
    assert points(down, fifteen) == [28_000]
    assert tally(down, fifteen).cells.cut_low.tolist() == [[[1]]]
    assert tally(up, fifteen).cells.cut_high.tolist() == [[[2]]]


def test_nothing_is_cut_where_nothing_would_stay() -> None:
    trimmed = declared(POINTS, ONE, "formula: {kind: trimmed_mean, high: 1, low: 1}\n")
    assert points(trimmed, marks(80, 60)) == [70_000]


def test_ranks_are_worth_what_the_list_says() -> None:
    ranks = "numbers: {min: 1, max: 9}\nformula: {kind: ranks, points: [60, 57, 54]}\n"
    assert points(declared(ONE, ranks), marks(1, 2, 3, 9)) == [42_750]


GROUPED = table(
    ("1", "a", "x", "q", "good"), ("2", "b", "x", "q", "fair"), ("1", "a", "y", "q", "good")
)


def test_a_missing_group_blocks_or_leaves_its_weight_to_the_others() -> None:
    block = declared(MARKS, ONE, GROUPS, "formula: {kind: votes}\n")
    rest = declared(MARKS, ONE, GROUPS, "formula: {kind: votes}\nmissing_group: renormalise\n")
    assert points(block, GROUPED) == [84_000, None]
    assert points(rest, GROUPED) == [84_000, 100_000]
    assert "缺乙类" in tally(block, GROUPED).explain(1)[-2].text.zh
    assert "不计权重" in tally(rest, GROUPED).explain(1)[-2].text.zh


def test_rounding_after_each_step_is_done_where_it_is_declared() -> None:
    parts = (MARKS, TWO, "formula: {kind: votes}\n")
    rows = table(
        ("1", "", "x", "q", "good"),
        ("2", "", "x", "q", "good"),
        ("3", "", "x", "q", "fair"),
        ("1", "", "x", "r", "fair"),
    )
    plain = declared(*parts, "rounding: {step: 1}\n")
    each = declared(*parts, "rounding: {step: 1, at: [question]}\n")
    assert points(plain, rows) == [76_000]
    assert points(each, rows) == [76_000]
    assert tally(each, rows).explain(0)[2].kind == "rounding"
    assert tally(each, rows).explain(0)[2].value == 87_000


def test_an_incomplete_line_is_counted_dropped_or_makes_the_ballot_void() -> None:
    rows = table(
        ("1", "", "x", "q", "good"),
        ("1", "", "x", "r", "good"),
        ("2", "", "x", "q", "fair"),
        ("2", "", "x", "r", ""),
    )
    parts = (MARKS, TWO, "formula: {kind: votes}\n")
    found = {
        how: tally(declared(*parts, f"ballots: {{incomplete: {how}}}\n"), rows)
        for how in ("count", "drop_line", "void")
    }
    assert {how: one.points.tolist() for how, one in found.items()} == {
        "count": [88_000],
        "drop_line": [100_000],
        "void": [100_000],
    }
    assert (found["drop_line"].dropped_lines, len(found["void"].void)) == (1, 1)


def two_each(*pairs: tuple[object, object]) -> BallotTable:
    """Two candidates on every ballot."""
    rows = [
        (f"{n:03}", "", who, "", mark)
        for n, pair in enumerate(pairs)
        for who, mark in zip("xy", pair, strict=True)
    ]
    return table(*rows)


def test_equal_marks_make_a_ballot_void_where_declared() -> None:
    strict = declared(POINTS, ONE, "formula: {kind: mean}\nballots: {all_equal: void}\n")
    found = tally(strict, two_each((90, 90), (80, 70)))
    assert found.points.tolist() == [80_000, 70_000]
    assert found.void[0].reason.zh == "全部评了同样的分。"


def test_a_share_of_high_marks_beyond_the_limit_makes_a_ballot_void() -> None:
    limit = "ballots: {limits: [{text: 好不超过一半, marks: [good], at_most_share: 1/2}]}\n"
    found = tally(
        declared(MARKS, ONE, "formula: {kind: votes}\n", limit),
        two_each(("good", "good"), ("good", "fair")),
    )
    assert (found.valid, found.points.tolist()) == (1, [100_000, 60_000])


def test_too_many_void_ballots_mean_that_everybody_is_rated_again() -> None:
    rules = "formula: {kind: mean}\nballots: {all_equal: void, repeat_above: 1/3}\n"
    strict = declared(POINTS, ONE, rules)
    just = tally(strict, two_each((90, 90), (80, 70), (80, 70)))
    assert (just.repeat, just.points.tolist()) == (False, [80_000, 70_000])
    many = tally(strict, two_each((90, 90), (80, 70)))
    assert (many.repeat, many.points.tolist()) == (True, [MISSING, MISSING])
    assert "重新测评" in many.explain(0)[-1].text.zh


def test_ballots_declared_void_by_the_tellers_do_not_count() -> None:
    ballots = BallotTable(
        ballot=["1", "2"], candidate=["x", "x"], mark=[10, 90], spoilt=frozenset("1")
    )
    assert points(MEAN, ballots) == [90_000]


def test_a_candidate_nobody_marked_has_no_points() -> None:
    ballots = BallotTable(ballot=["1"], candidate=["x"], mark=[10], candidates=("y", "x"))
    assert points(MEAN, ballots) == [None, 10_000]


def test_no_ballots_at_all_end_in_no_points() -> None:
    ballots = BallotTable(ballot=[], candidate=[], mark=[], candidates=("x",))
    assert points(MEAN, ballots) == [None]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("1", "c", "x", "q", 5)], "T301"),
        ([("1", "a", "x", "z", 5)], "T302"),
        ([("1", "a", "x", "q", "many")], "T303"),
        ([("1", "a", "x", "q", 101)], "T303"),
        ([("1", "a", "x", "q", 0.3)], "T303"),
        ([("1", "a", "x", "q", 5), ("1", "a", "x", "q", 6)], "T304"),
        ([("1", "a", "x", "q", 5), ("1", "b", "y", "q", 6)], "T305"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_place(
    rows: list[tuple[Any, ...]], code: str
) -> None:
    declaration = declared(POINTS, TWO, GROUPS, "formula: {kind: mean}\n")
    assert codes(declaration, table(*rows)) == {code}


def test_a_person_who_is_not_a_candidate_is_refused_at_the_cell_where_it_stands() -> None:
    place = Place("票.xlsx", sheet="票", cell="B2")
    ballots = BallotTable(["1"], ["z"], [10], candidates=("x", "y"), places=[place])
    with pytest.raises(FindingsError) as caught:
        tally(MEAN, ballots)
    assert [(f.code, f.place) for f in caught.value.findings] == [("T306", place)]


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ((MARKS, ONE, "formula: {kind: votes, extra: 1}\n"), "formula/extra"),
        ((MARKS, ONE, "formula: {kind: ranks, first: 10}\n"), ""),
        ((POINTS, ONE, "formula: {kind: votes}\n"), ""),
        ((POINTS, ONE, "formula: {kind: trimmed_mean}\n"), "formula"),
        ((MARKS, ONE, "formula: {kind: share, favourable: [best]}\n"), ""),
        ((ONE, "formula: {kind: mean}\n"), ""),
        (
            (POINTS, ONE, "formula: {kind: mean}\nballots: {repeat_above: 4/3}\n"),
            "ballots/repeat_above",
        ),
    ],
)
def test_a_declaration_that_does_not_fit_is_refused_where_it_stands(
    parts: tuple[str, ...], path: str
) -> None:
    with pytest.raises(FindingsError) as caught:
        declared(*parts)
    assert [f.place.path for f in caught.value.findings] == [path]


def test_the_linter_finds_weights_gaps_overlaps_and_contradictions() -> None:
    tiers = (
        "formula: {kind: tiers, favourable: [good], tiers: [{range: '>=90', points: 10}, "
        "{range: '[70,85)', points: 8}, {range: '[60,75]', points: 5}]}\n"
        "ballots: {limits: [{text: 好, marks: [good], at_least: 3, at_most: 2}]}\n"
    )
    uneven = "questions: [{key: q, title: 总评, weight: 60}, {key: r, title: 实绩, weight: 50}]\n"
    found = [f.code for f in lint_tally(declared(MARKS, uneven, tiers))]
    assert found == ["T203", "T204", "T205", "T207", "T209"]


def test_a_coefficient_out_of_order_is_reported() -> None:
    odd = MARKS.replace("]\n", ", {key: poor, title: 差, value: 80}]\n")
    found = lint_tally(declared(odd, ONE, "formula: {kind: votes}\n"))
    assert [(f.code, f.place.path) for f in found] == [("T206", "marks/2")]


def test_the_columns_of_a_sheet_of_ballots_offer_the_marks() -> None:
    columns = ballot_columns(declared(MARKS, TWO, GROUPS, "formula: {kind: votes}\n"))
    assert [c.key for c in columns] == ["ballot", "candidate", "group", "question", "mark"]
    assert [o.title.zh for o in columns[-1].options] == ["好", "一般"]
    assert [c.key for c in ballot_columns(MEAN)] == ["ballot", "candidate", "mark"]
    assert (ballot_columns(MEAN)[-1].high, ballot_columns(MEAN)[-1].step) == (100_000, 500)


def test_a_quota_of_grades_moves_those_beyond_it_to_the_next_band() -> None:
    bands = (
        "formula: {kind: mean}\nbands: [{grade: 优, range: '>=90'}, {grade: 良, range: '<90'}]\n"
        "quotas: [{grade: 优, at_most: 1/3}]\n"
    )
    declaration = declared(POINTS, ONE, bands)
    rows = table(*(("1", "", f"c{n}", "", mark) for n, mark in enumerate((95, 94, 80))))
    grades = tally(declaration, rows).grades
    assert [g.zh if g else None for g in grades] == ["优", "良", "良"]


def test_ties_at_a_quota_leave_stay_or_are_told_apart() -> None:
    total = np.array([90, 85, 85, 85, 70], np.int64)
    second = np.array([0, 3, 5, 3, 9], np.int64)
    assert assign_quota(total, 2).tolist() == [True, False, False, False, False]
    assert assign_quota(total, 2, Ties.IN).tolist() == [True, True, True, True, False]
    by_keys = [assign_quota(total, n, Ties.BY_KEYS, [second]).tolist() for n in (2, 3, 4)]
    assert by_keys[0] == [True, False, True, False, False]
    assert by_keys[1] == [True, False, True, False, False]
    assert by_keys[2] == [True, True, True, True, False]
    assert assign_quota(total[:0], 2, Ties.BY_KEYS).tolist() == []


def test_places_are_shared_by_equals() -> None:
    rows = table(*(("1", "", f"c{n}", "", mark) for n, mark in enumerate((80, 95, 80, 60))))
    assert tally(MEAN, rows).ranks.tolist() == [2, 1, 2, 4]


FORMULAS = {
    "votes": VOTES,
    "share": declared(MARKS, ONE, "formula: {kind: share, favourable: [good]}\n"),
    "tiers": declared(
        MARKS,
        ONE,
        "formula: {kind: tiers, favourable: [good], tiers: [{range: '>=80', points: 9}, "
        "{range: '[40,80)', points: 7}]}\n",
    ),
    "mean": MEAN,
    "trimmed": declared(
        POINTS, ONE, "formula: {kind: trimmed_mean, high: 1, low: 2, when_more_than: 4}\n"
    ),
}
NUMBERS = st.lists(st.integers(0, 200).map(lambda n: n / 2), min_size=1, max_size=12)
WORDS = st.lists(st.sampled_from(["good", "fair"]), min_size=1, max_size=12)


def given_to(name: str) -> st.SearchStrategy[list[Any]]:
    return NUMBERS if name in {"mean", "trimmed"} else WORDS


@pytest.mark.parametrize("name", FORMULAS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_order_of_rows_and_the_names_of_ballots_change_nothing(
    name: str, data: st.DataObject
) -> None:
    listed = data.draw(given_to(name))
    shuffled = data.draw(st.permutations(listed))
    assert points(FORMULAS[name], marks(*listed)) == points(FORMULAS[name], marks(*shuffled))


@pytest.mark.parametrize("name", FORMULAS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_better_mark_never_lowers_the_result(name: str, data: st.DataObject) -> None:
    listed = data.draw(given_to(name))
    at = data.draw(st.integers(0, len(listed) - 1))
    better = list(listed)
    better[at] = "good" if isinstance(listed[at], str) else min(listed[at] + 7.5, 100)
    before, after = points(FORMULAS[name], marks(*listed)), points(FORMULAS[name], marks(*better))
    assert before[0] is not None
    assert after[0] is not None
    assert after[0] >= before[0]


@pytest.mark.parametrize("name", FORMULAS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_last_number_of_the_working_is_the_result(name: str, data: st.DataObject) -> None:
    found: TallyResult = tally(FORMULAS[name], marks(*data.draw(given_to(name))))
    assert found.explain(0)[-1].value == found.points[0]


@settings(max_examples=60, deadline=None)
@given(NUMBERS)
def test_the_mean_is_the_exact_mean(listed: list[float]) -> None:
    exact = sum(map(Fraction, listed), Fraction(0)) / len(listed)
    found = points(MEAN, marks(*listed))[0]
    assert found is not None
    assert abs(Fraction(found, 1000) - exact) * 2 <= Fraction(1, 1000)
