"""`zhidun deposit …`: commit to a work that stays with its maker; check that a file opens a commitment. No database."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from zhidun.cli.output import say_json, with_json
from zhidun.cli.usage import misuse
from zhidun.deposit.commitments import SALT_BYTES, Digest, commit, digest_of

A_FILE = click.Path(exists=True, path_type=Path, dir_okay=False)
CHUNK = 1 << 20


@click.group(name="deposit")
def group() -> None:
    """存证 Works deposited by commitment: the file stays where it is."""


@group.command(name="commit")
@click.argument("file", type=A_FILE)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Default: FILE.commitment.json.")
@with_json
def committed(file: Path, out: Path | None, *, as_json: bool) -> None:
    """承诺 Compute the commitment to FILE and keep its salt in a file; whoever loses the salt cannot open it again."""
    digest = _digest(file)
    if not digest.size:
        raise misuse(f"{file} 是空文件。", f"{file} is empty.")
    target = out or Path(f"{file}.commitment.json")
    if target.exists():
        raise misuse(
            f"{target} 已经存在,可能存有先前存证的盐值。",
            f"{target} is there already; it may hold the salt of an earlier deposit.",
        )
    salt = secrets.token_bytes(SALT_BYTES)
    made = {"v": 1, "file": file.name, "size": digest.size, "salt": salt.hex(), "commitment": commit(digest, salt)}
    with target.open("x", encoding="utf-8") as stream:
        target.chmod(0o600)
        stream.write(json.dumps(made, ensure_ascii=False, indent=1))
    if as_json:
        say_json({"ok": True, "commitment": made["commitment"], "kept": str(target)})
    else:
        click.echo(f"{made['commitment']}\n{target}")


@group.command()
@click.argument("file", type=A_FILE)
@click.argument("kept", type=A_FILE)
@with_json
def check(file: Path, kept: Path, *, as_json: bool) -> None:
    """核对 Say whether FILE opens the commitment whose salt KEPT holds."""
    try:
        said = json.loads(kept.read_text("utf-8"))
        salt, expected = bytes.fromhex(said["salt"]), str(said["commitment"])
    except (ValueError, KeyError, TypeError) as error:
        raise misuse(f"{kept} 中没有盐值和承诺值。", f"{kept} holds no salt and commitment.") from error
    found = commit(_digest(file), salt)
    if as_json:
        say_json({"ok": found == expected, "expected": expected, "found": found})
    else:
        click.echo("TRUE 真" if found == expected else f"FALSE 假 expected {expected}, got {found}")
    sys.exit(0 if found == expected else 1)


def _digest(file: Path) -> Digest:
    def chunks() -> Iterator[bytes]:
        with file.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    return digest_of(chunks())
