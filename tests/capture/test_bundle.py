"""What a capture makes: WARC and WACZ that others read, a report that answers a court's four questions, a paper."""

from __future__ import annotations

import io
import json
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.factories.capture import HOST, PUBLIC, Shop
from zhidun.capture import engine, papers
from zhidun.capture.bundle import environment, timing, wacz
from zhidun.capture.net.fetching import Exchange
from zhidun.kernel import time
from zhidun.kernel.text import t

TESTS = ["platform", "neutrality", "system", "process"]


@pytest.fixture(scope="module")
def made(site: Shop, tmp_path_factory: pytest.TempPathFactory) -> engine.Captured:
    """A page captured by HTTP."""
    order = engine.Order(
        url=site.url("/hops?n=1"), how="http", key="019c0000-0000-7000-8000-000000000001",
        operator=t("王强", "Wang Qiang"), office=t("武侯区局", "Wuhou bureau"), sealed=True,
    )  # fmt: skip
    return engine.capture(order, folder=tmp_path_factory.mktemp("capture"), policy=site.policy())


def test_the_archive_is_read_by_an_independent_reader_and_every_digest_fits(made: engine.Captured) -> None:
    with zipfile.ZipFile(made.files["wacz"]) as pack:
        raw = pack.read("archive/data.warc.gz")
        package = json.loads(pack.read("datapackage.json"))
    assert package["wacz_version"] == "1.1.1"
    kinds: list[str] = []
    for record in ArchiveIterator(io.BytesIO(raw), check_digests="raise"):
        record.content_stream().read()
        kinds.append(record.rec_type)
        if record.rec_type == "response":
            assert record.rec_headers.get_header("WARC-IP-Address") == PUBLIC
    assert kinds[0] == "warcinfo"
    assert kinds.count("response") == kinds.count("request") == 6  # two hops, page, style, picture, script
    assert wacz.faults(made.files["wacz"]) == []


def test_any_changed_byte_of_what_the_archive_holds_is_found(made: engine.Captured, tmp_path: Path) -> None:
    raw = made.files["wacz"].read_bytes()
    with zipfile.ZipFile(made.files["wacz"]) as pack:
        spans = [(one.header_offset + 30 + len(one.filename.encode()), one.file_size) for one in pack.infolist()]
    picked = random.Random(3)
    other = tmp_path / "changed.wacz"
    for start, size in spans:
        for _ in range(6):
            at = start + picked.randrange(size)
            other.write_bytes(raw[:at] + bytes([raw[at] ^ 1 << picked.randrange(8)]) + raw[at + 1 :])
            assert wacz.faults(other), at
    other.write_bytes(raw[:-30])
    assert wacz.faults(other)


def test_the_report_answers_the_four_questions_in_both_languages(made: engine.Captured) -> None:
    report = made.report
    assert list(dict.fromkeys(one["test"] for one in report["checks"])) == TESTS
    for one in report["checks"]:
        assert one["title"]["zh"] and one["title"]["en"] and one["detail"]["zh"] and one["detail"]["en"]
        assert one["ok"] in {True, False, None}
    checks = {one["key"]: one for one in report["checks"]}
    assert checks["redirects"]["detail"]["zh"] == "2 次"
    assert checks["names"]["detail"]["en"] == f"{HOST} → {PUBLIC}"
    assert [hop["status"] for hop in report["http"]] == [302, 302, 200]
    assert [step["step"] for step in report["steps"]][:3] == ["environment", "resolve", "request"]
    assert all(step["title"]["en"] != step["step"] for step in report["steps"])
    digests = {one["name"]: one["sha256"] for one in report["environment"]["tools"]}
    assert {"zhidun.capture", "python", "warcio", "h11"} <= set(digests)
    assert all(len(one) == 64 for one in digests.values())
    for one in report["outputs"]:
        assert len(one["sha256"]) == len(one["sm3"]) == 64
    assert json.loads(made.files["report"].read_text("utf-8")) == json.loads(json.dumps(report))


