"""A folder of results that appears whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shuniu.findings import Finding, FindingsError, Place, Severity, Text

OURS = "result.json"  # a folder that has this file was written by us and may be replaced
_REFUSED = Text(
    "“{path}”已存在，而且不是以前的评分结果。", "“{path}” exists and is no earlier result."
)
_FIX = Text("请换一个输出位置，或先移走它。", "Choose another place, or move it away first.")
_UNWRITABLE = Text("无法写入“{path}”（{why}）。", "“{path}” cannot be written ({why}).")
_CHECK = Text("请检查位置和写入权限。", "Check the place and the right to write there.")


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A temporary folder that takes the place of ``target`` when everything in it was written.

    Raises:
        FindingsError: D301 the target exists and is not ours, D302 it cannot be written.
    """
    target = target.absolute()
    if _strange(target):
        raise FindingsError([_finding("D301", target, _REFUSED, _FIX)])
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise FindingsError([unwritable(target, error)]) from error
    try:
        temporary.chmod(0o755)
        yield temporary
        if target.exists():
            old = temporary.with_name(f"{temporary.name}-old")
            target.rename(old)
            temporary.rename(target)
            shutil.rmtree(old)
        else:
            temporary.rename(target)
    except OSError as error:
        raise FindingsError([unwritable(target, error)]) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A temporary file that takes the place of ``target`` when it was written.

    Raises:
        FindingsError: D302 it cannot be written.
    """
    target = target.absolute()
    temporary = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        temporary.replace(target)
    except OSError as error:
        raise FindingsError([unwritable(target, error)]) from error
    finally:
        temporary.unlink(missing_ok=True)


def unwritable(target: Path, error: OSError) -> Finding:
    """The finding that a place cannot be written."""
    return _finding(
        "D302", target, _UNWRITABLE.fill(path=target.name, why=error.strerror or ""), _CHECK
    )


def _strange(target: Path) -> bool:
    if not target.exists():
        return False
    return not target.is_dir() or (any(target.iterdir()) and not (target / OURS).is_file())


def _finding(code: str, target: Path, text: Text, fix: Text) -> Finding:
    words = Text(text.zh.replace("{path}", target.name), text.en.replace("{path}", target.name))
    return Finding(code, Severity.ERROR, Place(target.name), words, fix)
