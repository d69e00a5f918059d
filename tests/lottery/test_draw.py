"""The pick of a draw: the published vector, the browser's implementation, evenness, conflicts, shares."""

from __future__ import annotations

import copy
import hashlib
import json
import secrets
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger import node
from zhidun.kernel.errors import Refusal
from zhidun.lottery import bundle, draw, frozen
from zhidun.lottery.errors import DrawMalformed, NotEnough

VECTOR = json.loads((Path(__file__).parent / "ipdraw-v1-vector.json").read_text("utf-8"))
SCRIPT = Path(draw.__file__).parent / "page" / "draw.js"
REVEALS = {"局": b"a" * 32, "公证处": b"b" * 32, "协会": b"c" * 32}
LABELS = st.text(min_size=1, max_size=6).filter(
    lambda s: "\0" not in s and all(not "\ud800" <= c <= "\udfff" for c in s)
)


def rules(**said: object) -> str:
    return json.dumps(said, ensure_ascii=False)


def test_the_published_vector() -> None:
    checked = bundle.check(VECTOR)
    assert checked.ok and checked.picked is not None
    assert checked.picked.seed.hex() == VECTOR["seed"]
    assert list(checked.picked.drawn) == VECTOR["drawn"]


def test_any_changed_letter_gives_another_result_or_a_refusal() -> None:
    """Each hexadecimal digit, name and rule of the bundle, one at a time."""
    for path in (("draw_id",), ("rules",), ("list_hash",), ("rules_hash",), ("seed",), ("beacon", "randomness")):
        changed = copy.deepcopy(VECTOR)
        place = changed[path[0]] if len(path) > 1 else changed
        word = place[path[-1]]
        place[path[-1]] = word[:-1] + ("0" if word[-1] != "0" else "1")
        assert not bundle.check(changed).ok, path
    for name in ("entities", "officers", "drawn"):
        for index in range(len(VECTOR[name])):
            changed = copy.deepcopy(VECTOR)
            changed[name][index] += "x"
            assert not bundle.check(changed).ok
    for name in ("commits", "reveals"):
        for party in VECTOR[name]:
            changed = copy.deepcopy(VECTOR)
            changed[name][party] = "ff" + changed[name][party][2:]
            assert not bundle.check(changed).ok


