"""A file of 2 GB by the real server: in pieces, over a killed web server, sealed, taken home, true; memory bounded."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.faults.house import ROOT, House, children

SIZE = int(os.environ.get("ZHIDUN_LARGE_BYTES", str(2 << 30)))
PIECE = 1 << 20
MORE_MEMORY = 200 << 20
"""Bytes by which any process of the house may grow over its state before the file came."""
WAIT = 300


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path, workers=1, extra={"ZHIDUN_UPLOAD_FILE_LIMIT": str(3 << 30)})
    try:
        house.start()
        yield house
    finally:
        house.stop()


def pieces() -> Iterator[bytes]:
    """Yield the pieces of a recording: the head of an MP4, then bytes that are all different."""
    seed = hashlib.shake_128(b"a recording").digest(PIECE - 8)
    for number in range(SIZE // PIECE):
        head = b"\x00\x00\x00\x20ftypisom" if number == 0 else b""
        yield (head + number.to_bytes(8, "big") + seed)[:PIECE]


def peaks(house: House) -> dict[str, int]:
    """Return the peak memory in bytes of each process of the house, by what it is and its number."""
    found = {}
    for name, pid in house.parts().items():
        for one in (pid, *children(pid)):
            status = Path(f"/proc/{one}/status")
            told = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
            if told:
                found[f"{name}:{one}"] = int(told[1]) * 1024
    return found


class Visitor:
    """A citizen's browser, as far as the form of a report needs one."""

    def __init__(self, house: House) -> None:
        self.http = httpx.Client(base_url=house.url, timeout=120, follow_redirects=True)
        self.http.get("/file/report/what")

    def headers(self) -> dict[str, str]:
        return {"X-CSRFToken": self.http.cookies["csrftoken"], "Referer": str(self.http.base_url)}

    def send(self, address: str, **typed: str) -> httpx.Response:
        answer = self.http.post(address, data=typed, headers=self.headers())
        assert answer.status_code < 300, answer.text[:2000]
        return answer


def upload(visitor: Visitor, house: House) -> str:
    """Send the file in pieces; the web server is killed halfway. Return the key."""
    told = visitor.send("/uploads/", name="录屏.mp4", size=str(SIZE), type="video/mp4").json()
    address, offset = f"/uploads/{told['key']}", 0
    for piece in pieces():
        if offset == SIZE // 2:
            os.kill(house.parts()["web"], signal.SIGKILL)
            assert house.healthy(120)
            assert visitor.http.get(address).json()["offset"] == offset
        answer = visitor.http.put(f"{address}?offset={offset}", content=piece, headers=visitor.headers())
        assert answer.status_code == 200, answer.text[:500]
        offset = answer.json()["offset"]
    assert offset == SIZE
    return str(told["key"])


def proven(clerk: httpx.Client, item: str) -> None:
    """Wait until the seal of an item has its proof."""
    end = time.monotonic() + WAIT
    while (state := clerk.get(f"/api/v1/items/{item}/seal").json()).get("state") != "proven":
        assert time.monotonic() < end, state
        time.sleep(0.5)


@pytest.mark.soak
def test_two_gigabytes_come_in_pieces_and_go_out_as_a_package_that_is_true(house: House, tmp_path: Path) -> None:
    token = house.run("tests.faults.prepare", "luofeng")["token"]
    visitor = Visitor(house)
    wanted = hashlib.sha256()
    for piece in pieces():
        wanted.update(piece)
    key = upload(visitor, house)
    before = peaks(house)  # the web server is a new one since halfway; it has taken half of the file already
    visitor.send("/file/report/what", go="next", facts="武侯区一处仓库夜间分装假冒礼盒。", district="510107")
    visitor.send("/file/report/right", go="next", right_name="沈绣")
    visitor.send("/file/report/respondent", go="next", respondent_name="川味食品厂")
    visitor.send("/file/report/filer", go="next", anonymous="true")
    page = visitor.send("/file/report/evidence", go="upload", upload=key)
    assert wanted.hexdigest() in page.text
    assert not list((house.folder / "parts").glob("*")), "the pieces are still there beside the file"
    item = re.search(r'name="remove" value="([0-9a-f-]+)"', page.text)
    assert item is not None
    visitor.send("/file/report/check")
    clerk = httpx.Client(base_url=house.url, timeout=120, headers={"Authorization": f"Bearer {token}"})
    proven(clerk, item[1])
    package, taken = tmp_path / "package.zip", 0
    with clerk.stream("GET", f"/api/v1/items/{item[1]}/package") as answer, package.open("wb") as file:
        assert answer.status_code == 200
        for chunk in answer.iter_bytes(1 << 20):
            taken += file.write(chunk)
    assert taken > SIZE
    after = peaks(house)
    key_text = visitor.http.get("/log/log.vkey").text.strip()
    report = verified(package, key_text)
    assert report["ok"], report
    grown = {name: size - before.get(name, 0) for name, size in after.items() if name in before}
    assert grown
    assert max(grown.values()) < MORE_MEMORY, grown
    assert max(size for name, size in after.items() if name.startswith("web")) < (600 << 20), after


def verified(package: Path, key: str) -> dict[str, object]:
    """Check the package by the command line of a machine that never saw the house; its memory is bounded, too."""
    line = [sys.executable, "-c", CHECKED, "verify", str(package), "--key", key, "--json"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(line, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stderr.strip().splitlines()[-1]) < (300 << 10), done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


CHECKED = """
import atexit, resource, sys
atexit.register(lambda: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr))
from zhidun.site.command import main
main()
"""
