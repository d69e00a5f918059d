"""The library as data: every basis is in the law pack, every act says all three standards, versions by day."""

from __future__ import annotations

from datetime import date

import pytest

from zhidun.kernel.text import t
from zhidun.law.load import rulebook
from zhidun.standards import selectors
from zhidun.standards.conversion import Answer, Chart, DefenceAnswer, convert
from zhidun.standards.errors import ActUnknown
from zhidun.standards.library import STANDARDS, Basis, act_of, acts_for, cited, library

ACTS = tuple(library().acts)
NOW, NEXT = date(2026, 11, 22), date(2027, 1, 1)


@pytest.mark.parametrize("key", ACTS)
def test_every_basis_is_known_to_the_law_pack(key: str) -> None:
    act, book = act_of(key), rulebook()
    remedies = [one.basis for one in act.remedies.values() if one.basis]
    for basis in [*remedies, *(b for e in act.elements for b in e.basis), *(b for d in act.defences for b in d.basis)]:
        assert basis.text is not None or (basis.law and book.law(basis.law)) or book.has(basis.rule)
    for standard in act.standards:
        asked = [one for one in act.elements if standard in one.of]
        assert asked
        assert all(any(standard in proof.of for proof in one.proofs) for one in asked), (key, standard)
    for standard in STANDARDS:
        one = act.remedies[standard]
        assert (one.basis is None) != (one.none is None)


@pytest.mark.parametrize("key", ACTS)
def test_an_element_cites_law_in_force_on_the_day(key: str) -> None:
    for on in (NOW, NEXT):
        for element in selectors.act_view(key, on).elements:
            assert any(one.in_force for one in element.law), (key, element.key, on)


def test_the_article_of_an_element_follows_the_day() -> None:
    def first(on: date) -> str:
        return (
            next(e for e in selectors.act_view("trademark.same", on).elements if e.key == "same_mark")
            .law[0]
            .citation.zh
        )

    assert first(NOW) == "《商标法》(2019修正)第57(1)条"
    assert first(NEXT) == "《商标法》(2026修订)第72(1)条"


def test_the_criminal_standard_cites_the_article_that_was_read() -> None:
    law = {one.key: one.law for one in selectors.standards_view(NOW)}["criminal"]
    assert [(one.citation.zh, one.verified) for one in law][-1] == ("《刑事诉讼法》(2018修正)第55条", True)


def test_a_text_nobody_confirmed_is_shown_as_such() -> None:
    one = Basis(text=t("某规定第1条", "Some rules, art. 1"))
    assert [(found.citation.zh, found.verified) for found in cited([one], NOW)] == [("某规定第1条", False)]


@pytest.mark.parametrize(
    ("on", "citation"),
    [
        (date(2005, 7, 15), "《地理标志产品保护规定》第21、24条"),
        (date(2024, 1, 31), "《地理标志产品保护规定》第21、24条"),
        (date(2024, 2, 1), "《地理标志产品保护办法》第30条"),
    ],
)
def test_a_protected_indication_has_its_remedy_by_the_day(on: date, citation: str) -> None:
    view = selectors.act_view("gi.product", on)
    name, cited, none = view.remedies[0]
    assert (name, none) == ("administrative", None)
    assert [(one.citation.zh, one.verified) for one in cited if one.in_force] == [(citation, True)]
    assert [one.citation.zh for one in view.elements[0].law if one.in_force] == [citation]


def test_the_civil_standard_cites_the_article_that_was_read() -> None:
    law = {one.key: one.law for one in selectors.standards_view(NOW)}["civil"]
    assert any(one.citation.zh.endswith("的解释》(2022修正)第108条") and one.verified for one in law)


def test_acts_fit_the_kind_of_right_and_an_unknown_act_is_refused() -> None:
    assert {one.key for one in acts_for("trade_secret")} == {"secret.infringed"}
    assert len(acts_for("unknown")) == len(ACTS)
    with pytest.raises(ActUnknown):
        act_of("no.such")


def test_what_is_missing_differs_by_standard() -> None:
    act = act_of("trademark.sale")
    full = {
        one.key: Answer(
            verdict="met", fact="x", items=("i",), proofs=tuple(p.key for p in one.proofs if "administrative" in p.of)
        )
        for one in act.elements
    }
    admin, civil, criminal = convert(act, Chart(elements=full))
    assert admin.complete
    assert not civil.complete and {p.key for lack in civil.lacks for p in lack.proofs} == {"loss", "costs", "use"}
    assert {p.key for lack in criminal.lacks for p in lack.proofs} == {"expert", "knowledge", "witness"}
    assert criminal.suspicion


def test_similar_marks_are_no_crime_and_a_failed_element_ends_it() -> None:
    act = act_of("trademark.similar")
    chart = Chart(elements={"confusion": Answer(verdict="not_met", fact="x")})
    admin, _, criminal = convert(act, chart)
    assert [one.key for one in admin.failed] == ["confusion"]
    assert not criminal.open and not criminal.complete and not criminal.suspicion


def test_non_use_stands_against_damages_only() -> None:
    act = act_of("trademark.same")
    chart = Chart(defences={"non_use": DefenceAnswer(state="founded", words="x")})
    assert [[one.key for one in column.held_up] for column in convert(act, chart)] == [[], ["non_use"], []]
    gone = Chart(defences={"fair_use": DefenceAnswer(state="unfounded", words="x")})
    assert all(not column.held_up for column in convert(act, gone))
