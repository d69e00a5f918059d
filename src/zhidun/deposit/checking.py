"""What a buyer is told about a genuine-product code, and the counting that finds copied labels."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from zhidun.deposit import codes
from zhidun.deposit.coding import master_key
from zhidun.deposit.models import CodeBatch, CodeSighting, CodeUse
from zhidun.deposit.types import CodeAnswer
from zhidun.kernel import time
from zhidun.kernel.text import t

MANY_CHECKS, MANY_PLACES = 8, 4
"""From here on a code is suspicious: our own choice, said on the page; the buyer and some friends ask a few times."""
QUIET: Final = timedelta(minutes=10)
"""The same place asking again within this time is one check: somebody reloaded the page."""
_GENUINE: Final = (
    t("这是真的正品码。", "This code is genuine."),
    t(
        "如果商品不是第一次被查验,而您是第一位买家,请留意:标签可能被复制。",
        "If it was checked before and you are the first buyer, take care: the label may have been copied.",
    ),
)
_SUSPICIOUS: Final = (
    t(
        "码是真的,但查验次数或地点异常多,标签可能被大量复制。",
        "The code is genuine, but it was checked unusually often or in many places: the label may have been copied.",
    ),
    t("请核对包装和购买渠道;觉得有假,可以直接举报。", "Compare package and seller; if you doubt it, report it here."),
)
_REVOKED: Final = (
    t("这一批正品码已被发码人作废。", "The batch of this code was revoked by its issuer."),
    t(
        "请不要凭此码认定为正品;可以联系商家,或直接举报。",
        "Do not take the goods for genuine; ask the seller, or report it.",
    ),
)
_UNKNOWN: Final = (
    t("不是本平台签发的正品码,很可能是伪造的。", "This code was not issued here; it is probably forged."),
    t("请再核对一遍输入;确认无误的,可以直接举报。", "Compare it once more; if it is typed right, report it."),
)


def check_code(text: str, *, client: str) -> CodeAnswer:
    """Say whether a code is genuine, and how often it was asked about; anybody may ask (the door limits how fast).

    Args:
        text: the code as typed or scanned.
        client: network address of who asks; only a keyed hash of its network is kept.

    Raises:
        CodeMistyped: it cannot be a code.
    """
    key = master_key()
    code = codes.read(text, key)
    batch = CodeBatch.objects.select_related("deposit").filter(ref=code.ref).first()
    if batch is None or not codes.genuine(code, key) or code.serial >= batch.quantity:
        return CodeAnswer("unknown", *_UNKNOWN)
    use = _counted(batch, code.serial, _place(client))
    verdict, words = "genuine", _GENUINE
    if batch.revoked_at is not None:
        verdict, words = "revoked", _REVOKED
    elif use.checks >= MANY_CHECKS or use.places >= MANY_PLACES:
        verdict, words = "suspicious", _SUSPICIOUS
    public = batch.deposit.visibility != "private"
    return CodeAnswer(
        verdict,
        *words,
        product=batch.product,
        details=batch.details,
        issuer=batch.issuer_name,
        batch=batch.ref,
        work=batch.deposit.title if public else "",
        issued_at=batch.issued_at,
        first_at=use.first_at,
        checks=use.checks,
        places=use.places,
    )


@transaction.atomic
def _counted(batch: CodeBatch, serial: int, place: str) -> CodeUse:
    """Count one check, whoever else counts at the same moment."""
    now = time.now()
    CodeUse.objects.bulk_create(
        [CodeUse(batch=batch, serial=serial, first_at=now, last_at=now, checks=0, places=0)], ignore_conflicts=True
    )
    use = CodeUse.objects.select_for_update().get(batch=batch, serial=serial)
    seen, new = CodeSighting.objects.get_or_create(use=use, place=place, defaults={"at": now})
    again = not new and now - seen.at < QUIET
    if not new:
        seen.at = now
        seen.save(update_fields=["at"])
    CodeUse.objects.filter(pk=use.pk).update(
        last_at=now, checks=F("checks") + (0 if again else 1), places=F("places") + (1 if new else 0)
    )
    use.refresh_from_db()
    return use


def _place(client: str) -> str:
    """Return a keyed hash of the network an address lies in: /24, or /48 for IPv6."""
    try:
        address = ip_address(client)
        net = str(ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))  # noqa: PLR2004  IPv4
    except ValueError:
        net = client
    return salted_hmac("zhidun.deposit.place", net, algorithm="sha256").hexdigest()
