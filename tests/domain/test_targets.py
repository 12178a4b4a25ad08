"""Where webhooks may go, as tables."""

import pytest

from service.domain.addresses import denied, parse_networks
from service.domain.targets import check_headers, parse_target
from service.errors import Invalid


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1",
        "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
        "168.63.129.16", "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255",
        "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::1", "::", "::ffff:127.0.0.1", "::ffff:7f00:1", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:0808:0808::1", "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "3fff::1", "fc00::1",
        "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "2606:4700::1%1", "fec0::1", "ff02::1",
        "100::1", "5f00::1", "localhost", "", "1.2.3", "1.2.3.4.5",
    ],
)  # fmt: skip
def test_denied_addresses(address: str) -> None:
    assert denied(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "172.15.255.255", "172.32.0.1", "100.128.0.1", "1.1.1.1", "2606:4700:4700::1111",
     "2a00:1450::1", "64:ff9b::808:808", "::ffff:8.8.8.8"],
)  # fmt: skip
def test_public_addresses(address: str) -> None:
    assert denied(address) is None


def test_networks_can_be_allowed() -> None:
    allowed = parse_networks(["127.0.0.0/8", "fd00::/8"])
    assert denied("127.0.0.1", allowed) is None
    assert denied("::ffff:127.0.0.1", allowed) is None
    assert denied("fd00::1", allowed) is None
    assert denied("10.0.0.1", allowed)
    with pytest.raises(Invalid):
        parse_networks(["127.0.0.1/8"])


@pytest.mark.parametrize(
    ("url", "host", "port", "path", "authority"),
    [
        ("https://a.example/x?y=1#z", "a.example", 443, "/x?y=1", "a.example"),
        ("http://A.Example:8080", "a.example", 8080, "/", "a.example:8080"),
        ("https://bücher.example/", "xn--bcher-kva.example", 443, "/", "xn--bcher-kva.example"),
        ("https://a.example./", "a.example", 443, "/", "a.example"),
        ("https://[2606:4700::1]:444/", "2606:4700::1", 444, "/", "[2606:4700::1]:444"),
        ("https://exam\uff0eple/", "exam.ple", 443, "/", "exam.ple"),
    ],
)
def test_targets(url: str, host: str, port: int, path: str, authority: str) -> None:
    target = parse_target(url)
    assert (target.host, target.port, target.path, target.authority) == (
        host, port, path, authority,
    )  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "", "a.example", "//a.example", "ftp://a.example/", "gopher://a.example/", "file:///etc",
        "unix:///run/socket", "javascript:1", "https://", "https:///x", "http://u@a.example/",
        "http://u:p@a.example/", "http://ok@127.0.0.1/", "http://127.0.0.1/", "http://[::1]/",
        "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest", "http://a.example:25/",
        "http://a.example:6379/", "http://a.example:99999/", "http://a.example:x/",
        "http://a.example\\@b.example/", "http://a.example/\r\nX: y", "http://a.exa\tmple/",
        "http://a b/", "http://a.example/ü", "http://[fe80::1%25eth0]/", "https://[::1/",
        "https://" + "a" * 300 + ".example/", "https://a.example/" + "x" * 2000,
        "http://１２７.0.0.1/", "http://a.example/\x00", "https://a..example/", "https://.example/",
        "https://" + "a" * 64 + ".example/",
    ],
)  # fmt: skip
def test_urls_that_are_no_targets(url: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_target(url)
    assert caught.value.field == "url"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "x"}, {"content-type": "x"}, {"Webhook-Id": "x"}, {"X": "a\r\nb: c"}, {"X Y": "z"},
        {"": "z"}, {"X": "ü"}, {"User-Agent": "x"}, {"Transfer-Encoding": "chunked"},
        {"Parley-Attempt": "1"}, {f"x-{n}": "1" for n in range(17)},
        {"X-A": "a", "x-a": "b"},
    ],
)  # fmt: skip
def test_headers_that_are_not_for_a_subscription(headers: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        check_headers(headers)


def test_a_header_without_a_name_is_told() -> None:
    with pytest.raises(Invalid) as caught:
        check_headers({"": "z"})
    assert caught.value.field == 'headers.""'


def test_headers_for_a_subscription() -> None:
    check_headers({"Authorization": "Bearer x.y", "X-Team": "desk"})
