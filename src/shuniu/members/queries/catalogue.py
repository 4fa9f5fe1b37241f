"""Which personal fields there are, why, how they are kept: read off the tables themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Field, ForeignKey, Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.registry.models import Person

_PURPOSES = {  # table -> what it is for, on which ground, how long
    "person": (gettext_lazy("识别和联系本人"), "consent", "left"),
    "consent": (gettext_lazy("证明本人同意"), "duty", "left"),
    "member": (gettext_lazy("名册：所在单位、党组织"), "consent", "left"),
    "standing": (gettext_lazy("按身份和组织关系统计人数"), "consent", "counted"),
    "presence": (gettext_lazy("参加组织生活统计"), "consent", "left"),
    "reading": (gettext_lazy("让本人知道谁看过资料"), "duty", "reading"),
    "plea": (gettext_lazy("办理删除申请"), "duty", "left"),
    "stepdone": (gettext_lazy("发展党员二十五步"), "consent", "left"),
    "scan": (gettext_lazy("发展党员材料"), "consent", "left"),
    "halfyear": (gettext_lazy("半年考察"), "consent", "left"),
    "training": (gettext_lazy("培训学时"), "consent", "left"),
    "cultivator": (gettext_lazy("培养联系人"), "consent", "left"),
    "packet": (gettext_lazy("接续培养材料移交"), "separate", "left"),
    "packetitem": (gettext_lazy("接续培养材料逐项核对"), "separate", "left"),
    "floatinglink": (gettext_lazy("流动党员双重管理"), "consent", "left"),
    "contact": (gettext_lazy("流动党员联系时间"), "consent", "left"),
    "monthlyreturn": (gettext_lazy("向原党组织回传"), "separate", "left"),
    "transfer": (gettext_lazy("跟踪组织关系介绍信"), "consent", "left"),
    "review": (gettext_lazy("民主评议"), "consent", "left"),
    "talk": (gettext_lazy("谈心谈话次数"), "consent", "left"),
    "dues": (gettext_lazy("约定的党费月标准和已交月数"), "consent", "left"),
    "signingkey": (gettext_lazy("党组织签名"), "none", "counted"),
    "knownsigner": (gettext_lazy("核对过的签名方"), "none", "counted"),
}
_SENSITIVE = {  # sealed fields -> what they hold
    "name_sealed": gettext_lazy("姓名"),
    "phone_sealed": gettext_lazy("手机号"),
    "id_sealed": gettext_lazy("身份证件号码"),
    "status_sealed": gettext_lazy("党员身份"),
    "note_sealed": gettext_lazy("步骤备注"),
    "title_sealed": gettext_lazy("材料名称"),
    "content_sealed": gettext_lazy("材料内容"),
    "text_sealed": gettext_lazy("考察情况"),
    "words_sealed": gettext_lazy("外单位联系人姓名"),
    "envelope_sealed": gettext_lazy("签名文件全文"),
    "other_side_sealed": gettext_lazy("移交方与本人姓名、电话"),
    "reason_sealed": gettext_lazy("原因"),
    "home_branch_sealed": gettext_lazy("组织关系所在党组织"),
    "home_contact_sealed": gettext_lazy("原党组织联系人"),
    "certificate_sealed": gettext_lazy("活动证编号"),
    "sheet_sealed": gettext_lazy("回传单内容"),
    "letter_sealed": gettext_lazy("介绍信编号"),
    "from_sealed": gettext_lazy("转出党组织"),
    "to_sealed": gettext_lazy("转入党组织"),
    "grade_sealed": gettext_lazy("评议等次"),
    "amount_sealed": gettext_lazy("约定月交纳数额"),
}
_KEYS = {"wrapped", "key"}
_COVERS = {"consent", "duty", "separate", "none"}
_WORDS = {
    "consent": gettext_lazy("本人同意"),
    "separate": gettext_lazy("本人单独同意（向其他党组织提供）"),
    "duty": gettext_lazy("履行法定义务"),
    "none": gettext_lazy("不含个人信息"),
    "left": gettext_lazy("离开名册后按规则期限删除"),
    "reading": gettext_lazy("不少于三年"),
    "counted": gettext_lazy("只含不可还原的编号或机构信息，长期保存"),
}
NOT_COLLECTED = (
    gettext_lazy("工资、收入"),
    gettext_lazy("身份证照片、人脸、指纹"),
    gettext_lazy("家庭情况、政治审查内容（只记有无结论）"),
    gettext_lazy("行踪轨迹、签到位置"),
    gettext_lazy("谈心谈话内容（只计次数）"),
    gettext_lazy("入党志愿书照片"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One field.

    Attributes:
        table: what the table is called.
        field: name in the database.
        words: what it holds.
        kept: ``sealed`` with the person's key, ``hashed``, ``key``, or ``plain``.
        purpose: what for.
        ground: the legal ground.
        term: how long.
    """

    table: str
    field: str
    words: str
    kept: str
    purpose: str
    ground: str
    term: str


