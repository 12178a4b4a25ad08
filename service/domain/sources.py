"""Sources: feeds, pages and folders that are looked at again and again, and how they fare."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from service.domain.ids import ArticleId, SourceId

SourceKind = Literal["feed", "sitemap", "page", "list", "folder"]
SourceState = Literal["active", "paused", "disabled"]

FIRST_INTERVAL = 900


class Source(Struct, frozen=True, kw_only=True):
    """What is looked at. `kind` tells how its bytes are read:

    a `feed` is RSS, RDF, Atom or JSON Feed; a `sitemap` may carry the news extension; a `page` is
    HTML whose links that `pattern` (with `*`) matches are articles; a `list` is JSON with URLs,
    as GDELT's DOC API gives it; a `folder` is one of this machine, `url` its path. `old_alerts`
    asks for alerts even for what was published long before the source was added.
    """

    id: SourceId
    url: str
    kind: SourceKind = "feed"
    name: str
    country: str | None = None
    language: str | None = None
    owner: str | None = None
    state_run: bool = False
    pattern: str | None = None
    old_alerts: bool = False
    state: SourceState = "active"
    state_reason: str | None = None
    created_at: dt.datetime
    changed_at: dt.datetime


class Health(Struct, frozen=True, kw_only=True):
    """How a source has fared, and when it is looked at next.

    `interval` is in seconds and adapts; `average_interval` is what it was of late. `address` is
    where the source has moved for good. `seen` counts items that were new in the source, `taken`
    those that became articles, `revised` the articles that were edited, `relevant` those about a
    peace process. `etag`, `last_modified` and `body` (a hash) tell whether it has changed.
    """

    next_poll_at: dt.datetime
    interval: float = FIRST_INTERVAL
    average_interval: float = FIRST_INTERVAL
    address: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body: str | None = None
    polls: int = 0
    failures: int = 0
    failing_since: dt.datetime | None = None
    last_success_at: dt.datetime | None = None
    last_new_at: dt.datetime | None = None
    last_error: str | None = None
    last_error_at: dt.datetime | None = None
    seen: int = 0
    taken: int = 0
    revised: int = 0
    relevant: int = 0


class Watched(Struct, frozen=True):
    """A source with its health; `token` is that of the lease under which it is looked at."""

    source: Source
    health: Health
    token: str = ""


class KnownItem(Struct, frozen=True, kw_only=True):
    """An item that a source has shown: its digest, the article it became, pages asked in vain.

    At `again_at` its page is to be looked at once more: pages are edited and their feeds are not.
    """

    digest: str
    article: ArticleId | None
    tries: int = 0
    again_at: dt.datetime | None = None
