"""Certificates and evidence packages: made of a proven item, checked as a stranger would."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests.factories.evidence import make_item
from tests.factories.sealing import crowd, own_log, stamping_office
from tests.ledger import node
from zhidun.access.actors import SYSTEM
from zhidun.cases.certificates import certificate_pdf
from zhidun.cases.evidence_packages import package
from zhidun.evidence import package_check, selectors, stamping
from zhidun.evidence.errors import ProofPending, Quarantined
from zhidun.evidence.logbook import logbook
from zhidun.evidence.models import Item
from zhidun.evidence.package_check import NotAPackage
from zhidun.evidence.sequencing import Sequencer
from zhidun.ledger import pages
from zhidun.ledger.policy import Policy

pytestmark = pytest.mark.django_db
CONTENT = "销售记录 100 件".encode()


@pytest.fixture
def sealed(settings: Any, tmp_path: Path) -> Iterator[Item]:
    settings.BLOBS = tmp_path / "blobs"
    own_log(settings, tmp_path)
    with crowd(tmp_path) as witnesses, stamping_office(tmp_path / "tsa") as office:
        settings.LEDGER_AUTHORITIES = (("first", office.url, str(office.roots)),)
        witnesses.save(settings, 2)
        item = make_item(content=CONTENT, filename="销售记录.txt")
        make_item()
        assert Sequencer().round().quorum
        stamping.queue()
        stamping.run_due()
        yield item


def _zip(item: Item, folder: Path) -> Path:
    file = folder / "package.zip"
    with package(item=item, actor=SYSTEM) as made:
        file.write_bytes(made.read())
    return file


def _altered(source: Path, target: Path, name: str, change: bytes | None) -> Path:
    """Copy a package with one file changed and its bag made right again, as a forger would; None drops the file."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.namelist():
            if entry.endswith(name):
                if change is not None:
                    new.writestr(entry, change)
            else:
                new.writestr(entry, old.read(entry))
    return target


def test_the_certificate_says_what_was_sealed_in_both_languages(sealed: Item) -> None:
    pages = pypdf.PdfReader(io.BytesIO(certificate_pdf(sealed))).pages
    flat = "\n".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")
    assert len(pages) == 1, "the code to scan stands on the same sheet"
    assert sealed.blob.sha256 in flat and sealed.blob.sm3 in flat
    for word in ("电子证据存证证明", "Certificateofsealedelectronicevidence", "w0.example", "first", "销售记录.txt"):
        assert word in flat


def test_a_package_is_true_for_a_stranger_with_the_published_key(sealed: Item, tmp_path: Path) -> None:
    file = _zip(sealed, tmp_path)
    checked = package_check.check(file, logbook().published_policy(), roots=tmp_path / "tsa" / "ca.pem")
    assert checked.ok, [finding for finding in checked.findings if not finding.ok]
    assert [finding.step for finding in checked.findings].count("timestamp") == 1
    with zipfile.ZipFile(file) as pack:
        pack.extractall(tmp_path / "out")
    folder = next((tmp_path / "out").iterdir())
    assert package_check.check(folder, logbook().published_policy()).ok
    assert (folder / "data" / "original" / "销售记录.txt").read_bytes() == CONTENT
    assert "http://127.0.0.1" not in (folder / "policy").read_text()
    links = json.loads((folder / "data" / "custody.json").read_text())
    assert [link["action"] for link in links] == ["received", "package-made"]


@pytest.mark.parametrize(
    ("name", "change", "step"),
    [
        ("销售记录.txt", CONTENT + b"!", "file"),
        ("销售记录.txt.tlog-proof", b"c2sp.org/tlog-proof@v1\nindex 0\n", "proof"),
        ("销售记录.txt.tlog-proof", None, "proof"),
        ("first.tsr", b"nonsense", "timestamp"),
        ("verify.html", b"<html>", "bag"),
        ("custody.json", b"[]", "bag"),
    ],
)
def test_what_was_altered_is_named(sealed: Item, tmp_path: Path, name: str, change: bytes | None, step: str) -> None:
    forged = _altered(_zip(sealed, tmp_path), tmp_path / "forged.zip", name, change)
    checked = package_check.check(forged, logbook().policy())
    assert not checked.ok
    assert step in {finding.step for finding in checked.findings if not finding.ok}


