"""Certificate, chain of title, sheets of codes and the package, made of proven seals and checked by a stranger."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests.factories.access import make_citizen
from tests.factories.deposit import licensed, make_deposit, owner_of
from tests.factories.evidence import png
from tests.factories.sealing import crowd
from zhidun.deposit import packages, services
from zhidun.deposit.certificates import certificate_pdf, chain_pdf, sheet_pdf
from zhidun.deposit.errors import TooManyCodes
from zhidun.deposit.models import Deposit
from zhidun.evidence import package_check
from zhidun.evidence.errors import ProofPending
from zhidun.evidence.logbook import logbook
from zhidun.evidence.sequencing import Sequencer
from zhidun.ledger import verify

pytestmark = pytest.mark.django_db
CONTENT = png()


@pytest.fixture
def proven(settings: Any, tmp_path: Path) -> Iterator[Deposit]:
    with crowd(tmp_path) as witnesses:
        witnesses.save(settings, 2)
        row = make_deposit(content=CONTENT, title="蜀绣《芙蓉》 <b>&")
        licensed(row, make_citizen("licensee-p"), kind="sole", territory=("CN-5101",))
        assert Sequencer().round().quorum
        yield row


def flat(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


def test_the_certificate_says_what_it_proves_and_what_it_does_not(proven: Deposit) -> None:
    text = flat(certificate_pdf(proven))
    digest = proven.files.get().sha256
    words = ("作品存证证书", proven.number, "它不是著作权登记", "Itisnocopyrightregistration", "美术作品", "蜀绣工坊")
    for word in (*words, "w0.example", digest, proven.files.get().item.blob.sm3):
        assert word in text, word


def test_the_chain_names_each_side_and_the_place_of_each_entry(proven: Deposit) -> None:
    text = flat(chain_pdf(proven))
    for word in ("权属链", "排他许可", "成都市", "licensee-p", "Chainoftitle"):
        assert word in text, word


def test_no_certificate_before_its_proof() -> None:
    with pytest.raises(ProofPending):
        certificate_pdf(make_deposit())


def test_a_package_is_true_for_a_stranger_and_one_changed_byte_is_named(proven: Deposit, tmp_path: Path) -> None:
    file = tmp_path / "package.zip"
    with packages.package(row=proven, actor=owner_of(proven)) as made:
        file.write_bytes(made.read())
    policy = logbook().published_policy()
    checked = package_check.check(file, policy)
    assert checked.ok, [one for one in checked.findings if not one.ok]
    assert len(checked.verdicts) == 3
    with zipfile.ZipFile(file) as pack:
        names = pack.namelist()
        record = next(one for one in names if one.endswith("original/record-001.json"))
        proof = pack.read(next(one for one in names if one.endswith("proof/record-001.json.tlog-proof")))
        content = pack.read(record)
    assert verify.verify(verify.digests([content]), proof, policy).ok
    assert not verify.verify(verify.digests([content.replace(b"public", b"PUBLIC")]), proof, policy).ok


def test_sheets_of_codes_hold_every_code_and_no_more_than_twenty_pages(proven: Deposit) -> None:
    me = owner_of(proven)
    batch = services.issue_batch(actor=me, number=proven.number, product="芙蓉披肩", quantity=25)
    pdf = sheet_pdf(batch)
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 2
    text = flat(pdf).replace("-", "")
    assert all(code.replace("-", "") in text for code in services.codes_of(batch))
    many = services.issue_batch(actor=me, number=proven.number, product="芙蓉披肩", quantity=481)
    with pytest.raises(TooManyCodes):
        sheet_pdf(many)
