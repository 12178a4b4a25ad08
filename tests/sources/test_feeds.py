"""Bytes of all kinds of sources to items, sound or not."""

import contextlib
import datetime as dt
import gzip
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.sources import KnownItem, SourceKind
from service.errors import Invalid
from service.sources.feeds import plain, read, sitemaps_of
from service.sources.items import Item, digest, is_old, keys, wanted

URL = "https://news.example/feeds/all.xml"
AT = dt.datetime(2024, 5, 6, 6, 0, tzinfo=dt.UTC)


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    return f'{head}<rss version="2.0"><channel>{"".join(items)}</channel></rss>'.encode()


ENTRY = (
    "<item><title>Talks &amp; more</title><link>/a?utm_source=x</link><guid>g1</guid>"
    "<pubDate>Mon, 06 May 2024 10:00:00 +0400</pubDate>"
    "<description>&lt;p&gt;Envoys met.&lt;/p&gt;</description></item>"
)
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<item rdf:about="https://news.example/a"><title>Talks</title><link>https://news.example/a</link>
<dc:date>2024-05-06T06:00:00Z</dc:date><description>Envoys met.</description></item></rdf:RDF>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:a</id><title>Talks</title>
<link rel="alternate" href="https://news.example/a"/><updated>2024-05-06T06:00:00Z</updated>
<summary>Envoys met.</summary></entry></feed>"""
JSON_FEED = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": [
{"id": "1", "url": "https://news.example/a", "title": "Talks", "content_text": "Envoys met.",
"date_published": "2024-05-06T06:00:00Z"}]}"""
GDELT = b"""{"articles": [{"url": "https://news.example/a", "title": "Talks",
"seendate": "20240506T060000Z", "domain": "news.example"}]}"""
SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?><urlset
 xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>
