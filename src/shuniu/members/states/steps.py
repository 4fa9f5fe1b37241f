"""The twenty-five steps: number, name, stage, gate, clock, papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from shuniu.members.states.choices import Status

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise
else:
    Words = str


class Stage(TextChoices):
    """Five stages."""

    APPLYING = "applying", _("申请入党")
    ACTIVIST = "activist", _("入党积极分子的确定和培养教育")
    PROSPECT = "prospect", _("发展对象的确定和考察")
    ADMITTING = "admitting", _("预备党员的接收")
    PROBATION = "probation", _("预备党员的教育、考察和转正")


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        number: 1 to 25.
        name: as the guide calls it.
        stage: which of the five.
        gate: what must be so before it, in words.
        clock: by when, in words; empty where there is no term.
        papers: what is written.
        waits_for: the steps that come before it.
        becomes: the status somebody has from this step on.
        admits: whether only an organisation that may admit can take it.
        facts: what the form asks for besides the day; the rules know them by these names.
    """

    number: int
    name: Words
    stage: Stage
    gate: Words
    clock: Words
    papers: tuple[Words, ...]
    waits_for: tuple[int, ...] = ()
    becomes: str = ""
    admits: bool = False
    facts: tuple[str, ...] = ()


_S, _A = Stage, Status
STEPS: tuple[Step, ...] = (
    Step(
        1, _("递交入党申请书"), _S.APPLYING, _("年满十八岁"), "", (_("入党申请书"),),
        becomes=_A.APPLICANT, facts=("born",),
    ),
    Step(
        2, _("党组织派人谈话"), _S.APPLYING, "", _("收到申请书后一个月内"), (_("谈话记录"),),
        waits_for=(1,),
    ),
    Step(
        3, _("推荐和确定入党积极分子"), _S.ACTIVIST, _("谈话之后；满规定的申请时间"), "",
        (_("推荐（推优）表"), _("会议记录")), waits_for=(2,), becomes=_A.ACTIVIST, facts=("body",),
    ),
    Step(4, _("上级党委备案"), _S.ACTIVIST, "", "", (_("备案报告"),), waits_for=(3,)),
    Step(
        5, _("指定培养联系人"), _S.ACTIVIST, _("一至两名正式党员"), "", (_("培养考察登记表"),),
        waits_for=(3,), facts=("contacts",),
    ),
    Step(
        6, _("培养教育考察"), _S.ACTIVIST, _("一年以上，每半年考察一次"), _("每半年一次"),
        (_("半年考察记录"), _("思想汇报")), waits_for=(4, 5),
    ),
    Step(
        7, _("确定发展对象"), _S.PROSPECT, _("听取党小组、培养联系人、党员和群众意见"), "",
        (_("座谈或测评记录"),), waits_for=(6,), becomes=_A.PROSPECT, facts=("heard",),
    ),
    Step(8, _("报上级党委备案"), _S.PROSPECT, "", "", (_("备案批复"),), waits_for=(7,)),
    Step(
        9, _("确定入党介绍人"), _S.PROSPECT, _("两名正式党员，均未受留党察看处分"), "", (),
        waits_for=(8,), facts=("sponsors", "sponsors_clear"),
    ),
    Step(
        10, _("进行政治审查"), _S.PROSPECT, _("有结论；内容不在本系统保存"), _("结论一年内有效"),
        (_("政审综合材料存放处"),), waits_for=(8,), facts=("conclusion",),
    ),
    Step(
        11, _("开展集中培训"), _S.PROSPECT, _("不少于三天或者二十四学时"), "",
        (_("结业证或成绩"),), waits_for=(8,), facts=("days",),
    ),
    Step(
        12, _("支部委员会审查"), _S.ADMITTING, _("集体讨论"), "", (_("会议记录"),),
        waits_for=(9, 10, 11), admits=True,
    ),
    Step(
        13, _("上级党委预审"), _S.ADMITTING, _("书面答复"), "", (_("预审材料"), _("预审答复")),
        waits_for=(12,), admits=True,
    ),
    Step(
        14, _("填写入党志愿书"), _S.ADMITTING, _("由有审批权限的党委发放"), "", (_("入党志愿书"),),
        waits_for=(13,), admits=True,
    ),
    Step(
        15, _("支部大会讨论"), _S.ADMITTING,
        _("公示期满；有表决权的到会人数过半；逐个讨论、无记名投票，赞成人数超过应到会有表决权"
          "人数的半数；三个月内不离开单位"),
        _("预审后一个月内"), (_("支部大会决议"), _("公示情况")), waits_for=(14,),
        becomes=_A.PROBATIONARY, admits=True,
        facts=("notice_days", "eligible", "present", "in_favour", "secret", "leaves_on"),
    ),
    Step(
        16, _("上级党委派人谈话"), _S.ADMITTING, _("党委委员或组织员谈话"), "",
        (_("志愿书中的谈话意见"),), waits_for=(15,), admits=True,
    ),
    Step(
        17, _("上级党委审批"), _S.ADMITTING, _("由有审批权限的党委审批"),
        _("三个月内，特殊情况不超过六个月"), (_("批复"),), waits_for=(16,), admits=True,
        facts=("approver",),
    ),
    Step(18, _("再上一级组织部门备案"), _S.ADMITTING, "", "", (_("备案报告"),), waits_for=(17,)),
    Step(19, _("编入党支部和党小组"), _S.PROBATION, "", _("及时"), (), waits_for=(17,)),
    Step(20, _("入党宣誓"), _S.PROBATION, "", _("及时"), (_("宣誓仪式记录"),), waits_for=(17,)),
    Step(
        21, _("继续教育考察"), _S.PROBATION, _("预备期一年，从支部大会通过之日算起"),
        _("每半年一次"), (_("预备党员考察表"),), waits_for=(19,),
    ),
    Step(
        22, _("提出转正申请"), _S.PROBATION, _("预备期满，本人书面提出"), _("预备期满时"),
        (_("转正申请书"),), waits_for=(21,),
    ),
    Step(
        23, _("支部大会讨论"), _S.PROBATION,
        _("有表决权的到会人数过半；赞成人数超过应到会有表决权人数的半数"), _("预备期满后及时"),
        (_("支部大会决议"),), waits_for=(22,), admits=True,
        facts=("eligible", "present", "in_favour", "extension"),
    ),
    Step(
        24, _("上级党委审批"), _S.PROBATION, _("由有审批权限的党委审批"), _("三个月内"),
        (_("批复"),), waits_for=(23,), becomes=_A.FULL, admits=True, facts=("approver",),
    ),
    Step(25, _("材料归档"), _S.PROBATION, "", "", (_("全部材料"),), waits_for=(24,)),
)  # fmt: skip
BY_NUMBER: dict[int, Step] = {one.number: one for one in STEPS}
