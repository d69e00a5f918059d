"""Claim charts through the services, the desk, the API and the public pages."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from tests.factories.api import by_session
from tests.factories.faces import Town, officer, signed_in, town
from zhidun.access.models import Office
from zhidun.cases.errors import CaseNotFound
from zhidun.cases.models import Case, CaseOffice
from zhidun.kernel.errors import Forbidden
from zhidun.standards import selectors, services
from zhidun.standards.errors import ActUnknown, ChartChanged, ChartUnfit, VersionUnknown
from zhidun.standards.models import ClaimChart

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_second_factor")]
ACT = "trademark.sale"


def item_of(here: Town) -> str:
    return str(Case.objects.get(number=here.complaint.number).evidence.get().item.public_id)


def save(here: Town, **changed: Any) -> ClaimChart:
    words: dict[str, Any] = {
        "actor": officer(), "case_number": here.complaint.number, "act": ACT, "expected_version": 0,
        "elements": {"sold": {"verdict": "met", "fact": "网店在售", "items": [item_of(here)], "proofs": ["photos"]}},
        "defences": {"lawful_source": {"state": "open", "words": "称有进货单"}},
    }  # fmt: skip
    return services.save_chart(**{**words, **changed})


def test_versions_are_kept_with_author_and_cannot_be_changed() -> None:
    here = town()
    first = save(here, mark="蜀锦记", sign="蜀锦纪")
    second = save(here, expected_version=1, defences={})
    assert (first.n, second.n) == (1, 2)
    page = selectors.chart_page(officer(), here.complaint.number, ACT, n=1)
    assert [one.n for one in page.versions] == [2, 1]
    assert page.chart.defences["lawful_source"].words == "称有进货单"
    assert page.score is not None and 0 < page.score <= 100
    assert page.made_by == officer().name.zh
    with pytest.raises(DatabaseError), transaction.atomic():
        ClaimChart.objects.filter(pk=first.pk).update(made_name="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        first.delete()
    assert [one.n for one in selectors.charts_of(officer(), here.complaint.number)] == [2]


def test_a_score_changes_no_element_and_no_column() -> None:
    here = town()
    save(here)
    before = selectors.chart_page(officer(), here.complaint.number, ACT)
    save(here, expected_version=1, mark="蜀锦记", sign="蜀锦记")
    after = selectors.chart_page(officer(), here.complaint.number, ACT)
    assert before.score is None and after.score == 100
    assert before.columns == after.columns
    assert {one.verdict for key, one in after.chart.elements.items() if key != "sold"} == {"unclear"}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"elements": {"nothing": {}}}, "nothing"),
        ({"elements": {"sold": {"verdict": "perhaps"}}}, "element:sold"),
        ({"elements": {"sold": {"verdict": "met", "fact": " "}}}, "element:sold"),
        ({"elements": {"sold": {"fact": "x" * 2001}}}, "element:sold"),
        ({"elements": {"sold": {"fact": 3}}}, "element:sold"),
        ({"elements": {"sold": {"items": ["018f0000-0000-7000-8000-000000000000"]}}}, "element:sold"),
        ({"elements": {"sold": {"items": "x"}}}, "element:sold"),
        ({"elements": {"sold": {"proofs": ["photos"]}}}, "element:sold"),
        ({"elements": {"sold": {"proofs": ["certificate"]}}}, "element:sold"),
        ({"defences": {"nothing": {"state": "open"}}}, "nothing"),
        ({"defences": {"fair_use": {"state": "perhaps"}}}, "defence:fair_use"),
        ({"defences": {"fair_use": {"state": "open", "words": ""}}}, "defence:fair_use"),
        ({"mark": "x" * 201, "sign": "x"}, "mark"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(changed: dict[str, Any], field: str) -> None:
    here = town()
    with pytest.raises(ChartUnfit) as refused:
        save(here, **changed)
    assert refused.value.field == field
    assert not ClaimChart.objects.exists()


def test_a_stale_version_an_unknown_act_and_an_unknown_version_are_refused() -> None:
    here = town()
    save(here)
    with pytest.raises(ChartChanged):
        save(here)
    with pytest.raises(ActUnknown):
        save(here, act="no.such")
    with pytest.raises(VersionUnknown):
        selectors.chart_page(officer(), here.complaint.number, ACT, n=9)


def test_the_police_keep_the_chart_of_a_case_sent_to_them_and_of_no_other() -> None:
    here = town()
    save(here)
    police, prosecutor = _of("police"), _of("prosecutor")
    with pytest.raises(CaseNotFound):
        selectors.chart_page(police, here.complaint.number, ACT)
    for who in (police, prosecutor):
        CaseOffice.objects.create(
            case=Case.objects.get(number=here.complaint.number),
            office=Office.objects.get(pk=next(post.office_id for post in who.posts)), part=who.posts[0].role,
        )  # fmt: skip
    page = selectors.chart_page(police, here.complaint.number, ACT)
    assert page.n == 1 and page.may_write
    assert save(here, actor=police, expected_version=1).n == 2
    assert not selectors.chart_page(prosecutor, here.complaint.number, ACT).may_write
    with pytest.raises(Forbidden):
        save(here, actor=prosecutor, expected_version=2)


def test_a_saved_version_is_handed_out_as_pdf() -> None:
    here = town()
    client = signed_in("wangqiang")
    address = f"/desk/cases/{here.complaint.number}/charts/{ACT}/pdf"
    assert client.get(address).status_code == 404
    save(here, mark="蜀锦记", sign="蜀锦纪")
    made = client.get(address)
    assert made["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages).replace("\n", "")
    assert "构成要件比对表" in text
    assert "网店在售" in text
    assert "称有进货单" in text


def _of(role: str) -> Any:
    from zhidun.access.models import Post

    return officer(Post.objects.filter(role=role, revoked_at=None)[0].account.username)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_officer_fills_the_chart_on_the_desk_and_reads_what_is_missing(language: str) -> None:
    here = town()
    desk = signed_in(language=language)
    address = f"/desk/cases/{here.complaint.number}/charts/{ACT}"
    assert (
        f"/desk/cases/{here.complaint.number}/charts"
        in desk.get(f"/desk/cases/{here.complaint.number}").content.decode()
    )
    assert desk.get(f"/desk/cases/{here.complaint.number}/charts").content.decode().count(ACT) == 1
    wrong = {"version": "0", "v-sold": "met", "f-sold": "", "f-right": "保留我"}
    refused = desk.post(address, wrong)
    assert refused.status_code == 422 and "保留我" in refused.content.decode()
    sent = {**wrong, "f-sold": "在售", "i-sold": item_of(here), "ds-fair_use": "founded", "dw-fair_use": "描述性使用"}
    assert desk.post(address, sent).status_code == 302
    shown = desk.get(address).content.decode()
    assert "描述性使用" in shown and 'id="conversion"' in shown
    assert desk.post(address, sent).status_code == 409
    assert desk.get(f"{address}?n=1").status_code == 200
    assert desk.get(f"{address}?n=x").status_code == 404
    assert desk.get(f"/desk/cases/{here.complaint.number}/charts/no.such").status_code == 404


def test_machines_list_read_save_and_convert() -> None:
    here = town()
    api = by_session(officer())
    listed = api.get("/standards?kind=trade_secret").json
    assert [one["key"] for one in listed] == ["secret.infringed"]
    act = api.get(f"/standards/{ACT}?on=2027-02-01").json
    assert act["elements"][1]["law"][0]["citation"]["zh"].startswith("《商标法》(2026修订)")
    address = f"/cases/{here.complaint.number}/charts/{ACT}"
    made = api.post(address, {
        "version": 0, "elements": {"sold": {"verdict": "met", "fact": "在售", "items": [item_of(here)]}},
    })  # fmt: skip
    assert made.status == 201
    assert made.json["n"] == 1
    columns = api.get(f"{address}/conversion").json
    assert [one["standard"] for one in columns] == ["administrative", "civil", "criminal"]
    assert columns[2]["suspicion"] is True and columns[2]["lacks"]
    assert [one["n"] for one in api.get(f"/cases/{here.complaint.number}/charts").json] == [1]
    assert api.post(address, {"version": 0, "elements": {}}).status == 409
    assert api.post(address, {"version": 1, "elements": {"sold": {"verdict": "no"}}}).status == 422
    assert api.get("/standards/no.such").status == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everybody_reads_the_library(language: str) -> None:
    from django.test import Client

    client = Client()
    client.cookies["zhidun_language"] = language
    listed = client.get("/standards/").content.decode()
    assert ACT in listed
    assert "counterfeit_patent" not in listed and "unfair_competition" not in listed
    page = client.get(f"/standards/{ACT}?on=2027-02-01").content.decode()
    assert ("第72(3)条" if language == "zh-hans" else "art. 72(3)") in page
    assert client.get(f"/standards/{ACT}?on=never").status_code == 422
    assert client.get("/standards/no.such").status_code == 404
