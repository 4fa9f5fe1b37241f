"""Every framework that ships earns what a person works out from its printed wording."""

from pathlib import Path

import pytest

from tests.scoring._cases import FRAMEWORKS, Case, cases_of, fault_of, scorer_of

FOLDERS = sorted(file.parent for file in FRAMEWORKS.glob("*/*/framework.yaml"))
CASES = [case for folder in FOLDERS for case in cases_of(folder)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_points_are_those_worked_out_by_hand(case: Case) -> None:
    assert fault_of(case) == []


@pytest.mark.parametrize(
    "folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}"
)
def test_a_folder_is_named_after_code_and_version(folder: Path) -> None:
    framework = scorer_of(folder).framework
    assert (framework.code, framework.version) == (folder.parent.name, folder.name)


@pytest.mark.parametrize(
    "folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}"
)
def test_a_sheet_that_is_not_complete_says_what_is_open(folder: Path) -> None:
    framework = scorer_of(folder).framework
    assert framework.status == "complete" or framework.open
