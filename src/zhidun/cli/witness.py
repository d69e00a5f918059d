"""`zhidun witness …`: cosign other logs' checkpoints, as a court, a notary, an association or another city."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhidun.cli.output import say_json, with_json

if TYPE_CHECKING:
    from zhidun.ledger.witness import Witness

KEY_FILE = "witness.key"
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group(name="witness")
def group() -> None:
    """见证 Watch that a log only grows, and say so (C2SP tlog-witness)."""


@group.command()
@click.option("--listen", default="127.0.0.1:8020", show_default=True, help="HOST:PORT; port 0 takes a free one.")
@click.option(
    "--home", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of key and heads."
)
@click.option("--name", default="witness.example/w1", show_default=True, help="Name of the key.")
@click.option("--log", "logs", multiple=True, required=True, help="Key (vkey) of a log to witness; may be repeated.")
@with_json
def serve(listen: str, home: Path, name: str, logs: tuple[str, ...], *, as_json: bool) -> None:
    """Serve one witness until it is stopped; it remembers each head before it answers."""
    from zhidun.ledger.witness_server import WitnessServer

    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit():
        raise click.BadParameter("HOST:PORT", param_hint="--listen")
    witness = _witness(home, name, logs)
    server = WitnessServer((host.strip("[]"), int(port)), witness)
    for word in (signal.SIGTERM, signal.SIGINT):
        signal.signal(word, lambda *_: sys.exit(0))
    place = f"{host}:{server.server_address[1]}"
    key = witness.cosigner.verifier.vkey
    if as_json:
        say_json({"event": "ready", "listen": place, "vkey": key})
    else:
        click.echo(f"{key}\nhttp://{place}/add-checkpoint")
    sys.stdout.flush()
    try:
        server.serve_forever(poll_interval=0.2)
    finally:
        server.server_close()


@group.command()
@click.option("--home", required=True, type=FOLDER, help="Folder of its key.")
@click.option("--name", default="witness.example/w1", show_default=True, help="Name of the key.")
@with_json
def key(home: Path, name: str, *, as_json: bool) -> None:
    """Print the public key (vkey) of a witness, made at the first call."""
    from zhidun.ledger.checkpoint import Cosigner
    from zhidun.ledger.keys import load_or_make

    vkey = Cosigner(name, load_or_make(home / KEY_FILE)).verifier.vkey
    if as_json:
        say_json({"vkey": vkey})
    else:
        click.echo(vkey)


def _witness(home: Path, name: str, logs: tuple[str, ...]) -> Witness:
    from zhidun.ledger.checkpoint import Cosigner
    from zhidun.ledger.keys import load_or_make
    from zhidun.ledger.note import check_name, parse_vkey
    from zhidun.ledger.witness import HeadStore, Witness

    known = [parse_vkey(text) for text in logs]
    by_origin = {one.name: [other for other in known if other.name == one.name] for one in known}
    cosigner = Cosigner(check_name(name), load_or_make(home / KEY_FILE))
    return Witness(cosigner, by_origin, HeadStore(home / "heads"), now=lambda: int(time.time()))
