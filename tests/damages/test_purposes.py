"""Every route ends in a file of its own: what is there, what is missing, one package; nothing is typed again."""

from __future__ import annotations

import io
import zipfile
from unicodedata import normalize

import pytest
from django.test import Client
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from tests.damages.test_sheet import filled, words
from tests.factories.access import account_of, make_citizen
from tests.factories.api import file
from zhidun.damages import papers, selectors, services
from zhidun.damages.dossiers import standing
from zhidun.damages.errors import NotYourLine
from zhidun.damages.models import DamagesSheet
from zhidun.damages.purposes import PURPOSES
from zhidun.kernel.errors import Invalid

pytestmark = pytest.mark.django_db
# what each file asks for beside the sheet, as somebody would type it
TOLD = {
    "claim": {"court": "成都知识产权法庭"},
    "arbitration": {"institution": "演示仲裁委员会", "agreement": "2025年3月1日许可合同第12条"},
    "notice": {"platform": "某某商城", "contact": "028-0000"},
    "customs": {
        "recordal": "T2026-1", "holder_place": "成都市武侯区", "genuine": "蜀绣礼盒,成都产,单价88元", "licences": "无",
        "goods": "仿冒礼盒,纸盒包装", "traders": "收货人甲公司", "port": "青岛港", "when": "12月上旬,海运",
    },
    "police": {"place": "某仓库", "suspects": "张某"},
}  # fmt: skip


def text_of(content: bytes) -> str:
    return normalize("NFKC", "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


@pytest.mark.parametrize("purpose", sorted(PURPOSES))
def test_a_file_says_what_is_missing_and_becomes_one_package(purpose: str, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    me = make_citizen()
    client = Client()
    client.force_login(account_of(me), backend="zhidun.access.backends.PasswordBackend")
    assert client.get(f"/damages/?for={purpose}&right=trademark").status_code == 200
    made = client.post("/damages/", words(purpose=purpose, other_address="成都市某路1号"))
    place = made["Location"]
    row = DamagesSheet.objects.get()
    key = str(row.public_id)
    before = {title.en for title, there in standing(selectors.sheet_page(me, key)) if not there}
    assert "At least one sealed piece of evidence" in before
    line = {
        "kind": "screenshot",
        "listing": "https://shop.example/1",
        "units": "10",
        "files": [file(b"page", "页面.txt")],
    }
    assert client.post(f"{place}/act/line", line).status_code == 302
    assert client.post(f"{place}/act/line", {"kind": "gain", "amount": "9000"}).status_code == 302
    assert client.post(f"{place}/act/purpose", {"purpose": purpose, **TOLD[purpose]}).status_code == 302
    assert all(there for _, there in standing(selectors.sheet_page(me, key)))
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"{place}/take/package").content))
    assert len(archive.namelist()) == len(PURPOSES[purpose].papers)
    first = text_of(archive.read(archive.namelist()[0]))
    assert "蜀绣坊" in first
    whole = "".join(text_of(archive.read(name)) for name in archive.namelist()).replace("\n", "")
    assert all(said.replace(",", "") in whole.replace(",", "") for said in TOLD[purpose].values())


def test_another_way_keeps_what_was_told_and_only_the_owner_says_what_it_is_for() -> None:
    me = make_citizen()
    row = filled(me)
    key = str(row.public_id)
    for purpose in ("customs", "arbitration"):
        services.set_purpose(actor=me, sheet=key, words={"purpose": purpose, **TOLD[purpose]})
    services.choose(actor=me, sheet=key, words={"multiple": "3"})
    page = selectors.sheet_page(me, key)
    assert page.purpose == "arbitration"
    assert page.dossier == TOLD["customs"] | TOLD["arbitration"]
    with pytest.raises(Invalid):
        services.set_purpose(actor=me, sheet=key, words={"purpose": "tea"})
    with pytest.raises(Invalid) as caught:
        services.set_purpose(actor=me, sheet=key, words={"purpose": "customs", "port": "港" * 2001})
    assert caught.value.field == "port"
    arbitration = text_of(papers.make(me, key, "arbitration"))
    assert "第12条" in arbitration and "原告" not in arbitration and "诉讼请求" not in arbitration


def test_what_a_file_asks_for_is_nobody_elses_to_read() -> None:
    from tests.factories.mediation import make_stage, mediating

    stage = make_stage()
    talk = mediating(stage)
    row = filled(stage.complainant, case=talk.case.number)
    key = str(row.public_id)
    services.set_purpose(actor=stage.complainant, sheet=key, words={"purpose": "police", **TOLD["police"]})
    services.share(actor=stage.complainant, sheet=key)
    assert selectors.sheet_page(stage.respondent, key).dossier == {}
    with pytest.raises(NotYourLine):
        services.set_purpose(actor=stage.respondent, sheet=key, words={"purpose": "claim"})
