"""What feed and page say of one article, weighed."""

import datetime as dt

import pytest

from service.domain.articles import Document, Found
from service.extraction.extract import Extractor
from service.sources.items import Item
from service.sources.new import new_source
from service.sources.weighing import FULL_TEXT, from_feed, from_page, is_full

NOW = dt.datetime(2024, 5, 7, tzinfo=dt.UTC)
SOURCE = new_source(url="https://news.example/feed", name="The feed", language="fr", now=NOW)
AT = dt.datetime(2024, 5, 6, 10, tzinfo=dt.UTC)
ITEM = Item("g", "https://news.example/a", "From the feed", AT, "<p>Envoys met.</p>")


def test_the_page_comes_first_and_the_feed_fills_in() -> None:
    page = Document(raw="Text", title="From the page", marked=frozenset({"title"}))
    made = from_page(page, ITEM, SOURCE)
    assert (made.title, made.publisher, made.language) == ("From the page", "The feed", "fr")
    assert (made.published_at, made.url, made.source) == (AT, ITEM.url, SOURCE.id)
    assert made.marked == {"title"}
    assert made.fed == {"publisher", "language", "published_at", "published_on"}


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        (dt.date(2024, 5, 6), None),
        (dt.date(2024, 5, 3), None),
        (dt.date(2024, 5, 7), None),
        (dt.date(2019, 1, 1), AT),
        (dt.date(2024, 5, 20), AT),
    ],
)
def test_a_day_far_from_the_feeds_is_of_something_else(
    said: dt.date, stands: dt.datetime | None
) -> None:
    page = Document(raw="Text", published_on=said, marked=frozenset({"published_on"}))
    made = from_page(page, ITEM, SOURCE)
    assert (made.published_at, made.published_on) == (stands, None if stands else said)


def test_an_item_by_itself() -> None:
    made = from_feed(ITEM, SOURCE)
    assert made is not None
    assert made.raw == "From the feed\n\nEnvoys met."
    assert from_feed(Item("g", "https://news.example/a"), SOURCE) is None


@pytest.mark.parametrize(
    ("item", "full"),
    [
        (ITEM, False),
        (Item("g", ITEM.url, "t", None, "word " * FULL_TEXT), True),
        (Item("g", ITEM.url, "t", None, f"<p class='{'x' * FULL_TEXT}'>word</p>"), False),
        (Item("g", None, "t", None, "word"), True),
    ],
)
def test_whether_the_page_is_needed(item: Item, full: bool) -> None:
    assert is_full(item) == full


def test_how_each_value_was_found_is_kept(extractor: Extractor) -> None:
    read = extractor.read
    page = Document(raw="Envoys met in Muscat on Monday, officials said.")
    known = from_page(page, Item("g", "https://www.reuters.com/a", "Talks", AT), SOURCE)
    elsewhere = from_page(page, ITEM, SOURCE)
    found = read(known).found
    assert (found["title"], found["published_on"]) == (Found(how="feed"), Found(how="feed"))
    assert (read(known).publisher, found["publisher"]) == ("Reuters", Found(how="url"))
    assert read(elsewhere).publisher == "The feed"
    given = Document(raw=page.raw, url="https://www.reuters.com/a", publisher="A desk")
    assert read(given).publisher == "A desk"
