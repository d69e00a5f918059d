"""Every field of an infringement complaint from mediation to the end, with good and bad entries.

Entries are read on Friday 2026-11-20: step, field, what is entered, what is stored, or what is said in both languages.
"""

from __future__ import annotations

import pytest

from tests.factories.field_words import refused, stored

NAME = "infringement-complaint"
STORED = [
    ("offer-mediation", "mediation_answer_due_on", "2026-11-20", "2026-11-20"),
    ("answer-mediation", "mediation_view", "declined", "declined"),
    ("answer-mediation", "mediation_words", " 有 ", "有"),
    ("record-mediation-answer", "mediation_complainant", "no_answer", "no_answer"),
    ("record-mediation-answer", "mediation_respondent", "no_answer", "no_answer"),
    ("record-performance", "performance", "nothing_due", "nothing_due"),
    ("record-performance", "paid", "1,234.5", "1234.50"),
    ("record-performance", "performed_on", "2026-11-20", "2026-11-20"),
    ("urge-performance", "demanded_on", "2026-11-20", "2026-11-20"),
    ("urge-performance", "statutory_ended_on", "2026-11-20", "2026-11-20"),
    ("close", "closing_summary", " 有 ", "有"),
    ("close-unfounded", "reason", " 有 ", "有"),
    ("refer-to-police", "police_office", " 有 ", "有"),
    ("refer-to-police", "referred_on", "2026-11-20", "2026-11-20"),
    ("refer-to-police", "reason", " 有 ", "有"),
    ("refer-to-court", "court", " 有 ", "有"),
    ("refer-to-court", "court_case", " 有 ", "有"),
    ("refer-to-court", "reason", " 有 ", "有"),
    ("record-referral-result", "referral_on", "2026-11-20", "2026-11-20"),
    ("record-referral-result", "referral_result", " 有 ", "有"),
    ("record-referral-result", "referral_source", " 有 ", "有"),
    ("take-back", "reason", " 有 ", "有"),
    ("reopen", "reason", " 有 ", "有"),
    ("reopen-verification", "reason", " 有 ", "有"),
    ("correct", "corrected_text", " 有 ", "有"),
    ("correct", "reason", " 有 ", "有"),
    ("correct", "corrects_move", 3, 3),
]
REFUSED = [
    ("offer-mediation", "mediation_answer_due_on", "20.11.2026", "date"),
    ("offer-mediation", "mediation_answer_due_on", "2026-11-19", "past"),
    ("offer-mediation", "mediation_answer_due_on", "", "missing"),
    ("answer-mediation", "mediation_view", "other-answer", "choice"),
    ("answer-mediation", "mediation_view", "", "missing"),
    ("answer-mediation", "mediation_words", "字" * 2001, "long:2000"),
    ("record-mediation-answer", "mediation_complainant", "other-answer", "choice"),
    ("record-mediation-answer", "mediation_complainant", "", "missing"),
    ("record-mediation-answer", "mediation_respondent", "other-answer", "choice"),
    ("record-mediation-answer", "mediation_respondent", "", "missing"),
    ("record-performance", "performance", "other-answer", "choice"),
    ("record-performance", "performance", "", "missing"),
    ("record-performance", "paid", "viel", "amount"),
    ("record-performance", "paid", "-1", "range"),
    ("record-performance", "performed_on", "20.11.2026", "date"),
    ("record-performance", "performed_on", "2026-11-21", "future"),
    ("record-performance", "performed_on", "", "missing"),
    ("urge-performance", "demanded_on", "20.11.2026", "date"),
    ("urge-performance", "demanded_on", "2026-11-21", "future"),
    ("urge-performance", "demanded_on", "", "missing"),
    ("urge-performance", "statutory_ended_on", "20.11.2026", "date"),
    ("urge-performance", "statutory_ended_on", "2026-11-21", "future"),
    ("urge-performance", "statutory_ended_on", "", "missing"),
    ("close", "closing_summary", "字" * 20001, "long:20000"),
    ("close", "closing_summary", 7, "text"),
    ("close", "closing_summary", "", "missing"),
    ("close-unfounded", "reason", "字" * 4001, "long:4000"),
    ("close-unfounded", "reason", 7, "text"),
    ("close-unfounded", "reason", "", "missing"),
    ("refer-to-police", "police_office", "字" * 201, "long:200"),
    ("refer-to-police", "police_office", 7, "text"),
    ("refer-to-police", "police_office", "", "missing"),
    ("refer-to-police", "referred_on", "20.11.2026", "date"),
    ("refer-to-police", "referred_on", "2026-11-21", "future"),
    ("refer-to-police", "referred_on", "", "missing"),
    ("refer-to-police", "reason", "字" * 4001, "long:4000"),
    ("refer-to-police", "reason", 7, "text"),
    ("refer-to-police", "reason", "", "missing"),
    ("refer-to-court", "court", "字" * 201, "long:200"),
    ("refer-to-court", "court", 7, "text"),
    ("refer-to-court", "court", "", "missing"),
    ("refer-to-court", "court_case", "字" * 201, "long:200"),
    ("refer-to-court", "reason", "字" * 4001, "long:4000"),
    ("refer-to-court", "reason", 7, "text"),
    ("refer-to-court", "reason", "", "missing"),
    ("record-referral-result", "referral_on", "20.11.2026", "date"),
    ("record-referral-result", "referral_on", "2026-11-21", "future"),
    ("record-referral-result", "referral_on", "", "missing"),
    ("record-referral-result", "referral_result", "字" * 20001, "long:20000"),
    ("record-referral-result", "referral_result", 7, "text"),
    ("record-referral-result", "referral_result", "", "missing"),
    ("record-referral-result", "referral_source", "字" * 201, "long:200"),
    ("take-back", "reason", "字" * 4001, "long:4000"),
    ("take-back", "reason", 7, "text"),
    ("take-back", "reason", "", "missing"),
    ("reopen", "reason", "字" * 4001, "long:4000"),
    ("reopen", "reason", 7, "text"),
    ("reopen", "reason", "", "missing"),
    ("reopen-verification", "reason", "字" * 4001, "long:4000"),
    ("reopen-verification", "reason", 7, "text"),
    ("reopen-verification", "reason", "", "missing"),
    ("correct", "corrected_text", "字" * 20001, "long:20000"),
    ("correct", "corrected_text", 7, "text"),
    ("correct", "corrected_text", "", "missing"),
    ("correct", "reason", "字" * 4001, "long:4000"),
    ("correct", "reason", 7, "text"),
    ("correct", "reason", "", "missing"),
    ("correct", "corrects_move", "x", "number"),
    ("correct", "corrects_move", "", "missing"),
]


@pytest.mark.parametrize(("step", "key", "entered", "kept"), STORED)
def test_what_is_stored(step: str, key: str, entered: object, kept: object) -> None:
    assert stored(NAME, step, key, entered) == kept


@pytest.mark.parametrize(("step", "key", "entered", "fault"), REFUSED)
def test_what_is_refused(step: str, key: str, entered: object, fault: str) -> None:
    refused(NAME, step, key, entered, fault)
