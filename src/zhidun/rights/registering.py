"""Entering, verifying and changing rights (offered to other rooms by `services`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction

from zhidun.kernel import events, time
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t
from zhidun.rights.errors import FieldUnfit, NotAnOfficer, RightKnown, SecretContentRefused
from zhidun.rights.models import (
    Right,
    RightDocument,
    RightKey,
    RightKind,
    SecretCommitment,
    StatusChange,
    Verification,
)
from zhidun.rights.policies import EDIT, VERIFY, Checked, checked
from zhidun.rights.searching import keys_of
from zhidun.rights.terms import term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from zhidun.access.actors import Actor
    from zhidun.rights.types import RightFacts

HEX64: Final = re.compile(r"[0-9a-f]{64}")
REASON_LENGTH: Final = 1000


def _changed(right: Right) -> None:
    events.publish(events.RightChanged(at=time.now(), right=str(right.public_id)))


def _known(facts: Checked, title: str, region: str, holder: str) -> Right | None:
    if facts.number:
        key = RightKey.objects.filter(kind=facts.kind.key, number=facts.number, class_no__in=facts.class_keys())
        return Right.objects.filter(keys__in=key).first()
    if facts.kind.numberless:
        return None
    return Right.objects.filter(
        kind=facts.kind.key, number_known=False, title=title, region=region, holder_name=holder
    ).first()


@transaction.atomic
def register_right(*, actor: Actor, facts: RightFacts) -> Right:
    """Enter a right, unverified, with its status, term and renewal dates by the law in force.

    Raises:
        RightKnown: kind, number and class are in the registry already (also when two people enter it at once).
        NumberDoesNotFit, FieldUnfit: see `policies.checked`.
        NotAnOfficer: the key-protection mark is set by officers only.
    """
    if facts.kind == RightKind.TRADE_SECRET:
        raise SecretContentRefused(field="kind")
    return _register(actor, facts)


def _register(actor: Actor, facts: RightFacts) -> Right:
    fit = checked(facts, today=time.today())
    if facts.key_protection and not actor.can(EDIT):
        raise NotAnOfficer(field="key_protection")
    title, holder = facts.title.strip(), facts.holder_name.strip()
    if _known(fit, title, facts.region, holder):
        raise RightKnown(field="number")
    right = Right(
        kind=fit.kind.key,
        number=fit.number,
        number_known=bool(fit.number),
        title=title,
        title_en=facts.title_en.strip(),
        holder_id=facts.holder_id,
        holder_name=holder,
        status=fit.status,
        classes=list(fit.classes),
        details=fit.details,
        warnings=[one.as_dict() for one in fit.warnings],
        region=facts.region,
        source=facts.source,
        key_protection=facts.key_protection,
        private=facts.private or fit.kind.numberless,
        created_at=time.now(),
        created_by=actor.key,
        **facts.dates(),
    )
    _set_term(right)
    right.search_keys = keys_of([right.title, right.title_en, right.number, right.holder_name])
    try:
        with transaction.atomic():
            right.save()
            if fit.number:
                RightKey.objects.bulk_create(
                    RightKey(right=right, kind=right.kind, number=fit.number, class_no=one) for one in fit.class_keys()
                )
    except IntegrityError as error:
        raise RightKnown(field="number") from error
    StatusChange.objects.create(
        right=right,
        at=right.created_at,
        to_status=right.status,
        effective_on=time.today(),
        actor_key=actor.key,
    )
    _changed(right)
    return right


def _set_term(right: Right) -> None:
    dates = {"filed_on": right.filed_on, "registered_on": right.registered_on, "published_on": right.published_on}
    found = term(kind=right.kind, dates=dates, details=right.details)
    right.expires_on, right.renew_from_on = found.expires_on, found.renew_from_on
    right.renew_until_on, right.term_basis = found.renew_until_on, found.basis()


@transaction.atomic
def find_or_register(*, actor: Actor, facts: RightFacts) -> Right:
    """Return the registry's entry of a right, or enter it: a right is verified once and reused in every filing.

    A private entry of somebody else is not revealed: the caller gets it only when the actor may see it.

    Raises:
        RightKnown: it is there but not to be seen by this actor.
        NumberDoesNotFit, FieldUnfit: see `policies.checked`.
    """
    from zhidun.rights.visibility import visible_to

    fit = checked(facts, today=time.today())
    known = _known(fit, facts.title.strip(), facts.region, facts.holder_name.strip())
    if known is None:
        try:
            with transaction.atomic():
                return register_right(actor=actor, facts=facts)
        except RightKnown:
            known = _known(fit, facts.title.strip(), facts.region, facts.holder_name.strip())
    if known is None or not visible_to(actor).filter(pk=known.pk).exists():
        raise RightKnown(field="number")
    return known


@transaction.atomic
def add_document(*, actor: Actor, right: Right, kind: str, sha256: str, note: str = "") -> RightDocument:
    """Attach a paper (its bytes are an evidence item with this digest); attaching it again changes nothing."""
    if not HEX64.fullmatch(sha256):
        raise Invalid(t("文件摘要不是SHA-256。", "The digest is no SHA-256."), field="sha256")
    if right.kind == RightKind.TRADE_SECRET:
        raise SecretContentRefused(field="sha256")
    document, _ = RightDocument.objects.get_or_create(
        right=right,
        sha256=sha256,
        defaults={"kind": kind[:40], "note": note[:300], "added_by": actor.key, "added_at": time.now()},
    )
    _changed(right)
    return document


@transaction.atomic
def verify_right(*, actor: Actor, right: Right, reason: str = "", documents: Sequence[str] = ()) -> Right:
    """Record that an officer compared a right with its papers; later filings reuse it.

    A right without a number becomes “document seen, number unknown”, for which the officer's reason is needed; so it is
    when no document is on file and only the paper was shown.

    Raises:
        NotAnOfficer: the actor's posts do not carry `rights:right:verify`.
        FieldUnfit: the reason is missing, or a document is not on file.
    """
    if not actor.can(VERIFY):
        raise NotAnOfficer
    row = Right.objects.select_for_update(no_key=True).get(pk=right.pk)
    on_file = RightDocument.objects.filter(right=row)
    if documents:
        on_file = on_file.filter(sha256__in=documents)
        if on_file.count() != len(set(documents)):
            raise FieldUnfit(
                t("所列文件不在该权利名下。", "A document named is not on file for this right."), field="documents"
            )
    if not reason.strip() and (not row.number_known or not on_file.exists()):
        raise FieldUnfit(
            t("编号不详或未附证明文件,须写明核验理由。", "With no number, or no paper on file, a reason is needed."),
            t("请写明查看了什么文件、由谁出示。", "Say which paper was seen and who showed it."),
            field="reason",
        )
    now = time.now()
    on_file.filter(seen_at=None).update(seen_by=actor.key, seen_at=now)
    row.verification = Verification.VERIFIED if row.number_known else Verification.SEEN
    row.verified_by, row.verified_at, row.verification_reason = actor.key, now, reason.strip()[:REASON_LENGTH]
    row.save(update_fields=["verification", "verified_by", "verified_at", "verification_reason"])
    _changed(row)
    return row


@transaction.atomic
def change_status(*, actor: Actor, right: Right, status: str, effective_on: date, reason: str) -> Right:
    """Change the status of a right and append the change.

    Raises:
        NotAnOfficer: only officers and the system change a status.
        FieldUnfit: no such status for this kind, or no reason.
    """
    from zhidun.rights.kinds import kind

    if not actor.can(EDIT):
        raise NotAnOfficer
    if kind(right.kind).status(status) is None:
        raise FieldUnfit(t("该种权利没有这个状态。", "This kind of right has no such status."), field="status")
    if not reason.strip():
        raise FieldUnfit(t("请写明变更依据。", "Give the reason for the change."), field="reason")
    row = Right.objects.select_for_update(no_key=True).get(pk=right.pk)
    if row.status == status:
        return row
    StatusChange.objects.create(
        right=row,
        at=time.now(),
        from_status=row.status,
        to_status=status,
        effective_on=effective_on,
        reason=reason[:REASON_LENGTH],
        actor_key=actor.key,
    )
    row.status = status
    row.save(update_fields=["status"])
    _changed(row)
    return row


@transaction.atomic
def correct_right(
    *, actor: Actor, right: Right, details: Mapping[str, object], dates: Mapping[str, date | None]
) -> Right:
    """Correct own fields and dates of a right and compute its term again; what was verified must be verified anew.

    Raises:
        NotAnOfficer: only officers correct.
        FieldUnfit: a field does not fit.
    """
    from zhidun.rights.kinds import checked_details, kind

    if not actor.can(EDIT):
        raise NotAnOfficer
    row = Right.objects.select_for_update(no_key=True).get(pk=right.pk)
    row.details = checked_details(kind(row.kind), {**row.details, **details})
    for name in ("filed_on", "registered_on", "published_on"):
        if name in dates:
            setattr(row, name, dates[name])
    _set_term(row)
    row.verification, row.verified_by, row.verified_at = Verification.NONE, "", None
    row.save()
    _changed(row)
    return row


@transaction.atomic
def set_key_protection(*, actor: Actor, right: Right, on: bool, reason: str) -> Right:
    """Put a right on the key-protection list (重点保护名录), or take it off, with a reason.

    Raises:
        NotAnOfficer: only officers keep the list.
    """
    if not actor.can(EDIT):
        raise NotAnOfficer
    if not reason.strip():
        raise FieldUnfit(t("请写明理由。", "Give the reason."), field="reason")
    row = Right.objects.select_for_update(no_key=True).get(pk=right.pk)
    StatusChange.objects.create(
        right=row,
        at=time.now(),
        from_status=row.status,
        to_status=row.status,
        effective_on=time.today(),
        reason=f"key_protection={on}: {reason}"[:REASON_LENGTH],
        actor_key=actor.key,
    )
    row.key_protection = on
    row.save(update_fields=["key_protection"])
    _changed(row)
    return row


@transaction.atomic
def commit_secret(*, actor: Actor, facts: RightFacts, commitment: str, measures: Mapping[str, bool]) -> Right:
    """Enter a trade secret: a code name, a salted commitment and the checklist of measures; never the content.

    Raises:
        SecretContentRefused: a number, a source or own fields were given, where content could hide.
        FieldUnfit: the commitment has the wrong form, or a measure is not on the checklist.
    """
    from zhidun.rights.kinds import kind

    if facts.kind != RightKind.TRADE_SECRET or facts.details or facts.number.strip() or facts.source.strip():
        raise SecretContentRefused
    if not HEX64.fullmatch(commitment):
        raise FieldUnfit(
            t("存证值应为64位十六进制。", "The commitment is 64 hexadecimal characters."),
            t("请用页面或命令行工具在本机计算。", "Compute it on your own machine with the page or the command."),
            field="commitment",
        )
    known = dict(kind(facts.kind).measures)
    strange = [name for name in measures if name not in known]
    if strange:
        raise FieldUnfit(t("保护措施不在清单中。", "A measure is not on the checklist."), field="measures")
    if SecretCommitment.objects.filter(commitment=commitment).exists():
        raise RightKnown(field="commitment")
    right = _register(actor, facts)
    SecretCommitment.objects.create(
        right=right,
        commitment=commitment,
        measures={name: bool(measures.get(name)) for name in known},
        made_at=time.now(),
    )
    return right
