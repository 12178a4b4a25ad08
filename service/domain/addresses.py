"""Which network addresses a receiver may live at: the public ones, and those that were allowed.

After the IANA registries of special-purpose addresses (RFC 6890 and its updates), and the few
public-looking addresses at which clouds answer with a machine's own credentials.
"""

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from service.errors import Invalid

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_SPECIAL_4 = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "shared (carrier-grade NAT)",
    "127.0.0.0/8": "loopback",
    "168.63.129.16/32": "cloud metadata",
    "169.254.0.0/16": "link-local (cloud metadata)",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "protocol assignments",
    "192.0.2.0/24": "documentation",
    "192.88.99.0/24": "6to4 relay",
    "192.168.0.0/16": "private",
    "198.18.0.0/15": "benchmarking",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}
# Only 2000::/3 is global; what is special within it, and why.
_SPECIAL_6 = {
    "2001::/23": "protocol assignments (Teredo among them)",
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4",
    "3fff::/20": "documentation",
}
_NETWORKS_4 = tuple((IPv4Network(text), why) for text, why in _SPECIAL_4.items())
_NETWORKS_6 = tuple((IPv6Network(text), why) for text, why in _SPECIAL_6.items())
_GLOBAL_6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")


def parse_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Read networks such as `127.0.0.0/8` and `::1/128`; raises Invalid."""
    try:
        return tuple(ip_network(text) for text in texts)
    except ValueError as error:
        raise Invalid("allowed_networks", str(error)) from None


def denied(text: str, allowed: Iterable[Network] = ()) -> str | None:
    """Say why no connection to an address may be opened, or None if it may.

    An IPv6 address that stands for an IPv4 one (mapped, NAT64) is judged as that one.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return "not an address"
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return "an address with a zone"
        address = _plain(address)
    if any(address.version == net.version and address in net for net in allowed):
        return None
    return _special_4(address) if isinstance(address, IPv4Address) else _special_6(address)


def _plain(address: IPv6Address) -> Address:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _special_4(address: IPv4Address) -> str | None:
    return next((why for net, why in _NETWORKS_4 if address in net), None)


def _special_6(address: IPv6Address) -> str | None:
    if address == IPv6Address("::1"):
        return "loopback"
    if address not in _GLOBAL_6:
        return "not a global address"
    return next((why for net, why in _NETWORKS_6 if address in net), None)
