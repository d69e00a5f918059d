"""Who did it before: links with reasons, judged by a person; findings; what the rules on repetition make of them."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from tests.factories.access import account_of, make_actor, make_office
from tests.factories.cases import Cast, make_case, make_cast
from tests.factories.parties import make_party
from tests.factories.plays import to_executing, to_lead
from zhidun.access import services as access
from zhidun.access.actors import SYSTEM
from zhidun.cases import services as cases
from zhidun.enforcement import meter
from zhidun.evidence import previews
from zhidun.evidence.services import store_upload
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid
from zhidun.offenders import selectors, services
from zhidun.offenders.errors import JudgedAlready, RecordNotFound, TraceUnfit
from zhidun.offenders.findings import findings, repeats, window_end
from zhidun.offenders.links import apart, links_of
from zhidun.offenders.models import LinkJudgement, PastCase, Trace
from zhidun.parties import selectors as parties
from zhidun.parties.models import Party
from zhidun.parties.services import find_or_create

pytestmark = pytest.mark.django_db


def past(party: Party, on: str, *, outcome: str = "penalty", effective: str = "", kind: str = "trademark") -> PastCase:
    """An old case against a party."""
    return PastCase.objects.create(
        number=f"旧{PastCase.objects.count()}", authority="甲局", office=make_office(), party=party, right_kind=kind,
        outcome=outcome, decided_on=date.fromisoformat(on), source="台账", entered_by="test",
        effective_on=date.fromisoformat(effective) if effective else None,
    )  # fmt: skip


def trace(cast: Cast, party: Party, kind: str, value: str) -> Trace:
    return services.add_trace(actor=cast.officer, party=party, kind=kind, value=value, source="执法检查")


def picture(shift: int = 0) -> bytes:
    """A drawn label; a shift changes it a little."""
    image = Image.new("RGB", (200, 200), "white")
    pen = ImageDraw.Draw(image)
    pen.ellipse((30, 30, 150, 170), fill="black")
    pen.rectangle((60 + shift, 60, 90 + shift, 120), fill="white")
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def triangle() -> bytes:
    """Another shape altogether."""
    image = Image.new("RGB", (200, 200), "white")
    ImageDraw.Draw(image).polygon([(10, 190), (100, 10), (190, 190)], fill="black")
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "mine", "theirs"),
    [
        ("legal_rep", "张三丰", "张三丰"),
        ("payee", "6222 0212 3456 7890", "6222-0212-3456-7890"),
        ("phone", "+138 0000 1111", "+13800001111"),
        ("address", "成都市武侯区浆洗街1号", "四川省成都市武侯区浆洗街1号"),
        ("shop", "SHOP-88", "shop-88"),
        ("controller", "李四", "李四"),
    ],
)
def test_a_shared_trace_links_two_parties_and_says_why(kind: str, mine: str, theirs: str) -> None:
    cast, a, b = make_cast(), make_party("川味食品厂"), make_party("蜀香调味行")
    trace(cast, a, kind, mine)
    trace(cast, b, kind, theirs)
    (link,) = [one for one in links_of(a) if one.party.pk == b.pk]
    assert link.reasons[0].zh and link.reasons[0].en
    assert link.strong is (kind != "address")
    assert link.verdict is None


def test_a_payee_is_kept_as_a_keyed_hash_and_shown_masked() -> None:
    cast, a = make_cast(), make_party()
    row = trace(cast, a, "payee", "6222021234567890")
    assert "6222021234567890" not in row.value
    assert row.shown == "622***********90"
    assert Trace.objects.count() == 1
    trace(cast, a, "payee", "6222 0212 3456 7890")
    assert Trace.objects.count() == 1


@pytest.mark.parametrize(("kind", "value"), [("payee", "12"), ("legal_rep", ""), ("nonsense", "x" * 9)])
def test_a_trace_that_says_nothing_is_refused(kind: str, value: str) -> None:
    cast = make_cast()
    with pytest.raises(TraceUnfit):
        trace(cast, make_party(), kind, value)


def test_pictures_link_when_the_same_or_nearly() -> None:
    cast, a, b, far = make_cast(), make_party(), make_party(), make_party()
    case = make_case(cast, procedure="infringement-complaint")
    for party, content in ((a, picture()), (b, picture(1)), (far, triangle())):
        item = store_upload(
            stream=BytesIO(content), filename=f"{party.pk}.png", declared_type="image/png", actor=cast.officer
        )
        previews.examine(item)
        cases.add_evidence(actor=cast.officer, case_number=case.number, items=[str(item.public_id)])
        services.add_trace(
            actor=cast.officer, party=party, kind="picture", value="", source="包装", item=str(item.public_id),
            case_number=case.number,
        )  # fmt: skip
    pictures = {one.party.pk for one in links_of(a) if any("图片" in why.zh for why in one.reasons)}
    assert pictures == {b.pk}


@pytest.mark.parametrize(
    ("a", "b", "bits"),
    [("x:ff", "x:00", 0), ("x:ff", "y:fe", 1), ("x:ffff", "y:ff00", 8), ("x:ffff", "y:fe00", None), ("x:", "y:", None)],
)
def test_how_far_two_pictures_are_apart(a: str, b: str, bits: int | None) -> None:
    assert apart(a, b) == bits


def test_the_same_name_telephone_and_like_names_are_hints() -> None:
    a = make_party("成都川味食品有限公司")
    b = make_party("成都川味食品有限责任公司")
    Party.objects.filter(pk__in=[a.pk, b.pk]).update(phone="028-8500 0001")
    (link,) = [one for one in links_of(a) if one.party.pk == b.pk]
    words = " ".join(one.zh for one in link.reasons)
    assert "电话相同" in words


def test_only_a_person_judges_and_what_was_shown_is_kept() -> None:
    cast, a, b = make_cast(), make_party(), make_party()
    trace(cast, a, "payee", "6222021234567890")
    trace(cast, b, "payee", "6222021234567890")
    with pytest.raises(Forbidden):
        services.judge(actor=cast.officer, party=a, other=b, verdict="linked", reason="同一收款账户")
    made = services.judge(actor=cast.head, party=b, other=a, verdict="linked", reason="同一收款账户")
    assert made is not None
    assert "收款账户" in made.seen[0]["zh"]
    with pytest.raises(JudgedAlready):
        services.judge(actor=cast.head, party=a, other=b, verdict="apart", reason="误会")
    services.undo(actor=cast.head, judgement=str(made.public_id), reason="账户已转让")
    with pytest.raises(RecordNotFound):
        services.undo(actor=cast.head, judgement=str(made.public_id), reason="再撤")
    services.judge(actor=cast.head, party=a, other=b, verdict="apart", reason="账户已转让")
    assert LinkJudgement.objects.count() == 2


def test_one_party_is_merged_in_the_parties_room_and_its_past_counts() -> None:
    cast = make_cast()
    a, b = (
        find_or_create(actor=SYSTEM, kind="organisation", name=f"川味{one}", phone=f"13800001{one}")
        for one in (111, 222)
    )
    past(b, "2025-01-10")
    assert services.judge(actor=cast.head, party=a, other=b, verdict="one", reason="更名") is None
    assert parties.canonical(b.pk).pk == a.pk
    assert [one.number for one in findings(a)] == ["旧0"]
    with pytest.raises(Invalid):
        services.judge(actor=cast.head, party=a, other=b, verdict="linked", reason="x")


def test_an_officer_with_an_interest_neither_looks_nor_judges() -> None:
    cast, a, b = make_cast(), make_party(), make_party()
    access.declare_conflict(
        actor=cast.head, account=account_of(cast.head), subject_kind="party", subject_key=str(a.pk), reason="亲属"
    )
    with pytest.raises(RecordNotFound):
        selectors.profile(cast.head, str(a.public_id))
    with pytest.raises(Forbidden):
        services.judge(actor=cast.head, party=b, other=a, verdict="linked", reason="x")


# 商标侵权判断标准 34: five years from the day the earlier penalty took effect; 法释〔2025〕5号: two years
@pytest.mark.parametrize(
    ("effective", "act", "five", "two"),
    [
        ("2025-03-01", "2026-11-20", True, True),
        ("2024-11-20", "2026-11-20", True, True),  # the last day of two years
        ("2024-11-19", "2026-11-20", True, False),  # one day over
        ("2021-11-20", "2026-11-20", True, False),  # the last day of five years
        ("2021-11-19", "2026-11-20", False, False),
        ("2026-11-20", "2026-11-20", False, False),  # not before the act
        ("2026-12-01", "2026-11-20", False, False),  # a later finding is no earlier one
    ],
)
def test_repetition_is_measured_from_the_effect_of_the_earlier_finding(
    effective: str, act: str, *, five: bool, two: bool
) -> None:
    a = make_party()
    past(a, "2020-01-01", effective=effective)
    said = {one.rule: one for one in repeats(a, right_kind="trademark", act_on=date.fromisoformat(act))}
    assert said["tm.repeat.5y"].met is five
    assert said["crime.213.goods"].met is two
    if five:
        assert said["tm.repeat.5y"].prior_on == date.fromisoformat(effective)


# An act of 2026-11-20 in the kind asked for; the finding took effect on 2026-01-10, within two and five years.
@pytest.mark.parametrize(
    ("kind", "outcome", "asked", "counted"),
    [
        ("trademark", "penalty", "trademark", {"tm.repeat.5y", "crime.213.goods", "crime.214"}),
        ("gi_mark", "penalty", "trademark", {"tm.repeat.5y", "crime.213.goods", "crime.214"}),
        ("trademark", "criminal", "trademark", {"tm.repeat.5y", "crime.213.goods", "crime.214"}),
        # a civil judgment counts for the heavier fine (标准 34), not for the crime (penalised or punished before)
        ("trademark", "civil", "trademark", {"tm.repeat.5y"}),
        ("trademark", "ruling", "trademark", set()),
        # another right is another matter
        ("counterfeit_patent", "penalty", "trademark", set()),
        ("trademark", "penalty", "counterfeit_patent", set()),
        ("counterfeit_patent", "penalty", "counterfeit_patent", {"crime.216"}),
        ("software", "penalty", "copyright_work", {"crime.217", "crime.218"}),
        ("trade_secret", "penalty", "trade_secret", {"ts.serious", "crime.219"}),
        ("trade_secret", "criminal", "trade_secret", {"crime.219"}),
        ("trade_secret", "civil", "trade_secret", set()),
    ],
)
def test_only_what_the_rule_speaks_of_counts(kind: str, outcome: str, asked: str, counted: set[str]) -> None:
    a = make_party()
    past(a, "2026-01-10", outcome=outcome, kind=kind)
    said = repeats(a, right_kind=asked, act_on=date(2026, 11, 20))
    assert {one.rule for one in said if one.met} == counted


def test_a_finding_without_its_kind_of_right_counts_for_nothing_and_is_named() -> None:
    a = make_party()
    row = past(a, "2026-01-10", kind="")
    said = repeats(a, right_kind="trademark", act_on=date(2026, 11, 20))
    assert not any(one.met for one in said)
    assert {one.unclear for one in said} == {(row.number,)}


def test_an_old_case_opens_the_thresholds_of_a_repeat_on_the_meter() -> None:
    # 214 for a repeat within two years: 30,000 of sales instead of 50,000; the civil judgment opens nothing
    play = to_lead("2026-11-20")
    party = play.case.parties.get(role="respondent").party
    assert party is not None
    past(party, "2026-03-01", outcome="civil")
    play.case.facts["illegal_turnover"] = "40000"
    play.case.save()
    before = meter.of_case(play.cast.officer, play.case.number)
    assert before is not None and (before.prior_penalty, before.readings[0].met) == (None, False)
    past(party, "2026-02-01", effective="2026-02-10")
    after = meter.of_case(play.cast.officer, play.case.number)
    assert after is not None and (after.prior_penalty, after.readings[0].met) == (date(2026, 2, 10), True)


def test_findings_of_linked_parties_are_shown_and_never_counted() -> None:
    cast, a, b = make_cast(), make_party(), make_party()
    past(b, "2026-01-10")
    services.judge(actor=cast.head, party=a, other=b, verdict="linked", reason="同一控制人")
    (found,) = findings(a)
    assert found.by_link
    assert not any(one.met for one in repeats(a, right_kind="trademark", act_on=date(2026, 11, 20)))


def test_no_infringement_and_revoked_decisions_are_no_findings() -> None:
    a = make_party()
    past(a, "2026-01-10", outcome="none")
    PastCase.objects.filter(pk=past(a, "2026-02-10").pk).update(revoked_on=date(2026, 3, 1))
    assert findings(a) == []


def test_a_decision_of_this_platform_is_a_finding_by_itself() -> None:
    play = to_executing()
    row = play.case.parties.get(role="respondent").party
    assert row is not None
    (found,) = findings(row)
    assert (found.case, found.fine) == (play.case.number, 20000)
    assert found.effective_on.isoformat() == "2026-11-02"
    again = make_case(play.cast, procedure="infringement-complaint", law_on=date(2026, 11, 20))
    again.parties.filter(role="respondent").update(party=row)
    with time.pinned(play.row.received_at):
        (_, seen) = selectors.before(play.cast.officer, again.number)
    assert seen.findings == 1
    assert {one.rule for one in seen.repeats} >= {"tm.repeat.5y"}


def test_the_end_of_a_window_in_a_leap_year() -> None:
    assert window_end(date(2024, 2, 29), 2) == date(2026, 2, 28)


def test_who_may_look() -> None:
    cast, a = make_cast(), make_party("川味食品厂")
    assert selectors.lookup(cast.officer, "川味")[0][0].pk == a.pk
    for nobody in (cast.complainant, make_actor("finance")):
        with pytest.raises(Forbidden):
            selectors.profile(nobody, str(a.public_id))
    assert selectors.profile(SYSTEM, str(a.public_id)).names == ("川味食品厂",)
