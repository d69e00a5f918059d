"""A read of a page that is still coming waits for it; only a browser's test gets a second try, and it is told."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
CONFTEST = """
from tests.patience import second_try

def pytest_collection_modifyitems(items):
    for item in items:
        second_try(item)
"""
TESTS = """
import pytest
tries = []

@pytest.mark.browser
def test_starved():
    tries.append(1)
    assert len(tries) == 2
"""
NEVER = "import pytest\n@pytest.mark.needs_chromium\ndef test_wrong():\n    assert 1 == 2\n"
PLAIN = TESTS.replace("@pytest.mark.browser", "")
SOAK = TESTS.replace("@pytest.mark.browser", "@pytest.mark.browser\n@pytest.mark.soak")


@pytest.mark.parametrize(
    ("text", "code", "last"),
    [(TESTS, 0, "1 passed, 1 rerun"), (NEVER, 1, "1 failed, 1 rerun"), (PLAIN, 1, "1 failed"), (SOAK, 1, "1 failed")],
    ids=["passes the second time", "fails twice", "no browser", "a soak"],
)
def test_a_second_try_is_only_for_browsers_and_is_told(tmp_path: Path, text: str, code: int, last: str) -> None:
    (tmp_path / "test_some.py").write_text(text)
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  needs_chromium\n  browser\n  soak\n")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-rR", "-p", "pytest_rerunfailures"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == code, done.stdout
    assert done.stdout.strip().splitlines()[-1].startswith(last)
    assert ("RERUN test_some.py" in done.stdout) is ("rerun" in last)


class Halting(BaseHTTPRequestHandler):
    """Sends half a page, and the other half when the first has been read."""

    asked = threading.Event()

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if self.path == "/" else "image/png")
        self.end_headers()
        if self.path == "/":
            self.wfile.write(b"<!doctype html><title>x</title><img src=/go alt=''>" + b" " * 4096)
            self.wfile.flush()
            self.asked.wait(20)
            self.wfile.write(b"<b>there</b>")
        else:
            self.asked.set()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def halting() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Halting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.needs_chromium
@pytest.mark.browser
def test_a_read_waits_for_the_whole_page(page: Page, halting: str) -> None:
    page.goto(halting, wait_until="commit")
    assert page.locator("b").count() == 1
    assert page.evaluate("document.querySelectorAll('b').length") == 1
