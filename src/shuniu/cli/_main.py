"""Arguments in, exit code out; no error leaves this module as a traceback."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version

from shuniu.cli._console import Terminal, usual_language
from shuniu.findings import FindingsError, Lang, Text

FINDINGS, OURS, INTERRUPTED = 1, 70, 130
_DESCRIPTION = Text(
    "枢纽：按评分标准给社会组织计分、定级并逐项说明。",
    "Shuniu: score organisations by a declared sheet, with the reason for every point.",
)
_FAULT = Text(
    "程序出错，不是您的文件的问题。请加 --debug 重试，并把显示的内容告诉维护者。",
    "A fault of ours, not of your files. Run again with --debug and send what it shows.",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: the words after ``shuniu``; those of the process where ``None``.

    Returns:
        The exit code.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    lang = _language(words)
    parser = _parser(lang)
    asked = parser.parse_args(words)
    if not hasattr(asked, "command"):
        parser.print_help()
        return 0
    terminal = Terminal(lang)
    try:
        return _command(asked.command)(asked, terminal)
    except FindingsError as error:
        terminal.findings(error.findings)
        return FINDINGS
    except KeyboardInterrupt:
        terminal.say(Text("已中止，没有写入任何文件。", "Stopped; nothing was written."))
        return INTERRUPTED
    except Exception as error:
        if asked.debug:
            raise
        terminal.say(_FAULT)
        terminal.plain(f"{type(error).__name__}: {str(error)[:200]}")
        return OURS


def _language(words: Sequence[str]) -> Lang:
    """The language asked for, before the arguments are read: their help speaks it too."""
    for at, word in enumerate(words):
        said = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and at + 1 < len(words):
            said = words[at + 1]
        if said in {"zh", "en"}:
            return "zh" if said == "zh" else "en"
    return usual_language()


def _command(name: str) -> Callable[[argparse.Namespace, Terminal], int]:
    """The function of a command; importing it loads the libraries it needs."""
    if name == "tally":
        from shuniu.cli._tally import tally  # noqa: PLC0415 (a command loads what it needs)

        return tally
    from shuniu.cli import _commands  # noqa: PLC0415 (a command loads what it needs)

    return {
        "score": _commands.score,
        "explain": _commands.explain_one,
        "lint": _commands.lint_files,
        "template": _commands.template,
        "frameworks": _commands.frameworks,
        "schema": _commands.print_schema,
    }[name]


def _parser(lang: Lang) -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=("zh", "en"), help=_h(lang, "语言", "language"))
    common.add_argument(
        "--debug", action="store_true", help=_h(lang, "出错时显示细节", "show details of a fault")
    )
    parser = argparse.ArgumentParser(
        prog="shuniu", description=_DESCRIPTION.say(lang), parents=[common]
    )
    parser.add_argument("--version", action="version", version=f"shuniu {_version()}")
    commands = parser.add_subparsers(title=_h(lang, "命令", "commands"), metavar="")

    def add(name: str, zh: str, en: str) -> argparse.ArgumentParser:
        one = commands.add_parser(
            name, help=_h(lang, zh, en), description=_h(lang, zh, en), parents=[common]
        )
        one.set_defaults(command=name)
        return one

    framework = _h(
        lang,
        "评分标准：代码、代码/版本、文件夹或文件",
        "framework: code, code/version, folder or file",
    )
    data = _h(
        lang, "数据文件：xlsx、xls、ods、csv 或 parquet", "data: xlsx, xls, ods, csv or parquet"
    )
    one = add(
        "score",
        "给数据文件里的单位计分并生成工作簿、网页和 JSON",
        "score a data file into workbook, pages and JSON",
    )
    one.add_argument("framework", help=framework)
    one.add_argument("data", help=data)
    one.add_argument("-o", "--output", help=_h(lang, "输出文件夹", "folder to write"))
    one.add_argument("--sheet", help=_h(lang, "工作表名", "sheet name"))
    one = add("explain", "逐项说明一家单位的得分", "explain one organisation's result")
    one.add_argument("framework", help=framework)
    one.add_argument("data", help=data)
    one.add_argument(
        "organisation", help=_h(lang, "单位名称、信用代码或序号", "name, credit code or number")
    )
    one.add_argument("--sheet", help=_h(lang, "工作表名", "sheet name"))
    one = add("lint", "检查评分标准", "check frameworks")
    one.add_argument("framework", nargs="+", help=framework)
    one.add_argument(
        "--strict", action="store_true", help=_h(lang, "提醒也算不通过", "warnings fail too")
    )
    one = add("template", "生成填报用的 Excel", "write the Excel to fill in")
    one.add_argument("framework", help=framework)
    one.add_argument("-o", "--output", help=_h(lang, "输出文件", "file to write"))
    one.add_argument(
        "--force", action="store_true", help=_h(lang, "覆盖已有文件", "replace an existing file")
    )
    one = add("tally", "计票：选票进，得分表出", "tally ballots into a table of scores")
    one.add_argument(
        "tally", help=_h(lang, "计票规则文件 tally-….yaml", "tally declaration tally-….yaml")
    )
    one.add_argument("ballots", help=_h(lang, "选票文件", "ballots: xlsx, csv …"))
    one.add_argument("-o", "--output", help=_h(lang, "输出的 Excel", "workbook to write"))
    one.add_argument("--sheet", help=_h(lang, "工作表名", "sheet name"))
    add("frameworks", "列出自带的评分标准", "list the frameworks that ship")
    add("schema", "输出评分标准文件的 JSON Schema", "print the JSON Schema of a framework file")
    return parser


def _h(lang: Lang, zh: str, en: str) -> str:
    return Text(zh, en).say(lang)


def _version() -> str:
    try:
        return version("shuniu")
    except PackageNotFoundError:
        from shuniu import __version__  # noqa: PLC0415 (run from the source tree)

        return __version__
