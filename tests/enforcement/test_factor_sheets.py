"""Factor sheets: filled in from the file, empty where the file is silent, for the office in charge only."""

from __future__ import annotations

import pytest

from tests.factories.plays import to_notice
from zhidun.enforcement import factor_sheets
from zhidun.kernel.errors import NotFound, Refusal

pytestmark = pytest.mark.django_db


def values(found: factor_sheets.FactorSheet) -> dict[str, str]:
    return {one.key: one.value.zh for _, elements in found.groups for one in elements}


def test_the_administrative_sheet_says_what_the_file_says() -> None:
    play = to_notice()
    case = play.row
    case.facts = {**case.facts, "decision_rule": "fine.trademark", "illegal_turnover": "30000"}
    case.save(update_fields=["facts"])
    found = factor_sheets.sheet(play.cast.officer, case.number, "administrative")
    said = values(found)
    assert said["findings"] == "属实"  # the report of the investigation goes before the first findings
    assert said["party"] == case.parties.get(role="respondent").shown_name
    assert said["turnover"] == "30000 元"
    assert said["review"] == "同意"
    assert said["rule"] == "《商标法》(2019修正)第60条"
    assert "权利已由办案人员核实" in said["status"]
    assert len(said["officers"].split("、")) == 2
    missing = {one.key for one in found.missing}
    assert {"statement", "held", "fine"} <= missing  # never presumed
    assert not missing & {"party", "findings", "turnover"}


def test_the_court_sheet_leaves_what_the_parties_say_to_the_parties() -> None:
    play = to_notice()
    found = factor_sheets.sheet(play.cast.officer, play.case.number, "court")
    asked = {one.key for _, elements in found.groups for one in elements if one.ask}
    assert {"standing", "source", "fair_use", "basis"} <= asked
    assert not asked & {one.key for one in found.missing}
    assert found.columns[-1].zh == "被告意见"


def test_a_sheet_speaks_both_languages_and_takes_no_seized_goods_for_turnover() -> None:
    play = to_notice()
    found = factor_sheets.sheet(play.cast.officer, play.case.number, "court")
    by_key = {one.key: one.value for _, elements in found.groups for one in elements}
    assert "confirmed by the officers" in by_key["status"].en
    assert by_key["turnover"].zh == ""
    assert "held" in by_key


@pytest.mark.parametrize("key", ["court", "administrative"])
def test_a_sheet_is_printed_for_both_sides_to_write_on(key: str) -> None:
    play = to_notice()
    assert factor_sheets.sheet_pdf(play.cast.officer, play.case.number, key).startswith(b"%PDF")


def test_who_is_not_in_charge_gets_none() -> None:
    play = to_notice()
    with pytest.raises(Refusal):
        factor_sheets.sheet(play.cast.respondent, play.case.number, "court")
    with pytest.raises(NotFound):
        factor_sheets.sheet(play.cast.officer, play.case.number, "no-such")
