"""Language, headers and the small answers of the house."""

from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory

from zhidun.site.middleware import wanted_language

FROM = [
    ("/?lang=en", "", "", "en"),
    ("/?lang=zh", "en", "en-GB", "zh-hans"),  # the address wins
    ("/", "en", "zh-CN", "en"),  # then the cookie
    ("/", "", "en-GB,en;q=0.9", "en"),  # then the browser
    ("/", "", "fr", "zh-hans"),  # else Chinese
    ("/?lang=<script>", "", "en", "zh-hans"),
]


@pytest.mark.parametrize(("path", "cookie", "wish", "expected"), FROM)
def test_language(path: str, cookie: str, wish: str, expected: str) -> None:
    request = RequestFactory().get(path, headers={"Accept-Language": wish})
    if cookie:
        request.COOKIES["zhidun_language"] = cookie
    assert wanted_language(request) == expected


def test_a_chosen_language_is_kept(client: Client) -> None:
    answer = client.get("/favicon.ico?lang=en")
    assert answer["Content-Language"] == "en"
    assert client.get("/favicon.ico")["Content-Language"] == "en"
    assert "Accept-Language" in answer["Vary"]


def test_the_language_form_goes_back_only_within_the_site(client: Client) -> None:
    answer = client.post("/language", {"language": "en", "next": "/case/1"})
    assert (answer.status_code, answer["Location"]) == (302, "/case/1")
    assert answer.cookies["zhidun_language"].value == "en"
    answer = client.post("/language", {"language": "xx", "next": "https://evil.example/"})
    assert answer["Location"] == "/"
    assert "zhidun_language" not in answer.cookies
    assert client.get("/language").status_code == 405


def test_headers(client: Client) -> None:
    answer = client.get("/favicon.ico")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_a_request_has_an_id_and_a_strange_one_is_not_taken(client: Client) -> None:
    assert client.get("/favicon.ico", headers={"X-Request-Id": "abcDEF-12345"})["X-Request-Id"] == "abcDEF-12345"
    made = client.get("/favicon.ico", headers={"X-Request-Id": "a\tb<script>"})["X-Request-Id"]
    assert re.fullmatch(r"[0-9a-f]{32}", made)


@pytest.mark.django_db
def test_health(client: Client) -> None:
    assert client.get("/health").json() == {"ok": True}
    client.cookies["sessionid"] = "x"
    assert client.get("/health")["Cache-Control"] == "no-store"


def test_log_lines_are_in_utc() -> None:
    import logging

    from zhidun.site.logs import UtcFormatter

    record = logging.LogRecord("zhidun", logging.WARNING, __file__, 1, "hello", None, None)
    record.created, record.msecs = 1_800_000_000.25, 250.0
    assert UtcFormatter().format(record) == "2027-01-15T08:00:00.250Z WARNING zhidun hello"


def test_pages_of_an_https_site_are_strict() -> None:
    import os
    import subprocess
    import sys

    ask = "print(s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.ALLOWED_HOSTS)"
    words = f"from zhidun.site import settings as s; {ask}"
    environment = os.environ | {"ZHIDUN_ORIGIN": "https://zd.example", "ZHIDUN_FILES_ORIGIN": "https://f.example"}
    done = subprocess.run(
        [sys.executable, "-c", words], env=environment, check=True, capture_output=True, text=True
    ).stdout
    assert done.startswith("True True")
    assert "'zd.example', 'f.example'" in done
