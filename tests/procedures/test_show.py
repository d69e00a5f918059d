"""Diagrams, generated pages and JSON answers follow the declaration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.factories.procedures import a_view, changed, findings, small
from zhidun.procedures import answers
from zhidun.procedures.decide import open_steps
from zhidun.procedures.errors import ProcedureUnknown
from zhidun.procedures.load import Catalogue, catalogue
from zhidun.procedures.show import guard_view, mermaid, page, render_docs
from zhidun.procedures.view import VIEW_TABLE

ROOT = Path(__file__).parents[2]


def test_the_diagram_has_every_state_and_move() -> None:
    drawn = mermaid(small(), "en")
    assert drawn.startswith("stateDiagram-v2\n")
    assert "    [*] --> open" in drawn
    assert "    open --> waiting : Wait" in drawn
    assert "    closed --> [*]" in drawn
    assert "--> open : Work" not in drawn
    assert '"待办" as open' in mermaid(small())


def test_parallel_steps_share_an_arrow() -> None:
    twice = changed(
        "  mend:\n",
        "  drop:\n    title: {zh: 放, en: Drop}\n    from: [open]\n    to: closed\n    by: system\n  mend:\n",
    )
    assert "open --> closed : Finish / Drop" in mermaid(small(twice), "en")


def test_a_page_holds_both_languages() -> None:
    text = page(small())
    assert "# 小程序 · Small" in text
    assert "## 中文" in text
    assert "## English" in text
    assert "`facts.flag`" in text
    assert "starts r.office" in text


def test_a_procedure_without_guards_has_no_guard_table() -> None:
    guard = (
        "    guard: 'chars(case.kind) > 0'\n"
        "    guard_reason: {zh: 没有类别, en: No kind}\n"
        "    guard_remedy: {zh: 请补充, en: Add it}\n"
    )
    bare = small(changed(guard, ""))
    assert "chars(" not in page(bare)
    from dataclasses import replace

    none = replace(bare, steps={"go-on": bare.steps["go-on"]})
    assert "condition" not in page(none)


def test_the_docs_of_the_shipped_procedures_are_current() -> None:
    for path, text in render_docs().items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, f"{path}: generate the docs again"


def test_docs_of_one_procedure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhidun.procedures.show.clock_pages", lambda _procedures: "")  # its rules are in no pack
    pages = render_docs(Catalogue({("small", 1): small()}))
    assert set(pages) == {
        "docs/procedures/small.v1.md",
        "docs/procedures/README.md",
        "docs/procedures/guard-view.md",
        "docs/procedures/clocks.md",
    }
    assert all(f"`{name}`" in guard_view() for name in VIEW_TABLE)


def test_answers_are_json() -> None:
    listed = answers.list_answer()
    assert {one["procedure"] for one in listed} >= {"infringement-complaint", "report", "consumer-complaint"}
    shown = answers.show_answer("report")
    assert json.loads(json.dumps(shown))["opens_in"] == "received"
    assert answers.check_answer()["ok"] is True
    (found,) = findings(changed("paper: letter", "paper: novel"))
    assert answers.finding_answer(found)["code"] == "unknown-paper"
    with pytest.raises(ProcedureUnknown):
        answers.show_answer("none")


def test_an_open_step_is_answered_with_its_reasons() -> None:
    (one,) = open_steps(small(), "open", a_view(powers=("a:b:work",), kind=""))
    told = answers.open_step_answer(one)
    assert told["blocked"][0]["reason"]["en"] == "No kind"
    assert told["help"] == {"zh": "说明", "en": "Help"}


def test_the_terminal_gets_steps_or_the_diagram() -> None:
    assert "decide: 作出决定" in answers.show_text("infringement-complaint")
    assert answers.show_text("report", diagram=True, lang="en") == mermaid(catalogue().get("report"), "en")
