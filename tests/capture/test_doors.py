"""The doors of captures: desk, portal, API and command line, each from order to what one takes home."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from tests.factories.access import account_of, make_actor, make_citizen
from tests.factories.api import file
from tests.factories.capture import Shop, done, verified_holder
from zhidun.access.actors import Actor
from zhidun.capture import jobs, policies, running, viewing
from zhidun.capture.models import Capture, CaptureList
from zhidun.cli.main import zhidun
from zhidun.evidence.sequencing import Sequencer
from zhidun.site.command import House

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


@pytest.fixture(autouse=True)
def _our_limits(site: Shop, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(policies, "usual", site.policy)
    settings.SECOND_FACTOR_REQUIRED = False


def signed_in(actor: Actor, *, language: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(account_of(actor), backend="zhidun.access.backends.PasswordBackend")
    client.cookies["zhidun_language"] = language
    return client


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_officer_orders_waits_and_reads_the_report(site: Shop) -> None:
    client = signed_in(make_actor("enforcement-officer"))
    assert "网页固定" in text_of(client, "/desk/captures")
    wrong = client.post("/desk/captures", {"url": "http://127.0.0.1/admin", "how": "http"})
    assert wrong.status_code == 403
    told = wrong.content.decode()
    assert "不是公开网络地址" in told and "http://127.0.0.1/admin" in told
    ordered = client.post("/desk/captures", {"url": site.url("/"), "how": "http", "video": "true"})
    row = Capture.objects.get()
    assert ordered.headers["Location"] == f"/desk/captures/{row.public_id}"
    assert not row.video  # filming needs the browser
    assert "排队" in text_of(client, ordered.headers["Location"])
    done(row, site)
    page = text_of(client, ordered.headers["Location"])
    assert "蜀绣 旗舰店" in page and "供法院审查的四个方面" in page and "取证过程" in page
    assert f"/desk/captures/{row.public_id}" in text_of(client, "/desk/captures")
    english = signed_in(make_actor("enforcement-officer"), language="en")
    assert english.get(f"/desk/captures/{row.public_id}").status_code == 404


def test_a_list_on_the_desk_shows_progress_and_is_paused_and_gone_on_with(site: Shop) -> None:
    client = signed_in(make_actor("counter-clerk"))
    empty = client.post("/desk/captures", {"how": "http", "file": file(b"\n", "x.csv", "text/csv")})
    assert empty.status_code == 422 and "清单中没有网址" in empty.content.decode()
    raw = f"{site.url('/')}\nhttp://10.0.0.1/\n{site.url('/old')}\n".encode()
    ordered = client.post("/desk/captures", {"how": "http", "file": file(raw, "店铺.csv", "text/csv")})
    whole = CaptureList.objects.get()
    place = f"/desk/capture-lists/{whole.public_id}"
    assert ordered.headers["Location"] == place
    assert "1 / 3" in text_of(client, place) and "不是公开网络地址" in text_of(client, place)
    assert client.post(f"{place}/pause").headers["Location"] == place
    assert "已暂停" in text_of(client, place)
    client.post(f"{place}/resume")
    for _ in range(3):
        jobs.following(captures=str(whole.public_id))
    assert "3 / 3" in text_of(client, place) and "已完成" in text_of(client, place)
    assert client.post(f"{place}/pause").status_code == 302  # it ended meanwhile: nothing breaks
    assert client.post(f"{place}/explode").status_code == 404


def test_a_waiting_capture_is_cancelled_on_the_desk(site: Shop) -> None:
    client = signed_in(make_actor("enforcement-officer"))
    client.post("/desk/captures", {"url": site.url("/"), "how": "http"})
    row = Capture.objects.get()
    for _ in range(2):
        assert client.post(f"/desk/captures/{row.public_id}/cancel").status_code == 302
    assert "已取消" in text_of(client, f"/desk/captures/{row.public_id}")


def test_a_right_holder_takes_everything_home(site: Shop) -> None:
    client = signed_in(verified_holder())
    ordered = client.post("/capture/", {"url": site.url("/"), "how": "http"})
    row = Capture.objects.get()
    place = f"/capture/{row.public_id}"
    assert ordered.headers["Location"] == place
    done(row, site)
    Sequencer().round()
    page = text_of(client, place)
    assert f"{place}/wacz/original" in page
    original = client.get(f"{place}/html/original")
    assert b"".join(original.streaming_content).decode().count("蜀绣") == 2  # type: ignore[attr-defined]
    assert original.headers["Content-Disposition"].startswith("attachment")
    for what, kind in (("proof", "text/plain"), ("certificate", "application/pdf"), ("package", "application/zip")):
        answer = client.get(f"{place}/html/{what}")
        assert answer.status_code == 200, what
        assert answer.headers["Content-Type"].startswith(kind)
    assert client.get(f"{place}/html/nothing").status_code == 404
    assert client.get(f"{place}/video/original").status_code == 404


def test_who_has_no_verified_right_is_told_how_to_get_there(site: Shop) -> None:
    assert "请先登录" in text_of(Client(), "/capture/")
    assert Client().post("/capture/", {"url": site.url("/")}).status_code == 401
    client = signed_in(make_citizen())
    assert "需要先核验您的权利" in text_of(client, "/capture/")
    refused = client.post("/capture/", {"url": site.url("/"), "how": "http"})
    assert refused.status_code == 403 and "已核验的权利人" in refused.content.decode()
    row = Capture.objects.first()
    assert row is None


def test_a_machine_without_a_jail_says_so_on_the_form(site: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIDUN_CHROMIUM", "/nowhere")
    assert viewing.why_no_browser() is not None
    client = signed_in(make_actor("enforcement-officer"))
    assert "只能用“仅HTTP”方式" in text_of(client, "/desk/captures")
    refused = client.post("/desk/captures", {"url": site.url("/"), "how": "browser"})
    assert refused.status_code == 503 and not Capture.objects.exists()


def test_the_api_orders_repeats_safely_and_reads(site: Shop) -> None:
    client = signed_in(make_actor("enforcement-officer"))
    words: dict[str, Any] = {"content_type": "application/json", "headers": {"Idempotency-Key": "k-1"}}
    first, second = (
        client.post(f"{V1}/captures", {"url": site.url("/"), "how": "http"}, **words).json() for _ in range(2)
    )
    assert first == second and Capture.objects.count() == 1
    done(Capture.objects.get(), site)
    found = client.get(f"{V1}/captures/{first['capture']}").json()
    assert (found["state"], found["status"], found["title"]) == ("done", 200, "蜀绣 旗舰店")
    assert [one["role"] for one in found["files"]] == ["html", "wacz", "report", "paper"]
    assert client.get(f"{V1}/items/{found['files'][0]['item']}/seal").json()["state"] in {"pending", "proven"}
    refused = client.post(f"{V1}/captures", {"url": "http://169.254.169.254/"}, content_type="application/json")
    assert refused.status_code == 403 and refused.json()["code"] == "capture.not_public"
    assert len(client.get(f"{V1}/captures").json()) == 1


def test_the_api_takes_a_list(site: Shop) -> None:
    client = signed_in(make_actor("enforcement-officer"))
    raw = f"{site.url('/')}\nftp://x.example.com/\n".encode()
    made = client.post(f"{V1}/capture-lists", {"file": file(raw, "a.txt", "text/plain"), "how": "http"})
    assert made.status_code == 202
    key = made.json()["list"]
    assert (made.json()["total"], made.json()["refused"], made.json()["waiting"]) == (2, 1, 1)
    act = f"{V1}/capture-lists/{key}/act"
    assert client.post(act, {"act": "pause"}, content_type="application/json").json()["state"] == "paused"
    assert client.post(act, {"act": "cancel"}, content_type="application/json").json()["state"] == "cancelled"
    assert client.post(act, {"act": "resume"}, content_type="application/json").status_code == 409
    rows = client.get(f"{V1}/capture-lists/{key}").json()["captures"]
    assert [one["state"] for one in rows] == ["cancelled", "refused"]
    assert rows[1]["refused"]["code"] == "capture.scheme"
    assert [one["list"] for one in client.get(f"{V1}/capture-lists").json()] == [key]


class Loaded(House):
    """The house as the test run holds it: loaded, with its database."""

    ready = House.loaded


def run(*words: str) -> tuple[int, str]:
    """The answer of the command line."""
    found = CliRunner().invoke(zhidun, ["--lang", "en", "capture", *words], obj=Loaded())
    return found.exit_code, found.output


def test_the_command_line_writes_a_folder_with_a_report(site: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    code, said = run(site.url("/"), "--how", "http", "--out", str(folder), "--json")
    assert code == 0, said
    told = json.loads(said)
    assert told["ok"] and told["title"] == "蜀绣 旗舰店"
    names = {"capture.wacz", "data.warc.gz", "page.html.txt", "report.json", "report.pdf"}
    assert {path.name for path in folder.iterdir()} == names
    assert (folder / "report.pdf").read_bytes()[:5] == b"%PDF-"
    code, said = run(site.url("/"), "--how", "http", "--out", str(folder))
    assert code == 2 and "not empty" in said
    code, said = run(site.url("/old"), "--how", "http", "--out", str(tmp_path / "other"))
    assert code == 0 and "410" in said and "Addresses" not in said


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "file:///etc/passwd", "http://inner.example.com/"])
def test_the_command_line_refuses_and_leaves_no_folder(site: Shop, tmp_path: Path, url: str) -> None:
    folder = tmp_path / "made"
    code, _ = run(url, "--how", "http", "--out", str(folder))
    assert code == 1
    assert not folder.exists()


def test_the_command_line_keeps_evidence_for_an_account(site: Shop) -> None:
    worker = make_actor("enforcement-officer", username="wang")
    code, said = run(site.url("/"), "--how", "http", "--username", "wang", "--json")
    assert code == 0, said
    row = Capture.objects.get()
    assert row.asked_by_id == worker.account_id and row.state == "done"
    assert set(json.loads(said)["items"]) == {"html", "wacz", "report", "paper"}
    code, said = run(site.url(host="inner.example.com"), "--how", "http", "--username", "wang")
    assert code == 1
    code, said = run(site.url("/"), "--case", "x")
    assert code == 2 and "--username" in said
    assert running.claim(str(row.public_id)) is None
