"""What a page says of itself: title, publisher, day of publication, language."""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator
from operator import attrgetter

from msgspec import Struct

from service.domain.articles import Block, Document, Found
from service.extraction.text.languages import language_of
from service.extraction.text.page import Page
from service.extraction.text.scan import Token
from service.knowledge.model import Outlet

_NUMERIC = re.compile(
    r"(?<!\d)(?:(?P<y>20\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})[./-](?P<m2>\d{1,2})[./-](?P<y2>20\d\d))(?!\d)"
)
_JOINED = re.compile(r"\d[-/.]\d")
_AROUND = re.compile(r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th|er|[.º])?(?:\s(?:de|of))?[\s-]{1,2})?\Z")
_AFTER_DAY_YEAR = re.compile(
    r"\.?[\s-]{1,2}(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s{1,2}(?P<y>20\d\d)"
    # `22 تشرين الثاني/نوفمبر 2026`: both names of the month
    r"|(?:/\w{3,9})?[,،]?\.?(?:\sdel?)?[\s-]{1,2}(?P<y1>20\d\d)"
)
# `2026 թ. նոյեմբերի 22`: the year goes before.
_YEAR_BEFORE = re.compile(r"(?P<y>20\d\d)\s?[^\W\d]{0,9}\.?\s\Z")
_DAY_AFTER_MONTH = re.compile(r"\s(?P<d>\d{1,2})(?!\d)")
DATELINE = 110  # characters of the body in which a day of publication may stand
_BESIDE = ("meta", "boilerplate")
_STAMPED, _STAMP = ("meta", "subtitle", "title", "boilerplate"), 200  # likewise, lines before it
_DASHES = ("—", " - ", "--", "/", ":", ") ", ". -", " (")
_DASH_SIGNS = frozenset("—-/:()")
_START = attrgetter("start")
# A page that lost its markup runs the byline into the title (`... Processby Our Staff`).
_GLUED_BYLINE = re.compile(r"(?<=[a-z])by (?=[A-Z])")


class Metadata(Struct, frozen=True, kw_only=True):
    """What was found, and how, by field name."""

    title: str | None
    publisher: str | None
    published_on: dt.date | None
    language: str
    found: dict[str, Found]


def metadata(page: Page, document: Document) -> Metadata:
    """Read the metadata; what is given with the document wins over what the text says."""
    found: dict[str, Found] = {}
    return Metadata(
        title=_title(page, document, found),
        publisher=_publisher(page, document, found),
        published_on=published(page, document, found),
        language=_language(page, document, found),
        found=found,
    )


def _title(page: Page, document: Document, found: dict[str, Found]) -> str | None:
    if document.title:
        found["title"] = _told(document, "title")
        return document.title
    for block in page.blocks:
        if block.kind == "title":
            start, end = block.span.start, block.span.end
            glued = _GLUED_BYLINE.search(page.text, start, end)
            end = glued.start() if glued else end
            found["title"] = Found(
                how="first_line", evidence=page.evidence(start, end, "title.first_line")
            )
            return page.raw[start:end]
    return None


def published(page: Page, document: Document, found: dict[str, Found]) -> dt.date | None:
    """Return the day of publication: given, else a stamp near the title, else the dateline."""
    day = given_day(document)
    if day is not None:
        found["published_on"] = _told(document, "published_on", "published_at")
        return day
    return _stamp(page, found) or _dateline(page, found)


def given_day(document: Document) -> dt.date | None:
    """Return the day of publication that comes with a document."""
    if document.published_on is None and document.published_at is not None:
        return document.published_at.date()
    return document.published_on


def stamped(page: Page) -> Iterator[Block]:
    """Yield the blocks in which a day of publication may stand: before the body, its dateline."""
    for block in page.blocks:
        if block.kind in _STAMPED or (block.kind == "body" and _head(page, block) is not None):
            yield block
        if block.kind == "body":
            return


def _stamp(page: Page, found: dict[str, Found]) -> dt.date | None:
    best: tuple[int, dt.date, Block] | None = None
    kinds = [block.kind for block in page.blocks]
    title = kinds.index("title") if "title" in kinds else 0
    body = kinds.index("body") if "body" in kinds else len(kinds)
    for number, block in enumerate(page.blocks[:body]):
        if block.kind not in _STAMPED:
            continue
        day = stamp_in(page, block.span.start, min(block.span.end, block.span.start + _STAMP))
        if day is None or (block.kind == "title" and not best):
            continue
        # The page's header may carry the day of crawling: what is nearer to the body counts more.
        rank = number if number > title else number - 1000
        if best is None or rank > best[0]:
            best = (rank, day, block)
    if best is None:
        return None
    span = best[2].span
    found["published_on"] = Found(
        how="stamp", evidence=page.evidence(span.start, span.end, "published.stamp")
    )
    return best[1]


def _dateline(page: Page, found: dict[str, Found]) -> dt.date | None:
    first = next((block for block in page.blocks if block.kind == "body"), None)
    head = None if first is None else _head(page, first)
    if first is None or head is None:
        return None
    end, cut = head
    day = stamp_in(page, first.span.start, first.span.start + max(cut, 60))
    if day is not None:
        evidence = page.evidence(first.span.start, end, "published.dateline")
        found["published_on"] = Found(how="dateline", evidence=evidence)
    return day


