"""One of each thing that has a page of its own, in the town of the faces: what the addresses of details name."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

from tests.factories.cases import Cast
from tests.factories.deposit import make_deposit, offer
from tests.factories.evidence import png
from tests.factories.faces import Town, officer
from tests.factories.plays import REPORT, Play, officers, opened, to_executing, to_lead
from tests.factories.radar import make_feed, make_watch, swept
from tests.factories.rewards import confirm_rules, proposal
from tests.factories.rights import make_right, trademark_facts
from zhidun.access import selectors as access
from zhidun.access.actors import ANONYMOUS, Actor
from zhidun.capture import services as captures
from zhidun.cases.models import Case
from zhidun.damages import services as damages
from zhidun.deposit import services as deposits
from zhidun.enforcement import services as enforcement
from zhidun.evidence import handing
from zhidun.evidence.services import store_upload
from zhidun.intake import routing_changes
from zhidun.intake import services as intake
from zhidun.intake.routing_table import LocalRule
from zhidun.kernel import time
from zhidun.kernel.text import Text
from zhidun.offenders import past
from zhidun.offenders import services as offenders
from zhidun.radar import selectors as radar
from zhidun.radar import services as radar_services
from zhidun.rewards import services as rewards
from zhidun.rewards.models import Reward
from zhidun.rights import importing
from zhidun.rights.tables import write_csv

ON = "2026-11-02"
SHOP = "http://shop.example.com/"
WORDS = {
    "right": "trademark", "holder_name": "沈绣坊", "other_name": "川味食品厂", "act_from": "2026-05-01",
    "act_to": "2026-06-01",
}  # fmt: skip


def cast() -> Cast:
    """The people of the pack as the cast of a play."""
    return Cast(
        office=access.office("510107"), officer=officer("wangqiang"), second=officer("linchuan"),
        head=officer("luofeng"), reviewer=officer("hejie"), approver=officer("xujin"),
        complainant=officer("chenlv"), respondent=officer("chuanwei"), stranger=officer("sunlei"),
    )  # fmt: skip


def details(town: Town) -> dict[str, str]:
    """Make one of each and return its key or number by the name the addresses use."""
    people = cast()
    return {
        **_on_file(town, people),
        **_enforcement(people),
        **_rewarded(people),
        **_radar(people),
        **_deposited(people),
        **_runs(people),
    }


def _on_file(town: Town, people: Cast) -> dict[str, str]:
    """A complaint's parties, a capture and a list for it, a right, a sheet of damages, a version of the routing."""
    case = Case.objects.get(number=town.complaint.number)
    other = case.parties.get(role="respondent").party
    assert other is not None
    offenders.add_trace(actor=people.officer, party=other, kind="legal_rep", value="张三丰", source="检查")
    words = {"actor": people.officer, "how": "http", "case_number": case.number}
    page = captures.ask(url=SHOP, **words)  # type: ignore[arg-type]
    whole = captures.ask_list(filename="a.txt", raw=SHOP.encode(), **words)  # type: ignore[arg-type]
    holder = officer("shenxiufang")
    own = {"actor": holder, "how": "http"}
    make_verified(holder, people.officer)
    sheet = damages.open_sheet(actor=people.complainant, words=WORDS)
    mine = store_upload(stream=BytesIO(b"x"), filename="a.txt", declared_type="text/plain", actor=people.officer)
    over = handing.offer_item(item=mine, actor=people.officer, receiver="linchuan", medium="检查")
    rule = LocalRule(
        office="510104", fields=("trademark",), districts=("510107",), reason_zh="商标类由专班集中办理。",
        reason_en="Marks go to the special team.",
    )  # fmt: skip
    version = routing_changes.draft_routing(actor=officer("sysadmin"), rules=(rule,), note="集中办理")
    return {
        "complaint": town.complaint.number, "report": town.report.number, "item": town.item,
        "offender": str(other.public_id), "capture": str(page.public_id), "list": str(whole.public_id),
        "own_capture": str(captures.ask(url=SHOP, **own).public_id),  # type: ignore[arg-type]
        "own_list": str(captures.ask_list(filename="a.txt", raw=SHOP.encode(), **own).public_id),  # type: ignore[arg-type]
        "sheet": str(sheet.public_id), "version": str(version), "secret": town.complaint.secret,
        "hand_over": str(over.public_id),
        "draft": intake.save_draft(actor=ANONYMOUS, kind="consumer_complaint", answers={"facts": "演示"}).token,
    }  # fmt: skip


def make_verified(holder: Actor, by: Actor) -> str:
    """Give somebody a right that an officer checked; return its key."""
    from zhidun.rights import services as rights

    right = make_right(actor=holder, facts=trademark_facts(title="沈绣"))
    rights.verify_right(actor=by, right=right, reason="当面出示注册证原件")
    return str(right.public_id)


