"""What is written appears whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from shuniu.findings import FindingsError
from shuniu.papers import alongside, whole_file, whole_folder


def test_a_folder_appears_when_it_is_whole(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "out") as folder:
        (folder / "result.json").write_text("{}", encoding="utf-8")
        assert not (tmp_path / "out").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_an_error_leaves_nothing_behind_and_the_old_result_in_place(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "out") as folder:
        (folder / "result.json").write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError), whole_folder(tmp_path / "out") as folder:
        (folder / "result.json").write_text("new", encoding="utf-8")
        raise RuntimeError
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "result.json").read_text(encoding="utf-8") == "old"


def test_an_earlier_result_is_replaced_and_anything_else_is_not(tmp_path: Path) -> None:
    for words in ("one", "two"):
        with whole_folder(tmp_path / "out") as folder:
            (folder / "result.json").write_text(words, encoding="utf-8")
    assert (tmp_path / "out" / "result.json").read_text(encoding="utf-8") == "two"
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").touch()
    with pytest.raises(FindingsError, match="D301"), whole_folder(tmp_path / "mine"):
        pass
    assert (tmp_path / "mine" / "thesis.docx").exists()


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), whole_file(tmp_path / "a.xlsx") as temporary:
        temporary.write_text("half", encoding="utf-8")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FindingsError, match="D302"), whole_folder(tmp_path / "file" / "out"):
        pass


def test_work_that_fails_alongside_fails_here(tmp_path: Path) -> None:
    def work() -> None:
        (tmp_path / "done").touch()
        raise RuntimeError

    with pytest.raises(RuntimeError), alongside(work):
        pass
    assert (tmp_path / "done").exists()