<loc>https://news.example/a</loc><news:news><news:publication><news:name>N</news:name>
<news:language>en</news:language></news:publication><news:title>Talks</news:title>
<news:publication_date>2024-05-06T06:00:00Z</news:publication_date></news:news></url></urlset>"""


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (RDF, "feed"),
        (ATOM, "feed"),
        (JSON_FEED, "feed"),
        (GDELT, "list"),
        (GDELT, "feed"),
        (SITEMAP, "sitemap"),
        (SITEMAP, "feed"),
    ],
)
def test_every_kind_gives_the_same_item(body: bytes, kind: SourceKind) -> None:
    [item] = read(body, url=URL, kind=kind)
    assert (item.url, item.title, item.published) == ("https://news.example/a", "Talks", AT)


def test_rss() -> None:
    [item] = read(rss(ENTRY), url=URL)
    assert item.url == "https://news.example/a?utm_source=x"
    assert (item.guid, item.title, item.published) == ("g1", "Talks & more", AT)
    assert plain(item.markup) == "Envoys met."


def test_links_of_a_page() -> None:
    html = '<a href="/news/1#top">a</a><a href="/news/1">b</a><a href="/about">c</a><a href="//[">'
    found = read(html.encode(), url=URL, kind="page", pattern="*/news/*")
    assert [item.url for item in found] == ["https://news.example/news/1"]


CAFE = "<item><title>Café 会</title><guid>g</guid></item>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (rss(CAFE), None),
        (rss(CAFE, head='<?xml version="1.0" encoding="iso-8859-1"?>'), None),
        (rss(CAFE), "text/xml; charset=iso-8859-1"),
        (b"\xef\xbb\xbf" + rss(CAFE), None),
        (b"\xff\xfe" + rss(CAFE, head="").decode().encode("utf-16-le"), None),
        (rss(CAFE, head="").decode().encode("gb18030"), "text/xml; charset=GB18030"),
        (rss(CAFE, head='<?xml version="1.0" encoding="gbk"?>').decode().encode("gbk"), None),
    ],
)
def test_bytes_are_trusted_more_than_labels(body: bytes, content_type: str | None) -> None:
    assert [i.title for i in read(body, url=URL, content_type=content_type)] == ["Café 会"]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("R&D in Q&A", "R&D in Q&A"),
        ("Mali&nbsp;&mdash; talks &lt;b&gt;", "Mali — talks"),
        ("<![CDATA[a &amp; b & c]]>", "a & b & c"),
        ("&unknown; &#8211; &amp;", "&unknown; – &"),
        ("Yes &#55357;&#56841; &#xD83D;&#xde09;", "Yes \U0001f609 \U0001f609"),
        ("<![CDATA[Yes &#55357;&#56841;]]>", "Yes \U0001f609"),
        ("Cut &#xD83D; &#56841; &#55000;", "Cut \ufffd \ufffd \ud6d8"),
    ],
)
def test_entities(title: str, told: str) -> None:
    [item] = read(rss(f"<item><title>{title}</title><guid>g</guid></item>"), url=URL)
    assert " ".join((item.title or "").split()) == told


def test_entities_of_a_dtd_are_not_resolved() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    head = f'<!DOCTYPE rss [<!ENTITY e0 "lol">{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    [item] = read(rss("<item><title>a &e8; &f;</title><guid>g</guid></item>", head=head), url=URL)
    assert "lol" not in (item.title or "")
    assert "root" not in (item.title or "")


def test_what_never_ends_takes_no_time() -> None:
    began = time.process_time()
    tolerant(b"<!DOCTYPE[]" * 20_000)
    digest(Item(None, URL, None, None, "<" * 200_000))
    assert time.process_time() - began < 4


def test_a_feed_that_breaks_off_gives_what_came() -> None:
    body = rss(ENTRY, ENTRY.replace("/a?", "/b?"))
    found = read(body[: -len("</item></channel></rss>") - 10], url=URL)
    assert [item.guid for item in found][:1] != []


def tolerant(body: bytes) -> list[Item]:
    """The items, none when the bytes are refused; any other error is a failure."""
    with contextlib.suppress(Invalid):
        return read(body, url=URL)
    return []


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"\x00", b"<html><body>Not found</body></html>", b"{}", b"<a/>", b'{"items": 1}'),
        *(b"<a>" * 50_000, b"[" * 50_000, gzip.compress(b"x", mtime=0), b"\xff\xfe\x00\xd8"),
        *(b"<sitemapindex></sitemapindex>", b"<urlset"),
    ],
)
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    assert tolerant(body) == []


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_feeds_never_crash(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([rss(ENTRY), RDF, ATOM, JSON_FEED, GDELT, SITEMAP]))
    at = data.draw(st.integers(0, len(whole)))
    piece = data.draw(st.binary(max_size=8))
    damaged = whole[:at] + piece + whole[at + data.draw(st.integers(0, 20)) :]
    assert len(tolerant(damaged)) <= 2


def test_guids_that_are_shared_are_none() -> None:
    found = read(rss(ENTRY, ENTRY.replace("/a?", "/b?")), url=URL)
    assert [item.guid for item in found] == [None, None]


OLD = Item("g1", "https://www.news.example/a?utm_source=x", "Talks", AT, "<p>Envoys met.</p>")


@pytest.mark.parametrize(
    ("item", "is_wanted"),
    [
        (OLD, False),
        (Item("g1", "https://news.example/a", "Talks", AT, "Envoys  met."), False),
        (Item(None, "https://m.news.example/a", "Talks", None, "Envoys met."), False),
        (Item("g1", "https://news.example/moved", "Talks", AT, "Envoys met."), False),
        (Item("g1", "https://news.example/a", "Talks", AT, "Envoys met again."), True),
        (Item("g2", "https://news.example/b", "Talks", AT, "Envoys met."), True),
    ],
)
def test_an_item_is_known_by_guid_or_address_and_edited_by_its_words(
    item: Item, is_wanted: bool
) -> None:
    known = dict.fromkeys(keys(OLD), KnownItem(digest=digest(OLD), article=None))
    assert bool(wanted([item], known)) == is_wanted


def test_items_are_wanted_once_and_pages_asked_for_three_times() -> None:
    assert len(wanted([OLD, OLD], {})) == 1
    asked = {
        tries: wanted(
            [OLD], {keys(OLD)[0]: KnownItem(digest=digest(OLD), article=None, tries=tries)}
        )
        for tries in range(5)
    }
    assert [bool(asked[tries]) for tries in range(5)] == [False, True, True, False, False]


ADDED = dt.datetime(2026, 5, 4, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("published", "first", "old"),
    [
        (ADDED - dt.timedelta(days=4), False, True),
        (ADDED - dt.timedelta(days=2), True, False),
        (ADDED.date() - dt.timedelta(days=3), True, False),
        (ADDED.date() - dt.timedelta(days=4), True, True),
        (None, True, True),
        (None, False, False),
    ],
)
def test_the_past_of_a_source(
    published: dt.datetime | dt.date | None, first: bool, old: bool
) -> None:
    assert is_old(published, ADDED, dt.timedelta(days=3), first) == old


def test_an_index_of_sitemaps_names_the_newest_of_its_own_host() -> None:
    def entry(url: str, day: int | None = None) -> str:
        changed = f"<lastmod>2024-05-{day:02}</lastmod>" if day else ""
        return f"<sitemap><loc>{url}</loc>{changed}</sitemap>"

    names = [entry(f"https://www.news.example/{n}.xml", n) for n in (3, 9, 1, 7, 5, 8)]
    names += [entry("https://news.example/undated.xml"), entry("https://other.example/x.xml", 30)]
    names += [entry("http://127.0.0.1/", 30), entry("https://[/", 30), "<sitemap/>"]
    index = f"<?xml version='1.0'?><sitemapindex>{''.join(names)}</sitemapindex>".encode()
    found = sitemaps_of(index, "https://news.example/sitemap.xml")
    assert found == [f"https://www.news.example/{n}.xml" for n in (9, 8, 7, 5, 3)]
    assert sitemaps_of(SITEMAP, "https://news.example/sitemap.xml") == []


def test_an_item_of_a_json_feed_may_be_of_any_shape_and_hides_no_other() -> None:
    body = b"""{"version": "https://jsonfeed.org/version/1.1", "title": null, "authors": [null],
        "items": [null, 5, {"id": 7, "title": "Seven", "content_text": 5, "url": "/7"},
        {"id": "6", "title": "Cut \\ud83d", "summary": "\\ud83d\\ude00 \\ude00"},
        {"id": "8", "title": 8, "content_html": "<p>Eight", "authors": [null], "tags": 5},
        {"id": [9], "date_published": 9, "summary": "Nine", "url": {}}]}"""
    found = read(body, url="https://news.example/feed.json")
    assert [(one.guid, one.url, one.title, one.markup) for one in found] == [
        ("7", "https://news.example/7", "Seven", ""),
        ("6", None, "Cut \ufffd", "\U0001f600 \ufffd"),
        ("8", None, None, "<p>Eight"),
        (None, None, None, "Nine"),
    ]
