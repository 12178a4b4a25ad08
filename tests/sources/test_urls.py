"""Many writings of an address, one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Invalid
from service.sources.urls import canonical_url, checked_url

PAGE = "https://example.org/news/1"


@pytest.mark.parametrize(
    "url",
    [
        PAGE,
        "http://example.org/news/1",
        " HTTPS://Example.ORG:443/news/1 ",
        "http://example.org:80/news/1/",
        "https://www.example.org/news/1#part",
        "https://m.example.org/news/1?utm_source=x&fbclid=y",
        "https://amp.example.org./news//1",
        "https://user:secret@example.org/news/1?",
        "https://example.org/a/../news/./1",
        "https://example.org/%6eews/1",
        "https://example.org/amp/news/1",
        "https://example.org/news/1/amp/",
        "https://example.org/news/1.amp",
        "https://example.org/news/1?amp=1&outputType=amp",
        "https://www.google.com/amp/s/example.org/news/1",
        "https://example-org.cdn.ampproject.org/c/s/example.org/news/1",
    ],
)
def test_variants_of_one_page(url: str) -> None:
    assert canonical_url(url) == PAGE


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/?b=2&a=1&utm_id=3", "https://example.org/?a=1&b=2"),
        ("https://example.org:8443/x", "https://example.org:8443/x"),
        ("https://example.org/Мир", "https://example.org/%D0%9C%D0%B8%D1%80"),
        ("https://example.org/%d0%9c", "https://example.org/%D0%9C"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://новости.рф/1", "https://xn--b1amnebsh.xn--p1ai/1"),
        ("https://m.com/x", "https://m.com/x"),
        ("https://example.org/amp", "https://example.org/"),
        ("https://example.org/example", "https://example.org/example"),
        ("https://example.org/Case?Q=A", "https://example.org/Case?Q=A"),
        ("https://example.org/?si=1&id=2", "https://example.org/?id=2&si=1"),
        ("https://google.com/amp/s/exa[mple.org/x", "https://google.com/amp/s/exa[mple.org/x"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
    ],
)
def test_what_stays_apart(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org/x",
        "ftp://example.org/",
        "javascript:alert(1)",
        "https://",
        "https:///x",
        "https://[::1/x",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://exa mple.org/",
        "https://example.org/\x00",
        "https://example.org/\ud800",
        "https://" + "a" * 70 + ".org/",
        "https://example.org/" + "a" * 2048,
    ],
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(Invalid, match="url: "):
        checked_url(url)


PIECES = st.sampled_from(
    [
        "a",
        "/",
        "//",
        "..",
        ".",
        "%41",
        "%2F",
        "%",
        "?",
        "&",
        "=",
        "amp",
        "m.",
        "www.",
        "utm_x=1",
        "Ж",
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(["example.org", "m.www.a.org"]))
def test_canonical_is_final(rest: str, host: str) -> None:
    once = canonical_url(f"http://{host}/{rest}")
    assert canonical_url(once) == once