def _enforcement(people: Cast) -> dict[str, str]:
    """A decided case with two papers of one kind, a group of type cases, a published campaign."""
    decided = to_executing(ON, cast=people)
    alike = [to_lead(ON, cast=people) for _ in range(2)]
    for play in alike:
        case = play.row
        case.facts = {**case.facts, "goods": "刺绣礼盒", "right_number": "1234567"}
        case.save(update_fields=["facts"])
    group = enforcement.confirm(
        actor=people.officer, numbers=[play.case.number for play in alike], reason="同一权利人、同一商品"
    )
    plan = enforcement.Plan(
        title=Text("重点商品行动", "Key goods drive"), scope=Text("礼品", "Gifts"), office="510107",
        starts_on=date(2026, 11, 1), ends_on=date(2026, 12, 31), targets={"510107": (5, 40)},
    )  # fmt: skip
    campaign = str(enforcement.plan(actor=people.head, given=plan).public_id)
    enforcement.set_state(actor=people.head, campaign=campaign, state="running", published=True)
    enforcement.add_case(actor=people.officer, campaign=campaign, case_number=decided.case.number)
    papers = [str(one.public_id) for one in decided.case.papers.order_by("id")[:2]]
    return {
        "decided": decided.case.number, "paper": papers[0], "other_paper": papers[1],
        "group": str(group.public_id), "campaign": campaign,
    }  # fmt: skip


def _rewarded(people: Cast) -> dict[str, str]:
    """A report found true whose reward was proposed."""
    play: Play = opened(REPORT, ON, cast=people)
    play.go("accept", play.clerk)
    play.go("assign", people.head, facts=officers(play))
    play.go("record-verification", facts={"verification_findings": "属实", "preliminary_evidence": True})
    play.go("file", facts={"filing_summary": "有初步证据"})
    play.go("finish", on="2026-11-20", facts={"result": "penalised", "result_case": "川武市监案〔2026〕7号"})
    confirm_rules(people.reviewer)
    reward = Reward.objects.get(report=play.case)
    rewards.propose(actor=people.officer, number=reward.case.number, proposal=proposal(), reason="证据直接")
    return {"rewarded": play.case.number, "reward": reward.case.number}


def _radar(people: Cast) -> dict[str, str]:
    """A sweep with a hit for the office and one for a holder's own watch."""
    make_watch(people.officer)
    own = radar_services.add_own(actor=people.complainant, facts=radar_services.WatchFacts(text="蜀江锦绣"))
    rows = (
        ("A1", "娃哈哈纯净水", "", "青羊商行", "", "02888880001", "", "https://shop.example.com/1", "武侯区"),
        ("A2", "蜀江锦秀茶叶礼盒", "", "青羊茶行", "", "02888880001", "", "https://shop.example.com/2", "青羊区"),
    )
    hit = swept(people.officer, rows, make_feed(people.officer))[0]
    mine = radar.own_hits(people.complainant, own)[0]
    return {
        "sweep": str(hit.sweep.public_id), "hit": str(hit.public_id), "watch": str(own.public_id),
        "own_hit": str(mine.public_id), "right": str(make_right().public_id),
    }  # fmt: skip


def _deposited(people: Cast) -> dict[str, str]:
    """A work of somebody with a batch of codes and a licence offered."""
    row = make_deposit(people.complainant, content=png())
    batch = deposits.issue_batch(actor=people.complainant, number=row.number, product="礼盒", quantity=2)
    deal = offer(row, people.respondent, by=people.complainant)
    store_upload(stream=BytesIO(b"x"), filename="a.txt", declared_type="text/plain", actor=people.complainant)
    return {"deposit": row.number, "batch": str(batch.public_id), "deal": str(deal.public_id)}


def _runs(people: Cast) -> dict[str, str]:
    """An import of rights and one of old cases, each with a row that does not fit."""
    table = "名称,编号,权利人\n好牌,1234568,甲公司\n坏牌,不是号码!,乙公司\n".encode()
    rights = importing.start_import(
        actor=people.officer, kind_key="trademark", filename="marks.csv", content=table, dry_run=True
    )
    importing.run_import(actor=people.officer, run=rights)
    given = {
        "number": "1号", "authority": "武侯区市场监督管理局", "party": "成都川味食品有限公司", "fine": "-1",
        "outcome": "行政处罚", "decided_on": str(time.today() - timedelta(days=900)), "right_kind": "trademark",
    }  # fmt: skip
    heads = [zh for _, zh, _ in past.COLUMNS]
    content = write_csv([heads, [given.get(name, "") for name, _, _ in past.COLUMNS]])
    old = offenders.start_import(
        actor=people.officer, office_id=people.office.pk, filename="old.csv", content=content, dry_run=True
    )
    offenders.run_import(actor=people.officer, run=old)
    return {"run": str(rights.public_id), "old_run": str(old.public_id)}
