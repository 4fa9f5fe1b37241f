"""A list of ten thousand organisations as it comes from an office: titles, odd dates, wrong rows."""

from __future__ import annotations

import io

import xlsxwriter

from benchmarks.web.register import code_of, name_of

_HEADS = (
    "序号",
    "统一社会信用代码",
    "单位名称",
    "组织类型",
    "成立登记时间",
    "专职人员数",
    "住 所",
    "联系电话",
)
_WIDE = str.maketrans(
    "0123456789ABCDEFGHJKLMNPQRTUWXY",
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＪＫＬＭＮＰＱＲＴＵＷＸＹ",
)
_KINDS = ("社会团体", "社会服务机构", "民办非企业单位", "基金会")
_EVERY_WRONG, _EVERY_KNOWN, _EVERY_TOTAL = 50, 10, 2_500


def workbook(known: int, rows: int) -> bytes:
    """A tenth are in the register with something changed, a fiftieth cannot be taken.

    Args:
        known: how many organisations the register holds.
        rows: how many the sheet has.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": False})
    sheet = book.add_worksheet("名册")
    sheet.merge_range(0, 0, 0, len(_HEADS) - 1, "澄溪区社会组织基本情况统计表")
    sheet.merge_range(1, 0, 1, len(_HEADS) - 1, "填报单位：示例办公室    2026年11月")
    sheet.write_row(2, 0, _HEADS)
    at = 3
    for number in range(rows):
        if number and number % _EVERY_TOTAL == 0:
            sheet.write_row(at, 0, ("小计", "", f"{_EVERY_TOTAL}家"))
            at += 2  # and a blank row
        for place, value in enumerate(_row(number, known)):
            sheet.write(at, place, value)
        at += 1
    sheet.write_row(at, 0, ("合计", "", f"{rows}家"))
    book.close()
    return out.getvalue()


def _row(number: int, known: int) -> tuple[object, ...]:
    there = number % _EVERY_KNOWN == 0 and number < known
    which = number if there else known + number
    code = code_of(which)
    if number % _EVERY_WRONG == 7:
        code = code[:-1] + ("1" if code[-1] != "1" else "2")
    if number % 4 == 1:
        code = code.translate(_WIDE)
    dates = (f"2016.{number % 12 + 1}.5", f"2016年{number % 12 + 1}月5日", "2016/03/05", "20160305")
    staff = (number % 40, f"{number % 40}人", f"　{number % 40} ")[number % 3]
    return (
        *(number + 1, code, f" {name_of(which)}", _KINDS[number % len(_KINDS)]),
        *(
            dates[number % len(dates)],
            staff,
            f"示例路{number + 1}号",
            f"010-6655{number % 10_000:04d}",
        ),
    )
