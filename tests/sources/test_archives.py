"""Web archives and mailboxes to documents."""

import gzip
import io
from pathlib import Path

import pytest

from service.domain.articles import Document
from service.errors import Invalid
from service.sources import mbox, warc

PAGE = (
    "<html><head><title>Talks in Muscat</title></head><body><article><h1>Talks in Muscat</h1>"
    f"<p>{'Envoys met in Muscat on Monday. ' * 10}</p></article></body></html>"
)


def record(url: str, body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    http = "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"WARC-Date: 2024-05-10T10:00:00Z\r\nWARC-Target-URI: {url}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


HTML = "Content-Type: text/html; charset=utf-8"
ARCHIVE = b"".join(
    [
        record("https://news.example/a", PAGE.encode(), HTML),
        record("https://news.example/b", PAGE.encode(), HTML, status="404 Not Found"),
        record("https://news.example/c.css", b"p {}", "Content-Type: text/css"),
        record("https://news.example/d", gzip.compress(PAGE.encode(), mtime=0), HTML,
               "Content-Encoding: gzip", "Last-Modified: Mon, 06 May 2024 10:00:00 GMT"),
        record("https://news.example/e", b"<html></html>", HTML),
    ]
)  # fmt: skip


@pytest.mark.parametrize("content", [ARCHIVE, gzip.compress(ARCHIVE, mtime=0)])
def test_pages_of_an_archive(content: bytes) -> None:
    found = {one.where: one.what for one in warc.read(io.BytesIO(content))}
    assert list(found) == [f"https://news.example/{name}" for name in "ade"]
    first, packed = found["https://news.example/a"], found["https://news.example/d"]
    assert isinstance(first, Document)
    assert isinstance(packed, Document)
    assert first.raw == packed.raw
    assert first.raw.startswith("Talks in Muscat")
    assert (first.published_at, str(packed.published_at)) == (None, "2024-05-06 10:00:00+00:00")
    assert isinstance(found["https://news.example/e"], Invalid)


@pytest.mark.parametrize("content", [b"", b"hello", b"WARC/1.0\r\n", ARCHIVE[:-300]])
def test_damaged_archives_end_in_order(content: bytes) -> None:
    assert all(one.where for one in warc.read(io.BytesIO(content)))


MAIL = b"""From press@ministry.example Mon May 06 10:00:00 2024
From: Ministry of Foreign Affairs <press@ministry.example>
Subject: =?utf-8?q?Talks_in_Muscat_=E2=80=93_second_day?=
Date: Mon, 06 May 2024 12:00:00 +0200
Content-Type: text/plain; charset=utf-8

Envoys met in Muscat on Monday.

From nobody Mon May 06 11:00:00 2024
Subject: Only a page
Content-Type: text/html

<html><body><p>Envoys of Sudan met in Jeddah.</p></body></html>

From nobody Mon May 06 11:00:00 2024
Subject: Nothing
Content-Type: image/png
Content-Transfer-Encoding: base64

AAAA
"""


def test_messages_of_a_mailbox(tmp_path: Path) -> None:
    path = tmp_path / "press.mbox"
    path.write_bytes(MAIL)
    first, second, third = [one.what for one in mbox.read(path)]
    assert isinstance(first, Document)
    assert first.raw == "Talks in Muscat – second day\n\nEnvoys met in Muscat on Monday.\n"
    assert first.publisher == "Ministry of Foreign Affairs"
    assert str(first.published_at) == "2024-05-06 10:00:00+00:00"
    assert isinstance(second, Document)
    assert " ".join(second.raw.split()) == "Only a page Envoys of Sudan met in Jeddah."
    assert isinstance(third, Invalid)
