"""Serial complainers and false claims: signals for a human, two people, a term, an appeal, a reply."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.access import account_of
from tests.factories.cases import Cast, make_case, make_cast
from zhidun.access import services as access
from zhidun.cases.models import Case
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid
from zhidun.offenders import complainers, selectors, services, tables
from zhidun.offenders.errors import Interested, NotNow, RecordNotFound, SecondPersonNeeded, TermUnfit
from zhidun.offenders.models import FalseClaim, Narrowing
from zhidun.parties.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def low(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thresholds a test can reach."""
    monkeypatch.setattr(complainers, "thresholds", lambda: tables.Thresholds(365, 3, 3, 80, 2, 12))


def serial(cast: Cast, count: int) -> Party:
    """One complainant with many cases against as many respondents, none with a result."""
    first: Party | None = None
    for _ in range(count):
        case = make_case(cast, procedure="infringement-complaint")
        row = case.parties.get(role="complainant")
        first = first or row.party
        case.parties.filter(role="complainant").update(party=first)
        Case.objects.filter(pk=case.pk).update(closed_at=time.now(), outcome="withdrawn")
    assert first is not None
    return first


def narrowed(cast: Cast, party: Party) -> Narrowing:
    row = services.ask_narrowing(
        actor=cast.officer, party=party, office_id=cast.office.pk, until_on=time.today() + timedelta(days=90),
        reason="一年内多次以同一模板投诉",
    )  # fmt: skip
    return services.decide_narrowing(actor=cast.head, narrowing=str(row.public_id), agree=True, reason="属实")


@pytest.mark.usefixtures("low")
def test_figures_become_a_signal_with_each_reason_and_nothing_is_refused() -> None:
    cast = make_cast()
    party = serial(cast, 3)
    (signal,) = selectors.complainers(cast.officer)
    assert (signal.party.pk, signal.filings, signal.respondents, signal.fruitless) == (party.pk, 3, 3, 3)
    assert len(signal.why) == 3
    another = make_case(cast, procedure="infringement-complaint")  # the next filing is taken in like any other
    another.parties.filter(role="complainant").update(party=party)
    assert another.closed_at is None


@pytest.mark.usefixtures("low")
def test_below_the_thresholds_there_is_no_signal() -> None:
    cast = make_cast()
    serial(cast, 1)
    assert selectors.complainers(cast.officer) == []


def test_narrowing_needs_two_people_a_reason_a_term_and_ends_by_its_day() -> None:
    cast = make_cast()
    party = serial(cast, 1)
    soon = time.today() + timedelta(days=90)
    with pytest.raises(TermUnfit):
        services.ask_narrowing(
            actor=cast.officer, party=party, office_id=cast.office.pk, until_on=time.today(), reason="x"
        )
    with pytest.raises(TermUnfit):
        services.ask_narrowing(
            actor=cast.officer, party=party, office_id=cast.office.pk, until_on=time.today() + timedelta(days=500),
            reason="x",
        )  # fmt: skip
    with pytest.raises(Invalid):
        services.ask_narrowing(actor=cast.officer, party=party, office_id=cast.office.pk, until_on=soon, reason=" ")
    row = services.ask_narrowing(
        actor=cast.officer, party=party, office_id=cast.office.pk, until_on=soon, reason="同一模板"
    )
    assert complainers.narrowing_of(party) is None
    with pytest.raises(NotNow):
        services.ask_narrowing(actor=cast.officer, party=party, office_id=cast.office.pk, until_on=soon, reason="x")
    with pytest.raises(Forbidden):
        services.decide_narrowing(actor=cast.officer, narrowing=str(row.public_id), agree=True, reason="属实")
    services.decide_narrowing(actor=cast.head, narrowing=str(row.public_id), agree=True, reason="属实")
    assert complainers.narrowing_of(party) is not None
    assert complainers.narrowing_of(party, on=soon + timedelta(days=1)) is None


def test_nobody_decides_what_they_asked_for() -> None:
    cast = make_cast()
    party = serial(cast, 1)
    row = services.ask_narrowing(
        actor=cast.officer, party=party, office_id=cast.office.pk, until_on=time.today() + timedelta(days=9), reason="x"
    )
    Narrowing.objects.filter(pk=row.pk).update(asked_by=cast.head.key)
    with pytest.raises(SecondPersonNeeded):
        services.decide_narrowing(actor=cast.head, narrowing=str(row.public_id), agree=True, reason="属实")


def test_the_party_appeals_once_and_a_third_person_answers() -> None:
    cast = make_cast()
    party = serial(cast, 1)
    row = narrowed(cast, party)
    key = str(row.public_id)
    for nobody in (cast.respondent, cast.stranger):
        with pytest.raises(RecordNotFound):
            services.appeal(actor=nobody, narrowing=key, words="不服")
    services.appeal(actor=cast.complainant, narrowing=key, words="每件都有证据")
    with pytest.raises(NotNow):
        services.appeal(actor=cast.complainant, narrowing=key, words="再次")
    with pytest.raises(SecondPersonNeeded):
        services.answer_appeal(actor=cast.head, narrowing=key, lift=True, reason="理由成立")
    done = services.answer_appeal(actor=cast.approver, narrowing=key, lift=True, reason="理由成立")
    assert done.state == "lifted"
    assert complainers.narrowing_of(party) is None
    assert selectors.own_records(cast.complainant)[1][0].answer == "理由成立"


def test_the_officer_of_the_next_case_sees_it_beside_the_lead() -> None:
    cast = make_cast()
    party = serial(cast, 1)
    narrowed(cast, party)
    case = make_case(cast, procedure="infringement-complaint")
    case.parties.filter(role="complainant").update(party=party)
    seen = next(one for one in selectors.before(cast.officer, case.number) if one.role == "complainant")
    assert seen.narrowing is not None
    assert Case.objects.get(pk=case.pk).closed_at is None


def test_a_false_claim_is_recorded_by_two_people_and_the_reply_stands_beside_it() -> None:
    cast = make_cast()
    party = serial(cast, 1)
    with pytest.raises(Invalid):
        services.propose_claim(
            actor=cast.officer, party=party, office_id=cast.office.pk, kind="malicious_suit", basis="", words="x"
        )
    row = services.propose_claim(
        actor=cast.officer, party=party, office_id=cast.office.pk, kind="malicious_suit",
        basis="(2026)川01民初17号判决书", words="法院认定恶意提起诉讼",
    )  # fmt: skip
    key = str(row.public_id)
    assert complainers.false_claims(party) == []
    with pytest.raises(NotNow):
        services.reply(actor=cast.complainant, claim=key, words="不认可")
    services.decide_claim(actor=cast.head, claim=key, agree=True, reason="判决已生效")
    with pytest.raises(RecordNotFound):
        services.reply(actor=cast.respondent, claim=key, words="与我无关")
    services.reply(actor=cast.complainant, claim=key, words="已申请再审")
    (shown,) = complainers.false_claims(party)
    assert shown.reply == "已申请再审"
    services.decide_claim(actor=cast.approver, claim=key, agree=False, reason="再审改判")
    assert complainers.false_claims(party) == []
    assert FalseClaim.objects.get().state == "withdrawn"


def test_an_interest_bars_from_proposing() -> None:
    cast = make_cast()
    party = serial(cast, 1)
    access.declare_conflict(
        actor=cast.officer, account=account_of(cast.officer), subject_kind="party", subject_key=str(party.pk),
        reason="亲属",
    )  # fmt: skip
    with pytest.raises(Interested):
        services.propose_claim(
            actor=cast.officer, party=party, office_id=cast.office.pk, kind="false_complaint", basis="x", words="x"
        )
