"""Mediation, damages and referrals as each of their people sees them: no accessibility fault, one language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Visit
from tests.browser.test_axe import faults
from tests.browser.test_languages import HAN, TYPED
from tests.factories.faces import Town
from zhidun.access import selectors as access
from zhidun.access.actors import Actor, actor_for
from zhidun.damages import services as damages
from zhidun.damages.models import DamagesSheet
from zhidun.evidence.services import store_upload
from zhidun.kernel import time
from zhidun.mediation import services
from zhidun.mediation.models import Referral
from zhidun.site.demo_mediation import ASKED, perform

COMBINATIONS = [("light", "normal", "zh-hans", 1280), ("dark", "large", "en", 390)]
FREE = ".zd-facts dd, .zd-talk, body [lang], #timeline, .zd-small .zd-hash, .zd-title h1"
ENGLISH = re.compile(
    r"\b(?:Sign in|Next|Back|Search|Filter|optional|required|Error|Save|Close|Open|Number|None|True|False)\b"
)
TEXT = """free => { for (const one of document.querySelectorAll(free)) one.remove(); return document.body.innerText }"""
TYPED_HERE = re.compile(
    "蜀绣礼盒赔偿调解|[::]?沈绣坊与川味食品厂?侵权赔偿调解|与侵权赔偿调解|蜀绣坊|演示回单|演示|网店一|赵云|武侯维权站"
    "|停止使用近似包装并下架|十日内更换包装|更换包装|成都市武侯区人民法院|律师费|公证费|双方到场|双方|其中约两成是退货"
)
"""What the people of the scene typed, and their names."""


@dataclass(frozen=True)
class Scene:
    """Mediations in every state that shows something of its own, and what hangs on them."""

    asked: str
    talking: str
    ended: str
    agreed: str
    sheet: str
    shared: str
    referrals: dict[str, str]


def who(username: str) -> Actor:
    return actor_for(access.account(username))


def asked() -> str:
    holder, mediator = who("shenxiufang"), who("zhaoyun")
    number = services.ask(actor=holder, words=ASKED).case.number
    services.link_account(actor=mediator, number=number, side="respondent", username="chuanwei")
    return number


def begun() -> str:
    number = asked()
    for name in ("shenxiufang", "chuanwei"):
        services.answer_invitation(actor=who(name), number=number, accepts=True, capacity="organisation")
    chosen = next(one for one in services_mediators() if one)
    for name in ("shenxiufang", "chuanwei"):
        services.choose_mediator(actor=who(name), number=number, mediator_id=chosen)
    return number


def services_mediators() -> list[str]:
    from zhidun.mediation.register import listed

    return [str(one.public_id) for one in listed() if one.account_id == who("zhaoyun").account_id]


@pytest.fixture
def scene(town_live: Town) -> Scene:
    """Play them with the cast."""
    del town_live
    agreed = perform(time.today())
    holder, mediator = who("shenxiufang"), who("zhaoyun")
    talking, over = begun(), begun()
    services.say(actor=mediator, number=talking, room="joint", body="请双方先说想法。")
    services.say(actor=holder, number=talking, room="complainant", body="底线想单独说。")
    start = time.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    services.offer_slots(
        actor=mediator, number=talking, times=[(start, start + timedelta(hours=1))], place="武侯维权站"
    )
    services.make_offer(actor=holder, number=talking, amount="30000", terms="更换包装")
    services.open_round(actor=mediator, number=talking)
    services.write_minutes(
        actor=mediator, number=talking, room="joint", held_at=time.now(), body="双方到场。", present="双方"
    )
    services.end_mediation(actor=mediator, number=over, ground="no_agreement", reason="差距较大")
    services.refer(actor=holder, number=over, kind="claim", office="510100-IPCOURT")
    services.refer(
        actor=holder, number=over, kind="arbitration", office="demo-ARB", agreement="2025年3月1日许可合同第12条"
    )
    services.refer(actor=holder, number=agreed, kind="notarise", office="demo-NOTARY")
    row = damages.open_sheet(
        actor=holder,
        words={
            "right": "trademark", "holder_name": "沈绣坊", "other_name": "川味食品厂", "purpose": "customs",
            "act_from": (time.today() - timedelta(days=90)).isoformat(), "act_to": time.today().isoformat(),
        },
    )  # fmt: skip
    item = store_upload(stream=BytesIO(b"page"), filename="page.txt", declared_type="text/plain", actor=holder)
    line = {"kind": "gain", "amount": "9000", "item": str(item.public_id)}
    damages.add_line(actor=holder, sheet=str(row.public_id), words=line)
    shared = str(DamagesSheet.objects.get(case__number=agreed).public_id)
    sent = {one.kind: str(one.public_id) for one in Referral.objects.all()}
    return Scene(asked(), talking, over, agreed, str(row.public_id), shared, sent)


def addresses(scene: Scene) -> dict[str, tuple[str, ...]]:
    """Return the pages of each person."""
    every = (scene.asked, scene.talking, scene.ended, scene.agreed)
    sides = tuple(f"/mediation/{number}" for number in every)
    return {
        "shenxiufang": (
            "/mediation/", "/mediation/new?kind=trademark", "/mediation/join", *sides,
            "/damages/?for=customs&right=trademark", f"/damages/{scene.sheet}", f"/damages/{scene.shared}",
            "/wizard?happened=copied&right_kind=trademark&want=stop&place=border&have=right",
        ),
        "chuanwei": (*sides, f"/damages/{scene.shared}"),
        "zhaoyun": (
            *(f"/desk/mediations/{number}" for number in every), "/desk/mediations", f"/desk/damages/{scene.shared}",
        ),
        "wulan": ("/desk/referrals", f"/desk/referrals/{scene.referrals['claim']}"),
        "guoning": ("/desk/referrals", f"/desk/referrals/{scene.referrals['notarise']}"),
        "jiangyue": ("/desk/referrals", f"/desk/referrals/{scene.referrals['arbitration']}"),
    }  # fmt: skip


def other_language(page: Page, language: str) -> list[str]:
    text = str(page.evaluate(TEXT, FREE))
    return HAN.findall(TYPED_HERE.sub("", TYPED.sub("", text))) if language == "en" else ENGLISH.findall(text)


def sweep(scene: Scene, visit: Visit, server: LiveServer, *, axe_each: bool) -> list[str]:
    """Open every page in both combinations: its heading, its language; axe in both, or in one that changes by page."""
    found: list[str] = []
    for turn, (theme, size, language, width) in enumerate(COMBINATIONS):
        for username, paths in addresses(scene).items():
            page = visit(username=username, theme=theme, size=size, language=language, width=width)
            for n, path in enumerate(paths):
                address = server.url + path
                if axe_each or n % len(COMBINATIONS) == turn:
                    found += [f"{username} {language}: {line}" for line in faults(page, address)]
                else:
                    answer = page.goto(address, wait_until="domcontentloaded")
                    assert answer is not None and answer.ok, f"{username}: {path}"
                    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
                        found.append(f"{username} {path} {language}: wider than the screen")
                assert page.locator("h1").count() == 1, f"{username}: {path}"
                found += [f"{username} {path} {language}: {word}" for word in other_language(page, language)]
            page.close()
    return found


@pytest.mark.needs_chromium
@pytest.mark.browser
def test_every_page_of_every_part_is_accessible_and_in_one_language(
    scene: Scene, visit: Visit, live_server: LiveServer
) -> None:
    assert sweep(scene, visit, live_server, axe_each=False) == []


@pytest.mark.needs_chromium
@pytest.mark.browser
@pytest.mark.soak
def test_every_page_of_every_part_is_accessible_in_both_combinations(
    scene: Scene, visit: Visit, live_server: LiveServer
) -> None:
    assert sweep(scene, visit, live_server, axe_each=True) == []
