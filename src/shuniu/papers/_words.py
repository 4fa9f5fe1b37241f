"""The words of the report's pages."""

from shuniu.findings import Text

WORDS = {
    "overview": Text("评价结果", "Evaluation results"),
    "organisations": Text("家单位", "organisations"),
    "made": Text("生成于", "made on"),
    "version": Text("版", "version"),
    "spread": Text("等级分布", "Grades"),
    "list": Text("全部单位", "All organisations"),
    "name": Text("单位", "Organisation"),
    "points": Text("总分", "Points"),
    "grade": Text("等级", "Grade"),
    "state": Text("状态", "State"),
    "lacking": Text("缺数据", "Lacking"),
    "none": Text("数据文件里没有单位。", "The data file has no organisations."),
    "out_of": Text("满分", "of"),
    "why": Text("结论怎样得出", "How the result came about"),
    "raise": Text("怎样提高", "What would raise it"),
    "raise_none": Text("没有单项改动可以再加分。", "No single change would gain more."),
    "sheet": Text("逐项得分", "Item by item"),
    "rule": Text("规则", "Rule"),
    "inputs": Text("依据", "Inputs"),
    "default": Text("未填，按默认值", "blank, read as the default"),
    "back": Text("返回全部单位", "Back to all organisations"),
    "other": Text("English", "中文"),
    "from": Text("由", "from"),
    "to": Text("到", "to"),
    "open": Text("还差", "open"),
    "bonus": Text("附加分", "Bonus"),
    "items_lacking": Text("项缺数据", "items lack data"),
    "method": Text(
        "分数以千分之一为单位精确计算；未填与不适用分别按标准规定处理。",
        "Points are exact thousandths; what is missing and what does not apply are treated apart.",
    ),
    "unfold": Text(
        "点开每一项，可以看到规则、依据和计算过程。",
        "Open an item to see its rule, inputs and working.",
    ),
    "skip": Text("跳到正文", "Skip to the content"),
}
