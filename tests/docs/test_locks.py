"""Lock files carry hashes and no addresses (ADR 0006); no path of a machine stands in the tree."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_python_locks_are_hashed_and_name_no_address() -> None:
    for name in ("run.lock", "test.lock"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        pins = re.findall(r"^[\w.\-\[\]]+==", text, re.MULTILINE)
        assert len(pins) > 50
        assert text.count("--hash=sha256:") >= len(pins)
        assert "://" not in text


def test_the_browser_lock_has_integrity_and_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    for name, entry in packages.items():
        assert "resolved" not in entry, name
        assert entry.get("integrity", "").startswith("sha512-"), name
