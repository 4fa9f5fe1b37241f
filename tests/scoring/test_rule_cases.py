"""Each rule kind R1–R35 earns what a person works out from its printed wording."""

from pathlib import Path

import pytest

from tests.scoring._cases import Case, cases_of, fault_of

FOLDER = Path(__file__).parent / "rule_cases"
FILES = sorted(FOLDER.glob("r??.yaml"))
OTHERS = [
    FOLDER / f"{name}.yaml" for name in ("policies", "policies_of_groups", "stages_with_weights")
]
CASES = [case for file in (*FILES, *OTHERS) for case in cases_of(file)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_points_are_those_worked_out_by_hand(case: Case) -> None:
    assert fault_of(case) == []


def test_every_rule_kind_of_the_catalogue_has_its_file() -> None:
    assert [file.stem for file in FILES] == [f"r{number:02}" for number in range(1, 36)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_rule_kind_has_at_least_four_cases(file: Path) -> None:
    assert len(cases_of(file)) >= 4
