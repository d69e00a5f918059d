"""From a hit to a case: a person judges first, the evidence is sealed, the case has everything; sellers, thresholds."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from tests.factories.radar import make_feed, make_watch, officer, swept
from tests.factories.rights import make_right, trademark_facts
from zhidun.access import loading
from zhidun.access import selectors as access
from zhidun.access.actors import Actor, actor_for
from zhidun.cases import selectors as cases
from zhidun.cases.models import Case
from zhidun.evidence import selectors as evidence
from zhidun.evidence.models import Seal
from zhidun.intake import services as intake
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.radar import calibrating, selectors, sellers, services
from zhidun.radar.calibrating import Judged
from zhidun.radar.errors import HitTaken, NotSealed, RadarForbidden, VerdictNeeded
from zhidun.radar.models import AdoptedThreshold, Hit, HitState, TraceKind, Verdict
from zhidun.radar.settings import settings

pytestmark = pytest.mark.django_db
LISTING = (
    "A1", "娃恰哈营养快线 整箱", "", "武侯副食店", "91110000600037341X", "028-88880001", "张某", "https://shop.example.com/1",
    "武侯区",
)  # fmt: skip


@pytest.fixture
def wang() -> Actor:
    """王强, who handles trademark matters in 武侯."""
    loading.load_city()
    loading.load_cast("Lantern-river-2026")
    return actor_for(access.account("wangqiang"))


def found(actor: Actor, *, holder: str = "杭州娃哈哈集团有限公司") -> Hit:
    right = make_right(facts=trademark_facts(title="娃哈哈", classes=(32,), holder_name=holder))
    make_watch(actor, right=str(right.public_id))
    return swept(actor, [LISTING])[0]


def judged(actor: Actor, hit: Hit, verdict: str = "infringing") -> Hit:
    services.give_verdict(actor=actor, hit=hit, verdict=verdict, note="已比对")
    services.seal_hit(actor=actor, hit=hit)
    return Hit.objects.get(pk=hit.pk)


def opened(actor: Actor, hit: Hit, kind: str = "lead") -> Case:
    number = services.open_from_hit(actor=actor, hit=hit, kind=kind, submit=intake.submit)
    return Case.objects.get(number=number)


def test_a_score_alone_opens_nothing(wang: Actor) -> None:
    hit = found(wang)
    with pytest.raises(VerdictNeeded):
        opened(wang, hit)
    for verdict in ("unclear", "fair", "licensed", "own"):
        services.give_verdict(actor=wang, hit=hit, verdict=verdict, note="依据")
        with pytest.raises(VerdictNeeded):
            opened(wang, hit)
    services.give_verdict(actor=wang, hit=hit, verdict="infringing")
    with pytest.raises(NotSealed):
        opened(wang, hit)
    assert [one.verdict for one in selectors.verdicts(hit)] == ["unclear", "fair", "licensed", "own", "infringing"]


def test_what_is_sealed_says_where_it_came_from_and_why(wang: Actor) -> None:
    hit = judged(wang, found(wang))
    (item,) = evidence.items(hit.items)
    with evidence.open_original(item) as stream:
        told = json.loads(stream.read())
    assert told["listing"]["title"] == LISTING[1]
    assert told["listing"]["seller"]["phone"] == LISTING[5]
    assert told["feed"]["sha256"] == evidence.item(hit.sweep.item).blob.sha256
    assert told["comparison"]["score"] == hit.score
    assert told["comparison"]["factors"] == hit.factors
    assert told["compared_with"]["text"] == "娃哈哈"
    assert Seal.objects.filter(kind="evidence", object_key=str(item.public_id)).exists()
    assert services.seal_hit(actor=wang, hit=hit) == [item]
    assert hit.state == HitState.SEALED


def test_a_lead_has_right_other_side_facts_and_evidence(wang: Actor) -> None:
    hit = judged(wang, found(wang))
    case = opened(wang, hit, "lead")
    assert case.procedure == "report"
    assert [row.right.title for row in case.rights.all()] == ["娃哈哈"]
    assert case.parties.filter(role="respondent", shown_name="武侯副食店").exists()
    assert [str(row.item.public_id) for row in case.evidence.all()] == hit.items
    assert case.district == "510107"
    assert case.source["hit"] == str(hit.public_id)
    hit.refresh_from_db()
    assert (hit.state, hit.case_number) == (HitState.CASE, case.number)
    with pytest.raises(HitTaken):
        opened(wang, hit)


def test_a_complaint_names_the_holder(wang: Actor) -> None:
    case = opened(wang, judged(wang, found(wang)), "complaint")
    assert case.procedure == "infringement-complaint"
    assert case.parties.filter(role="complainant", shown_name="杭州娃哈哈集团有限公司").exists()
    assert cases.find(wang, case.number) == case


def test_a_complaint_for_nobody_is_refused_and_a_lead_still_opens(wang: Actor) -> None:
    hit = judged(wang, found(wang, holder=""))
    with pytest.raises(Invalid) as told:
        opened(wang, hit, "complaint")
    assert told.value.field == "kind"
    assert opened(wang, hit, "lead").number


def test_what_a_colleague_sealed_goes_into_the_case_too(wang: Actor) -> None:
    lin = actor_for(access.account("linchuan"))
    hit = judged(lin, found(wang))
    case = opened(wang, hit)
    assert case.evidence.count() == len(hit.items)


def test_only_those_with_the_power_judge_seal_and_open() -> None:
    actor, clerk = officer(), officer("counter-clerk")
    hit = found(actor)
    with pytest.raises(RadarForbidden):
        services.give_verdict(actor=clerk, hit=hit, verdict="unclear")
    with pytest.raises(RadarForbidden):
        services.seal_hit(actor=clerk, hit=hit)
    with pytest.raises(RadarForbidden):
        opened(clerk, hit)
    with pytest.raises(Invalid):
        services.give_verdict(actor=actor, hit=hit, verdict="no")
    with pytest.raises(Invalid):
        services.give_verdict(actor=actor, hit=hit, verdict="fair")


def test_verdicts_and_thresholds_are_only_appended() -> None:
    actor, head = officer(), officer("bureau-head")
    services.give_verdict(actor=actor, hit=found(actor), verdict="unclear")
    services.adopt_threshold(actor=head, value=0.8, reason="试用")
    for rows in (Verdict.objects.all(), AdoptedThreshold.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(made_by="x") if rows.model is Verdict else rows.update(reason="x")


def test_a_threshold_is_proposed_only_on_enough_verdicts() -> None:
    wanted = settings().calibration
    rows = [Judged("2026-11", 0.9, True)] * 18 + [Judged("2026-11", 0.9, False)] * 2
    rows += [Judged("2026-11", 0.6, False)] * 30
    curve = [calibrating.line("x", rows, least) for least in calibrating.thresholds(wanted)]
    assert calibrating.proposed(curve, wanted) == pytest.approx(0.62)
    few = [calibrating.line("x", rows[:19], least) for least in calibrating.thresholds(wanted)]
    assert calibrating.proposed(few, wanted) is None
    line = calibrating.line("x", rows, 0.7)
    assert (line.judged, line.infringing, line.precision, line.recall) == (20, 18, 0.9, 1.0)
    assert calibrating.line("x", rows, 0.95).precision is None


def test_the_report_counts_by_month_and_an_adopted_threshold_moves_watches() -> None:
    actor, head = officer(), officer("bureau-head")
    make_watch(actor, text="娃哈哈")
    months = {"2026-10": ["infringing", "fair"], "2026-11": ["infringing"]}
    feed = make_feed(actor)
    for month, verdicts in months.items():
        moment = datetime.fromisoformat(f"{month}-12T10:00:00+08:00")
        with time.pinned(moment):
            rows = [(f"{month}-{number}", "娃恰哈", "", f"店{number}") for number in range(len(verdicts))]
            for hit, verdict in zip(swept(actor, rows, feed), verdicts, strict=True):
                services.give_verdict(actor=actor, hit=hit, verdict=verdict, note="依据")
    report = selectors.calibration(actor)
    assert [(one.label, one.judged, one.infringing) for one in report.months] == [("2026-10", 2, 1), ("2026-11", 1, 1)]
    assert (report.judged, report.threshold, report.adopted, report.proposal) == (3, 0.7, False, None)
    with pytest.raises(RadarForbidden):
        services.adopt_threshold(actor=actor, value=0.9, reason="x")
    for value, reason in ((0.9, " "), (1.2, "x"), (0.1, "x")):
        with pytest.raises(Invalid):
            services.adopt_threshold(actor=head, value=value, reason=reason)
    row = services.adopt_threshold(actor=head, value=0.95, reason="先只看非常相近的")
    assert row.report["judged"] == 3
    assert swept(actor, [("later", "娃恰哈")], feed) == []


def test_one_seller_under_three_names_is_met_again() -> None:
    actor = officer()
    make_watch(actor, text="娃哈哈")
    rows = [
        ("1", "娃哈哈", "", "甲店", "", "028-88880001"), ("2", "娃恰哈", "", "乙店", "", "+86 028 88880001", "张某"),
        ("3", "娃哈哈水", "", "丙店", "", "", "张某"), ("4", "娃哈哈", "", "别人"),
    ]  # fmt: skip
    swept(actor, rows)
    (seller,) = selectors.joined_sellers(actor)
    assert set(seller.names) == {"甲店", "乙店", "丙店"}
    assert len(seller.hits) == 3
    assert {kind for kind, _ in seller.shared} == {"phone", "payee"}
    first = Hit.objects.get(feed_id="2")
    told = selectors.seller_facts(Hit(seller={"district": "510107", "seller": "甲店"}))
    assert [(name.en, str(getattr(value, "zh", value))) for name, value in told] == [
        ("District", "武侯区"), ("Seller", "甲店"),
    ]  # fmt: skip
    assert {hit.feed_id for hit in selectors.same_seller(first)} == {"1", "3"}


def test_a_picture_saved_anew_joins_like_the_very_same_one_and_another_does_not() -> None:
    kind = TraceKind.PICTURE.value
    one, near, far = "0" * 64, "0" * 61 + "101", "f" * 64
    behind = {(kind, one): [1, 2], (kind, near): [3], (kind, far): [4], ("phone", "5"): [5, 6]}
    sellers._lead_pictures(behind)
    assert behind == {(kind, one): [1, 2, 3], (kind, far): [4], ("phone", "5"): [5, 6]}


def test_a_name_that_everybody_uses_joins_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sellers, "MOST_OF_A_NAME", 3)
    actor = officer()
    make_watch(actor, text="娃哈哈")
    swept(actor, [(str(number), "娃哈哈", "", "官方旗舰店") for number in range(5)])
    assert selectors.joined_sellers(actor) == []


WARNING = services.WarningFacts(
    title_zh="调味品仿冒增多", title_en="More copies of seasonings", body_zh="近期出现近似“郫县豆瓣”的名称。",
    body_en="Names like Pixian Douban were seen.", field="food", district="510107",
)  # fmt: skip


def test_a_warning_is_sealed_listed_and_withdrawn() -> None:
    head = officer("bureau-head")
    loading.load_city()
    row = services.publish_warning(actor=head, facts=WARNING)
    assert Seal.objects.filter(kind="publication", object_key=str(row.public_id)).exists()
    assert list(selectors.warnings(field="food", district="510107")) == [row]
    assert list(selectors.warnings(field="culture")) == []
    assert list(selectors.warnings(district="510104")) == []
    feed = selectors.atom(origin="https://ip.example", lang="en").decode()
    assert "<title>More copies of seasonings</title>" in feed
    assert str(row.public_id) in feed
    with pytest.raises(Invalid):
        services.withdraw_warning(actor=head, warning=row, reason="")
    services.withdraw_warning(actor=head, warning=row, reason="信息有误")
    assert list(selectors.warnings()) == []
    assert "[已撤回]" in selectors.atom(origin="https://ip.example").decode()


def test_a_warning_names_nobody_against_whom_there_is_no_case() -> None:
    actor, head = officer(), officer("bureau-head")
    found(actor)
    named_one = services.WarningFacts(
        title_zh="题", title_en="T", body_zh="武侯副食店在卖", body_en="B", field="food", district="999999"
    )
    with pytest.raises(Invalid) as told:
        services.publish_warning(actor=head, facts=named_one)
    assert set(told.value.errors) == {"body_zh", "district"}
    with pytest.raises(RadarForbidden):
        services.publish_warning(actor=actor, facts=WARNING)


def test_the_atom_feed_is_xml_whatever_is_written() -> None:
    from xml.etree import ElementTree as ET

    head = officer("bureau-head")
    facts = services.WarningFacts(
        title_zh='<a> & "b" \x0b', title_en="<", body_zh="]]>", body_en="&amp;", field="other"
    )
    services.publish_warning(actor=head, facts=facts)
    for lang in ("zh", "en"):
        root = ET.fromstring(selectors.atom(origin="https://ip.example", lang=lang))  # noqa: S314  our own text
        assert root.tag.endswith("feed")


def test_a_common_mark_that_drowns_the_others_is_named_and_hits_are_read_by_mark() -> None:
    actor = officer()
    for title in ("建华", "蜀江锦绣"):
        make_watch(actor, text=title)
    swept(actor, [(f"N{number}", f"建华 {number} 号商行") for number in range(25)] + [("M", "蜀江锦秀茶叶")])
    marks = selectors.by_mark(selectors.hits(actor))
    assert [(one.text, one.hits, one.common) for one in marks] == [("建华", 25, True), ("蜀江锦绣", 1, False)]
    assert [one.feed_id for one in selectors.hits(actor, mark="蜀江锦绣")] == ["M"]
