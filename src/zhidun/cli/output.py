"""How commands answer: one JSON value with `--json`, else a table or lines for people."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, TypeVar

import click

from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import Text, t

Command = TypeVar("Command", bound=Callable[..., Any])
_native = "en" if os.environ.get("LANG", "").startswith("en") else "zh"
LANGUAGE: ContextVar[str] = ContextVar("zhidun_cli_language", default=_native)


def with_json(command: Command) -> Command:
    """Give a command `--json` (parameter `as_json`)."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON value.")(command)


def wording(text: Text) -> str:
    """Return a text in the language of this call."""
    return text.in_(LANGUAGE.get())


def _plain(value: object) -> object:
    return value.as_dict() if isinstance(value, Text) else str(value)


def say_json(value: object) -> None:
    """Print one JSON value on one line; dates, decimals and ids as text."""
    click.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def say_table(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> None:
    """Print rows as a table for people."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns, box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(*[wording(v) if isinstance(v := row.get(column, ""), Text) else str(v) for column in columns])
    Console().print(table)


class WrongUsage(Invalid):
    """A command was called in a way it does not know."""

    code = "cli.wrong_usage"
    default_reason = t("命令的用法不对。", "The command was called wrongly.")
    default_remedy = t("用 --help 查看用法。", "See --help for how it is called.")


class FileFault(Invalid):
    """A file or folder that was named cannot be read or written."""

    code = "cli.file_fault"
    default_reason = t("文件无法读写。", "The file cannot be read or written.")
    default_remedy = t(
        "请核对路径、权限和磁盘空间后重试。",
        "Check the path, its permissions and the space on the disk, then try again.",
    )


class Broken(Refusal):
    """Our fault (exit code 3): what went wrong stands on the error output."""

    code = "cli.broken"
    status = 500
    default_reason = t("程序出错,本次操作没有完成。", "The program failed; this was not done.")
    default_remedy = t(
        "错误详情已输出到标准错误,请连同命令一并反馈。",
        "The details are on the error output; report them with the command.",
    )


def file_fault(fault: OSError) -> Refusal:
    """Return the refusal for a file or folder that the system would not read or write."""
    name, why = str(fault.filename), fault.strerror or type(fault).__name__
    return FileFault(t(f"无法读写“{name}”:{why}。", f"“{name}” cannot be read or written: {why}."))


def refuse(refusal: Refusal) -> None:
    """Tell a refusal: Problem Details on the output with `--json`, else reason and remedy on the error output.

    The object also says `"accepted": false`, as the answers of single questions do.
    """
    import sys

    if "--json" in sys.argv:
        say_json({"accepted": False, **refusal.problem(LANGUAGE.get())})
        return
    click.echo(f"{wording(refusal.reason)}\n→ {wording(refusal.remedy)} [{refusal.code}]", err=True)
