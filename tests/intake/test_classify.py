"""From facts to kind, procedure, office, clocks: the system proposes, with reasons in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.access import make_actor
from tests.factories.intake import city, consumer_answers, holder_answers, report_answers
from zhidun.access.models import Office
from zhidun.intake.answers import read_answers
from zhidun.intake.classify import classify, defence_keys
from zhidun.intake.competence import OfficesMissing, competent_office
from zhidun.intake.proposal import as_json, from_json
from zhidun.intake.types import Classification

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture
def bureau() -> Office:
    return city()


def proposed(typed: dict[str, object], on: date = DAY) -> Classification:
    """Return the proposal for what was typed."""
    return classify(read_answers(typed), on=on)


# what somebody states → what it is by law
KINDS = [
    (holder_answers(), ("rights_complaint",)),
    (holder_answers(relation="licensee"), ("rights_complaint",)),
    (holder_answers(relation="agent", agent_name="陈律"), ("rights_complaint",)),
    (holder_answers(intent="report"), ("report",)),  # a holder may also just report
    (holder_answers(relation="witness"), ("report",)),  # not the holder: no request for handling
    (report_answers(), ("report",)),
    (report_answers(anonymous=False, relation="buyer"), ("report",)),
    (consumer_answers(), ("consumer_complaint",)),
    (consumer_answers(own_use=False), ("report",)),  # bought for trade: not living consumption
    (consumer_answers(intent="both"), ("consumer_complaint", "report")),
    (consumer_answers(intent="both", anonymous=True), ("report",)),  # a refund needs a name
    ({"intent": "ask", "facts": "怎么登记作品？"}, ("consultation",)),
    ({"facts": "有人卖假货"}, ("report",)),
]


@pytest.mark.parametrize(("typed", "kinds"), KINDS)
def test_kind_by_facts(bureau: Office, typed: dict[str, object], kinds: tuple[str, ...]) -> None:
    found = proposed(typed)
    assert tuple(part.kind for part in found.parts) == kinds
    assert found.mixed == (len(kinds) > 1)
    assert all(reason.zh and reason.en for part in found.parts for reason in part.reasons)


# field, act → authority, ours, action
AUTHORITIES = [
    ("trademark", "infringement", "武侯市场监管局", True, "handle"),
    ("special_sign", "label_misuse", "武侯市场监管局", True, "handle"),
    ("gi_product", "label_misuse", "武侯市场监管局", True, "handle"),
    ("trade_secret", "trade_secret", "市局", True, "handle"),
    ("patent_invention", "infringement", "成都市知识产权局（管理专利工作的部门）", False, "adjudicate"),
    ("patent_design", "counterfeit_patent", "武侯市场监管局", True, "handle"),
    ("ic_layout", "infringement", "国家知识产权局", False, "refer"),
    ("plant_variety", "infringement", "农业农村主管部门（林草品种为林业和草原主管部门）", False, "refer"),
    ("copyright_work", "infringement", "成都市版权局", False, "refer"),
    ("software", "infringement", "成都市版权局", False, "refer"),
    ("sports_event", "infringement", "成都市版权局", False, "refer"),
    ("sports_event", "label_misuse", "武侯市场监管局", True, "handle"),
    ("trademark", "civil_claim", "有管辖权的人民法院", False, "sue_or_mediate"),
]


@pytest.mark.parametrize(("field", "act", "name", "ours", "action"), AUTHORITIES)
def test_authority_by_field_and_act(
    bureau: Office,
    field: str,
    act: str,
    name: str,
    ours: bool,  # noqa: FBT001
    action: str,
) -> None:
    part = proposed(holder_answers(right_kind=field, right_number="", act=act)).parts[0]
    assert (part.office.name.zh, part.office.ours, part.office.action) == (name, ours, action)
    assert part.parked is not ours
    assert part.office.code  # parked or not, one of our offices keeps it until it is handed on


# where → office
PLACES = [
    ({"district": "510183"}, "b510183"),
    ({"district": "510172"}, "b510172"),  # a functional zone has its own bureau
    ({"district": "", "respondent_district": "510115"}, "b510115"),
    ({"district": ""}, "cdsjj"),
    ({"district": "", "place": "成都市武侯区浆洗街某店"}, "b510107"),  # the address names the district
    ({"district": "", "place": "成都市高新区桂溪街道某楼"}, "b510172"),  # and the zone before the district around it
    ({"district": "", "respondent_address": "成都市温江区某路"}, "b510115"),
    ({"district": "510132"}, "cdsjj"),  # a district whose bureau is not loaded: the city takes it
    ({"district": "", "online": True, "platform": "某平台"}, "cdsjj"),
]


@pytest.mark.parametrize(("where", "code"), PLACES)
def test_office_by_place(bureau: Office, where: dict[str, object], code: str) -> None:
    assert proposed(holder_answers(**where)).parts[0].office.code == code


def test_another_city_gets_a_request(bureau: Office) -> None:
    part = proposed(holder_answers(city="500000", district="")).parts[0]
    assert (part.office.action, part.office.cross_region_to, part.parked) == ("cross_region_request", "500000", True)
    assert part.office.name.en == "market-supervision authority of Chongqing"
    unknown = proposed(holder_answers(city="440300", district="")).parts[0]
    assert "440300" in unknown.office.name.zh


def test_a_matter_taken_first_elsewhere_crosses_regions_but_stays_ours(bureau: Office) -> None:
    part = proposed(holder_answers(district="510183", from_city="510500")).parts[0]
    assert (part.office.code, part.office.ours, part.office.cross_region_to) == ("b510183", True, "510500")


def test_clocks_and_notice_follow_the_law_of_the_day(bureau: Office) -> None:
    named = report_answers(anonymous=False, filer_name="赵某", filer_phone="13900000000")
    assert proposed(named, date(2026, 4, 14)).parts[0].notice_rule == "cr.report_filing_notice.5wd.2019"
    assert proposed(named, date(2026, 4, 15)).parts[0].notice_rule == "cr.report.notice.2026"
    secret = {**named, "right_kind": "trade_secret"}
    assert proposed(secret, date(2026, 4, 15)).parts[0].notice_rule == "cr.report.notice.aucl.2025"
    assert proposed(secret, date(2025, 10, 14)).parts[0].notice_rule == "cr.report.notice.aucl.2019"
    assert proposed(consumer_answers()).parts[0].rules == ("cr.accept.7wd",)
    assert proposed(holder_answers()).parts[0].rules == ("samr.case.verify.15wd",)


def test_a_holder_s_trade_secret_is_sealed_whoever_tells_it_and_whoever_handles_it(bureau: Office) -> None:
    found = proposed(holder_answers(right_kind="trade_secret", act="trade_secret"))
    assert found.parts[0].sealed
    assert "sealed" in found.warnings[0].en
    assert not proposed(holder_answers()).parts[0].sealed
    assert proposed(holder_answers(right_kind="trade_secret", city="440300")).parts[0].sealed  # parked elsewhere
    assert proposed(report_answers(right_kind="trade_secret")).parts[0].sealed
    assert not proposed(report_answers()).parts[0].sealed


def test_the_reason_cites_the_article_in_force(bureau: Office) -> None:
    now = proposed(consumer_answers(intent="both"), date(2026, 4, 15)).reasons[0]
    before = proposed(consumer_answers(intent="both"), date(2026, 4, 14)).reasons[0]
    assert "第9条" in now.zh
    assert "第9条" not in before.zh  # the earlier text is not claimed to say so


def test_law_date_is_the_day_of_the_act(bureau: Office) -> None:
    assert proposed(holder_answers(happened_on="2026-03-01")).parts[0].law_on == date(2026, 3, 1)
    assert proposed(holder_answers(happened_on="")).parts[0].law_on == DAY


@pytest.mark.parametrize(("goods", "first"), [("food", True), ("drug", True), ("health", True), ("other", False)])
def test_health_comes_first(bureau: Office, goods: str, first: bool) -> None:  # noqa: FBT001
    found = proposed(holder_answers(goods_kind=goods))
    assert found.emergency is first
    assert found.parts[0].priority is first


def test_a_report_is_kept_from_the_respondent(bureau: Office) -> None:
    consumer, report = proposed(consumer_answers(intent="both")).parts
    assert consumer.visible_to_respondent
    assert not report.visible_to_respondent


def test_defences_are_named_beside_a_similarity(bureau: Office) -> None:
    assert defence_keys(read_answers(holder_answers())) == ("descriptive_fair_use", "lawful_source")
    assert defence_keys(read_answers(holder_answers(right_kind="ic_layout", right_number=""))) == ()
    assert len(proposed(holder_answers()).defences) == 2


def test_a_parked_matter_says_whose_it_is(bureau: Office) -> None:
    warnings = proposed(holder_answers(right_kind="ic_layout", right_number="")).warnings
    assert "国家知识产权局" in warnings[0].zh
    assert proposed(holder_answers()).warnings == ()


def test_a_proposal_survives_storing(bureau: Office) -> None:
    for typed in (holder_answers(), consumer_answers(intent="both"), holder_answers(city="500000", district="")):
        found = proposed(typed)
        assert from_json(as_json(found)) == found


def test_duplicates_are_looked_up_only_for_somebody(bureau: Office) -> None:
    assert classify(read_answers(holder_answers()), on=DAY).duplicates == ()
    officer = make_actor("enforcement-officer", bureau)
    assert classify(read_answers(holder_answers()), actor=officer, on=DAY).duplicates == ()


def test_without_offices_the_remedy_is_named() -> None:
    with pytest.raises(OfficesMissing) as refused:
        competent_office(read_answers(holder_answers()), "rights_complaint")
    assert refused.value.status == 503
    assert refused.value.remedy.en
