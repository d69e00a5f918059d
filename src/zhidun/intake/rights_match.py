"""Matching what a filer says to the registry: a right seen once is not asked for again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhidun.intake.faults import AnswersFaulty, PatentNumberWrong
from zhidun.kernel.errors import NotFound
from zhidun.rights import selectors as registry
from zhidun.rights import services as rights
from zhidun.rights.errors import FieldUnfit, NumberDoesNotFit, RightKnown
from zhidun.rights.types import RightFacts

if TYPE_CHECKING:
    from zhidun.access.actors import Actor
    from zhidun.intake.types import Answers
    from zhidun.rights.models import Right

NOT_KEPT = frozenset({"trade_secret", "time_honoured_brand", "unknown", "unfair_competition", ""})
"""Kinds that a filing never enters by itself: secrets are kept as commitments only, lists are made by officers."""


def matched_right(actor: Actor, answers: Answers, *, holder_id: int | None, enter: bool) -> Right | None:
    """Return the registry's right for these answers, or None when nothing certain is known.

    Args:
        actor: who files; somebody else's private entry is neither used nor revealed.
        answers: the facts.
        holder_id: the party that files as holder, if it does.
        enter: enter a right that is not there yet (complaints of right holders), unverified.

    Raises:
        AnswersFaulty: the number cannot be one of its kind.
    """
    if answers.right_id:
        return _by_id(actor, answers.right_id)
    known = _known(actor, answers)
    if known is not None or not enter or answers.right_kind in NOT_KEPT:
        return known
    if not (answers.right_number or answers.right_name):
        return None
    facts = RightFacts(
        kind=answers.right_kind,
        title=answers.right_name or answers.right_number,
        number=answers.right_number,
        number_known=bool(answers.right_number),
        holder_id=holder_id,
        holder_name=answers.filer.name if answers.relation == "holder" else "",
        source="投诉人申报",
    )
    try:
        return rights.find_or_register(actor=actor, facts=facts)
    except NumberDoesNotFit as fault:
        wrong = PatentNumberWrong(fault.reason, fault.remedy, field="right_number")
        raise AnswersFaulty(errors={"right_number": wrong}) from fault
    except (RightKnown, FieldUnfit):  # somebody's private entry, or facts still missing: an officer enters it
        return None


def _by_id(actor: Actor, public_id: str) -> Right | None:
    try:
        return registry.by_public_id(actor, public_id)
    except NotFound as fault:
        raise AnswersFaulty(errors={"right_id": fault}) from fault


def _known(actor: Actor, answers: Answers) -> Right | None:
    if answers.right_kind in NOT_KEPT:
        return None
    if answers.right_number:
        found = registry.by_number(actor, kind=answers.right_kind, number=answers.right_number)
        return found[0] if found else None
    named = registry.visible_to(actor).filter(kind=answers.right_kind, title=answers.right_name)[:2]
    return named[0] if answers.right_name and len(named) == 1 else None
