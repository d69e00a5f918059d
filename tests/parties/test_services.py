from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories.access import make_actor, make_citizen
from tests.factories.parties import make_party, make_uscc
from zhidun.access.actors import ANONYMOUS, SYSTEM, Actor
from zhidun.access.models import AuditEntry
from zhidun.kernel.errors import Forbidden, Invalid, SignInNeeded
from zhidun.parties import selectors, services
from zhidun.parties.errors import (
    AlreadyMerged,
    IdentifierInvalid,
    IdentifiersDisagree,
    MergeRefused,
    NameInvalid,
    PartyUnknown,
)
from zhidun.parties.models import Alias, MergeJudgement, Party, PartyIdentifier

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Actor:
    return make_actor("counter-clerk")


@pytest.fixture
def head() -> Actor:
    return make_actor("bureau-head")


def test_a_credit_code_decides_whatever_the_spelling() -> None:
    code = make_uscc()
    first = make_party("成都蜀绣坊有限公司", uscc=code)
    again = make_party("成都蜀繡坊（有限）公司", uscc=code.lower())
    other = make_party("蜀绣坊", uscc=code)
    assert first.pk == again.pk == other.pk
    assert first.uscc == code
    assert selectors.known_names(first)[0] == "成都蜀绣坊有限公司"
    assert "蜀绣坊" in selectors.known_names(first)
    assert Alias.objects.filter(party=first).count() == 1  # the traditional spelling is no other name


def test_two_people_of_one_name_are_two_unless_the_telephone_says_one() -> None:
    zhang = make_party("张伟", kind="person", phone="138-0000-0001")
    assert make_party("张伟", kind="person", phone="+86 13800000001").pk == zhang.pk
    assert make_party("张伟", kind="person", phone="13800000002").pk != zhang.pk
    assert make_party("张伟", kind="person").pk != make_party("张伟", kind="person").pk


def find(name: str, district: str = "510107", **numbers: str) -> Party:
    return services.find_or_create(actor=SYSTEM, kind="organisation", name=name, identifiers=numbers, district=district)


def test_a_registered_name_in_one_district_is_one_organisation() -> None:
    firm = find("成都川味食品有限公司")
    assert find("成都川味食品有限公司").pk == firm.pk
    assert find("成都川味食品有限公司", "510104").pk != firm.pk
    assert find("老王火锅店").pk != find("老王火锅店").pk  # a shop sign is no register


def test_a_code_learnt_later_joins_the_party_known_by_name() -> None:
    firm, code = find("成都豆瓣有限公司"), make_uscc()
    assert find("成都豆瓣有限公司", uscc=code).pk == firm.pk
    firm.refresh_from_db()
    assert firm.uscc == code
    stranger = find("成都豆瓣有限公司", uscc=make_uscc())
    assert stranger.pk != firm.pk


def test_what_is_known_is_not_overwritten_by_the_next_filing() -> None:
    code = make_uscc()
    party = services.find_or_create(
        actor=SYSTEM, kind="organisation", name="甲公司", identifiers={"uscc": code}, phone="028-1", address="一号"
    )
    services.find_or_create(
        actor=ANONYMOUS, kind="organisation", name="甲公司", identifiers={"uscc": code}, phone="028-9", address="九号"
    )
    party.refresh_from_db()
    assert (party.phone, party.address) == ("028-1", "一号")


def test_numbers_of_two_parties_are_refused() -> None:
    first, second = make_uscc(), make_uscc()
    find("甲公司", uscc=first)
    find("乙公司", foreign_registration="HRB1")
    with pytest.raises(IdentifiersDisagree) as caught:
        find("甲公司", uscc=first, foreign_registration="HRB1")
    assert "one party" in caught.value.remedy.en
    find("丙公司", uscc=second, platform_account="shop-3")
    with pytest.raises(IdentifiersDisagree, match="another number"):
        find("丙公司", platform_account="shop-3", uscc=make_uscc())


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "。。", "x" * 201])
def test_a_name_that_does_not_fit_is_refused(name: str) -> None:
    if name == "。。":  # marks alone still are a sign somebody may trade under
        assert find(name).name == name
        return
    with pytest.raises(NameInvalid) as caught:
        find(name)
    assert caught.value.field == "name"
    assert Party.objects.count() == 0


