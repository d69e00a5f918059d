"""Entering, verifying and changing rights."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.access import make_actor, make_citizen
from tests.factories.rights import gi_facts, make_right, patent_facts, patent_number, trademark_facts
from zhidun.access.actors import ANONYMOUS, SYSTEM
from zhidun.kernel import time
from zhidun.rights import policies, selectors, services
from zhidun.rights.errors import (
    FieldUnfit,
    NotAnOfficer,
    NumberDoesNotFit,
    RightKnown,
    RightNotFound,
    SecretContentRefused,
)
from zhidun.rights.models import Right, RightKey, StatusChange, Verification
from zhidun.rights.types import RightFacts

pytestmark = pytest.mark.django_db
DIGEST = "ab" * 32


def test_a_patent_gets_its_normal_number_term_and_status() -> None:
    number = patent_number()
    right = make_right(facts=patent_facts(number=number))
    assert right.number == number.removeprefix("ZL")
    assert right.expires_on == date(2037, 7, 20)
    assert right.status == "granted"
    assert right.verification == Verification.NONE
    assert right.term_basis["rule"] == "term.patent.invention"
    assert selectors.fee_due(right, on=date(2026, 11, 22)) is not None


def test_a_wrong_check_digit_is_refused_naming_the_right_one() -> None:
    with pytest.raises(NumberDoesNotFit) as refused:
        make_right(facts=patent_facts(number="ZL201710601862.4"))
    assert "“3”" in refused.value.reason.zh
    assert refused.value.field == "number"


def test_other_numbers_warn_and_are_kept() -> None:
    right = make_right(facts=trademark_facts(number="注-77"))
    assert right.number == "注77"
    assert right.warnings[0]["en"].startswith("“注77” does not look like")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "长" * 301}, "title"),
        ({"number": ""}, "number"),
        ({"number": "9" * 65}, "number"),
        ({"number_known": False}, "number"),
        ({"status": "frozen"}, "status"),
        ({"classes": (0,)}, "classes"),
        ({"classes": (46,)}, "classes"),
        ({"registered_on": date(2999, 1, 1)}, "registered_on"),
        ({"filed_on": date(2019, 1, 1)}, "registered_on"),
        ({"key_protection": True}, "key_protection"),
    ],
)
def test_each_bad_field_has_its_reason(change: dict[str, object], field: str) -> None:
    facts = replace(trademark_facts(), **change)  # type: ignore[arg-type]  # one field at a time
    with pytest.raises((FieldUnfit, NotAnOfficer)) as refused:
        services.register_right(actor=make_citizen(), facts=facts)
    assert refused.value.field == field
    assert refused.value.reason.zh


def test_one_number_stands_for_several_classes_once_each() -> None:
    first = make_right(facts=trademark_facts(number="31000001", classes=(30, 29)))
    assert first.classes == [29, 30]
    assert RightKey.objects.filter(right=first).count() == 2
    make_right(facts=trademark_facts(number="31000001", classes=(35,)))
    with pytest.raises(RightKnown):
        make_right(facts=trademark_facts(number="031000001", classes=(30,)))
    assert Right.objects.filter(number="31000001").count() == 2


def test_entries_without_a_number_are_unique_by_title() -> None:
    facts = gi_facts()
    make_right(facts=facts)
    with pytest.raises(RightKnown):
        make_right(facts=facts)


def test_a_filing_reuses_what_was_verified_before() -> None:
    officer = make_actor("enforcement-officer")
    facts = trademark_facts()
    right = services.verify_right(actor=officer, right=make_right(facts=facts), reason="当面出示注册证原件")
    again = services.find_or_register(actor=make_citizen(), facts=facts)
    assert again.pk == right.pk
    assert again.verification == Verification.VERIFIED
    fresh = services.find_or_register(actor=ANONYMOUS, facts=trademark_facts())
    assert fresh.pk != right.pk


def test_a_private_right_of_somebody_else_is_not_revealed() -> None:
    facts = trademark_facts(private=True)
    owner = make_citizen()
    right = make_right(actor=owner, facts=facts)
    with pytest.raises(RightKnown):
        services.find_or_register(actor=make_citizen(), facts=facts)
    with pytest.raises(RightNotFound):
        selectors.by_public_id(ANONYMOUS, right.public_id)
    with pytest.raises(RightNotFound):
        selectors.by_public_id(ANONYMOUS, "no uuid")
    assert selectors.by_public_id(owner, right.public_id) == right
    assert selectors.by_public_id(make_actor("enforcement-officer"), right.public_id) == right


def test_verification_needs_the_power_and_a_paper_or_a_reason() -> None:
    right = make_right()
    with pytest.raises(NotAnOfficer):
        services.verify_right(actor=make_citizen(), right=right, reason="我看过了")
    officer = make_actor("enforcement-officer")
    with pytest.raises(FieldUnfit):
        services.verify_right(actor=officer, right=right)
    services.add_document(actor=officer, right=right, kind="certificate", sha256=DIGEST)
    services.add_document(actor=officer, right=right, kind="certificate", sha256=DIGEST)
    with pytest.raises(FieldUnfit):
        services.verify_right(actor=officer, right=right, documents=["cd" * 32])
    done = services.verify_right(actor=officer, right=right, documents=[DIGEST])
    assert (done.verification, done.verified_by) == (Verification.VERIFIED, officer.key)
    (document,) = selectors.documents(right)
    assert document.seen_by == officer.key


def test_a_right_without_number_is_seen_with_the_officers_reason() -> None:
    officer = make_actor("enforcement-officer")
    right = make_right(facts=gi_facts())
    services.add_document(actor=officer, right=right, kind="notice", sha256=DIGEST)
    with pytest.raises(FieldUnfit):
        services.verify_right(actor=officer, right=right)
    seen = services.verify_right(actor=officer, right=right, reason="见原质检公告复印件,未载公告号")
    assert seen.verification == Verification.SEEN
    assert seen.verification_reason


def test_a_status_change_is_appended_and_sealed() -> None:
    officer = make_actor("enforcement-officer")
    right = make_right()
    today = time.today()
    with pytest.raises(NotAnOfficer):
        services.change_status(actor=ANONYMOUS, right=right, status="cancelled", effective_on=today, reason="x")
    with pytest.raises(FieldUnfit):
        services.change_status(actor=officer, right=right, status="granted", effective_on=today, reason="x")
    with pytest.raises(FieldUnfit):
        services.change_status(actor=officer, right=right, status="cancelled", effective_on=today, reason=" ")
    for _ in range(2):  # the second time nothing changes
        services.change_status(actor=officer, right=right, status="cancelled", effective_on=today, reason="撤三")
    history = selectors.status_history(right)
    assert [(one.from_status, one.to_status) for one in history] == [("", "registered"), ("registered", "cancelled")]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        StatusChange.objects.filter(right=right).update(reason="changed")


def test_a_correction_computes_the_term_again_and_asks_for_a_new_look() -> None:
    officer = make_actor("enforcement-officer")
    right = services.verify_right(actor=officer, right=make_right(), reason="见原件")
    with pytest.raises(NotAnOfficer):
        services.correct_right(actor=ANONYMOUS, right=right, details={}, dates={})
    right = services.correct_right(
        actor=officer,
        right=right,
        details={"renewed_until_on": "2038-03-06"},
        dates={"registered_on": date(2018, 3, 7)},
    )
    assert right.expires_on == date(2038, 3, 6)
    assert right.verification == Verification.NONE


def test_the_key_protection_list_is_kept_by_officers_with_reasons() -> None:
    officer = make_actor("enforcement-officer")
    right = make_right()
    with pytest.raises(NotAnOfficer):
        services.set_key_protection(actor=ANONYMOUS, right=right, on=True, reason="x")
    with pytest.raises(FieldUnfit):
        services.set_key_protection(actor=officer, right=right, on=True, reason="")
    services.set_key_protection(actor=officer, right=right, on=True, reason="市级重点保护名录")
    assert right in selectors.key_list(ANONYMOUS)
    assert right in selectors.key_list(ANONYMOUS, kind="trademark")
    assert right not in selectors.key_list(ANONYMOUS, kind="gi_product")


SALT, FILE = b"\x07" * 32, "12" * 32
SECRET = RightFacts(kind="trade_secret", title="配方甲", number_known=False, holder_name="郫都豆瓣酿造有限公司")


def test_a_trade_secret_is_a_commitment_and_nothing_else() -> None:
    owner = make_citizen()
    commitment = policies.commitment_of(salt=SALT, sha256=FILE)
    right = services.commit_secret(actor=owner, facts=SECRET, commitment=commitment, measures={"marking": True})
    assert right.private
    assert right.commitment.measures["marking"] is True
    assert right.commitment.measures["logs"] is False
    assert policies.commitment_fits(commitment=right.commitment.commitment, salt=SALT, sha256=FILE)
    assert not policies.commitment_fits(commitment=commitment, salt=b"\x08" * 32, sha256=FILE)
    assert right not in selectors.search(ANONYMOUS, "配方")
    assert right in selectors.search(owner, "配方")
    with pytest.raises(RightKnown):
        services.commit_secret(actor=owner, facts=SECRET, commitment=commitment, measures={})
    with pytest.raises(SecretContentRefused):
        services.add_document(actor=owner, right=right, kind="recipe", sha256=DIGEST)


@pytest.mark.parametrize(
    ("change", "commitment", "measures"),
    [
        ({"details": {"recipe": "盐三斤"}}, "0" * 64, {}),
        ({"source": "盐三斤"}, "0" * 64, {}),
        ({}, "short", {}),
        ({}, "0" * 64, {"prayer": True}),
    ],
)
def test_content_has_nowhere_to_hide(change: dict[str, object], commitment: str, measures: dict[str, bool]) -> None:
    with pytest.raises((SecretContentRefused, FieldUnfit)):
        services.commit_secret(
            actor=make_citizen(),
            facts=replace(SECRET, **change),  # type: ignore[arg-type]  # one field at a time
            commitment=commitment,
            measures=measures,
        )


def test_a_secret_does_not_come_in_by_another_door() -> None:
    with pytest.raises(SecretContentRefused):
        services.register_right(actor=SYSTEM, facts=SECRET)
    with pytest.raises(ValueError, match="32 bytes"):
        policies.commitment_of(salt=b"short", sha256=FILE)


def test_a_document_needs_a_digest() -> None:
    with pytest.raises(Exception, match="SHA-256"):
        services.add_document(actor=SYSTEM, right=make_right(), kind="certificate", sha256="../../etc/passwd")


def _at_once(job: object, times: int) -> list[object]:
    answers: list[object] = []
    gate = threading.Barrier(times)

    def run() -> None:
        gate.wait()
        try:
            answers.append(job())  # type: ignore[operator]  # a callable without arguments
        except RightKnown as refusal:
            answers.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_eight_people_enter_one_number_at_once() -> None:
    facts = trademark_facts()
    answers = _at_once(lambda: services.register_right(actor=SYSTEM, facts=facts), 8)
    assert sum(isinstance(one, Right) for one in answers) == 1
    assert sum(isinstance(one, RightKnown) for one in answers) == 7
    filed = _at_once(lambda: services.find_or_register(actor=SYSTEM, facts=facts), 4)
    assert len({one.pk for one in filed if isinstance(one, Right)}) == 1
    assert Right.objects.filter(number=facts.number).count() == 1
