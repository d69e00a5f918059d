"""docs/measures.md may not claim what is not there."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

ROOT = Path(__file__).resolve().parents[2]
NUMERALS = [*"一二三四五六七八九十", *(f"十{n}" for n in "一二三四五六七八九"), "二十"]


@dataclass(frozen=True)
class Row:
    number: str
    procedures: tuple[str, ...]
    pages: tuple[str, ...]
    paths: tuple[str, ...]
    stories: tuple[str, ...]
    state: str


def quoted(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


def rows() -> list[Row]:
    found = []
    for line in (ROOT / "docs" / "measures.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] in NUMERALS:
            found.append(
                Row(cells[0], quoted(cells[2]), quoted(cells[3]), quoted(cells[4]), quoted(cells[5]), cells[6])
            )
    return found


ROWS = rows()
CLAIMING = [row for row in ROWS if not row.state.startswith("not yet")]


def test_every_measure_has_its_row() -> None:
    assert [row.number for row in ROWS] == NUMERALS


def test_a_row_that_is_not_built_claims_nothing() -> None:
    for row in ROWS:
        if row.state.startswith("not yet"):
            assert not (row.procedures or row.pages or row.paths or row.stories), row.number


def test_a_row_that_claims_names_page_api_and_story() -> None:
    for row in CLAIMING:
        assert row.pages, row.number
        assert row.paths, row.number
        assert row.stories, row.number


@pytest.mark.parametrize("row", CLAIMING, ids=lambda row: row.number)
def test_procedures_exist(row: Row) -> None:
    from zhidun.procedures.load import catalogue

    known = catalogue()
    for name in row.procedures:
        assert known.get(name).name == name


@pytest.mark.parametrize("row", CLAIMING, ids=lambda row: row.number)
def test_pages_resolve(row: Row) -> None:
    for page in row.pages:
        try:
            resolve(page)
        except Resolver404:
            pytest.fail(f"{row.number}: no page at {page}")


@cache
def api_paths() -> frozenset[str]:
    from zhidun.api.app import api

    return frozenset(str(path).rstrip("/") for path in api.get_openapi_schema()["paths"])


@pytest.mark.parametrize("row", CLAIMING, ids=lambda row: row.number)
def test_api_paths_are_in_the_schema(row: Row) -> None:
    for path in row.paths:
        assert path in api_paths(), f"{row.number}: no operation at {path}"


@pytest.mark.parametrize("row", CLAIMING, ids=lambda row: row.number)
def test_stories_hold_tests(row: Row) -> None:
    for story in row.stories:
        text = (ROOT / story).read_text(encoding="utf-8")
        assert re.search(r"^def test_\w+", text, re.MULTILINE), f"{story} holds no test"
        assert "assert" in text, f"{story} asserts nothing"
