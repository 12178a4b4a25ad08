"""Addresses as they are asked for, and answers as they were before they were packed."""

import gzip
import zlib

import brotli  # type: ignore[import-untyped]
import pytest

from service.domain.targets import parse_target
from service.errors import Invalid
from workers.connecting import Failed
from workers.fetch import as_asked, unpack
from workers.outbound import Answer


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


def packed(encoding: str, body: bytes) -> Answer:
    headers = {"content-encoding": encoding}
    return Answer(
        status=200, headers=headers, body=body, whole=True, address="192.0.2.1", connect_ms=None
    )


TEXT = b"<rss>" + bytes(range(256)) * 2000 + b"</rss>"
PACKED = [
    ("gzip", gzip.compress(TEXT, mtime=0)),
    ("deflate", zlib.compress(TEXT)),
    ("br", brotli.compress(TEXT)),
    ("identity", TEXT),
    ("identity", gzip.compress(TEXT, mtime=0)),
    ("gzip", gzip.compress(TEXT[:99], mtime=0) + gzip.compress(TEXT[99:], mtime=0)),
    ("gzip", gzip.compress(TEXT, mtime=0) + bytes(512)),
]


@pytest.mark.parametrize(("encoding", "body"), PACKED)
def test_what_is_unpacked(encoding: str, body: bytes) -> None:
    assert unpack(packed(encoding, body), len(TEXT)) == TEXT


@pytest.mark.parametrize(
    ("encoding", "body", "why"),
    [
        *((encoding, body, "too long when unpacked") for encoding, body in PACKED[:3]),
        ("br", brotli.compress(b"\0" * 5_000_000, quality=5), "too long when unpacked"),
        ("br", PACKED[2][1][:-9], "breaks off"),
        ("gzip", gzip.compress(TEXT[:999], mtime=0)[:-9], "breaks off"),
        ("gzip", gzip.compress(TEXT[:999], mtime=0)[:-1], "breaks off"),
        ("deflate", zlib.compress(TEXT[:999])[:-9], "breaks off"),
        ("identity", gzip.compress(TEXT[:999], mtime=0)[:20], "breaks off"),
        ("gzip", PACKED[0][1] * 2, "too long when unpacked"),
        ("br", PACKED[2][1] + b"more", "cannot be unpacked"),
        ("gzip", TEXT, "cannot be unpacked"),
        ("zstd", TEXT, "zstd, which was not asked for"),
        ("gzip, br", TEXT, "which was not asked for"),
    ],
)
def test_what_is_not_unpacked(encoding: str, body: bytes, why: str) -> None:
    with pytest.raises(Failed, match=why):
        unpack(packed(encoding, body), len(TEXT) - 1)
