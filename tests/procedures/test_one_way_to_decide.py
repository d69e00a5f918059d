"""A complaint and a case the bureau takes up decide by the same declared steps (ADR 0021)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from zhidun.procedures.load import catalogue
from zhidun.procedures.model import Step

SHARED = (
    "finish-investigation", "pass-review", "return-review", "give-notice", "make-statement", "review-after-hearing",
    "decide", "record-revocation", "offer-mediation", "record-mediation-answer", "record-performance",
    "urge-performance", "apply-enforcement", "close", "close-unfounded",
)  # fmt: skip
APART = {
    "file": "a case the bureau takes up checks the secret and its competence first",
    "fine-on-the-spot": "the simple procedure begins on the spot, never with a complaint",
    "request-hearing": "the full chain of the hearing follows",
    "fix-hearing": "the full chain of the hearing follows",
    "serve": "with the period of a public notice",
    "publish": "with its class",
}


def bare(step: Step) -> str:
    """Return a step without the lines of the files it was read from and without the states it starts from."""
    return re.sub(r"Where\(.*?\)", "", repr(replace(step, from_states=())))


@pytest.mark.parametrize("key", SHARED)
def test_a_step_that_decides_is_declared_once(key: str) -> None:
    complaint, case = catalogue().get("infringement-complaint").steps, catalogue().get("administrative-case").steps
    assert bare(case[key]) == bare(complaint[key])


def test_what_differs_is_named_with_its_reason() -> None:
    complaint, case = catalogue().get("infringement-complaint").steps, catalogue().get("administrative-case").steps
    differ = {key for key in case.keys() & complaint.keys() if bare(case[key]) != bare(complaint[key])}
    assert differ <= set(APART)
    assert all(APART[key] for key in differ)
