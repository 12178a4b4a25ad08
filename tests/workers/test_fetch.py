"""Addresses as they are asked for."""

import pytest

from service.domain.targets import parse_target
from service.errors import Invalid
from workers.fetch import as_asked


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://news.example/a?b=1#c", "news.example", "/a?b=1"),
        ("https://news.example", "news.example", "/"),
        ("https://мид.рф/мир", "xn--d1ahl.xn--p1ai", "/%D0%BC%D0%B8%D1%80"),
        ("https://news.example/a%20b c", "news.example", "/a%20b%20c"),
        ("https://news.example/?q=İzmir&x=[1]", "news.example", "/?q=%C4%B0zmir&x=[1]"),
    ],
)  # fmt: skip
def test_addresses(url: str, host: str, path: str) -> None:
    target = parse_target(as_asked(url))
    assert (target.host, target.path) == (host, path)


@pytest.mark.parametrize(
    "url",
    [
        *("file:///etc/passwd", "http://127.0.0.1/", "http://[::1]/", "gopher://news.example/"),
        *("http://user@news.example/", "http://169.254.169.254/a", "http://１２７.0.0.1/"),
    ],
)
def test_what_is_asked_is_what_is_judged(url: str) -> None:
    with pytest.raises(Invalid):
        parse_target(as_asked(url))
