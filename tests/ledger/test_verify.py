"""A file and its proof: true as sealed; false, with the place named, after any change."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.factories import ledger_core as make
from zhidun.cli.main import zhidun
from zhidun.ledger import entry, proof
from zhidun.ledger.errors import Malformed
from zhidun.ledger.proof import Proof
from zhidun.ledger.verify import Verdict, digests, verify

CONTENT = b"\x89PNG evidence " * 50


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Proof:
    return make.sealed(tmp_path_factory.mktemp("sealed"), CONTENT)


def checked(content: bytes, proof_file: bytes, witnesses: int = 2) -> Verdict:
    return verify(digests([content]), proof_file, make.policy(witnesses))


def test_what_was_sealed_is_true(sealed: Proof) -> None:
    verdict = checked(CONTENT, sealed.encode())
    assert verdict.ok, verdict.findings
    assert (verdict.index, verdict.size, verdict.origin) == (5, 13, make.ORIGIN)
    assert [c.time for c in verdict.cosignatures] == [make.TIME, make.TIME]
    assert proof.parse(sealed.encode()) == sealed
    assert len(sealed.encode()) <= 2048


def test_an_altered_file_is_false_and_says_what_was_expected(sealed: Proof) -> None:
    verdict = checked(CONTENT + b" ", sealed.encode())
    assert not verdict.ok
    wrong = [finding for finding in verdict.findings if not finding.ok]
    assert [finding.step for finding in wrong] == ["file", "file", "file"]
    assert f"expected {len(CONTENT)}, got {len(CONTENT) + 1}" in wrong[0].says.en
    assert digests([CONTENT]).sha256 in wrong[1].says.zh


def test_no_single_changed_byte_of_a_proof_goes_unseen(sealed: Proof) -> None:
    chance, right = random.Random(20261123), sealed.encode()
    for _ in range(400):
        content = bytearray(right)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        assert not checked(CONTENT, bytes(content)).ok, bytes(content)


@pytest.mark.parametrize(
    ("witnesses", "seed", "origin", "step"),
    [(3, 1, make.ORIGIN, "quorum_missing"), (2, 7, make.ORIGIN, "signature_wrong"), (2, 1, "other", "log_unknown")],
)
def test_another_policy_does_not_believe_it(sealed: Proof, witnesses: int, seed: int, origin: str, step: str) -> None:
    from dataclasses import replace

    trusted = replace(make.policy(witnesses), logs=(make.signer(origin, seed).verifier,))
    verdict = verify(digests([CONTENT]), sealed.encode(), trusted)
    assert [finding.step for finding in verdict.findings if not finding.ok] == [step]


def test_a_path_of_another_entry_is_false(sealed: Proof) -> None:
    other = Proof(sealed.index + 1, sealed.path, sealed.note, sealed.extra)
    assert [f.step for f in checked(CONTENT, other.encode()).findings if not f.ok] == ["proof_wrong"]


def test_a_proof_without_its_manifest_cannot_be_compared(sealed: Proof) -> None:
    bare = Proof(sealed.index, sealed.path, sealed.note, None)
    verdict = checked(CONTENT, bare.encode())
    assert not verdict.ok
    assert "manifest" in verdict.findings[0].says.en


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x" * 1_000_001,
        b"c2sp.org/tlog-proof@v2\nindex 0\n\n",
        b"c2sp.org/tlog-proof@v1\n\n",
        b"c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 00\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 0\n" + b"AAAA\n" * 64 + b"\n",
        "c2sp.org/tlog-proof@v1\nindex 0号\n\n".encode(),
    ],
)
def test_what_is_no_proof_is_refused(content: bytes) -> None:
    with pytest.raises(Malformed):
        proof.parse(content)
    assert not checked(CONTENT, content).ok


@pytest.mark.parametrize(
    "extra",
    [
        b"",
        b"[]",
        b"{}",
        b'{"manifest":{},"salt":"00"}',
        b'{"manifest":{"at":"","office":"","type":""},"salt":"zz"}',
        b'{"manifest":{"at":"","office":"","type":""},"salt":"00"}',
        b'{"manifest":{"at":"","office":"","type":1},"salt":"' + b"0" * 64 + b'"}',
        b'{ "manifest":{"at":"","office":"","type":""},"salt":"' + b"0" * 64 + b'"}',
        b"[" * 100_000,
    ],
)
def test_what_opens_nothing_is_refused(extra: bytes) -> None:
    with pytest.raises(Malformed):
        entry.opened(extra)


def test_an_entry_says_nothing_of_the_manifest_without_its_salt() -> None:
    one = entry.make(make.manifest(CONTENT), make.salt(1))
    two = entry.make(make.manifest(CONTENT), make.salt(2))
    assert (one.sha256, one.sm3) != (two.sha256, two.sm3)
    assert digests([CONTENT]).sha256.encode() not in one.encode()
    assert json.loads(one.encode()) == {
        "v": 1, "type": "evidence", "sha256": one.sha256, "sm3": one.sm3,
        "at": "2026-11-23T02:00:00Z", "office": "510107",
    }  # fmt: skip
    assert entry.new_salt() != entry.new_salt()
    with pytest.raises(Malformed):
        entry.canonical({"nan": float("nan")})


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(zhidun, ["verify", *words])
    return result.exit_code, result.stdout


def test_the_command_says_true_or_false_and_names_what_differs(sealed: Proof, tmp_path: Path) -> None:
    file, proof_file, policy = tmp_path / "a.png", tmp_path / "a.tlog-proof", tmp_path / "policy"
    file.write_bytes(CONTENT)
    proof_file.write_bytes(sealed.encode())
    policy.write_text(make.policy().text)
    key = make.signer().verifier.vkey
    for words in (["--key", key], ["--policy", str(policy)], ["--key", key, "--policy", str(policy)]):
        code, out = run(str(file), str(proof_file), *words, "--json")
        said = json.loads(out)
        assert (code, said["ok"], said["index"]) == (0, True, 5)
    file.write_bytes(CONTENT[:-1])
    code, out = run(str(file), str(proof_file), "--key", key, "--json")
    assert code == 1
    assert not json.loads(out)["ok"]
    assert run(str(file), str(proof_file), "--key", key) == (1, run(str(file), str(proof_file), "--key", key)[1])
    assert "FALSE" in run(str(file), str(proof_file), "--key", key)[1]
    assert run(str(file), str(proof_file))[0] == 2
    assert run(str(file), "--key", key)[0] == 2
    for mistyped in (key[:-1], key.replace("+", "-", 1) + "+", "no such file", f"{key[:-5]}AAAA="):
        assert run(str(file), str(proof_file), "--key", mistyped)[0] == 2, mistyped
    wrong = make.signer(seed=3).verifier.vkey
    code, out = run(str(file), str(proof_file), "--key", wrong, "--json")
    assert "signature_wrong" in out
