"""The mediation of the demo, played by the invented cast: from invitation to an agreement that is being performed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from datetime import time as clock
from decimal import Decimal

from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.cases.models import Case
from zhidun.damages import services as damages
from zhidun.damages.models import DamagesSheet
from zhidun.kernel import time
from zhidun.mediation import services
from zhidun.mediation.register import listed
from zhidun.mediation.services import Act, Instalment, Terms
from zhidun.site.demo_stage import actor_named, at_moment, played, working_day

KEY = "mediation-01"
BEGAN, AGREED = 25, 12
"""Working days before the day of the demo."""
ASKED: Mapping[str, object] = {
    "form": "people",
    "kind": "trademark",
    "dispute": "damages",
    "name": "沈绣坊",
    "other": "川味食品厂",
    "own_kind": "organisation",
    "request": "停止使用近似包装,赔偿损失(演示)。",
}


@transaction.atomic
def perform(start: date) -> str:
    """Play the scene unless it was played; return the number of the mediation."""
    services.load_register()
    if played(KEY):
        return Case.objects.get(source__demo_key=KEY).number
    holder, maker, mediator = (actor_named(name) for name in ("shenxiufang", "chuanwei", "zhaoyun"))
    with at_moment(_at(start, BEGAN)):
        row = services.ask(actor=holder, words=ASKED)
        number = row.case.number
        Case.objects.filter(pk=row.case_id).update(demo=True, source={"demo_key": KEY}, title="演示:蜀绣礼盒赔偿调解")
        services.link_account(actor=mediator, number=number, side="respondent", username="chuanwei")
        for side in (holder, maker):
            services.answer_invitation(actor=side, number=number, accepts=True, capacity="organisation")
        chosen = next(str(one.public_id) for one in listed() if one.account_id == mediator.account_id)
        for side in (holder, maker):
            services.choose_mediator(actor=side, number=number, mediator_id=chosen)
        _sheet(holder, maker, number)
        _talk(holder, maker, mediator, number)
    with at_moment(_at(start, AGREED)):
        _agree(holder, maker, mediator, number)
    return number


def _at(start: date, back: int) -> datetime:
    return datetime.combine(working_day(start, back), clock(10), tzinfo=time.CITY_ZONE)


def _sheet(holder: Actor, maker: Actor, number: str) -> None:
    today = time.today()
    row: DamagesSheet = damages.open_sheet(
        actor=holder,
        words={
            "right": "trademark", "right_title": "蜀绣坊(演示)", "holder_name": "沈绣坊", "other_name": "川味食品厂",
            "act_from": (today - timedelta(days=120)).isoformat(), "act_to": today.isoformat(), "case": number,
            "story": "礼盒使用与“蜀绣坊”近似的标志(演示)。",
        },
    )  # fmt: skip
    key = str(row.public_id)
    for line in (
        {"kind": "counter", "listing": "网店一", "on": (today - timedelta(days=100)).isoformat(), "units": "300"},
        {"kind": "counter", "listing": "网店一", "on": today.isoformat(), "units": "1500"},
        {"kind": "price", "listing": "网店一", "amount": "88"},
        {"kind": "margin", "rate": "25%", "source": "industry"},
        {"kind": "cost", "amount": "6000", "words": "律师费、公证费"},
    ):
        damages.add_line(actor=holder, sheet=key, words=line)
    damages.share(actor=holder, sheet=key)
    damages.contest(actor=maker, sheet=key, subject="line:2", why="其中约两成是退货")


def _talk(holder: Actor, maker: Actor, mediator: Actor, number: str) -> None:
    services.say(actor=mediator, number=number, room="joint", body="欢迎双方,请先说说各自的想法。")
    services.say(actor=holder, number=number, room="joint", body="希望停止使用,并赔偿损失。")
    services.say(actor=maker, number=number, room="joint", body="愿意更换包装,赔偿金额想再商量。")
    begins = time.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    slots = services.offer_slots(
        actor=mediator, number=number, times=[(begins, begins + timedelta(hours=1))], place="武侯维权站"
    )
    for side in (holder, maker):
        services.take_slot(actor=side, number=number, slot=str(slots[0].public_id))
    services.make_offer(actor=holder, number=number, amount="32000", terms="十日内更换包装")
    services.open_round(actor=mediator, number=number)
    services.seal_offer(actor=holder, number=number, amount="24000")
    services.seal_offer(actor=maker, number=number, amount="26000")


def _agree(holder: Actor, maker: Actor, mediator: Actor, number: str) -> None:
    today = time.today()
    terms = Terms(
        amount=Decimal(25_000),
        instalments=[
            Instalment(amount=Decimal(10_000), due_on=today + timedelta(days=10)),
            Instalment(amount=Decimal(15_000), due_on=today + timedelta(days=60)),
        ],
        acts=[Act(kind="stop", what="停止使用近似包装并下架", due_on=today + timedelta(days=10))],
        penalty_rate=Decimal("0.0005"),
    )
    made = services.draft(actor=mediator, number=number, terms=terms)
    for one in (holder, maker, mediator):
        services.sign(actor=one, number=number, shown_digest=made.digest)
    for one in (holder, maker):
        services.ask_confirmation(actor=one, number=number, court="成都市武侯区人民法院")
    for n in (1, 2):
        services.tell_done(actor=maker, number=number, n=n, words="演示回单")
        services.confirm_done(actor=holder, number=number, n=n)
