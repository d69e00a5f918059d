"""`zhidun audit …`: whether the audit trail is whole."""

from __future__ import annotations

import sys

import click

from zhidun.cli.main import House
from zhidun.cli.output import say_json, with_json, wording


@click.group(name="audit")
def group() -> None:
    """审计记录 The append-only audit trail."""


@group.command()
@with_json
@click.pass_obj
def verify(house: House, *, as_json: bool) -> None:
    """Check every entry and link of the chain; a broken row is named."""
    with house.ready():
        from zhidun.access.actors import SYSTEM
        from zhidun.access.selectors import audit_check

        report = audit_check(actor=SYSTEM)
    broken = [{"entry": row.entry_id, "lane": row.lane, "seq": row.seq, "why": row.why} for row in report.broken]
    if as_json:
        say_json({"ok": report.ok, "checked": report.checked, "broken": broken})
    else:
        for row in report.broken:
            click.echo(f"{row.entry_id} {row.lane}/{row.seq}: {wording(row.why)}")
        click.echo(f"{report.checked} {'OK' if report.ok else len(broken)}")
    sys.exit(0 if report.ok else 1)
