"""The ten typical cases: routed, timed and judged by the law of their day, and nothing claimed that is not recorded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest
import yaml

from tests.cases_real.checks import ALSO_LATER, ENTRIES, LEFT, Check, case, proposal, received
from tests.cases_real.table import render
from tests.factories.intake import city
from zhidun.access import selectors as access
from zhidun.kernel.text import Text

pytestmark = pytest.mark.django_db
KEYS = [f"real-{number:02d}" for number in range(1, 11)]


@pytest.fixture(autouse=True)
def _city() -> None:
    city()


@pytest.mark.parametrize("check", ENTRIES, ids=lambda check: f"{check.case}-{check.check}")
def test_check(check: Check) -> None:
    assert check.answer() == check.expected, f"{check.call} {check.given}"


@pytest.mark.needs_shared
def test_no_check_is_forgotten(shared: Path) -> None:
    known = yaml.safe_load((shared / "data" / "cases.yaml").read_text(encoding="utf-8"))["cases"]
    wanted = {(row["id"], check["id"]) for row in known for check in row["expected"]["checks"]}
    here = {(entry.case, entry.check) for entry in ENTRIES}
    assert len(wanted) == 49
    assert here | set(LEFT) == wanted
    assert not here & set(LEFT)
    assert set(ALSO_LATER) <= here


@pytest.mark.parametrize("key", KEYS)
def test_a_case_goes_to_its_authority(key: str) -> None:
    expected = cast("Mapping[str, object]", case(key)["expect"])
    found = proposal(key)
    part = found.parts[0]
    assert (found.kind, part.parked, part.office.action) == (
        expected["kind"],
        expected["parked"],
        expected["action"],
    )
    office = access.office(part.office.code)
    if expected["unit"] == "city" or part.parked:
        assert office.kind == "city_bureau"
    else:
        assert (office.kind, office.admin_unit) == ("district_bureau", expected["unit"])


@pytest.mark.parametrize("key", KEYS)
def test_a_case_is_restated_with_its_source_and_no_word_too_many(key: str) -> None:
    row = case(key)
    source = cast("Mapping[str, str]", row["source"])
    assert source["url"].startswith("http")
    assert source["publisher"]
    for name in ("title", "restated", "date_basis"):
        assert Text.of(row[name]).zh
    for event in cast("list[Mapping[str, str]]", row["recorded"]):
        assert Text.of(event).en
        assert event["day"] >= received(key).isoformat() or key == "real-06"


def test_what_is_alleged_is_not_called_established() -> None:
    """The notices of the first case speak of suspicion: so does the restatement."""
    said = Text.of(case("real-01")["restated"])
    assert "处罚" not in said.zh
    assert "fine" not in said.en


def test_the_liquor_cases_come_first() -> None:
    assert all(proposal(key).emergency for key in ("real-01", "real-05", "real-08", "real-09"))
    assert not proposal("real-06").emergency


def test_the_page_says_what_the_tests_assert() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "typical-cases.md"
    assert page.read_text(encoding="utf-8") == render(), "run: python -m tests.cases_real.table > docs/typical-cases.md"
