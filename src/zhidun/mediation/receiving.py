"""Who takes what a mediation hands over: court, notary, arbitration institution; each sees its own kinds only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from zhidun.access.actors import Actor
from zhidun.access.models import Post
from zhidun.access.roles import roles
from zhidun.kernel import time
from zhidun.kernel.errors import NotFound, Refusal
from zhidun.kernel.text import Text, t
from zhidun.law.calendar import shipped
from zhidun.law.load import rulebook
from zhidun.law.periods import due
from zhidun.mediation.models import Mediation, Referral
from zhidun.mediation.outside.registry import codes

ANSWER: Final = "mediation:referral:answer"
"""The power to answer matters handed over; which kinds, the powers of `TAKERS` say."""
COURT, NOTARY, ARBITRATION = "mediation:court:answer", "mediation:notary:answer", "mediation:arbitration:answer"
TAKERS: Final[Mapping[str, str]] = {
    "confirmation": COURT,
    "enforcement": COURT,
    "claim": COURT,
    "notarise": NOTARY,
    "arbitration": ARBITRATION,
}
"""Power to answer, by kind of matter."""
TITLES: Final[Mapping[str, Text]] = {
    "confirmation": t("司法确认", "Judicial confirmation"),
    "enforcement": t("强制执行", "Enforcement"),
    "claim": t("起诉", "Action in court"),
    "notarise": t("赋予强制执行效力公证", "Notarised enforceability"),
    "arbitration": t("仲裁", "Arbitration"),
}
ACCEPTED: Final = t("已受理", "Accepted")
WITHDRAWN: Final = t("已撤回", "Withdrawn")
RESULTS: Final[Mapping[str, Mapping[str, Text]]] = {
    "confirmation": {
        "accepted": ACCEPTED,
        "confirmed": t("裁定协议有效", "Confirmed as valid"),
        "rejected": t("不予受理、驳回申请", "Refused or rejected"),
        "withdrawn": WITHDRAWN,
    },
    "enforcement": {
        "accepted": t("已立案执行", "Filed for enforcement"),
        "confirmed": t("执行完毕", "Enforced"),
        "rejected": t("不予受理、驳回申请", "Refused or rejected"),
        "withdrawn": WITHDRAWN,
    },
    "claim": {
        "accepted": t("已登记立案", "Filed as an action"),
        "confirmed": t("已裁判", "Decided"),
        "rejected": t("不予受理", "Refused"),
        "withdrawn": t("已撤诉", "Withdrawn"),
    },
    "notarise": {
        "accepted": ACCEPTED,
        "confirmed": t("已出具公证书", "Notarial deed issued"),
        "rejected": t("不予办理", "Refused"),
        "withdrawn": WITHDRAWN,
    },
    "arbitration": {
        "accepted": ACCEPTED,
        "awarded": t("已作出裁决", "Award made"),
        "rejected": t("不予受理", "Refused"),
        "withdrawn": t("已撤回仲裁申请", "Request withdrawn"),
    },
}
"""What may be answered, by kind of matter."""
NUMBERED: Final = frozenset({"awarded"})
"""Results that name the paper they stand in, and its day."""
AWARDS: Final = frozenset({("claim", "confirmed"), ("arbitration", "awarded")})
"""Kinds and results that may award an amount."""
AWARDING: Final = frozenset(kind for kind, _ in AWARDS)
PERIODS: Final[Mapping[str, str]] = {"arbitration": "arb.accept.5d"}
"""Rule of the period in which the party decides whether it takes the matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralCard:
    """A matter as the outside party sees it: its part, nothing of rooms, offers, minutes or notes.

    Attributes:
        decide_by: last day to accept or refuse, where the law sets one and nothing was answered yet.
        paper_number: number of the award, ruling or deed; paper_on: its day. amount: yuan it awards.
    """

    key: str
    kind: str
    title: Text
    number: str
    office: Text
    data: Mapping[str, object]
    digest: str
    made_at: datetime
    result: str
    result_title: Text
    words: str
    paper_number: str
    paper_on: date | None
    amount: Decimal | None
    decide_by: date | None
    answered_at: datetime | None
    answered_by: str


def results_of(kind: str) -> list[tuple[str, Text]]:
    """Return what may be answered to a kind of matter."""
    return list(RESULTS[kind].items())


def takes(office_id: int, kind: str) -> bool:
    """Whether somebody at an office answers this kind of matter."""
    wanted = TAKERS[kind]
    able = [key for key, role in roles().items() if wanted in role.powers]
    return Post.objects.filter(role__in=able, revoked_at__isnull=True, office_id=office_id).exists()


def takers(kinds: frozenset[str]) -> list[tuple[str, Text]]:
    """Return (kind/office code, words) of every way to hand over matters of these kinds, in the order of `TITLES`."""
    found: list[tuple[str, Text]] = []
    for kind, title in TITLES.items():
        if kind not in kinds:
            continue
        able = [key for key, role in roles().items() if TAKERS[kind] in role.powers]
        posts = Post.objects.filter(role__in=able, revoked_at__isnull=True).select_related("office")
        offices = {one.office.code: one.office.name for one in posts.order_by("office__code")}
        found += [
            (f"{kind}/{code}", t(f"{title.zh} → {name.zh}", f"{title.en} → {name.en}"))
            for code, name in offices.items()
        ]
    return found


def mine(actor: Actor) -> QuerySet[Referral]:
    """Return the matters handed to the offices the actor answers for, of the kinds its posts answer, newest first."""
    wanted = [
        Q(office_id__in=post.reach, kind__in=[kind for kind, power in TAKERS.items() if power in post.powers])
        for post in actor.posts
        if ANSWER in post.powers
    ]
    rows = Referral.objects.select_related("office", "mediation__case").order_by("-id")
    return rows.filter(reduce(Q.__or__, wanted)) if wanted else rows.none()


def referrals(actor: Actor, *, open_only: bool = False) -> list[ReferralCard]:
    """Return the matters handed to the offices one answers for, newest first."""
    found = mine(actor)
    if open_only:
        found = found.filter(answered_at=None)
    return [card(row) for row in found[:200]]


def of_mediation(row: Mediation) -> list[ReferralCard]:
    """Return what was handed over from a mediation."""
    found = Referral.objects.filter(mediation=row).select_related("office", "mediation__case")
    return [card(one) for one in found.order_by("id")]


def referral(actor: Actor, key: str) -> ReferralCard:
    """Return a matter handed to an office one answers for. Raises NotFound."""
    return card(found_for(actor, key))


def found_for(actor: Actor, key: str) -> Referral:
    """Return the row of a matter handed to an office one answers for. Raises NotFound."""
    try:
        row = mine(actor).filter(public_id=UUID(str(key))).first()
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
        result_title=RESULTS[row.kind].get(row.result, t("", "")),
        words=row.words,
        paper_number=row.paper_number,
        paper_on=row.paper_on,
        amount=row.amount,
        decide_by=_decide_by(row),
        answered_at=row.answered_at,
        answered_by=row.answered_by,
    )


def _decide_by(row: Referral) -> date | None:
    """Return the last day to accept or refuse (arbitration: 仲裁法第35条), counted from the day of the hand-over."""
    name = PERIODS.get(row.kind)
    if name is None or row.result:
        return None
    start = time.local_date(row.made_at)
    try:
        rule, period = rulebook().located(name, start)
        return due(rule, start=start, calendar=shipped(), part=period.part).due_on
    except Refusal:
        return None


def has_own_system(code: str) -> bool:
    """Whether an office answers by a system of its own, over the signed webhook."""
    return code in codes()
