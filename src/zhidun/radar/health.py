"""The health check (法律体检): a questionnaire, a score that orders the advice, and a report; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import yaml
from django.conf import settings as django_settings

from zhidun.cases.certificates import ISSUER
from zhidun.cases.fonts import check_glyphs, printable
from zhidun.cases.rendering import compile_template
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.packs import pack_files
from zhidun.kernel.text import Text, t

REPORT: Final = "health-report/template.typ"
NAME: Final = 100
NOTICE: Final = t(
    "本报告由问卷答案自动计算,只供自查,不是法律意见,也不作为任何决定的依据;平台不保存您的答案。",
    "Computed from your answers for your own use. It is no legal opinion and no decision rests on it; none of your "
    "answers is kept.",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One possible answer; `worth` is None for “does not apply”."""

    key: str
    title: Text
    worth: float | None


@dataclass(frozen=True, slots=True)
class HealthQuestion:
    """One question with its weight, and what to do when the answer is not yes."""

    key: str
    ask: Text
    weight: int
    advice: Text
    law: Text | None


@dataclass(frozen=True, slots=True)
class Section:
    """Questions of one field."""

    key: str
    title: Text
    questions: tuple[HealthQuestion, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All questions, answers and grades."""

    sections: tuple[Section, ...]
    answers: tuple[Answer, ...]
    grades: tuple[tuple[int, Text, Text], ...]

    @property
    def questions(self) -> tuple[HealthQuestion, ...]:
        """Every question in order."""
        return tuple(one for section in self.sections for one in section.questions)


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, the weightiest first; `lost` are the points a yes would bring."""

    question: HealthQuestion
    answer: Answer
    lost: float


@dataclass(frozen=True, slots=True)
class SectionScore:
    """The score of one section, 0 to 100; None when nothing in it applies."""

    section: Section
    score: int | None


@dataclass(frozen=True, slots=True)
class Checkup:
    """The outcome: score 0 to 100, grade, sections, advice."""

    score: int
    grade: Text
    words: Text
    sections: tuple[SectionScore, ...]
    advice: tuple[Advice, ...]
    answered: int
    total: int

    def as_dict(self) -> dict[str, object]:
        """Return the outcome for JSON."""
        return {
            "score": self.score,
            "grade": self.grade.as_dict(),
            "words": self.words.as_dict(),
            "answered": self.answered,
            "total": self.total,
            "sections": [
                {"key": one.section.key, "title": one.section.title.as_dict(), "score": one.score}
                for one in self.sections
            ],
            "advice": [
                {
                    "question": one.question.key,
                    "ask": one.question.ask.as_dict(),
                    "advice": one.question.advice.as_dict(),
                    "law": one.question.law.as_dict() if one.question.law else None,
                }
                for one in self.advice
            ],
            "notice": NOTICE.as_dict(),
        }


@cache
def questionnaire() -> Questionnaire:
    """Return the questionnaire of the packs in force."""
    raw: dict[str, Any] = {}
    for _, file in pack_files("radar/health.yaml"):
        raw.update(yaml.safe_load(file.read_text(encoding="utf-8")))
    return Questionnaire(
        tuple(
            Section(one["key"], Text.of(one["title"]), tuple(_question(each) for each in one["questions"]))
            for one in raw["sections"]
        ),
        tuple(Answer(key, Text.of(one["title"]), one.get("worth")) for key, one in raw["answers"].items()),
        tuple((int(one["from"]), Text.of(one["title"]), Text.of(one["words"])) for one in raw["grades"]),
    )


def _question(raw: Mapping[str, Any]) -> HealthQuestion:
    law = Text.of(raw["law"]) if raw.get("law") else None
    return HealthQuestion(raw["key"], Text.of(raw["ask"]), int(raw["weight"]), Text.of(raw["advice"]), law)


def check_up(given: Mapping[str, str]) -> Checkup:
    """Return the outcome of a filled-in questionnaire; every question must be answered.

    Raises:
        Invalid: with a fault for each question without a known answer.
    """
    whole = questionnaire()
    known = {one.key: one for one in whole.answers}
    faults: dict[str, Refusal] = {}
    chosen: dict[str, Answer] = {}
    for question in whole.questions:
        answer = known.get(str(given.get(question.key, "")))
        if answer is None:
            faults[question.key] = Invalid(
                t(f"请回答:{question.ask.zh}", f"Answer: {question.ask.en}"),
                t("不确定的选“不清楚”。", "When unsure choose “not sure”."),
                field=question.key,
            )
        else:
            chosen[question.key] = answer
    if faults:
        raise Invalid(errors=faults)
    score = _score(whole.questions, chosen)
    total = score if score is not None else 0
    grade, words = next((title, words) for least, title, words in whole.grades if total >= least)
    return Checkup(
        total,
        grade,
        words,
        tuple(SectionScore(section, _score(section.questions, chosen)) for section in whole.sections),
        _advice(whole, chosen),
        sum(one.worth is not None for one in chosen.values()),
        len(chosen),
    )


def _score(questions: Sequence[HealthQuestion], chosen: Mapping[str, Answer]) -> int | None:
    counted = [(one.weight, chosen[one.key].worth) for one in questions]
    whole = sum(weight for weight, worth in counted if worth is not None)
    got = sum(weight * worth for weight, worth in counted if worth is not None)
    return round(100 * got / whole) if whole else None


def _advice(whole: Questionnaire, chosen: Mapping[str, Answer]) -> tuple[Advice, ...]:
    found = [
        Advice(question, answer, question.weight * (1 - answer.worth))
        for question in whole.questions
        if (answer := chosen[question.key]).worth is not None and answer.worth < 1
    ]
    return tuple(sorted(found, key=lambda one: -one.lost))


def report_pdf(outcome: Checkup, *, name: str = "") -> bytes:
    """Return the report of a health check as PDF/A; `name` stands on it when given and is kept nowhere.

    Raises:
        GlyphMissing, PaperFaulty: it cannot be printed.
    """
    firm = printable(name.strip()[:NAME])
    check_glyphs([firm])
    told = outcome.as_dict()
    return compile_template(
        REPORT,
        {
            **told,
            "name": firm,
            "issuer": ISSUER.as_dict(),
            "demo": bool(django_settings.DEMO),
            "date_iso": time.today().isoformat(),
            "title": t("知识产权法律体检报告", "Intellectual property health check").as_dict(),
        },
    )
