"""How a side gets into its mediation: the code on the letter of invitation, used once, for one account."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.db import transaction

from zhidun.access import services as access_services
from zhidun.access.actors import Actor
from zhidun.cases.models import CaseParty
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, SignInNeeded
from zhidun.kernel.text import t
from zhidun.mediation.errors import CodeWrong
from zhidun.mediation.models import JoinCode, Mediation
from zhidun.mediation.moving import side_row
from zhidun.mediation.standing import DESK, MEDIATOR, SIDES, held

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
DAYS = 30
TRIES, SECONDS = 10, 3600


@transaction.atomic
def make_code(*, actor: Actor, number: str, side: str) -> str:
    """Make the code that lets one account act for a side, and return it once; an earlier code of the side ends.

    Raises:
        MediationNotFound, NotYourPart.
        Invalid: no such side, or an account acts for it already.
    """
    row, _ = held(actor, number, DESK, MEDIATOR)
    if side not in SIDES or side_row(row, side).account_id is not None:
        raise Invalid(t("该方已有账号。", "An account acts for this side already."), field="side")
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    JoinCode.objects.filter(mediation=row, side=side, used_at=None).delete()
    JoinCode.objects.create(
        mediation=row, side=side, code_hash=_hash(number, code), until_at=time.now() + timedelta(days=DAYS)
    )
    access_services.record(
        actor=actor, action="mediation.code_made", object_kind="mediation", object_key=number, facts={"side": side}
    )
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def _hash(number: str, code: str) -> str:
    plain = "".join(one for one in code.upper() if one.isalnum())
    return hashlib.sha256(f"mediation-join:{number}:{plain}".encode()).hexdigest()


@transaction.atomic
def join(*, actor: Actor, number: str, code: str) -> Mediation:
    """Act for the side whose letter one holds, from now on with one's own account.

    Raises:
        SignInNeeded.
        TooOften: more than ten tries an hour.
        CodeWrong: no such mediation, no such code, used, too old, or the account has another part in it.
    """
    if actor.account_id is None:
        raise SignInNeeded
    access_services.hit(f"mediation-join:{actor.key}", TRIES, SECONDS)
    row = Mediation.objects.select_for_update(of=("self",)).select_related("case").filter(case__number=number).first()
    wanted = _hash(number, code)
    found = None
    for one in JoinCode.objects.filter(mediation=row, used_at=None, until_at__gt=time.now()) if row else ():
        if hmac.compare_digest(one.code_hash, wanted):
            found = one
    if row is None or found is None or _has_part(actor.account_id, row):
        raise CodeWrong(field="code")
    party: CaseParty = side_row(row, found.side)
    party.account_id = actor.account_id
    party.save(update_fields=["account"])
    found.used_at = time.now()
    found.save(update_fields=["used_at"])
    return row


def _has_part(account_id: int, row: Mediation) -> bool:
    mediates = row.mediator is not None and row.mediator.account_id == account_id
    return mediates or row.case.parties.filter(account_id=account_id).exists()
