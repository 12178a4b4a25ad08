"""New sources: made of what a person gives, a list of seeds, or an OPML file; pure."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import msgspec
from lxml import etree  # type: ignore[import-untyped]
from msgspec import Struct

from service.domain.actors import CountryCode
from service.domain.ids import source_id
from service.domain.misfits import misfit
from service.domain.sources import Source, SourceKind
from service.errors import Invalid
from service.sources.urls import canonical_url, checked_url

_LANGUAGE = re.compile(r"[a-z]{2,3}\b")


class SeedSource(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry `[[feed]]` of a list; `state` tells whether a state owns or directs the source."""

    url: str
    name: str
    kind: SourceKind = "feed"
    country: str | None = None
    language: str | None = None
    owner: str | None = None
    state: bool = False
    pattern: str | None = None


def new_source(*, url: str, now: dt.datetime, name: str | None = None, **values: Any) -> Source:
    """Make a source; a folder's `url` is its path. Raises Invalid for what is no address."""
    folder = values.get("kind") == "folder"
    url = url if folder else checked_url(url)
    if values.get("kind") == "page" and not values.get("pattern"):
        raise Invalid("pattern", "A page needs a pattern for its links, such as */news/*.")
    _check_country(values.get("country"))
    if values.get("language") and not _LANGUAGE.fullmatch(values["language"]):
        raise Invalid("language", "Write an ISO 639 code in lower case, as `en`.")
    return Source(
        id=source_id(url if folder else canonical_url(url)),
        url=url,
        name=name or urlsplit(url).netloc or url,
        created_at=now,
        changed_at=now,
        **values,
    )


def _check_country(country: str | None) -> None:
    try:
        msgspec.convert(country, CountryCode | None)
    except msgspec.ValidationError as error:
        raise misfit(error, CountryCode, "country") from None


def from_toml(text: str, now: dt.datetime, **values: Any) -> list[Source]:
    """Make sources of a list `[[feed]]`; raises Invalid, naming what is wrong."""
    try:
        told = tomllib.loads(text)
        entries = msgspec.convert(told.pop("feed", []), list[SeedSource])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Invalid("sources", str(error)) from None
    if told:
        raise Invalid("sources", f"Nobody reads `{next(iter(told))}`; each source is a [[feed]].")
    return [
        new_source(
            url=entry.url,
            name=entry.name,
            kind=entry.kind,
            country=entry.country,
            language=entry.language,
            owner=entry.owner,
            state_run=entry.state,
            pattern=entry.pattern,
            now=now,
            **values,
        )
        for entry in entries
    ]


def from_opml(content: bytes, now: dt.datetime) -> tuple[list[Source], list[str]]:
    """Make sources of the outlines of an OPML 2.0 file that name a feed.

    Returns them, and what is wrong with those of which none can be made. Raises Invalid for a file
    that is none.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Invalid("opml", f"This is not OPML: {error}") from None
    if root is None or root.tag != "opml":
        raise Invalid("opml", "This is not OPML.")
    made: list[Source] = []
    refused: list[str] = []
    for node in root.iter("outline"):
        if not (url := node.get("xmlUrl")):
            continue
        language = _LANGUAGE.match((node.get("language") or "").lower())
        try:
            made.append(
                new_source(
                    url=url,
                    name=node.get("title") or node.get("text"),
                    language=language.group() if language else None,
                    now=now,
                )
            )
        except Invalid as error:
            refused.append(f"{url}: {error.message}")
    return made, refused


def to_opml(sources: Iterable[Source]) -> bytes:
    """Write the feeds among sources as OPML 2.0."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Sources of Parley"
    body = etree.SubElement(root, "body")
    for source in sources:
        if source.kind != "feed":
            continue
        told = {"type": "rss", "text": source.name, "title": source.name, "xmlUrl": source.url}
        told |= {"language": source.language} if source.language else {}
        etree.SubElement(body, "outline", told)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written
