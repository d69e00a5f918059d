"""The timeline of a case as its reader may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhidun.access.selectors import english_name
from zhidun.cases.engine_words import step_title
from zhidun.cases.fact_words import shown_facts
from zhidun.cases.models import Case, Move
from zhidun.cases.paper_words import approver
from zhidun.cases.types import PaperCard, TimelineEntry
from zhidun.kernel.text import Text
from zhidun.law.load import rulebook
from zhidun.procedures.model import Procedure, Step


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads the timeline: as staff or as a party, and in which language."""

    staff: bool
    lang: str


def timeline(
    case: Case, procedure: Procedure, papers: tuple[PaperCard, ...], *, staff: bool, lang: str = "zh"
) -> tuple[TimelineEntry, ...]:
    """Return the moves in order; parties see the public steps only, in the procedure's plain words, and no names."""
    reader = _Reader(staff, lang)
    by_move = _papers_by_move(case, papers)
    moves = list(case.moves.select_related("office", "corrects").order_by("seq"))
    corrected = {move.corrects_id for move in moves if move.corrects_id}
    return tuple(
        _entry(move, procedure, reader, papers=by_move.get(move.pk, ()), corrected=move.pk in corrected)
        for move in moves
        if staff or _public(procedure.steps.get(move.step))
    )


def _entry(
    move: Move, procedure: Procedure, reader: _Reader, *, papers: tuple[PaperCard, ...], corrected: bool
) -> TimelineEntry:
    step = procedure.steps.get(move.step)
    state = procedure.states[move.to_state]
    facts = shown_facts(procedure, move.facts, public_only=not reader.staff, lang=reader.lang)
    return TimelineEntry(
        seq=move.seq,
        public_id=str(move.public_id),
        step=move.step,
        title=step_title(procedure, move.step),
        words=step.public_text if step and step.public_text else state.public,
        from_state=move.from_state,
        to_state=move.to_state,
        state_title=state.title,
        at=move.at,
        who=move.actor_name if reader.staff else "",
        office=move.office.name if move.office else None,
        reason=_reason(move, step, reader),
        facts=tuple((label, value) for _, label, value in facts),
        law=_cited(move),
        papers=papers,
        corrects_seq=move.corrects.seq if move.corrects else None,
        corrected=corrected,
        approved_by=tuple(approver(one, in_english=english_name).in_(reader.lang) for one in move.approved_by)
        if reader.staff
        else (),
    )


def _public(step: Step | None) -> bool:
    """Whether parties see a move of the step; what the engine does in every procedure they do."""
    return step is None or step.public


def _reason(move: Move, step: Step | None, reader: _Reader) -> str:
    """Return the reason; a party reads those that were written to be read."""
    return move.reason if reader.staff or step is None or step.reason_required else ""


def _cited(move: Move) -> tuple[Text, ...]:
    book = rulebook()
    return tuple(book.versions(name)[-1].citation for name in move.law if book.has(name))


def _papers_by_move(case: Case, papers: tuple[PaperCard, ...]) -> Mapping[int, tuple[PaperCard, ...]]:
    cards = {card.public_id: card for card in papers}
    found: dict[int, tuple[PaperCard, ...]] = {}
    for public_id, move in case.papers.exclude(move=None).order_by("id").values_list("public_id", "move_id"):
        if move is not None and str(public_id) in cards:
            found[move] = (*found.get(move, ()), cards[str(public_id)])
    return found
