"""From a classified filing to cases: parties found or made, rights matched to the registry, evidence laid in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhidun.access.actors import ANONYMOUS, SYSTEM, Actor
from zhidun.cases import services as cases
from zhidun.cases.types import PartyIn
from zhidun.evidence import selectors as evidence
from zhidun.intake.answers import view
from zhidun.intake.competence import lead_source
from zhidun.intake.faults import NotYourItem
from zhidun.intake.models import FilingCase
from zhidun.intake.proposal import office_json
from zhidun.intake.rights_match import matched_right
from zhidun.intake.types import Answers, Classification, Identity, Part, Person
from zhidun.intake.vault import keep_identity, new_pseudonym
from zhidun.kernel import identifiers
from zhidun.parties import services as parties
from zhidun.procedures.load import catalogue

if TYPE_CHECKING:
    from zhidun.evidence.models import Item
    from zhidun.intake.models import Filing
    from zhidun.intake.submission import Submission
    from zhidun.procedures.model import Procedure

TITLE_LENGTH = 120


def open_parts(*, filing: Filing, sent: Submission, answers: Answers, proposal: Classification) -> tuple[str, ...]:
    """Open the case of each part, link the two of a split filing, and return the numbers; none for a consultation."""
    items = _items(sent)
    numbers = [
        _open(filing=filing, sent=sent, answers=answers, part=part, items=items)
        for part in proposal.parts
        if part.procedure
    ]
    if len(numbers) > 1:
        cases.link_cases(actor=SYSTEM, a=numbers[0], b=numbers[1], kind="split", reason="投诉与举报分别处理")
    return tuple(numbers)


def _items(sent: Submission) -> list[Item]:
    """Return the uploaded items, each handed in by the one who files (or by a visitor not signed in).

    Raises:
        NotYourItem: somebody else handed it in.
    """
    found = evidence.items(sent.item_ids)
    own = {sent.actor.key, ANONYMOUS.key}
    if any(item.uploaded_by not in own for item in found):
        raise NotYourItem(field="items")
    return found


def _open(*, filing: Filing, sent: Submission, answers: Answers, part: Part, items: list[Item]) -> str:
    secretive = part.kind == "report"
    actor = ANONYMOUS if secretive and not sent.on_behalf else sent.actor
    pseudonym = new_pseudonym() if secretive else None
    people = [_reporter(answers, pseudonym)] if pseudonym else _complainants(sent, answers)
    respondent = _respondent(actor, answers)
    holder = people[0].party_id if people and answers.relation == "holder" else None
    right = matched_right(actor, answers, holder_id=holder, enter=part.kind == "rights_complaint")
    declared = catalogue().get(part.procedure)
    case = cases.open_case(
        procedure=part.procedure,
        actor=actor,
        office=part.office.code,
        title=_title(answers, part),
        kind=_kind(answers, declared),
        facts=_facts(answers, declared),
        parties=[*people, *([respondent] if respondent else [])],
        right_ids=[right.pk] if right else [],
        items=[str(item.public_id) for item in items],
        received_at=sent.received_at,
        law_on=part.law_on,
        origin=sent.channel,
        district=answers.district or answers.respondent.district,
        source=_source(sent, part, filing),
        sealed=part.sealed,
        demo=sent.demo,
    )
    if part.sealed and sent.on_behalf:
        cases.let_in(case=case, actor=sent.actor)
    FilingCase.objects.create(
        filing=filing,
        case_id=case.pk,
        kind=part.kind,
        parked_for=part.office.name.zh[:120] if part.parked else "",
        pseudonym=pseudonym,
        routing_version=part.office.routing_version,
    )
    return str(case.number)


def _title(answers: Answers, part: Part) -> str:
    about = answers.right_name or answers.goods or answers.respondent.name
    return f"{part.title.zh}:{about}"[:TITLE_LENGTH] if about else part.title.zh


def _facts(answers: Answers, declared: Procedure) -> dict[str, object]:
    """Return what the procedure's opening form asks for, from the answers; the whole filing stays with `Filing`."""
    seen = view(answers)
    return {field.key: seen[field.key] for field in declared.opening.fields if seen.get(field.key) not in (None, "")}


def _kind(answers: Answers, declared: Procedure) -> str:
    """Return the kind of case in the procedure's own words: a false claim to a patent is not a patent dispute."""
    for kind in (answers.act, answers.right_kind):
        if kind in declared.kinds:
            return kind
    return "unknown" if "unknown" in declared.kinds or not declared.kinds else next(iter(declared.kinds))


def _source(sent: Submission, part: Part, filing: Filing) -> dict[str, object]:
    """Return what the case keeps of its filing: never who a reporter is."""
    return {
        **sent.source,
        "filing": str(filing.public_id),
        "channel": sent.channel,
        "lead": lead_source(sent.channel),
        "proposed_office": office_json(part.office),
        "reasons": [reason.as_dict() for reason in part.reasons],
        "priority": part.priority,
        "notice_rule": part.notice_rule,
    }


def _reporter(answers: Answers, pseudonym: str) -> PartyIn:
    """Seal who reports and return the pseudonym that stands in the file."""
    filer = answers.filer
    identity = (
        Identity()
        if answers.anonymous
        else Identity(
            name=filer.name,
            uscc=filer.uscc,
            phone=filer.phone,
            email=filer.email,
            address=filer.address,
            relation=answers.relation,
        )
    )
    keep_identity(pseudonym=pseudonym, identity=identity, anonymous=answers.anonymous or not filer.given)
    return PartyIn(role="reporter", shown_name=pseudonym, by_receipt=True)


def _complainants(sent: Submission, answers: Answers) -> list[PartyIn]:
    if not answers.filer.given:
        return []
    account = None if sent.on_behalf else sent.actor.account_id
    party_id = _party(sent.actor, answers.filer)
    return [
        PartyIn(
            role="complainant",
            shown_name=answers.filer.name,
            party_id=party_id,
            agent=answers.agent.name,
            account_id=account,
            by_receipt=True,
        )
    ]


def _respondent(actor: Actor, answers: Answers) -> PartyIn | None:
    who = answers.respondent
    if not who.given:
        return None
    return PartyIn(role="respondent", shown_name=who.name or who.uscc, party_id=_party(actor, who))


def _party(actor: Actor, who: Person) -> int:
    numbers = {"uscc": identifiers.plain(who.uscc)} if who.uscc else {}
    party = parties.find_or_create(
        actor=actor,
        kind=who.kind,
        name=who.name or who.uscc,
        identifiers=numbers,
        phone=who.phone,
        email=who.email,
        address=who.address,
        district=who.district,
    )
    return int(party.pk)
