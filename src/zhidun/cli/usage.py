"""Wrong usage (exit code 2) in both languages: what click says in English alone, and what commands notice."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any, Final

import click

from zhidun.cli.output import WrongUsage, refuse, wording
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t

KINDS: Final = {"integer": "整数", "float": "数字", "boolean": "是或否(true/false)", "uuid": "UUID"}
PATHS: Final = {
    "does not exist": "不存在",
    "is a file": "是文件,不是文件夹",
    "is a directory": "是文件夹,不是文件",
    "is not readable": "不可读取",
    "is not writable": "不可写入",
    "is not executable": "不可执行",
}
SAID: Final[tuple[tuple[str, str], ...]] = (
    (r"(?P<a>.+) is not one of (?P<b>.+)\.", "{a} 不在可选值之中:{b}。"),
    (r"(?P<a>.+) is not in the range (?P<b>.+)\.", "{a} 超出范围 {b}。"),
    (r"(?P<a>.+) does not match the formats? (?P<b>.+)\.", "{a} 不是日期或时间,格式应为 {b}。"),
    (r"Option (?P<a>.+) requires an argument\.", "选项 {a} 后面缺少取值。"),
    (r"Option (?P<a>.+) requires (?P<b>\d+) arguments\.", "选项 {a} 后面应有 {b} 个取值。"),
    (r"Option (?P<a>.+) does not take a value\.", "选项 {a} 不带取值。"),
    (r"Argument (?P<a>.+) takes (?P<b>\d+) values\.", "参数 {a} 应有 {b} 个取值。"),
    (r"Got unexpected extra arguments? \((?P<a>.+)\)", "多出参数:{a}。"),
    (r"Missing command\.", "缺少子命令。"),
)
"""What click says, and the same in Chinese; what is not here is told as click says it."""


class Misuse(click.UsageError):
    """Wrong usage that a command notices itself, in both languages."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{wording(refusal.reason)} {wording(refusal.remedy)}")
        self.refusal = refusal


def misuse(zh: str, en: str, remedy: Text | None = None) -> Misuse:
    """Return wrong usage in both languages; without a remedy it names the command's help."""
    return Misuse(WrongUsage(t(zh, en), remedy))


def misused(fault: click.UsageError) -> Refusal:
    """Return wrong usage as a refusal: the command's own, or what click says of it, with where the usage is told."""
    if isinstance(fault, Misuse):
        own = fault.refusal
        return WrongUsage(own.reason, _help(fault)) if own.remedy == WrongUsage.default_remedy else own
    return WrongUsage(t(_chinese(fault), fault.format_message()), _help(fault))


def tell(fault: click.UsageError) -> None:
    """Tell wrong usage: one JSON object on the output with `--json`, else usage line, reason and remedy as an error."""
    if fault.ctx is not None and "--json" not in sys.argv:
        click.echo(fault.ctx.get_usage(), err=True)
    refuse(misused(fault))


def _help(fault: click.UsageError) -> Text:
    path = fault.ctx.command_path if fault.ctx is not None else "zhidun"
    return t(f"运行 {path} --help 查看用法。", f"Run {path} --help to see how it is called.")


def _chinese(fault: click.UsageError) -> str:
    if isinstance(fault, click.NoSuchOption):
        return f"没有选项 {fault.option_name}。{_perhaps(fault.possibilities)}"
    if isinstance(fault, click.MissingParameter):
        kind = getattr(fault.param, "param_type_name", fault.param_type)
        extra = "" if fault.param is None else _extra(fault.param)
        return f"缺少{'参数' if kind == 'argument' else '选项'} {_named(fault)}。{extra}"
    if isinstance(fault, click.BadParameter):
        return f"{_named(fault)} 的取值不对:{_said(fault.message)}"
    command = getattr(fault, "command_name", None)
    if command is not None:
        return f"没有命令 {command}。{_perhaps(getattr(fault, 'possibilities', None))}"
    return _said(fault.message)


def _perhaps(words: Sequence[str] | None) -> str:
    return f"是否想用 {'、'.join(words)}?" if words else ""


def _extra(param: click.Parameter) -> str:
    choices: Any = getattr(param.type, "choices", None)
    return f"可选值:{'、'.join(map(str, choices))}。" if choices else ""


def _named(fault: click.BadParameter) -> str:
    hint = fault.param_hint or (fault.param.get_error_hint(fault.ctx) if fault.param is not None else "")
    return (hint if isinstance(hint, str) else " / ".join(hint)).replace("'", "")


def _said(message: str) -> str:
    """Return in Chinese what click says of a value."""
    for pattern, words in SAID:
        found = re.fullmatch(pattern, message)
        if found:
            return words.format(**found.groupdict())
    found = re.fullmatch(r"(?P<a>.+) is not a valid (?P<b>.+)\.", message)
    if found:
        kind = found["b"].removesuffix(" range")
        return f"{found['a']} 不是{KINDS.get(kind, f'有效的 {kind}')}。"
    for english, chinese in PATHS.items():
        found = re.fullmatch(rf"\S+ (?P<a>.+) {english}\.", message)
        if found:
            return f"{found['a']} {chinese}。"
    return message
