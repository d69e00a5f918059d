"""`zhidun law …`: the rules and their arithmetic."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import cast

import click

from zhidun.cli.output import LANGUAGE, WrongUsage, say_json, say_table, with_json
from zhidun.cli.usage import Misuse, misuse
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import t
from zhidun.law import answers, calculators

FILES = (".json", ".jsonl", ".ndjson")
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@click.group(name="law")
def group() -> None:
    """法律规则 Rules of law as dated data: periods, versions, checks."""


def _print(answer: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        say_json(answer)
        return
    lang = LANGUAGE.get()
    for key, value in answer.items():
        click.echo(f"{key}: {_line(value, lang)}")


def _line(value: object, lang: str) -> str:
    if isinstance(value, dict) and {"zh", "en"} <= value.keys():
        return str(value[lang])
    if isinstance(value, list):
        return "".join(f"\n  - {_line(entry, lang)}" for entry in value) or "-"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_line(entry, lang)}" for key, entry in value.items())
    return "-" if value is None else str(value)


def _given(words: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in words.items() if value not in (None, (), False) or name == "domestic"}


@group.command()
@click.argument("rule", required=False)
@click.option("--start", help="Date or moment of the start event, such as 2026-09-28T10:00.")
@click.option("--on", help="Date that chooses the version (default: the start).")
@click.option("--event", help="Legal event that starts the period.")
@click.option("--direction", type=click.Choice(["forward", "backward"]), help="Count forward or backward.")
@click.option("--pauses", multiple=True, help="Days that do not count, A/B, both included; may be repeated.")
@click.option("--testing-days-excluded", type=int, help="Days of testing or identification that do not count.")
@click.option("--extended", is_flag=True, help="The first extension was granted.")
@click.option("--extended-by-head", is_flag=True, help="Extended by the head of the authority.")
@click.option("--extended-by-superior", is_flag=True, help="Extended by the authority above.")
@click.option("--hearing-date", help="Date of the hearing, for periods counted backwards.")
@click.option("--domestic", type=bool, default=None, help="Whether the party has a domicile in the country.")
@click.option("--file", metavar="FILE", help="JSON object, list or JSON lines; - for the input.")
@with_json
def due(rule: str | None, file: str | None, *, as_json: bool, **words: object) -> None:
    """Say when the period of RULE ends, with every counted day."""
    if file is None and rule is not None and (rule == "-" or rule.endswith(FILES) or Path(rule).is_file()):
        _answer_file("due", rule, as_json=True)
    if file is not None:
        _answer_file("due", file, as_json=True)
    if rule is None or not (words.get("start") or words.get("hearing_date")):
        raise misuse(
            "请给出 RULE 和 --start(或 --hearing-date),或 --file。",
            "Give RULE and --start (or --hearing-date), or --file.",
        )
    fields = _given({"rule": rule, **words})
    if words["pauses"]:
        fields["pauses"] = list(cast("tuple[str, ...]", words["pauses"]))
    answer = answers.due_answer(fields)
    _print(answer, as_json=as_json)
    sys.exit(1 if answer.get("accepted") is False else 0)


def _calculator(name: str, about: str) -> click.Command:
    """Make the command of one calculator: a file of questions in, the answers out in the same shape."""

    def run(file: str, *, as_json: bool) -> None:
        _answer_file(name, file, as_json=as_json)

    return click.Command(
        name,
        callback=run,
        params=[
            click.Argument(["file"], required=False, default="-"),
            click.Option(["--json", "as_json"], is_flag=True, help="Print JSON in the shape of the file."),
        ],
        help=f"{about} FILE holds an object, a list or JSON lines; - or nothing reads the input.",
    )


def _answer_file(name: str, file: str, *, as_json: bool) -> None:
    """Answer a file and leave with 0 all answered, 1 something refused, 2 no such file or no JSON."""
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as fault:
        raise Misuse(WrongUsage(t(f"读不到文件 {file}。", f"The file {file} cannot be read."), field="FILE")) from fault
    _say_answers(name, _text_of(content, file), as_json=as_json)


def _text_of(content: bytes, file: str) -> str:
    """Decode a file as it comes from a desk: UTF-8 with or without a mark, UTF-16 with one, else GB18030."""
    for encoding in ("utf-16",) if content[:2] in UTF_16_MARKS else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Misuse(
        WrongUsage(
            t(f"{file} 不是UTF-8或GB18030文本。", f"{file} is neither UTF-8 nor GB18030 text."),
            t("请另存为UTF-8文本。", "Save it as UTF-8 text."),
            field="FILE",
        )
    )


def _say_answers(name: str, text: str, *, as_json: bool) -> None:
    try:
        said, code = calculators.answer_text(text, name)
    except Refusal as refusal:
        raise Misuse(WrongUsage(refusal.reason, refusal.remedy)) from refusal
    if as_json:
        click.echo(said, nl=False)
        sys.exit(code)
    try:
        whole = json.loads(said)
    except ValueError:
        whole = [json.loads(line) for line in said.splitlines()]
    for one in whole if isinstance(whole, list) else [whole]:
        _print(one, as_json=False)
        click.echo()
    sys.exit(code)


for _name, _about in (
    ("damages", "Say from which basis damages are computed and what may be awarded."),
    ("punitive", "Say whether damages may be multiplied, and to what total."),
    ("fine", "Say the bracket of a fine, repeat, hearing, surcharge, gains and confiscation."),
    ("crime", "Say whether the threshold of a crime is reached, by what, and what is missing."),
    ("reward", "Say what a reporter is due."),
    ("limitation", "Say when the right to sue or to ask for adjudication runs out."),
):
    group.add_command(_calculator(_name, _about))


@group.command()
@click.argument("name", required=False)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Date of the legal event (default: today).")
@click.option("--all", "every", is_flag=True, help="List every version of every rule.")
@with_json
def rule(name: str | None, on: datetime | None, *, every: bool, as_json: bool) -> None:
    """Show the version of rule NAME (key, alias or id) in force on a date."""
    if every:
        rows = answers.rules_answer()
        if as_json:
            say_json(rows)
        else:
            say_table([_flat(row) for row in rows], ["key", "rule_version", "effective_from", "effective_to", "title"])
        return
    if name is None:
        raise misuse("请给出 NAME 或 --all。", "Give NAME or --all.")
    answer = answers.rule_answer(name, on=on.date() if on else None)
    _print(answer, as_json=as_json)
    sys.exit(1 if answer.get("accepted") is False else 0)


def _flat(row: dict[str, object]) -> dict[str, object]:
    return {key: _line(value, LANGUAGE.get()) for key, value in row.items()}


@group.command()
@with_json
def check(*, as_json: bool) -> None:
    """Check the law packs: ids, dates, overlaps, units, events, translations."""
    answer = answers.check_answer()
    if as_json:
        say_json(answer)
    else:
        findings = cast("list[dict[str, object]]", answer["findings"])
        for finding in findings:
            click.echo(_line(finding, LANGUAGE.get()))
        click.echo("OK" if answer["ok"] else f"{len(findings)}")
    sys.exit(0 if answer["ok"] else 1)
