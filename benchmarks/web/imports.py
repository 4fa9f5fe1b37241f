"""An import of ten thousand messy rows: uploaded, compared with the register, carried out."""

from __future__ import annotations

import io
import random
import time
from itertools import pairwise

import xlsxwriter
from django.core.files.base import ContentFile
from django.db import transaction

from benchmarks.web.register import World, code_of, name_of
from shuniu.registry.services import imports

ROWS = 10_000
_HEADS = (
    *("序号", "统一社会信用代码", "单位 名称", "组织类型", "所属片区", "成立日期", "党员数"),
    *("正式党员", "联系电话", "2025年收入（元）", "年检结论", "住所", "备注"),
)
_WORDS = (
    *(
        "阳光",
        "爱心",
        "仁爱",
        "春晖",
        "同心",
        "博爱",
        "育才",
        "新星",
        "晨曦",
        "康乐",
        "松鹤",
        "启明",
    ),
    *(
        "星火",
        "绿色",
        "蓝天",
        "银龄",
        "夕阳",
        "红叶",
        "童心",
        "彩虹",
        "希望",
        "未来",
        "起点",
        "家园",
    ),
    *(
        "邻里",
        "益民",
        "惠民",
        "乐善",
        "明德",
        "厚德",
        "致远",
        "求实",
        "创新",
        "先锋",
        "向阳",
        "百合",
    ),
)
_WORK = (
    *("养老服务", "社区服务", "青少年发展", "残疾人帮扶", "文化艺术", "环境保护", "法律援助"),
    *("心理咨询", "教育培训", "体育健身", "志愿服务", "书画", "摄影", "围棋", "电子商务"),
    *("餐饮行业", "物业管理", "建筑业"),
)
_ENDS = ("协会", "服务中心", "促进会", "联合会", "商会", "研究会")


def messy(world: World) -> dict[str, float]:
    """Seconds of each step, and how many rows met which fate."""
    officer = world.people["lead"]
    upload = ContentFile(_workbook(world), name="名册.xlsx")
    with transaction.atomic():
        at = [time.perf_counter()]
        run = imports.start_import(upload, place=world.hub, by=officer)
        at.append(time.perf_counter())
        imports.preview_import(run, by=officer)
        at.append(time.perf_counter())
        imports.apply_import(run, leave=(), stamp=run.preview["stamp"], by=officer)
        at.append(time.perf_counter())
        counts = run.preview["counts"]
        transaction.set_rollback(True)  # nothing that is measured stays
    steps = dict(zip(("upload", "preview", "apply"), _gaps(at), strict=True))
    return {**steps, "total": at[-1] - at[0], **counts}


def _gaps(at: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(at)]


def _workbook(world: World) -> bytes:
    """Title row, totals between, a third known already, one in twelve wrong somewhere."""
    rng = random.Random(1)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        sheet.merge_range(0, 0, 0, len(_HEADS) - 1, "2025年度社会组织名册")
        sheet.write_row(1, 0, _HEADS)
        at = 2
        for number in range(ROWS):
            sheet.write_row(at, 0, _row(number, rng, world))
            at += 1
            if number % 1000 == 999:
                sheet.write_row(at, 0, ["小计", None, None, None, None, None, rng.randrange(9999)])
                at += 1
    return out.getvalue()


def _row(number: int, rng: random.Random, world: World) -> list[object]:
    known = number % 3 == 0 and number < len(world.organisations)
    code = code_of(number if known else len(world.organisations) + number)
    name = name_of(number) if known else _name(rng)
    phone: object = f"010-8{number:07d}" if number % 2 else 13800000000 + number
    return [
        number + 1,
        (code[:-1] if rng.random() < 0.03 else code.lower() if number % 5 else f" {code} "),
        f"　{name}" if number % 4 else name,
        None if known else rng.choice(("社团", "社会团体", None)),
        rng.choice(world.areas).name if number % 7 else None,
        None if known else rng.choice(("2015.3.2", "2016年5月1日", 42000, "2019-1-9", 20180102)),
        rng.choice(("１２人", 10, "１０", "1,100")) if rng.random() < 0.97 else "不详",
        rng.choice((1, "2", None)),
        phone if rng.random() < 0.97 else "12345",
        rng.choice(("1,200,000", "120万", "35.5万元", 980000, None)),
        rng.choice(("合格", "基本合格", None)),
        f"示例路{number}号",
        "无",
    ]


def _name(rng: random.Random) -> str:
    pair = "".join(rng.sample(_WORDS, 2))
    return f"澄溪区{pair}{rng.choice(_WORK)}{rng.choice(_ENDS)}"