def tables() -> list[type[Model]]:
    """The room's own, and the one table of persons."""
    return [Person, *apps.get_app_config("members").get_models()]


def catalogue() -> list[Entry]:
    """Every field of every table.

    Raises:
        KeyError: a table or a sealed field that nobody described; a test finds it.
    """
    return [entry for model in tables() for entry in _of(model)]


def _of(model: type[Model]) -> Iterator[Entry]:
    purpose, ground, term = _PURPOSES[model.__name__.lower()]
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        yield Entry(
            str(model._meta.verbose_name),
            field.attname,
            _called(field),
            kept_as(model, field),
            str(purpose),
            str(_WORDS[ground]),
            str(_WORDS[term]),
        )


def kept_as(model: type[Model], field: Field[object, object]) -> str:
    """How a field is kept."""
    if field.name.endswith("_sealed"):
        return "sealed"
    if (field.name in _KEYS and model is not Person) or field.name == "wrapped":
        return "hashed" if model.__name__ == "Standing" else "key"
    if field.name.endswith(("_hash", "digest")):
        return "hashed"
    return "plain"


def _called(field: Field[object, object]) -> str:
    if field.name.endswith("_sealed"):
        return str(_SENSITIVE[field.name])
    if isinstance(field, ForeignKey):
        related = field.related_model
        return str(related._meta.verbose_name) if isinstance(related, type) else field.name
    name = str(field.verbose_name)
    return name if name != field.name.replace("_", " ") else field.name


def risks() -> list[tuple[str, str]]:
    """What could go wrong, and what stands against it."""
    return [
        (
            _("数据库或备份被复制"),
            _(
                "姓名、身份等每人一把密钥加密，密钥由主密钥包裹，主密钥不在数据库中；名单统计用不可还原的编号。"
            ),
        ),
        (
            _("内部人员随意查看"),
            _("名单只显示姓氏；打开个人资料要有权限并写入查阅记录，本人可以看到。"),
        ),
        (
            _("被推断身份"),
            _("只登记本人自愿申报或党组织经本人同意提供的资料；系统不推断、不比对、不搜索。"),
        ),
        (_("系统代替组织作决定"), _("所有时限只提醒；处置、评议、审批都由党组织研究后登记。")),
        (_("移交材料途中泄露或被改"), _("导出文件加开启码，带签名；任何一个字节被改都会拒收。")),
        (
            _("删除不彻底"),
            _(
                "删除即销毁本人密钥，数据库、审计链中都无法还原；旧备份在主密钥轮换并销毁旧密钥后也无法还原。"
            ),
        ),
    ]


def kept_words() -> dict[str, str]:
    """The ways of keeping in words."""
    return {
        "sealed": _("用本人密钥加密"),
        "hashed": _("不可还原的摘要"),
        "key": _("由主密钥包裹的密钥"),
        "plain": _("明文（编号、日期、选项）"),
    }
