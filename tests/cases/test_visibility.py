"""Who sees which case, and how much of it; unknown and forbidden look the same."""

from __future__ import annotations

import pytest

from tests.factories.access import account_of, make_actor, make_office
from tests.factories.cases import Cast, filed, make_case, make_cast, take, verified
from tests.factories.evidence import make_item
from tests.factories.rights import make_right
from zhidun.access import services as access
from zhidun.access.actors import ANONYMOUS, SYSTEM, Actor, receipt_actor
from zhidun.cases import selectors, services
from zhidun.cases.errors import CaseNotFound
from zhidun.cases.models import Case, CaseEvidence
from zhidun.cases.types import PartyIn
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid, NotFound

pytestmark = pytest.mark.django_db


def sees(actor: Actor, case: Case) -> bool:
    found = selectors.visible_to(actor).filter(pk=case.pk).exists()
    try:
        selectors.find(actor, case.number)
    except CaseNotFound:
        assert not found or case.state == "lead"
        return False
    return found


def test_the_relations_of_the_matrix(cast: Cast) -> None:
    case = make_case(cast)
    city = make_office(kind="city_bureau")
    above = make_actor("bureau-head", city)
    cast.office.parent = city
    cast.office.save()
    above = make_actor("bureau-head", city)
    expected = {
        "own": (cast.officer, True),
        "above": (above, True),
        "other district": (cast.stranger, False),
        "foreign citizen": (make_cast(cast.office).complainant, False),
        "complainant": (cast.complainant, True),
        "reported party before notice": (cast.respondent, False),
        "administrator": (make_actor("system-admin"), False),
        "anonymous": (ANONYMOUS, False),
        "receipt of nothing": (receipt_actor("X-2026-000000"), False),
        "system": (SYSTEM, True),
    }
    for name, (actor, wanted) in expected.items():
        assert sees(actor, case) is wanted, name


def test_unknown_and_forbidden_are_the_same_refusal(cast: Cast) -> None:
    case = make_case(cast)
    answers = []
    for number in (case.number, "nothing-2026-000000"):
        with pytest.raises(CaseNotFound) as refused:
            selectors.case_page(cast.stranger, number)
        answers.append(refused.value.problem("zh"))
    assert answers[0] == answers[1]


def test_a_sealed_case_is_for_its_officers_and_the_head(cast: Cast) -> None:
    case = make_case(cast, sealed=True)
    assert (sees(cast.officer, case), sees(cast.head, case)) == (False, True)
    services.assign_officer(actor=cast.head, case_number=case.number, username=cast.officer.username)
    assert (sees(cast.officer, case), sees(cast.second, case)) == (True, False)
    with pytest.raises(Forbidden):
        services.set_sealed(actor=cast.officer, case_number=case.number, sealed=False, reason="x")
    services.set_sealed(actor=cast.head, case_number=case.number, sealed=False, reason="已公开")
    assert sees(cast.second, case)


@pytest.mark.parametrize("kind", ["case", "party", "right"])
def test_a_declared_interest_hides_the_case(cast: Cast, kind: str) -> None:
    right = make_right()
    case = make_case(cast, right_ids=[right.pk])
    party = case.parties.get(role="respondent").party
    assert party is not None
    key = {"case": case.number, "party": str(party.public_id), "right": str(right.public_id)}[kind]
    access.declare_conflict(
        actor=cast.officer, account=account_of(cast.officer), subject_kind=kind, subject_key=key, reason="亲属"
    )
    assert not sees(cast.officer, case)
    assert sees(cast.second, case)


def test_a_reported_firm_reads_the_case_once_it_is_served(cast: Cast) -> None:
    case = filed(cast)
    assert not sees(cast.respondent, case)
    take(case, "notice", cast.officer, {"notice_served_on": time.today().isoformat()})
    assert sees(cast.respondent, case)
    page = selectors.case_page(cast.respondent, case.number)
    assert page.relations == ("respondent",)
    assert [paper.kind for paper in page.papers] == ["hearing-notice"]
    assert take(case, "answer", cast.respondent, {"words": "进货有合法来源"}).office is None


