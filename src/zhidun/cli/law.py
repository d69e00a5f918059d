"""`zhidun law …`: the rules and their arithmetic."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TextIO, cast

import click

from zhidun.cli.output import LANGUAGE, say_json, say_table, with_json
from zhidun.law import answers


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
    return {name: value for name, value in words.items() if value not in (None, (), False)}


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
@click.option("--file", type=click.File(encoding="utf-8"), help="JSON object, list or JSON lines; - for the input.")
@with_json
def due(rule: str | None, file: TextIO | None, *, as_json: bool, **words: object) -> None:
    """Say when the period of RULE ends, with every counted day."""
    if file is not None:
        text, code = answers.answer_text(file.read())
        click.echo(text)
        sys.exit(code)
    if rule is None or words.get("start") is None:
        raise click.UsageError("give RULE and --start, or --file")
    fields = _given({"rule": rule, **words})
    if words["pauses"]:
        fields["pauses"] = list(cast("tuple[str, ...]", words["pauses"]))
    answer = answers.due_answer(fields)
    _print(answer, as_json=as_json)
    sys.exit(1 if answer.get("accepted") is False else 0)


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
        raise click.UsageError("give NAME or --all")
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
