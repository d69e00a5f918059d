"""Local rules of assignment: drafted, tried on real filings, agreed to by a second person at the city bureau."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.factories.access import make_actor
from tests.factories.faces import officer, signed_in, town
from tests.factories.intake import city, consumer_answers, filed, holder_answers, report_answers
from zhidun.access import selectors as access
from zhidun.access.actors import Actor
from zhidun.access.models import Office
from zhidun.cases.models import Case
from zhidun.intake import selectors, services
from zhidun.intake.answers import read_answers
from zhidun.intake.competence import competent_office
from zhidun.intake.models import Filing, FilingCase, RoutingDecision, RoutingTrial, RoutingVersion
from zhidun.intake.routing_changes import OwnRouting, RoutingDecided, RoutingNotFound, RoutingUntried
from zhidun.intake.routing_table import RuleUnfit, in_force
from zhidun.intake.services import LocalRule
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid

pytestmark = pytest.mark.django_db
GOODS = LocalRule(
    fields=("trademark",), districts=("510107",), office="b510104", reason_zh="商标类由锦江专班集中办理。"
)


@pytest.fixture
def bureau() -> Office:
    return city()


@pytest.fixture
def maker(bureau: Office) -> Actor:
    return make_actor("system-admin", bureau)


@pytest.fixture
def second(bureau: Office) -> Actor:
    return make_actor("second-approver", bureau)


def drafted(maker: Actor, *rules: LocalRule) -> int:
    return services.draft_routing(actor=maker, rules=rules, note="集中办理")


def put_live(maker: Actor, second: Actor, *rules: LocalRule) -> int:
    number = drafted(maker, *rules)
    services.simulate_routing(actor=maker, number=number)
    services.decide_routing(actor=second, number=number, agree=True, reason="同意")
    return number


def office_of(number: str) -> str:
    return str(Case.objects.get(number=number).office.code)


def test_a_draft_changes_nothing_until_it_is_tried_and_agreed_to(maker: Actor, second: Actor) -> None:
    before = filed(key="before")
    number = drafted(maker, GOODS)
    assert office_of(filed(holder_answers(facts="第二件"), key="drafted").number) == "b510107"
    with pytest.raises(RoutingUntried):
        services.decide_routing(actor=second, number=number, agree=True, reason="同意")
    services.simulate_routing(actor=maker, number=number)
    services.decide_routing(actor=second, number=number, agree=True, reason="同意")
    after = filed(holder_answers(facts="第三件"), key="after")
    assert (office_of(before.number), office_of(after.number)) == ("b510107", "b510104")
    links = dict(FilingCase.objects.values_list("case__number", "routing_version"))
    assert (links[before.number], links[after.number]) == (0, number)
    assert after.classification.parts[0].office.reasons[0].zh == GOODS.reason_zh
    kept = Filing.objects.get(public_id=after.filing).proposal
    assert kept["parts"][0]["office"]["routing_version"] == number


def test_a_simulation_says_what_would_go_elsewhere_and_touches_nothing(maker: Actor, second: Actor) -> None:
    moved = filed(key="a")
    filed(holder_answers(right_kind="gi_product", facts="地理标志"), key="b")
    filed(holder_answers(district="510115", facts="温江"), key="c")
    state = list(Case.objects.order_by("id").values("number", "office_id", "version", "state"))
    number = drafted(maker, GOODS)
    services.simulate_routing(actor=maker, number=number)
    trial = selectors.routing_version(second, number).trial
    assert trial is not None
    assert (trial.examined, len(trial.moved), trial.unreadable, trial.left_out) == (3, 1, 0, 0)
    assert [(one.number, one.from_office.zh, one.to_office.zh) for one in trial.moved] == [
        (moved.number, "武侯市场监管局", "锦江市场监管局")
    ]
    assert [count for _, _, count in trial.flows] == [1]
    assert list(Case.objects.order_by("id").values("number", "office_id", "version", "state")) == state
    hidden = selectors.routing_version(maker, number).trial  # an administrator sees no case
    assert hidden is not None
    assert [one.number for one in hidden.moved] == [""]


def test_filings_older_than_the_days_asked_are_not_counted(maker: Actor) -> None:
    old = filed(key="old")
    Filing.objects.filter(public_id=old.filing).update(submitted_at=time.now() - timedelta(days=40))
    number = drafted(maker, GOODS)
    services.simulate_routing(actor=maker, number=number)
    services.simulate_routing(actor=maker, number=number, days=60)
    assert [row.examined for row in RoutingTrial.objects.order_by("id")] == [0, 1]
    for days in (0, 367, -1):
        with pytest.raises(Invalid):
            services.simulate_routing(actor=maker, number=number, days=days)


def test_four_eyes_and_the_city_bureau(maker: Actor, second: Actor, bureau: Office) -> None:
    number = drafted(maker, GOODS)
    services.simulate_routing(actor=maker, number=number)
    with pytest.raises(Forbidden):  # an administrator does not agree
        services.decide_routing(actor=maker, number=number, agree=True, reason="同意")
    district = make_actor("bureau-head", access.office("b510107"))
    with pytest.raises(Forbidden):  # a district does not decide for the city
        services.decide_routing(actor=district, number=number, agree=True, reason="同意")
    with pytest.raises(Forbidden):
        drafted(second, GOODS)
    with pytest.raises(Invalid):
        services.decide_routing(actor=second, number=number, agree=True, reason=" ")
    row = RoutingVersion.objects.get(number=number)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoutingDecision.objects.create(
            version=row, trial=row.trials.get(), agreed=True, reason="x", made_by=row.made_by, by=row.made_by
        )
    services.decide_routing(actor=second, number=number, agree=True, reason="同意")
    with pytest.raises(RoutingDecided):
        services.decide_routing(actor=second, number=number, agree=False, reason="再想想")
    with pytest.raises(RoutingDecided):
        services.simulate_routing(actor=maker, number=number)
    with pytest.raises(RoutingNotFound):
        services.decide_routing(actor=second, number=999, agree=True, reason="同意")


def test_who_may_do_both_does_not_agree_to_the_own_draft(bureau: Office) -> None:
    both = make_actor("bureau-head", bureau)
    drafter = replace(both, powers=both.powers | {"system:routing:edit"})
    number = drafted(drafter, GOODS)
    services.simulate_routing(actor=drafter, number=number)
    with pytest.raises(OwnRouting):
        services.decide_routing(actor=drafter, number=number, agree=True, reason="同意")


def test_a_simulation_grows_stale_when_other_rules_come_into_force(maker: Actor, second: Actor) -> None:
    first, other = drafted(maker, GOODS), drafted(maker)
    services.simulate_routing(actor=maker, number=first)
    services.simulate_routing(actor=maker, number=other)
    services.decide_routing(actor=second, number=first, agree=True, reason="同意")
    assert [card.state for card in selectors.routing_versions(second)] == ["draft", "live"]
    with pytest.raises(RoutingUntried):
        services.decide_routing(actor=second, number=other, agree=True, reason="同意")
    services.simulate_routing(actor=maker, number=other)
    services.decide_routing(actor=second, number=other, agree=True, reason="回到数据包")
    assert [card.state for card in selectors.routing_versions(second)] == ["live", "replaced"]
    assert in_force().rules == ()
    assert office_of(filed().number) == "b510107"


def test_a_refused_version_never_routes(maker: Actor, second: Actor) -> None:
    number = drafted(maker, GOODS)
    services.decide_routing(actor=second, number=number, agree=False, reason="专班尚未成立")
    assert selectors.routing_version(maker, number).state == "refused"
    assert in_force().version == 0


def test_versions_trials_and_decisions_are_only_appended(maker: Actor, second: Actor) -> None:
    put_live(maker, second, GOODS)
    for model in (RoutingVersion, RoutingTrial, RoutingDecision):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        RoutingVersion.objects.update(note="别的")


def test_what_the_law_gives_to_others_stays_with_them(maker: Actor, second: Actor) -> None:
    put_live(maker, second, LocalRule(online="no", office="b510104", reason_zh="一律由锦江办理。"))

    def where(typed: dict[str, object], kind: str) -> tuple[str, bool]:
        found = competent_office(read_answers(typed), kind)  # type: ignore[arg-type]
        return found.code, found.ours

    assert where(holder_answers(), "rights_complaint") == ("b510104", True)
    assert where(holder_answers(right_kind="copyright_work"), "rights_complaint")[1] is False
    assert where(holder_answers(act="civil_claim"), "rights_complaint")[1] is False
    assert where(holder_answers(city="500000", district=""), "rights_complaint") == ("cdsjj", False)


def test_a_consumer_complaint_stays_at_county_level(maker: Actor, second: Actor) -> None:
    everything = LocalRule(districts=("510107",), office="cdsjj", reason_zh="由市局直接办理。")
    with pytest.raises(RuleUnfit):
        drafted(maker, LocalRule(kinds=("consumer_complaint",), office="cdsjj", reason_zh="由市局直接办理。"))
    put_live(maker, second, everything)
    assert competent_office(read_answers(consumer_answers()), "consumer_complaint").code == "b510107"
    assert competent_office(read_answers(report_answers()), "report").code == "cdsjj"


@pytest.mark.parametrize(
    "rule",
    [
        LocalRule(office="b510104", reason_zh="没有条件"),
        LocalRule(fields=("trademark",), office="b510104", reason_zh=" "),
        LocalRule(fields=("trademark",), office="no-such", reason_zh="无此机关"),
        LocalRule(fields=("trademark",), online="maybe", office="b510104", reason_zh="乱填"),
        LocalRule(fields=("trademark",), office="b510104", reason_zh="长" * 301),
        LocalRule(fields=("no-such-right",), office="b510104", reason_zh="无此权利"),
        LocalRule(kinds=("no-such-kind",), office="b510104", reason_zh="无此类别"),
        LocalRule(districts=("999999",), office="b510104", reason_zh="无此地"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused(maker: Actor, rule: LocalRule) -> None:
    with pytest.raises(RuleUnfit):
        drafted(maker, rule)
    assert not RoutingVersion.objects.exists()


def test_a_bureau_closed_since_falls_back_to_the_packs_line(maker: Actor, second: Actor) -> None:
    put_live(maker, second, GOODS)
    Office.objects.filter(code="b510104").update(active=False)
    found = competent_office(read_answers(holder_answers()), "rights_complaint")
    assert (found.code, found.routing_version) == ("b510107", 1)
    assert found.reasons[0].zh != GOODS.reason_zh


def test_the_pages_from_draft_to_force(no_second_factor: None) -> None:
    built = town()
    admin, head = signed_in("sysadmin"), signed_in("xujin")
    form = {
        "base": "0", "office": "510104", "fields": ["trademark"], "districts": ["510107"],
        "reason_zh": "商标类由锦江专班集中办理。", "note": "集中办理",
    }  # fmt: skip
    assert "分派规则" in admin.get("/desk/admin").content.decode()
    wrong = admin.post("/desk/admin/routing", {**form, "fields": [], "districts": []})
    assert (wrong.status_code, "没有任何条件" in wrong.content.decode()) == (422, True)
    assert admin.post("/desk/admin/routing", {**form, "base": "7"}).status_code == 422
    made = admin.post("/desk/admin/routing", form)
    assert (made.status_code, made.headers["Location"]) == (302, "/desk/admin/routing/1")
    early = head.post("/desk/admin/routing/1", {"act": "agree", "reason": "同意"})
    assert early.status_code == 409
    assert admin.post("/desk/admin/routing/1", {"act": "simulate", "days": "many"}).status_code == 422
    assert admin.post("/desk/admin/routing/1", {"act": "simulate", "days": "31"}).status_code == 302
    assert "分派规则" in head.get("/desk/approvals").content.decode()
    page = head.get("/desk/admin/routing/1").content.decode()
    assert built.complaint.number in page
    assert built.complaint.number not in admin.get("/desk/admin/routing/1").content.decode()
    assert admin.post("/desk/admin/routing/1", {"act": "agree", "reason": "同意"}).status_code == 403
    assert head.post("/desk/admin/routing/1", {"act": "agree", "reason": "同意"}).status_code == 302
    assert "商标类由锦江专班集中办理" in admin.get("/desk/admin/routing").content.decode()
    dropped = admin.post("/desk/admin/routing", {"base": "1", "drop": ["0"], "note": "专班撤销"})
    assert dropped.headers["Location"] == "/desk/admin/routing/2"
    assert selectors.routing_version(officer("sysadmin"), 2).rules == ()
    assert signed_in("wangqiang").get("/desk/admin/routing").status_code == 403


def test_the_api_from_draft_to_force(no_second_factor: None) -> None:
    town()
    admin, head = signed_in("sysadmin"), signed_in("xujin")

    def sent(client: Client, path: str, body: dict[str, object]) -> tuple[int, dict[str, object]]:
        answer = client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")
        return answer.status_code, answer.json()

    rule = {"fields_of_right": ["trademark"], "office": "510104", "reason_zh": "商标类由锦江专班集中办理。"}
    status, made = sent(admin, "/routing", {"rules": [rule], "note": "集中办理"})
    assert (status, made["number"], made["state"]) == (201, 1, "draft")
    status, tried = sent(admin, "/routing/1/simulation", {"days": 31})
    assert (status, tried["state"]) == (200, "simulated")
    assert sent(admin, "/routing/1/decision", {"agree": True, "reason": "同意"})[0] == 403
    status, live = sent(head, "/routing/1/decision", {"agree": True, "reason": "同意"})
    assert (status, live["state"]) == (200, "live")
    assert [one["number"] for one in head.get("/api/v1/routing").json()["versions"]] == [1]
    assert sent(admin, "/routing", {"rules": [{**rule, "office": "nobody"}], "note": "x"})[0] == 422
