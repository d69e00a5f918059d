"""`kill -9` of web, worker and database under ten writers: nothing acknowledged is lost, doubled or half done."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.faults.house import House, children

WRITERS = 10
FILE_BYTES = 20_000
DOUBLE_STRIKES = 0.2
RECOVERY_SECONDS = 240


@dataclass
class Ledger:
    """What the writers were told."""

    acknowledged: dict[str, tuple[str, str]] = field(default_factory=dict)
    given_up: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    retries: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("h")
    house = House(folder)
    try:
        house.start()
        yield house
    finally:
        house.stop()


def answers(number: int) -> str:
    return json.dumps(
        {
            "intent": "report",
            "anonymous": True,
            "right_kind": "trademark",
            "right_name": "演示商标",
            "facts": f"第{number}号演示举报:店铺销售假冒注册商标的商品。",
            "happened_on": "2026-11-01",
            "district": "510107",
            "respondent": {"kind": "organisation", "name": f"演示商店{number}"},
        }
    )


def write(client: httpx.Client, number: int, ledger: Ledger, end: float) -> None:
    """File one report and send it again with the same key until it is acknowledged."""
    key = f"fault-{number}"
    content = b"\x89PNG\r\n\x1a\n" + hashlib.sha256(key.encode()).digest() * (FILE_BYTES // 32)
    headers = {"Idempotency-Key": key}
    while time.monotonic() < end:
        try:
            answer = client.post(
                "/api/v1/filings/with-files",
                headers=headers,
                data={"answers": answers(number)},
                files={"files": (f"{key}.txt", content, "application/octet-stream")},
            )
        except httpx.HTTPError:
            answer = None
        if answer is not None and answer.status_code == httpx.codes.CREATED:
            with ledger.lock:
                ledger.acknowledged[key] = (answer.json()["number"], hashlib.sha256(content).hexdigest())
            return
        with ledger.lock:
            ledger.retries += 1
            if answer is not None and answer.status_code not in {429, 500, 502, 503}:
                ledger.refused.append(f"{answer.status_code} {answer.text[:300]}")
                return
        time.sleep(0.5)
    ledger.given_up.append(key)


def families(house: House) -> dict[str, list[int]]:
    """Return processes that may die, by part: the part, the web's workers and the database's own children."""
    return {name: [pid, *children(pid)] for name, pid in house.parts().items()}


def victims(house: House) -> list[int]:
    return [pid for family in families(house).values() for pid in family]


def strike(house: House, chance: random.Random, part: str = "") -> None:
    """Kill one process of the house (of one part, if named) at a random moment of its work."""
    time.sleep(chance.uniform(0.0, 0.5))
    while True:
        living = families(house).get(part, []) if part else victims(house)
        try:
            os.kill(chance.choice(living), signal.SIGKILL)
        except (ProcessLookupError, IndexError):
            time.sleep(0.05)
            continue
        return


def rota(house: House, chance: random.Random) -> Iterator[str]:
    """Yield parts for ever, each equally often: few strikes meet all of them."""
    while True:
        names = sorted(house.parts())
        chance.shuffle(names)
        yield from names


def play(house: House, kills: int, seed: int, *, in_turn: bool = False) -> Ledger:
    token = house.run("tests.faults.prepare")["token"]
    ledger, stop = Ledger(), threading.Event()
    counter = iter(range(1_000_000))

    def writer() -> None:
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=house.url, headers=headers, timeout=60, verify=False) as client:  # noqa: S501  http
            while not stop.is_set():
                with ledger.lock:
                    number = next(counter)
                write(client, number, ledger, end=time.monotonic() + 400)

    threads = [threading.Thread(target=writer) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    chance = random.Random(seed)
    parts = rota(house, chance)
    try:
        for _ in range(kills):
            strike(house, chance, next(parts) if in_turn else "")
            if chance.random() < DOUBLE_STRIKES:
                strike(house, chance)
            assert house.healthy(RECOVERY_SECONDS), "the house does not come back"
            time.sleep(chance.uniform(0.0, 0.3))
    finally:
        stop.set()
        for thread in threads:
            thread.join(420)
    return ledger


def check(house: House, ledger: Ledger) -> None:
    assert house.healthy()
    found = house.run("tests.faults.examine")
    numbers = [number for number, _ in ledger.acknowledged.values()]
    lost = set(numbers) - set(found["numbers"])
    lost_files = {sha for _, sha in ledger.acknowledged.values()} - set(found["items"])
    assert not ledger.refused, ledger.refused[:3]
    assert not ledger.given_up
    assert len(ledger.acknowledged) > WRITERS, "too few writes to say anything"
    assert not lost, f"acknowledged and lost: {sorted(lost)[:5]}"
    assert not lost_files, f"acknowledged files lost: {sorted(lost_files)[:5]}"
    assert len(set(numbers)) == len(numbers), "two acknowledgements share a case"
    assert found["filings"] == len(ledger.acknowledged), "a filing nobody was told of, or a double"
    assert found["cases"] == len(numbers), "doubles"
    assert found["half"] == []
    assert found["broken"] == []
    assert found["gaps"] == []


def test_kills_of_each_part_in_turn_lose_nothing_and_an_interrupt_leaves_no_orphan(house: House) -> None:
    check(house, play(house, kills=20, seed=int(os.environ.get("ZHIDUN_SEED", "20261122")), in_turn=True))
    leaves_no_orphan(house)


@pytest.mark.soak
def test_five_hundred_kills_lose_nothing(house: House) -> None:
    check(house, play(house, kills=500, seed=int(os.environ.get("ZHIDUN_SEED", "20261123"))))


def leaves_no_orphan(house: House) -> None:
    """Interrupt the house (Ctrl-C) and look for what is left of it."""
    family = victims(house)
    assert family
    house.stop()
    left = [
        pid
        for pid in family
        if Path(f"/proc/{pid}/status").exists() and "zombie" not in Path(f"/proc/{pid}/status").read_text()
    ]
    assert left == []
