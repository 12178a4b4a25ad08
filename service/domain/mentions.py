"""Peace-process mentions: one statement or act in one article, coded by PLOVER and CAMEO.

Code lists: PLOVER 2.0 draft manual (16 event types and their modes); CAMEO codebook 1.1b3.
"""

import datetime as dt
from typing import Literal

from msgspec import Struct

from service.domain.ids import ActorId, ArticleId, MentionId
from service.domain.spans import Evidence

PloverType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
Modality = Literal["past", "ongoing", "future", "hypothetical", "negated"]


class Mention(Struct, frozen=True, kw_only=True):
    """One peace-process statement or act in one article.

    `mode` is a PLOVER mode of the type or None; `cameo` a CAMEO code. `actors` act, `recipients`
    are acted upon (for mutual acts all are `actors`). `background` tells history from news.
    """

    id: MentionId
    article: ArticleId
    type: PloverType
    mode: str | None = None
    cameo: str | None = None
    modality: Modality
    actors: tuple[ActorId, ...] = ()
    recipients: tuple[ActorId, ...] = ()
    processes: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    date: dt.date | None = None
    background: bool = False
    evidence: tuple[Evidence, ...]


class Quote(Struct, frozen=True, kw_only=True):
    """What somebody said: direct words or a reported statement, with the speaker if known."""

    text: str
    direct: bool
    speaker: ActorId | None = None
    role: str | None = None
    issues: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...]
