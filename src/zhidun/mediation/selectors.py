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
from zhidun.mediation.models import Form
from zhidun.mediation.opening import bodies
from zhidun.mediation.pages import mediation_page, mediations, room_messages
from zhidun.mediation.register import MediatorCard, card, listed
from zhidun.mediation.rooms import item_for
from zhidun.mediation.scheduling import icalendar
from zhidun.mediation.standing import find
from zhidun.mediation.statistics import Figures, figures
from zhidun.procedures.load import catalogue

__all__ = [
    "Figures",
    "bodies",
    "candidates",
    "figures",
    "forms",
    "icalendar",
    "item_for",
    "mediation_page",
    "mediations",
    "mediators",
    "paper_file",
    "room_messages",
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