def test_wrong_numbers_and_kinds_leave_nothing_behind() -> None:
    with pytest.raises(IdentifierInvalid):
        find("甲公司", uscc="91110000600037341X")
    with pytest.raises(Invalid, match="person or an organisation"):
        services.find_or_create(actor=SYSTEM, kind="robot", name="R2")
    assert Party.objects.count() == 0
    assert AuditEntry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known_by", ["uscc", "phone"])
def test_ten_writers_at_once_make_one_party(known_by: str) -> None:
    code = make_uscc()

    def write(number: int) -> int:
        try:
            party = services.find_or_create(
                actor=SYSTEM, kind="organisation", name="成都同时有限公司",
                identifiers={"uscc": code} if known_by == "uscc" else {}, phone=f"028-8600000{number % 1}",
            )  # fmt: skip
            return party.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=5) as pool:
        found = list(pool.map(write, range(10)))
    assert len(set(found)) == 1
    assert Party.objects.count() == 1
    assert PartyIdentifier.objects.count() == (1 if known_by == "uscc" else 0)


def test_a_renamed_firm_is_still_found_by_its_former_name(clerk: Actor) -> None:
    party = make_party("成都老名字有限公司")
    services.rename(actor=clerk, party=party, name="成都新名字有限公司", reason="变更登记", name_en="New Name")
    assert [hit.pk for hit in selectors.search(clerk, "老名字")] == [party.pk]
    assert [hit.pk for hit in selectors.search(clerk, "xinmingzi")] == [party.pk]
    assert Alias.objects.get(party=party).kind == "former"
    with pytest.raises(Invalid, match="reason"):
        services.rename(actor=clerk, party=party, name="别的", reason="")
    with pytest.raises(Forbidden):
        services.rename(actor=make_citizen(), party=party, name="别的", reason="x")


def test_aliases_and_contacts_are_kept_by_staff(clerk: Actor) -> None:
    party = make_party("成都蜀味有限公司")
    services.add_alias(actor=clerk, party=party, name="蜀味轩", kind="sign")
    services.add_alias(actor=clerk, party=party, name="蜀味轩", kind="sign")
    assert Alias.objects.filter(party=party).count() == 1
    changed = services.set_contact(actor=clerk, party=party, phone=" 028-85000000 ", district="510107")
    assert (changed.phone, changed.email) == ("028-85000000", "")
    assert [hit.pk for hit in selectors.search(clerk, "028-85000000")] == [party.pk]
    with pytest.raises(Invalid):
        services.add_alias(actor=clerk, party=party, name="x", kind="nickname")


def test_a_merge_is_soft_and_can_be_undone(head: Actor, clerk: Actor) -> None:
    kept, merged = make_party("成都甲有限公司"), find("成都甲甲商行")
    judgement = services.merge(actor=head, kept=kept, merged=merged, reason="同一经营者、同一地址")

    assert selectors.canonical(merged.pk).pk == kept.pk
    assert selectors.by_public_id(merged.public_id).pk == kept.pk
    assert set(selectors.members(kept)) == {kept.pk, merged.pk}
    assert "成都甲甲商行" in selectors.known_names(kept)
    assert [hit.pk for hit in selectors.search(clerk, "甲甲商行")] == [kept.pk]
    with pytest.raises(AlreadyMerged):
        services.merge(actor=head, kept=merged, merged=kept, reason="again")

    services.unmerge(actor=head, judgement=judgement, reason="经查为两家")
    assert selectors.canonical(merged.pk).pk == merged.pk
    assert [hit.pk for hit in selectors.search(clerk, "甲甲商行")] == [merged.pk]
    assert [row.undone_reason for row in selectors.judgements(kept)] == ["经查为两家"]
    with pytest.raises(AlreadyMerged):
        services.unmerge(actor=head, judgement=judgement, reason="again")
    services.merge(actor=head, kept=kept, merged=merged, reason="新证据")
    assert selectors.judgements(kept).count() == 2


def test_a_chain_of_merges_leads_to_the_last_and_unfolds_in_any_order(head: Actor) -> None:
    first, second, third = (find(name) for name in ("甲店", "乙店", "丙店"))
    inner = services.merge(actor=head, kept=second, merged=first, reason="一")
    services.merge(actor=head, kept=third, merged=second, reason="二")
    assert selectors.canonical(first.pk).pk == third.pk
    services.unmerge(actor=head, judgement=inner, reason="误")
    assert selectors.canonical(first.pk).pk == first.pk
    assert selectors.canonical(second.pk).pk == third.pk


