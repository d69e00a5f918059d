"""A second city is a second pack: four small files of data, and the house is that city's, without a line of code."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.factories.intake import filed, report_answers
from zhidun.access import places
from zhidun.access.loading import load_city
from zhidun.cases.models import Case
from zhidun.cases.rendering import compile_template
from zhidun.enforcement.tables import urgent_minutes
from zhidun.intake import selectors

pytestmark = pytest.mark.django_db
PACK = Path(__file__).parent / "mianyang"
PAGES = (
    "/",
    "/wizard",
    "/guidance",
    "/cases",
    "/statistics",
    "/file/",
    "/file/report/what",
    "/file/rights_complaint/respondent",
    "/decisions/",
    "/campaigns/",
    "/standards/",
    "/deposit/figures",
    "/radar/check",
    "/radar/watches",
    "/warnings",
    "/mediation/",
    "/claims",
    "/words",
    "/manifest.webmanifest",
    "/no-such-page",
)


@pytest.fixture(autouse=True)
def _mianyang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIDUN_PACKS", f"cn,{PACK}")
    assert load_city() == 2


def test_no_page_speaks_of_the_first_city() -> None:
    for language, city in (("zh-hans", "绵阳"), ("en", "Mianyang")):
        client = Client(headers={"accept-language": language})
        seen = {page: client.get(page, follow=True).content.decode() for page in PAGES}
        assert [page for page, text in seen.items() if "成都" in text or "Chengdu" in text] == []
        assert city in seen["/"]
        assert city in seen["/manifest.webmanifest"]


def test_a_report_goes_to_the_district_and_its_receipt_is_that_offices() -> None:
    receipt = filed(
        report_answers(facts="涪城区一处仓库夜间分装假冒礼盒。", district="510703", respondent_name="某食品厂")
    )
    case = Case.objects.get(number=receipt.number)
    assert case.number.startswith("510703-")
    seen = selectors.status(number=receipt.number, secret=receipt.secret)
    assert seen.office.zh == "绵阳市涪城区市场监督管理局(测试)"
    assert places.city().name.en == "Mianyang"
    assert urgent_minutes("food") == (30, 240)  # what the country's pack gives where a city has not set its own


def test_what_happened_elsewhere_is_named_with_the_authority_there() -> None:
    receipt = filed(report_answers(city="510100", district="", respondent_name="某食品厂"))
    case = Case.objects.get(number=receipt.number)
    assert case.number.startswith("510700-")


def test_a_city_replaces_one_paper_and_keeps_the_layout_of_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "own" / "papers" / "code-sheet"
    folder.mkdir(parents=True)
    dated = '#set document(title: "标签", date: datetime(year: 2026, month: 11, day: 30))'
    (folder / "template.typ").write_text(
        f'#import "/_layout.typ": full-width\n{dated}\n绵阳自己的样式', encoding="utf-8"
    )
    monkeypatch.setenv("ZHIDUN_PACKS", f"cn,{tmp_path / 'own'}")
    made = PdfReader(io.BytesIO(compile_template("code-sheet/template.typ", {})))
    assert "绵阳自己的样式" in made.pages[0].extract_text()
