"""The table of every clock follows procedures and rules: nothing started is missing, every cell has both languages."""

from __future__ import annotations

import pytest

from zhidun.law.load import rulebook
from zhidun.procedures.clock_table import clock_rows
from zhidun.procedures.load import catalogue
from zhidun.procedures.model import ClockVerb, Procedure


@pytest.mark.parametrize("procedure", list(catalogue()), ids=lambda one: f"{one.name}.v{one.version}")
def test_every_clock_has_its_row(procedure: Procedure) -> None:
    started = {act.rule for effects in procedure.all_effects() for act in effects.clocks if act.verb is ClockVerb.START}
    rows = clock_rows(procedure, rulebook())
    assert {row[0].en.strip("`") for row in rows} == started
    for row in rows:
        assert all(cell.zh and cell.en for cell in row)
        versions = rulebook().versions(row[0].en.strip("`"))
        assert any(rule.citation.zh in row[1].zh for rule in versions)
        assert row[3].zh != "—"
        assert row[7].zh != "—"


def test_a_row_in_full() -> None:
    procedure = next(one for one in catalogue() if one.name == "infringement-complaint")
    rows = {row[0].en.strip("`"): row for row in clock_rows(procedure, rulebook())}
    decide = rows["samr.case.decide.90d"]
    assert decide[2].en == "90 days"
    assert "立案" in decide[3].zh
    assert "30" in decide[6].en
