"""Signed notes, keys, checkpoints, cosignatures and policies: what is read, what is refused."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import ledger_core as make
from zhidun.kernel.errors import Refusal
from zhidun.ledger import checkpoint, note, policy
from zhidun.ledger.checkpoint import Checkpoint
from zhidun.ledger.errors import LogUnknown, Malformed, QuorumMissing, SignatureWrong
from zhidun.ledger.merkle import EMPTY

EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE_NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()
HEAD = Checkpoint(make.ORIGIN, 3, bytes(range(32)))


def signed() -> note.Note:
    return make.cosign(checkpoint.sign(HEAD, [make.signer()]), 1, 2)


def test_the_example_of_the_specification_verifies() -> None:
    key = note.parse_vkey(EXAMPLE_KEY)
    assert note.verify(note.parse(EXAMPLE_NOTE), [key]) == (key,)
    assert key.vkey == EXAMPLE_KEY
    assert note.parse(EXAMPLE_NOTE).encode() == EXAMPLE_NOTE


def test_lines_of_unknown_keys_are_ignored_and_wrong_lines_of_known_keys_refuse_the_note() -> None:
    key = make.signer().verifier
    assert note.verify(signed(), [key]) == (key,)
    with pytest.raises(SignatureWrong, match="None of the known"):
        note.verify(signed(), [make.signer(seed=9).verifier])
    line = signed().signatures[0]
    wrong = note.Signature(line.name, line.key_id, bytes(64))
    with pytest.raises(SignatureWrong) as caught:
        note.verify(note.Note(signed().text, (*signed().signatures, wrong)), [key])
    assert caught.value.field == make.ORIGIN


@given(st.integers(0, 10**6), st.integers(0, 7))
def test_a_changed_byte_of_a_signed_head_is_never_believed(place: int, bit: int) -> None:
    content = bytearray(signed().encode())
    end = content.index(b"\n\xe2\x80\x94 witness")
    content[place % end] ^= 1 << bit
    with pytest.raises(Refusal):
        checkpoint.opened(bytes(content), [make.signer().verifier])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"text\n",
        b"text\n\n",
        b"text\n\n- name AAAAAAA=\n",
        "text\n\n— name\n".encode(),
        "text\n\n— na me AAAAAAAA\n".encode(),
        "text\n\n— name AAAA\n".encode(),
        "text\n\n— name AAAAAAB\n".encode(),
        "text\n\n— name AAAAAAAA".encode(),
        b"te\x00xt\n\n\xe2\x80\x94 name AAAAAAAA\n",
        b"\xff\n\n\xe2\x80\x94 name AAAAAAAA\n",
        ("text\n\n" + "— name AAAAAAAA\n" * 101).encode(),
        b"x" * 1_000_001,
    ],
)
def test_what_is_no_note_is_refused(content: bytes) -> None:
    with pytest.raises(Malformed):
        note.parse(content)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "name",
        "name+530d903a",
        EXAMPLE_KEY.replace("530d", "530e"),
        EXAMPLE_KEY.replace("+AekyeR", "+BekyeR"),
        "na me+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AQ==",
        "example.com/foo+530d903a+",
    ],
)
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(Malformed):
        note.parse_vkey(key)


@pytest.mark.parametrize(
    "text",
    [
        "o\n1\n",
        "o\n01\nAAAA\n",
        "o\n-1\nAAAA\n",
        "o\n1\nAAAA\n",
        "o\n1\n" + base64.b64encode(bytes(32)).decode(),
        "o\n1\n" + base64.b64encode(bytes(32)).decode() + "\n\n",
        "o\n" + str(2**63) + "\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "o\n" + "9" * 30 + "\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "o\n٣\n" + base64.b64encode(bytes(32)).decode() + "\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        checkpoint.parse_text(text)


def test_extension_lines_are_kept_and_signed() -> None:
    head = Checkpoint("o", 1, bytes(32), ("extra line",))
    assert checkpoint.parse_text(head.text) == head


def test_an_empty_log_has_one_root() -> None:
    right = checkpoint.sign(Checkpoint(make.ORIGIN, 0, EMPTY), [make.signer()]).encode()
    wrong = checkpoint.sign(Checkpoint(make.ORIGIN, 0, bytes(32)), [make.signer()]).encode()
    assert checkpoint.opened(right, [make.signer().verifier])[0].size == 0
    with pytest.raises(Malformed):
        checkpoint.opened(wrong, [make.signer().verifier])


def test_cosignatures_carry_their_time() -> None:
    keys = [make.cosigner(n).verifier for n in (1, 2, 3)]
    found = checkpoint.cosignatures(signed(), keys)
    assert [(c.key.name, c.time) for c in found] == [("witness.test/w1", make.TIME), ("witness.test/w2", make.TIME)]


def test_a_changed_time_or_signature_of_a_witness_is_refused() -> None:
    key = make.cosigner(1).verifier
    line = make.cosigner(1).cosign(HEAD.text, make.TIME)
    for content in (
        (make.TIME + 1).to_bytes(8, "big") + line.content[8:],
        bytes(8) + line.content[8:],
        (2**63).to_bytes(8, "big") + line.content[8:],
        line.content[:-1] + bytes([line.content[-1] ^ 1]),
        line.content[:20],
    ):
        wrong = note.Note(HEAD.text, (note.Signature(line.name, line.key_id, content),))
        with pytest.raises(SignatureWrong):
            checkpoint.cosignatures(wrong, [key])


def test_a_policy_reads_back_and_counts_groups() -> None:
    w = [make.cosigner(n).verifier for n in range(1, 6)]
    text = "\n".join(
        [
            "# two levels",
            f"log {make.signer().verifier.vkey} https://log.example/",
            *(f"\t witness W{n} {key.vkey} https://w{n}.example/" for n, key in enumerate(w, 1)),
            "group X 2 W1 W2 W3",
            "group Y any W4 W5",
            "group Z all X Y",
            "quorum Z",
            "",
        ]
    )
    found = policy.parse(text)
    assert policy.parse(found.text).groups == found.groups
    assert found.met([w[0], w[2], w[4]])
    assert not found.met([w[0], w[3], w[4]])
    assert not found.met([w[0], w[1], w[2]])
    with pytest.raises(QuorumMissing, match="W2"):
        found.need([w[0]])
    assert found.logs_of(make.ORIGIN) == (make.signer().verifier,)
    with pytest.raises(LogUnknown):
        found.logs_of("another")


def test_no_quorum_needs_no_witness() -> None:
    assert policy.parse("quorum none\n").met([])


W1 = f"witness W1 {make.cosigner(1).verifier.vkey}"
LOG = make.signer().verifier.vkey


@pytest.mark.parametrize(
    "text",
    [
        "",
        "quorum W1",
        "quorum none\nquorum none",
        f"{W1}\n{W1}\nquorum none",
        f"{W1}\nwitness W2 {make.cosigner(1).verifier.vkey}\nquorum none",
        f"{W1}\ngroup none 1 W1\nquorum none",
        f"{W1}\ngroup G 0 W1\nquorum G",
        f"{W1}\ngroup G 2 W1\nquorum G",
        f"{W1}\ngroup G 1 none\nquorum G",
        f"{W1}\ngroup G 1\nquorum none",
        f"{W1}\ngroup G 2 W1 W1\nquorum G",
        "group G 1 W1\nquorum G",
        f"log {LOG}\nlog {LOG}\nquorum none",
        f"log {make.cosigner(1).verifier.vkey}\nquorum none",
        f"witness W1 {LOG}\nquorum none",
        "log\nquorum none",
        f"log {LOG} a b\nquorum none",
        "something else\nquorum none",
    ],
)
def test_what_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        policy.parse(text)


def test_a_fault_in_a_policy_names_its_line() -> None:
    with pytest.raises(Malformed, match="Line 2"):
        policy.parse(f"{W1}\nwhat is this\n")
