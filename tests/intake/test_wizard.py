"""The wizard: a few questions, then every way that fits, with its periods read from the law pack."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from zhidun.intake.tables import rows, table
from zhidun.intake.types import Route
from zhidun.intake.wizard import all_routes, refusal_reasons, wizard

DAY = date(2026, 11, 22)
pytestmark = pytest.mark.django_db


def test_one_question_at_a_time_and_the_count_is_known() -> None:
    first = wizard({})
    assert first.question is not None
    assert (first.question.key, first.asked, first.total) == ("happened", 0, 1)
    second = wizard({"happened": "copied"})
    assert second.question is not None
    assert (second.question.key, second.asked, second.total) == ("right_kind", 1, 4)
    third = wizard({"happened": "copied", "right_kind": "trademark"})
    assert third.question is not None
    assert (third.question.key, third.asked) == ("want", 2)


def test_an_answer_that_is_no_choice_is_asked_again() -> None:
    again = wizard({"happened": "earthquake"})
    assert again.question is not None
    assert again.question.key == "happened"


# answers → ways that must be offered, ways that must not
ENDS = [
    ({"happened": "copied", "right_kind": "trademark", "want": "stop", "place": "shop"},
     {"administrative", "mediation", "court", "ask"}, {"adjudication", "consumer"}),
    ({"happened": "copied", "right_kind": "patent", "want": "stop", "place": "shop"},
     {"adjudication", "court"}, {"administrative"}),
    ({"happened": "copied", "right_kind": "ic_layout", "want": "stop", "place": "shop"},
     {"national", "court"}, {"administrative", "mediation"}),
    ({"happened": "copied", "right_kind": "plant_variety", "want": "stop", "place": "shop"},
     {"variety"}, {"administrative"}),
    ({"happened": "copied", "right_kind": "copyright", "want": "stop", "place": "shop"},
     {"copyright"}, {"administrative"}),
    ({"happened": "copied", "right_kind": "unknown", "want": "unknown", "place": "unknown"},
     {"administrative", "adjudication", "copyright"}, set()),
    ({"happened": "copied", "right_kind": "trademark", "want": "stop", "place": "platform"},
     {"platform", "police", "arbitration"}, {"customs"}),
    ({"happened": "copied", "right_kind": "trademark", "want": "stop", "place": "border"}, {"customs"}, {"platform"}),
    ({"happened": "bought", "want": "money"}, {"consumer", "report"}, {"administrative"}),
    ({"happened": "saw", "want": "punish"}, {"report"}, {"consumer"}),
    ({"happened": "warned", "right_kind": "trademark"}, {"answer", "mediation"}, {"administrative"}),
    ({"happened": "protect", "right_kind": "copyright"}, {"register"}, {"court"}),
    ({"happened": "abroad"}, {"overseas"}, {"administrative"}),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "offered", "not_offered"), ENDS)
def test_routes(answers: dict[str, object], offered: set[str], not_offered: set[str]) -> None:
    end = wizard(answers, on=DAY)
    keys = {route.key for route in end.routes}
    assert end.question is None
    assert end.asked == end.total
    assert offered <= keys
    assert not not_offered & keys


def test_every_way_through_ends_with_something_to_do() -> None:
    questions = rows(table("routes"), "questions")
    choices = [[str(option["value"]) for option in rows(row, "options")] for row in questions]
    for answers in itertools.product(*choices):
        given = dict(zip((str(row["key"]) for row in questions), answers, strict=True))
        assert wizard(given, on=DAY).routes


def test_how_long_is_read_from_the_law_of_the_day() -> None:
    consumer = {"happened": "bought", "want": "money"}
    new = next(route for route in wizard(consumer, on=DAY).routes if route.key == "consumer")
    old = next(route for route in wizard(consumer, on=date(2024, 1, 5)).routes if route.key == "consumer")
    assert "60日" in new.how_long.zh
    assert "60 day" in new.how_long.en
    assert "45个工作日" in old.how_long.zh


def test_each_route_says_everything_in_both_languages() -> None:
    for route in all_routes(on=DAY):
        for words in (route.title, route.what, route.how_long, route.cost, route.who, *route.proof):
            assert words.zh
            assert words.en
        assert route.next_url.startswith("/")


@pytest.mark.parametrize("kind", ["rights_complaint", "report", "consumer_complaint"])
def test_every_refusal_has_a_next_step(kind: str) -> None:
    grounds = refusal_reasons(kind)
    assert grounds
    for _, reason, remedy in grounds:
        assert reason.en
        assert remedy.en
    assert refusal_reasons("consultation") == ()


def test_what_was_asked_for_decides_which_way_comes_first() -> None:
    answers = {"happened": "copied", "right_kind": "trademark", "place": "shop"}
    firsts = {
        want: wizard({**answers, "want": want}, on=DAY).routes[0] for want in ("stop", "money", "settle", "punish")
    }
    assert {want: one.key for want, one in firsts.items()} == {
        "stop": "administrative", "money": "mediation", "settle": "mediation", "punish": "administrative",
    }  # fmt: skip
    assert all(one.recommended for one in firsts.values())


def test_what_one_has_and_lacks_stands_by_each_way() -> None:
    answers = {"happened": "copied", "right_kind": "trademark", "want": "money", "place": "shop", "have": ["right"]}
    end = wizard(answers, on=DAY)
    mediation = next(one for one in end.routes if one.key == "mediation")
    assert [there for _, there in mediation.proofs] == [True, False, False]
    assert mediation.lacking == 2 and mediation.next_url == "/mediation/new?kind=trademark"
    assert {key for key, _ in end.proofs} >= {"right", "loss", "act", "other"}


def test_the_citys_own_figures_need_three_closed_matters() -> None:
    from datetime import timedelta

    from tests.factories.mediation import make_stage, opened
    from zhidun.cases.models import Case
    from zhidun.intake.past import past_of

    stage = make_stage()
    for n in range(3):
        row = opened(stage)
        begun = row.case.received_at
        assert past_of(["mediation-people"]) is None
        Case.objects.filter(pk=row.case_id).update(closed_at=begun + timedelta(days=10 * (n + 1)))
    found = past_of(["mediation-people"])
    assert found is not None and (found.closed, found.days) == (3, 20)


@pytest.mark.parametrize(
    ("purpose", "place", "results"),
    [
        ("customs", "border", ("detained", "recorded", "released")),
        ("police", "shop", ("opened", "opened", "refused")),
        ("arbitration", "shop", ("upheld", "partly", "dismissed")),
    ],
)
def test_what_owners_record_of_customs_police_and_arbitration_becomes_figures_from_three_on(
    purpose: str, place: str, results: tuple[str, ...]
) -> None:
    from datetime import timedelta

    from tests.damages.test_sheet import words
    from tests.factories.access import make_citizen
    from zhidun.damages import acts
    from zhidun.damages import services as damages
    from zhidun.kernel import time
    from zhidun.site.wiring import wire

    wire()

    def past() -> tuple[int, int, int, int] | None:
        asked = {"happened": "copied", "right_kind": "trademark", "want": "stop", "place": place}
        one = next(route.past for route in wizard(asked).routes if route.key == purpose)
        return (one.closed, one.days, one.judged, one.granted) if one else None

    today = time.today()
    for n, result in enumerate(results, start=1):
        me = make_citizen()
        key = str(damages.open_sheet(actor=me, words=words(purpose=purpose)).public_id)
        filed = {"filed_on": (today - timedelta(days=10)).isoformat(), "place": "某机关"}
        assert past() is None
        for end in ({}, {"result": result, "ended_on": (today - timedelta(days=6 + n)).isoformat()}):
            acts.do(actor=me, sheet=key, act="filed", words={**filed, **end})
    assert past() == (3, 2, 3, 2)


def test_a_way_shows_figures_as_soon_as_three_results_are_on_record() -> None:
    """Courts, institutions, platforms, customs: nothing yet is said; three results make the figures, without names."""
    from datetime import timedelta

    from tests.damages.test_sheet import words
    from tests.factories.access import make_actor, make_citizen, make_office
    from tests.factories.mediation import make_stage, mediating
    from zhidun.damages import acts
    from zhidun.damages import services as damages
    from zhidun.kernel import time
    from zhidun.mediation import services as mediation
    from zhidun.site.wiring import wire

    wire()
    asked = {"happened": "copied", "right_kind": "trademark", "want": "stop", "place": "platform"}

    def past(way: str) -> tuple[object, ...] | None:
        one = next(route.past for route in wizard(asked).routes if route.key == way)
        return (one.closed, one.days, one.judged, one.granted, one.yuan) if one else None

    today = time.today()
    assert past("platform") is None and past("court") is None and past("arbitration") is None
    filed = {"filed_on": (today - timedelta(days=10)).isoformat(), "place": "某平台"}
    for n, result in enumerate(("removed", "removed", "refused"), start=1):
        me = make_citizen()
        key = str(damages.open_sheet(actor=me, words=words(purpose="notice")).public_id)
        for end in ({}, {"result": result, "ended_on": (today - timedelta(days=7)).isoformat()}):
            acts.do(actor=me, sheet=key, act="filed", words={**filed, **end})
        assert (past("platform") is None) == (n < 3)
    assert past("platform") == (3, 3, 3, 2, "")
    stage, court = make_stage(), make_office(kind="court")
    desk = make_actor("court-desk", court)
    for amount in ("90000", "100000.50", "120000"):
        number = mediating(stage).case.number
        mediation.end_mediation(actor=stage.mediator, number=number, ground="no_agreement", reason="差距")
        sent = mediation.refer(actor=stage.complainant, number=number, kind="claim", office=court.code)
        mediation.answer(
            actor=desk, key=str(sent.public_id), result="confirmed", paper_number="民初1号",
            paper_on=today.isoformat(), amount=amount,
        )  # fmt: skip
    assert past("court") == (3, 0, 3, 3, "100,000")
    assert past("mediation") == (3, 0, 3, 0, "")  # ended without agreement


NINE = {
    "administrative",
    "report",
    "adjudication",
    "mediation",
    "arbitration",
    "court",
    "police",
    "platform",
    "customs",
}
"""Complaint, report, administrative adjudication, mediation, arbitration, court, police, platform notice, customs."""


def nine() -> dict[str, Route]:
    """The nine ways, each from the answers that lead to it."""
    found: dict[str, Route] = {}
    for right, place in (("trademark", "platform"), ("trademark", "border"), ("patent", "shop")):
        answers = {"happened": "copied", "right_kind": right, "want": "stop", "place": place, "have": ["right"]}
        for one in wizard(answers, on=DAY).routes:
            found.setdefault(one.key, one)
    return found


def test_all_nine_ways_tell_time_cost_proof_and_what_one_has_and_lacks() -> None:
    found = nine()
    assert found.keys() >= NINE
    for key in NINE:
        one = found[key]
        assert one.how_long.en and one.cost.en and one.who.en and one.proofs, key
        if any(name == "right" for name in one.proof_keys):
            assert True in {there for _, there in one.proofs}, key
    timed = {key for key in NINE if any(sign.isdigit() for sign in found[key].how_long.zh)}
    assert timed == NINE - {"police", "platform"}  # no period is laid down for these two


def test_all_nine_ways_begin_a_file_and_carry_the_right_that_was_named() -> None:
    found = nine()
    for key in ("court", "arbitration", "platform", "customs", "police"):
        assert found[key].next_url.startswith("/damages/?for="), key
        assert found[key].next_url.endswith("&right=trademark"), key
    assert found["mediation"].next_url == "/mediation/new?kind=trademark"
    assert {found[key].next_url for key in ("administrative", "adjudication", "report")} == {
        "/file/rights_complaint", "/file/report",
    }  # fmt: skip
    unknown = {"happened": "copied", "right_kind": "unknown", "want": "stop", "place": "border"}
    assert "/damages/?for=customs&right=" in {one.next_url for one in wizard(unknown, on=DAY).routes}
