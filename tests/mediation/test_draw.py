"""The mediator drawn in the open: commitments of both sides and the body, witnessed, then revealed."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.factories.mediation import Stage, agree_to_mediate, fresh, make_stage, opened
from tests.factories.sealing import crowd, own_log
from zhidun.access.actors import Actor
from zhidun.evidence.sequencing import Sequencer
from zhidun.kernel import time
from zhidun.lottery import bundle
from zhidun.lottery.draw import commitment
from zhidun.lottery.errors import CommitmentWrong, DrawFrozen, DrawMalformed, DrawVoid, NotEnough, TooEarly
from zhidun.mediation import selectors, services
from zhidun.mediation.errors import DrawNotReady, NotNow
from zhidun.mediation.models import Mediation, MediatorDraw

pytestmark = pytest.mark.django_db
SECRETS = {party: hashlib.sha256(party.encode()).digest() for party in ("complainant", "respondent", "body")}


def ready() -> tuple[Stage, Mediation]:
    stage = make_stage()
    row = agree_to_mediate(stage, opened(stage))
    services.begin_draw(actor=stage.desk, number=row.case.number)
    return stage, row


def hand(stage: Stage, party: str) -> Actor:
    return stage.desk if party == "body" else stage.side(party)


def commit_all(stage: Stage, row: Mediation) -> None:
    for party, secret in SECRETS.items():
        digest = commitment(party, secret).hex()
        services.commit_draw(actor=hand(stage, party), number=row.case.number, digest=digest)


def test_the_drawn_mediator_is_appointed_and_the_bundle_can_be_checked(settings: Settings, tmp_path: Path) -> None:
    own_log(settings, tmp_path)
    stage, row = ready()
    commit_all(stage, row)
    with crowd(tmp_path / "crowd") as witnesses:
        witnesses.save(settings, 2)
        with pytest.raises(DrawNotReady):
            services.reveal_draw(actor=stage.desk, number=row.case.number, secret=SECRETS["body"].hex())
        Sequencer().until_idle()
        for party, secret in SECRETS.items():
            services.reveal_draw(actor=hand(stage, party), number=row.case.number, secret=secret.hex())
    done = fresh(row)
    assert (done.case.state, done.chosen_by) == ("mediating", "draw")
    draw = selectors.mediation_page(stage.complainant, row.case.number).draw
    assert draw is not None and draw.bundle is not None
    checked = bundle.check(draw.bundle)
    assert checked.ok and checked.picked is not None and done.mediator is not None
    assert checked.picked.drawn == (str(done.mediator.public_id),)


def test_nobody_reveals_early_changes_a_commitment_or_hands_in_nonsense() -> None:
    stage, row = ready()
    number = row.case.number
    with pytest.raises(NotNow):
        services.begin_draw(actor=stage.complainant, number=number)
    with pytest.raises(DrawMalformed):
        services.commit_draw(actor=stage.complainant, number=number, digest="zz")
    services.commit_draw(actor=stage.complainant, number=number, digest="00" * 32)
    with pytest.raises(DrawFrozen):
        services.commit_draw(actor=stage.complainant, number=number, digest="11" * 32)
    with pytest.raises(TooEarly):
        services.reveal_draw(actor=stage.complainant, number=number, secret="00" * 32)


def test_a_wrong_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    stage, row = ready()
    commit_all(stage, row)
    monkeypatch.setattr("zhidun.mediation.choosing._witnessed", lambda _draw: True)
    with pytest.raises(CommitmentWrong):
        services.reveal_draw(actor=stage.complainant, number=row.case.number, secret="00" * 32)


def test_who_does_not_reveal_voids_it_and_the_next_draw_says_why() -> None:
    stage, row = ready()
    commit_all(stage, row)
    with time.pinned(time.now() + timedelta(days=6)):
        with pytest.raises(DrawVoid):
            services.reveal_draw(actor=stage.desk, number=row.case.number, secret=SECRETS["body"].hex())
        assert services.void_late_draws() == 1 and services.void_late_draws() == 0
        assert MediatorDraw.objects.get(mediation=row).why == "complainant、respondent、body"
        with pytest.raises(DrawMalformed):
            services.begin_draw(actor=stage.desk, number=row.case.number)
        again = services.begin_draw(actor=stage.desk, number=row.case.number, why="三方均未公开")
        assert again.replaces.endswith("-D1")
    other = agree_to_mediate(stage, opened(stage))
    with pytest.raises(NotNow):
        services.reveal_draw(actor=stage.desk, number=other.case.number, secret="00" * 32)


def test_a_list_without_anybody_who_fits_is_refused() -> None:
    stage = make_stage(fields=("trademark",))
    row = agree_to_mediate(stage, opened(stage))
    for one in (stage.mediator, stage.other_mediator):
        services.add_mediator(
            actor=stage.desk, office=stage.office.code, username=one.username, fields=["trademark"], active=False
        )
    with pytest.raises(NotEnough):
        services.begin_draw(actor=stage.desk, number=row.case.number)
