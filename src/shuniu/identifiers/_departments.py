"""Registering departments and classes of GB 32100-2015 with its amendment, as data."""

from __future__ import annotations

from types import MappingProxyType

from shuniu.findings import Text

_OTHER = Text("其他", "other")

DEPARTMENTS = MappingProxyType(
    {
        "1": Text("机构编制", "public establishment office"),
        "2": Text("外交", "foreign affairs"),
        "3": Text("司法行政", "justice administration"),
        "4": Text("文化", "culture"),
        "5": Text("民政", "civil affairs"),
        "6": Text("旅游", "tourism"),
        "7": Text("宗教", "religious affairs"),
        "8": Text("工会", "trade unions"),
        "9": Text("市场监管（工商）", "market regulation"),
        "A": Text("军队编制", "military establishment office"),
        "N": Text("农业", "agriculture"),
        "Y": _OTHER,
    }
)

CLASSES = MappingProxyType(
    {
        "11": Text("机关", "government body"),
        "12": Text("事业单位", "public institution"),
        "13": Text("群众团体", "mass organisation"),
        "19": _OTHER,
        "21": Text("外国常驻新闻机构", "resident foreign news agency"),
        "29": _OTHER,
        "31": Text("律师执业机构", "law practice"),
        "32": Text("公证处", "notary office"),
        "33": Text("基层法律服务所", "grass-roots legal service"),
        "34": Text("司法鉴定机构", "forensic institution"),
        "35": Text("仲裁委员会", "arbitration commission"),
        "39": _OTHER,
        "41": Text("外国在华文化中心", "foreign cultural centre"),
        "49": _OTHER,
        "51": Text("社会团体", "social association"),
        "52": Text("民办非企业单位（社会服务机构）", "social service institution"),
        "53": Text("基金会", "foundation"),
        "59": _OTHER,
        "61": Text("外国旅游部门常驻代表机构", "foreign tourism office"),
        "62": Text("港澳台旅游部门常驻代表机构", "Hong Kong, Macao or Taiwan tourism office"),
        "69": _OTHER,
        "71": Text("宗教活动场所", "religious venue"),
        "72": Text("宗教院校", "religious college"),
        "79": _OTHER,
        "81": Text("基层工会", "grass-roots trade union"),
        "89": _OTHER,
        "91": Text("企业", "enterprise"),
        "92": Text("个体工商户", "self-employed business"),
        "93": Text("农民专业合作社", "farmers' cooperative"),
        "A1": Text("军队事业单位", "military institution"),
        "A9": _OTHER,
        "N1": Text("组级集体经济组织", "group-level collective"),
        "N2": Text("村级集体经济组织", "village-level collective"),
        "N3": Text("乡镇级集体经济组织", "township-level collective"),
        "N9": _OTHER,
        "Y1": _OTHER,
    }
)
