"""Every sentence the reader can say, by its stable code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shuniu.findings import Finding, FindingsError, Place, Severity, Text


@dataclass(frozen=True, slots=True)
class Notice:
    """A finding before it has a place and values."""

    code: str
    severity: Severity
    text: Text
    fix: Text

    def at(self, place: Place, **values: object) -> Finding:
        """The finding at ``place``, both sentences filled."""
        text, fix = self.text.fill(**values), self.fix.fill(**values)
        return Finding(self.code, self.severity, place, text, fix)


def _notices(
    severity: Severity, rows: Mapping[str, tuple[str, str, str, str]]
) -> dict[str, Notice]:
    return {
        code: Notice(code, severity, Text(zh, en), Text(fix_zh, fix_en))
        for code, (zh, en, fix_zh, fix_en) in rows.items()
    }


_FILES = {
    "S101": (
        "文件打不开：{reason}。",
        "The file cannot be opened: {reason}.",
        "请检查路径和权限。",
        "Check the path and the permissions.",
    ),
    "S102": (
        "认不出这是什么文件。",
        "The kind of file is not recognised.",
        "请交 .xlsx、.xls、.ods、.csv、.tsv 或 .parquet 文件。",
        "Give an .xlsx, .xls, .ods, .csv, .tsv or .parquet file.",
    ),
    "S103": (
        "文件设有打开密码。",
        "The file is protected by a password.",
        "请在 Excel 中取消密码后另存。",
        "Remove the password in Excel and save the file again.",
    ),
    "S104": (
        "文件已损坏，读到“{where}”时中断。",
        "The file is damaged; reading stopped at “{where}”.",
        "请用 Excel 或 WPS 打开并另存为 .xlsx 后再交。",
        "Open it in Excel or WPS, save it as .xlsx, and give that file.",
    ),
    "S105": (
        "文件过大：{found}，上限为{limit}。",
        "The file is too large: {found}; the limit is {limit}.",
        "请删去无关的工作表和空白区域，或分成几个文件。",
        "Delete unrelated sheets and empty areas, or split the file.",
    ),
    "S106": (
        "文件名像表格，内容却是网页。",
        "The file is named like a workbook, but it is a web page.",
        "请用 Excel 打开后另存为 .xlsx。",
        "Open it in Excel and save it as .xlsx.",
    ),
    "S107": (
        "文字编码读不出来，既不是 UTF-8，也不是 GB18030。",
        "The text is neither UTF-8 nor GB18030.",
        "请在 Excel 中另存为“CSV UTF-8”。",
        "Save it in Excel as “CSV UTF-8”.",
    ),
    "S108": (
        "没有名为“{found}”的工作表；现有：{sheets}。",
        "There is no sheet “{found}”; the file has: {sheets}.",
        "请改用其中一个名称。",
        "Use one of these names.",
    ),
    "S110": (
        "文件里没有任何内容。",
        "There is nothing in the file.",
        "请确认交的是填好的那一份。",
        "Check that this is the file that was filled in.",
    ),
    "S121": (
        "前 {rows} 行里找不到表头，应有“{titles}”等列。",
        "No header was found in the first {rows} rows; expected columns such as “{titles}”.",
        "请使用模板的表头，或检查是否选对了工作表。",
        "Use the header of the template, or check that this is the right sheet.",
    ),
    "S122": (
        "缺少必需的列“{title}”。",
        "The required column “{title}” is missing.",
        "请补上这一列，表头写“{title}”。",
        "Add the column with the header “{title}”.",
    ),
    "S124": (
        "“{title}”出现了两次，另一处在 {other}。",
        "“{title}” appears twice; the other one is in {other}.",
        "请只保留一列。",
        "Keep one of the two columns.",
    ),
    "S126": (
        "“{title}”的表头写着单位“{found}”，应为“{unit}”。",
        "The header of “{title}” says the unit is “{found}”; expected “{unit}”.",
        "请换算成“{unit}”并改正表头。",
        "Convert the values to “{unit}” and correct the header.",
    ),
    "S133": (
        "这一行有数据，但没有填“{title}”。",
        "The row has data but no “{title}”.",
        "请补上“{title}”，或删去这一行。",
        "Fill in “{title}”, or delete the row.",
    ),
    "S134": (
        "“{title}”与 {other} 重复：{found}。",
        "“{title}” repeats {other}: {found}.",
        "请删去重复的一行，或改正其中一处。",
        "Delete one of the rows, or correct one of the two cells.",
    ),
    "S137": (
        "表头之下没有任何单位。",
        "There is no organisation below the header.",
        "请从表头的下一行开始填写。",
        "Start filling in on the row below the header.",
    ),
    "S138": (
        "数据区有合并单元格 {found}，无法判断其余各格的值。",
        "Merged cells {found} lie in the data; what the others hold cannot be told.",
        "请取消合并，逐格填写。",
        "Unmerge them and fill in every cell.",
    ),
}
_CELLS = {
    "S141": (
        "“{title}”是错误值“{found}”。",
        "“{title}” holds the error {found}.",
        "请改正公式或数据。",
        "Correct the formula or its data.",
    ),
    "S142": (
        "“{title}”是公式，但文件里没有存下结果。",
        "“{title}” is a formula whose result is not stored in the file.",
        "请在 Excel 中打开并保存一次后再交。",
        "Open the file in Excel, save it, and give it again.",
    ),
    "S143": (
        "“{title}”应为数字，这里是“{found}”。",
        "“{title}” must be a number; here it is “{found}”.",
        "请只填数字；没有数据请留空，不适用请写“不适用”。",
        "Enter a number only; leave it blank if unknown, write “n/a” if not applicable.",
    ),
    "S144": (
        "“{title}”的单位应为“{unit}”，这里是“{found}”。",
        "The unit of “{title}” is “{unit}”; here it is “{found}”.",
        "请换算成“{unit}”，只填数字。",
        "Convert it to “{unit}” and enter the number only.",
    ),
    "S145": (
        "“{title}”应{range}，这里是 {found}。",
        "“{title}” must be {range}; here it is {found}.",
        "请核对这个数。",
        "Check the value.",
    ),
    "S146": (
        "“{title}”应为整数，这里是 {found}。",
        "“{title}” must be a whole number; here it is {found}.",
        "请填整数。",
        "Enter a whole number.",
    ),
    "S147": (
        "“{title}”是百分比，{found} 可以指 {found}%，也可以指 {hundredfold}%。",
        "“{title}” is a percentage; {found} could mean {found}% or {hundredfold}%.",
        "请写上百分号，如“{hundredfold}%”，或在表头写明（%）。",
        "Write the percent sign, as in “{hundredfold}%”, or put (%) in the header.",
    ),
    "S148": (
        "“{title}”应填是或否，这里是“{found}”。",
        "“{title}” must be yes or no; here it is “{found}”.",
        "请填“是”或“否”；不清楚请留空，不适用请写“不适用”。",
        "Enter “yes” or “no”; leave it blank if unknown, write “n/a” if not applicable.",
    ),
    "S149": (
        "“{title}”没有“{found}”这一项；可选：{options}。",
        "“{title}” has no option “{found}”; choose from: {options}.",
        "请从所列各项中选一项，文字一致。",
        "Choose one of the options, in the same words.",
    ),
    "S150": (
        "“{title}”应为日期，这里是“{found}”。",
        "“{title}” must be a date; here it is “{found}”.",
        "请写年月日，如 2026-03-05。",
        "Write year, month and day, as in 2026-03-05.",
    ),
    "S152": (
        "“{title}”以数字存放，后几位已丢失：{found}。",
        "“{title}” is stored as a number and has lost its last digits: {found}.",
        "请把这一列设为文本格式，对照原件重新填写。",
        "Set the column to text and enter it again from the original.",
    ),
    "S153": (
        "“{title}”含有不可见的控制字符。",
        "“{title}” holds invisible control characters.",
        "请清空这一格后重新填写。",
        "Clear the cell and type it again.",
    ),
}
_SUMMARY = {
    "S160": (
        "“{title}”另有 {count} 格有同样的问题（{code}），未逐一列出。",
        "{count} more cells of “{title}” have the same problem ({code}) and are not listed.",
        "请按已列出的各条改正整列。",
        "Correct the whole column as the listed findings say.",
    ),
}
_WARNINGS = {
    "S109": (
        "有几个工作表都像是数据，读取的是“{found}”；未读：{others}。",
        "Several sheets look like the data; “{found}” was read, not: {others}.",
        "如果不对，请指明工作表。",
        "If this is wrong, name the sheet.",
    ),
    "S123": (
        "不认识“{found}”这一列，未使用。",
        "The column “{found}” is not known and was not used.",
        "如需使用，请核对表头是否与模板一致。",
        "If it is needed, check the header against the template.",
    ),
    "S125": (
        "文件里没有这些列，各单位均按缺失处理：{titles}。",
        "The file lacks these columns; they count as missing throughout: {titles}.",
        "如有数据，请补上。",
        "Add them if there are data.",
    ),
    "S131": (
        "“{found}”是汇总行，不作为单位。",
        "“{found}” is a totals row and not taken for an organisation.",
        "如果它是单位名称，请写全称。",
        "If it is the name of an organisation, write it in full.",
    ),
}
_NOTES = {
    "S111": (
        "这种格式看不到错误值、隐藏行和百分比格式，错误值会被当作空白。",
        "This format hides errors, hidden rows and percent formats; errors read as blank.",
        "如有公式，请另存为 .xlsx 后再交。",
        "If it has formulas, save it as .xlsx and give that file.",
    ),
    "S132": (
        "这一行像是说明，未作为单位：{found}。",
        "The row looks like a remark and was not taken for an organisation: {found}.",
        "如果它是单位，请填写其他各列。",
        "If it is an organisation, fill in the other columns.",
    ),
    "S136": (
        "共有 {count} 个隐藏行也已读取：{rows}。",
        "{count} hidden rows were read too: {rows}.",
        "如不应计入，请删除这些行。",
        "Delete these rows if they should not count.",
    ),
    "S139": (
        "这一行是重复的表头或栏次编号，已略过。",
        "The row repeats the header or numbers the columns and was passed over.",
        "无需改动。",
        "Nothing needs to be done.",
    ),
}

NOTICES: Mapping[str, Notice] = MappingProxyType(
    _notices(Severity.ERROR, _FILES | _CELLS | _SUMMARY)
    | _notices(Severity.WARNING, _WARNINGS)
    | _notices(Severity.NOTE, _NOTES)
)


def refuse(code: str, place: Place, **values: object) -> FindingsError:
    """The error that says the file cannot be read at all."""
    return FindingsError([NOTICES[code].at(place, **values)])
