"""`zhidun draw`: check a published draw with the operator switched off; no database, no network."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from zhidun.cli.output import say_json, with_json, wording


@click.group(name="draw")
def group() -> None:
    """随机抽取 Verifiable draws."""


@group.command()
@click.argument("bundle", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@with_json
def verify(bundle: Path, *, as_json: bool) -> None:
    """核验抽取包 Run the draw of BUNDLE again and say whether the published result is the one it gives."""
    from zhidun.lottery.bundle import check, result_of
    from zhidun.lottery.errors import DrawMalformed

    try:
        data = json.loads(bundle.read_bytes())
    except ValueError as fault:
        raise DrawMalformed from fault
    checked = check(data)
    if as_json:
        findings = [{"step": f.step, "ok": f.ok, "says": f.says.as_dict()} for f in checked.findings]
        result = result_of(checked.picked) if checked.picked else {}
        say_json({"ok": checked.ok, "draw_id": checked.draw_id, **result, "findings": findings})
    else:
        for finding in checked.findings:
            click.echo(f"{'✓' if finding.ok else '✗'} {wording(finding.says)}")
        if checked.picked:
            click.echo("、".join(checked.picked.drawn))
        click.echo("TRUE 真" if checked.ok else "FALSE 假")
    sys.exit(0 if checked.ok else 1)
