"""Who may lay whose items into a file: their own; an officer also a colleague's and those of a party of the case."""

from __future__ import annotations

import pytest

from tests.factories.access import make_actor, make_citizen
from tests.factories.cases import Cast, filed, make_case, take
from tests.factories.evidence import make_item
from zhidun.access.actors import SYSTEM, Actor, receipt_actor
from zhidun.cases import selectors, services
from zhidun.cases.errors import CaseNotFound
from zhidun.cases.models import Case
from zhidun.evidence.errors import ItemNotFound
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, NotFound

pytestmark = pytest.mark.django_db


def people(cast: Cast, case: Case) -> dict[str, Actor]:
    return {
        "officer": cast.officer,
        "colleague": cast.second,
        "other office": cast.stranger,
        "complainant": cast.complainant,
        "respondent": cast.respondent,
        "citizen": make_citizen(),
        "receipt": receipt_actor(case.number),
        "other receipt": receipt_actor("X-2026-000001"),
    }


@pytest.mark.parametrize(
    ("filer", "owner", "may"),
    [
        ("officer", "officer", True),
        ("officer", "colleague", True),
        ("officer", "complainant", True),
        ("officer", "respondent", True),
        ("officer", "other office", False),
        ("officer", "citizen", False),
        ("officer", "receipt", False),
        ("officer", "other receipt", False),
        ("complainant", "complainant", True),
        ("complainant", "respondent", False),
        ("complainant", "officer", False),
        ("complainant", "citizen", False),
    ],
)
def test_the_table(cast: Cast, filer: str, owner: str, may: bool) -> None:  # noqa: FBT001
    case = filed(cast)
    who = people(cast, case)
    item = make_item(actor=who[owner])
    if may:
        added = services.add_evidence(actor=who[filer], case_number=case.number, items=[str(item.public_id)])
        assert added == 1
        row = case.evidence.get()
        assert row.submitted_key == who[filer].key
        assert (row.submitted_by is not None) is (filer == "complainant")
        return
    with pytest.raises(ItemNotFound):
        services.add_evidence(actor=who[filer], case_number=case.number, items=[str(item.public_id)])
    assert not case.evidence.exists()


def test_an_officer_files_what_came_by_the_receipt_of_the_case(cast: Cast) -> None:
    case = make_case(cast)
    case.parties.filter(role="complainant").update(by_receipt=True)
    item = make_item(actor=receipt_actor(case.number))
    assert services.add_evidence(actor=cast.officer, case_number=case.number, items=[str(item.public_id)]) == 1
    assert services.add_evidence(actor=cast.officer, case_number=case.number, items=[str(item.public_id)]) == 0


def test_an_officer_without_the_power_to_write_files_their_own_only(cast: Cast) -> None:
    case = make_case(cast)
    reader = make_actor("leadership", cast.office)
    item = make_item(actor=cast.officer)
    with pytest.raises((Forbidden, CaseNotFound)):
        services.add_evidence(actor=reader, case_number=case.number, items=[str(item.public_id)])


def test_the_system_files_anything_and_an_unknown_item_is_refused(cast: Cast) -> None:
    case = make_case(cast)
    item = make_item(actor=make_citizen())
    assert services.add_evidence(actor=SYSTEM, case_number=case.number, items=[str(item.public_id)]) == 1
    for wrong in ("nonsense", "01900000-0000-7000-8000-000000000000"):
        with pytest.raises(ItemNotFound):
            services.add_evidence(actor=cast.officer, case_number=case.number, items=[wrong])


def test_who_opens_what_lies_in_the_file(cast: Cast) -> None:
    case = filed(cast)
    item = make_item(actor=cast.officer)
    key = str(item.public_id)
    services.add_evidence(actor=cast.officer, case_number=case.number, items=[key])
    take(case, "notice", cast.officer, {"notice_served_on": time.today().isoformat()})
    assert selectors.item_for(cast.second, key).pk == item.pk
    for who in (cast.complainant, cast.respondent, cast.stranger, make_citizen()):
        with pytest.raises(NotFound):
            selectors.item_for(who, key)
    with pytest.raises(NotFound):
        services.show_evidence(actor=cast.officer, case_number=case.number, item=str(case.public_id), visible=True)
    with pytest.raises(Forbidden):
        services.show_evidence(actor=cast.complainant, case_number=case.number, item=key, visible=True)
    services.show_evidence(actor=cast.officer, case_number=case.number, item=key, visible=True)
    assert selectors.item_for(cast.complainant, key).pk == item.pk
    with pytest.raises(NotFound):
        selectors.item_for(cast.respondent, key)
    services.show_evidence(actor=cast.officer, case_number=case.number, item=key, visible=False)
    with pytest.raises(NotFound):
        selectors.item_for(cast.complainant, key)
    with pytest.raises(NotFound):
        selectors.item_for(cast.officer, "nonsense")