def test_the_order_of_the_given_list_does_not_matter() -> None:
    turned = {**VECTOR, "entities": VECTOR["entities"][::-1], "officers": VECTOR["officers"][::-1]}
    assert bundle.check(turned).ok


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        {},
        {**VECTOR, "draw_id": ""},
        {**VECTOR, "draw_id": 3},
        {**VECTOR, "entities": [*VECTOR["entities"], VECTOR["entities"][0]]},  # twice
        {**VECTOR, "entities": [1]},
        {**VECTOR, "entities": ["a\ud800"]},
        {**VECTOR, "beacon": "drand"},
        {**VECTOR, "beacon": {"kind": "x", "randomness": "FF"}},  # one way to write bytes
        {**VECTOR, "beacon": {"kind": "x", "randomness": "f"}},
        {**VECTOR, "reveals": []},
        {**VECTOR, "reveals": {**VECTOR["reveals"], "监管局": "00"}},
        {**VECTOR, "reveals": dict(list(VECTOR["reveals"].items())[:2])},  # two parties could agree
        {**VECTOR, "reveals": {**VECTOR["reveals"], "": "00" * 32}},
    ],
)
def test_a_malformed_bundle_is_refused_in_both_languages(broken: object) -> None:
    checked = bundle.check(broken)
    assert not checked.ok and checked.picked is None
    assert checked.findings[0].says.zh and checked.findings[0].says.en


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        '{"entities":1,"entities":2}',
        '{"entities":1.0}',
        '{"entities":NaN}',
        '{"entities":-1}',
        '{"entities":true}',
        '{"lucky":1}',
        '{"classes":[]}',
        '{"shares":[]}',
        '{"shares":{"A":true}}',
        '{"shares":{"A":"2.5"}}',
        '{"shares":{"A":"1.5"}}',
        '{"shares":{"A":"half"}}',
        '{"conflicts":{}}',
        '{"conflicts":[["a"]]}',
    ],
)
def test_rules_that_cannot_be_obeyed_are_refused(text: str) -> None:
    with pytest.raises(DrawMalformed):
        frozen.rules_of(text)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"entities": 3}, NotEnough),
        ({"entities": 1, "officers_per": 2}, NotEnough),
        ({"entities": 1, "listed": 9}, DrawMalformed),
        ({"entities": 1, "officers_listed": 9}, DrawMalformed),
        ({"classes": {"a": "A"}, "shares": {"A": 1}}, DrawMalformed),  # b has no class
        ({"shares": {"A": 1}}, DrawMalformed),
        ({"entities": 1, "classes": {"a": "A", "b": "A"}, "shares": {"A": 1}}, DrawMalformed),
        ({"classes": {"a": "A", "b": "A"}, "shares": {"B": 1}}, NotEnough),
    ],
)
def test_rules_and_lists_must_fit(said: dict[str, object], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        frozen.freeze(draw_id="d", entities=["a", "b"], officers=["o"], rules=rules(**said))


def test_a_repeated_draw_says_why_and_has_its_own_number() -> None:
    for replaces, why in (("d1", " "), ("d2", "a reason")):
        with pytest.raises(DrawMalformed):
            frozen.freeze(draw_id="d2", entities=["a"], rules=rules(entities=1), replaces=replaces, why=why)
    made = frozen.freeze(draw_id="d2", entities=["a"], rules=rules(entities=1), replaces="d1", why="list error")
    assert made.manifest()["replaces"] == "d1"


def test_conflicted_pairs_are_passed_over_and_recorded() -> None:
    pairs = [["a", "o1"], ["a", "o2"]]
    made = frozen.freeze(
        draw_id="d",
        entities=["a"],
        officers=["o1", "o2", "o3"],
        rules=rules(entities=1, officers_per=1, conflicts=pairs),
    )
    for turn in range(20):
        picked = draw.pick(made, {**REVEALS, "局": bytes([turn]) * 32})
        assert picked.officers == {"a": ("o3",)}
        assert {officer for _, officer in picked.skipped} <= {"o1", "o2"}
    too_many = rules(entities=1, officers_per=2, conflicts=pairs)
    with pytest.raises(NotEnough):
        draw.pick(frozen.freeze(draw_id="d", entities=["a"], officers=["o1", "o2", "o3"], rules=too_many), REVEALS)


def test_shares_by_class_are_rounded_up() -> None:
    entities = [f"e{n:02}" for n in range(30)]
    classes = {name: "D" if n < 7 else "A" for n, name in enumerate(entities)}
    made = frozen.freeze(
        draw_id="d", entities=entities, rules=rules(classes=classes, shares={"A": "0.05", "D": 3}, listed=30)
    )
    drawn = draw.pick(made, REVEALS).drawn
    assert Counter(classes[name] for name in drawn) == {"A": 2, "D": 3}  # 5 % of 23 is 1.15
    assert frozen.share_of("1.0", 7) == 7


def test_draws_are_even() -> None:
    """χ² of a million numbers over 20 places: 19 degrees of freedom, 0.1 % bound 43.8."""
    source = draw.numbers(b"\x07" * 32, "entities")
    counts = Counter(draw.below(source, 20) for _ in range(100_000))
    expected = 100_000 / 20
    assert sum((counts[n] - expected) ** 2 / expected for n in range(20)) < 43.8


@pytest.mark.soak
def test_a_million_draws_are_even() -> None:
    source = draw.numbers(b"\x09" * 32, "entities")
    counts = Counter(draw.below(source, 97) for _ in range(1_000_000))
    expected = 1_000_000 / 97
    assert sum((counts[n] - expected) ** 2 / expected for n in range(97)) < 144.6  # 96 degrees, 0.1 %


def test_numbers_over_the_last_multiple_are_thrown_away() -> None:
    assert draw.below(iter([draw.SPACE - 1, 5]), 3) == 2  # 2^64 - 1 is the one number over the last multiple of 3


def test_two_colluding_parties_cannot_predict() -> None:
    """With two secrets fixed, the third alone spreads the result over every name."""
    made = frozen.freeze(draw_id="d", entities=[f"e{n}" for n in range(10)], rules=rules(entities=1))
    counts = Counter(
        draw.pick(
            made, {"a": b"1" * 32, "b": b"2" * 32, "c": hashlib.sha256(bytes([n % 256, n // 256])).digest()}
        ).drawn[0]
        for n in range(2_000)
    )
    assert sum((count - 200) ** 2 / 200 for count in counts.values()) < 27.9  # 9 degrees, 0.1 %
    assert len(counts) == 10


@settings(max_examples=60, deadline=None)
@given(
    names=st.sets(LABELS, min_size=1, max_size=12), wanted=st.integers(0, 12), salt=st.binary(min_size=32, max_size=32)
)
def test_a_draw_holds_distinct_listed_names(names: set[str], wanted: int, salt: bytes) -> None:
    wanted = min(wanted, len(names))
    made = frozen.freeze(draw_id="d", entities=names, rules=rules(entities=wanted))
    drawn = draw.pick(made, {**REVEALS, "局": salt}).drawn
    assert len(set(drawn)) == len(drawn) == wanted and set(drawn) <= names
    assert draw.pick(made, {**REVEALS, "局": salt}).drawn == drawn


def _random_bundle(number: int) -> dict[str, object]:
    entities = [f"企业{secrets.token_hex(3)}{n}" for n in range(1 + number % 9)]
    officers = [f"执{secrets.token_hex(2)}{n}" for n in range(2 + number % 5)]
    if number % 3 == 0:
        said: dict[str, object] = {
            "classes": {name: "AB"[n % 2] for n, name in enumerate(entities)},
            "shares": {"A": "0.5", **({"B": 1} if len(entities) > 1 else {})},
        }
    else:
        said = {"entities": 1 + number % len(entities), "listed": len(entities)}
    said |= {"officers_per": 1, "conflicts": [[entities[0], officers[0]]]} if number % 2 else {}
    return {
        "draw_id": f"D-{number}",
        "entities": entities,
        "officers": officers,
        "rules": rules(**said),
        "reveals": {party: secrets.token_hex(32) for party in ("局", "公证处", "z", "协会")[: 3 + number % 2]},
        "beacon": {"kind": "drand", "randomness": secrets.token_hex(32)} if number % 4 == 0 else None,
    }


def _picked(given: dict[str, object]) -> dict[str, object]:
    made, beacon = bundle._frozen(given)
    return bundle.result_of(draw.pick(made, bundle._bytes(given, "reveals"), beacon))


@pytest.mark.parametrize("number", [150, pytest.param(1_000, marks=pytest.mark.soak)])
def test_the_browsers_implementation_agrees(number: int) -> None:
    """Random bundles, with shares, conflicts and beacons; then the vector, whole and changed."""
    given = [_random_bundle(n) for n in range(number)]
    program = f"""
const d = require({json.dumps(str(SCRIPT))});
const said = [];
for (const one of given.random) said.push(await d.pick(one));
const [vector, broken, wrong] = [await d.check(given.vector), await d.check(given.broken), await d.check(given.wrong)];
return {{ said, vector, broken, wrong }};"""
    broken = {**VECTOR, "seed": "00" * 32}
    wrong = {**VECTOR, "rules": '{"lucky":1}'}
    said = node.run(program, {"random": given, "vector": VECTOR, "broken": broken, "wrong": wrong})
    assert isinstance(said, dict)
    for one, theirs in zip(given, said["said"], strict=True):
        ours = _picked(one)
        assert {name: theirs[name] for name in ours} == ours
    assert said["vector"]["ok"] is True
    assert said["broken"]["wrong"] == ["seed"]
    assert said["wrong"]["ok"] is False and said["wrong"]["en"]
