"""`zhidun calendar …`: which days are working days, and the loading of a year's notice."""

from __future__ import annotations

from pathlib import Path

import click

from zhidun.cli.main import House
from zhidun.cli.output import say_json, with_json


@click.group(name="calendar")
def group() -> None:
    """工作日历 Working days, holidays and make-up working days (调休)."""


@group.command(name="years")
@with_json
@click.pass_obj
def years(house: House, *, as_json: bool) -> None:
    """Say which years are loaded; dates beyond them are provisional."""
    with house.ready():
        from zhidun.cases.selectors import current_calendar

        loaded = list(current_calendar().years)
    if as_json:
        say_json({"years": loaded})
    else:
        click.echo(f"{min(loaded)}–{max(loaded)}")


@group.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "username", required=True, help="User name of the officer who loads it.")
@with_json
@click.pass_obj
def import_year(house: House, file: Path, username: str, *, as_json: bool) -> None:
    """Load a year's holiday notice (YAML or CSV); provisional dates are counted again, each with an audit entry."""
    with house.ready():
        from zhidun.access import selectors
        from zhidun.access.actors import actor_for
        from zhidun.cases import services

        row = services.import_calendar_year(
            actor=actor_for(selectors.account(username)), content=file.read_bytes(), filename=file.name
        )
        answer = {"year": row.year, "version": row.version}
    if as_json:
        say_json(answer)
    else:
        click.echo(f"{answer['year']} v{answer['version']}")
