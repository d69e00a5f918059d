"""Who mediates: the sides choose together, the body names from the list, or a draw that anybody can run again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.cases.people import set_officers
from zhidun.evidence.models import Seal
from zhidun.evidence.proofs import view as seal_view
from zhidun.evidence.sealing import seal
from zhidun.kernel import time
from zhidun.kernel.text import t
from zhidun.lottery import bundle as bundles
from zhidun.lottery.ceremony import Ceremony
from zhidun.lottery.errors import DrawMalformed, DrawVoid, NotEnough
from zhidun.lottery.frozen import freeze
from zhidun.mediation.errors import DrawNotReady, MediatorFull, MediatorInterested, NotNow
from zhidun.mediation.models import ChosenBy, DrawState, Mediation, Mediator, MediatorChoice, MediatorDraw
from zhidun.mediation.moving import move
from zhidun.mediation.register import MediatorCard, card, listed, mediator, unfit
from zhidun.mediation.standing import DESK, MEDIATOR, OTHER, SIDES, find, held, interested

DRAW = "draw"
BODY = "body"
PARTIES = (*SIDES, BODY)
REVEAL_DAYS = 5
"""Days to commit and reveal before a draw is void: a rule of the draw, published with it."""


def candidates(actor: Actor, number: str) -> list[MediatorCard]:
    """Return the mediators of the body with whether they fit this matter and why not.

    Raises:
        MediationNotFound: the actor has no part in it.
    """
    row, _ = find(actor, number)
    return [card(one, why=unfit(one, row)) for one in listed(body=row.body)]


@transaction.atomic
def choose_mediator(*, actor: Actor, number: str, mediator_id: str) -> Mediation:
    """Name the mediator one wants, as a side; when both name the same, they are appointed.

    Raises:
        MediationNotFound, NotYourPart, NotNow, NotFound, MediatorInterested, MediatorFull.
    """
    row, side = held(actor, number, *SIDES, states=("preparing",))
    wanted = mediator(mediator_id)
    _need_fit(wanted, row)
    MediatorChoice.objects.update_or_create(mediation=row, side=side, defaults={"mediator": wanted, "at": time.now()})
    other = MediatorChoice.objects.filter(mediation=row, side=OTHER[side]).first()
    if other is not None and other.mediator_id == wanted.pk:
        _appoint(row, wanted, ChosenBy.PARTIES, actor)
    return row


@transaction.atomic
def name_mediator(*, actor: Actor, number: str, mediator_id: str) -> Mediation:
    """Name a mediator from the list, as the body.

    Raises:
        MediationNotFound, NotYourPart, NotNow, NotFound, MediatorInterested, MediatorFull.
    """
    row, _ = held(actor, number, DESK, states=("preparing",))
    wanted = mediator(mediator_id)
    _need_fit(wanted, row)
    _appoint(row, wanted, ChosenBy.LIST, actor)
    return row


def _need_fit(wanted: Mediator, row: Mediation) -> None:
    why = unfit(wanted, row)
    if why is None:
        return
    if interested(wanted.account_id, row):
        raise MediatorInterested(field="mediator")
    raise MediatorFull(why, field="mediator")


def _appoint(row: Mediation, wanted: Mediator, how: ChosenBy, actor: Actor) -> None:
    Mediator.objects.select_for_update().get(pk=wanted.pk)  # two matters at once must not both take the last place
    _need_fit(wanted, row)
    row.mediator, row.chosen_by = wanted, how
    row.save(update_fields=["mediator", "chosen_by"])
    facts = {"mediator_name": wanted.account.name_zh or wanted.account.username, "mediator_by": how.value}
    move(row, "appoint", actor, facts)
    set_officers(case=row.case, usernames=[wanted.account.username], actor=actor)


@transaction.atomic
def stand_aside(*, actor: Actor, number: str, reason: str) -> Mediation:
    """Leave the matter as its mediator, or take the mediator off it as a side objects and the body agrees.

    Raises:
        MediationNotFound, NotYourPart, NotNow, ReasonMissing.
    """
    row, _ = held(actor, number, MEDIATOR, DESK, states=("mediating",))
    move(row, "stand-aside", actor, reason=reason)
    row.mediator, row.chosen_by = None, ""
    row.save(update_fields=["mediator", "chosen_by"])
    MediatorChoice.objects.filter(mediation=row).delete()
    set_officers(case=row.case, usernames=[], actor=actor)
    return row


# ------------------------------------------------------------------ draw


@transaction.atomic
def begin_draw(*, actor: Actor, number: str, why: str = "") -> MediatorDraw:
    """Freeze the list of fitting mediators and open the draw: both sides and the body commit, then reveal.

    Raises:
        MediationNotFound, NotYourPart, NotNow.
        NotEnough: nobody on the list fits. DrawMalformed: a void draw is repeated without a reason.
    """
    row, _ = held(actor, number, DESK, *SIDES, states=("preparing",))
    if row.draws.filter(state__in=(DrawState.COMMITTING, DrawState.REVEALING)).exists():
        raise NotNow(t("已有一次抽取正在进行。", "A draw is under way."))
    names = [str(one.public_id) for one in listed(body=row.body) if unfit(one, row) is None]
    if not names:
        raise NotEnough
    before = row.draws.order_by("-id").first()
    frozen = freeze(
        draw_id=f"{row.case.number}-D{row.draws.count() + 1}",
        entities=names,
        rules=json.dumps({"entities": 1, "listed": len(names)}, separators=(",", ":")),
        replaces=before.number if before else "",
        why=why,
    )
    made = MediatorDraw.objects.create(
        mediation=row,
        number=frozen.draw_id,
        listed=list(frozen.entities),
        rules=frozen.rules.text,
        replaces=frozen.replaces,
        why=frozen.why,
        reveal_until=time.now() + timedelta(days=REVEAL_DAYS),
    )
    _seal(made, actor, "frozen", frozen.manifest())
    return made


def _seal(draw: MediatorDraw, actor: Actor, what: str, manifest: Mapping[str, object]) -> None:
    office = draw.mediation.body.office.code
    seal(actor=actor, kind=DRAW, object_key=f"{draw.number}:{what}", manifest={**manifest, "what": what}, office=office)


def ceremony_of(draw: MediatorDraw) -> Ceremony:
    """Return the draw as the core knows it."""
    frozen = freeze(draw_id=draw.number, entities=draw.listed, rules=draw.rules, replaces=draw.replaces, why=draw.why)
    return Ceremony(
        frozen,
        PARTIES,
        {party: bytes.fromhex(word) for party, word in draw.commits.items()},
        witnessed=draw.state in (DrawState.REVEALING, DrawState.DONE),
        reveals={party: bytes.fromhex(word) for party, word in draw.reveals.items()},
    )


def _of_draw(actor: Actor, number: str) -> tuple[Mediation, MediatorDraw, str]:
    row, part = held(actor, number, DESK, *SIDES, states=("preparing",))
    draw = row.draws.filter(state__in=(DrawState.COMMITTING, DrawState.REVEALING)).first()
    if draw is None:
        raise NotNow(t("没有正在进行的抽取。", "No draw is under way."))
    return row, draw, part if part in SIDES else BODY


def _unhex(word: str) -> bytes:
    try:
        return bytes.fromhex(word.strip())
    except ValueError:
        raise DrawMalformed(field="hex") from None


@transaction.atomic
def commit_draw(*, actor: Actor, number: str, digest: str) -> MediatorDraw:
    """Hand in one's commitment, 64 hexadecimal digits; the secret itself stays with its owner.

    Raises:
        MediationNotFound, NotYourPart, NotNow, DrawMalformed, DrawFrozen.
    """
    _, draw, party = _of_draw(actor, number)
    made = ceremony_of(draw).commit(party, _unhex(digest))
    draw.commits = {name: word.hex() for name, word in made.commits.items()}
    draw.save(update_fields=["commits"])
    _seal(draw, actor, f"commit:{party}", {"draw": draw.number, "party": party, "commitment": draw.commits[party]})
    return draw


@transaction.atomic
def reveal_draw(*, actor: Actor, number: str, secret: str) -> MediatorDraw:
    """Reveal one's secret once every commitment is in a cosigned checkpoint; the last reveal makes the draw.

    Raises:
        MediationNotFound, NotYourPart, NotNow, DrawMalformed, CommitmentWrong.
        TooEarly, DrawNotReady: not all committed, or not all witnessed.
        DrawVoid: the time to reveal is over.
    """
    row, draw, party = _of_draw(actor, number)
    if time.now() > draw.reveal_until:
        raise DrawVoid
    made = ceremony_of(draw)
    if draw.state == DrawState.COMMITTING:
        made = made.witness()
        if not _witnessed(draw):
            raise DrawNotReady
        draw.state = DrawState.REVEALING
    made = made.reveal(party, _unhex(secret))
    draw.reveals = {name: word.hex() for name, word in made.reveals.items()}
    if set(draw.reveals) == set(PARTIES):
        draw.bundle, draw.state = bundles.bundle_of(made), DrawState.DONE
        draw.save()
        _seal(draw, actor, "result", {"draw": draw.number, **bundles.result_of(made.result())})
        _appoint(row, mediator(made.result().drawn[0]), ChosenBy.DRAW, actor)
    draw.save()
    return draw


def _witnessed(draw: MediatorDraw) -> bool:
    keys = [f"{draw.number}:commit:{party}" for party in PARTIES]
    rows = list(Seal.objects.filter(kind=DRAW, object_key__in=keys))
    return len(rows) == len(PARTIES) and all(seal_view(row).proven for row in rows)


def void_late_draws() -> int:
    """Void draws whose time to reveal is over, publicly; return how many."""
    late = MediatorDraw.objects.filter(
        state__in=(DrawState.COMMITTING, DrawState.REVEALING), reveal_until__lt=time.now()
    )
    done = 0
    for pk in list(late.values_list("pk", flat=True)):
        with transaction.atomic():
            draw = MediatorDraw.objects.select_for_update().get(pk=pk)
            draw.state = DrawState.VOID
            draw.why = draw.why or ceremony_of(draw).expire().void
            draw.save(update_fields=["state", "why"])
            done += 1
    return done
