"""A witness answers as c2sp.org/tlog-witness says, remembers first, and cannot be made to contradict itself."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.factories import ledger_core as make
from zhidun.cli.main import zhidun
from zhidun.ledger import checkpoint, merkle, tiles
from zhidun.ledger.checkpoint import Checkpoint
from zhidun.ledger.errors import Malformed
from zhidun.ledger.keys import load_or_make
from zhidun.ledger.note import parse, parse_signature
from zhidun.ledger.witness import SIZE_TYPE, HeadStore, Witness, request_body
from zhidun.ledger.witness_server import WitnessServer

LEAVES = [merkle.leaf_hash(f"entry {n}".encode()) for n in range(64)]


def head(size: int, root: bytes | None = None) -> bytes:
    found = Checkpoint(make.ORIGIN, size, merkle.root_of(LEAVES[:size]) if root is None else root)
    return checkpoint.sign(found, [make.signer()]).encode()


def step(old: int, new: int) -> bytes:
    proof = merkle.consistency_proof(old, new, merkle.reader(LEAVES)) if 0 < old < new else []
    return request_body(old, proof, head(new))


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    logs = {make.ORIGIN: [make.signer().verifier]}
    return Witness(make.cosigner(1), logs, HeadStore(tmp_path / "heads"), now=lambda: make.TIME)


def test_it_cosigns_a_log_that_grows(witness: Witness) -> None:
    for old, new in [(0, 0), (0, 1), (1, 1), (1, 7), (7, 8), (8, 64)]:
        answer = witness.add_checkpoint(step(old, new))
        assert answer.status == 200, (old, new)
        line = parse_signature(answer.body.decode().removesuffix("\n"))
        text = parse(head(new)).text
        assert checkpoint.cosignature_time(text, line, make.cosigner(1).verifier) == make.TIME
        assert witness.heads.read(make.ORIGIN).size == new


def test_a_restarted_witness_remembers(witness: Witness) -> None:
    witness.add_checkpoint(step(0, 20))
    again = Witness(witness.cosigner, witness.logs, HeadStore(witness.heads.folder), now=witness.now)
    answer = again.add_checkpoint(step(0, 10))
    assert (answer.status, answer.body, answer.content_type) == (409, b"20\n", SIZE_TYPE)


def test_a_witness_whose_memory_is_damaged_does_not_cosign(witness: Witness) -> None:
    witness.add_checkpoint(step(0, 20))
    next(witness.heads.folder.iterdir()).write_text("{}")
    with pytest.raises(Malformed):
        witness.add_checkpoint(step(0, 10))


def forged(size: int) -> bytes:
    return checkpoint.sign(Checkpoint(make.ORIGIN, size, bytes(32)), [make.signer(seed=9)]).encode()


def tampered(content: bytes) -> bytes:
    text, _, line = content.decode().partition("\n\n")
    signature = parse_signature(line.rstrip("\n"))
    wrong = type(signature)(signature.name, signature.key_id, bytes(64))
    return f"{text}\n\n{wrong.line}".encode()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\xff\n\n", 400),
        (b"old 00\n\n" + head(1), 400),
        (b"old 1\nAAAA\n\n" + head(1), 400),
        (b"old 1\n" + b"A" * 43 + b"=\n" * 64 + b"\n" + head(1), 400),
        (b"new 1\n\n" + head(1), 400),
        (b"old 0\n\nnonsense", 400),
        (request_body(11, [], head(10)), 400),
        (request_body(0, [], head(10).replace(make.ORIGIN.encode(), b"unknown.example")), 404),
        (request_body(10, [], forged(10)), 403),
        (request_body(10, [], tampered(head(10))), 403),
        (request_body(5, [], head(20)), 409),
        (request_body(10, [], head(10, bytes(32))), 422),
        (request_body(10, [bytes(32)], head(20)), 422),
        (request_body(10, [bytes(32)], head(10)), 422),
        (b"old 0\n\n" + b"x" * 70_000, 413),
    ],
)
def test_it_refuses_as_the_protocol_says(witness: Witness, body: bytes, status: int) -> None:
    assert witness.add_checkpoint(step(0, 10)).status == 200
    assert witness.add_checkpoint(body).status == status
    assert witness.heads.read(make.ORIGIN).size == 10


def test_the_first_head_comes_without_a_proof_and_an_empty_log_has_one_root(witness: Witness) -> None:
    assert witness.add_checkpoint(request_body(0, [bytes(32)], head(10))).status == 422
    assert witness.add_checkpoint(request_body(0, [], head(0, bytes(32)))).status == 422
    assert witness.add_checkpoint(request_body(0, [], head(0))).status == 200


def test_many_at_once_never_roll_it_back(witness: Witness) -> None:
    witness.add_checkpoint(step(0, 1))
    found: list[int] = []

    def send(new: int) -> None:
        found.append(witness.add_checkpoint(step(1, new)).status)

    threads = [threading.Thread(target=send, args=(new,)) for new in range(2, 34)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200] + [409] * 31


@pytest.fixture
def server(witness: Witness) -> Iterator[WitnessServer]:
    found = WitnessServer(("127.0.0.1", 0), witness)
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


def test_over_http(server: WitnessServer) -> None:
    link = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    link.request("POST", "/add-checkpoint", step(0, 3))
    answer = link.getresponse()
    assert (answer.status, answer.read()[:4]) == (200, "— ".encode())
    link.request("POST", "/add-checkpoint", step(0, 3))
    answer = link.getresponse()
    assert (answer.status, answer.headers["Content-Type"], answer.read()) == (409, SIZE_TYPE, b"3\n")
    link.request("GET", "/")
    assert link.getresponse().read().decode().strip() == make.cosigner(1).verifier.vkey
    for method, path, headers, status in [
        ("GET", "/nothing", {}, 404),
        ("POST", "/nothing", {}, 404),
        ("POST", "/add-checkpoint", {"Content-Length": "99999999"}, 413),
        ("POST", "/add-checkpoint", {"Content-Length": "x"}, 411),
    ]:
        other = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
        other.putrequest(method, path)
        for name, value in headers.items():
            other.putheader(name, value)
        if method == "POST" and not headers:
            other.putheader("Content-Length", "0")
        other.endheaders()
        assert other.getresponse().status == status
        other.close()
    link.close()


def test_a_key_is_made_once_and_is_its_owners_only(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "witness.key"
    first = load_or_make(file)
    assert load_or_make(file).private_bytes_raw() == first.private_bytes_raw()
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_bytes(b"short")
    with pytest.raises(Malformed):
        load_or_make(file)


def test_the_command_prints_its_key(tmp_path: Path) -> None:
    words = ["witness", "key", "--home", str(tmp_path), "--name", "court.example/w"]
    first = CliRunner().invoke(zhidun, [*words, "--json"])
    assert json.loads(first.stdout)["vkey"].startswith("court.example/w+")
    assert CliRunner().invoke(zhidun, words).stdout.strip() == json.loads(first.stdout)["vkey"]
    wrong = CliRunner().invoke(zhidun, ["witness", "serve", "--home", str(tmp_path), "--listen", "x", "--log", "y"])
    assert wrong.exit_code == 2


def test_the_tiles_of_a_log_give_what_a_witness_asks(tmp_path: Path, witness: Witness) -> None:
    made = make.grown(tmp_path / "log", 300)
    witness.add_checkpoint(request_body(0, [], made.store.read("checkpoint") or b""))
    made.append([f"entry {n}".encode() for n in range(300, 900)])
    proof = merkle.consistency_proof(300, 900, tiles.TileReader(made.store, 900))
    assert witness.add_checkpoint(request_body(300, proof, made.store.read("checkpoint") or b"")).status == 200
