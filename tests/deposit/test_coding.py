"""Issuing codes, checking them, what makes one suspicious, revoking."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from tests.factories.access import make_citizen
from tests.factories.deposit import licensed, make_deposit, owner_of, raw_work
from zhidun.access.actors import Actor
from zhidun.deposit import checking, codes, coding, figures, services
from zhidun.deposit.errors import BatchNotFound, BatchRevoked, BeyondLicence, CodeMistyped, FieldUnfit, NotTheOwner
from zhidun.deposit.models import CodeBatch, CodeSighting, CodeUse, Deposit
from zhidun.deposit.words import CATEGORIES
from zhidun.kernel import time

pytestmark = pytest.mark.django_db


def batch_of(row: Deposit, by: Actor | None = None, quantity: int = 5) -> CodeBatch:
    return services.issue_batch(actor=by or owner_of(row), number=row.number, product="芙蓉披肩", quantity=quantity)


def test_codes_are_made_again_from_the_key_and_stored_nowhere(house: Path) -> None:
    batch = batch_of(make_deposit())
    made = list(services.codes_of(batch))
    assert made == list(services.codes_of(batch))
    assert len(set(made)) == 5
    with connection.cursor() as cursor:
        for table in ("deposit_codebatch", "deposit_codeuse", "evidence_seal", "access_auditentry"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608  names above
            text = str(cursor.fetchone())
            assert not any(code in text or code.replace("-", "") in text for code in made)
    assert (house / "keys" / "product-codes.key").stat().st_mode & 0o077 == 0


def test_a_buyer_learns_that_it_is_genuine_and_how_often_it_was_asked() -> None:
    row = make_deposit()
    code = next(services.codes_of(batch_of(row)))
    first = services.check_code(code, client="203.0.113.7")
    assert (first.verdict, first.product, first.work, first.checks) == ("genuine", "芙蓉披肩", row.title, 1)
    with time.pinned(time.now() + timedelta(minutes=5)):
        assert services.check_code(code, client="203.0.113.99").checks == 1
    with time.pinned(time.now() + timedelta(hours=2)):
        later = services.check_code(code.lower(), client="198.51.100.3")
    assert (later.checks, later.places, later.first_at) == (2, 2, first.first_at)
    assert not CodeSighting.objects.filter(place__contains="203.0").exists()


def test_a_code_asked_about_in_many_places_or_too_often_warns() -> None:
    batch = batch_of(make_deposit())
    spread, often = list(services.codes_of(batch))[:2]
    said = [services.check_code(spread, client=f"203.0.{n}.1").verdict for n in range(checking.MANY_PLACES)]
    assert said[:-1] == ["genuine"] * (checking.MANY_PLACES - 1)
    assert said[-1] == "suspicious"
    for hour in range(checking.MANY_CHECKS):
        with time.pinned(time.now() + timedelta(hours=hour)):
            answer = services.check_code(often, client="2001:db8::1")
    assert answer.verdict == "suspicious"
    assert answer.places == 1


def test_forged_typed_wrong_and_never_issued_codes() -> None:
    batch = batch_of(make_deposit(), quantity=3)
    key = coding.master_key()
    forged = codes.make(bytes(32), batch.ref, 0)
    beyond = codes.make(key, batch.ref, 3)
    nowhere = codes.make(key, "2222", 0)
    for code in (forged, beyond, nowhere):
        answer = services.check_code(code, client="203.0.113.7")
        assert answer.verdict == "unknown"
        assert answer.product == ""
        assert answer.advice.zh and answer.advice.en
    with pytest.raises(CodeMistyped):
        services.check_code(forged[:-1] + ("A" if forged[-1] != "A" else "B"), client="x")
    assert not CodeUse.objects.exists()


def test_a_revoked_batch_is_told_and_hands_out_no_more_codes() -> None:
    batch = batch_of(make_deposit())
    code, me, key = next(services.codes_of(batch)), owner_of(batch.deposit), str(batch.public_id)
    with pytest.raises(BatchNotFound):
        services.revoke_batch(actor=make_citizen(), key=key, reason="不是我的")
    services.revoke_batch(actor=me, key=key, reason="标签遗失")
    assert services.check_code(code, client="203.0.113.7").verdict == "revoked"
    with pytest.raises(BatchRevoked):
        services.revoke_batch(actor=me, key=key, reason="又一次")
    with pytest.raises(BatchRevoked):
        services.take_codes(actor=me, key=key)


def test_a_licensee_issues_within_the_licence_and_nobody_else_does() -> None:
    row, maker, reader = make_deposit(), make_citizen(), make_citizen()
    licensed(row, maker, most_copies=10)
    licensed(row, reader, powers=("translation",))
    assert batch_of(row, maker, 8).licence is not None
    with pytest.raises(BeyondLicence) as caught:
        batch_of(row, maker, 3)
    assert "2" in caught.value.reason.zh
    for other in (reader, make_citizen()):
        with pytest.raises(NotTheOwner):
            batch_of(row, other)


def test_the_list_is_the_issuers_alone_and_holds_the_address_behind_a_hash_mark() -> None:
    row, maker = make_deposit(), make_citizen()
    licensed(row, maker)
    batch = batch_of(row, maker)
    with pytest.raises(BatchNotFound):
        services.take_codes(actor=owner_of(row), key=str(batch.public_id))
    taken = services.take_codes(actor=maker, key=str(batch.public_id))
    table = list(csv.reader(io.StringIO(services.as_csv(taken).decode("utf-8-sig"))))
    assert len(table) == 6
    assert table[1][2].endswith(f"/deposit/code#code={table[1][1]}")


@pytest.mark.parametrize(("product", "quantity"), [("", 5), ("长" * 121, 5), ("披肩", 0), ("披肩", 20_001)])
def test_goods_that_do_not_fit(product: str, quantity: int) -> None:
    row = make_deposit()
    with pytest.raises(FieldUnfit):
        services.issue_batch(actor=owner_of(row), number=row.number, product=product, quantity=quantity)


def test_figures_count_by_category_and_district_and_leave_out_what_was_withdrawn() -> None:
    make_deposit(category="music", district="510107")
    row = make_deposit(category="music", district="510171")
    make_deposit(category="fine_art", district="510107")
    gone = make_deposit(category="music", district="510107")
    services.withdraw(actor=owner_of(gone), number=gone.number, reason="撤回")
    licensed(row, make_citizen())
    batch_of(row, quantity=7)
    found = figures.figures()
    assert found.cells == {("510107", "music"): 1, ("510171", "music"): 1, ("510107", "fine_art"): 1}
    assert (found.total, found.withdrawn, found.codes, found.deals) == (3, 1, 7, {"licence": 1})
    table = dict(figures.table(found))
    assert len(CATEGORIES) == 14
    assert table["510107"][-1] == 2
    assert table[""][-1] == 3
    assert "音乐作品 Musical work" in figures.as_csv(found).decode("utf-8-sig")
    assert figures.figures(to_on=date(2020, 1, 1)).total == 0
    assert figures.figures(from_on=time.today()).total == 3
    assert raw_work()["category"] == "fine_art"
