"""The table of expectations (docs/ux.md) names pages that exist and tests that exist; it has each of the forty once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs" / "ux.md").read_text(encoding="utf-8"))
STATES = {"there", "in part", "not yet"}


def test_each_of_the_forty_stands_there_once() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, 41))
    assert {row[4].strip() for row in ROWS} <= STATES


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_names_pages_and_tests_that_exist(row: tuple[str, str, str, str, str]) -> None:
    for address in re.findall(r"`(/[^`]*)`", row[2]):
        path = address.replace("{number}", "CD-WH-2026-1").replace("{key}", "0" * 8 + "-0000-0000-0000-" + "0" * 12)
        try:
            resolve(path.partition("?")[0])
        except Resolver404:
            pytest.fail(f"no page at {address}")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row[3])
    assert named or row[4].strip() == "not yet"
    for file, function in named:
        text = (ROOT / file).read_text(encoding="utf-8")
        assert re.search(rf"^def {function}\(", text, re.MULTILINE), f"{file} has no {function}"


def test_what_is_said_of_the_four_faces_is_what_the_table_of_their_test_holds() -> None:
    said = (ROOT / "docs" / "ux.md").read_text(encoding="utf-8")
    found = re.search(r"`tests/browser/test_faces.py`: ([\d, ]+)\.", said)
    assert found is not None
    rows = re.findall(r"Row\(\s*\(([\d, ]+)\)", (ROOT / "tests/browser/test_faces.py").read_text(encoding="utf-8"))
    held = {int(n) for row in rows for n in re.findall(r"\d+", row)}
    assert [int(n) for n in found[1].split(",")] == sorted(held)
