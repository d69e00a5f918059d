"""Every way a view can fail has one answer: status, reason and remedy in the reader's language, no detail leaked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from pytest_django import Settings

from zhidun.site.refusals import announced

STATUSES = [
    ("invalid", 422, "input.invalid"),
    ("busy", 429, "rate_limited"),
    ("space", 507, "out_of_space"),
    ("quota", 507, "out_of_space"),
    ("own-space", 507, "out_of_space"),
    ("database", 503, "unavailable"),
    ("denied", 403, "forbidden"),
    ("forbidden", 403, "forbidden"),
    ("http404", 404, "not_found"),
    ("suspicious", 400, "bad_request"),
    ("fault", 500, "fault"),
]


@pytest.fixture
def web(settings: Settings) -> Client:
    settings.ROOT_URLCONF = "tests.site.refusing_urls"
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("name", "status", "code"), STATUSES)
def test_a_person_gets_a_page(web: Client, name: str, status: int, code: str) -> None:
    answer = web.get(f"/fail/{name}?lang=en")
    assert answer.status_code == status
    page = answer.content.decode()
    assert f"{status} {code}" in page
    assert answer["X-Request-Id"] in page
    assert 'lang="en"' in page
    assert "a secret detail" not in page
    assert re.search(r'<p class="fs-3">[^<]+</p>', page), "what to do now"
    assert re.search(r'<a class="btn btn-primary" href="/[^"]*">', page), "where to go on"
    assert answer.has_header("Retry-After") == (status in {429, 503, 507})


@pytest.mark.parametrize(("name", "status", "code"), STATUSES)
def test_a_machine_gets_problem_details(web: Client, name: str, status: int, code: str) -> None:
    answer = web.get(f"/api/v1/fail/{name}")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["code"], body["instance"]) == (status, code, answer["X-Request-Id"])
    assert body["reason"].keys() == body["remedy"].keys() == {"zh", "en"}
    assert body["title"] == body["reason"]["zh"]


def test_a_refusal_names_field_article_and_each_further_fault(web: Client) -> None:
    body = web.get("/fail/invalid", headers={"Accept": "application/json"}).json()
    assert (body["field"], body["article"]) == ("name", "商标法 60")
    assert body["errors"]["x"]["code"] == "conflict"
    page = web.get("/fail/invalid").content.decode()
    assert "商标法 60" in page
    assert "该内容已被他人更改。" in page


def test_who_must_sign_in_is_led_there_and_back(web: Client) -> None:
    answer = web.get("/fail/signin?a=1")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=%2Ffail%2Fsignin%3Fa%3D1"
    assert web.post("/fail/signin").status_code == 401
    assert web.get("/api/v1/fail/signin").status_code == 401


def test_the_way_back_from_the_desk_is_the_desk(web: Client) -> None:
    assert 'href="/desk/"' in web.get("/desk/fail/forbidden").content.decode()


def test_the_cause_under_another_error_decides(web: Client) -> None:
    assert web.get("/wrapped").status_code == 507


def test_a_form_without_its_token_is_told_to_reload(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.site.refusing_urls"
    answer = Client(enforce_csrf_checks=True).post("/upload?lang=en")
    assert answer.status_code == 403
    assert "reload the page" in answer.content.decode()


@pytest.fixture
def blobs(settings: Settings, tmp_path: Path) -> Path:
    settings.BLOBS = tmp_path / "blobs"
    return tmp_path / "blobs"


def _kept(blobs: Path) -> list[Path]:
    return [path for path in blobs.rglob("*") if path.is_file()]


def test_uploads_go_to_the_stores_folder_and_leave_with_the_request(web: Client, blobs: Path) -> None:
    answer = web.post("/upload", {"a": SimpleUploadedFile("a.txt", b"x" * 70_000)})
    assert answer.content == b"a.txt:70000"
    assert (blobs / "incoming").is_dir()
    assert _kept(blobs) == [], "a finished request leaves nothing behind"


def test_a_request_beyond_the_limit_is_refused_as_a_page_before_it_is_read(
    web: Client, settings: Settings, blobs: Path
) -> None:
    settings.UPLOAD_REQUEST_LIMIT = 65_000
    answer = web.post("/upload?lang=en", {"a": SimpleUploadedFile("a.bin", b"x" * 70_000)})
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "413 too_large" in page
    assert "larger than 0.065 MB" in page
    assert "what you typed is kept" in page
    assert not blobs.exists()


def test_a_machine_is_told_so_too(web: Client, settings: Settings, blobs: Path) -> None:
    settings.UPLOAD_REQUEST_LIMIT = 65_000
    answer = web.post("/api/v1/fail/invalid", {"a": SimpleUploadedFile("a.bin", b"x" * 70_000)})
    assert answer.status_code == 413
    body = answer.json()
    assert (body["code"], body["field"]) == ("too_large", "files")
    assert body["remedy"]["zh"]
    assert not blobs.exists()


def test_too_many_files_or_fields_are_refused_with_413(web: Client, settings: Settings, blobs: Path) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    answer = web.post("/upload", {name: SimpleUploadedFile(f"{name}.txt", b"x") for name in "abc"})
    assert answer.status_code == 413
    assert _kept(blobs) == []


@pytest.mark.parametrize(("said", "bytes_"), [("", 0), ("12", 12), ("-3", 0), ("many", 0), ("²", 0)])
def test_nonsense_lengths_count_as_nothing(rf: RequestFactory, said: str, bytes_: int) -> None:
    assert announced(rf.post("/", CONTENT_LENGTH=said)) == bytes_
