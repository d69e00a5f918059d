"""Depositing a work: number, record, seal, duplicates, bad input, reveal, withdrawal."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.db import IntegrityError, transaction

from tests.factories.access import make_actor, make_citizen
from tests.factories.deposit import licensed, make_deposit, owner_of, raw_work
from tests.factories.evidence import make_item, png
from zhidun.access.actors import ANONYMOUS
from zhidun.deposit import commitments, records, selectors, services
from zhidun.deposit.errors import (
    DealsOpen,
    DepositedAlready,
    DepositNotFound,
    DepositUnfit,
    NothingToReveal,
    NotTheOwner,
    RevealDiffers,
    WithdrawnDeposit,
    WorkMissing,
)
from zhidun.deposit.models import ChainEntry, Deposit
from zhidun.deposit.reading import read
from zhidun.evidence.errors import FileEmpty, ItemNotFound
from zhidun.evidence.models import Item, Seal
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, SignInNeeded

pytestmark = pytest.mark.django_db


def faults(**changes: object) -> dict[str, str]:
    with pytest.raises(DepositUnfit) as caught:
        read(raw_work(**changes))
    for one in caught.value.errors.values():
        assert one.reason.zh and one.reason.en and one.remedy.zh and one.remedy.en
    return {key: one.reason.en for key, one in caught.value.errors.items()}


def test_a_deposit_has_a_number_a_record_and_a_seal() -> None:
    row = make_deposit(title="蜀绣《芙蓉》")
    assert re.fullmatch(r"ZC-\d{4}-\d{8}", row.number)
    entry = ChainEntry.objects.get(deposit=row)
    told = json.loads(entry.record)
    assert told["deposit"] == row.number
    assert told["facts"]["files"][0]["sha256"] == row.files.get().sha256
    assert told["facts"]["owners"] == [{"kind": "organisation", "name": "蜀绣工坊", "share": "100%"}]
    seal = records.seal_of(entry)
    assert seal is not None
    assert json.loads(seal.manifest)["sha256"] == entry.sha256
    assert "芙蓉" not in bytes(seal.entry).decode()
    assert row.right is not None
    assert row.right.status == "declared"


def test_everything_wrong_is_told_at_once() -> None:
    found = faults(
        title="长" * 10_000, category="song", created_on="2999-01-01", first_published_on="soon", district="1",
        visibility="", **{"owner-0-share": "60", "author-0-name": "", "owner-0-uscc": "91110000600037341X"},
    )  # fmt: skip
    assert set(found) == {
        "title", "category", "created_on", "first_published_on", "district", "visibility", "author-0-name",
        "owner-0-uscc",
    }  # fmt: skip
    assert "9800" not in found["category"]


ONE_FAULT = [
    ({"title": ""}, "title"),
    ({"title": "题" * 201}, "title"),
    ({"created_on": "1700-01-01"}, "created_on"),
    ({"first_published_on": "2020-01-01"}, "first_published_on"),
    ({"ai_used": "true"}, "ai_statement"),
    ({"form": "commitment"}, "commitment"),
    ({"form": "commitment", "commitment": "xyz"}, "commitment"),
    ({"owner-0-share": "90"}, "owner-0-share"),
    ({"owner-1-name": "乙", "owner-1-share": "50"}, "owner-0-share"),
    ({"owner-1-name": "蜀绣工坊", "owner-1-share": "50", "owner-0-share": "50"}, "owner-1-name"),
    ({"owner-0-kind": "robot"}, "owner-0-kind"),
    ({"description": "字" * 4001}, "description"),
]


@pytest.mark.parametrize(("changes", "field"), ONE_FAULT)
def test_a_fault_is_told_beside_its_field(changes: dict[str, object], field: str) -> None:
    assert list(faults(**changes)) == [field]


def test_markup_in_a_title_is_only_text() -> None:
    row = make_deposit(title="<script>alert(1)</script>")
    assert row.title == "<script>alert(1)</script>"
    assert json.loads(ChainEntry.objects.get(deposit=row).record)["facts"]["title"] == row.title


def test_the_database_itself_refuses_to_change_what_was_deposited() -> None:
    row = make_deposit()
    for change in ({"title": "别的"}, {"created_on": "2001-01-01"}, {"commitment": "x"}, {"district": "510104"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Deposit.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChainEntry.objects.filter(deposit=row).update(record="{}")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.holders.update(share_num=0)
    assert selectors.broken(row) is None


def test_the_same_work_by_somebody_else_is_kept_and_told_without_a_name() -> None:
    content = png()
    first = make_deposit(content=content)
    second = make_deposit(content=content)
    assert first.earlier_at is None
    assert second.earlier_at == first.files.get().added_at
    found = selectors.verify(first.files.get().sha256)
    assert [one.number for one in found] == [first.number, second.number]
    assert [one.earlier for one in found] == [False, True]


def test_the_same_person_is_led_to_the_deposit_made_before() -> None:
    me, content = make_citizen(), png()
    first = make_deposit(me, content=content)
    with pytest.raises(DepositedAlready) as caught:
        make_deposit(me, content=content)
    assert first.number in caught.value.reason.zh
    with pytest.raises(DepositedAlready):
        make_deposit(me, items=[str(first.files.get().item.public_id)])


def test_only_ones_own_files_are_deposited_and_some_file_is_needed() -> None:
    me = make_citizen()
    with pytest.raises(ItemNotFound):
        make_deposit(me, items=[str(make_item(actor=make_citizen()).public_id)])
    with pytest.raises(WorkMissing):
        make_deposit(me, items=[])
    with pytest.raises(SignInNeeded):
        services.deposit_work(actor=ANONYMOUS, work=read(raw_work()))


def test_the_counter_deposits_for_somebody_and_other_staff_do_not() -> None:
    clerk, creator = make_actor("counter-clerk"), make_citizen()
    item = str(make_item(actor=clerk).public_id)
    work = read(raw_work(**{"owner-0-account": creator.username}))
    row = services.deposit_work(actor=clerk, work=work, item_ids=[item], depositor=creator.username)
    assert row.office is not None
    assert selectors.by_number(creator, row.number) == row
    with pytest.raises(Forbidden):
        services.deposit_work(actor=make_actor("finance"), work=work)


def test_an_owner_whose_account_nobody_has_is_told_beside_the_row() -> None:
    with pytest.raises(DepositUnfit) as caught:
        make_deposit(**{"owner-0-account": "nobody-here"})
    assert list(caught.value.errors) == ["owner-0-account"]


def test_two_rows_that_are_one_party_are_told() -> None:
    code = "91110000600037341L"
    rows = {"owner-0-uscc": code, "owner-0-share": "50", "owner-0-account": "", "owner-1-name": "另名"}
    rows |= {"owner-1-kind": "organisation", "owner-1-uscc": code, "owner-1-share": "50"}
    with pytest.raises(DepositUnfit) as caught:
        make_deposit(**rows)
    assert list(caught.value.errors) == ["owner-1-name"]


def committed(content: bytes) -> tuple[Deposit, bytes]:
    salt = bytes(range(32))
    value = commitments.commit(commitments.digest_of([content]), salt)
    return make_deposit(form="commitment", commitment=value), salt


def reveal(row: Deposit, content: bytes, salt: bytes) -> Deposit:
    return services.reveal(
        actor=owner_of(row), number=row.number, stream=io.BytesIO(content), filename="绣稿.png", salt=salt.hex()
    )


def test_a_commitment_is_opened_by_the_file_it_was_made_from() -> None:
    content = png()
    row, salt = committed(content)
    assert not row.files.exists()
    shown = reveal(row, content, salt)
    assert shown.revealed_at is not None
    assert [entry.kind for entry, _ in selectors.chain(row)] == ["deposited", "revealed"]
    with pytest.raises(NothingToReveal):
        reveal(row, content, salt)


def test_an_altered_file_or_another_salt_opens_nothing_and_nothing_is_kept() -> None:
    content = png()
    row, salt = committed(content)
    before = Item.objects.count()
    for wrong, other in ((content + b"\x00", salt), (content, bytes(32))):
        with pytest.raises(RevealDiffers) as caught:
            reveal(row, wrong, other)
        assert row.commitment[:16] in caught.value.reason.zh
        assert caught.value.remedy.zh
    with pytest.raises(FileEmpty):
        reveal(row, b"", salt)
    assert Item.objects.count() == before
    with pytest.raises(NotTheOwner):
        services.reveal(
            actor=make_citizen(), number=row.number, stream=io.BytesIO(content), filename="x", salt=salt.hex()
        )
    row.refresh_from_db()
    assert row.revealed_at is None


def test_a_withdrawn_deposit_stays_marked_and_takes_nothing_new() -> None:
    row = make_deposit()
    me = owner_of(row)
    services.withdraw(actor=me, number=row.number, reason="重复存证")
    again = selectors.by_number(me, row.number)
    assert not again.standing
    assert selectors.verify(row.number)[0].state == "withdrawn"
    assert ChainEntry.objects.filter(deposit=row).count() == 2
    for again_do in (
        lambda: services.withdraw(actor=me, number=row.number, reason="再撤"),
        lambda: licensed(row, make_citizen()),
        lambda: services.issue_batch(actor=me, number=row.number, product="披肩", quantity=1),
    ):
        with pytest.raises(WithdrawnDeposit):
            again_do()
    with pytest.raises(IntegrityError), transaction.atomic():
        Deposit.objects.filter(pk=row.pk).update(state="standing")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


def test_who_relies_on_a_licence_is_not_left_without_it() -> None:
    row = make_deposit()
    licensed(row, make_citizen())
    with pytest.raises(DealsOpen):
        services.withdraw(actor=owner_of(row), number=row.number, reason="不想要了")
    with pytest.raises(NotTheOwner):
        services.withdraw(actor=make_citizen(), number=row.number, reason="不是我的")


def test_who_sees_a_deposit() -> None:
    row, licensee = make_deposit(visibility="private"), make_citizen()
    licensed(row, licensee)
    for sees in (owner_of(row), licensee, make_actor("counter-clerk"), make_actor("enforcement-officer")):
        assert selectors.by_number(sees, row.number) == row
    for blind in (make_citizen(), make_actor("finance"), ANONYMOUS):
        with pytest.raises(DepositNotFound):
            selectors.by_number(blind, row.number)
    with pytest.raises(DepositNotFound):
        selectors.whole(licensee, row.number)
    assert selectors.whole(owner_of(row), row.number) == row


SAID = [("public", True, True), ("no_owner", True, False), ("private", False, False)]


@pytest.mark.parametrize(("visibility", "title", "owners"), SAID)
def test_a_visitor_is_told_as_much_as_the_owner_allowed(visibility: str, *, title: bool, owners: bool) -> None:
    row = make_deposit(visibility=visibility)
    entry = ChainEntry.objects.get(deposit=row)
    for asked in (row.number.lower(), row.files.get().sha256.upper(), entry.sha256):
        (told,) = selectors.verify(asked)
        assert told.number == row.number
        assert (told.title == row.title) is title
        assert (told.owners == ("蜀绣工坊",)) is owners
        assert told.seal.state == "pending"


def test_the_counter_notes_and_links_with_a_reason() -> None:
    clerk, late = make_actor("counter-clerk"), make_citizen()
    row = make_deposit(**{"owner-0-account": ""})
    holder = row.holders.get()
    assert holder.account is None
    services.link_owner(actor=clerk, number=row.number, holder=holder.pk, username=late.username, reason="核对身份证")
    assert selectors.owners_of(row)[0].account_id == late.account_id
    noted = services.note_verification(actor=clerk, number=row.number, note="样稿与文件一致")
    assert noted.verification_note == "样稿与文件一致"
    with pytest.raises(Forbidden):
        services.note_verification(actor=late, number=row.number, note="我说一致")


def test_a_seal_waits_for_each_entry_and_names_no_person() -> None:
    row = make_deposit()
    seal = Seal.objects.get(kind=records.KIND)
    assert set(json.loads(seal.manifest)) == {
        "v", "type", "at", "office", "deposit", "seq", "filename", "media_type", "size", "sha256", "sm3",
    }  # fmt: skip
    assert row.deposited_at <= time.now()
