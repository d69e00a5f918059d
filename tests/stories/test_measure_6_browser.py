"""Measure 六 in Chromium: watch → sweep → hit → sealed → case; name check; health check; a published warning."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Visit
from tests.browser.test_axe import faults
from tests.factories.access import make_account
from tests.radar.files import drawing
from zhidun.access import selectors as access
from zhidun.access.actors import SYSTEM, actor_for
from zhidun.access.loading import load_cast, load_city
from zhidun.cases.models import Case
from zhidun.evidence.services import store_upload
from zhidun.radar import services
from zhidun.radar.models import Hit, Sweep
from zhidun.rights import services as rights
from zhidun.rights.types import RightFacts

pytestmark = [pytest.mark.needs_chromium, pytest.mark.browser]
LISTINGS = (
    "id,title,seller,phone,link,district\n"
    "S1,郫县豆办 正宗川味 500g,蓉城调味行,02888880001,https://shop.example.com/1,武侯区\n"
    "S2,家用电饭煲,某电器行,,,\n"
    'S3,"坏行\n'
    "S4,毗县豆瓣酱,川香食品店,02888880001,,武侯区\n"
)


@pytest.fixture
def url(live_server: LiveServer, settings: Settings) -> str:
    settings.SECOND_FACTOR_REQUIRED = False
    load_city()
    load_cast("Rongcheng-Story-2026")
    facts = RightFacts(
        kind="gi_product", title="郫县豆瓣", number_known=False, region="510117",
        holder_name="郫都豆瓣股份经济合作联合社", key_protection=True,
    )  # fmt: skip
    rights.register_right(actor=SYSTEM, facts=facts)
    return str(live_server.url)


def start_watch(page: Page, url: str) -> None:
    page.goto(f"{url}/desk/radar/watches")
    page.fill("[name=name]", "全市重点名录")
    page.check("[name=registry]")
    page.select_option("[name=region]", "510100")
    page.locator("#new button.btn-primary").click()
    expect(page.locator("main table")).to_contain_text("全市重点名录")


def sweep(page: Page, url: str, folder: Path) -> None:
    file = folder / "listings.csv"
    file.write_text(LISTINGS, encoding="gb18030")
    page.goto(f"{url}/desk/radar/sweeps")
    page.set_input_files("[name=file]", str(file))
    page.fill("[name=new_feed]", "某电商平台")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#progress-card")).to_be_visible()
    services.run(str(Sweep.objects.get().public_id))  # what the worker does
    page.reload()
    expect(page.locator("#progress-card")).to_contain_text("100%")
    expect(page.locator("#bad")).to_contain_text("引号")


def test_from_the_watch_to_the_case_in_two_clicks(url: str, visit: Visit, tmp_path: Path) -> None:
    page = visit(username="wangqiang")
    start_watch(page, url)
    sweep(page, url, tmp_path)
    page.locator("#hits a", has_text="郫县豆办").click()
    expect(page.locator("#why")).to_contain_text("郫县豆瓣")
    expect(page.locator("main")).to_contain_text("个人信息保护法")
    expect(page.locator("#same")).to_contain_text("毗县豆瓣酱")  # the same telephone
    assert faults(page, page.url) == []
    page.check("[name=verdict][value=infringing]")
    page.locator("#judge button").click()
    page.locator("#seal").click()
    expect(page.locator("#act")).to_contain_text("SHA-256")
    page.locator("button[name=kind][value=lead]").click()
    expect(page).to_have_url(re.compile("/desk/cases/"))
    expect(page.locator("main")).to_contain_text("蓉城调味行")
    hit = Hit.objects.get(feed_id="S1")
    assert Case.objects.get(number=hit.case_number).evidence.count() == 1
    phone = visit(username="hejie", language="en", theme="dark", width=390)
    assert faults(phone, f"{url}/desk/radar/hits/{hit.public_id}") == []
    expect(phone.locator("main")).to_contain_text("art. 24")
    assert phone.locator("#seal").count() == 0


def test_an_unjudged_hit_opens_no_case_and_says_why(url: str, visit: Visit, tmp_path: Path) -> None:
    page = visit(username="wangqiang", language="en")
    start_watch(page, url)
    file = tmp_path / "a.csv"
    file.write_text("id,title\n1,郫县豆办\n", encoding="utf-8")
    page.goto(f"{url}/desk/radar/sweeps")
    page.set_input_files("[name=file]", str(file))
    page.fill("[name=new_feed]", "x")
    page.locator("main form button.btn-primary").click()
    services.run(str(Sweep.objects.get().public_id))
    page.goto(f"{url}/desk/radar/hits/{Hit.objects.get().public_id}")
    page.locator("#seal").click()
    page.locator("button[name=kind][value=lead]").click()
    expect(page.locator(".zd-note-danger")).to_contain_text("A score is no decision")
    assert Case.objects.count() == 0


def test_a_name_check_by_text_photo_and_crop_on_the_phone(url: str, visit: Visit, tmp_path: Path) -> None:
    from PIL import Image

    right = rights.register_right(
        actor=SYSTEM, facts=RightFacts(kind="trademark", title="图形标", number="61000001", classes=(30,))
    )
    mark = drawing(tmp_path / "mark.png")
    item = store_upload(stream=io.BytesIO(mark.read_bytes()), filename="mark.png", actor=SYSTEM)
    rights.add_document(actor=SYSTEM, right=right, kind="specimen", sha256=item.blob.sha256)
    page = visit(width=390)
    page.goto(f"{url}/radar/check")
    page.fill("[name=text]", "郫县豆办")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#found article").first).to_contain_text("郫县豆瓣")
    expect(page.locator("#found")).to_contain_text("由承办人判断")
    page.fill("[name=text]", "😀")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#errors")).to_be_focused()
    sheet = Image.new("RGB", (600, 300), "white")
    sheet.paste(Image.open(drawing(tmp_path / "blue.png", colour="#175cd3")), (50, 50))
    sheet.paste(Image.open(drawing(tmp_path / "bars.png", kind="bars")), (350, 50))
    sheet.save(tmp_path / "shop.png")
    page.goto(f"{url}/radar/check")
    page.set_input_files("[name=photo]", str(tmp_path / "shop.png"))
    page.locator("#crop summary").click()
    box = page.locator("#crop-view img").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.05, box["y"] + box["height"] * 0.1)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.9)
    page.mouse.up()
    assert abs(float(page.input_value("[name=crop_width]")) - 40) < 3
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#found article").first).to_contain_text("图形标")


def test_a_health_check_with_its_report(url: str, visit: Visit) -> None:
    page = visit(width=390)
    page.goto(f"{url}/radar/health")
    page.locator("button.btn-lg").click()
    expect(page.locator("#errors")).to_be_focused()
    for place, group in enumerate(page.locator("fieldset.zd-field").all()):
        group.locator("input[type=radio]").nth(place % 4).check()
    page.locator("button.btn-lg").click()
    expect(page.locator("#outcome")).to_contain_text("/ 100")
    assert faults_now(page) == []
    with page.expect_download() as waiting:
        page.locator("#outcome button").click()
    content = Path(waiting.value.path()).read_bytes()
    assert "法律体检" in "".join(one.extract_text() for one in PdfReader(io.BytesIO(content)).pages)


def test_a_right_holder_watches_finds_and_complains_on_the_phone(url: str, visit: Visit) -> None:
    make_account("guardian", kind="citizen")
    page = visit(username="guardian", width=390, language="en")
    assert faults(page, f"{url}/radar/watches") == []
    page.fill("[name=text]", "蜀江锦绣")
    page.select_option("[name=region]", "510100")
    page.locator("#new button.btn-primary").click()
    expect(page.locator("#hits")).to_contain_text("Nothing found yet")
    actor = actor_for(access.account("wangqiang"))
    feed = services.add_feed(actor=actor, name="某平台", kind="file")
    rows = "id,title,seller,link,district\nA1,蜀江锦秀茶叶,青羊茶行,https://shop.example.com/1,青羊区\n"
    sweep = services.hand_in(actor=actor, feed=feed, stream=io.BytesIO(rows.encode()), filename="a.csv")
    services.run(str(sweep.public_id))
    page.reload()
    assert faults_now(page) == []
    page.locator("#hits a").click()
    expect(page.locator("#why")).to_contain_text("蜀江锦秀")
    expect(page.locator("main")).to_contain_text("art. 24")
    assert faults_now(page) == []
    page.locator("#complain").click()
    expect(page).to_have_url(re.compile("/file/rights_complaint/what"))
    expect(page.locator("[name=facts]")).to_have_value(re.compile("蜀江锦秀茶叶"))
    expect(page.locator("[name=links]")).to_have_value("https://shop.example.com/1")
    page.goto(f"{url}/file/rights_complaint/evidence")
    expect(page.locator("main")).to_contain_text("listing-")
    page.goto(f"{url}/radar/watches")
    page.locator("#mine a").click()
    page.locator("#pause").click()
    expect(page.locator("main")).to_contain_text("Paused")
    page.locator("#delete summary").click()
    page.locator("#delete button").click()
    expect(page.locator("#mine")).to_contain_text("No watch yet")


def faults_now(page: Page) -> list[str]:
    """What axe finds on the page as it stands (a form that was posted cannot be opened by its address)."""
    from tests.browser.test_axe import AXE, RUN

    page.evaluate(AXE)
    return [str(line) for line in page.evaluate(RUN, None)]


def test_a_warning_is_published_and_read_by_everybody(url: str, visit: Visit) -> None:
    head = visit(username="luofeng")
    head.goto(f"{url}/desk/radar/warnings")
    for name, words in (
        ("title_zh", "调味品仿冒增多"), ("title_en", "More copies of seasonings"),
        ("body_zh", "留意近似名称。"), ("body_en", "Look out for like names."),
    ):  # fmt: skip
        head.fill(f"[name={name}]", words)
    head.select_option("[name=field]", "food")
    head.locator("main form button.btn-primary").click()
    expect(head.locator("main table")).to_contain_text("调味品仿冒增多")
    assert faults(head, f"{url}/desk/radar/warnings") == []
    for language, words in (("zh-hans", "调味品仿冒增多"), ("en", "More copies of seasonings")):
        page = visit(language=language, width=390)
        assert faults(page, f"{url}/warnings?field=food") == []
        expect(page.locator("article")).to_contain_text(words)
        answer = page.request.get(f"{url}/warnings.atom?lang={language[:2]}")
        assert words in answer.text()
        assert answer.headers["content-type"].startswith("application/atom+xml")
