"""The agreement: drafted from terms, checked, signed by both sides and the mediator, sealed, its duties tracked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max

from zhidun.access.actors import Actor
from zhidun.cases.models import Case
from zhidun.evidence.sealing import moment, seal
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, NotFound, SignInNeeded
from zhidun.kernel.money import shown
from zhidun.kernel.text import Text, t
from zhidun.mediation.consent import close_open
from zhidun.mediation.errors import AlreadyAnswered, NotWhatWasShown
from zhidun.mediation.models import (
    Agreement,
    AgreementState,
    Duty,
    DutyKind,
    Mediation,
    Signature,
    Signer,
)
from zhidun.mediation.moving import move, names, tell
from zhidun.mediation.policies import Terms, check_terms
from zhidun.mediation.standing import MEDIATOR, SIDES, held, interested
from zhidun.mediation.wording import as_data, digest, from_data, worded

AGREEMENT = "agreement"
SIGNED = "mediation-signature"


@transaction.atomic
def draft(*, actor: Actor, number: str, terms: Terms) -> Agreement:
    """Draft the agreement, or a new version of it, as the mediator; what was signed of an older version is void.

    Raises:
        MediationNotFound, NotYourPart, NotNow.
        TermsFaulty: the terms do not sum or are against the law; `errors` by field.
    """
    row, _ = held(actor, number, MEDIATOR, states=("mediating",))
    check_terms(terms, on=time.today(), right_ends_on=_right_ends(row.case))
    data = as_data(terms)
    text = worded(terms, names(row))
    row.agreements.filter(state=AgreementState.OPEN).update(state=AgreementState.REPLACED)
    made = Agreement.objects.create(
        mediation=row,
        version=(row.agreements.aggregate(n=Max("version"))["n"] or 0) + 1,
        terms=data,
        text_zh=text.zh,
        text_en=text.en,
        digest=digest(number, data, text),
        amount=terms.amount,
        drafted_by=actor.name.zh,
        drafted_at=time.now(),
    )
    subject = t(f"调解 {number} 的协议待签署", f"The agreement in mediation {number} awaits your signature")
    tell(row, f"draft:{made.public_id}", *SIDES, subject=subject, body=t("请阅读后签署。", "Read it, then sign."))
    return made


def _right_ends(case: Case) -> date | None:
    days = [row.right.expires_on for row in case.rights.select_related("right") if row.right.expires_on]
    return min(days) if days else None


def live(row: Mediation) -> Agreement | None:
    """Return the agreement that is open for signature or signed."""
    return row.agreements.exclude(state=AgreementState.REPLACED).first()


@transaction.atomic
def sign(*, actor: Actor, number: str, shown_digest: str) -> Agreement:
    """Sign the agreement one was shown, in one's own session; with the third signature it takes effect.

    Raises:
        MediationNotFound, NotYourPart, NotNow, NotFound.
        SignInNeeded: no account stands behind the actor (a receipt cannot sign).
        NotWhatWasShown: the text is not the one shown.
        AlreadyAnswered: the part has signed. Conflict: one person signs for two parts, or the mediator has an interest.
    """
    row, part = held(actor, number, MEDIATOR, *SIDES, states=("mediating",))
    if actor.account_id is None:
        raise SignInNeeded
    found = row.agreements.select_for_update().filter(state=AgreementState.OPEN).first()
    if found is None:
        raise NotFound(t("还没有待签署的协议。", "There is no agreement to sign."))
    if found.digest != shown_digest:
        raise NotWhatWasShown(field="digest")
    if part == MEDIATOR and interested(actor.account_id, row):
        raise Conflict(t("调解员与本案有利害关系,不能签署。", "The mediator has an interest and cannot sign."))
    if found.signatures.filter(part=part).exists():
        raise AlreadyAnswered(t("您已签署。", "You have signed."))
    name = actor.name.zh if part == MEDIATOR else names(row)[part]
    try:
        with transaction.atomic():
            made = Signature.objects.create(
                agreement=found, part=part, account_id=actor.account_id, name=name, digest=found.digest, at=time.now()
            )
    except IntegrityError as fault:
        raise Conflict(t("同一人不能代表两方签署。", "One person cannot sign for two parts.")) from fault
    seal(
        actor=actor,
        kind=SIGNED,
        object_key=f"{found.public_id}:{part}",
        manifest={
            "agreement": str(found.public_id),
            "sha256": found.digest,
            "part": part,
            "signed_at": moment(made.at),
        },
        office=row.body.office.code,
    )
    if found.signatures.count() == len(Signer.values):
        _take_effect(row, found, actor)
    return found


def _take_effect(row: Mediation, found: Agreement, actor: Actor) -> None:
    found.state, found.effective_at = AgreementState.SIGNED, time.now()
    found.save(update_fields=["state", "effective_at"])
    _duties(found)
    signed = "\n".join(
        f"{Signer(one.part).label} {one.name} {time.local_date(one.at):%Y-%m-%d}"
        for one in found.signatures.order_by("id")
    )
    facts: dict[str, object] = {"agreement": found.text_zh, "agreement_sha256": found.digest, "signed_by": signed}
    facts |= {"agreed_amount": shown(found.amount)} if found.amount is not None else {}
    move(row, "sign", actor, facts)
    close_open(row)
    seal(
        actor=actor,
        kind=AGREEMENT,
        object_key=str(found.public_id),
        manifest={
            "agreement": str(found.public_id),
            "case": row.case.number,
            "sha256": found.digest,
            "effective_at": moment(found.effective_at),
            "signed": [one.part for one in found.signatures.order_by("id")],
        },
        office=row.body.office.code,
    )


def _duties(found: Agreement) -> None:
    terms = from_data(found.terms)
    made = [
        Duty(agreement=found, kind=DutyKind.PAY, by=terms.payer, amount=one.amount, due_on=one.due_on)
        for one in terms.instalments
    ]
    made += [Duty(agreement=found, kind=one.kind, by=one.by, what=one.what, due_on=one.due_on) for one in terms.acts]
    for n, duty in enumerate(sorted(made, key=lambda one: one.due_on), start=1):
        duty.n = n
        duty.save()


def text_of(found: Agreement) -> Text:
    """Return the text in both languages."""
    return Text(found.text_zh, found.text_en)


def paid_of(found: Agreement) -> Decimal:
    """Return what was paid under an agreement and confirmed."""
    amounts = found.duties.filter(kind=DutyKind.PAY, done_at__isnull=False).values_list("amount", flat=True)
    return sum((one for one in amounts if one is not None), Decimal(0))
