"""A complaint and a case the bureau takes up decide by the same declared steps (ADR 0021)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from zhidun.law.load import rulebook
from zhidun.procedures.load import catalogue
from zhidun.procedures.model import ClockVerb, Step

SHARED = (
    "finish-investigation", "pass-review", "return-review", "give-notice", "make-statement", "request-hearing",
    "appoint-hearing-officer", "hand-hearing-file", "fix-hearing", "announce-hearing", "hold-hearing", "report-hearing",
    "cancel-hearing", "review-after-hearing",
    "decide", "record-revocation", "offer-mediation", "record-mediation-answer", "record-performance",
    "urge-performance", "apply-enforcement", "close", "close-unfounded",
)  # fmt: skip
APART = {
    "file": "a case the bureau takes up checks the secret and its competence first",
    "fine-on-the-spot": "the simple procedure begins on the spot, never with a complaint",
    "serve": "with the period of a public notice",
    "publish": "with its class",
}


def bare(step: Step) -> str:
    """Return a step without the lines of the files it was read from and without the states it starts from."""
    return re.sub(r"Where\(.*?\)", "", repr(replace(step, from_states=())))


CHAIN = (
    "samr.hearing.host.3wd", "samr.hearing.handover.3wd", "samr.hearing.fix.5wd", "samr.hearing.fix.5wd#notice",
    "samr.hearing.public.3wd", "samr.hearing.report.5wd",
)  # fmt: skip


def test_whatever_ends_in_a_penalty_has_the_whole_hearing_or_no_room_for_one() -> None:
    """A fine is put into a decision in two procedures only; the simple one of them ends below every threshold."""
    fining = {
        name: {
            step.key
            for step in catalogue().get(name).steps.values()
            if {"fine", "decision_rule"} <= {one.key for one in step.fields}
        }
        for name in catalogue().names()
    }
    assert {name: steps for name, steps in fining.items() if steps} == {
        "infringement-complaint": {"decide"}, "administrative-case": {"decide", "fine-on-the-spot"},
    }  # fmt: skip
    for name in ("infringement-complaint", "administrative-case"):
        started = {
            action.rule
            for step in catalogue().get(name).steps.values()
            for action in step.effects.clocks
            if action.verb is ClockVerb.START
        }
        assert set(CHAIN) <= started
    spot, hearing = (
        rulebook().versions("apl.simple")[-1].params,
        rulebook().versions("samr.hearing.threshold")[-1].params,
    )
    assert spot["citizen_max_fine"] < hearing["natural_person_fine"]
    assert spot["organisation_max_fine"] < hearing["organisation_fine"]


@pytest.mark.parametrize("key", SHARED)
def test_a_step_that_decides_is_declared_once(key: str) -> None:
    complaint, case = catalogue().get("infringement-complaint").steps, catalogue().get("administrative-case").steps
    assert bare(case[key]) == bare(complaint[key])


def test_what_differs_is_named_with_its_reason() -> None:
    complaint, case = catalogue().get("infringement-complaint").steps, catalogue().get("administrative-case").steps
    differ = {key for key in case.keys() & complaint.keys() if bare(case[key]) != bare(complaint[key])}
    assert differ <= set(APART)
    assert all(APART[key] for key in differ)
