"""A web page becomes its story, with what its markup says."""

import datetime as dt

import msgspec
import pytest

from service.sources.markup import parse_date
from service.sources.pages import decode, read

STORY = [
    "Delegations of the two countries met on Thursday in the lakeside town to go on with the talks "
    "that began in March, the foreign ministry said in a short statement.",
    "The heads of both delegations spoke of the exchange of prisoners, of the road through the "
    "valley, and of a date for the next round, which may be held in the autumn.",
    "Nothing was signed. An observer of the regional organization sat at the table for the first "
    "time since the talks were broken off two years ago.",
]
LD = """{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"},
 {"@type": ["NewsArticle"], "headline": "Delegations meet at the lake", "inLanguage": "en-GB",
  "datePublished": "2024-05-10T18:30:00+04:00", "publisher": {"@type": "Organization",
  "name": "Lake Daily"}}]}"""


def a_page(head: str = "", story: list[str] = STORY, title: str = "Delegations meet") -> str:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in story)
    teasers = "".join(
        f'<li><a href="/{n}">Minister visits capital number {n}</a></li>' for n in range(8)
    )
    return f"""<!doctype html><html lang="en"><head><title>{title} | Lake Daily</title>{head}</head>
<body><header><nav><ul><li><a href="/">Home</a><li><a href="/w">World</a></ul></nav></header>
<main><article><h1>{title}</h1><div class="share"><a href="#">Share on Facebook</a></div>
<figure><img src="x.jpg" alt="Two men"><figcaption>Two men shake hands, 2019.</figcaption></figure>
{paragraphs}</article>
<aside class="related"><h3>Read also</h3><ul>{teasers}</ul></aside></main>
<footer>© Lake Daily. The views of authors are their own. <a href="/c">Contact</a></footer>
<script>var x = "never seen";</script></body></html>"""


def test_the_story_is_taken_and_the_furniture_left() -> None:
    page = read(a_page())
    assert page is not None
    lines = [line for line in page.raw.splitlines() if line]
    assert lines == ["Delegations meet", *STORY]


@pytest.mark.parametrize("shown", ["", "<p>Please switch on JavaScript.</p>"])
def test_a_page_that_scripts_fill_in_has_its_story_in_the_markup(shown: str) -> None:
    written = msgspec.json.encode(
        {
            "@type": "NewsArticle",
            "datePublished": "2024-05-10",
            "headline": "Delegations meet",
            "articleBody": "\n\n".join(STORY).replace("lakeside", "&quot;lakeside&quot;"),
        }
    ).decode()
    script = f'<script type="application/ld+json">{written}</script>'
    page = read(f"<html><head>{script}</head><body><div id=app>{shown}</div></body></html>")
    assert page is not None
    lines = [line.replace('"', "") for line in page.raw.splitlines() if line]
    assert lines == ["Delegations meet", *STORY]
    whole = read(a_page(script.replace("Delegations of", "Others of")))
    assert whole is not None
    assert whole.raw.endswith(STORY[-1])
    assert "Others of" not in whole.raw


@pytest.mark.parametrize(
    ("head", "title", "publisher", "at", "url"),
    [
        (
            f'<script type="application/ld+json">{LD}</script>'
            '<meta property="og:title" content="Other title">',
            "Delegations meet at the lake",
            "Lake Daily",
            dt.datetime(2024, 5, 10, 14, 30, tzinfo=dt.UTC),
            None,
        ),
        (
            '<meta property="og:title" content="Delegations meet - lake daily">'
            '<meta property="og:site_name" content="Lake Daily">'
            '<meta property="article:published_time" content="2024-05-10T14:30:00Z">'
            '<link rel="canonical" href="https://lake.example/1">',
            "Delegations meet",
            "Lake Daily",
            dt.datetime(2024, 5, 10, 14, 30, tzinfo=dt.UTC),
            "https://lake.example/1",
        ),
        (
            '<meta name="DC.date" content="2024-05-10"><link rel="canonical" href="/relative">',
            "Delegations meet",
            None,
            dt.date(2024, 5, 10),
            None,
        ),
        ('<script type="application/ld+json">{broken</script>', "Delegations meet", *[None] * 3),
        (
            '<script type="application/ld+json">[[1], {"@type": 3}]</script>',
            *["Delegations meet"],
            *[None] * 3,
        ),
    ],
)
def test_what_the_markup_says(
    head: str, title: str, publisher: str | None, at: dt.date | None, url: str | None
) -> None:
    page = read(a_page(head))
    assert page is not None
    assert (page.title, page.publisher, page.url) == (title, publisher, url)
    assert (page.published_at or page.published_on) == at
    assert page.marked >= {"title", "language"}
    assert page.raw.startswith(title)


def test_the_address_given_wins() -> None:
    page = read(a_page('<link rel="canonical" href="https://a.org/">'), url="https://b.org/")
    assert page is not None
    assert page.url == "https://b.org/"
    assert "url" not in page.marked


ACCENTS = "Sergio Pérez held talks in Geneva. " + "He met the ministers there. " * 20


@pytest.mark.parametrize(
    ("page", "content_type", "text"),
    [
        ("Пашинян и Алиев".encode(), None, "Пашинян и Алиев"),
        ("Пашинян и Алиев".encode("cp1251"), "text/html; charset=windows-1251", "Пашинян и Алиев"),
        (
            '<meta charset="windows-1251">Пашинян'.encode("cp1251"),
            None,
            '<meta charset="windows-1251">Пашинян',
        ),
        ("Erdoğan görüştü".encode("cp1254"), 'text/html; charset="iso-8859-9"', "Erdoğan görüştü"),
        (b"\xff\xfe" + "Նիկոլ".encode("utf-16-le"), "text/html; charset=utf-8", "Նիկոլ"),
        (b"\xef\xbb\xbfbom", None, "bom"),
        (ACCENTS.encode(), None, ACCENTS),
        (ACCENTS.encode() + "é".encode()[:1], "text/html", ACCENTS),
        (b"half \xd0", "text/html; charset=nonsense", None),
    ],
)
def test_decode(page: bytes, content_type: str | None, text: str | None) -> None:
    decoded = decode(page, content_type)
    assert decoded == (text or "half Ð")


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "deep",
        "<p>" + "".join(f"<b id={n}>" for n in range(500)) + "</p>" + "<p>x</p>" * 100_000,
    ],
)
def test_a_page_made_to_choke_its_readers_is_not_parsed(page: str) -> None:
    assert read(page) is None


@pytest.mark.parametrize(
    "page", ["", "<html>", "<script>x</script>", b"", b"\xff\xfe", "<!-- -->", b"\x00" * 10]
)
def test_a_page_without_text_is_none(page: str | bytes) -> None:
    assert read(page) is None


def test_rubbish_is_read_somehow() -> None:
    page = read("<p>a\x00b" + "<div>" * 500 + "deep\ud800")
    assert page is not None
    assert "\x00" not in page.raw
    page.raw.encode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-10", dt.date(2024, 5, 10)),
        ("2024-05-10 18:30:00", dt.date(2024, 5, 10)),
        ("2024-05-10T18:30:00+0400", dt.datetime(2024, 5, 10, 14, 30, tzinfo=dt.UTC)),
        ("2024-05-10T18:30 something", dt.date(2024, 5, 10)),
        ("Fri, 10 May 2024 14:30:00 GMT", dt.datetime(2024, 5, 10, 14, 30, tzinfo=dt.UTC)),
        ("10.05.2024", None),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+12:00", None),
        ("", None),
        (5, None),
    ],
)
def test_parse_date(text: object, expected: dt.date | None) -> None:
    assert parse_date(text) == expected
