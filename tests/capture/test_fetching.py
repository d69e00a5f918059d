"""Asking over HTTP: the connected address is the judged one; every bad server ends in a refusal or a told cut."""

from __future__ import annotations

import socket
import threading

import pytest

from tests.factories.capture import HOST, PRIVATE, PUBLIC, Shop
from zhidun.capture.errors import (
    BadAnswer,
    DecodesTooLarge,
    NameUnknown,
    NoConnection,
    NotPublic,
    OverBudget,
    TooManyRedirects,
    TooSlow,
)
from zhidun.capture.net import decoding
from zhidun.capture.net.fetching import Exchange, fetch, follow
from zhidun.capture.net.gate import Gate, within
from zhidun.capture.net.policy import Policy
from zhidun.capture.net.targets import read
from zhidun.kernel.errors import Refusal


def asked(site: Shop, path: str, **words: object) -> tuple[Exchange, ...]:
    policy = site.policy(**words)
    return follow(read(site.url(path), policy), Gate(policy))


def test_a_page_is_kept_with_address_headers_and_body(site: Shop) -> None:
    (page,) = asked(site, "/")
    assert (page.status, page.address, page.media_type) == (200, PUBLIC, "text/html")
    assert "蜀绣" in page.body.decode()
    assert page.finished_at is not None and page.finished_at >= page.started_at
    assert ("Host", f"{HOST}:{site.port}") in page.request_headers


def test_redirects_are_followed_and_kept(site: Shop) -> None:
    chain = asked(site, "/hops?n=2")
    assert [one.status for one in chain] == [302, 302, 302, 200]
    assert chain[-1].main and chain[-1].url == site.url("/")


@pytest.mark.parametrize("path", ["/circle", "/hops?n=50"])
def test_a_chain_without_end_is_refused(site: Shop, path: str) -> None:
    with pytest.raises(TooManyRedirects):
        asked(site, path)


@pytest.mark.parametrize(
    "place",
    [
        "http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/", "http://2130706433:{port}/",
        "http://inner.example.com:{port}/", "http://mixed.example.com:{port}/", "http://169.254.169.254/latest/",
        "http://100.100.100.200/", "file:///etc/passwd", "//127.0.0.1:{port}/", "http://0x7f.1:{port}/",
    ],
)  # fmt: skip
def test_a_redirect_into_what_is_not_public_is_refused_and_nothing_connects(site: Shop, place: str) -> None:
    with pytest.raises(Refusal):
        asked(site, f"/redirect?to={place.format(port=site.port)}")


def test_a_name_with_one_private_address_among_public_ones_is_refused(site: Shop) -> None:
    policy = site.policy()
    gate = Gate(policy)
    with pytest.raises(NotPublic) as told:
        fetch(read(site.url(host="mixed.example.com"), policy), gate)
    assert PRIVATE in told.value.reason.zh
    assert gate.visits[0].refused == "capture.not_public"


def test_a_name_that_changes_its_address_is_asked_once_only(site: Shop) -> None:
    """DNS rebinding: public the first time, private ever after."""
    answers = iter([(PUBLIC,)])
    policy = site.policy(resolver=lambda *_: next(answers, (PRIVATE,)))
    gate = Gate(policy)
    for _ in range(3):
        assert fetch(read(site.url("/"), policy), gate).address == PUBLIC
    browsers = Gate(policy, pinned=gate)
    link, visit = browsers.connect(HOST, site.port, via="browser")
    link.close()
    assert visit.address == PUBLIC
    with pytest.raises(NotPublic):
        Gate(policy).connect(HOST, site.port, via="http")


def test_the_other_end_is_held_against_what_was_judged(site: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(site.policy())
    honest = socket.socket.getpeername
    monkeypatch.setattr(socket.socket, "getpeername", lambda self: ("10.0.0.9", honest(self)[1]))
    with pytest.raises(NotPublic) as told:
        gate.connect(HOST, site.port, via="http")
    assert "10.0.0.9" in told.value.reason.zh


@pytest.mark.parametrize(
    ("path", "words", "refusal"),
    [
        ("/silent", {"idle_seconds": 0.2}, TooSlow),
        ("/broken", {}, BadAnswer),
        ("/headers", {}, BadAnswer),
        ("/", {"connections": 0}, OverBudget),
    ],
)
def test_a_bad_server_is_refused_with_reason_and_remedy(
    site: Shop, path: str, words: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as told:
        asked(site, path, **words)
    assert told.value.reason.zh and told.value.remedy.en


@pytest.mark.parametrize(
    ("path", "words", "cut"),
    [
        ("/drip", {"body_bytes": 20_000}, "length"),
        ("/drip", {"total_bytes": 20_000}, "length"),
        ("/drip", {"seconds": 0.5}, "time"),
        ("/big", {"body_bytes": 1000}, "length"),
        ("/cut", {}, "disconnect"),
    ],
)
def test_a_body_without_end_is_cut_and_the_record_says_so(
    site: Shop, path: str, words: dict[str, object], cut: str
) -> None:
    (page,) = asked(site, path, **words)
    assert page.truncated == cut
    assert page.status == 200
    assert len(page.body) <= 150_000


def test_a_name_without_an_address_and_a_closed_port_are_told_apart(site: Shop) -> None:
    policy = site.policy()
    with pytest.raises(NameUnknown):
        fetch(read(site.url(host="nowhere.example.com"), policy), Gate(policy))
    with socket.socket() as held:
        held.bind((PUBLIC, 0))
        port = held.getsockname()[1]
        closed = site.policy(ports=frozenset({port}))
        with pytest.raises(NoConnection):
            fetch(read(f"http://{HOST}:{port}/", closed), Gate(closed))


def test_a_resolver_that_hangs_does_not_hold_the_capture(site: Shop) -> None:
    over = threading.Event()

    def hanging(host: str, port: int) -> tuple[str, ...]:
        over.wait(20)
        return (PUBLIC,)

    policy = site.policy(resolver=hanging, seconds=0.3)
    with pytest.raises(NameUnknown):
        fetch(read(site.url("/"), policy), Gate(policy))
    over.set()
    with pytest.raises(ZeroDivisionError):
        within(lambda: 1 // 0, seconds=5)


def test_a_body_that_unpacks_to_too_much_is_kept_packed(site: Shop) -> None:
    (page,) = asked(site, "/bomb")
    assert len(page.body) < 100_000
    with pytest.raises(DecodesTooLarge):
        decoding.plain(page, limit=1_000_000)


def test_a_chinese_page_is_read_by_its_own_character_set(site: Shop) -> None:
    (page,) = asked(site, "/gbk")
    text = decoding.text_of(page, decoding.plain(page, limit=1_000_000))
    assert decoding.title_of(text) == "假冒豆瓣"


def test_what_a_page_shows_is_found_once_each(site: Shop) -> None:
    text = '<img src=a.png><img src="a.png"><script src=/b.js></script><img src="data:x">'
    text += "<link rel=icon href=c><source src=d>"
    found = decoding.requisites(text, "http://example.com/x/", most=3)
    assert found == [
        ("image", "http://example.com/x/a.png"), ("script", "http://example.com/b.js"),
        ("stylesheet", "http://example.com/x/c"),
    ]  # fmt: skip


def test_the_usual_policy_lets_nothing_private_through() -> None:
    usual = Policy()
    assert usual.exceptions == () and usual.trust == ""
    assert 22 not in usual.ports and 5432 not in usual.ports
