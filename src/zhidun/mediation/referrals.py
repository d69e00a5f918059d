"""Matters handed to court, notary and arbitration: each sees exactly what it is asked about, and answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from zhidun.access import selectors as access
from zhidun.access.actors import SYSTEM, Actor
from zhidun.access.policies import need
from zhidun.evidence.sealing import moment, seal
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable
from zhidun.kernel.money import shown
from zhidun.kernel.text import Text, t
from zhidun.mediation.agreements import live
from zhidun.mediation.models import AgreementState, Mediation, Referral, ReferralKind
from zhidun.mediation.moving import move, names, tell
from zhidun.mediation.outside.base import genuine
from zhidun.mediation.outside.registry import codes, party, secret_of
from zhidun.mediation.standing import COMPLAINANT, MEDIATOR, RESPONDENT, SIDES, held

ANSWER = "mediation:referral:answer"
REFERRED = "mediation-referral"
MOST_ATTEMPTS = 12
LONGEST = 2000
RESULTS: Mapping[str, Text] = {
    "accepted": t("已受理", "Accepted"),
    "confirmed": t("裁定有效、已办理", "Confirmed, done"),
    "rejected": t("不予受理、驳回", "Rejected"),
    "withdrawn": t("已撤回", "Withdrawn"),
}
REQUESTERS = frozenset({"enforcement", "claim", "arbitration"})
"""What the requester alone asks for."""
STATES: Mapping[str, tuple[str, ...]] = {
    "confirmation": ("agreed",),
    "notarise": ("agreed",),
    "enforcement": ("enforced",),
    "claim": ("ended", "declined"),
    "arbitration": ("ended", "declined", "preparing", "mediating"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralCard:
    """A matter as the outside party sees it: its part, nothing of rooms, offers, minutes or notes."""

    key: str
    kind: str
    title: Text
    number: str
    office: Text
    data: Mapping[str, object]
    digest: str
    made_at: datetime
    result: str
    words: str
    answered_at: datetime | None
    answered_by: str


def referable(state: str, part: str) -> list[tuple[str, Text]]:
    """Return what a part may ask of an outside party in a state."""
    return [
        (kind, title)
        for kind, title in TITLES.items()
        if state in STATES[kind] and (part != RESPONDENT or kind not in REQUESTERS)
    ]


@transaction.atomic
def refer(*, actor: Actor, number: str, kind: str, office: str) -> Referral:
    """Hand a mediation to an outside party, as a side; for a confirmation both sides must have asked before.

    Raises:
        MediationNotFound, NotYourPart, NotNow, OfficeUnknown.
        Invalid: an unknown kind. Conflict: it is with that party already, or not everybody asked for it.
    """
    if kind not in ReferralKind.values:
        raise Invalid(t("请选择转送事项。", "Choose what is asked for."), field="kind")
    parts = (COMPLAINANT, MEDIATOR) if kind in REQUESTERS else (*SIDES, MEDIATOR)
    row, _ = held(actor, number, *parts, states=STATES[kind])
    return _make(row, kind, office, actor)


def _make(row: Mediation, kind: str, office: str, actor: Actor) -> Referral:
    data = _data(row, kind)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    try:
        with transaction.atomic():
            made = Referral.objects.create(
                mediation=row,
                kind=kind,
                office=access.office(office),
                data=data,
                digest=hashlib.sha256(text.encode()).hexdigest(),
                made_by=actor.name.zh,
            )
    except IntegrityError as fault:
        raise Conflict(t("该事项已经转送,尚未答复。", "It was handed over and is not answered yet.")) from fault
    seal(
        actor=actor,
        kind=REFERRED,
        object_key=str(made.public_id),
        manifest={"referral": str(made.public_id), "sha256": made.digest, "kind": kind, "at": moment(made.made_at)},
        office=row.body.office.code,
    )
    return made


def _data(row: Mediation, kind: str) -> dict[str, object]:
    """Return what the outside party needs and no more."""
    who, facts = names(row), row.case.facts
    data: dict[str, object] = {
        "case": row.case.number,
        "form": row.form,
        "complainant": who.get("complainant", ""),
        "respondent": who.get("respondent", ""),
        "kind": row.case.kind,
        "dispute": str(facts.get("dispute") or ""),
        "court_case": str(facts.get("court_case") or ""),
    }
    found = live(row)
    if found is not None and found.state == AgreementState.SIGNED:
        data |= {
            "agreement": {"zh": found.text_zh, "en": found.text_en},
            "agreement_sha256": found.digest,
            "terms": found.terms,
            "amount": shown(found.amount) if found.amount is not None else None,
            "effective_at": moment(found.effective_at) if found.effective_at else None,
            "signed": [one.part for one in found.signatures.order_by("id")],
        }
        asked = getattr(found, "confirmation", None)
        if kind == "confirmation" and not (asked and asked.filed_at):
            raise Conflict(t("双方尚未都提出司法确认申请。", "Both sides have not asked for confirmation yet."))
    if kind in {"claim", "arbitration"}:
        data["request"] = str(facts.get("request") or "")
    if kind == "enforcement":
        data["default"] = str(facts.get("default_words") or "")
    return data


def referrals(actor: Actor, *, open_only: bool = False) -> list[ReferralCard]:
    """Return the matters handed to the offices one answers for, newest first."""
    found = _mine(actor)
    if open_only:
        found = found.filter(answered_at=None)
    return [card(row) for row in found[:200]]


def _mine(actor: Actor) -> QuerySet[Referral]:
    offices = sorted(office for post in actor.posts if ANSWER in post.powers for office in post.reach)
    rows = Referral.objects.select_related("office", "mediation__case").order_by("-id")
    return rows.filter(office_id__in=offices)


def of_mediation(row: Mediation) -> list[ReferralCard]:
    """Return what was handed over from a mediation."""
    found = Referral.objects.filter(mediation=row).select_related("office", "mediation__case")
    return [card(one) for one in found.order_by("id")]


def referral(actor: Actor, key: str) -> ReferralCard:
    """Return a matter handed to an office one answers for. Raises NotFound."""
    return card(_found(actor, key))


def _found(actor: Actor, key: str) -> Referral:
    try:
        row = _mine(actor).filter(public_id=UUID(str(key))).first()
    except (ValueError, ValidationError):
        row = None
    if row is None:
        raise NotFound
    return row


def card(row: Referral) -> ReferralCard:
    """Return a matter as listed."""
    return ReferralCard(
        key=str(row.public_id),
        kind=row.kind,
        title=TITLES[row.kind],
        number=row.mediation.case.number,
        office=row.office.name,
        data=row.data,
        digest=row.digest,
        made_at=row.made_at,
        result=row.result,
        words=row.words,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
    )


TITLES: Mapping[str, Text] = {
    "confirmation": t("司法确认", "Judicial confirmation"),
    "enforcement": t("强制执行", "Enforcement"),
    "claim": t("起诉", "Action"),
    "notarise": t("赋予强制执行效力公证", "Notarised enforceability"),
    "arbitration": t("仲裁", "Arbitration"),
}


@transaction.atomic
def answer(*, actor: Actor, key: str, result: str, words: str = "") -> Referral:
    """Answer a matter, at the desk of the party it was handed to.

    Raises:
        NotFound: none, or handed to another office.
        Invalid: no such result. Conflict: answered already.
    """
    row = _found(actor, key)
    need(actor, ANSWER, row.office_id)
    return _answer(row, result, words, actor.name.zh)


@transaction.atomic
def answer_signed(*, text: str, signature: str) -> Referral:
    """Take the answer of a party's own system: JSON text {referral, result, words} with its HMAC.

    Raises:
        Forbidden: the signature is not that of the office the matter was handed to; unknown matters look the same.
        Invalid: no such result. Conflict: answered already.
    """
    try:
        said = json.loads(text)
        row = Referral.objects.select_related("office").filter(public_id=UUID(str(said["referral"]))).first()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        row, said = None, {}
    if row is None or not genuine(text, signature, secret_of(row.office.code)):
        raise Forbidden
    found = cast("Mapping[str, object]", said)
    return _answer(row, str(found.get("result") or ""), str(found.get("words") or ""), row.office.name.zh)


def _answer(found: Referral, result: str, words: str, who: str) -> Referral:
    row = Referral.objects.select_for_update(of=("self",)).select_related("mediation__case").get(pk=found.pk)
    if result not in RESULTS or len(words) > LONGEST:
        raise Invalid(
            t("请选择结果,说明不超过2000字。", "Choose the result; at most 2,000 characters."), field="result"
        )
    if row.answered_at is not None:
        raise Conflict(t("已经答复。", "It was answered."))
    row.result, row.words = result, words.strip()
    row.answered_by = who
    row.answered_at = None if result == "accepted" else time.now()
    row.save(update_fields=["result", "words", "answered_by", "answered_at"])
    mediation = Mediation.objects.select_related("case", "body__office", "mediator").get(pk=row.mediation_id)
    if row.kind == "confirmation" and result != "accepted" and mediation.case.state == "agreed":
        move(mediation, "record-confirmation", SYSTEM, {"confirmation_result": result})
    subject = t(f"调解 {mediation.case.number} 的转送有答复", f"An answer in {mediation.case.number}")
    body = t(f"{TITLES[row.kind].zh}:{RESULTS[result].zh}", f"{TITLES[row.kind].en}: {RESULTS[result].en}")
    tell(mediation, f"referral:{row.public_id}:{result}", *SIDES, MEDIATOR, subject=subject, body=body)
    return row


def send_waiting() -> int:
    """Send what is not sent yet to parties with a system of their own; return how many went out."""
    waiting = Referral.objects.filter(
        sent_at=None, answered_at=None, attempts__lt=MOST_ATTEMPTS, office__code__in=codes()
    )
    done = 0
    for pk in list(waiting.order_by("id").values_list("pk", flat=True)[:200]):
        with transaction.atomic():
            row = Referral.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, sent_at=None).first()
            if row is not None:
                done += _send(row)
    return done


def _send(row: Referral) -> int:
    message = {"referral": str(row.public_id), "kind": row.kind, "sha256": row.digest, "data": row.data}
    row.attempts += 1
    try:
        sent = party(row.office.code).send(message)
    except Unavailable:
        row.save(update_fields=["attempts"])
        return 0
    row.sent_at = time.now() if sent else None
    row.attempts = row.attempts if sent else 0
    row.save(update_fields=["attempts", "sent_at"])
    return int(sent)
