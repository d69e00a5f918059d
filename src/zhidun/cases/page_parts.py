"""The parts of a case page: people, evidence, messages, tasks, approvals, links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhidun.access import selectors as access
from zhidun.access.actors import Actor
from zhidun.cases.engine_words import step_title
from zhidun.cases.fact_words import shown_facts
from zhidun.cases.listing import task_card
from zhidun.cases.models import Approval, ApprovalState, Case, CaseEvidence, Message, TaskState
from zhidun.cases.types import ApprovalCard, EvidenceCard, LinkCard, MessageCard, PartyCard, TaskCard
from zhidun.cases.visibility import case_parties_of, visible_to
from zhidun.kernel.text import Text, t
from zhidun.procedures.model import Procedure

KINDS_OF_KEY: Mapping[str, Text] = {
    "anonymous": t("未登录访客", "a visitor"),
    "receipt": t("凭查询码提交", "by receipt code"),
    "token": t("接口提交", "over the API"),
    "system": t("系统", "the system"),
}


def parties_of(case: Case, actor: Actor, *, staff: bool, reporter: bool) -> tuple[PartyCard, ...]:
    """Return the people of a case; a reporter is shown to officers, to whom the procedure says, and to themself."""
    mine = set(case_parties_of(actor, case).values_list("pk", flat=True))
    return tuple(
        PartyCard(
            id=row.pk,
            role=row.role,
            name=row.shown_name,
            agent=row.agent if staff or row.pk in mine else "",
            you=row.pk in mine,
            party_public_id=str(row.party.public_id) if staff and row.party else "",
        )
        for row in case.parties.select_related("party").order_by("id")
        if staff or reporter or row.role != "reporter" or row.pk in mine
    )


def evidence_of(case: Case, actor: Actor, *, staff: bool, shown: bool) -> tuple[EvidenceCard, ...]:
    """Return the items a reader may open: an officer all, a party its own and, where `shown`, those laid open."""
    rows = case.evidence.select_related("item__blob").order_by("id")
    mine = set(case_parties_of(actor, case).values_list("pk", flat=True))
    rows = rows.select_related("submitted_by")
    names = submitters([row.submitted_key for row in rows]) if staff else {}
    return tuple(
        evidence_card(row, by=_submitter(row, names, actor.language) if staff else "")
        for row in rows
        if staff or row.submitted_by_id in mine or (shown and row.visible_to_parties)
    )


def submitters(keys: Iterable[str]) -> dict[str, Text]:
    """Return the names behind the keys of accounts that handed items in."""
    pks = {key.removeprefix("account:") for key in keys if key.startswith("account:")}
    found = access.names_of([int(pk) for pk in pks if pk.isdigit()])
    return {f"account:{pk}": name for pk, name in found.items()}


def _submitter(row: CaseEvidence, names: Mapping[str, Text], lang: str) -> str:
    """Return who handed an item in, as an officer reads it: the party, the colleague, or what kind of visitor."""
    if row.submitted_by is not None:
        return row.submitted_by.shown_name
    known = names.get(row.submitted_key) or KINDS_OF_KEY.get(row.submitted_key.partition(":")[0])
    return known.in_(lang) if known else row.submitted_key


def evidence_card(row: CaseEvidence, *, by: str) -> EvidenceCard:
    """Return an item of the file as listed; `by` is who handed it in, "" where the reader may not know."""
    item = row.item
    return EvidenceCard(
        item=str(item.public_id),
        filename=item.filename,
        sha256=item.blob.sha256,
        sm3=item.blob.sm3,
        size=item.blob.size,
        media_type=item.detected_type,
        state=item.state,
        reason=Text(item.reason_zh, item.reason_en) if item.reason_zh else None,
        submitted_at=row.submitted_at,
        submitted_by=by,
    )


def messages_of(case: Case, actor: Actor, *, staff: bool) -> tuple[MessageCard, ...]:
    """Return the messages: an officer reads all, a party its own."""
    rows = Message.objects.filter(case=case).select_related("party").prefetch_related("items__item").order_by("id")
    if not staff:
        rows = rows.filter(party__in=case_parties_of(actor, case))
    return tuple(
        MessageCard(
            public_id=str(row.public_id),
            party_id=row.party_id,
            party_name=row.party.shown_name,
            from_side=row.from_side,
            sender=row.sender_name,
            body=row.body,
            sent_at=row.sent_at,
            read_at=row.read_at,
            items=tuple((str(one.item.public_id), one.item.filename) for one in row.items.all()),
        )
        for row in rows
    )


def tasks_of(case: Case) -> tuple[TaskCard, ...]:
    """Return the open tasks of a case, the most pressing first."""
    rows = case.tasks.filter(state=TaskState.OPEN).select_related("case", "assignee").order_by("due_at", "id")
    return tuple(task_card(row) for row in rows)


def approvals_of(case: Case, procedure: Procedure, actor: Actor) -> tuple[ApprovalCard, ...]:
    """Return the requests that wait for approval, and whether the reader may speak on them."""
    rows = Approval.objects.filter(case=case, state=ApprovalState.OPEN).prefetch_related("votes").order_by("id")
    return tuple(_approval(row, procedure, actor, case) for row in rows)


def _approval(row: Approval, procedure: Procedure, actor: Actor, case: Case) -> ApprovalCard:
    given = {vote.role for vote in row.votes.all()}
    spoke = any(vote.account_id == actor.account_id for vote in row.votes.all())
    waiting = tuple(role for role in row.roles if role not in given)
    return ApprovalCard(
        public_id=str(row.public_id),
        case_number=case.number,
        case_title=case.title,
        version=case.version,
        step=row.step,
        title=step_title(procedure, row.step),
        maker=row.maker_name,
        requested_at=row.requested_at,
        reason=row.reason,
        facts=tuple((label, value) for _, label, value in shown_facts(procedure, row.facts, lang=actor.language)),
        roles=tuple(row.roles),
        waiting=waiting,
        you_may=not spoke
        and actor.account_id != row.maker_id
        and any(actor.holds(role, case.office_id) for role in waiting),
    )


def links_of(case: Case, actor: Actor) -> tuple[LinkCard, ...]:
    """Return the cases linked to this one that the reader may see too."""
    pairs = [(row.b, row.kind) for row in case.links_from.filter(undone_at=None).select_related("b")]
    pairs += [(row.a, row.kind) for row in case.links_to.filter(undone_at=None).select_related("a")]
    seen = set(visible_to(actor).filter(pk__in=[other.pk for other, _ in pairs]).values_list("pk", flat=True))
    return tuple(
        LinkCard(number=other.number, title=other.title, kind=kind) for other, kind in pairs if other.pk in seen
    )


def officers_of(case: Case) -> tuple[tuple[str, Text, str], ...]:
    """Return (user name, name, role) of who works on the case now."""
    rows = case.assignments.filter(to_at=None).select_related("account").order_by("id")
    return tuple((row.account.username, row.account.name, row.role) for row in rows)
