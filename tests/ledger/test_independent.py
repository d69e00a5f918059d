"""Our logs and proofs under an implementation written only from the specifications, in another language."""

from __future__ import annotations

import base64
import hashlib
import json
import random
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes

from tests.conftest import SHARED
from tests.factories import ledger_core as make
from tests.ledger.node import run
from zhidun.ledger.store import Folder, Memory
from zhidun.ledger.verify import digests, verify

SIZES = [0, 1, 2, 255, 256, 257, 511, 512, 65_536, 70_000]
VERIFY_LOG = """
const key = z.parseKey(given.key), out = [];
for (const folder of given.folders)
  out.push(await z.verifyLog(async (name) => new Uint8Array(fs.readFileSync(folder + "/" + name)), [key]));
return out;
"""
VERIFY = """
const policy = z.parsePolicy(given.policy), out = [];
for (const one of given.proofs) {
  const file = await z.digests([new Uint8Array(Buffer.from(one.file, "base64"))]);
  out.push(await z.verify(file, new Uint8Array(Buffer.from(one.proof, "base64")), policy));
}
return out;
"""


def text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def test_logs_of_ours_verify_with_the_independent_client(tmp_path: Path) -> None:
    folders = []
    for size in SIZES:
        made = Memory()
        make.grown(tmp_path / f"guard{size}", size, made)
        for name, content in made.files.items():
            path = tmp_path / f"log{size}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        folders.append(str(tmp_path / f"log{size}"))
    found = run(VERIFY_LOG, {"key": make.signer().verifier.vkey, "folders": folders})
    assert found == [{"ok": True, "size": size, "wrong": []} for size in SIZES]


def test_the_independent_client_names_a_changed_tile(tmp_path: Path) -> None:
    make.grown(tmp_path / "guard", 600, Folder(tmp_path / "log"))
    tile = tmp_path / "log" / "tile" / "1" / "000.p" / "2"
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])
    found = run(VERIFY_LOG, {"key": make.signer().verifier.vkey, "folders": [str(tmp_path / "log")]})
    assert found == [{"ok": False, "size": 600, "wrong": ["tile/1/000.p/2"]}]


@pytest.mark.needs_shared
def test_the_independent_client_reads_another_implementations_log() -> None:
    folder = SHARED / "vectors" / "tessera-log" / "testdata" / "log"
    key = (SHARED / "vectors" / "tessera-log" / "log.vkey").read_text()
    program = """
    const key = z.parseKey(given.key);
    const named = (name) => (name === "checkpoint" ? "checkpoint.15" : name);
    const read = async (name) => new Uint8Array(fs.readFileSync(given.folder + "/" + named(name)));
    return z.verifyLog(read, [key]);
    """
    assert run(program, {"key": key, "folder": str(folder)}) == {"ok": True, "size": 15, "wrong": []}


def test_both_say_the_same_of_true_and_altered_proofs(tmp_path: Path) -> None:
    content = "证据 evidence".encode() * 40
    right = make.sealed(tmp_path, content).encode()
    chance = random.Random(3)
    cases = [(content, right), (content + b"x", right), (content, b""), (content, right[:-40])]
    for _ in range(60):
        changed = bytearray(right)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        cases.append((content, bytes(changed)))
    given = {"policy": make.policy().text, "proofs": [{"file": text(f), "proof": text(p)} for f, p in cases]}
    found = run(VERIFY, given)
    assert isinstance(found, list)
    ours = [verify(digests([f]), p, make.policy()).ok for f, p in cases]
    assert [one["ok"] for one in found] == ours
    assert ours == [True] + [False] * 63
    assert [w["name"] for w in found[0]["witnesses"]] == ["witness.test/w1", "witness.test/w2"]
    assert f"expected {len(content)}, got {len(content) + 1}" in found[1]["findings"][0]["en"]


def test_its_digests_are_those_of_the_standards() -> None:
    chance = random.Random(1)
    inputs = [b"", b"abc", b"abcd" * 16, *(chance.randbytes(n) for n in (1, 55, 56, 63, 64, 65, 119, 120, 128, 5000))]
    program = """
    const out = [];
    for (const one of given) {
      const whole = new Uint8Array(Buffer.from(one, "base64"));
      const parts = [whole.subarray(0, 7), whole.subarray(7, 70), whole.subarray(70)];
      out.push([await z.digests([whole]), await z.digests(parts)]);
    }
    return out;
    """

    def sm3(content: bytes) -> str:
        made = hashes.Hash(hashes.SM3())
        made.update(content)
        return made.finalize().hex()

    found = run(program, [text(one) for one in inputs])
    wanted = [{"size": len(c), "sha256": hashlib.sha256(c).hexdigest(), "sm3": sm3(c)} for c in inputs]
    assert found == [[one, one] for one in wanted]


@pytest.mark.needs_shared
def test_its_plain_ed25519_agrees_with_the_cryptographic_suite() -> None:
    file = SHARED / "vectors" / "wycheproof" / "ed25519_test.json"
    groups = json.loads(file.read_text())["testGroups"]
    cases = [[g["publicKey"]["pk"], t["msg"], t["sig"], t["result"] == "valid"] for g in groups for t in g["tests"]]
    program = """
    const out = [];
    for (const [key, message, signature] of given) {
      const args = [z.unhex(key), z.unhex(message), z.unhex(signature)];
      out.push([await z.ed25519Plain(...args), await z.ed25519(...args)]);
    }
    return out;
    """
    found = run(program, [case[:3] for case in cases])
    assert found == [[case[3], case[3]] for case in cases]
    assert len(cases) == 151
