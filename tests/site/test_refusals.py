"""Every way a view can fail has one answer: status, reason and remedy in the reader's language, no detail leaked."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

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


def test_uploads_go_to_the_folder_for_bytes_under_way(web: Client, settings: Settings) -> None:
    answer = web.post("/upload", {"a": SimpleUploadedFile("a.txt", b"x" * 70_000)})
    assert answer.content == b"a.txt:70000"
    assert settings.UPLOAD_FOLDER.is_dir()
    assert list(settings.UPLOAD_FOLDER.iterdir()) == [], "a finished request leaves nothing behind"


@pytest.mark.parametrize(("limit", "size"), [("UPLOAD_FILE_LIMIT", 70_000), ("UPLOAD_REQUEST_LIMIT", 200_000)])
def test_an_upload_beyond_the_limit_is_refused(web: Client, settings: Settings, limit: str, size: int) -> None:
    setattr(settings, limit, 65_000)
    answer = web.post("/upload?lang=en", {"a": SimpleUploadedFile("a.bin", b"x" * size)})
    assert answer.status_code == 413
    assert "larger than" in answer.content.decode()
    assert not settings.UPLOAD_FOLDER.is_dir() or list(settings.UPLOAD_FOLDER.iterdir()) == []


def test_two_files_within_their_limits_can_be_too_much_together(web: Client, settings: Settings) -> None:
    from zhidun.kernel.errors import TooLarge
    from zhidun.site.uploads import StreamingHandler

    settings.UPLOAD_FILE_LIMIT, settings.UPLOAD_REQUEST_LIMIT = 100, 150
    settings.UPLOAD_FOLDER.mkdir(parents=True, exist_ok=True)
    handler = StreamingHandler()
    handler.new_file("a", "a.bin", "application/octet-stream", None)
    handler.receive_data_chunk(b"x" * 90, 0)
    handler.new_file("b", "b.bin", "application/octet-stream", None)
    with pytest.raises(TooLarge):
        handler.receive_data_chunk(b"x" * 90, 0)
