"""Quorum, majorities and elections, worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuniu.ballots import (
    Bar,
    Base,
    Choice,
    Count,
    Decision,
    Election,
    ElectionRule,
    LeftOut,
    MajorityRule,
    Outcome,
    QuorumRule,
    Reach,
    Roll,
    Source,
    Tie,
    body_rules,
    count_named,
    decide,
    elect,
    quorum,
)
from shuniu.findings import FindingsError, Text

SOURCE = Source(Text("本会章程", "our charter"))
HALF = Bar(Fraction(1, 2), Reach.MORE_THAN)
TWO_THIRDS = Bar(Fraction(2, 3))
ANYBODY = QuorumRule(Bar(1), SOURCE)


def people(n: int) -> frozenset[str]:
    return frozenset(f"p{i:02}" for i in range(n))


def vote(yes: int, no: int, abstained: int = 0, void: int = 0, **rule: object) -> Decision:
    n = yes + no + abstained + void
    majority = MajorityRule(HALF, rule.pop("base", Base.PRESENT), SOURCE, **rule)  # type: ignore[arg-type]
    roll = Roll(people(n), people(n))
    return decide(roll, ANYBODY, majority, Count(n, yes, no, abstained, void))


@pytest.mark.parametrize(
    ("bar", "base", "least"),
    [
        (TWO_THIRDS, 15, 10),
        (TWO_THIRDS, 16, 11),
        (Bar(Fraction(2, 3), Reach.MORE_THAN), 15, 11),
        (HALF, 10, 6),
        (HALF, 11, 6),
        (Bar(Fraction(1, 2)), 10, 5),
        (Bar(7), 100, 7),
        (Bar(7, Reach.MORE_THAN), 100, 8),
        (TWO_THIRDS, 0, 1),
    ],
)
def test_the_least_number_that_meets_a_bar_is_exact(bar: Bar, base: int, least: int) -> None:
    assert bar.least(base) == least


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(ValueError, match="neither a share"):
        Bar(Fraction(3, 2))


def test_two_thirds_of_fifteen_is_a_quorum_of_ten() -> None:
    rule = QuorumRule(TWO_THIRDS, SOURCE)
    assert quorum(Roll(people(15), people(10)), rule).met
    assert not quorum(Roll(people(15), people(9)), rule).met


def test_the_excused_leave_the_base_only_where_the_rule_says_so() -> None:
    roll = Roll(people(15), people(9), excused=frozenset({"p13", "p14"}))
    assert not quorum(roll, QuorumRule(TWO_THIRDS, SOURCE)).met
    found = quorum(roll, QuorumRule(TWO_THIRDS, SOURCE, frozenset({LeftOut.EXCUSED})))
    assert (found.should, found.present, found.least, found.met) == (13, 9, 9, True)
    assert found.steps[-1].text.zh == "实到 9 人，会议有效。"


def test_a_recused_person_left_out_of_the_base_is_not_counted_as_present() -> None:
    roll = Roll(people(6), people(4), recused=frozenset({"p00"}))
    found = quorum(roll, QuorumRule(TWO_THIRDS, SOURCE, frozenset({LeftOut.RECUSED})))
    assert (found.should, found.present, found.least) == (5, 3, 4)


@pytest.mark.parametrize(
    ("roll", "code"),
    [
        ({"present": frozenset({"x"})}, "B101"),
        ({"present": frozenset({"p01"}), "excused": frozenset({"p01"})}, "B102"),
    ],
)
def test_a_roll_call_that_contradicts_itself_is_refused(
    roll: dict[str, frozenset[str]], code: str
) -> None:
    with pytest.raises(FindingsError) as caught:
        Roll(people(3), **roll)
    assert [f.code for f in caught.value.findings] == [code]


def test_half_of_those_present_is_not_more_than_half() -> None:
    assert vote(5, 5).outcome is Outcome.LOST
    assert vote(6, 4).outcome is Outcome.CARRIED


def test_the_base_decides_what_an_abstention_weighs() -> None:
    assert vote(5, 4, 2, base=Base.PRESENT).outcome is Outcome.LOST
    assert vote(5, 4, 2, base=Base.FOR_AND_AGAINST).outcome is Outcome.CARRIED
    assert vote(5, 4, 2, base=Base.VALID).outcome is Outcome.LOST


def test_void_ballots_count_among_those_returned_and_not_among_the_valid() -> None:
    assert vote(5, 4, 0, 1, base=Base.CAST).outcome is Outcome.LOST
    assert vote(5, 4, 0, 1, base=Base.VALID).outcome is Outcome.CARRIED


def test_in_a_tie_the_chair_decides_where_the_rule_says_so() -> None:
    rule = MajorityRule(HALF, Base.PRESENT, SOURCE, Tie.CHAIR)
    roll, count = Roll(people(4), people(4)), Count(4, 2, 2)
    assert decide(roll, ANYBODY, rule, count).outcome is Outcome.TIED
    assert decide(roll, ANYBODY, rule, count, Choice.FOR).outcome is Outcome.CARRIED
    assert decide(roll, ANYBODY, rule, count, Choice.AGAINST).outcome is Outcome.LOST


def test_more_ballots_than_voters_make_the_vote_invalid() -> None:
    rule = MajorityRule(HALF, Base.PRESENT, SOURCE)
    found = decide(Roll(people(5), people(4)), ANYBODY, rule, Count(5, 5, 0))
    assert found.outcome is Outcome.INVALID
    assert not found.carried


def test_without_quorum_nothing_is_decided() -> None:
    rule = MajorityRule(HALF, Base.PRESENT, SOURCE)
    found = decide(
        Roll(people(15), people(9)), QuorumRule(TWO_THIRDS, SOURCE), rule, Count(9, 9, 0)
    )
    assert found.outcome is Outcome.NO_QUORUM
    assert found.steps[-1].text.en == "No quorum: nothing can be decided."


def test_named_votes_are_kept_and_secret_ones_are_not() -> None:
    roll = Roll(people(3), people(3))
    count = count_named(roll, {"p00": Choice.FOR, "p01": Choice.AGAINST, "p02": Choice.FOR})
    assert (count.in_favour, count.against, count.issued, count.secret) == (2, 1, 3, False)
    assert count.by_name[0] == ("p00", Choice.FOR)
    assert Count(3, 2, 1).by_name == ()


def test_the_vote_of_a_recused_person_is_refused() -> None:
    with pytest.raises(FindingsError, match="p00"):
        count_named(Roll(people(3), people(3), recused=frozenset({"p00"})), {"p00": Choice.FOR})


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(FindingsError, match="negative"):
        Count(3, -1, 1)


def test_a_recusal_is_not_a_vote_against() -> None:
    roll = Roll(people(10), people(10), recused=frozenset({"p00", "p01"}))
    count = Count(8, 5, 3)
    usual = MajorityRule(HALF, Base.ENTITLED, SOURCE)
    assert decide(roll, ANYBODY, usual, count).carried
    strict = MajorityRule(HALF, Base.ENTITLED, SOURCE, recused_count=True)
    assert not decide(roll, ANYBODY, strict, count).carried


def test_an_evaluation_committee_decides_with_more_than_half_of_all_members() -> None:
    rules = body_rules("evaluation_committee", date(2026, 1, 1))
    roll = Roll(people(15), people(10))
    lost = decide(roll, rules.quorum, rules.ordinary, Count(10, 7, 3, secret=False))
    assert (lost.outcome, lost.base, lost.least) == (Outcome.LOST, 15, 8)
    assert decide(roll, rules.quorum, rules.ordinary, Count(10, 8, 2)).carried
    assert "民政部令第39号" in lost.steps[-2].text.zh


def test_a_foundation_board_needs_two_thirds_of_those_present_for_major_matters() -> None:
    rules = body_rules("foundation_board", date(2026, 1, 1))
    assert rules.qualified is not None
    roll = Roll(people(15), people(10))
    assert decide(roll, rules.quorum, rules.ordinary, Count(10, 6, 4)).carried
    assert not decide(roll, rules.quorum, rules.qualified, Count(10, 6, 4)).carried
    assert decide(roll, rules.quorum, rules.qualified, Count(10, 7, 3)).carried


def test_a_rule_that_was_not_in_force_is_not_found() -> None:
    with pytest.raises(KeyError):
        body_rules("evaluation_committee", date(2010, 1, 1))


RULE = ElectionRule(3, HALF, Base.PRESENT, SOURCE, spare=Fraction(1, 5))


def elected(ballots: list[set[str]], voters: int = 10, rule: ElectionRule = RULE) -> Election:
    return elect(Roll(people(voters), people(voters)), ANYBODY, rule, set("abcd"), ballots)


def test_a_ballot_with_more_choices_than_seats_is_void() -> None:
    found = elected([set("abcd"), set("abc"), set()])
    assert (found.valid, found.blank, found.void) == (2, 1, 1)


def test_those_with_most_votes_over_half_are_elected() -> None:
    ballots = [set("abc")] * 6 + [set("abd")] * 3 + [set("d")]
    found = elected(ballots)
    assert found.votes == (("a", 9), ("b", 9), ("c", 6), ("d", 4))
    assert (found.elected, found.runoff, found.vacant) == (("a", "b", "c"), (), 0)


def test_equal_votes_at_the_last_seat_go_to_a_run_off() -> None:
    rule = ElectionRule(2, HALF, Base.PRESENT, SOURCE)
    ballots = [set("ab")] * 4 + [set("ac")] * 4 + [set("bc")] * 2
    found = elected(ballots, rule=rule)
    assert (found.elected, found.runoff, found.vacant) == (("a",), ("b", "c"), 1)


def test_a_seat_stays_vacant_when_nobody_passes_half() -> None:
    found = elected([set("ab")] * 6 + [set("cd")] * 4)
    assert (found.elected, found.vacant) == (("a", "b"), 1)
    assert found.steps[-1].number == 2


def test_an_election_with_more_ballots_than_voters_is_invalid() -> None:
    found = elected([set("abc")] * 11)
    assert (found.held, found.elected) == (False, ())


def test_too_few_candidates_for_a_contested_election_are_refused() -> None:
    assert RULE.fewest_candidates == 4
    with pytest.raises(FindingsError, match="at least 4"):
        elect(Roll(people(3), people(3)), ANYBODY, RULE, set("abc"), [])


def test_a_written_in_name_counts_only_where_the_rule_allows_it() -> None:
    strict = ElectionRule(3, HALF, Base.PRESENT, SOURCE, write_ins=False)
    assert elected([{"z"}]).votes == (("z", 1),)
    assert elected([{"z"}], rule=strict).void == 1


@given(st.permutations([frozenset("ab"), frozenset("ac"), frozenset("b"), frozenset("abcd")]))
def test_the_order_of_ballots_changes_nothing(ballots: list[frozenset[str]]) -> None:
    usual = elect(Roll(people(4), people(4)), ANYBODY, RULE, set("abcd"), ballots)
    assert usual.votes == (("a", 2), ("b", 2), ("c", 1))


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_one_more_vote_in_favour_never_loses_a_matter(yes: int, no: int, abstain: int) -> None:
    assert not vote(yes, no, abstain).carried or vote(yes + 1, no, abstain).carried
