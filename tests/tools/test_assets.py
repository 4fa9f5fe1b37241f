"""Fonts: made once, missed by nobody where they cannot be fetched."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tools import assets
from tools.installing import ROOT


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(assets, "BUILD", tmp_path)
    monkeypatch.setattr(assets, "MADE", tmp_path / "fonts.css")
    monkeypatch.setattr(assets, "STAMP", tmp_path / ".stamp")
    return tmp_path


@pytest.mark.usefixtures("elsewhere")
def test_without_a_network_there_is_a_warning_and_no_second_try_for_an_hour(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tries = []

    def fail() -> None:
        tries.append(1)
        raise subprocess.CalledProcessError(1, "npm")

    monkeypatch.setattr(assets, "_build", fail)
    for _ in range(2):
        assets.begin().join()
    assert len(tries) == 1
    assert "字体未能下载" in capsys.readouterr().out
    monkeypatch.setattr(assets, "AGAIN", 0)
    assets.begin().join()
    assert len(tries) == 2


def test_what_is_made_is_not_made_again(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def build() -> None:
        made.append(1)
        (elsewhere / "fonts.css").write_text("", encoding="utf-8")

    monkeypatch.setattr(assets, "_build", build)
    for _ in range(2):
        assets.begin().join()
    assert len(made) == 1


def test_the_lock_of_the_front_end_names_no_host() -> None:
    text = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in text
    assert not re.search(r"https?://", text)


def test_whole_fonts_bear_a_name_of_their_own_and_hold_what_papers_need() -> None:
    made = assets.WHOLE
    if not made.exists():
        pytest.skip("no fonts here: no network, or `./dev setup` has not run")
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (only where there is one)

    with TTFont(made) as font:
        names = {record.toUnicode() for record in font["name"].names if record.nameID in {1, 4, 6}}
        assert names == {"Shuniu Sans", "Shuniu Sans Bold", "ShuniuSans-Bold"}
        signs = font.getBestCmap()
    assert all(ord(sign) in signs for sign in "枢纽社会组织评估等级〔2026〕号①②③“”《》—…√￥·")
