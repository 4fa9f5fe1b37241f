"""Arguments in, exit code out; no error leaves this module as a traceback."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version

from shuniu.cli._arguments import COMMANDS
from shuniu.cli._console import Terminal, usual_language
from shuniu.findings import FindingsError, Lang, Text

_LANG = Text("语言", "language")
_DEBUG = Text("出错时显示细节", "show the details of a fault")
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
    common.add_argument("--lang", choices=("zh", "en"), help=_LANG.say(lang))
    common.add_argument("--debug", action="store_true", help=_DEBUG.say(lang))
    parser = argparse.ArgumentParser(
        prog="shuniu", description=_DESCRIPTION.say(lang), parents=[common]
    )
    parser.add_argument("--version", action="version", version=f"shuniu {_version()}")
    commands = parser.add_subparsers(title=Text("命令", "commands").say(lang), metavar="")
    for name, (about, arguments) in COMMANDS.items():
        words = about.say(lang)
        one = commands.add_parser(name, help=words, description=words, parents=[common])
        one.set_defaults(command=name)
        for flags, text, options in arguments:
            one.add_argument(*flags, help=text.say(lang), **options)
    return parser


def _version() -> str:
    try:
        return version("shuniu")
    except PackageNotFoundError:
        from shuniu import __version__  # noqa: PLC0415 (run from the source tree)

        return __version__