def test_hidden_in_a_state_although_admitted(cast: Cast) -> None:
    case = make_case(cast)
    row = case.parties.get(role="respondent")
    with pytest.raises(NotFound):
        services.admit_party(actor=cast.officer, case_number=case.number, case_party_id=0)
    services.admit_party(actor=cast.officer, case_number=case.number, case_party_id=row.pk)
    assert not sees(cast.respondent, case)
    take(case, "file-by-hand", cast.officer)
    assert sees(cast.respondent, case)


def test_a_party_reads_words_not_the_inside_of_the_office(cast: Cast) -> None:
    case = make_case(cast)
    verified(case, cast)
    services.add_note(actor=cast.officer, case_number=case.number, body="内部意见")
    take(case, "file-by-hand", cast.officer)
    page = selectors.case_page(cast.complainant, case.number)
    assert not page.staff
    assert (page.notes, page.tasks, page.approvals, page.officers, page.raw_facts) == ((), (), (), (), {})
    assert [key for key, _, _ in page.facts] == ["facts", "found"]
    assert all(entry.who == "" for entry in page.timeline)
    assert page.words.zh == "已立案调查。"
    inside = selectors.case_page(cast.officer, case.number)
    assert inside.staff
    assert inside.notes[0].body == "内部意见"
    assert [entry.seq for entry in inside.timeline] == [1, 2, 3]
    assert inside.timeline[1].who == cast.officer.name.zh


def test_an_unnamed_reporter_is_in_no_list_no_search_and_no_other_partys_page(cast: Cast) -> None:
    case = services.open_case(
        procedure="bench-case", actor=ANONYMOUS, office=cast.office.code, facts={}, received_at=time.now(),
        origin="online", title="举报假冒", kind="trademark", demo=True,
        parties=[
            PartyIn(role="reporter", shown_name="举报人甲乙丙", by_receipt=True),
            PartyIn(role="respondent", shown_name="某店", account_id=cast.respondent.account_id, admitted=True),
        ],
    )  # fmt: skip
    take(case, "file-by-hand", cast.officer)
    assert selectors.search(cast.officer, "甲乙丙") == ()
    assert "举报人甲乙丙" not in selectors.work_list(cast.officer).cards[0].parties
    assert [party.role for party in selectors.case_page(cast.respondent, case.number).parties] == ["respondent"]
    own = selectors.case_page(receipt_actor(case.number), case.number)
    assert [party.you for party in own.parties] == [True, False]
    assert selectors.view_of(case, cast.officer).case.anonymous


def test_items_open_through_the_file_the_message_or_ones_own_upload(cast: Cast) -> None:
    case = filed(cast)
    item = make_item(actor=cast.officer)
    key = str(item.public_id)
    assert services.add_evidence(actor=cast.officer, case_number=case.number, items=[key]) == 1
    assert services.add_evidence(actor=cast.officer, case_number=case.number, items=[key]) == 0
    assert selectors.item_for(cast.second, key).pk == item.pk
    for who in (cast.complainant, cast.stranger, ANONYMOUS):
        with pytest.raises(NotFound):
            selectors.item_for(who, key)
    services.show_evidence(actor=cast.officer, case_number=case.number, item=key, visible=True)
    assert selectors.item_for(cast.complainant, key).pk == item.pk
    assert [card.item for card in selectors.case_page(cast.complainant, case.number).evidence] == [key]
    with pytest.raises(NotFound):
        selectors.item_for(cast.officer, "nonsense")
    assert CaseEvidence.objects.count() == 1


def test_links_show_only_cases_one_may_see(cast: Cast) -> None:
    case, other = make_case(cast), make_case(make_cast())
    services.link_cases(actor=SYSTEM, a=case.number, b=other.number, kind="split", reason="混合投诉")
    services.link_cases(actor=SYSTEM, a=case.number, b=other.number, kind="split", reason="again")
    assert selectors.case_page(cast.officer, case.number).links == ()
    assert [link.number for link in selectors.case_page(SYSTEM, case.number).links] == [other.number]
    with pytest.raises(Invalid):
        services.link_cases(actor=SYSTEM, a=case.number, b=case.number, kind="split")
    with pytest.raises(CaseNotFound):
        services.link_cases(actor=cast.officer, a=case.number, b=other.number, kind="joined")
    services.unlink_cases(actor=SYSTEM, a=case.number, b=other.number, kind="split", reason="误联")
    assert selectors.case_page(SYSTEM, case.number).links == ()
