"""Cases with their cast, for tests: a bureau, its officers, a complainant and a respondent."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tests.factories.access import make_actor, make_citizen, make_office
from tests.factories.parties import make_party
from zhidun.access.actors import SYSTEM, Actor
from zhidun.access.models import Office
from zhidun.cases import services
from zhidun.cases.models import Case, Move
from zhidun.cases.types import PartyIn
from zhidun.kernel import time

PROCEDURE = "bench-case"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Cast:
    """The people of a bureau and the citizens of a case."""

    office: Office
    officer: Actor
    second: Actor
    head: Actor
    reviewer: Actor
    approver: Actor
    complainant: Actor
    respondent: Actor
    stranger: Actor


def make_cast(office: Office | None = None) -> Cast:
    """A bureau with two officers, head, reviewer, second approver; two citizens; an officer of another bureau."""
    here = office or make_office()
    return Cast(
        office=here,
        officer=make_actor("enforcement-officer", here),
        second=make_actor("enforcement-officer", here),
        head=make_actor("bureau-head", here),
        reviewer=make_actor("legal-reviewer", here),
        approver=make_actor("second-approver", here),
        complainant=make_citizen(),
        respondent=make_citizen(),
        stranger=make_actor("enforcement-officer", make_office()),
    )


def make_parties(cast: Cast, complainant_name: str | None = None) -> list[PartyIn]:
    """New parties behind the cast's complainant and respondent."""
    sides = (
        ("complainant", make_party(complainant_name), cast.complainant),
        ("respondent", make_party(), cast.respondent),
    )
    return [
        PartyIn(role=role, shown_name=party.name, party_id=party.pk, account_id=actor.account_id)
        for role, party, actor in sides
    ]


def make_case(  # noqa: PLR0913  each test names only what it is about
    cast: Cast,
    *,
    at: datetime | None = None,
    title: str | None = None,
    facts: Mapping[str, object] | None = None,
    law_on: date | None = None,
    sealed: bool = False,
    demo: bool = True,
    procedure: str = PROCEDURE,
    right_ids: Sequence[int] = (),
    items: Sequence[str] = (),
    complainant_name: str | None = None,
    opening_key: str | None = None,
    parties: Sequence[PartyIn] = (),
) -> Case:
    """A case received now (or `at`), with the cast's complainant and respondent, or `parties` made before."""
    number = next(_numbers)
    return services.open_case(
        procedure=procedure,
        actor=SYSTEM,
        office=cast.office.code,
        facts=facts if facts is not None else {"facts": "门店销售仿冒商品"},
        parties=parties or make_parties(cast, complainant_name),
        received_at=at or time.now(),
        at=at,
        origin="online",
        title=title or f"测试商标侵权{number}",
        kind="trademark",
        law_on=law_on,
        sealed=sealed,
        demo=demo,
        right_ids=right_ids,
        items=items,
        opening_key=opening_key,
    )


def fresh(case: Case) -> Case:
    """The case as the database has it now."""
    return Case.objects.get(pk=case.pk)


def take(
    case: Case, step: str, actor: Actor, facts: Mapping[str, object] | None = None, *, reason: str = "",
    at: datetime | None = None, key: str | None = None, corrects: str | None = None,
) -> Move:  # fmt: skip
    """Take a step on the case as it stands."""
    return services.take_step(
        case_number=case.number, step=step, actor=actor, facts=facts or {}, expected_version=fresh(case).version,
        reason=reason, at=at, idempotency_key=key, corrects=corrects,
    )  # fmt: skip


def username(actor: Actor) -> str:
    """The user name behind an actor."""
    return actor.username


def assign_both(case: Case, cast: Cast) -> Move:
    """Put both officers on the case."""
    return take(case, "assign", cast.head, {"officers": [cast.officer.username, cast.second.username]})


def verified(case: Case, cast: Cast) -> Move:
    """Verify the lead."""
    return take(case, "verify", cast.officer, {"found": "现场属实", "seen_on": time.today().isoformat()})


def filed(cast: Cast, *, at: datetime | None = None, demo: bool = True) -> Case:
    """A case that is filed, with its acceptance paper and the decision clock."""
    case = make_case(cast, at=at, demo=demo)
    take(case, "file-by-hand", cast.officer, at=at)
    return fresh(case)
