"""The wizard: what happened, what can be done, how long, what it costs, who does it, what proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zhidun.intake.past import past_of
from zhidun.intake.tables import holds, rows, table, words
from zhidun.intake.types import Option, Question, Route, WizardStep
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.law.load import rulebook

STEP = "wizard"


def wizard(answers: Mapping[str, object], *, on: date | None = None) -> WizardStep:
    """Return the next question, or the routes that fit when nothing is left to ask.

    Answers that are no choice of their question count as not given, so the question is asked again.
    """
    questions = rows(table("routes"), "questions")
    seen: dict[str, object] = {}
    for row in questions:
        key, given = str(row["key"]), str(answers.get(str(row["key"])) or "")
        seen[key] = given if given in [option["value"] for option in rows(row, "options")] else ""
    shown = [row for row in questions if not row.get("show_when") or holds(str(row["show_when"]), seen)]
    left = [row for row in shown if not seen[str(row["key"])]]
    asked = len(shown) - len(left)
    if left:
        return WizardStep(question=_question(left[0]), asked=asked, total=len(shown))
    day, have = on or time.today(), _have(answers)
    fitting = [row for row in rows(table("routes"), "routes") if holds(str(row["when"]), seen)]
    want = str(seen.get("want") or "")
    fitting.sort(key=lambda row: want not in words(row, "first_for"))
    routes = [_route(row, day, have, seen, past=True, recommended=n == 0) for n, row in enumerate(fitting)]
    return WizardStep(question=None, asked=asked, total=len(shown), routes=tuple(routes), proofs=_proofs(fitting))


def _have(answers: Mapping[str, object]) -> frozenset[str]:
    given = answers.get("have")
    listed = given if isinstance(given, list | tuple) else str(given or "").split(",")
    return frozenset(str(one) for one in listed if one)


def _proofs(fitting: Sequence[Mapping[str, object]]) -> tuple[tuple[str, Text], ...]:
    """Return every kind of proof the fitting routes ask for, once."""
    found: dict[str, Text] = {}
    for row in fitting:
        for proof in rows(row, "proof"):
            if proof.get("key"):
                found.setdefault(str(proof["key"]), Text.of(proof))
    return tuple(found.items())


def all_routes(*, on: date | None = None) -> tuple[Route, ...]:
    """Return every route of the packs, for the page that lists them."""
    day = on or time.today()
    return tuple(_route(row, day) for row in rows(table("routes"), "routes"))


def refusal_reasons(kind: str) -> tuple[tuple[str, Text, Text], ...]:
    """Return (key, reason, remedy) of the grounds for refusing a filing of this kind."""
    return tuple(
        (str(row["key"]), Text.of(row["reason"]), Text.of(row["remedy"]))
        for row in rows(table("refusals"), "grounds")
        if kind in words(row, "kinds")
    )


def _question(row: Mapping[str, object]) -> Question:
    return Question(
        key=str(row["key"]),
        label=Text.of(row["label"]),
        hint=Text.of(row["hint"]) if row.get("hint") else None,
        kind="choice",
        options=tuple(
            Option(value=str(option["value"]), label=Text.of(option["label"])) for option in rows(row, "options")
        ),
        required=True,
        step=STEP,
    )


def _route(
    row: Mapping[str, object],
    day: date,
    have: frozenset[str] = frozenset(),
    seen: Mapping[str, object] | None = None,
    *,
    past: bool = False,
    recommended: bool = False,
) -> Route:
    return Route(
        key=str(row["key"]),
        title=Text.of(row["title"]),
        what=Text.of(row["what"]),
        how_long=_how_long(words(row, "periods"), day),
        cost=Text.of(row["cost"]),
        who=Text.of(row["who"]),
        proof=tuple(Text.of(proof) for proof in rows(row, "proof")),
        proof_keys=tuple(str(proof.get("key") or "") for proof in rows(row, "proof")),
        next_url=_address(str(row["url"]), seen or {}),
        have=have,
        recommended=recommended,
        counted=past and bool(words(row, "procedures") or words(row, "endings")),
        past=past_of(words(row, "procedures"), words(row, "endings")) if past else None,
    )


def _address(pattern: str, seen: Mapping[str, object]) -> str:
    """Return where a file begins, with the right that was named: what was said once is not asked again."""
    right = str(seen.get("right_kind") or "")
    return pattern.replace("{right}", "" if right == "unknown" else right)


def _how_long(names: list[str], day: date) -> Text:
    """Return the statutory periods in words, read from the law pack for `day`; an unread rule is marked."""
    parts = [part for name in names if (part := _period(name, day)) is not None]
    if not parts:
        return t("依各机关规定,办理时告知", "as that authority's rules say; you are told")
    return t(";".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _period(name: str, day: date) -> Text | None:
    try:
        rule, period = rulebook().located(name, day)
    except Refusal:
        return None
    mark = t("", "") if rule.verified else t("(待核)", " (to be confirmed)")
    unit, many = period.unit.words, "s" if period.value > 1 else ""
    return t(
        f"{rule.title.zh}:{period.value}{unit.zh}{mark.zh}", f"{rule.title.en}: {period.value} {unit.en}{many}{mark.en}"
    )
