"""Receipt codes: made once, kept as a keyed hash, checked in the same time whether or not the number exists."""

from __future__ import annotations

import hmac
from datetime import timedelta

from zhidun.intake.keys import keyed_hash, seal, unseal
from zhidun.intake.models import Filing, FilingCase, ReceiptSecret
from zhidun.intake.proposal import from_json
from zhidun.intake.types import Receipt
from zhidun.kernel import ids, time

REPLAY_HOURS = 24


def _hashed(code: str) -> str:
    """Return the keyed hash of a code: it has 79 random bits and the key lies apart, so no slow hash is needed."""
    return keyed_hash(code, purpose="receipt-code")


def keep_secret(filing: Filing) -> str:
    """Make the code of a filing, keep its hash, return the code: it is shown once."""
    code = ids.receipt_code()
    ReceiptSecret.objects.create(
        filing=filing,
        hash=_hashed(code),
        replay=seal(code.encode(), bound=f"replay:{filing.public_id}"),
        replay_until=time.now() + timedelta(hours=REPLAY_HOURS),
    )
    return code


def replay(filing: Filing) -> Receipt:
    """Return the receipt of a filing that was sent again; the code only within a day of the first sending."""
    kept = filing.secret
    fresh = kept.replay is not None and kept.replay_until is not None and time.now() < kept.replay_until
    secret = unseal(bytes(kept.replay or b""), bound=f"replay:{filing.public_id}").decode() if fresh else ""
    numbers = tuple(filing.cases.values_list("case__number", flat=True))
    return Receipt(
        numbers=numbers,
        secret=secret,
        filing=filing.public_id,
        acknowledged_at=filing.submitted_at,
        classification=from_json(filing.proposal),
        repeated=True,
    )


def checked(number: str, secret: str) -> FilingCase | None:
    """Return the case of a receipt, or None: for an unknown number the same work is done as for a wrong code."""
    typed = number.strip()[:60]
    link = (
        FilingCase.objects.select_related("case", "case__office", "filing", "filing__secret")
        .filter(case__number__in=[typed, typed.upper()])
        .first()
    )
    code = ids.normal_receipt(secret) or ""
    fits = hmac.compare_digest(_hashed(code), link.filing.secret.hash if link else "")
    return link if link and fits else None


def wipe_replays() -> int:
    """Forget codes kept for repeated sending whose day has passed (an hourly job); return how many."""
    past = ReceiptSecret.objects.filter(replay__isnull=False, replay_until__lte=time.now())
    return past.update(replay=None, replay_until=None)
