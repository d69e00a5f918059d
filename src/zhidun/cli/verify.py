"""`zhidun verify FILE PROOF`: check evidence with the operator switched off; no database, no network."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhidun.cli.output import say_json, with_json, wording
from zhidun.cli.usage import misuse
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import t

if TYPE_CHECKING:
    from zhidun.ledger.policy import Policy
    from zhidun.ledger.verify import Verdict

WHOLE_KEY = t("请原样复制 log.vkey 中的整行公钥。", "Copy the whole line of log.vkey as it is.")
PATH = click.Path(exists=True, path_type=Path)


@click.command(name="verify")
@click.argument("file", type=PATH)
@click.argument("proof", type=click.Path(exists=True, path_type=Path, dir_okay=False), required=False)
@click.option("--key", "keys", multiple=True, help="Key (vkey) of the log, or a file that holds it; may be repeated.")
@click.option(
    "--policy", type=click.Path(exists=True, path_type=Path, dir_okay=False), help="Policy file (tlog-policy)."
)
@click.option(
    "--tsa-roots",
    "roots",
    type=click.Path(exists=True, path_type=Path, dir_okay=False),
    help="PEM file of time-stamp roots, for packages.",
)
@with_json
def group(
    file: Path, proof: Path | None, keys: tuple[str, ...], policy: Path | None, roots: Path | None, *, as_json: bool
) -> None:
    """核验文件与证明 Check FILE against PROOF, or a whole evidence package (a folder or a .zip) without PROOF."""
    from zhidun.ledger.verify import digests, verify

    if not keys and policy is None:
        raise misuse(
            "需要 --key 公钥或 --policy 文件:您信任谁的日志?",
            "--key VKEY or --policy FILE is needed: whose log do you trust?",
        )
    if proof is None:
        if file.is_file() and not _like_a_zip(file):
            raise misuse(
                "需要 PROOF:FILE 不是证据包(既非文件夹,也非 ZIP)。",
                "PROOF is needed: FILE is no package (neither a folder nor a ZIP).",
            )
        _package(file, _policy(keys, policy), roots, as_json=as_json)
        return
    if file.is_dir():
        raise misuse("文件夹就是证据包:请勿再给 PROOF。", "A folder is a package: leave PROOF away.")
    verdict = verify(digests(_chunks(file)), proof.read_bytes(), _policy(keys, policy))
    if as_json:
        say_json(_said(verdict))
    else:
        for finding in verdict.findings:
            click.echo(f"{'✓' if finding.ok else '✗'} {wording(finding.says)}")
        click.echo("TRUE 真" if verdict.ok else "FALSE 假")
    sys.exit(0 if verdict.ok else 1)


def _package(path: Path, policy: Policy, roots: Path | None, *, as_json: bool) -> None:
    from zhidun.evidence import package_check

    checked = package_check.check(path, policy, roots=roots)
    if as_json:
        findings = [{"step": f.step, "ok": f.ok, "says": f.says.as_dict()} for f in checked.findings]
        files = {name: _said(verdict) for name, verdict in checked.verdicts.items()}
        say_json({"ok": checked.ok, "findings": findings, "files": files})
    else:
        for finding in checked.findings:
            click.echo(f"{'✓' if finding.ok else '✗'} {wording(finding.says)}")
        click.echo("TRUE 真" if checked.ok else "FALSE 假")
    sys.exit(0 if checked.ok else 1)


def _like_a_zip(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(2) == b"PK"


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            yield chunk


def _policy(keys: tuple[str, ...], policy: Path | None) -> Policy:
    from dataclasses import replace

    from zhidun.ledger import policy as policies
    from zhidun.ledger.note import parse_vkey

    found = policies.parse(policy.read_text("utf-8")) if policy else policies.Policy()
    try:
        named = [parse_vkey(_text(text)) for text in keys]
    except (Refusal, OSError) as fault:
        why = wording(fault.reason) if isinstance(fault, Refusal) else str(fault)
        raise click.BadParameter(f"{why} {wording(WHOLE_KEY)}", param_hint="--key") from fault
    return replace(found, logs=tuple(dict.fromkeys([*named, *([] if keys else found.logs)])))


def _text(word: str) -> str:
    place = Path(word)
    return word if "+" in word and not place.is_file() else place.read_text("utf-8")


def _said(verdict: Verdict) -> dict[str, object]:
    return {
        "ok": verdict.ok,
        "origin": verdict.origin,
        "index": verdict.index,
        "size": verdict.size,
        "manifest": verdict.manifest,
        "witnesses": [{"name": c.key.name, "time": c.time} for c in verdict.cosignatures],
        "findings": [{"step": f.step, "ok": f.ok, "says": f.says.as_dict()} for f in verdict.findings],
    }
