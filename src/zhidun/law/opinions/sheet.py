"""The answer sheet: rules cited, arithmetic line by line, confidence, and money written out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.law.model import Confidence, Rule

Answer = dict[str, object]
CENT = Decimal("0.01")
ORDER = (Confidence.TEXT_READ, Confidence.SECONDARY, Confidence.MEMORY)


def money(value: Decimal | None) -> str | None:
    """Return an amount with two places, half up; None stays None."""
    return None if value is None else f"{value.quantize(CENT, ROUND_HALF_UP):f}"


def say(value: Decimal) -> str:
    """Return an amount for a sentence: thousands in groups, no empty decimals."""
    shown = value.quantize(CENT, ROUND_HALF_UP)
    return f"{int(shown):,}" if shown == int(shown) else f"{shown:,.2f}"


def times(value: Decimal) -> str:
    """Return a multiple or a share without trailing zeros."""
    return f"{value.normalize():f}"


class Sheet:
    """Collects what an answer rests on. The first rule is the one the answer cites."""

    def __init__(self, *rules: Rule) -> None:
        """Start with the rules that decide."""
        self._rules: list[Rule] = []
        self._steps: list[Text] = []
        self._notes: list[Text] = []
        self.provisional = False
        self.figures_differ = False
        self.cite(*rules)

    def cite(self, *rules: Rule) -> None:
        """Add rules that the answer rests on."""
        for rule in rules:
            if all(rule.id != known.id for known in self._rules):
                self._rules.append(rule)

    def lead(self, rule: Rule) -> None:
        """Make a rule the one the answer cites."""
        self._rules = [rule, *(known for known in self._rules if known.id != rule.id)]

    def step(self, zh: str, en: str) -> None:
        """Add a line of the arithmetic."""
        self._steps.append(t(zh, en))

    def take(self, other: Sheet, zh: str, en: str) -> None:
        """Add the arithmetic of another sheet, each line with what it is of before it."""
        self._steps += [t(f"{zh}:{line.zh}", f"{en}: {line.en}") for line in other._steps]

    def note(self, zh: str, en: str, *, provisional: bool = False) -> None:
        """Add what an officer should know; provisional when the result rests on an inference."""
        self._notes.append(t(zh, en))
        self.provisional = self.provisional or provisional

    def differ(self, zh: str, en: str) -> None:
        """Note that figures of the source do not fit each other: shown for an officer to check, never smoothed."""
        self.note(zh, en)
        self.figures_differ = True

    @property
    def confidence(self) -> Confidence:
        """Return the weakest confidence of the rules cited."""
        return max((rule.confidence for rule in self._rules), key=ORDER.index, default=Confidence.TEXT_READ)

    def answer(self, fields: Mapping[str, object]) -> Answer:
        """Return the answer with what every answer carries."""
        head = self._rules[0] if self._rules else None
        return {
            "accepted": True,
            **fields,
            "rules": [rule.id for rule in self._rules],
            "law": head.law.id if head else None,
            "law_title": head.law.title.as_dict() if head else None,
            "article": head.article if head else None,
            "citation": head.citation.as_dict() if head else None,
            "steps": [line.as_dict() for line in self._steps],
            "notes": [line.as_dict() for line in self._notes],
            "provisional": self.provisional,
            "confidence": self.confidence.value,
            **({"figures_differ": True} if self.figures_differ else {}),
        }

    def declined(self, reason: Text, remedy: Text, fields: Mapping[str, object], *, code: str, field: str) -> Answer:
        """Return an answer that declines the claim and still shows what it rests on."""
        return {
            **self.answer(fields),
            "accepted": False,
            "code": code,
            "reason": reason.as_dict(),
            "remedy": remedy.as_dict(),
            "field": field,
        }


def refused(refusal: Refusal) -> Answer:
    """Return the object that stands in the place of an answer."""
    answer: Answer = {
        "accepted": False,
        "code": refusal.code,
        "reason": refusal.reason.as_dict(),
        "remedy": refusal.remedy.as_dict(),
    }
    if refusal.field:
        answer["field"] = refusal.field
    if refusal.article:
        answer["article"] = refusal.article
    return answer
