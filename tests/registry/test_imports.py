"""Imports: what messy sheets say, what they would do, what they do; once, whole, with the past kept."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from shuniu.accounts.models import Node, User
from shuniu.accounts.states import Role
from shuniu.base import audit, clock
from shuniu.base.models import AuditEntry
from shuniu.base.verdicts import Refused
from shuniu.registry import services
from shuniu.registry.models import AnnualReport, Import, Organisation, OrganisationPast
from shuniu.registry.queries.imports.likeness import Names
from shuniu.registry.queries.imports.runs import rows_of
from shuniu.registry.services import imports
from shuniu.registry.services.imports import Correction
from tests.registry import _import_cast as cast
from tests.registry._import_cast import HEAD, applied, code, previewed, workbook
from tests.sheets.test_other_workbooks import cell as ods_cell
from tests.sheets.test_other_workbooks import ods, xls
from tests.sheets.test_other_workbooks import row as ods_row

pytestmark = pytest.mark.django_db
BIRTH = date(2024, 5, 1)


@pytest.fixture
def hub() -> Node:
    return cast.hub()


@pytest.fixture
def officer(hub: Node) -> User:
    return cast.person("officer", Role.HUB_OFFICER, hub)


def _verdicts(run: Import) -> dict[int, str]:
    return dict(run.rows.values_list("number", "verdict"))


def _reasons(run: Import) -> dict[str, str]:
    """Cell or row → why it was refused."""
    found = {}
    for row in rows_of(run, "refused"):
        for _field, cell, reason in row.data["faults"]:
            found[cell or str(row.number)] = reason
    return found


def _csv(rows: list[list[str]], encoding: str, name: str = "名册.csv") -> ContentFile[bytes]:
    text = "\r\n".join(",".join(row) for row in rows)
    return ContentFile(text.encode(encoding), name=name)


MESSY: list[list[object]] = [
    ["澄溪区社会组织名册（2026年度）"],
    [
        *("序号", "基本情况", None, None, None, None, "党建", None),
        *("联系电话", "2025年收入（元）", "备注"),
    ],
    [None, "统一社会信用代码", "单位 名称", "类型", "所属片区", "成立日期", "党员数", "正式党员"],
    [
        *(1, code(1), "　阳光养老服务中心", "民非", "东片区", datetime(2015, 3, 2)),
        *("１２人", "8", 13800138000, "1,200,000"),
    ],
    [
        *(2, f" {code(2, '53')} ", "春晖助学基金会", None, "西片区", "2016.3.5"),
        *(3, 2, "010-88886666", "120万"),
    ],
    [
        *(3, code(3).lower(), "仁爱社区服务中心", "社会服务机构", None, 42000),
        *(None, None, None, "80万元整"),
    ],
    [],
    ["合计", None, None, None, None, None, 15],
    ["填表人：王五"],
]
MERGES = [
    "A1:K1",
    "B2:F2",
    "G2:H2",
    "A2:A3",
    "I2:I3",
    "J2:J3",
    "K2:K3",
    "E5:E6",
]  # the last is an area for two rows


def _messy() -> ContentFile[bytes]:
    return workbook(MESSY, merges=MERGES)


def test_a_messy_workbook_is_read_as_people_read_it(hub: Node, officer: User) -> None:
    run = applied(_messy(), hub, officer)
    assert run.preview["counts"] == {"added": 3, "changed": 0, "same": 0, "refused": 0}
    one, two, three = (
        Organisation.objects.get(code=code(n, k)) for n, k in ((1, "52"), (2, "53"), (3, "52"))
    )
    assert (one.name, one.type, one.party_members, one.formal_members) == (
        *("阳光养老服务中心", "service", 12, 8),
    )
    assert one.registered_on == one.since == date(2015, 3, 2)
    assert (two.type, two.registered_on) == ("foundation", date(2016, 3, 5))
    assert three.registered_on == date(2014, 12, 27)
    assert [row.node.parent.name for row in (one, two, three) if row.node.parent] == [
        *("东片区工作站", "西片区工作站", "西片区工作站"),
    ]
    figures = AnnualReport.objects.order_by("organisation__code").values_list("year", "income")
    assert sorted(figures) == [
        (2025, Decimal("80.00")),
        (2025, Decimal("120.00")),
        (2025, Decimal("120.00")),
    ]
    assert one.pinyin.startswith("yangguang")
    assert one.node.path == f"{one.node.parent.path}{one.node.pk}/" if one.node.parent else False


def test_the_same_file_twice_changes_nothing(hub: Node, officer: User) -> None:
    applied(_messy(), hub, officer)
    before = list(Organisation.objects.order_by("pk").values())
    run = applied(_messy(), hub, officer)
    assert run.preview["counts"] == {"added": 0, "changed": 0, "same": 3, "refused": 0}
    assert list(Organisation.objects.order_by("pk").values()) == before
    assert not OrganisationPast.objects.exists()


def test_text_of_any_common_encoding_is_read(hub: Node, officer: User) -> None:
    for number, encoding in enumerate(("utf-8-sig", "gb18030", "utf-16", "utf-8"), start=1):
        rows = [
            ["统一社会信用代码", "单位名称"],
            [code(number), f"{'甲乙丙丁'[number - 1]}服务中心"],
        ]
        run = previewed(_csv(rows, encoding), hub, officer)
        assert run.preview["counts"]["added"] == 1, encoding
    rows = [["统一社会信用代码", "单位名称"], [code(9), "假扮表格的文本"]]
    assert (
        previewed(_csv(rows, "gb18030", "名册.xls"), hub, officer).preview["counts"]["added"] == 1
    )


def test_every_bad_cell_is_named_with_its_address_and_reason(hub: Node, officer: User) -> None:
    head = [*HEAD, "片区", "联系电话", "年收入（万元）", "行政区划", "年度"]
    rows: list[list[object]] = [
        head,
        ["123", "甲", "民非", "2015-01-01", 1],
        [code(2), "", "民非", "2015-01-01", 1],
        [None, "无码", "民非", "2015-01-01", 1],
        [code(4), "乙" * 121, "民非", "2015-01-01", 1],
        [code(5), "丙", "公司", "不详", "很多", "南片区", "12", "八万", "99", "明年"],
        [1.1010519491231e17, "丁", "民非", date(2100, 1, 1), 1],
        ["91110105000000019R", "戊", None, None, None],
    ]
    found = _reasons(previewed(workbook(rows), hub, officer))
    assert "应为 18 位" in found["A2"]
    assert "没有填“单位名称”" in found["B3"]
    assert "没有填统一社会信用代码" in found["4"]
    assert "121 个字，最多 120 个" in found["B5"]
    for cell in ("C6", "D6", "E6", "F6", "G6", "H6", "I6", "J6"):
        assert found[cell], cell
    assert "已丢失" in found["A7"]
    assert "不晚于" in found["D7"] or "到" in found["D7"]
    assert "A8" in found


def test_a_huge_cell_is_refused_and_the_rest_goes_on(hub: Node, officer: User) -> None:
    rows = [HEAD, [code(1), "协" * 32_000, "民非"], [code(2), "好的服务中心", "民非"]]
    run = applied(workbook(rows), hub, officer)
    assert (run.preview["counts"]["added"], run.preview["counts"]["refused"]) == (1, 1)


def test_figures_without_a_year_are_refused_until_somebody_names_one(
    hub: Node, officer: User
) -> None:
    rows = [["统一社会信用代码", "单位名称", "年检结论"], [code(1), "甲服务中心", "合格"]]
    run = previewed(workbook(rows), hub, officer)
    assert "却没有年度" in _reasons(run)["2"]
    imports.correct_columns(run, Correction(year=2024), by=officer)
    imports.preview_import(run, by=officer)
    imports.apply_import(run, leave=(), stamp=run.preview["stamp"], by=officer)
    assert AnnualReport.objects.get().year == 2024


def test_a_unit_chosen_by_hand_counts(hub: Node, officer: User) -> None:
    rows = [["统一社会信用代码", "单位名称", "2025年收入"], [code(1), "甲服务中心", 500_000]]
    run = previewed(workbook(rows), hub, officer)
    assert any("按“万元”理解" in words for words in run.preview["notes"])
    imports.correct_columns(run, Correction(unit="元"), by=officer)
    imports.preview_import(run, by=officer)
    assert rows_of(run, "added").get().data["report"]["income"] == "50.00"


def test_changes_show_old_and_new_and_keep_the_past(hub: Node, officer: User) -> None:
    with clock.at(BIRTH):
        applied(workbook([HEAD, [code(1), "旧名服务中心", "民非", "2015-03-02", 3]]), hub, officer)
    head = [*HEAD, "片区", "联系电话"]
    rows = [head, [code(1), "新名服务中心", None, None, 5, "东片区", "13800138000"]]
    run = previewed(workbook(rows), hub, officer)
    row = rows_of(run, "changed").get()
    assert row.data["changes"]["name"] == ["旧名服务中心", "新名服务中心"]
    assert row.data["changes"]["party_members"] == [3, 5]
    assert row.data["changes"]["contact"] == [False, "138****8000"]
    assert "13800138000" not in str(row.data)
    imports.apply_import(run, leave=(), stamp=run.preview["stamp"], by=officer)
    one = Organisation.objects.select_related("node__parent").get()
    assert (one.name, one.type, one.party_members) == ("新名服务中心", "service", 5)
    assert (one.version, one.since, one.node.name) == (2, clock.today(), "新名服务中心")
    assert one.node.parent is not None
    assert one.node.parent.name == "东片区工作站"
    past = OrganisationPast.objects.get()
    assert (past.name, past.party_members, past.since) == ("旧名服务中心", 3, date(2015, 3, 2))


def test_every_organisation_has_its_lines_in_the_book(hub: Node, officer: User) -> None:
    applied(workbook([HEAD, [code(1), "甲服务中心"], [code(2), "乙服务中心"]]), hub, officer)
    applied(workbook([HEAD, [code(1), "丙服务中心"]]), hub, officer)
    one = Organisation.objects.get(code=code(1))
    lines = AuditEntry.objects.filter(node_id=one.node_id).order_by("number")
    assert [line.action for line in lines] == [
        "accounts.node.opened",
        "registry.organisation.added",
        "accounts.node.renamed",
        "registry.organisation.changed",
    ]
    assert lines[3].detail["old"] == {"name": "甲服务中心"}
    assert lines[3].detail["new"] == {"name": "丙服务中心"}
    assert AuditEntry.objects.filter(action="registry.import.applied").count() == 2
    assert [*audit.verify()] == []


def test_a_blank_cell_takes_nothing_away(hub: Node, officer: User) -> None:
    applied(workbook([HEAD, [code(1), "甲服务中心", "民非", "2015-03-02", 3]]), hub, officer)
    run = previewed(workbook([HEAD, [code(1), "甲服务中心", None, None, None]]), hub, officer)
    assert run.preview["counts"]["same"] == 1


def test_the_same_code_twice_in_a_sheet(hub: Node, officer: User) -> None:
    rows: list[list[object]] = [
        *(HEAD, [code(1), "甲服务中心"], [code(1), "甲服务中心"]),
        *([code(2), "乙服务中心"], [code(2), "丙服务中心"]),
    ]
    run = previewed(workbook(rows), hub, officer)
    assert _verdicts(run) == {2: "added", 3: "refused", 4: "refused", 5: "refused"}


def test_a_change_between_preview_and_decision_is_noticed_and_shown(
    hub: Node, officer: User
) -> None:
    applied(workbook([HEAD, [code(1), "甲服务中心"]]), hub, officer)
    rows = [HEAD, [code(1), "乙服务中心"], [code(2), "丁服务中心"]]
    run = previewed(workbook(rows), hub, officer)
    one = Organisation.objects.get()
    services.change_organisation(one, {"name": "丙服务中心"}, by=officer)
    with pytest.raises(Refused, match="被别人改过"):
        imports.apply_import(run, leave=(), stamp=run.preview["stamp"], by=officer)
    assert Organisation.objects.get().name == "丙服务中心"
    run.refresh_from_db()
    assert run.state == "previewed"
    assert "被别人改过" in run.preview["note"]
    assert rows_of(run, "changed").get().data["changes"]["name"] == ["丙服务中心", "乙服务中心"]
    imports.apply_import(run, leave=(), stamp=run.preview["stamp"], by=officer)
    assert Organisation.objects.count() == 2


def test_a_code_that_was_taken_meanwhile_is_noticed(hub: Node, officer: User) -> None:
    run = previewed(workbook([HEAD, [code(1), "甲服务中心"]]), hub, officer)
    applied(workbook([HEAD, [code(1), "先到服务中心"]]), hub, officer)
    with pytest.raises(Refused, match="重新比对"):
        imports.apply_import(run, leave=(), stamp=run.preview["stamp"], by=officer)
    run.refresh_from_db()
    assert run.preview["counts"]["changed"] == 1


def test_it_is_all_or_nothing(hub: Node, officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    run = previewed(workbook([HEAD, [code(1), "甲服务中心"]]), hub, officer)
    nodes, lines = Node.objects.count(), AuditEntry.objects.count()

    def broken(*_args: object, **_more: object) -> None:
        raise ValueError

    monkeypatch.setattr("shuniu.registry.services.bulk._report", broken)
    with pytest.raises(ValueError):  # noqa: PT011 (its own)
        imports.apply_import(run, leave=(), stamp=run.preview["stamp"], by=officer)
    assert (Organisation.objects.count(), Node.objects.count()) == (0, nodes)
    assert AuditEntry.objects.count() == lines
    run.refresh_from_db()
    assert run.state == "previewed"


def test_what_lies_elsewhere_is_not_touched(hub: Node, officer: User) -> None:
    applied(workbook([HEAD, [code(1), "甲服务中心"]]), hub, officer)
    area = Node.objects.get(name="东片区工作站")
    local = cast.person("local", Role.HUB_OFFICER, area)
    run = previewed(workbook([HEAD, [code(1), "乙服务中心"]]), area, local)
    assert "已登记在您不能维护的范围内" in _reasons(run)["2"]
    assert "甲服务中心" not in str(rows_of(run, "refused").get().data)
    with pytest.raises(Refused):
        imports.start_import(workbook([HEAD]), place=hub, by=local)


def test_dissolving_is_left_to_its_own_page(hub: Node, officer: User) -> None:
    applied(workbook([HEAD, [code(1), "甲服务中心"]]), hub, officer)
    run = previewed(
        workbook([[*HEAD, "状态"], [code(1), "甲服务中心", *[None] * 3, "注销"]]), hub, officer
    )
    assert "注销要在单位页面办理" in _reasons(run)["2"]
    one = Organisation.objects.get()
    services.dissolve(one, on=clock.today(), by=officer)
    run = previewed(workbook([HEAD, [code(1), "乙服务中心"]]), hub, officer)
    assert "已注销" in _reasons(run)["2"]


@pytest.mark.parametrize(
    ("known", "asked", "kind"),
    [
        ("澄溪区阳光养老服务中心", "阳光养老服务中心（筹）", "same"),
        ("示例市澄溪区太极拳协会", "澄溪区太极拳协会", "same"),
        ("春晖助学促进会", "春辉助学促进会", "heard"),
        ("阳光社区养老服务中心", "阳光社区居家养老服务中心", "near"),
        ("东湖街道养老服务中心", "西湖街道养老服务中心", ""),
        ("第一养老服务中心", "第二养老服务中心", ""),
        ("养老服务协会", "法律援助协会", ""),
    ],
)
def test_names_that_may_mean_the_same(known: str, asked: str, kind: str) -> None:
    names: Names[int] = Names()
    names.add([(1, known), (2, "完全无关的书画研究会")])
    assert [like.kind for like in names.like(asked)] == ([kind] if kind else [])


def test_a_new_row_with_a_known_phone_is_pointed_out(hub: Node, officer: User) -> None:
    head = [*HEAD[:2], "联系电话"]
    applied(workbook([head, [code(1), "甲服务中心", "010-88886666"]]), hub, officer)
    run = previewed(workbook([head, [code(2), "全新书画社", "(010)8888-6666"]]), hub, officer)
    row = rows_of(run, "added").get()
    assert row.alike
    assert "联系电话与“甲服务中心”" in row.data["likes"][0][0]


def test_old_and_open_formats_are_read(hub: Node, officer: User, tmp_path: Path) -> None:
    rows: list[list[str | float]] = [[*HEAD[:2]], [code(1), "甲服务中心"]]
    old = ContentFile(xls(rows), name="名册.xls")
    assert applied(old, hub, officer).preview["counts"]["added"] == 1
    cells = [ods_row(*map(ods_cell, line)) for line in (HEAD[:2], [code(2), "乙服务中心"])]
    content = ods(tmp_path / "list.ods", "".join(cells)).read_bytes()
    run = applied(ContentFile(content, name="名册.ods"), hub, officer)
    assert run.preview["counts"]["added"] == 1


def test_a_damaged_workbook_is_refused_with_what_to_do(hub: Node, officer: User) -> None:
    whole = workbook([HEAD]).read()
    with pytest.raises(Refused, match="损坏"):
        imports.start_import(ContentFile(whole[:800], name="坏.xlsx"), place=hub, by=officer)


def test_phones_are_sealed_and_forgotten_with_the_preview(hub: Node, officer: User) -> None:
    head = [*HEAD[:2], "联系电话"]
    run = applied(workbook([head, [code(1), "甲服务中心", 13800138000]]), hub, officer)
    assert run.preview["key"] == ""
    assert "13800138000" not in str(list(run.rows.values()))
    one = Organisation.objects.get()
    assert one.contact_hash
    assert "13800138000" not in one.contact_sealed
