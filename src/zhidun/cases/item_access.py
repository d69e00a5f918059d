"""Which evidence items an actor may open: through the file of a case, a message, or their own upload."""

from __future__ import annotations

from uuid import UUID

from zhidun.access.actors import Actor
from zhidun.cases.models import Case, CaseEvidence, MessageItem, Paper
from zhidun.cases.pages import seen_by
from zhidun.cases.visibility import case_parties_of, find, relations_of, staff_sees
from zhidun.evidence import selectors as evidence
from zhidun.evidence.models import Item
from zhidun.kernel.errors import NotFound
from zhidun.procedures.load import catalogue


def item_for(actor: Actor, public_id: str) -> Item:
    """Return an item the actor may open.

    Raises:
        NotFound: there is none, or not for this actor: the two look the same.
    """
    try:
        wanted = UUID(str(public_id))
    except ValueError:
        raise NotFound from None
    own = evidence.handed_in_by(actor).filter(public_id=wanted).first()
    if own is not None:
        return own
    for number in _cases_with(wanted):
        try:
            case = find(actor, number)
        except NotFound:
            continue
        if _opens(actor, case, wanted):
            return evidence.item(wanted)
    raise NotFound


def _cases_with(item: UUID) -> set[str]:
    filed = CaseEvidence.objects.filter(item__public_id=item).values_list("case__number", flat=True)
    said = MessageItem.objects.filter(item__public_id=item).values_list("message__case__number", flat=True)
    made = Paper.objects.filter(pdf__public_id=item).values_list("case__number", flat=True)
    return {*filed, *said, *made}


def _opens(actor: Actor, case: Case, item: UUID) -> bool:
    if staff_sees(actor, case):
        return True
    mine = case_parties_of(actor, case)
    relations = relations_of(actor, case)
    if MessageItem.objects.filter(item__public_id=item, message__case=case, message__party__in=mine).exists():
        return True
    if any(relations & set(paper.relations) for paper in Paper.objects.filter(case=case, pdf__public_id=item)):
        return True
    rows = CaseEvidence.objects.filter(case=case, item__public_id=item)
    if rows.filter(submitted_by__in=mine).exists():
        return True
    procedure = catalogue().get(case.procedure, case.procedure_version)
    return "evidence" in seen_by(procedure, relations, staff=False) and rows.filter(visible_to_parties=True).exists()
