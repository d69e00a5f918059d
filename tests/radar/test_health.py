"""The health check: points by weight, advice in order, nothing left unanswered, a report that can be printed."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from zhidun.kernel.errors import Invalid
from zhidun.radar import health

WHOLE = health.questionnaire()


def all_of(answer: str, **others: str) -> dict[str, str]:
    return {one.key: others.get(one.key, answer) for one in WHOLE.questions}


@pytest.mark.parametrize(
    ("answer", "score", "advice"),
    [("yes", 100, 0), ("no", 0, len(WHOLE.questions)), ("partly", 50, len(WHOLE.questions))],
)
def test_equal_answers_give_equal_points(answer: str, score: int, advice: int) -> None:
    outcome = health.check_up(all_of(answer))
    assert (outcome.score, len(outcome.advice)) == (score, advice)
    assert {one.score for one in outcome.sections} == {score}


def test_what_does_not_apply_counts_neither_way() -> None:
    outcome = health.check_up(all_of("yes", fair="none", export="none"))
    assert outcome.score == 100
    assert outcome.answered == outcome.total - 2
    assert [one.score for one in outcome.sections if one.section.key == "abroad"] == [None]
    assert health.check_up(all_of("none")).score == 0


def test_points_follow_weights_and_the_weightiest_advice_comes_first() -> None:
    outcome = health.check_up(all_of("yes", mark_registered="no", platform="no", work_proof="partly"))
    total = sum(one.weight for one in WHOLE.questions)
    assert outcome.score == round(100 * (total - 3 - 1 - 1) / total)
    assert outcome.advice[0].question.key == "mark_registered"


def test_every_question_must_be_answered() -> None:
    with pytest.raises(Invalid) as told:
        health.check_up({"mark_registered": "yes", "mark_use": "perhaps"})
    assert len(told.value.errors) == len(WHOLE.questions) - 1
    assert "mark_use" in told.value.errors


def test_keys_are_unique_and_grades_reach_down_to_nothing() -> None:
    keys = [one.key for one in WHOLE.questions]
    assert len(keys) == len(set(keys))
    assert [least for least, _, _ in WHOLE.grades] == sorted((g[0] for g in WHOLE.grades), reverse=True)
    assert WHOLE.grades[-1][0] == 0


def test_the_report_is_a_pdf_with_score_advice_and_the_name() -> None:
    content = health.report_pdf(health.check_up(all_of("no")), name="沈绣坊<b>")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "沈绣坊" in text
    assert "薄弱" in text
    assert "不是法律意见" in text
