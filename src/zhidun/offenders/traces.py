"""Traces of a party: what leads from one name to another. Personal values are kept as a keyed hash."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from zhidun.access import places
from zhidun.access.actors import Actor
from zhidun.access.policies import reason_given
from zhidun.access.services import record
from zhidun.cases import selectors as cases
from zhidun.evidence import selectors as evidence
from zhidun.evidence.models import Item
from zhidun.kernel import time
from zhidun.kernel.text import t
from zhidun.offenders.errors import RecordNotFound, TraceUnfit
from zhidun.offenders.models import Trace
from zhidun.offenders.standing import TRACE, entitled
from zhidun.parties import selectors as parties
from zhidun.parties.models import Party

PERSONAL = frozenset({Trace.Kind.PAYEE, Trace.Kind.PHONE})
SHORTEST, LONGEST, SHORTEST_NUMBER = 2, 200, 5
SIDE = 8
"""Pixels of the small picture whose edges are the fingerprint: 64 bits."""


def normal(kind: str, value: str) -> str:
    """Return a value as traces are compared: full width and spaces away, digits only for numbers."""
    text = "".join(unicodedata.normalize("NFKC", value).split()).lower()
    if kind in PERSONAL:
        return re.sub(r"[^0-9a-z@._]", "", text)
    if kind == Trace.Kind.ADDRESS:
        return places.city().within(re.sub(r"[,，。、()（）#-]", "", text))
    return parties.normal_name(value) if kind in {Trace.Kind.LEGAL_REP, Trace.Kind.CONTROLLER} else text


def masked(text: str) -> str:
    """Return a personal value with its middle hidden."""
    keep = 3 if len(text) > SHORTEST_NUMBER else 1
    return text[:keep] + "*" * max(1, len(text) - keep - 2) + text[-2:]


def key_of(kind: str, value: str) -> str:
    """Return what is stored and compared: a keyed hash for personal values."""
    plain = normal(kind, value)
    if kind in PERSONAL:
        return salted_hmac("zhidun.offenders.trace", f"{kind}:{plain}", secret=settings.SECRET_KEY).hexdigest()
    return plain


@transaction.atomic
def add_trace(
    *, actor: Actor, party: Party, kind: str, value: str, source: str, case_number: str = "", item: str = ""
) -> Trace:
    """Note a trace of a party with where it was seen; the same one twice is one.

    Raises:
        Forbidden, Interested. CaseNotFound: the actor does not see the case named as source.
        TraceUnfit: an unknown kind, or a value that says nothing.
    """
    row = parties.canonical(party.pk)
    entitled(actor, TRACE, row)
    if kind not in Trace.Kind.values:
        raise TraceUnfit(t("请选择特征的种类。", "Choose the kind of trace."), field="kind")
    case = cases.find(actor, case_number) if case_number else None
    seen: Item | None = None
    if kind == Trace.Kind.PICTURE:
        seen = cases.item_for(actor, item)
        key, shown = _picture(seen), seen.filename[:200]
    else:
        key, shown = _words(kind, value)
    facts = {
        "shown": shown,
        "case": case,
        "item": seen,
        "source": reason_given(source, field="source")[:200],
        "added_by": actor.key,
    }
    made, new = Trace.objects.get_or_create(party=row, kind=kind, value=key, withdrawn_at=None, defaults=facts)
    if new:
        record(
            actor=actor, action="offender.trace_added", object_kind="party", object_key=str(row.public_id),
            facts={"kind": kind, "shown": shown},
        )  # fmt: skip
    return made


def _words(kind: str, value: str) -> tuple[str, str]:
    plain = normal(kind, value)
    least = SHORTEST_NUMBER if kind in PERSONAL else SHORTEST
    if not least <= len(plain) <= LONGEST:
        raise TraceUnfit(
            t("内容太短或过长,不足以识别。", "The value is too short or too long to tell anybody apart."),
            t("请填写完整的号码、姓名或地址。", "Enter the whole number, name or address."),
            field="value",
        )
    shown = masked(plain) if kind in PERSONAL else value.strip()[:LONGEST]
    return key_of(kind, value), shown


def _picture(item: Item) -> str:
    """Return `sha256:fingerprint`; the fingerprint is empty where there is no preview to look at."""
    print_ = ""
    preview = evidence.preview_of(item, "image")
    if preview is not None:
        with evidence.open_preview(preview) as stream:
            print_ = fingerprint(stream.read())
    return f"{item.blob.sha256}:{print_}"


def fingerprint(content: bytes) -> str:
    """Return 64 bits of the edges of a picture as hex: near copies differ in few bits.

    Raises:
        ImageUnfit: it is no picture.
    """
    from zhidun.similarity.pictures import framed, read

    small = framed(read(content), SIDE + 1)
    bits = (small[:SIDE, 1:] > small[:SIDE, :-1]).flatten()
    whole = int("".join("1" if bit else "0" for bit in bits), 2)
    return f"{whole:016x}" if whole else hashlib.sha256(content).hexdigest()[:16]


@transaction.atomic
def withdraw_trace(*, actor: Actor, trace: int, reason: str) -> Trace:
    """Withdraw a trace that was wrong; it stays readable as withdrawn.

    Raises:
        RecordNotFound, Forbidden, Interested, Invalid.
    """
    row = Trace.objects.select_for_update(of=("self",)).select_related("party").filter(pk=trace).first()
    if row is None or row.withdrawn_at is not None:
        raise RecordNotFound
    entitled(actor, TRACE, row.party)
    row.withdrawn_at, row.withdraw_reason = time.now(), reason_given(reason)
    row.save(update_fields=["withdrawn_at", "withdraw_reason"])
    record(
        actor=actor, action="offender.trace_withdrawn", object_kind="party", object_key=str(row.party.public_id),
        facts={"kind": row.kind, "shown": row.shown, "reason": row.withdraw_reason},
    )  # fmt: skip
    return row
