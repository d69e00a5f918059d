"""The filing form as pages of a door: which questions are open, what there is to choose from. No rule lives here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from django.db.models import Q

from zhidun.access import places
from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases
from zhidun.intake import answers as reading
from zhidun.intake.tables import holds
from zhidun.intake.types import Answers, Option, Question
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.rights import selectors as registry
from zhidun.rights.kinds import kinds

KINDS: Mapping[str, Text] = {
    "rights_complaint": t("知识产权侵权投诉", "Complaint about an infringement"),
    "report": t("违法行为举报", "Report of a breach of the law"),
    "consumer_complaint": t("消费者投诉", "Consumer complaint"),
    "consultation": t("咨询", "Question"),
}
WISHES: Mapping[str, tuple[str, ...]] = {
    "rights_complaint": ("stop_infringement",),
    "report": ("report",),
    "consumer_complaint": ("refund", "both"),
    "consultation": ("ask",),
}
"""Answers to "what would you like" that lead to each form: the first one is meant when nothing else is said."""
ELSEWHERE = "000000"


def districts(actor: Actor) -> list[Option]:
    """Return the units of the city."""
    del actor
    return [Option(value=unit.code, label=unit.name) for unit in places.units()]


def cities(actor: Actor) -> list[Option]:
    """Return the home city and elsewhere."""
    del actor
    home = places.city()
    return [
        Option(value=home.code, label=home.name),
        Option(value=ELSEWHERE, label=t("其他城市", "Another city")),
    ]


def right_kinds(actor: Actor) -> list[Option]:
    """Return the kinds of rights a filing may rest on."""
    del actor
    listed = [Option(value=key, label=kind.title) for key, kind in kinds().items() if not kind.list_only]
    return [*listed, Option(value="unknown", label=t("不清楚", "Not sure"))]


def own_rights(actor: Actor) -> list[Option]:
    """Return the rights a signed-in filer entered, or already rested a case on."""
    rows = registry.visible_to(actor).filter(
        Q(created_by=actor.key) | Q(pk__in=cases.visible_to(actor).values("rights__right_id"))
    )
    found = rows.order_by("kind", "title", "id")[:MOST_RIGHTS] if actor.signed_in and not actor.is_staff else []
    return [
        Option(
            value=str(row.public_id), label=t(f"{row.title} {row.number}".strip(), f"{row.title} {row.number}".strip())
        )
        for row in found
    ]


LISTS: Mapping[str, Callable[[Actor], list[Option]]] = {
    "district": districts,
    "city": cities,
    "right_kind": right_kinds,
    "right": own_rights,
}
NOT_ASKED = frozenset({"hidden"})
"""Question kinds that no page shows: set by the system."""
MOST_RIGHTS = 200


def start(kind: str, lang: str) -> dict[str, object]:
    """Return what is known before anything is typed."""
    return {"intent": WISHES[kind][0], "language": lang}


def with_right(raw: Mapping[str, object], actor: Actor) -> dict[str, object]:
    """Return the answers with kind, number and name of the right chosen from those on file."""
    chosen = str(raw.get("right_id") or "")
    if not chosen:
        return dict(raw)
    try:
        row = registry.by_public_id(actor, chosen)
    except Refusal:
        return {**raw, "right_id": ""}
    return {**raw, "right_kind": row.kind, "right_number": row.number, "right_name": row.title}


def open_questions(
    kind: str, raw: Mapping[str, object], step: str = "", *, actor: Actor | None = None
) -> list[Question]:
    """Return the questions (of a page, or of the whole form) that the facts so far leave open.

    Args:
        kind: the form.
        raw: what was typed so far.
        step: key of a page; all pages when empty.
        actor: who is asked; a right on file can be chosen only by somebody who has one.
    """
    no_rights = step not in ("", "right") or actor is None or not own_rights(actor)
    asked = [
        one
        for one in reading.form_questions(kind)
        if one.kind not in NOT_ASKED
        and not (one.kind == "right" and no_rights)
        and step in ("", one.step)
        and not (one.key == "intent" and len(WISHES[kind]) == 1)
    ]
    here = {one.key for one in asked}
    seen = reading.view(reading.read(raw)[0])
    return [one for one in asked if _on_page(one, here) or holds(one.show_when, seen)]


def _on_page(question: Question, here: set[str]) -> bool:
    """Whether it is always shown, or hangs on an answer of the same page (then the browser shows and hides it)."""
    return not question.show_when or bool(set(re.findall(r"a\.(\w+)", question.show_when)) & here)


def options_for(kind: str, questions: Iterable[Question], actor: Actor) -> dict[str, list[Option]]:
    """Return the answers to choose from where the form table names only a list."""
    found: dict[str, list[Option]] = {}
    for one in questions:
        if one.key == "intent":
            found[one.key] = [option for option in one.options if option.value in WISHES[kind]]
        elif one.kind in LISTS:
            found[one.key] = LISTS[one.kind](actor)
    return found


def read_all(raw: Mapping[str, object]) -> tuple[Answers, dict[str, Refusal]]:
    """Return the facts that can be read, and every fault of the whole form by field."""
    read, faults = reading.read(raw)
    return read, {**reading.missing(read), **faults}


def known(raw: Mapping[str, object]) -> dict[str, str | bool]:
    """Return the short answers that conditions of a page may look at, for the browser."""
    longest = 60
    plain = reading.view(reading.read(raw)[0])
    return {key: value for key, value in plain.items() if isinstance(value, str | bool) and len(str(value)) < longest}
