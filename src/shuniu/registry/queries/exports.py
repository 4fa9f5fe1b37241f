"""Lists as tables for a workbook: the same rows as the page shows, all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import clock
from shuniu.registry.models import (
    Checklist,
    ChecklistMark,
    Instructor,
    Organisation,
    Partner,
    PartyCover,
    PartyOrganisation,
)
from shuniu.registry.queries import areas, checklists, coverage
from shuniu.registry.queries.as_at import Facts
from shuniu.registry.queries.party import holds
from shuniu.registry.states import PartyKind
from shuniu.ui.documents import Sheet


def organisations(rows: QuerySet[Organisation]) -> Sheet:
    """The register; its headings are those an import understands."""
    today = clock.today()
    kinds: dict[int, set[str]] = defaultdict(set)
    covers = PartyCover.objects.filter(holds(today), holds(today, "party__"))
    inside = covers.filter(organisation__in=rows.order_by().values("pk"))
    for pk, kind in inside.values_list("organisation_id", "party__kind"):
        kinds[pk].add(str(PartyKind(kind).label))
    heads = [
        *(_("统一社会信用代码"), _("单位名称"), _("简称"), _("组织类型"), _("规模"), _("行业领域")),
        *(_("所属片区"), _("业务主管单位"), _("成立登记日期"), _("行政区划代码"), _("住所")),
        *(_("状态"), _("专职人员数"), _("党员数"), _("正式党员数"), _("党组织")),
    ]
    found = (
        (
            *(one.code, one.name, one.short_name, one.get_type_display()),
            *(one.get_size_display(), one.sector, _place(one), one.supervisor),
            *(one.registered_on, one.region, one.address, one.get_standing_display()),
            *(one.staff, one.party_members, one.formal_members),
            "、".join(sorted(kinds[one.pk])),
        )
        for one in rows.iterator(chunk_size=2000)
    )
    return Sheet(_("名册"), heads, found)


def _place(one: Organisation) -> str:
    return one.node.parent.name if one.node.parent else ""


def party_organisations(rows: Iterable[PartyOrganisation]) -> Sheet:
    """Party organisations that stand."""
    heads = [
        *(_("名称"), _("组建方式"), _("设在单位"), _("统一社会信用代码"), _("上级党组织")),
        *(_("批复日期"), _("成立日期"), _("覆盖单位数"), _("审批权限授权机关")),
    ]
    found = (
        (
            *(one.name, one.get_kind_display(), one.home.name, one.home.code),
            one.parent.name if one.parent else "",
            *(one.approved_on, one.since, getattr(one, "units", 0)),
            one.approval_granted_by if one.can_approve_members else "",
        )
        for one in rows
    )
    return Sheet(_("党组织"), heads, found)


def instructors(rows: Iterable[Instructor]) -> Sheet:
    """Instructors, without their phone numbers."""
    heads = [
        *(_("姓名"), _("业务领域"), _("派出单位"), _("所属位置"), _("任职日期"), _("联系单位数"))
    ]
    found = (
        (
            *(one.person.name, one.field, one.unit, one.node.name, one.since),
            getattr(one, "load", 0),
        )
        for one in rows
    )
    return Sheet(_("党建工作指导员"), heads, found)


def partners(rows: Iterable[Partner]) -> Sheet:
    """Partners outside the hub."""
    heads = [
        *(_("名称"), _("类别"), _("统一社会信用代码"), _("地区"), _("对接部门"), _("备注")),
        _("在用"),
    ]
    found = (
        (one.name, one.kind, one.code, one.region, one.contact, one.note, one.active)
        for one in rows
    )
    return Sheet(_("合作单位"), heads, found)


def places(user: User) -> Sheet:
    """Hub and areas with how many organisations each has."""
    heads = [_("名称"), _("种类"), _("直接所属单位"), _("全部单位")]
    found = (
        ("　" * one.depth + one.node.name, one.node.get_kind_display(), one.direct, one.whole)
        for one in areas.tree(user)
    )
    return Sheet(_("片区"), heads, found)


def checklist(user: User, row: Checklist) -> Sheet:
    """Who did what of a checklist, and on which day."""
    items = list(checklists.items_of(row))
    done: dict[int, dict[int, object]] = defaultdict(dict)
    marks = ChecklistMark.objects.filter(item__checklist=row)
    for organisation, item, day in marks.values_list("organisation_id", "item_id", "done_on"):
        done[organisation][item] = day
    heads = [_("统一社会信用代码"), _("单位名称"), _("片区"), *(one.text for one in items)]
    asked = checklists.asked(user, row).select_related("node__parent").order_by("code")
    found = (
        (one.code, one.name, _place(one), *(done[one.pk].get(item.pk) for item in items))
        for one in asked
    )
    return Sheet(row.title, heads, found)


def behind(title: str, pks: Sequence[int], scope: coverage.Scope) -> Sheet:
    """The list behind a figure, as it stood on the day."""
    return Sheet(title, _facts_heads(), (_facts(one) for one in _all(pks, scope)))


def _all(pks: Sequence[int], scope: coverage.Scope) -> Iterable[Facts]:
    for start in range(0, len(pks), 800):
        yield from coverage.facts_of(pks[start : start + 800], scope.day)


def _facts_heads() -> list[str]:
    return [
        *(_("统一社会信用代码"), _("单位名称"), _("组织类型"), _("规模"), _("行业领域")),
        *(_("状态"), _("专职人员数"), _("党员数"), _("正式党员数")),
    ]


def _facts(one: Facts) -> tuple[object, ...]:
    return (
        *(one.code, one.name, one.type_called, one.size_called, one.sector),
        *(one.standing_called, one.staff, one.party_members, one.formal_members),
    )


def not_built(rows: Iterable[coverage.Unbuilt]) -> Sheet:
    """Due and not set up, with reason and dates."""
    heads = [*_facts_heads(), _("达到应建条件之日"), _("未建原因"), _("计划组建日期"), _("已过期")]
    found = (
        (*_facts(one.facts), one.due_since, one.reason, one.planned_on, one.late) for one in rows
    )
    return Sheet(_("应建未建"), heads, found)


def terms(rows: Iterable[coverage.Term]) -> Sheet:
    """Elections overdue and due soon."""
    heads = [_("单位名称"), _("机构"), _("本届产生日期"), _("任期届满"), _("逾期天数")]
    found = (
        (one.name, one.body.called, one.body.elected_on, one.ends, max(0, one.days)) for one in rows
    )
    return Sheet(_("换届提醒"), heads, found)
