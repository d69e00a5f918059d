"""R12: what is not on the public Internet is refused, however it is written."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.capture.errors import BadAddress, CredentialsInAddress, NotPublic, PortRefused, SchemeRefused
from zhidun.capture.net.addresses import parse, why_not_public
from zhidun.capture.net.policy import Policy
from zhidun.capture.net.targets import next_hop, read
from zhidun.kernel.errors import Refusal

POLICY = Policy()
SHUT = (
    "0.0.0.0",  # noqa: S104  judged, not bound
    "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.8.8.8", "168.63.129.16", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "2002:a00:1::", "fc00::1",
    "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "3fff::1", "5f00::1", "2620:4f:8000::5efe:a00:1", "4000::1",
)  # fmt: skip
OPEN = ("1.1.1.1", "8.8.8.8", "114.114.114.114", "100.63.255.255", "172.32.0.1", "169.253.1.1", "2400:3200::1",
        "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808")  # fmt: skip


@pytest.mark.parametrize("shown", SHUT)
def test_an_address_that_is_not_public_is_shut_out_and_its_range_named(shown: str) -> None:
    why = why_not_public(ip_address(shown))
    assert why is not None
    assert why.zh and why.en


@pytest.mark.parametrize("shown", OPEN)
def test_a_public_address_is_open(shown: str) -> None:
    assert why_not_public(ip_address(shown)) is None


@given(st.ip_addresses())
def test_nothing_is_open_that_the_registry_of_addresses_does_not_call_global(address: object) -> None:
    known = ip_address(str(address))
    if why_not_public(known) is None:
        inner = getattr(known, "ipv4_mapped", None)
        assert (inner or known).is_global or known in ip_network("64:ff9b::/96")


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("", BadAddress),
        ("http://", BadAddress),
        ("file:///etc/passwd", SchemeRefused),
        ("ftp://example.com/", SchemeRefused),
        ("gopher://example.com:70/_", SchemeRefused),
        ("javascript:alert(1)", SchemeRefused),
        ("data:text/html,x", SchemeRefused),
        ("http://user:pass@example.com/", CredentialsInAddress),
        ("http://example.com@127.0.0.1/", CredentialsInAddress),
        ("http://example.com:22/", PortRefused),
        ("http://example.com:5432/", PortRefused),
        ("http://example.com:99999/", BadAddress),
        ("http://localhost/", BadAddress),
        ("http://LOCALHOST./", BadAddress),
        ("http://db/", BadAddress),
        ("http://printer.local/", BadAddress),
        ("http://metadata.google.internal/computeMetadata/v1/", BadAddress),
        ("http://127.0.0.1/", NotPublic),
        ("http://127.1/", BadAddress),
        ("http://2130706433/", BadAddress),
        ("http://0x7f000001/", BadAddress),
        ("http://0x7f.0.0.1/", BadAddress),
        ("http://0177.0.0.1/", BadAddress),
        ("http://127.0.0.1./", NotPublic),
        ("http://１２７.０.０.１/", NotPublic),
        ("http://127。0。0。1/", NotPublic),
        ("http://①②⑦.⓪.⓪.①/", NotPublic),
        ("http://[::1]/", NotPublic),
        ("http://[::ffff:127.0.0.1]/", NotPublic),
        ("http://[0:0:0:0:0:ffff:7f00:1]/", NotPublic),
        ("http://[fe80::1%25eth0]/", BadAddress),
        ("http://[::127.0.0.1]/", NotPublic),
        ("http://169.254.169.254/latest/meta-data/", NotPublic),
        ("http://100.100.100.200/latest/meta-data/", NotPublic),
        ("http://exa mple.com/", BadAddress),
        ("http://example.com\\@127.0.0.1/", BadAddress),
        ("http://example.com/\r\nHost: x", BadAddress),
        ("http://exam\x00ple.com/", BadAddress),
        (f"http://example.com/{'a' * 2100}", BadAddress),
        ("http://-.com/", BadAddress),
        ("http://" + "a" * 64 + ".com/", BadAddress),
    ],
)
def test_an_odd_address_is_refused_before_anything_is_asked(url: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as told:
        read(url, POLICY)
    assert told.value.reason.zh and told.value.reason.en
    assert told.value.remedy.zh and told.value.remedy.en


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("example.com", "https://example.com/"),
        ("example.com:8080/a", "https://example.com:8080/a"),
        ("HTTP://Example.COM:80/A?b=c#d", "http://example.com/A?b=c"),
        ("https://川菜.中国/豆瓣酱", "https://xn--5rtt95f.xn--fiqs8s/%E8%B1%86%E7%93%A3%E9%85%B1"),
        ("http://1.1.1.1/", "http://1.1.1.1/"),
        ("http://[2400:3200::1]/", "http://[2400:3200::1]/"),
        ("http://example.com/%2e%2e/x", "http://example.com/%2e%2e/x"),
    ],
)
def test_a_good_address_is_brought_to_one_form(url: str, whole: str) -> None:
    assert read(url, POLICY).url == whole


@pytest.mark.parametrize(
    "place", ["http://127.0.0.1/", "//10.0.0.1/", "file:///etc/passwd", "http://localhost:8000/", "https://a@b.com/"]
)
def test_a_redirect_is_judged_like_any_address(place: str) -> None:
    with pytest.raises(Refusal):
        next_hop(read("https://example.com/a/b", POLICY), place, POLICY)


def test_a_relative_redirect_stays_on_its_site() -> None:
    assert next_hop(read("https://example.com/a/b", POLICY), "../c d", POLICY).url == "https://example.com/c%20d"


def test_only_the_one_usual_way_to_write_an_address_is_read() -> None:
    assert parse("1.2.3.4") is not None
    for odd in ("1.2.3", "0x1.2.3.4", "1.2.3.4.5", "example.com", "fe80::1%eth0"):
        assert parse(odd) is None, odd
