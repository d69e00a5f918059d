"""`shares`: what a file takes over from another, and amounts of law in conditions."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.factories.procedures import SMALL
from zhidun.procedures import guards
from zhidun.procedures.errors import GuardFaulty
from zhidun.procedures.load import read_files
from zhidun.procedures.sharing import with_shared
from zhidun.procedures.source import read_text

HEAD = """procedure: other
version: 1
title: {zh: 另一程序, en: Other}
summary: {zh: 另一程序。, en: Another one.}
"""


def laid(tmp_path: Path, text: str) -> tuple[list[tuple[str, Path]], Path]:
    (tmp_path / "small.v1.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "other.v1.yaml").write_text(text, encoding="utf-8")
    return [("t", tmp_path / "small.v1.yaml"), ("t", tmp_path / "other.v1.yaml")], tmp_path


def test_the_administrative_case_takes_over_steps_and_its_own_win() -> None:
    from tests.factories.national import national

    own, complaint = national("administrative-case"), national("infringement-complaint")
    told = {
        name: [[guard.expression for guard in one.steps[name].guards] for one in (own, complaint)]
        for name in ("decide", "file")
    }
    assert told["decide"][0] == told["decide"][1]
    assert told["file"][0] != told["file"][1]
    assert "received" not in own.relations["respondent"].hidden_in
    assert "lead" in own.relations["respondent"].hidden_in
    assert set(own.steps["transfer"].from_states) == {"lead"}  # triage is no state of this one


def test_a_name_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    text = HEAD + "shares: {of: small.v1, states: [open, nowhere]}\nopens_in: open\nsteps: {}\n"
    files, _ = laid(tmp_path, text)
    _, findings = read_files(files)
    assert [one.code for one in findings] == ["shared-unknown"]
    assert "nowhere" in findings[0].message.en
    assert findings[0].where.line == 5


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    files, _ = laid(tmp_path, HEAD + "shares: {of: gone.v3, states: [open]}\nopens_in: open\n")
    assert [one.code for one in read_files(files)[1]] == ["shared-unknown"]


@pytest.mark.parametrize("text", ["- a list\n", HEAD, HEAD + "shares: small.v1\n"])
def test_without_a_proper_shares_the_file_stays_as_it_is(text: str) -> None:
    source = read_text(text, "x.yaml")
    assert with_shared(source, {"small.v1": read_text(SMALL, "y.yaml")}) is source


def test_a_relation_hidden_in_no_state_that_is_left_is_hidden_nowhere() -> None:
    theirs = read_text("relations:\n  respondent: {hidden_in: [gone]}\nstates: {gone: {}, here: {}}\n", "y.yaml")
    ours = read_text("shares: {of: y.v1, states: [here], relations: [respondent]}\n", "x.yaml")
    assert with_shared(ours, {"y.v1": theirs}).data["relations"] == {"respondent": {}}


def test_an_amount_of_law_is_that_of_the_version_in_force() -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    assert guards.limit("apl.simple", "citizen_max_fine", at) == 200_00
    assert guards.limit("apl.simple", "organisation_max_fine", None) == 3000_00
    assert guards.limit("apl.simple", "citizen_max_fine", datetime(1999, 1, 1, tzinfo=UTC)) == 200_00  # the earliest
    with pytest.raises(GuardFaulty):
        guards.holds('limit("no.rule", "x", null) > 1', {})
