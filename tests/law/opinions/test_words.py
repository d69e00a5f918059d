"""The words of the calculators: every field is taken in every form, every answer has every field by its name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from zhidun.law.calculators import NAMES, answer, answer_text

ALWAYS = ("accepted", "rules", "law", "article", "steps", "provisional", "confidence")
MONEY = (1200, 1200.5, "1200", "1200.50", 0, "0", None)
COUNT = (3, "3", 0, None)
DAY = ("2026-11-22", "2026-11-22T10:00:00+08:00", None)
FLAG = (True, False, None)
MULTIPLE = (2, 2.5, "2.5", None)
SHARE = (0.2, "0.2", "20%", None)
PAUSES: tuple[object, ...] = ([["2026-05-20", "2026-05-22"]], [], None)
RIGHTS = (
    "patent", "trademark", "copyright", "software", "trade_secret", "unfair_competition", "plant_variety", "ic_layout",
    "gi", "special_sign", "olympic_sign",
)  # fmt: skip
ACTS = ("confusion", "trade_secret", "bribery", "false_advertising", "prize_sale", "defamation", "network")
ARTICLES = ("213", "214", "215", "216", "217", "218", "219", "goods", "services", 213, 219)
CHOSEN = ("actual_loss", "infringer_profit", "gains", "licence_fee", "licence_multiple", "royalty", "statutory", None)
SUBJECTS = (
    "trademark", "gi", "copyright", "software", "patent", "fake_patent", "trade_secret", "plant_variety",
    "special_sign", "olympic_sign", "platform", "tm_agency", "malicious_filing", *ACTS,
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """The words of one command.

    Attributes:
        base: a question that is answered.
        takes: its fields, each with the values it takes.
        gives: the fields of its answer.
        bare: fields that a null (or one of its other values) leaves without what the rule needs.
    """

    base: Mapping[str, object]
    takes: Mapping[str, tuple[object, ...]]
    gives: tuple[str, ...]
    bare: frozenset[str] = field(default_factory=frozenset)


DAMAGES: dict[str, tuple[object, ...]] = {
    "right": RIGHTS, "act": (*ACTS, None), "event_date": DAY, "act_from": DAY, "act_to": DAY, "actual_loss": MONEY,
    "infringer_profit": MONEY, "gains": MONEY, "licence_fee": MONEY, "licence_multiple": MULTIPLE, "royalty": MONEY,
    "units": COUNT, "unit_price": MONEY, "operating_margin": SHARE, "industry_margin": SHARE, "chosen": CHOSEN,
    "claimed_statutory": MONEY, "reasonable_costs": MONEY,
}  # fmt: skip
COMMANDS = {
    "due": Words(
        base={"rule": "samr.case.decide.90d", "start": "2026-05-06"},
        takes={
            "rule": ("apl.decide.90d", "samr.case.decide.90d"), "start": ("2026-05-06", "2026-05-06T10:00"),
            "event": ("case_filed", None), "direction": ("forward", "backward", None), "pauses": PAUSES,
            "testing_days_excluded": (5, "5", 0, "0", None), "hearing_date": (*DAY,), "domestic": FLAG,
            "extended": FLAG, "extended_by_head": FLAG, "extended_by_superior": (30, "30", False, None),
        },
        gives=("due", "due_raw", "unit", "counted", "rule_version"),
        bare=frozenset({"extended_by_superior"}),  # comes after the head's
    ),
    "damages": Words(
        base={"right": "copyright", "event_date": "2026-11-22", "unit_price": 5, "operating_margin": "0.1"},
        takes=DAMAGES,
        gives=("basis", "base", "min", "max", "statutory_available", "award_max", "total"),
        bare=frozenset({"unit_price", "operating_margin", "right", "chosen", "act_from", "act_to"}),
    ),
    "punitive": Words(
        base={"right": "patent", "event_date": "2026-11-22", "base": 1000, "intent": True, "serious": True},
        takes={
            **DAMAGES, "base": MONEY, "multiple": MULTIPLE, "intent": FLAG, "serious": FLAG,
            "intent_factors": (["continued_after_effective_notice"], [{"factor": "other", "evidence": "信"}], None),
            "gravity_factors": (["infringement_as_business"], None), "statutory_damages": (5000, "5000", None),
            "fine_paid": (*MONEY, True, False), "stage": ("first_instance", "second_instance", None),
            "punitive_claimed": FLAG, "first_suit_claimed_punitive": FLAG, "court_explained": FLAG,
        },
        gives=("accepted", "reason", "punitive_allowed", "base", "punitive_total", "cap", "capped", "total",
               "deduct_fine"),
        bare=frozenset({"base", "intent", "serious", "right", "stage", "punitive_claimed", "units", "act_from",
                        "chosen"}),
    ),
    "fine": Words(
        base={"right": "trademark", "event_date": "2026-11-22", "fine": 1000},
        takes={
            "right": (*RIGHTS[:5], *RIGHTS[6:7], *RIGHTS[8:], "fake_patent"), "subject": (*SUBJECTS, None),
            "event_date": DAY, "illegal_turnover": MONEY, "illegal_gains": MONEY, "goods_value": MONEY, "sales": MONEY,
            "purchase_price_proved": MONEY, "related_tax_paid_before_penalty": MONEY, "refunded": MONEY,
            "prior_penalty_date": ("2026-01-05", None), "new_act_date": DAY, "public_interest_harmed": FLAG,
            "party": ("person", "organisation", None), "confiscation": MONEY, "fine": MONEY, "days_late": COUNT,
        },
        gives=("bracket", "min_fine", "max_fine", "serious", "hearing_right", "surcharge", "illegal_gains",
               "confiscate"),
    ),
    "crime": Words(
        base={"article": "213", "event_date": "2026-11-22"},
        takes={
            "article": ARTICLES, "event_date": DAY, "illegal_gains": MONEY, "illegal_turnover": MONEY,
            "sales_amount": MONEY, "sold": MONEY, "unsold": MONEY, "marks": COUNT, "same_goods_same_source": FLAG,
            "patents": COUNT, "labels": COUNT, "direct_loss": MONEY, "loss": MONEY, "copies": COUNT,
            "copies_sold": COUNT, "works_online": COUNT, "downloads": COUNT, "clicks": COUNT, "members": COUNT,
            "prior_admin_penalty": ("2026-01-05", None), "act": DAY,
        },
        gives=("met", "aggravated", "by", "missing", "advise_transfer"),
    ),
    "reward": Words(
        base={"level": 2},
        takes={
            "level": (1, 2, 3, "1", "2", "3"), "fine_and_confiscation": MONEY, "fine": MONEY,
            "illegal_gains_confiscated": MONEY, "province": ("四川", "重庆", "Guangdong", None),
            "reporter": ("natural_person", "anonymous", "insider", "organisation", "right_holder", "staff", None),
        },
        gives=("eligible", "reward", "finance_signoff", "floor", "cap"),
    ),
    "limitation": Words(
        base={"right": "patent", "knew": "2025-03-03"},
        takes={
            "right": RIGHTS, "knew": ("2025-03-03", "2025-03-03T10:00"), "request": DAY, "suit": DAY,
            "infringement_continues": FLAG, "infringement_ended": DAY,
            "interruption": (*DAY, ["2025-05-05", "2026-06-06"], []),
        },
        gives=("accepted", "expires", "reason"),
    ),
}  # fmt: skip
WRONG: dict[str, tuple[str, str]] = {  # command → a slip of the pen, and the word it is near to
    "due": ("hearing_dat", "hearing_date"), "damages": ("license_fee", "licence_fee"),
    "punitive": ("multipl", "multiple"),
    "fine": ("illegal_turnovr", "illegal_turnover"), "crime": ("prior_penalty", "prior_admin_penalty"),
    "reward": ("reportr", "reporter"), "limitation": ("infringement_end", "infringement_ended"),
}  # fmt: skip


def test_every_command_is_here() -> None:
    assert set(COMMANDS) == set(NAMES)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_field_is_taken_in_every_form(name: str) -> None:
    words = COMMANDS[name]
    for one, values in words.takes.items():
        for value in values:
            found = answer(name, {**words.base, one: value})
            if found["accepted"]:
                assert not [gives for gives in (*ALWAYS, *words.gives) if gives not in found], (one, value)
                assert found["rules"], (one, value)
            else:
                assert one in words.bare, (one, value, found)
                assert {"zh", "en"} == set(found["reason"]) == set(found["remedy"])  # type: ignore[call-overload]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_shape_of_a_file_comes_back_with_each_refusal_in_its_place(name: str) -> None:
    good, (slip, near) = COMMANDS[name].base, WRONG[name]
    asked = [good, {**good, slip: 1}, good]
    for text, back in (
        (json.dumps(asked), json.loads),
        ("\n".join(json.dumps(one) for one in asked), lambda said: [json.loads(line) for line in said.splitlines()]),
    ):
        said, code = answer_text(text, name)
        answers = back(said)
        assert [one["accepted"] for one in answers] == [True, False, True]
        assert code == 1
        assert near in answers[1]["remedy"]["zh"]
        assert near in answers[1]["remedy"]["en"]
    said, code = answer_text(json.dumps(good), name)
    assert (json.loads(said)["accepted"], code) == (True, 0)


def test_what_only_some_answers_of_due_have() -> None:
    found = answer("due", {**COMMANDS["due"].base, "extended": True})
    assert found["due_extended"] > found["due"]  # type: ignore[operator]
    found = answer("due", {"rule": "apl.hearing.notice.7d", "start": "2026-05-06", "hearing_date": "2026-06-30"})
    assert str(found["latest_notice"]) < "2026-06-30"
    assert found["start"] == "2026-06-30"
