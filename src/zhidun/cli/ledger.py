"""`zhidun ledger …`: the public log: its checkpoint, an export, a check of every file, a proof, the way back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhidun.cli.main import House
from zhidun.cli.output import say_json, with_json, wording

if TYPE_CHECKING:
    from zhidun.ledger.fsck import Report


@click.group(name="ledger")
def group() -> None:
    """存证日志 The public log that others can check without us."""


@group.command()
@with_json
@click.pass_obj
def checkpoint(house: House, *, as_json: bool) -> None:
    """Print the newest signed checkpoint."""
    with house.ready():
        from zhidun.evidence import ledger_care

        found = ledger_care.standing()
    if as_json:
        say_json(found.as_dict())
        return
    click.echo(found.note or wording(found.says), nl=not found.note)


@group.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@with_json
@click.pass_obj
def export(house: House, folder: Path, *, as_json: bool) -> None:
    """Write the whole log to FOLDER as the C2SP tree of files: checkpoint, tile/…, log.vkey, policy."""
    with house.ready():
        from zhidun.evidence import ledger_care

        count = ledger_care.export(folder)
    if as_json:
        say_json({"ok": True, "files": count, "folder": str(folder)})
    else:
        click.echo(f"{folder}: {count}")


@group.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--key", "keys", multiple=True, help="Key (vkey) of the log; default: FOLDER/log.vkey.")
@with_json
@click.pass_obj
def fsck(house: House, folder: Path | None, keys: tuple[str, ...], *, as_json: bool) -> None:
    """Read every tile, entry and the checkpoint of FOLDER, or of the live log and its rows; name what is damaged."""
    if folder is not None:
        report = _check_folder(folder, keys)
    else:
        with house.ready():
            from zhidun.evidence import ledger_care

            report = ledger_care.check()
    damages = [{"file": d.file, "index": d.index, "why": d.why} for d in report.damages]
    if as_json:
        said = {"ok": report.ok, "origin": report.origin, "size": report.size, "root": report.root.hex()}
        say_json({**said, "entries": report.entries, "damages": damages})
    else:
        for damage in report.damages:
            click.echo(f"✗ {damage.file}: {wording(damage.why)}")
        click.echo(f"{report.origin} {report.size} {'OK' if report.ok else len(report.damages)}")
    sys.exit(0 if report.ok else 1)


def _check_folder(folder: Path, keys: tuple[str, ...]) -> Report:
    from zhidun.ledger import fsck as core
    from zhidun.ledger import policy
    from zhidun.ledger.note import parse_vkey
    from zhidun.ledger.store import Folder

    words = keys or ((folder / "log.vkey").read_text("utf-8"),)
    rules = folder / "policy"
    witnesses = policy.parse(rules.read_text("utf-8")).witness_keys if rules.is_file() else ()
    return core.check(Folder(folder), [parse_vkey(word) for word in words], witnesses)


@group.command()
@click.argument("item")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write (default: ITEM.tlog-proof)."
)
@with_json
@click.pass_obj
def prove(house: House, item: str, out: Path | None, *, as_json: bool) -> None:
    """Write the proof file of ITEM (public id of an evidence item or of a seal)."""
    with house.ready():
        from zhidun.evidence import ledger_care

        proof = ledger_care.prove(item)
    target = out or Path(f"{item}.tlog-proof")
    target.write_bytes(proof)
    if as_json:
        say_json({"ok": True, "file": str(target), "bytes": len(proof)})
    else:
        click.echo(str(target))


@group.command()
@with_json
@click.pass_obj
def recover(house: House, *, as_json: bool) -> None:
    """Say whether the log may be signed; if not, why, and the way back. Changes nothing."""
    with house.ready():
        from zhidun.evidence import ledger_care

        found = ledger_care.recovery()
    if as_json:
        say_json({"ok": found.ok, "code": found.code, "why": found.why, "steps": list(found.steps)})
    else:
        click.echo(wording(found.why))
        for number, step in enumerate(found.steps, 1):
            click.echo(f"{number}. {wording(step)}")
    sys.exit(0 if found.ok else 1)
