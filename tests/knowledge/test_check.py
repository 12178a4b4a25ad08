"""Stale offices: the holder unseen, a new name with the title."""

import datetime as dt

import pytest

from service.domain.actors import Actor, ActorMention, Office
from service.domain.articles import Reading
from service.domain.ids import ArticleId, actor_id
from service.knowledge.check import check
from service.knowledge.model import Knowledge

TODAY = dt.date(2026, 11, 1)
LONG_AGO = dt.date(2024, 5, 1)
OLD = Actor(
    slug="old-hand",
    type="person",
    name="Old Hand",
    country="AM",
    offices=(Office(title="foreign minister", of="AM", since=dt.date(2021, 8, 19)),),
)
KNOWLEDGE = Knowledge(
    version="1", actors={OLD.slug: OLD}, names={}, places={}, processes={}, outlets={}, lexicons={}
)


def named(
    slug: str,
    role: str | None = "foreign minister",
    country: str = "AM",
    qualifier: str | None = None,
    inferred: bool = False,
) -> ActorMention:
    return ActorMention(
        actor=actor_id(slug),
        slug=slug,
        type="person",
        name=slug.replace("-", " ").title(),
        country=country,
        role=role,
        qualifier=qualifier,
        inferred=inferred,
        evidence=(),
    )


def reading(article: str, *actors: ActorMention, published: dt.date | None = None) -> Reading:
    return Reading(
        article=ArticleId(article),
        extractor="1",
        knowledge="1",
        title=None,
        publisher=None,
        published_on=published,
        language="en",
        found={},
        blocks=(),
        relevant=True,
        relevance=1.0,
        reasons=(),
        processes=(),
        actors=actors,
        discovered=(),
        claims=(),
        mentions=(),
        quotes=(),
    )


def both(*actors: ActorMention) -> list[Reading]:
    return [reading("art_1", *actors), reading("art_2", *actors)]


def test_a_new_name_with_the_title_makes_the_office_stale() -> None:
    (finding,) = check(KNOWLEDGE, both(named("new-face")), TODAY)
    assert (finding.kind, finding.holder, finding.named) == ("stale office", "Old Hand", "New Face")
    assert finding.articles == ("art_1", "art_2")
    assert "2 articles name New Face as foreign minister of AM" in str(finding)


def test_an_office_that_nobody_is_known_to_hold() -> None:
    (finding,) = check(KNOWLEDGE, both(named("new-face", country="GE")), TODAY)
    assert (finding.kind, finding.holder) == ("unknown holder", None)


@pytest.mark.parametrize(
    "readings",
    [
        [reading("art_1", named("new-face"))],
        both(named("old-hand")),
        both(named("new-face"), named("old-hand")),
        both(named("new-face", qualifier="former")),
        both(named("new-face", inferred=True)),
        both(named("new-face", role="ambassador")),
        both(named("new-face", role=None)),
        [reading(name, named("new-face"), published=LONG_AGO) for name in ("art_1", "art_2")],
        [],
    ],
    ids=["once", "holder", "both", "former", "inferred", "many", "no title", "old", "nothing"],
)
def test_what_says_nothing(readings: list[Reading]) -> None:
    assert check(KNOWLEDGE, readings, TODAY) == ()
