"""Submitting: one transaction from the form to acknowledged cases; all faults at once, nothing lost, never double."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from zhidun.access import audit
from zhidun.access import selectors as access
from zhidun.access.actors import ANONYMOUS, Actor
from zhidun.intake.answers import Faults, missing, plain, read
from zhidun.intake.classify import classify
from zhidun.intake.codes import keep_secret, replay
from zhidun.intake.drafts import delete_draft, open_draft
from zhidun.intake.duplicates import facts_key, respondent_key, right_key
from zhidun.intake.faults import AnotherFiling, AnswersFaulty
from zhidun.intake.keys import keyed_hash
from zhidun.intake.models import Filing
from zhidun.intake.opening import open_parts
from zhidun.intake.proposal import as_json
from zhidun.intake.submission import Submission
from zhidun.intake.types import Answers, Channel, Classification, Receipt
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid
from zhidun.kernel.text import t

RECEIVE = "intake:filing:receive"
CONTACTS = frozenset({"filer_name", "filer_phone", "filer_address", "agent_name", "request", "respondent_address"})
KEY_LENGTH = 200


class KeyTooLong(Invalid):
    """An idempotency key longer than we keep."""

    code = "intake.key_too_long"
    default_reason = t("提交标识过长。", "The idempotency key is too long.")
    default_remedy = t("请使用不超过 200 字符的标识。", "Use a key of 200 characters at most.")


def submit(
    *,
    actor: Actor,
    answers: Mapping[str, object] | None = None,
    draft_token: str | None = None,
    item_ids: Sequence[str] = (),
    idempotency_key: str | None = None,
    channel: Channel = "online",
    at_office: str | None = None,
    received_at: datetime | None = None,
    demo: bool = False,
    source: Mapping[str, object] | None = None,
) -> Receipt:
    """Take a filing in: parties, rights, evidence, case(s), receipt secret and vault, all or nothing.

    A second sending with the same `idempotency_key` and content gets the first receipt again.

    Args:
        actor: who sends: a citizen, a visitor, or a clerk on behalf of somebody.
        answers: what was typed, flat field names of `form.yaml`; with a draft, laid over its answers.
        draft_token: the draft to send; it is thrown away when the filing is acknowledged.
        item_ids: public ids of uploaded evidence.
        idempotency_key: chosen by the caller, one for each filing.
        channel: how it reached us; all but `online` are for staff.
        at_office: code of the office or workstation that receives it.
        received_at: when it reached us, where staff record a letter, a call or a hand-over; now otherwise.
        demo: an invented filing of the demonstration.
        source: where a handed-on matter comes from.

    Raises:
        AnswersFaulty: with every fault by field; a draft stays as it was.
        AnotherFiling: the key was used for other content.
        Forbidden: a channel or an earlier day of receipt without the power to receive filings.
    """
    raw, items = _gathered(answers, draft_token, item_ids)
    sent = Submission(
        actor=actor,
        raw=raw,
        item_ids=items,
        channel=channel,
        at_office=at_office,
        received_at=received_at or time.now(),
        demo=demo,
        source=source or {},
    )
    _refuse_pretence(sent, received_at)
    key, content = _marks(sent, idempotency_key)
    earlier = _earlier(key, content)
    if earlier is not None:
        return earlier
    facts = _facts(sent)
    try:
        with transaction.atomic():
            receipt = _take_in(sent, facts, key, content)
            if draft_token:
                delete_draft(token=draft_token)
    except IntegrityError:
        earlier = _earlier(key, content)  # the same form was sent twice at once, and the other was first
        if earlier is None:
            raise
        return earlier
    return receipt


def _gathered(
    answers: Mapping[str, object] | None, draft_token: str | None, item_ids: Sequence[str]
) -> tuple[dict[str, object], tuple[str, ...]]:
    if draft_token is None:
        return dict(answers or {}), tuple(dict.fromkeys(item_ids))
    draft = open_draft(draft_token)
    return {**draft.answers, **(answers or {})}, tuple(dict.fromkeys([*draft.item_ids, *item_ids]))


def _refuse_pretence(sent: Submission, received_at: datetime | None) -> None:
    plain_online = sent.channel == "online" and received_at is None
    if plain_online or sent.actor.kind == "system":
        return
    office = access.office(sent.at_office).pk if sent.at_office else None
    if not sent.actor.can(RECEIVE, office_id=office):
        raise Forbidden
    if sent.received_at > time.now():
        fault = Invalid(t("收到时间还没有到。", "The time of receipt has not come yet."), field="received_at")
        raise AnswersFaulty(errors={"received_at": fault})


def _marks(sent: Submission, idempotency_key: str | None) -> tuple[str | None, str]:
    """Return the keyed hashes of the idempotency key (bound to who sends) and of the content."""
    if not idempotency_key:
        return None, ""
    if len(idempotency_key) > KEY_LENGTH:
        raise KeyTooLong(field="idempotency_key")
    body = json.dumps([sent.raw, sent.item_ids, sent.channel], sort_keys=True, ensure_ascii=False, default=str)
    return keyed_hash(sent.actor.key, idempotency_key, purpose="idempotency"), keyed_hash(body, purpose="request")


def _earlier(key: str | None, content: str) -> Receipt | None:
    if key is None:
        return None
    filing = Filing.objects.filter(idempotency_key=key).first()
    if filing is None:
        return None
    if filing.request_key != content:
        raise AnotherFiling
    return replay(filing)


def _facts(sent: Submission) -> Answers:
    answers, faults = read(sent.raw)
    needed: Faults = {key: fault for key, fault in missing(answers).items() if not (sent.official and key in CONTACTS)}
    found = {**needed, **faults}
    if found:
        raise AnswersFaulty(errors=found)
    return answers


def _take_in(sent: Submission, answers: Answers, key: str | None, content: str) -> Receipt:
    proposal = classify(answers, on=time.local_date(sent.received_at))
    filing = _filing(sent, answers, proposal, key, content)
    numbers = open_parts(filing=filing, sent=sent, answers=answers, proposal=proposal)
    secret = keep_secret(filing)
    _record(sent, filing, numbers)
    return Receipt(
        numbers=numbers,
        secret=secret,
        filing=filing.public_id,
        acknowledged_at=filing.submitted_at,
        classification=proposal,
    )


def _filing(sent: Submission, answers: Answers, proposal: Classification, key: str | None, content: str) -> Filing:
    secretive = proposal.kind == "report" and not proposal.mixed
    return Filing.objects.create(
        kind=proposal.kind,
        mixed=proposal.mixed,
        channel=sent.channel,
        answers=plain(answers, without_filer=secretive),
        proposal=as_json(proposal),
        submitted_at=sent.received_at,
        filed_by_id=None if secretive and not sent.on_behalf else sent.actor.account_id,
        on_behalf=sent.on_behalf,
        at_office_id=access.office(sent.at_office).pk if sent.at_office else None,
        respondent_key=respondent_key(answers),
        right_key=right_key(answers),
        facts_key=facts_key(answers),
        idempotency_key=key,
        request_key=content,
        demo=sent.demo,
    )


def acting(sent: Submission, kind: str) -> Actor:
    """Return who stands in the case's history: for a report nobody but the clerk who took it down."""
    return ANONYMOUS if kind == "report" and not sent.on_behalf else sent.actor


def _record(sent: Submission, filing: Filing, numbers: tuple[str, ...]) -> None:
    facts = {"kind": filing.kind, "channel": filing.channel, "cases": list(numbers), "mixed": filing.mixed}
    audit.record(
        actor=acting(sent, filing.kind),
        action="filing.received",
        object_kind="filing",
        object_key=str(filing.public_id),
        facts=facts,
    )
