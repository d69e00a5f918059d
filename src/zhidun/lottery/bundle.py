"""The published bundle of a draw, and checking one offline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.lottery.ceremony import Ceremony
from zhidun.lottery.draw import Picked, commitment, pick
from zhidun.lottery.errors import DrawMalformed
from zhidun.lottery.frozen import Frozen, freeze


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked: `bundle`, `list`, `rules`, `commits`, `seed`, `drawn`, `officers`, `skipped`."""

    step: str
    ok: bool
    says: Text


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of a bundle found; `picked` is the result computed here, None where it cannot be computed."""

    draw_id: str
    findings: tuple[Finding, ...]
    picked: Picked | None = None

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return all(finding.ok for finding in self.findings)


def bundle_of(ceremony: Ceremony, *, beacon: bytes = b"", proofs: tuple[str, ...] = ()) -> dict[str, object]:
    """Return the bundle of a finished draw as JSON data; `proofs` are its ledger proofs.

    Raises:
        DrawVoid, TooEarly: it is not finished.
    """
    frozen, picked = ceremony.frozen, ceremony.result(beacon)
    return {
        "draw_id": frozen.draw_id,
        "entities": list(frozen.entities),
        "officers": list(frozen.officers),
        "rules": frozen.rules.text,
        "commits": {party: digest.hex() for party, digest in ceremony.commits.items()},
        "reveals": {party: secret.hex() for party, secret in ceremony.reveals.items()},
        "beacon": {"kind": frozen.beacon, "randomness": beacon.hex()} if frozen.beacon else None,
        "replaces": frozen.replaces,
        "why": frozen.why,
        "list_hash": frozen.list_hash.hex(),
        "rules_hash": frozen.rules.hash.hex(),
        **result_of(picked),
        "proofs": list(proofs),
    }


def result_of(picked: Picked) -> dict[str, object]:
    """Return the result part of a bundle."""
    return {
        "seed": picked.seed.hex(),
        "drawn": list(picked.drawn),
        "officers_drawn": {entity: list(names) for entity, names in picked.officers.items()},
        "skipped": [list(pair) for pair in picked.skipped],
    }


def check(bundle: object) -> Checked:
    """Run the draw of a bundle again and compare; never raises for what a bundle holds."""
    draw_id = str(bundle.get("draw_id", "")) if isinstance(bundle, Mapping) else ""
    try:
        frozen, beacon = _frozen(bundle)
        whole = cast("Mapping[str, object]", bundle)
        reveals, commits = _bytes(whole, "reveals"), _bytes(whole, "commits")
        findings = [
            _same("list", whole.get("list_hash"), frozen.list_hash.hex()),
            _same("rules", whole.get("rules_hash"), frozen.rules.hash.hex()),
            _same("commits", commits, {party: commitment(party, secret) for party, secret in reveals.items()}),
        ]
        picked = pick(frozen, reveals, beacon)
    except Refusal as refusal:
        return Checked(draw_id, (Finding("bundle", ok=False, says=refusal.reason),))
    said = result_of(picked)
    findings.append(_same("seed", whole.get("seed"), said["seed"]))
    findings.append(_same("drawn", whole.get("drawn"), said["drawn"]))
    findings.append(_same("officers", whole.get("officers_drawn", {}), said["officers_drawn"]))
    findings.append(_same("skipped", whole.get("skipped", []), said["skipped"]))
    return Checked(draw_id, tuple(findings), picked)


def _frozen(bundle: object) -> tuple[Frozen, bytes]:
    if not isinstance(bundle, Mapping):
        raise DrawMalformed
    beacon = bundle.get("beacon") or {}
    if not isinstance(beacon, Mapping):
        raise _malformed("beacon")
    frozen = freeze(
        draw_id=_word(bundle, "draw_id"),
        entities=_names(bundle, "entities"),
        officers=_names(bundle, "officers"),
        rules=_word(bundle, "rules"),
        replaces=_word(bundle, "replaces"),
        why=_word(bundle, "why"),
        beacon=_word(beacon, "kind"),
    )
    return frozen, _unhex(beacon.get("randomness", ""), "beacon")


def _malformed(name: str) -> DrawMalformed:
    return DrawMalformed(t(f"抽取包的“{name}”不正确。", f"“{name}” of the bundle is malformed."), field=name)


def _word(bundle: Mapping[str, object], name: str) -> str:
    value = bundle.get(name, "")
    if not isinstance(value, str):
        raise _malformed(name)
    return value


def _names(bundle: Mapping[str, object], name: str) -> list[str]:
    value = bundle.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _malformed(name)
    return value


def _bytes(bundle: Mapping[str, object], name: str) -> dict[str, bytes]:
    value = bundle.get(name)
    if not isinstance(value, Mapping):
        raise _malformed(name)
    return {str(party): _unhex(said, name) for party, said in value.items()}


def _unhex(value: object, name: str) -> bytes:
    if not isinstance(value, str) or value != value.lower() or " " in value:
        raise _malformed(name)
    try:
        return bytes.fromhex(value)
    except ValueError as fault:
        raise _malformed(name) from fault


SAYS = {
    "list": t("名单", "List"),
    "rules": t("规则", "Rules"),
    "commits": t("事先承诺", "Commitments"),
    "seed": t("种子", "Seed"),
    "drawn": t("抽中对象", "Names drawn"),
    "officers": t("抽中人员", "Officers drawn"),
    "skipped": t("因利害关系跳过", "Passed over for a conflict"),
}


def _same(step: str, given: object, computed: object) -> Finding:
    name = SAYS[step]
    if given == computed:
        return Finding(step, ok=True, says=t(f"{name.zh}一致。", f"{name.en}: as computed."))
    return Finding(
        step, ok=False, says=t(f"{name.zh}与重新计算的结果不一致。", f"{name.en}: differs from what is computed here.")
    )
