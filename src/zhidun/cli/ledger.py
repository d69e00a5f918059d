"""`zhidun ledger …`: the public log: its checkpoint, an export, a check of every file, a proof, the way back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhidun.cli.main import House
from zhidun.cli.output import say_json, with_json, wording
from zhidun.kernel.text import t

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
        click.echo(wording(t(f"已导出 {count} 个文件到 {folder}。", f"{count} files written to {folder}.")))


@group.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--key", "keys", multiple=True, help="Key (vkey) of the log; default: FOLDER/log.vkey.")
@click.option("--files/--no-files", default=True, show_default=True, help="Live log: read every stored file as well.")
@with_json
@click.pass_obj
def fsck(house: House, folder: Path | None, keys: tuple[str, ...], *, files: bool, as_json: bool) -> None:
    """Read every tile, entry and checkpoint of FOLDER, or the live log with its rows and files; name what differs."""
    if folder is not None:
        report = _check_folder(folder, keys)
    else:
        with house.ready():
            from zhidun.evidence import ledger_care

            report = ledger_care.check(files=files)
    damages = [{"file": d.file, "index": d.index, "why": d.why} for d in report.damages]
    if as_json:
        said = {"ok": report.ok, "origin": report.origin, "size": report.size, "root": report.root.hex()}
        say_json({**said, "entries": report.entries, "damages": damages})
    else:
        for damage in report.damages:
            click.echo(f"✗ {damage.file}: {wording(damage.why)}")
        count = len(report.damages)
        verdict = t("完好", "whole") if report.ok else t(f"{count} 处不符", f"{count} things are wrong")
        told = t(f"{report.origin} · 共 {report.size} 条 · ", f"{report.origin} · {report.size} entries · ")
        click.echo(wording(told) + wording(verdict))
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


@group.command()
@click.argument("place")
@click.option(
    "--policy",
    required=True,
    type=click.Path(exists=True, path_type=Path, dir_okay=False),
    help="Policy (tlog-policy).",
)
@click.option(
    "--state", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of the heads seen."
)
@click.option("--every", type=click.IntRange(1), help="Look again every N seconds until something is wrong.")
@click.option("--looks", type=click.IntRange(1), default=1, help="Stop after so many looks (with --every).")
@click.option("--stale", type=click.IntRange(0), default=0, help="Seconds after which a cosignature is too old.")
@with_json
def monitor(place: str, policy: Path, state: Path, every: int | None, looks: int, stale: int, *, as_json: bool) -> None:
    """监视 Follow the log at PLACE (an address or a folder) and say when it forks, shrinks or stands still.

    Exit code 1 when it broke its promise or its pace; the note that contradicts is kept beside the heads.
    """
    import time

    from zhidun.ledger.monitor import Monitor, Website
    from zhidun.ledger.policy import parse
    from zhidun.ledger.store import Folder

    store = Website(place) if "://" in place else Folder(Path(place))
    state.mkdir(parents=True, exist_ok=True)
    watch = Monitor(store, parse(policy.read_text("utf-8")), state, lambda: int(time.time()), stale)
    seen = watch.look()
    for _ in range(looks - 1 if every else 0):
        if seen.grave:
            break
        time.sleep(every or 0)
        seen = watch.look()
    if as_json:
        say_json({"ok": not seen.alarm, **seen.as_dict()})
    else:
        click.echo(
            f"{'✗ ' + seen.alarm if seen.alarm else '✓'} {seen.origin} {seen.before} → {seen.size} {wording(seen.says)}"
        )
    sys.exit(1 if seen.alarm else 0)