def test_a_filing_about_a_merged_party_reaches_the_kept_one(head: Actor) -> None:
    code = make_uscc()
    kept, merged = find("成都乙有限公司"), find("乙分店", uscc=code)
    services.merge(actor=head, kept=kept, merged=merged, reason="同一主体")
    assert find("乙分店", uscc=code).pk == kept.pk


def test_merges_that_cannot_be_are_refused(head: Actor, clerk: Actor) -> None:
    firm, other = make_party(), make_party()
    person = make_party("王五", kind="person", phone="1")
    with pytest.raises(MergeRefused, match="unified social credit code"):
        services.merge(actor=head, kept=firm, merged=other, reason="x")
    with pytest.raises(MergeRefused, match="person and an organisation"):
        services.merge(actor=head, kept=firm, merged=person, reason="x")
    with pytest.raises(AlreadyMerged):
        services.merge(actor=head, kept=firm, merged=firm, reason="x")
    with pytest.raises(Forbidden):
        services.merge(actor=clerk, kept=firm, merged=other, reason="x")
    assert MergeJudgement.objects.count() == 0


def test_a_wrong_code_is_withdrawn_and_free_for_its_owner(head: Actor) -> None:
    code = make_uscc()
    wrong = find("成都错登有限公司", uscc=code)
    services.withdraw_identifier(actor=head, party=wrong, kind="uscc", reason="代码录入错误")
    wrong.refresh_from_db()
    assert wrong.uscc is None
    assert selectors.identifier_of(wrong, "uscc") == ""
    owner = find("成都真主有限公司", uscc=code)
    assert owner.pk != wrong.pk
    assert selectors.identifier_of(owner, "uscc") == code
    with pytest.raises(IdentifierInvalid, match="no number"):
        services.withdraw_identifier(actor=head, party=wrong, kind="uscc", reason="x")


def test_only_staff_search_and_numbers_find_exactly(clerk: Actor) -> None:
    code = make_uscc()
    party = make_party("成都查询有限公司", uscc=code)
    make_party("成都查询二有限公司")
    assert [hit.pk for hit in selectors.search(clerk, code.lower())] == [party.pk]
    assert len(selectors.search(clerk, "查询")) == 2
    assert len(selectors.search(clerk, "查询", limit=1)) == 1
    assert selectors.search(clerk, "没有这一家") == []
    assert selectors.search(clerk, "") == []
    with pytest.raises(SignInNeeded):
        selectors.search(ANONYMOUS, "查询")
    with pytest.raises(Forbidden):
        selectors.search(make_citizen(), "查询")


def test_a_personal_number_is_no_search_key(clerk: Actor) -> None:
    services.find_or_create(actor=SYSTEM, kind="person", name="李某", identifiers={"resident_id": "11010519491231002X"})
    assert selectors.search(clerk, "11010519491231002X") == []
    row = Party.objects.get()
    assert not any("1949" in key for key in row.search_keys)


def test_look_alikes_are_hinted_at_most_alike_first() -> None:
    make_party("成都市蜀绣坊工艺品有限公司")
    make_party("成都市毫不相干有限公司")
    make_party("成都蜀秀坊工艺品有限公司")
    hints = selectors.similar("成都蜀绣坊工艺品有限公司")
    assert [hint.party.name for hint in hints] == ["成都蜀秀坊工艺品有限公司", "成都市蜀绣坊工艺品有限公司"]
    assert "sounds like" in hints[0].why.en
    assert selectors.similar("成都蜀秀坊工艺品有限公司")[0].score == 1
    assert selectors.similar("") == []


def test_identities_are_never_deleted(head: Actor) -> None:
    party = make_party()
    with pytest.raises(TypeError, match="kept"):
        Party.objects.all().delete()
    with pytest.raises(IntegrityError, match="kept"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM parties_partyidentifier WHERE party_id = %s", [party.pk])


def test_unknown_parties_are_refused() -> None:
    with pytest.raises(PartyUnknown):
        selectors.canonical(999_999)
    with pytest.raises(PartyUnknown):
        selectors.by_public_id("no-uuid")
    with pytest.raises(PartyUnknown):
        selectors.by_public_id("01890000-0000-7000-8000-000000000000")