def test_the_report_is_a_paper_with_the_four_tests(made: engine.Captured) -> None:
    import pypdf

    pdf = papers.report_pdf(made.report)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).replace("\u200b", "")
    for word in ("网页取证固定报告", "平台", "中立性", "系统环境", "取证过程", "Platform", "shop.example.com"):
        assert word in text
    wanted = next(one["sha256"] for one in made.report["outputs"] if one["role"] == "wacz")
    assert wanted in "".join(text.split())


def test_a_status_that_is_no_success_is_captured_and_told(site: Shop, tmp_path: Path) -> None:
    order = engine.Order(url=site.url("/old"), how="http", key="k")
    made = engine.capture(order, folder=tmp_path, policy=site.policy())
    assert made.status == 410
    assert {one["code"] for one in made.report["notes"]} == {"status"}


def test_what_could_lead_the_machine_astray_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hosts = tmp_path / "hosts"
    hosts.write_text("127.0.0.1 localhost\n10.0.0.9 Shop.Example.com # planted\n")
    found = environment.hosts_file(hosts, [HOST, "other.example.com"])
    assert found["asked"] == [HOST] and found["names"] == 2
    assert environment.hosts_file(tmp_path / "none", [HOST])["there"] is False
    resolv = tmp_path / "resolv.conf"
    resolv.write_text("# x\nnameserver 1.2.3.4\nnameserver\nsearch y\nnameserver 2400::1\n")
    assert environment.name_servers(resolv) == ("1.2.3.4", "2400::1")
    assert environment.name_servers(tmp_path / "none") == ()
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    assert "HTTPS_PROXY" in environment.look([HOST], None).proxies


def test_a_hosts_file_that_names_the_page_is_a_remark_of_the_report(
    site: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts = tmp_path / "hosts"
    hosts.write_text(f"127.0.0.1 {HOST}\n")
    monkeypatch.setattr(environment, "HOSTS", hosts)
    folder = tmp_path / "made"
    folder.mkdir()
    made = engine.capture(engine.Order(url=site.url("/"), how="http", key="k"), folder=folder, policy=site.policy())
    assert {one["key"]: one["ok"] for one in made.report["checks"]}["hosts"] is False


@pytest.mark.parametrize(
    ("offsets", "ok"), [([], None), ([0.2, -1.0], True), ([0.1, 9.0], False), ([-400 * 86400.0], False)]
)
def test_the_clock_is_judged_by_independent_sources(offsets: list[float], *, ok: bool | None) -> None:
    found = [timing.Reading(f"s{n}", "ntp", one, 0.01) for n, one in enumerate(offsets)]
    assert timing.judged([*found, timing.Reading("Date", "http", 5000.0, 0.5)])[0] is ok


def test_the_sites_own_clock_is_read_from_its_answer() -> None:
    at = time.now()
    page = Exchange(url="x", started_at=at, headers=(("Date", "Mon, 02 Nov 2026 00:00:00 GMT"),))
    assert timing.from_answer(page).offset is not None
    page.headers = (("Date", "gestern"),)
    assert timing.from_answer(page).why == "unreadable"


def test_time_servers_are_named_by_the_operator_and_never_private(monkeypatch: pytest.MonkeyPatch, site: Shop) -> None:
    monkeypatch.setenv("ZHIDUN_TIME_SERVERS", "none")
    assert timing.servers() == ()
    monkeypatch.setenv("ZHIDUN_TIME_SERVERS", "a.example.com, b.example.com")
    assert timing.servers() == ("a.example.com", "b.example.com")
    monkeypatch.delenv("ZHIDUN_TIME_SERVERS")
    assert timing.servers() == timing.SERVERS
    (reading,) = [one for one in timing.readings(["inner.example.com"], None, site.policy()) if one.kind == "ntp"]
    assert reading.why == "not-public"


def test_stop_ends_a_capture_between_its_parts(site: Shop, tmp_path: Path) -> None:
    class EnoughError(Exception):
        pass

    def stop() -> None:
        raise EnoughError

    words: dict[str, Any] = {"folder": tmp_path, "policy": site.policy(), "stop": stop}
    with pytest.raises(EnoughError):
        engine.capture(engine.Order(url=site.url("/"), how="http", key="k"), **words)
    assert list(tmp_path.iterdir()) == []