def _head(page: Page, body: Block) -> tuple[int, int] | None:
    """Return where the head of a body ends and how long its dateline may be, None without one."""
    start, end = body.span.start, body.span.end
    if end - start > DATELINE:
        end = start + DATELINE
        space = page.text.rfind(" ", start, end)
        end = space if space > start else end
    head = page.text[start:end]
    cut = -1
    if not _DASH_SIGNS.isdisjoint(head):
        cut = min([at for sign in _DASHES if (at := head.find(sign)) > 0], default=-1)
    dateline = head[:3].isupper() or "(" in head[:60] or cut > 0
    return (end, cut) if dateline else None


def stamp_in(page: Page, start: int, end: int) -> dt.date | None:
    """Return the first full date (day, month, year) in a range."""
    # The short pattern begins with a digit: it is looked for many times as fast as the long one.
    numeric = _JOINED.search(page.text, start, end) and _NUMERIC.search(page.text, start, end)
    if numeric:
        return _numeric_day(numeric)
    for token in _tokens_in(page, start, end):
        if "stamp_month" in token.senses:
            day = _worded_day(page.text, token, start, end)
            if day is not None:
                return day
    return None


def _tokens_in(page: Page, start: int, end: int) -> list[Token]:
    first = bisect_left(page.tokens, start, key=_START)
    return page.tokens[first : bisect_left(page.tokens, end, first, key=_START)]


def _numeric_day(found: re.Match[str]) -> dt.date | None:
    year = int(found["y"] or found["y2"])
    month, day = int(found["m"] or found["m2"]), int(found["d"] or found["d2"])
    if month > 12 >= day:
        month, day = day, month
    return _date(year, month, day)


def _worded_day(text: str, token: Token, start: int, end: int) -> dt.date | None:
    month = int(token.senses["stamp_month"])
    after = _AFTER_DAY_YEAR.match(text, token.end, min(end + 12, len(text)))
    if after is None:
        turned = _turned_day(text, token, month, start)
        return turned or _split_day(text, token, month, start, end)
    if after["d"]:
        return _date(int(after["y"]), month, int(after["d"]))
    before = _AROUND.search(text, max(start, token.start - 6), token.start)
    if before is None or not before["d1"]:
        return None
    return _date(int(after["y1"]), month, int(before["d1"]))


def _turned_day(text: str, token: Token, month: int, start: int) -> dt.date | None:
    """Read a day that stands behind its year and its month."""
    year = _YEAR_BEFORE.search(text, max(start, token.start - 16), token.start)
    day = _DAY_AFTER_MONTH.match(text, token.end)
    return _date(int(year["y"]), month, int(day["d"])) if year and day else None


def _split_day(text: str, token: Token, month: int, start: int, end: int) -> dt.date | None:
    """Read a day whose year stands on the next line (`10 Jul` / `2025`)."""
    before = _AROUND.search(text, max(start, token.start - 6), token.start)
    year = re.compile(r"\s{1,3}(20\d\d)\s").match(text, token.end, token.end + 10)
    if before is None or not before["d1"] or year is None:
        return None
    return _date(int(year[1]), month, int(before["d1"]))


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _publisher(page: Page, document: Document, found: dict[str, Found]) -> str | None:
    outlet = _outlet_at(page, document.url) if document.url else None
    if document.publisher:
        told = _told(document, "publisher")
        # Sites and feeds write their names in many ways; whoever sends an article in knows it.
        if outlet is None or told.how == "given":
            found["publisher"] = told
            return document.publisher
    if outlet is not None:
        found["publisher"] = Found(how="url")
        return outlet.name
    return _footer(page, found)


def _outlet_at(page: Page, url: str) -> Outlet | None:
    """Return the outlet whose domain, or whose domain's parent, a URL is at."""
    host = url.split("//")[-1].split("/")[0].lower()
    while host:
        outlet = page.words.domains.get(host)
        if outlet is not None:
            return outlet
        host = host.partition(".")[2]
    return None


def _footer(page: Page, found: dict[str, Found]) -> str | None:
    """Return the outlet that a line beside the article names."""
    for block in [block for block in page.blocks if block.kind in _BESIDE]:
        outlet = page.words.outlet_in(page.text[block.span.start : block.span.end][:200])
        if outlet is not None:
            evidence = page.evidence(block.span.start, block.span.end, "publisher.mark")
            found["publisher"] = Found(how="footer", evidence=evidence)
            return outlet.name
    return None


def _language(page: Page, document: Document, found: dict[str, Found]) -> str:
    # A page's markup often names the language of its menus: what the body shows is surer.
    unsure = document.language is None or "language" in document.marked
    detected = page.language or detect(page) if unsure else "und"
    if document.language is None or detected != "und":
        found["language"] = Found(how="detected")
        return detected
    found["language"] = _told(document, "language")
    return document.language


def _told(document: Document, *names: str) -> Found:
    """Tell what the page's own markup or the feed says from what was given with the document."""
    if not document.marked.isdisjoint(names):
        return Found(how="metadata")
    return Found(how="given" if document.fed.isdisjoint(names) else "feed")


def detect(page: Page) -> str:
    """Return the language whose most common words are most frequent in the body; `und` if none."""
    body = " ".join(
        page.text[block.span.start : block.span.end]
        for block in page.blocks
        if block.kind == "body"
    )
    return language_of(body)
