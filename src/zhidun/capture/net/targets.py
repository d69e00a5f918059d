"""Addresses as people write them: taken apart, brought to one form, refused when they are odd."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from zhidun.capture.errors import BadAddress, CredentialsInAddress, NotPublic, PortRefused, SchemeRefused
from zhidun.capture.net import addresses
from zhidun.capture.net.policy import Policy
from zhidun.kernel.text import t

LONGEST: Final = 2000
DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_INNER_NAMES: Final = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home.arpa", "arpa", "onion")
_NUMBERISH: Final = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+))*\.?", re.IGNORECASE)
_HOST: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)+")
_CONTROL: Final = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be asked for, in its one form; whether its name is public is known once it is resolved."""

    scheme: str
    host: str
    port: int
    path: str
    fragment: str = ""

    @property
    def authority(self) -> str:
        """Host and port as the Host header says them."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return shown if self.port == DEFAULT_PORTS[self.scheme] else f"{shown}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address without its fragment."""
        return f"{self.origin}{self.path}"

    @property
    def shown(self) -> str:
        """The whole address as it is typed into a browser."""
        return f"{self.url}#{self.fragment}" if self.fragment else self.url


def read(text: str, policy: Policy) -> Target:
    """Take an address apart; one without a scheme is read as https.

    Raises:
        BadAddress, SchemeRefused, CredentialsInAddress, PortRefused: it is not one we ask for.
        NotPublic: it is a number of a network that is not public.
    """
    words = text.strip()
    if not words:
        raise BadAddress(t("请填写网址。", "Enter an address."), field="url")
    if len(words) > LONGEST:
        raise BadAddress(
            t(f"网址超过 {LONGEST} 个字符。", f"The address has more than {LONGEST} characters."), field="url"
        )
    if _CONTROL.search(words):
        raise BadAddress(
            t("网址中含有空格、反斜杠或控制字符。", "It holds blanks, backslashes or control characters."), field="url"
        )
    if "://" not in words and not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?![0-9]{1,5}(?:/|$))", words):
        words = f"https://{words}"
    try:
        parts = urlsplit(words)
        port = parts.port
    except ValueError as error:
        raise BadAddress(field="url") from error
    return _target(parts, port, policy)


def _target(parts: SplitResult, port: int | None, policy: Policy) -> Target:
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS:
        raise SchemeRefused(field="url")
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise CredentialsInAddress(field="url")
    number = port if port is not None else DEFAULT_PORTS[scheme]
    if number not in policy.ports:
        raise PortRefused(
            t(f"端口 {number} 不是网页服务端口。", f"Port {number} is not a port web pages are served at."), field="url"
        )
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(scheme, host_of(parts.hostname or "", policy), number, path, parts.fragment)


def host_of(name: str, policy: Policy) -> str:
    """Return a host in the one form that is resolved, certified and sent: an A-label or a plain number.

    Raises:
        BadAddress: not a public name, or a number written to look like something else.
        NotPublic: a number outside of the public Internet.
    """
    host = _ascii(name)
    number = addresses.parse(host)
    if number is not None:
        check(host, number, policy)
        return str(number)
    if _NUMBERISH.fullmatch(host):
        raise BadAddress(
            t("请用常规十进制写法填写 IP 地址。", "Write the IP address in the usual decimal form."), field="url"
        )
    inner = any(host == word or host.endswith(f".{word}") for word in _INNER_NAMES)
    if inner or not _HOST.fullmatch(host):
        raise BadAddress(
            t(f"“{name}”不是互联网上的公开域名。", f"“{name}” is not a public name on the Internet."), field="url"
        )
    return host


def check(shown: str, number: addresses.Address, policy: Policy) -> None:
    """Go on only when an address is public.

    Raises:
        NotPublic: naming it and its range.
    """
    why = addresses.why_not_public(number, policy.exceptions)
    if why is not None:
        raise NotPublic.because(shown, why)


def _ascii(name: str) -> str:
    """Return a name in A-labels; full-width digits and ideographic full stops become what a browser makes of them."""
    import idna

    plain = name.strip().rstrip(".").lower()
    if plain.isascii():
        return plain
    try:
        return idna.encode(plain, uts46=True, transitional=False).decode("ascii").rstrip(".").lower()
    except idna.IDNAError:
        pass
    try:
        return idna.uts46_remap(plain, std3_rules=False, transitional=False)
    except (idna.IDNAError, UnicodeError) as error:
        raise BadAddress(t(f"域名“{name}”不正确。", f"“{name}” is not a proper name."), field="url") from error


def next_hop(base: Target, location: str, policy: Policy) -> Target:
    """Return where a redirect leads, judged like any address.

    Raises:
        Refusal: as `read`.
    """
    joined = urljoin(base.url, location.strip().replace(" ", "%20"))
    return read(joined, policy)
