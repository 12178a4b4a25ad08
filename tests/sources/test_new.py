"""Sources made of what people give: addresses, lists, OPML."""

import datetime as dt
from pathlib import Path

import pytest

from service.errors import Invalid
from service.sources.new import from_opml, from_toml, new_source, to_opml
from service.stack.seeds import SOURCES, seed_sources

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)


def test_a_source_is_named_by_its_canonical_address() -> None:
    one = new_source(url="https://www.news.example/feed?utm_source=x", now=NOW)
    assert one.id == new_source(url="http://news.example/feed/", now=NOW).id
    assert (one.name, one.kind, one.state) == ("www.news.example", "feed", "active")


def test_opml_there_and_back() -> None:
    made = [
        new_source(url="https://news.example/feed?a=1&b=2", name="A & B", language="fr", now=NOW),
        new_source(url="https://other.example/feed", now=NOW),
    ]
    assert from_opml(to_opml(made), NOW) == (made, [])


def test_outlines_of_outlines() -> None:
    opml = b"""<opml version="1.0"><body><outline text="Press"><outline text="A"
     xmlUrl="https://news.example/feed"/></outline><outline text="no feed"/></body></opml>"""
    made, _ = from_opml(opml, NOW)
    assert [(s.name, s.url) for s in made] == [("A", "https://news.example/feed")]


def test_an_outline_without_an_address_of_the_web_hides_no_other() -> None:
    opml = b"""<opml><body><outline text="A" xmlUrl="feed://news.example/a" language="fr"/>
     <outline text="B" xmlUrl="https://news.example/b" language="en-US"/>
     <outline text="C" xmlUrl="https://news.example/c" language="English"/></body></opml>"""
    made, refused = from_opml(opml, NOW)
    assert [(s.name, s.language) for s in made] == [("B", "en"), ("C", None)]
    assert refused == ["feed://news.example/a: This is not an http or https address."]


def test_a_language_is_a_code() -> None:
    with pytest.raises(Invalid) as refused:
        new_source(url="https://news.example/", language="English", now=NOW)
    assert refused.value.field == "language"


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"{"])
def test_what_is_no_opml(content: bytes) -> None:
    with pytest.raises(Invalid):
        from_opml(content, NOW)


def test_the_sources_that_come_with_parley() -> None:
    found = seed_sources(Path(SOURCES), NOW)
    assert len({source.id for source in found}) == len(found) >= 30
    assert {source.state for source in found} == {"paused"}
    assert any(source.state_run for source in found)


@pytest.mark.parametrize(
    "text",
    ["[[feed]]\nurl = 'x'", "[[feed]", "[[feed]]\nurl=1\nname='x'", "[[source]]\nurl='x'", "x = 1"],
)
def test_lists_with_mistakes(text: str) -> None:
    with pytest.raises(Invalid):
        from_toml(text, NOW)
