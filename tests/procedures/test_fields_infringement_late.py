"""Every field of an infringement complaint from review to publication, with good and bad entries.

Entries are read on Friday 2026-11-20: step, field, what is entered, what is stored, or what is said in both languages.
"""

from __future__ import annotations

import pytest

from tests.factories.field_words import refused, stored

NAME = "infringement-complaint"
STORED = [
    ("finish-investigation", "infringement_established", "on", True),
    ("finish-investigation", "investigation_report", " 有 ", "有"),
    ("finish-investigation", "illegal_turnover", "1,234.5", "1234.50"),
    ("finish-investigation", "illegal_gains", "1,234.5", "1234.50"),
    ("finish-investigation", "proposal", " 有 ", "有"),
    ("pass-review", "review_opinion", " 有 ", "有"),
    ("return-review", "reason", " 有 ", "有"),
    ("give-notice", "facts_found", " 有 ", "有"),
    ("give-notice", "intended_act", " 有 ", "有"),
    ("give-notice", "hearing_right", "on", True),
    ("give-notice", "notice_served_on", "2026-11-20", "2026-11-20"),
    ("make-statement", "statement_text", " 有 ", "有"),
    ("make-statement", "statement_items", ["0190-a"], ["0190-a"]),
    ("fix-hearing", "hearing_officer", " 有 ", "有"),
    ("fix-hearing", "hearing_at", "2026-11-27T09:30", "2026-11-27T01:30:00+00:00"),
    ("fix-hearing", "hearing_place", " 有 ", "有"),
    ("hold-hearing", "hearing_ended_on", "2026-11-20", "2026-11-20"),
    ("hold-hearing", "hearing_items", ["0190-a"], ["0190-a"]),
    ("report-hearing", "hearing_report", " 有 ", "有"),
    ("review-after-hearing", "second_review_opinion", " 有 ", "有"),
    ("decide", "decision_kind", "no_penalty", "no_penalty"),
    ("decide", "decision_rule", "fine.trademark", "fine.trademark"),
    ("decide", "fine", "1,234.5", "1234.50"),
    ("decide", "orders", " 有 ", "有"),
    ("decide", "reason", " 有 ", "有"),
    ("serve", "served_on", "2026-11-20", "2026-11-20"),
    ("serve", "served_how", "public_notice", "public_notice"),
    ("record-revocation", "revoked_by", "self", "self"),
    ("record-revocation", "reason", " 有 ", "有"),
    ("withdraw-publication", "reason", " 有 ", "有"),
]
REFUSED = [
    ("finish-investigation", "infringement_established", "maybe", "bool"),
    ("finish-investigation", "investigation_report", "字" * 20001, "long:20000"),
    ("finish-investigation", "investigation_report", 7, "text"),
    ("finish-investigation", "investigation_report", "", "missing"),
    ("finish-investigation", "illegal_turnover", "viel", "amount"),
    ("finish-investigation", "illegal_turnover", "-1", "range"),
    ("finish-investigation", "illegal_gains", "viel", "amount"),
    ("finish-investigation", "illegal_gains", "-1", "range"),
    ("finish-investigation", "proposal", "字" * 20001, "long:20000"),
    ("finish-investigation", "proposal", 7, "text"),
    ("finish-investigation", "proposal", "", "missing"),
    ("pass-review", "review_opinion", "字" * 20001, "long:20000"),
    ("pass-review", "review_opinion", 7, "text"),
    ("pass-review", "review_opinion", "", "missing"),
    ("return-review", "reason", "字" * 4001, "long:4000"),
    ("return-review", "reason", 7, "text"),
    ("return-review", "reason", "", "missing"),
    ("give-notice", "facts_found", "字" * 20001, "long:20000"),
    ("give-notice", "intended_act", "字" * 20001, "long:20000"),
    ("give-notice", "intended_act", 7, "text"),
    ("give-notice", "intended_act", "", "missing"),
    ("give-notice", "hearing_right", "maybe", "bool"),
    ("give-notice", "notice_served_on", "20.11.2026", "date"),
    ("give-notice", "notice_served_on", "2026-11-21", "future"),
    ("give-notice", "notice_served_on", "", "missing"),
    ("make-statement", "statement_text", "字" * 10001, "long:10000"),
    ("make-statement", "statement_text", 7, "text"),
    ("make-statement", "statement_text", "", "missing"),
    ("make-statement", "statement_items", ["not an item"], "key"),
    ("fix-hearing", "hearing_officer", "字" * 201, "long:200"),
    ("fix-hearing", "hearing_officer", 7, "text"),
    ("fix-hearing", "hearing_officer", "", "missing"),
    ("fix-hearing", "hearing_at", "noon", "moment"),
    ("fix-hearing", "hearing_at", "2026-11-19T09:30", "past"),
    ("fix-hearing", "hearing_at", "", "missing"),
    ("fix-hearing", "hearing_place", "字" * 201, "long:200"),
    ("fix-hearing", "hearing_place", 7, "text"),
    ("fix-hearing", "hearing_place", "", "missing"),
    ("hold-hearing", "hearing_ended_on", "20.11.2026", "date"),
    ("hold-hearing", "hearing_ended_on", "2026-11-21", "future"),
    ("hold-hearing", "hearing_ended_on", "", "missing"),
    ("hold-hearing", "hearing_items", ["not an item"], "key"),
    ("report-hearing", "hearing_report", "字" * 20001, "long:20000"),
    ("report-hearing", "hearing_report", 7, "text"),
    ("report-hearing", "hearing_report", "", "missing"),
    ("review-after-hearing", "second_review_opinion", "字" * 20001, "long:20000"),
    ("review-after-hearing", "second_review_opinion", 7, "text"),
    ("review-after-hearing", "second_review_opinion", "", "missing"),
    ("decide", "decision_kind", "other-answer", "choice"),
    ("decide", "decision_kind", "", "missing"),
    ("decide", "decision_rule", "§ 60", "key"),
    ("decide", "decision_rule", "", "missing"),
    ("decide", "fine", "viel", "amount"),
    ("decide", "fine", "-1", "range"),
    ("decide", "orders", "字" * 20001, "long:20000"),
    ("decide", "reason", "字" * 4001, "long:4000"),
    ("decide", "reason", 7, "text"),
    ("decide", "reason", "", "missing"),
    ("serve", "served_on", "20.11.2026", "date"),
    ("serve", "served_on", "2026-11-21", "future"),
    ("serve", "served_on", "", "missing"),
    ("serve", "served_how", "other-answer", "choice"),
    ("serve", "served_how", "", "missing"),
    ("record-revocation", "revoked_by", "other-answer", "choice"),
    ("record-revocation", "revoked_by", "", "missing"),
    ("record-revocation", "reason", "字" * 4001, "long:4000"),
    ("record-revocation", "reason", 7, "text"),
    ("record-revocation", "reason", "", "missing"),
    ("withdraw-publication", "reason", "字" * 4001, "long:4000"),
    ("withdraw-publication", "reason", 7, "text"),
    ("withdraw-publication", "reason", "", "missing"),
]


@pytest.mark.parametrize(("step", "key", "entered", "kept"), STORED)
def test_what_is_stored(step: str, key: str, entered: object, kept: object) -> None:
    assert stored(NAME, step, key, entered) == kept


@pytest.mark.parametrize(("step", "key", "entered", "fault"), REFUSED)
def test_what_is_refused(step: str, key: str, entered: object, fault: str) -> None:
    refused(NAME, step, key, entered, fault)
