"""Reads of the mediation room; who sees what is decided in `standing`."""

from __future__ import annotations

from zhidun.access.actors import Actor
from zhidun.cases.models import Paper
from zhidun.cases.rendering import ensure_rendered
from zhidun.evidence import selectors as evidence
from zhidun.evidence.models import Item
from zhidun.kernel.errors import NotFound
from zhidun.kernel.text import Text
from zhidun.mediation.choosing import candidates
from zhidun.mediation.comparables import Comparables, comparables, known_for_sheet
from zhidun.mediation.endings import mediation_endings, referral_endings
from zhidun.mediation.errors import MediationNotFound
from zhidun.mediation.models import Form, Mediation
from zhidun.mediation.opening import bodies
from zhidun.mediation.pages import mediation_page, mediations, room_messages
from zhidun.mediation.receiving import AWARDING, ReferralCard, referral, referrals, results_of, takers
from zhidun.mediation.receiving import TITLES as REFERRAL_TITLES
from zhidun.mediation.referrals import referable
from zhidun.mediation.register import MediatorCard, card, listed
from zhidun.mediation.rooms import item_for
from zhidun.mediation.scheduling import icalendar
from zhidun.mediation.standing import ACCEPT, DESK, MEDIATOR, SIDES, find, part_of, rows
from zhidun.mediation.statistics import Figures, figures
from zhidun.mediation.types import MediationPage
from zhidun.procedures.load import catalogue

__all__ = [
    "AWARDING",
    "REFERRAL_TITLES",
    "SIDES",
    "Comparables",
    "Figures",
    "ReferralCard",
    "at_the_desk",
    "bodies",
    "candidates",
    "comparables",
    "figures",
    "forms",
    "icalendar",
    "is_mediation",
    "item_for",
    "known_for_sheet",
    "may_keep_register",
    "mediation_endings",
    "mediation_page",
    "mediations",
    "mediators",
    "of_case",
    "paper_file",
    "referable",
    "referral",
    "referral_endings",
    "referrals",
    "results_of",
    "room_messages",
    "side_page",
    "staff_page",
    "ways_out",
]


def forms() -> list[tuple[str, Text]]:
    """Return the kinds of mediation with their titles."""
    return [(form, catalogue().get(f"mediation-{form}").title) for form in Form.values]


def mediators(*, field: str = "", language: str = "") -> list[MediatorCard]:
    """Return the mediators on the list, for everybody: names, fields, languages, how busy."""
    return [card(row) for row in listed(field=field, language=language)]


def paper_file(actor: Actor, number: str, paper: str) -> Item:
    """Return the PDF of a paper of a mediation the actor has a part in.

    Raises:
        MediationNotFound, NotFound: there is none, or it is not for this side.
    """
    page = mediation_page(actor, number)
    row, _ = find(actor, number)
    if paper not in {key for key, _ in page.papers}:
        raise NotFound
    found = ensure_rendered(paper=Paper.objects.get(case=row.case_id, public_id=paper))
    if found.pdf is None:
        raise NotFound
    return evidence.item(found.pdf.public_id)


def side_page(actor: Actor, number: str) -> MediationPage:
    """Return the page of a mediation for one of its sides. Raises MediationNotFound: for everybody else."""
    page = mediation_page(actor, number)
    if page.card.part not in SIDES:
        raise MediationNotFound
    return page


def staff_page(actor: Actor, number: str) -> MediationPage:
    """Return the page of a mediation for its mediator or the body's desk. Raises MediationNotFound: for all others."""
    page = mediation_page(actor, number)
    if page.card.part not in (MEDIATOR, DESK):
        raise MediationNotFound
    return page


def at_the_desk(actor: Actor, number: str) -> bool:
    """Whether the actor is the mediator of this mediation or works at the body's desk."""
    row = rows(actor).filter(case__number=number).first()
    return row is not None and part_of(actor, row) in (MEDIATOR, DESK)


def is_mediation(number: str) -> bool:
    """Whether a case number is that of a mediation; whoever may see it is asked elsewhere."""
    return Mediation.objects.filter(case__number=number).exists()


def of_case(actor: Actor, origin: str) -> list[str]:
    """Return the numbers of the mediations that come from a case and in which the actor has a part."""
    return [row.case.number for row in rows(actor).filter(origin__number=origin)]


def may_keep_register(actor: Actor) -> bool:
    """Whether the actor works at the desk of some mediation body."""
    return any(actor.can(ACCEPT, body.office_id) for body in bodies())


def ways_out(state: str, part: str) -> list[tuple[str, Text]]:
    """Return (kind/office code, words) of what a part may hand over in a state, and to whom."""
    return takers(frozenset(kind for kind, _ in referable(state, part)))
