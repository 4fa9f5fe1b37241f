"""The register of the sample hub: organisations, bodies, posts, party organisations, checklists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from random import Random

from samples._organisations import Organisation as Sample
from samples._organisations import organisations
from samples.hub.disclosed import make_disclosure
from samples.hub.people import names, person_name
from shuniu.accounts.models import Node
from shuniu.accounts.services import open_node
from shuniu.accounts.states import NodeKind
from shuniu.identifiers import make_credit_code, make_mobile
from shuniu.registry import services
from shuniu.registry.models import (
    Checklist,
    ChecklistItem,
    Instructor,
    Organisation,
    Partner,
    PartyOrganisation,
    Person,
)

SECTORS = ("养老", "助残", "助学", "文化", "行业", "社区", "环保", "健康")
YEARS = (2023, 2024, 2025)
START = date(2025, 1, 1)
_SERIAL = count()


@dataclass
class Register:
    """What was made."""

    hub: Node
    areas: list[Node]
    rows: list[Organisation]
    samples: list[Sample]


def make_tree() -> tuple[Organisation, list[Node]]:
    """The hub, itself an organisation, with two area workstations."""
    code = make_credit_code("51", "110000", "90000100").code
    hub = services.add_organisation(
        services.Particulars(
            code=code,
            name="澄溪区社会组织联合会",
            type="hub",
            sector="枢纽",
            region="110000",
            registered_on=date(2014, 5, 20),
            staff=9,
            party_members=6,
            formal_members=6,
        ),
        parent=None,
        by=None,
    )
    areas = [
        open_node(name, kind=NodeKind.AREA, parent=hub.node, by=None, order=number)
        for number, name in enumerate(("北片工作站", "南片工作站"))
    ]
    return hub, areas


def make_register(hub: Organisation, areas: list[Node], count: int = 120) -> Register:
    """So many organisations with their people."""
    samples = organisations()[:count]
    instructors = _instructors(hub)
    joint = _joint_branches(hub, areas)
    rows = []
    for number, sample in enumerate(samples):
        area = areas[number % 2]
        rows.append(_organisation(number, sample, area, instructors, joint[number % 2]))
    _governed(hub, names("hub"))
    _checklists(hub, rows)
    _partners(hub)
    return Register(hub.node, areas, rows, samples)


def _organisation(
    number: int,
    sample: Sample,
    area: Node,
    instructors: list[Instructor],
    joint: PartyOrganisation,
) -> Organisation:
    rng = names(sample.identity.code)
    values = sample.values
    months = values["months_registered"]
    age = months if isinstance(months, int) else 40
    registered = _months_before(date(2025, 12, 31), age)
    row = services.add_organisation(
        services.Particulars(
            code=sample.identity.code,
            name=sample.identity.name,
            type=sample.identity.kind,
            size=sample.identity.size,
            sector=SECTORS[number % len(SECTORS)],
            region="110000",
            address=f"澄溪区{'北' if number % 2 == 0 else '南'}街道示例路{number + 1}号",
            supervisor="澄溪区示例主管局",
            registered_on=registered,
            staff=_whole(values.get("staff")),
            party_members=_whole(values["party_members"]),
            formal_members=_whole(values["formal_members"]),
            since=max(registered, date(2024, 1, 1)),
        ),
        parent=area,
        by=None,
    )
    _reports(row, sample, rng)
    make_disclosure(row, sample)
    services.record_charter(
        row,
        clause=str(values["charter_clause"]),
        since=max(registered, date(2024, 3, 1)),
        by=None,
    )
    _governed(row, rng, overdue=_whole(values["council_term_overdue"]) or 0)
    _party(row, sample, rng, joint)
    if values["instructor"] is True:
        services.assign_instructor(
            instructors[number % len(instructors)],
            row,
            since=max(registered, START),
            by=None,
        )
    _credit(row, sample)
    return row


def _reports(row: Organisation, sample: Sample, rng: Random) -> None:
    due, passed = _whole(sample.values["reports_due"]), _whole(sample.values.get("reports_passed"))
    lacking = (due or 0) - (passed if passed is not None else due or 0)
    for year in YEARS[3 - (due or 0) :] if due else ():
        late = year == YEARS[-1] and sample.values["last_report_overdue"] is True
        failed = lacking > 0 and year == YEARS[-2]
        income = Decimal(rng.randint(20, 900))
        services.record_report(
            row,
            services.Report(
                year=year,
                result="overdue" if late else "fail" if failed else "pass",
                filed_on=None if late else date(year + 1, 5, rng.randint(4, 28)),
                income=income,
                expenses=(income * Decimal("0.93")).quantize(Decimal("0.01")),
                net_assets=Decimal(rng.randint(10, 500)),
            ),
            by=None,
        )


def _governed(row: Organisation, rng: Random, *, overdue: int = 0) -> None:
    """Council, supervisors, secretariat, with people in them; elections on time or overdue."""
    since = row.registered_on or START
    small = row.size == "small"
    elected = (
        date(2025, 12, 31) - timedelta(days=4 * 365 + 1 + overdue)
        if overdue
        else date(2023, rng.randint(1, 12), rng.randint(1, 28))
    )
    elected = max(elected, since)
    seats = 3 if small else rng.choice((5, 7, 9))
    council = services.open_body(
        row, services.Form("council", since, elected_on=elected, term_years=4, seats=seats), by=None
    )
    people = [_person(rng) for _ in range(seats)]
    titles = ["head", "deputy_head", *["member"] * seats][:seats]
    for person, title in zip(people, titles, strict=True):
        services.appoint(council, person, title=title, since=elected, by=None)
    office = services.open_body(row, services.Form("secretariat", since), by=None)
    services.appoint(
        office, people[1], title="secretary_general", since=elected, by=None, words="秘书长"
    )
    board = services.open_body(
        row, services.Form("supervisors", since, elected_on=elected, term_years=4, seats=1), by=None
    )
    services.appoint(
        board, _person(rng), title="chair_of_supervisors", since=elected, by=None, words="监事"
    )


def _party(row: Organisation, sample: Sample, rng: Random, joint: PartyOrganisation) -> None:
    kind = str(sample.values["branch_kind"])
    since = max(row.registered_on or START, date(2023, 6, 1))
    if kind == "none":
        days = _whole(sample.values["unbuilt_days"]) or 0
        if days:
            services.explain_not_built(
                row,
                due_since=date(2025, 12, 31) - timedelta(days=days),
                reason="正式党员组织关系正在转接，转入满三人后组建",
                planned_on=date(2027, 1, 31),
                by=None,
            )
        return
    if kind == "joint":
        services.cover(joint, row, since=since, by=None)
        return
    overdue = _whole(sample.values.get("branch_term_overdue")) or 0
    elected = date(2025, 12, 31) - timedelta(days=3 * 365 + 1 + overdue)
    elected = max(elected if overdue else date(2024, 4, 12), since)
    body = services.open_body(
        row,
        services.Form("party", since, elected_on=elected, term_years=3, seats=3),
        by=None,
    )
    services.found_party(
        row,
        services.Founding(
            name=f"中共{row.name}支部委员会" if kind == "own" else f"{row.name}党支部",
            kind=kind,
            since=since,
            approved_on=since,
            body=body,
        ),
        by=None,
    )
    _secretaries(row, body, sample, rng)


def _secretaries(row: Organisation, body: object, sample: Sample, rng: Random) -> None:
    """The secretary sits in the council where the sample says that posts cross."""
    from shuniu.registry.models import Body, Post  # noqa: PLC0415 (used here only)

    if not isinstance(body, Body):
        return
    crossed = _whole(sample.values.get("cross_posts")) or 0
    council = list(Post.objects.filter(body__organisation=row, body__kind="council").order_by("pk"))
    since = body.elected_on or body.since
    people = [post.person for post in council[:crossed][:3]]
    people += [_person(rng) for _ in range(3 - len(people))]
    for person, title in zip(
        people, ("secretary", "branch_committee", "branch_committee"), strict=True
    ):
        services.appoint(body, person, title=title, since=since, by=None)


def _credit(row: Organisation, sample: Sample) -> None:
    for key, kind in (
        ("dishonest_list", "dishonest"),
        ("under_investigation", "investigation"),
        ("abnormal_list", "abnormal"),
        ("grave_event", "grave"),
        ("penalties", "penalty"),
    ):
        if sample.values.get(key):
            services.record_credit(
                row, kind=kind, since=date(2026, 3, 9), by=None, note="示例：虚构的登记信息"
            )


def _instructors(hub: Organisation) -> list[Instructor]:
    rng = names("instructors")
    return [
        services.add_instructor(
            _person(rng),
            node=hub.node,
            field=field,
            unit=f"澄溪区示例{field}工作科",
            since=START,
            by=None,
        )
        for field in SECTORS
    ]


def _joint_branches(hub: Organisation, areas: list[Node]) -> list[PartyOrganisation]:
    return [
        services.found_party(
            hub,
            services.Founding(
                name=f"澄溪区社会组织{area.name[:2]}联合党支部",
                kind="joint",
                since=date(2022, 7, 1),
                approved_on=date(2022, 7, 1),
            ),
            by=None,
        )
        for area in areas
    ]


_LISTS = (
    (
        "liu-tongbu",
        "六同步",
        (
            "登记时同步采集党员信息",
            "年检时同步检查党建工作",
            "评估时同步评估党建工作",
            "换届时同步审核党组织建设",
            "同步指导把党建写入章程",
            "同步研究党建工作保障",
        ),
    ),
    ("liang-naru", "两纳入", ("党建工作经费纳入管理费用列支", "党建工作纳入年度工作计划")),
)


def _checklists(hub: Organisation, rows: list[Organisation]) -> None:
    rng = names("checklists")
    for code, title, texts in _LISTS:
        made = Checklist.objects.create(
            node=hub.node, code=code, title=title, basis="枢纽自定清单（各地口径不一）", since=START
        )
        for order, text in enumerate(texts):
            item = ChecklistItem.objects.create(checklist=made, order=order, text=text)
            for row in rows:
                if rng.random() < 0.75:
                    day = date(2026, rng.randint(1, 10), rng.randint(1, 28))
                    services.mark_item(item, row, done_on=day, by=None)


def _partners(hub: Organisation) -> None:
    for name, kind, contact in (
        ("澄溪示例科技有限公司党支部", "企业", "综合部"),
        ("澄溪示例大学社会学院党总支", "高校", "学院办公室"),
        ("澄溪区示例医院第二党支部", "医院", "医务社工部"),
        ("澄溪示例报社采编党支部", "媒体", "民生新闻部"),
        ("望川县乡村振兴联络站", "外地", "联络员"),
        ("澄溪区示例局机关党委", "机关", "机关党办"),
    ):
        Partner.objects.create(node=hub.node, name=name, kind=kind, contact=contact)


def _person(rng: Random) -> Person:
    number = make_mobile(next(_SERIAL)).number
    return services.open_person(person_name(rng), phone=number, by=None)


def _whole(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))