def _said_by_the_page(folder: Path, files: list[Path], policy: Policy) -> list[dict[str, Any]]:
    """Return what the program inside verify.html says of packages: a second implementation, in JavaScript."""
    program = """
      const said = [], { verifyPackage } = require(given.script);
      for (const path of given.files)
        said.push(await verifyPackage(new Blob([fs.readFileSync(path)]), z.parsePolicy(given.policy)));
      return said;
    """
    given = {"script": str(pages.FOLDER / "package.js"), "files": [str(one) for one in files], "policy": policy.text}
    found: Any = node.run(program, given)
    return list(found)


def test_the_offline_page_says_the_same_of_a_whole_package(sealed: Item, tmp_path: Path) -> None:
    true = _zip(sealed, tmp_path)
    changes: list[tuple[str, bytes | None, str]] = [
        ("销售记录.txt", CONTENT + b"!", "file"),
        ("销售记录.txt.tlog-proof", b"c2sp.org/tlog-proof@v1\nindex 0\n", "malformed"),
        ("销售记录.txt.tlog-proof", None, "proof"),
        ("first.tsr", b"nonsense", "timestamp"),
        ("verify.html", b"<html>", "bag"),
        ("custody.json", None, "bag"),
        ("manifest-sm3.txt", None, "bag"),
        ("bagit.txt", None, "bag"),
    ]
    forged = [_altered(true, tmp_path / f"{n}.zip", name, change) for n, (name, change, _) in enumerate(changes)]
    cut = tmp_path / "cut.zip"
    cut.write_bytes(true.read_bytes()[:-300])
    one_byte = tmp_path / "byte.zip"
    at = true.read_bytes().index(CONTENT)
    one_byte.write_bytes(true.read_bytes()[:at] + b"!" + true.read_bytes()[at + 1 :])
    said = _said_by_the_page(tmp_path, [true, *forged, cut, one_byte], logbook().published_policy())
    assert said[0]["ok"], said[0]["findings"]
    assert [one["step"] for one in said[0]["findings"]].count("timestamp") == 1
    steps = [{one["step"] for one in told["findings"] if not one["ok"]} for told in said[1:]]
    assert not any(told["ok"] for told in said[1:])
    for (name, _, step), found in zip([*changes, ("cut", None, "bag"), ("byte", None, "file")], steps, strict=True):
        assert step in found, name
    assert not _said_by_the_page(tmp_path, [true], Policy())[0]["ok"]


def test_another_key_or_no_witness_makes_it_false(sealed: Item, tmp_path: Path) -> None:
    file = _zip(sealed, tmp_path)
    assert not package_check.check(file, Policy()).ok


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("hello")
    with pytest.raises(NotAPackage):
        package_check.check(tmp_path / "x.txt", Policy())
    (tmp_path / "empty").mkdir()
    assert not package_check.check(tmp_path / "empty", Policy()).ok


def test_before_the_proof_there_is_neither_certificate_nor_package(settings: Any, tmp_path: Path) -> None:
    settings.BLOBS = tmp_path / "blobs"
    own_log(settings, tmp_path)
    item = make_item()
    with pytest.raises(ProofPending):
        certificate_pdf(item)
    with pytest.raises(ProofPending):
        package(item=item, actor=SYSTEM)
    assert len(selectors.custody(item)) == 1


def test_a_shut_item_is_not_packed(settings: Any, tmp_path: Path) -> None:
    settings.BLOBS = tmp_path / "blobs"
    own_log(settings, tmp_path)
    item = make_item(content=b"MZ" + bytes(100), filename="a.exe")
    Sequencer().round()
    with pytest.raises(Quarantined):
        package(item=item, actor=SYSTEM)
