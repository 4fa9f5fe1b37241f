"""Pages of an import: upload, columns, preview, decision, result, rows handed back."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shuniu.accounts.models import Node, User
from shuniu.accounts.states import Role
from shuniu.registry.models import Import, Organisation
from shuniu.registry.services import imports
from tests.registry import _import_cast as cast

pytestmark = pytest.mark.django_db
HEAD = cast.HEAD


@pytest.fixture
def hub() -> Node:
    return cast.hub()


@pytest.fixture
def officer(hub: Node) -> User:
    return cast.person("officer", Role.HUB_OFFICER, hub)


@pytest.fixture
def client(officer: User) -> Client:
    return _in(officer)


def _in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="shuniu.accounts.backends.NameOrPhone")
    return client


def _rows(count: int, first: int = 1) -> list[list[object]]:
    return [
        [cast.code(n), f"第{n}服务中心", "民非", "2015-03-02", n]
        for n in range(first, first + count)
    ]


def _sent(client: Client, upload: ContentFile[bytes], hub: Node) -> Any:
    file = SimpleUploadedFile(str(upload.name), upload.read())
    return client.post("/imports/", {"file": file, "place": hub.pk})


def _stamp(page: HttpResponse) -> str:
    found = re.search(r'name="stamp" value="(\w+)"', page.content.decode())
    assert found is not None
    return found[1]


def test_from_upload_to_result(client: Client, hub: Node) -> None:
    answer = _sent(
        client, cast.workbook([HEAD, *_rows(3), ["坏", "缺码协会", None, None, None]]), hub
    )
    address = answer["Location"]
    page = client.get(address)
    assert "将新增 <strong>3</strong> 家" in page.content.decode()
    done = client.post(f"{address}apply/", {"stamp": _stamp(page)}, follow=True)
    assert "已导入 3 家单位。" in done.content.decode()
    assert Organisation.objects.count() == 3
    assert "下载不能导入的行" in done.content.decode()


def test_a_second_click_finds_it_done(client: Client, hub: Node) -> None:
    address = _sent(client, cast.workbook([HEAD, *_rows(2)]), hub)["Location"]
    stamp = _stamp(client.get(address))
    client.post(f"{address}apply/", {"stamp": stamp})
    again = client.post(f"{address}apply/", {"stamp": stamp}, follow=True)
    assert again.status_code == 200
    assert Organisation.objects.count() == 2


def test_an_old_preview_is_not_carried_out(client: Client, hub: Node, officer: User) -> None:
    address = _sent(client, cast.workbook([HEAD, *_rows(2)]), hub)["Location"]
    stamp = _stamp(client.get(address))
    imports.preview_import(Import.objects.get(), by=officer)
    page = client.post(f"{address}apply/", {"stamp": stamp}, follow=True)
    assert "预览在您核对期间更新过" in page.content.decode()
    assert Organisation.objects.count() == 0


def test_a_column_nobody_recognised_is_chosen_by_hand(client: Client, hub: Node) -> None:
    rows = [["甲列", "乙列"], [cast.code(1), "合心服务中心"]]
    address = _sent(client, cast.workbook(rows), hub)["Location"]
    page = client.get(address)
    assert "没有认出必需的列：统一社会信用代码、单位名称" in page.content.decode()
    chosen = {"at_code": "A", "at_name": "B", "unit": "", "year": ""}
    client.post(f"{address}columns/", chosen)
    assert "将新增 <strong>1</strong> 家" in client.get(address).content.decode()


def test_one_column_cannot_be_two_things(client: Client, hub: Node) -> None:
    address = _sent(client, cast.workbook([HEAD, *_rows(1)]), hub)["Location"]
    page = client.post(f"{address}columns/", {"at_code": "A", "at_name": "A", "unit": ""})
    assert page.status_code == 422
    assert "A 列已经选作“统一社会信用代码”" in page.content.decode()


def test_a_long_sheet_is_compared_in_the_background(
    client: Client, hub: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shuniu.registry.services.imports.uploads.LONG", 2)
    address = _sent(client, cast.workbook([HEAD, *_rows(4)]), hub)["Location"]
    assert "将新增 <strong>4</strong> 家" in client.get(address).content.decode()


def test_a_page_that_waits_refreshes_itself_and_can_be_hurried(client: Client, hub: Node) -> None:
    address = _sent(client, cast.workbook([HEAD, *_rows(2)]), hub)["Location"]
    run = Import.objects.get()
    run.state, run.preview = "uploaded", {**run.preview, "stage": "waiting"}
    run.save()
    page = client.get(address)
    assert page.headers["Refresh"] == "2"
    client.post(f"{address}compare/")
    assert "将新增 <strong>2</strong> 家" in client.get(address).content.decode()


def test_what_fails_in_the_background_is_told(
    client: Client, hub: Node, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = _sent(client, cast.workbook([HEAD, *_rows(2)]), hub)["Location"]
    run = Import.objects.get()
    run.state, run.preview = "uploaded", {**run.preview, "stage": "waiting"}
    run.save()
    monkeypatch.setattr("shuniu.registry.services.imports.previews.compare", lambda *_a: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        imports.preview_for(run.pk, officer.pk)
    assert "比对没有完成" in client.get(address).content.decode()


def test_a_web_page_that_is_called_a_workbook_is_told_as_such(client: Client, hub: Node) -> None:
    upload = ContentFile(b"<html><table><tr><td>1</td></tr></table></html>", name="list.xls")
    page = _sent(client, upload, hub)
    assert page.status_code == 422
    assert "内容却是网页" in page.content.decode()
    assert "请用 Excel 打开后另存为 .xlsx" in page.content.decode()
    assert not Import.objects.exists()


def test_rows_that_look_like_others_can_be_left_out(client: Client, hub: Node) -> None:
    cast.applied(cast.workbook([HEAD, *_rows(1)]), hub, User.objects.get())
    rows = [[cast.code(7), "第1服务中心", "民非", None, None], *_rows(1, 8)]
    address = _sent(client, cast.workbook([HEAD, *rows]), hub)["Location"]
    page = client.get(address)
    assert "同名" in page.content.decode()
    assert 'value="2" id="leave-2" checked' in page.content.decode()
    client.post(f"{address}apply/", {"stamp": _stamp(page), "leave": ["2"]})
    assert sorted(Organisation.objects.values_list("name", flat=True)) == [
        "第1服务中心",
        "第8服务中心",
    ]
    assert "核对时选择了不导入" in client.get(f"{address}?show=refused").content.decode()


def test_an_import_that_is_given_up_changes_nothing(client: Client, hub: Node) -> None:
    address = _sent(client, cast.workbook([HEAD, *_rows(2)]), hub)["Location"]
    stamp = _stamp(client.get(address))
    assert client.get(f"{address}drop/").status_code == 200
    client.post(f"{address}drop/")
    client.post(f"{address}apply/", {"stamp": stamp})
    assert Organisation.objects.count() == 0
    assert "已放弃" in client.get(address).content.decode()


def test_refused_rows_come_back_as_they_came_with_the_reason(client: Client, hub: Node) -> None:
    head = ["序号", *HEAD, "备注"]
    rows = [
        ["澄溪区社会组织名册"],
        head,
        [1, cast.code(1), "好的服务中心", "民非", "2015-03-02", 1, "无"],
        [2, "123", "=1+2", "民非", "不详", 2, "=HYPERLINK(1)"],
        [3, cast.code(3), "", "民非", None, 3, "无名"],
    ]
    address = _sent(client, cast.workbook(rows, merges=["A1:G1"]), hub)["Location"]
    answer = client.get(f"{address}refused/")
    assert "attachment" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.active
    assert sheet is not None
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert found[0][0] == "澄溪区社会组织名册"
    assert found[1] == [*head, "未导入的原因"]
    assert [row[0] for row in found[2:]] == [2, 3]
    assert found[2][1] == "123"
    assert "B4：统一社会信用代码应为 18 位" in str(found[2][7])
    assert "没有填“单位名称”" in str(found[3][7])
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert str(sheet.merged_cells) == "A1:G1"


def test_the_workbook_that_came_back_can_be_corrected_and_imported(
    client: Client, hub: Node, officer: User
) -> None:
    rows = [["名册"], HEAD, ["123", "改后服务中心", "民非", "2015-03-02", 2]]
    address = _sent(client, cast.workbook(rows), hub)["Location"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}refused/").content))
    sheet = book.active
    assert sheet is not None
    sheet["A3"] = cast.code(5)
    out = io.BytesIO()
    book.save(out)
    run = cast.applied(ContentFile(out.getvalue(), name="改.xlsx"), hub, officer)
    assert run.preview["counts"]["added"] == 1
    assert run.preview["notes"] == []


def test_the_template_is_understood(client: Client, hub: Node, officer: User) -> None:
    answer = client.get("/imports/template/")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    book["名册"]["A2"], book["名册"]["B2"] = cast.code(1), "模板服务中心"
    out = io.BytesIO()
    book.save(out)
    run = cast.previewed(ContentFile(out.getvalue(), name="模板.xlsx"), hub, officer)
    assert run.preview["counts"]["added"] == 1
    assert len(run.preview["letters"]) == len(run.preview["headings"])


def test_others_do_not_find_it(client: Client, hub: Node) -> None:
    address = _sent(client, cast.workbook([HEAD, *_rows(1)]), hub)["Location"]
    area = Node.objects.get(name="东片区工作站")
    strangers = [
        cast.person("area", Role.AREA_OFFICER, area),
        cast.person("elsewhere", Role.HUB_OFFICER, area),
        cast.person("security", Role.SECURITY_ADMIN, hub),
    ]
    for user in strangers:
        other = _in(user)
        for way in ("", "refused/", "drop/"):
            assert other.get(f"{address}{way}").status_code == 404
        assert other.post(f"{address}apply/", {"stamp": "x"}).status_code == 404
    file = Import.objects.get().file_id
    assert _in(strangers[1]).get(f"/files/{file}/").status_code == 404
    answer = client.get(f"/files/{file}/")
    assert answer.status_code == 200
    answer.close()


def test_the_preview_costs_the_same_for_one_and_for_forty_rows(client: Client, hub: Node) -> None:
    costs = []
    for count in (1, 3, 40):
        rows = _rows(count, 100 * count)
        address = _sent(client, cast.workbook([HEAD, *rows]), hub)["Location"]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        costs.append(len(asked))
    assert costs[0] == costs[1] == costs[2]
