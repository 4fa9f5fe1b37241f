"""Region codes by their shape (GB/T 2260): level, parent and province."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from shuniu.findings import Text
from shuniu.identifiers._fault import Fault, IdentifierError
from shuniu.identifiers._typed import compact, of_length, wrong_character

_NOUN = Text("行政区划代码", "region code")
NATION = "100000"
_NATION_NAME = Text("全国", "nationwide")
_PROVINCES: Mapping[str, Text] = MappingProxyType(
    {
        "11": Text("北京市", "Beijing"),
        "12": Text("天津市", "Tianjin"),
        "13": Text("河北省", "Hebei"),
        "14": Text("山西省", "Shanxi"),
        "15": Text("内蒙古自治区", "Inner Mongolia"),
        "21": Text("辽宁省", "Liaoning"),
        "22": Text("吉林省", "Jilin"),
        "23": Text("黑龙江省", "Heilongjiang"),
        "31": Text("上海市", "Shanghai"),
        "32": Text("江苏省", "Jiangsu"),
        "33": Text("浙江省", "Zhejiang"),
        "34": Text("安徽省", "Anhui"),
        "35": Text("福建省", "Fujian"),
        "36": Text("江西省", "Jiangxi"),
        "37": Text("山东省", "Shandong"),
        "41": Text("河南省", "Henan"),
        "42": Text("湖北省", "Hubei"),
        "43": Text("湖南省", "Hunan"),
        "44": Text("广东省", "Guangdong"),
        "45": Text("广西壮族自治区", "Guangxi"),
        "46": Text("海南省", "Hainan"),
        "50": Text("重庆市", "Chongqing"),
        "51": Text("四川省", "Sichuan"),
        "52": Text("贵州省", "Guizhou"),
        "53": Text("云南省", "Yunnan"),
        "54": Text("西藏自治区", "Tibet"),
        "61": Text("陕西省", "Shaanxi"),
        "62": Text("甘肃省", "Gansu"),
        "63": Text("青海省", "Qinghai"),
        "64": Text("宁夏回族自治区", "Ningxia"),
        "65": Text("新疆维吾尔自治区", "Xinjiang"),
        "71": Text("台湾省", "Taiwan"),
        "81": Text("香港特别行政区", "Hong Kong"),
        "82": Text("澳门特别行政区", "Macao"),
    }
)


class RegionLevel(StrEnum):
    """How far down the tree a region stands."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Region:
    """A region code of six digits. Names below the province change yearly and live elsewhere."""

    code: str

    @property
    def level(self) -> RegionLevel:
        """The level, read from the trailing zeros."""
        if self.code == NATION:
            return RegionLevel.NATION
        if self.code.endswith("0000"):
            return RegionLevel.PROVINCE
        return RegionLevel.CITY if self.code.endswith("00") else RegionLevel.COUNTY

    @property
    def parent(self) -> Region | None:
        """The region one level up by shape, or ``None`` for the nation."""
        match self.level:
            case RegionLevel.NATION:
                return None
            case RegionLevel.PROVINCE:
                return Region(NATION)
            case RegionLevel.CITY:
                return Region(self.code[:2] + "0000")
            case RegionLevel.COUNTY:
                return Region(self.code[:4] + "00")

    @property
    def province(self) -> Text:
        """The name of the province-level region it lies in; the nation names itself."""
        return _NATION_NAME if self.code == NATION else _PROVINCES[self.code[:2]]

    def holds(self, other: Region) -> bool:
        """Whether ``other`` is this region or lies under it."""
        place: Region | None = other
        while place is not None and place != self:
            place = place.parent
        return place is not None


def parse_region(typed: str) -> Region:
    """Read a six-digit region code; ``100000`` stands for the whole nation.

    Only the shape is checked: digits, a province that exists, no county under no city.

    Raises:
        IdentifierError: ``EMPTY``, ``LENGTH``, ``CHARACTER`` or ``REGION``.
    """
    code = of_length(compact(typed), 6, _NOUN)
    for position, character in enumerate(code, start=1):
        if character not in "0123456789":
            raise wrong_character(_NOUN, position, character, Text("数字", "a digit"))
    if code != NATION and code[:2] not in _PROVINCES:
        raise region_error(
            Text("没有以 {head} 开头的省级代码。", "No province starts with {head}."), code
        )
    if code[2:4] == "00" and code[4:6] != "00":
        raise region_error(
            Text("{head} 之下缺少市级两位。", "The city digits after {head} are missing."), code
        )
    return Region(code)


def region_error(sentence: Text, code: str) -> IdentifierError:
    """A ``REGION`` error whose sentence may name the two leading digits as ``{head}``."""
    fix = Text("请核对六位行政区划代码。", "Check the six-digit region code.")
    return IdentifierError(Fault.REGION, sentence.fill(head=code[:2]), fix)
