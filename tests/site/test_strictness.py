"""In CI no browser test may be skipped, whatever the reason; elsewhere a machine without a browser may."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import pytest

@pytest.mark.needs_chromium
@pytest.mark.skip(reason="no chromium here")
def test_by_mark(): ...

@pytest.mark.browser
def test_inside():
    pytest.skip("changed its mind")

@pytest.mark.skip(reason="another matter")
def test_other(): ...

def test_plain(): ...
"""
WHOLE_FILE = "import pytest\npytest.importorskip('no_such_library')\n"


def _run(folder: Path, *words: str, ci: str = "") -> subprocess.CompletedProcess[str]:
    (folder / "test_some.py").write_text(TESTS)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  needs_chromium\n  browser\n")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "CI": ci}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.strictness", *words]
    return subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)


def test_elsewhere_a_skip_is_a_skip(tmp_path: Path) -> None:
    done = _run(tmp_path)
    assert done.returncode == 0
    assert "1 passed, 3 skipped" in done.stdout


@pytest.mark.parametrize(("words", "ci"), [(("--strict-browser",), ""), ((), "true")])
def test_in_ci_each_skipped_browser_test_fails_and_says_why(tmp_path: Path, words: tuple[str, ...], ci: str) -> None:
    done = _run(tmp_path, *words, ci=ci)
    assert done.returncode == 1
    last = done.stdout.strip().splitlines()[-1]
    assert last.startswith("1 failed, 1 passed, 1 skipped, 1 error"), "skipped inside, and before it began"
    assert "does not allow: Skipped: no chromium here" in done.stdout
    assert "does not allow: Skipped: changed its mind" in done.stdout


def test_a_browser_file_that_cannot_be_collected_fails_too(tmp_path: Path) -> None:
    (tmp_path / "test_browser_of.py").write_text(WHOLE_FILE)
    assert _run(tmp_path).returncode == 0
    done = _run(tmp_path, "--strict-browser")
    assert done.returncode != 0
    assert "no_such_library" in done.stdout


def test_ci_asks_for_it_and_ends_with_pytests_own_lines() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert lines[-1] == "exec ./run test --strict-browser"
    assert "./run check" in lines
