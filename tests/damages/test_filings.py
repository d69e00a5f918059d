"""What became of a file: recorded by its owner, corrected, counted once a pair, seen by nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.damages.test_sheet import words
from tests.factories.access import account_of, make_citizen
from tests.factories.mediation import make_stage, mediating
from zhidun.damages import filings, selectors, services
from zhidun.damages.errors import NotYourLine
from zhidun.damages.models import SheetFiling
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid

pytestmark = pytest.mark.django_db


def ago(days: int) -> str:
    return (time.today() - timedelta(days=days)).isoformat()


def test_an_owner_records_corrects_and_reads_it_on_the_page(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    me = make_citizen()
    row = services.open_sheet(actor=me, words=words())
    place = f"/damages/{row.public_id}"
    client = Client()
    client.force_login(account_of(me), backend="zhidun.access.backends.PasswordBackend")
    assert client.post(f"{place}/act/filed", {"filed_on": ago(40), "place": "成都中院"}).status_code == 302
    assert "等待结果" in client.get(place).content.decode()
    assert filings.endings("claim", demo=False) == []
    end = {"filed_on": ago(40), "result": "partly", "ended_on": ago(4), "paid_amount": "52000.5", "docket": "民初9号"}
    assert client.post(f"{place}/act/filed", end).status_code == 302
    shown = client.get(place).content.decode()
    assert "部分支持" in shown and "民初9号" in shown and "52000.50" in shown
    assert SheetFiling.objects.filter(sheet=row, replaced_at=None).count() == 1
    (ending,) = filings.endings("claim", demo=False)
    assert (ending[1] - ending[0]).days == 36 and ending[2] is True
    again = services.open_sheet(actor=me, words=words())  # the same pair once more makes no second figure
    filings.record(actor=me, sheet=str(again.public_id), words=end)
    assert len(filings.endings("claim", demo=False)) == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "filed_on"), ({"filed_on": ago(-2)}, "filed_on"), ({"filed_on": "x"}, "filed_on"),
        ({"filed_on": ago(3), "result": "tea", "ended_on": ago(1)}, "result"),
        ({"filed_on": ago(3), "result": "upheld"}, "ended_on"), ({"filed_on": ago(3), "ended_on": ago(1)}, "result"),
        ({"filed_on": ago(3), "result": "upheld", "ended_on": ago(5)}, "ended_on"),
        ({"filed_on": ago(3), "paid_amount": "5"}, "paid_amount"),
        ({"filed_on": ago(3), "result": "upheld", "ended_on": ago(1), "paid_amount": "5 USD"}, "paid_amount"),
    ],
)  # fmt: skip
def test_a_record_that_does_not_fit_is_refused(given: dict[str, str], field: str) -> None:
    me = make_citizen()
    row = services.open_sheet(actor=me, words=words())
    with pytest.raises(Invalid) as refused:
        filings.record(actor=me, sheet=str(row.public_id), words=given)
    assert refused.value.field == field


def test_the_other_side_neither_records_nor_reads_it() -> None:
    stage = make_stage()
    talk = mediating(stage)
    row = services.open_sheet(actor=stage.complainant, words=words(case=talk.case.number))
    key = str(row.public_id)
    services.share(actor=stage.complainant, sheet=key)
    filings.record(actor=stage.complainant, sheet=key, words={"filed_on": ago(1), "place": "ZHIPEI"})
    assert selectors.sheet_page(stage.respondent, key).filing is None
    with pytest.raises(NotYourLine):
        filings.record(actor=stage.respondent, sheet=key, words={"filed_on": ago(1)})
