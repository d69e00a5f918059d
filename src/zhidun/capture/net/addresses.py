"""Which addresses are on the public Internet; an address inside an address (mapped, tunnelled) is judged too."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from zhidun.kernel.text import Text, t

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_PRIVATE, _THIS = t("内网地址", "private network"), t("本机地址", "this machine")
_LINK = t("链路本地地址,含云主机元数据服务", "link-local, where clouds serve their metadata")
_METADATA = t("云主机元数据服务", "metadata service of a cloud")
_SHARED = t("运营商共享地址", "shared address space of carriers")
_RESERVED, _MANY = t("保留地址", "reserved"), t("组播或广播地址", "multicast or broadcast")
_EXAMPLE = t("文档示例地址", "for documentation")
_TUNNEL = t("内含其他地址的转换或隧道地址", "translated or tunnelled, with another address inside")

RANGES: Final[tuple[tuple[Network, Text], ...]] = tuple(
    (ip_network(net), why)
    for net, why in (
        ("100.100.100.200/32", _METADATA),
        ("168.63.129.16/32", _METADATA),
        ("fd00:ec2::254/128", _METADATA),
        ("0.0.0.0/8", _THIS),
        ("10.0.0.0/8", _PRIVATE),
        ("100.64.0.0/10", _SHARED),
        ("127.0.0.0/8", _THIS),
        ("169.254.0.0/16", _LINK),
        ("172.16.0.0/12", _PRIVATE),
        ("192.0.0.0/24", _RESERVED),
        ("192.0.2.0/24", _EXAMPLE),
        ("192.31.196.0/24", _RESERVED),
        ("192.52.193.0/24", _RESERVED),
        ("192.88.99.0/24", _TUNNEL),
        ("192.168.0.0/16", _PRIVATE),
        ("192.175.48.0/24", _RESERVED),
        ("198.18.0.0/15", _RESERVED),
        ("198.51.100.0/24", _EXAMPLE),
        ("203.0.113.0/24", _EXAMPLE),
        ("224.0.0.0/4", _MANY),
        ("240.0.0.0/4", _RESERVED),
        ("::1/128", _THIS),
        ("::/128", _THIS),
        ("::/96", _TUNNEL),
        ("::ffff:0:0:0/96", _TUNNEL),
        ("100::/64", _RESERVED),
        ("2001::/23", _RESERVED),
        ("2001:db8::/32", _EXAMPLE),
        ("3fff::/20", _EXAMPLE),
        ("5f00::/16", _RESERVED),
        ("64:ff9b:1::/48", _PRIVATE),
        ("fc00::/7", _PRIVATE),
        ("fe80::/10", _LINK),
        ("fec0::/10", _PRIVATE),
        ("ff00::/8", _MANY),
    )
)
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_NAT64: Final = IPv6Network("64:ff9b::/96")
_ISATAP: Final = (0x00005EFE, 0x02005EFE)


def why_not_public(address: Address, exceptions: tuple[Network, ...] = ()) -> Text | None:
    """Return the range that shuts an address out, or None when it is public.

    Tunnelled forms (6to4, Teredo, NAT64 with a private inside, ISATAP, mapped) are refused whatever is inside but for
    IPv4-mapped and NAT64, which stand for the address inside.
    """
    if any(address.version == net.version and address in net for net in exceptions):
        return None
    if isinstance(address, IPv6Address):
        inner = inside(address)
        if inner is not None:
            return why_not_public(inner, exceptions)
        if address.sixtofour is not None or address.teredo is not None or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
            return _TUNNEL
    found = next((why for net, why in RANGES if net.version == address.version and address in net), None)
    if found is None and isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return _RESERVED
    if found is None and not address.is_global:
        return _RESERVED
    return found


def inside(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv4-mapped or a NAT64 address stands for."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def parse(shown: str) -> Address | None:
    """Return an address written in the one usual way, or None: no octal, hexadecimal, short or scoped forms."""
    try:
        return None if "%" in shown else ip_address(shown)
    except ValueError:
        return None
