"""The command line as a person meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from samples.make_hub import make_hub
from shuniu.cli import main
from soak.sheets import ROOT

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*xtension is not supported"
)  # openpyxl and data bars
HUB = "hub-effective-coverage"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hub") / "hub.xlsx"
    make_hub(path)
    return path


def test_a_hub_is_scored_from_its_messy_workbook(
    hub: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", HUB, str(hub), "-o", str(tmp_path / "out"), "--lang", "zh"]) == 0
    assert {p.name for p in (tmp_path / "out").iterdir()} == {
        "result.xlsx", "result.json", "report.html", "report.en.html", "report.css", "organisations",
    }  # fmt: skip
    result = json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))
    book = openpyxl.load_workbook(tmp_path / "out" / "result.xlsx")
    assert len(result["organisations"]) == 120
    assert len(book.sheetnames) == 124
    assert "共 120 家" in capsys.readouterr().out


def test_unusable_cells_are_all_named_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["单位名称", "认证", "次数"])
    page.append(["甲", "也许", "三十几"])
    page.append(["乙", "是", 5])
    book.save(tmp_path / "data.xlsx")
    (tmp_path / "framework.yaml").write_text(
        "format: 1\ncode: d\nversion: '1'\ntitle: d\nsource: {name: x}\npoints: 2\nitems:\n"
        "- {key: a, title: 认证, points: 1, rule: {kind: check}}\n"
        "- {key: b, title: 次数, points: 1, rule: {kind: ratio}}\n",
        encoding="utf-8",
    )
    sheet, data = str(tmp_path / "framework.yaml"), str(tmp_path / "data.xlsx")
    assert main(["score", sheet, data, "-o", str(tmp_path / "out")]) == 1
    told = capsys.readouterr().err
    assert "B2" in told
    assert "C2" in told
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data.xlsx", "framework.yaml"]


def test_explain_finds_an_organisation_by_name_code_or_number(
    hub: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", HUB, str(hub), "1", "--lang", "zh"]) == 0
    by_number = capsys.readouterr().out
    name = by_number.split("：")[0]
    assert main(["explain", HUB, str(hub), name, "--lang", "zh"]) == 0
    assert capsys.readouterr().out == by_number
    assert main(["explain", HUB, str(hub), "没有这家", "--lang", "zh"]) == 1
    assert "C102" in capsys.readouterr().err


def test_lint_fails_on_errors_and_on_warnings_only_when_strict(tmp_path: Path) -> None:
    assert main(["lint", HUB]) == 0
    assert main(["lint", "--strict", HUB]) == 0
    assert main(["lint", "wuxing-chuangping"]) == 0
    assert main(["lint", "--strict", "wuxing-chuangping"]) == 1
    (tmp_path / "framework.yaml").write_text("format: 1\n", encoding="utf-8")
    assert main(["lint", str(tmp_path)]) == 1


def test_a_template_is_written_once_and_not_over_another(tmp_path: Path) -> None:
    target = str(tmp_path / "form.xlsx")
    assert main(["template", HUB, "-o", target]) == 0
    assert main(["template", HUB, "-o", target]) == 1
    assert main(["template", HUB, "-o", target, "--force"]) == 0


def test_frameworks_and_schema_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["frameworks"]) == 0
    assert HUB in capsys.readouterr().out
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Shuniu framework"


def test_an_unknown_framework_is_answered_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["lint", "hub-efective"]) == 1
    assert HUB in capsys.readouterr().err


def test_ballots_are_tallied_into_a_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tally-x.yaml").write_text(
        "format: 1\nid: x\nversion: '1'\ntitle: 测评\nmarks:\n"
        "- {key: good, title: 好, value: 100}\n- {key: poor, title: 差, value: 40}\n"
        "questions: [{key: q, title: 履职}]\nformula: {kind: votes}\n",
        encoding="utf-8",
    )
    rows = "票号,评议对象,评价\n1,甲,好\n1,乙,差\n2,甲,差\n2,乙,差\n"
    (tmp_path / "b.csv").write_bytes(rows.encode("gb18030"))
    files = [str(tmp_path / name) for name in ("tally-x.yaml", "b.csv", "t.xlsx")]
    assert main(["tally", files[0], files[1], "-o", files[2], "--lang", "zh"]) == 0
    assert "70" in capsys.readouterr().out
    page = openpyxl.load_workbook(files[2])["结果"]
    assert [[c.value for c in row] for row in page["A2:C3"]] == [["甲", 70, 1], ["乙", 40, 2]]


def test_a_fault_of_ours_is_said_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("shuniu.cli._commands.lint", broken)
    assert main(["lint", HUB]) == 70
    assert "Traceback" not in capsys.readouterr().out


def test_the_program_starts_and_speaks_both_languages() -> None:
    for lang, word in (("zh", "评分标准"), ("en", "framework")):
        command = [sys.executable, "-m", "shuniu.cli", "--lang", lang, "lint", "--help"]
        environment = {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        assert word in done.stdout
