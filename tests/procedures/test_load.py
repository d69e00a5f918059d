"""The catalogue: versions side by side, later packs over earlier ones; reading keeps lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.procedures import SMALL, changed, small, write
from zhidun.procedures import load
from zhidun.procedures.errors import ProcedureFaulty, ProcedureUnknown
from zhidun.procedures.load import Catalogue, catalogue, read_files
from zhidun.procedures.model import DoerKind, Where
from zhidun.procedures.source import read_text


def test_versions_stand_side_by_side(tmp_path: Path) -> None:
    files = [
        write(tmp_path, "small.v1.yaml"),
        write(tmp_path, "small.v2.yaml", changed("version: 1", "version: 2")),
    ]
    found, findings = read_files(files)
    assert findings == ()
    assert found.names() == ("small",)
    assert found.versions("small") == (1, 2)
    assert found.get("small").version == 2
    assert found.get("small", 1).version == 1
    assert [one.version for one in found] == [1, 2]


def test_a_later_pack_replaces_by_name_and_version(tmp_path: Path) -> None:
    (tmp_path / "city").mkdir()
    first = write(tmp_path, "small.v1.yaml")
    later = ("city", write(tmp_path / "city", "small.v1.yaml", changed("en: Small", "en: Local"))[1])
    found, _ = read_files([first, later])
    assert found.get("small").title.en == "Local"
    assert found.get("small").pack == "city"


@pytest.mark.parametrize(("name", "version"), [("none", None), ("small", 9)])
def test_an_unknown_procedure_names_what_there_is(name: str, version: int | None, tmp_path: Path) -> None:
    found, _ = read_files([write(tmp_path, "small.v1.yaml")])
    with pytest.raises(ProcedureUnknown) as caught:
        found.get(name, version)
    assert "small v1" in caught.value.remedy.en


def test_an_empty_catalogue_says_so() -> None:
    with pytest.raises(ProcedureUnknown) as caught:
        Catalogue({}).get("any")
    assert "–" in caught.value.remedy.zh


def test_a_faulty_pack_is_refused_with_its_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, "small.v1.yaml", changed("version: 1", "version: one"))
    monkeypatch.setattr(load.packs, "pack_files", lambda _pattern: iter([file]))
    catalogue.cache_clear()
    try:
        with pytest.raises(ProcedureFaulty) as caught:
            catalogue()
    finally:
        catalogue.cache_clear()
    assert "test/procedures/small.v1.yaml:2" in caught.value.reason.en


def test_entries_know_their_lines() -> None:
    procedure = small()
    lines = SMALL.splitlines()
    for key, step in procedure.steps.items():
        assert lines[step.where.line - 1] == f"  {key}:"
    assert str(Where("a.yaml", 3)) == "a.yaml:3"


def test_the_nearest_line_stands_for_what_is_not_there() -> None:
    source = read_text(SMALL, "x.yaml")
    assert source.where("steps", "work", "nothing").line == source.where("steps", "work").line
    assert source.where("nowhere").line == 1


def test_syntax_without_a_place_still_has_a_line() -> None:
    source = read_text("a: \x07", "x.yaml")
    assert source.findings[0].code == "yaml-syntax"
    assert source.findings[0].where.line == 1


def test_the_grammar_is_read_whole() -> None:
    procedure = small()
    finish, mend, work = procedure.steps["finish"], procedure.steps["mend"], procedure.steps["work"]
    assert finish.from_states == ("open", "waiting")
    assert mend.from_states == ("open", "waiting", "closed")
    assert [one.key for one in finish.fields] == ["reason"]
    assert [one.key for one in mend.fields] == ["corrects_move"]
    assert [(doer.kind, doer.written) for doer in work.by] == [
        (DoerKind.POWER, "a:b:work"),
        (DoerKind.PARTY, "party:complainant"),
    ]
    assert procedure.steps["wait"].by[0].written == "system"
    assert procedure.relations["respondent"].hidden_in == frozenset({"open"})
    assert work.help
    assert work.public_text
    assert procedure.all_fields().keys() == {"story", "paid", "day", "reason", "corrects_move"}
