"""The enforcement of the demo: goods detained, a transfer answered, one met with silence, a campaign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock

from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.cases.models import Case
from zhidun.enforcement import services
from zhidun.enforcement.models import Campaign
from zhidun.enforcement.services import LineIn, Plan
from zhidun.intake import services as intake
from zhidun.kernel import time
from zhidun.kernel.text import Text
from zhidun.site.demo_stage import Act, Entry, actor_named, at_moment, played, take, three_in_a_row, working_day

KEY, SILENT = "enforcement-01", "enforcement-02"
OFFICER, SECOND, HEAD, POLICE = "wangqiang", "linchuan", "luofeng", "sunlei"
TEAM: Entry = {"officers": [OFFICER, SECOND]}
DOSSIER: Entry = {
    "police_unit": "510100-ECON", "procuratorate_unit": "510100-PROC", "letter_enclosed": True,
    "report_enclosed": True, "goods_enclosed": True, "tests_enclosed": True,
}  # fmt: skip
REPORT: Entry = {
    "intent": "report", "anonymous": True, "act": "counterfeit_goods", "right_kind": "trademark",
    "right_name": "沈绣坊（演示商标）", "facts": "（演示）一处仓库囤放假冒礼盒和商标标识，夜间发货。",
    "goods": "刺绣礼盒", "goods_kind": "food", "district": "510107", "place": "武侯区（演示地址）",
    "respondent_name": "演示商贸行（虚构）",
}  # fmt: skip
COMPLAINT: Entry = {
    "intent": "stop_infringement", "relation": "holder", "act": "counterfeit_goods", "right_kind": "trademark",
    "right_name": "沈绣坊（演示商标）", "facts": "（演示）一家网店大量销售假冒礼盒，平台记录显示销售额较大。",
    "goods": "刺绣礼盒", "goods_kind": "food", "district": "510107", "place": "武侯区（演示地址）",
    "respondent_name": "演示网店（虚构）", "filer_kind": "organisation", "filer_name": "沈绣坊",
    "filer_phone": "028-00000001", "filer_address": "成都市武侯区（演示地址）",
}  # fmt: skip
STORE = "武侯区局罚没仓库（演示）"
GOODS = (
    LineIn(article="“沈绣坊”刺绣礼盒", specification="大号", quantity="1200", unit="盒", unit_value="188",
           storage_place=STORE, seal_number="演示-0001"),
    LineIn(article="“沈绣坊”商标标识", quantity="5000", unit="枚", storage_place=STORE, seal_number="演示-0002"),
)  # fmt: skip
VERIFIED: Entry = {"verification_findings": "（演示）现场情况与反映一致，有初步证据。", "preliminary_evidence": True}
PLAN_TITLE = Text("2026 年重点商品保护专项行动（演示）", "Key goods protection drive 2026 (demo)")
PLAN_SCOPE = Text(
    "（演示）礼品、调味品等重点商品的商标和地理标志，重点查生产源头和网络销售。",
    "(Demo) Marks and GIs on gifts, seasonings and other key goods; sources of production and sales online first.",
)


@dataclass(frozen=True)
class Scene:
    """A case on the stage of the demo, with the day from which its working days count."""

    number: str
    start: date

    def go(self, step: str, by: str, back: int, facts: Entry | None = None, *, approve: Sequence[str] = ()) -> None:
        """Take a step `back` working days before the demo; where it asks for a reason it is the same everywhere."""
        at = _at(self.start, back)
        act = Act(step=step, by=by, at=at, facts=facts or {}, reason="（演示）有事实和法律依据。", approve=approve)
        take(self.number, act)


@transaction.atomic
def perform(start: date) -> str:
    """Play the scene unless it was played; return the public id of its campaign."""
    if played(KEY):
        return str(Campaign.objects.get(title_zh=PLAN_TITLE.zh).public_id)
    first = _administrative(start)
    second = _unanswered(start)
    return _campaign(start, (first, second))


def _at(start: date, back: int) -> datetime:
    return datetime.combine(working_day(start, back), clock(10), tzinfo=time.CITY_ZONE)


def _day(start: date, back: int) -> str:
    return working_day(start, back).isoformat()


def _within(start: date, back: int, number: str, procedure: str, facts: Mapping[str, object], kind: str = "") -> Scene:
    with at_moment(_at(start, back)):
        made = services.open_attached(
            actor=actor_named(OFFICER), case_number=number, procedure=procedure, facts=facts, kind=kind
        )
    return Scene(made.number, start)


def filed(key: str, answers: Entry, by: str, start: date, back: int) -> Scene:
    """Hand a filing in and return the case it opens."""
    with at_moment(_at(start, back)):
        given = {**answers, "happened_on": _day(start, back)}
        receipt = intake.submit(actor=actor_named(by), answers=given, demo=True, source={"demo_key": key})
    return Scene(receipt.number, start)


def _administrative(start: date) -> Scene:
    """From a report to an administrative case with goods detained, to the police who file it and take the goods."""
    report = filed(KEY, REPORT, "", start, 24)
    report.go("accept", OFFICER, 24)
    opening = {"matter": "trademark", "lead_source": "report", "facts": REPORT["facts"], "goods": REPORT["goods"]}
    main = _within(start, 23, report.number, "administrative-case", opening)
    main.go("assign", HEAD, 23, TEAM)
    main.go("record-verification", OFFICER, 22, {**VERIFIED, "right_confirmed": True})
    main.go("file", OFFICER, 22, {"filing_summary": "（演示）有初步证据，立案。"}, approve=[HEAD])
    report.go("assign", HEAD, 22, TEAM)
    report.go("record-verification", OFFICER, 22, VERIFIED)
    report.go("file", OFFICER, 22, {"filing_summary": "（演示）有初步证据，另案查处。"}, approve=[HEAD])
    seizure = _within(
        start, 21, main.number, "seizure",
        {"seizure_kind": "detain", "seizure_ground": "（演示）涉嫌假冒注册商标", "seizure_place": "武侯区（演示地址）"},
    )  # fmt: skip
    with at_moment(_at(start, 21)):
        services.add_lines(actor=actor_named(OFFICER), case_number=seizure.number, lines=GOODS)
    seizure.go("order", OFFICER, 21, {"seized_on": _day(start, 21), "keeper": STORE}, approve=[HEAD])
    sent = three_in_a_row(start, 19)
    transfer = _sent(start, main, sent)
    filed_back, handed_back = sent - 1, sent - 2
    docket = {"police_docket": "（演示）立字〔2026〕1 号", "filing_notice_on": _day(start, filed_back)}
    transfer.go("police-file", POLICE, filed_back, docket)
    handed = {
        "goods_list": "（演示）礼盒 1200 盒、标识 5000 枚",
        "goods_receiver": "孙磊",
        "goods_handed_on": _day(start, handed_back),
    }
    transfer.go("hand-goods", OFFICER, handed_back, handed)
    seizure.go(
        "hand-to-police", OFFICER, handed_back, {"handed_on": handed["goods_handed_on"], "handed_to": "孙磊（演示）"}
    )
    return main


def _unanswered(start: date) -> Scene:
    """A complaint handed to the police, who owe an answer since: the prosecutor sees it."""
    main = filed(SILENT, COMPLAINT, "shenxiufang", start, 16)
    main.go("triage", OFFICER, 16, {"matter": "trademark"})
    main.go("accept", OFFICER, 15)
    main.go("assign", HEAD, 15, TEAM)
    main.go("record-verification", OFFICER, 14, {**VERIFIED, "right_confirmed": True})
    main.go("file", OFFICER, 13, {"filing_summary": "（演示）有初步证据，立案。"}, approve=[HEAD])
    _sent(start, main, 9)
    return main


def _sent(start: date, main: Scene, back: int) -> Scene:
    report = {
        "suspected_crime": "crime_214", "transfer_report": "（演示）货值较大，有犯罪合理嫌疑。",
        "transfer_amount": "225600",
    }  # fmt: skip
    play = _within(start, back, main.number, "criminal-transfer", report)
    play.go("approve-transfer", OFFICER, back, approve=[HEAD])
    play.go("send", OFFICER, back, {**DOSSIER, "sent_at": _at(start, back).isoformat()[:16]})
    return play


def _campaign(start: date, mains: Sequence[Scene]) -> str:
    head, officer = actor_named(HEAD), actor_named(OFFICER)
    with at_moment(_at(start, 30)):
        begins = time.today()
        row = services.plan(
            actor=head,
            given=Plan(
                title=PLAN_TITLE, scope=PLAN_SCOPE, office="510107", starts_on=begins,
                ends_on=begins + timedelta(days=120), kinds=(), links="生产源头、网络销售", groups="",
                targets={"510107": (12, 200)},
            ),
        )  # fmt: skip
        key = str(row.public_id)
        services.set_state(actor=head, campaign=key, state="running", published=True)
    _feed(officer, key, [scene.number for scene in mains])
    services.report_inspections(actor=officer, campaign=key, office="510107", inspections=86)
    return key


def _feed(officer: Actor, key: str, numbers: Sequence[str]) -> None:
    """Count the two cases, and the decided one of the other scenes where it is there."""
    decided = Case.objects.filter(source__demo_key="invented-01").order_by("id").first()
    for number in [*numbers, *([decided.number] if decided else [])]:
        services.add_case(actor=officer, campaign=key, case_number=number)
