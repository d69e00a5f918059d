"""Each fault of a procedure file is refused with file, line and remedy, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.procedures import KNOWN, SMALL, changed, findings, line_of, write
from zhidun.procedures.check import check_files, check_packs, known_in_packs

CORPSE = """  lonely:
    title: {zh: 孤, en: Lonely}
    public: {zh: 孤, en: Lonely}
    next: {zh: 无, en: Nothing}
"""
GO_ON = """    to: open
    by: [system, a:b:work]
    resumes: [r.office]
  finish:
    title: {zh: 办结, en: Finish}
    from: any
"""
# code, what is changed, into what, a part of the line that is named
FAULTS: tuple[tuple[str, str, str, str], ...] = (
    ("schema", "    kinds: [trademark]", "    sorts: [trademark]", "sorts:"),
    ("schema", "version: 1", "version: one", "version: one"),
    ("schema", "opens_in: open\n", "", "procedure: small"),
    ("schema", "    by: system\n", "    by: everybody\n", "by: everybody"),
    ("schema", "{zh: 没有类别, en: No kind}", "{zh: 没有类别, en: No kind, at all}", "at all"),
    ("schema", "    guard_remedy: {zh: 请补充, en: Add it}\n", "", "  work:"),
    ("schema", "paid: {type: money,", "paid: {type: choice,", "paid: {type: choice"),
    ("missing-translation", "{zh: 等待中, en: Waiting}", "{zh: 等待中}", "等待中"),
    ("missing-translation", "summary: {zh: 试验用, en: For tests}", 'summary: {zh: 试验用, en: " "}', "summary"),
    ("duplicate-key", "  wait:\n", "  work:\n", "PLACE"),
    ("yaml-syntax", "sets: {flag: true}", "sets: {flag: true", "emits"),
    ("unknown-state", "    from: [waiting]\n", "    from: [asleep]\n", "  go-on:"),
    ("unknown-state", "hidden_in: [open]", "hidden_in: [nowhere]", "nowhere"),
    ("unknown-state", "opens_in: open", "opens_in: nowhere", "procedure: small"),
    ("unreachable-state", "  waiting:\n    title", f"{CORPSE}  waiting:\n    title", "  lonely:"),
    ("dead-end", GO_ON, GO_ON.replace("to: open", "to: same").replace("from: any", "from: [open]"), "  waiting:"),
    ("final-state-left", "    reopens: true\n", "", "  reopen:"),
    ("clock-never-stops", "    stops: [r.office]\n", "", "rule: r.office, event"),
    ("clock-never-stops", ", lapses: true", "", "rule: r.party"),
    ("clock-never-starts", "pauses: [r.office]", "pauses: [r.party2]", "r.party2"),
    ("unknown-rule", "starts: [r.office]", "starts: [r.words]", "starts: [r.words]"),
    ("unknown-rule", "role: clerk, clock: r.office", "role: clerk, clock: r.none", "r.none"),
    ("unknown-rule", "kind: result, rule: r.words", "kind: result, rule: r.none", "publication"),
    ("unknown-rule", "    basis: [r.words]\n    public", "    basis: [r.none]\n    public", "  work:"),
    ("unknown-rule", "  basis: [r.words]\nsteps", "  basis: [r.none]\nsteps", "opening:"),
    ("unknown-rule", "paid: {type: money,", "paid: {type: rule, first: [r.none],", "paid:"),
    ("unknown-event", "event: came", "event: went", "event: went"),
    ("unknown-power", "    by: a:b:finish\n    approver: head", "    by: a:b:none\n    approver: head", "  reopen:"),
    ("unknown-approver", "approver: head", "approver: nobody", "  reopen:"),
    ("unknown-relation", "party:complainant", "party:third", "  work:"),
    ("unknown-relation", "to: complainant,", "to: reporter,", "to: reporter"),
    ("unknown-relation", "to: [complainant]", "to: [third]", "to: [third]"),
    ("unknown-kind", "kinds: [trademark]", "kinds: [patent]", "  wait:"),
    ("unknown-remedy", "remedies: [appeal]", "remedies: [prayer]", "  finish:"),
    ("unknown-outcome", "outcome: done", "outcome: undone", "  closed:"),
    ("unknown-outcome", "closes: dropped", "closes: lost", "  finish:"),
    ("unknown-paper", "paper: letter", "paper: novel", "paper: novel"),
    ("unknown-paper", "{kind: letter,", "{kind: novel,", "kind: novel"),
    ("unknown-step", "{step: finish,", "{step: flee,", "step: flee"),
    ("unknown-role", "role: clerk", "role: king", "role: king"),
    ("unknown-field", "        field: paid", "        field: unpaid", "if: 'facts.paid <="),
    ("unknown-field", "until: day", "until: night", "until: night"),
    ("unknown-fact", "sets: {flag: true}", "sets: {flags: true}", "  work:"),
    ("unknown-place", "{case_number} 有进展", "{case_no} 有进展", "有进展"),
    ("field-clash", "day: {type: date, title", "story: {type: text, title", "story: {type: text"),
    ("set-type", "sets: {flag: true}", 'sets: {flag: "yes"}', "  work:"),
    ("guard-faulty", "'chars(case.kind) > 0'", "'chars(case.kind) >'", "guard: "),
    ("guard-faulty", "'chars(case.kind) > 0'", "'case.kind > 0'", "guard: "),
    ("guard-faulty", "'chars(case.kind) > 0'", "'case.kind'", "guard: "),
    ("guard-name", "'chars(case.kind) > 0'", "'size(case.kind) > 0'", "guard: "),
    ("guard-name", "'chars(case.kind) > 0'", "'weather == 1'", "guard: "),
    ("guard-name", "'chars(case.kind) > 0'", "'case.kinds == \"\"'", "guard: "),
    ("guard-name", "'actor.handler'", "'facts.nothing'", "step: finish"),
)  # fmt: skip


def test_the_small_procedure_is_faultless() -> None:
    assert findings(SMALL) == ()


@pytest.mark.parametrize(("code", "old", "new", "place"), FAULTS)
def test_a_fault_is_named_with_line_and_remedy(code: str, old: str, new: str, place: str) -> None:
    text = changed(old, new)
    found = [one for one in findings(text) if one.code == code]
    assert found, [one.line("en") for one in findings(text)]
    first = found[0]
    assert first.where.file == "test.yaml"
    expected = text.splitlines().index("  work:", line_of(text, "  work:")) + 1 if place == "PLACE" else 0
    assert first.where.line == (expected or line_of(text, place.rstrip("\n")))
    for lang in ("zh", "en"):
        assert first.message.in_(lang)
        assert first.remedy.in_(lang) in first.line(lang)


def test_size_is_refused_with_the_name_of_our_own_function() -> None:
    (found,) = findings(changed("'chars(case.kind) > 0'", "'size(case.kind) > 0'"))
    assert "chars()" in found.remedy.en


def test_a_comma_in_a_text_is_explained() -> None:
    (found,) = findings(changed("{zh: 没有类别, en: No kind}", "{zh: 没有类别, en: No kind, at all}"))
    assert "comma" in found.remedy.en


def test_events_are_checked_only_where_they_are_known() -> None:
    from dataclasses import replace

    assert findings(changed("event: came", "event: went"), replace(KNOWN, events=None)) == ()


def test_an_unknown_name_without_near_ones_lists_what_there_is() -> None:
    from dataclasses import replace

    found = findings(SMALL, replace(KNOWN, papers=frozenset()))
    assert {one.code for one in found} == {"unknown-paper"}
    assert "–" in found[0].remedy.en


def test_files_are_checked_together_shape_first(tmp_path: Path) -> None:
    good = write(tmp_path, "small.v1.yaml")
    misnamed = write(tmp_path, "tiny.v1.yaml")
    broken = write(tmp_path, "broken.v1.yaml", changed("version: 1", "version: one"))
    faulty = write(
        tmp_path, "small.v2.yaml", changed("version: 1", "version: 2").replace("closes: dropped", "closes: x")
    )
    codes = [one.code for one in check_files([good, misnamed, broken, faulty], KNOWN)]
    assert codes == ["file-name", "schema", "unknown-outcome"]


def test_an_empty_file_is_no_procedure(tmp_path: Path) -> None:
    (found,) = check_files([write(tmp_path, "nothing.v1.yaml", "")], KNOWN)
    assert (found.code, found.where.line) == ("schema", 1)


def test_the_shipped_procedures_have_no_fault() -> None:
    assert [one.line("en") for one in check_packs()] == []


def test_the_packs_tell_what_exists() -> None:
    known = known_in_packs()
    assert {"samr.case.verify.15wd", "pat.fake.file#reported"} <= known.periods
    assert "pat.fake.file" not in known.periods
    assert "samr.case.filing" in known.rules - known.periods
    assert {"bureau-head", "second-approver", "legal-reviewer"} <= known.roles
    assert "enforcement:case:decide" in known.powers
    assert {"reconsideration", "litigation"} <= known.remedies
    assert known.events is not None
    assert "complaint_received" in known.events
