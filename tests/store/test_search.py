"""Both engines find the same, whatever the script and whatever people type."""

import pytest

from service.errors import Invalid
from service.store import articles
from service.store.articles import ArticleFilter
from service.store.database import Database
from service.store.paging import Order
from service.store.search import Term, parse
from tests.builders import an_article

TEXTS = {
    "erdogan": "Erdoğan in Ankara\nRecep Tayyip Erdoğan met the Armenian foreign minister.",
    "ivoire": "Côte d’Ivoire\nA cease-fire holds in Côte d'Ivoire; C++ is not at war.",
    "russian": "Переговоры в Алма-Ате\nМинистры Мирзоян и Байрамов обсудили мирный договор ещё.",
    "armenian": "Երևան\nՆիկոլ Փաշինյանը խոսեց խաղաղության մասին։",
    "arabic": "السلام\nمحادثات وَقْف إطلاق النار في السودان",
    "war": "War news\nThe war goes on; no talks, pashas and Pashinyan absent.",
}


@pytest.fixture
async def stocked(db: Database) -> Database:
    async with db.transaction() as tx:
        await articles.add(tx, [an_article(text, url=name) for name, text in TEXTS.items()])
    return db


FOUND: list[tuple[str, set[str]]] = [
    ("erdogan", {"erdogan"}),
    ("ERDOĞAN ankara", {"erdogan"}),
    ("erdogan war", set()),
    ("cease-fire", {"ivoire"}),
    ("fire cease", {"ivoire"}),
    ('"fire cease"', set()),
    ("c++", {"ivoire"}),
    ("cote d'ivoire", {"ivoire"}),
    ("cote d’Ivoire", {"ivoire"}),
    ("мирный договор", {"russian"}),
    ("ЕЩЕ", {"russian"}),
    ("алма-ате", {"russian"}),
    ("երևան", {"armenian"}),
    ("Փաշինյան*", {"armenian"}),
    ("وقف", {"arabic"}),
    ('"إطلاق النار"', {"arabic"}),
    ("pash*", {"war"}),
    ('"and pash"*', {"war"}),
    ("war or erdogan", {"war", "erdogan", "ivoire"}),
    ("war OR nothing", {"war", "ivoire"}),
    ("war -holds", {"war"}),
    ('war -"is not"', {"war"}),
    ("war -nothing -holds", {"war"}),
    ("war -holds -pashas", set()),
    ("-war", set()),
    ("or", set()),
    ('"', set()),
    ("'", set()),
    ("", set()),
    ("* ) NEAR( : ^ { \\", set()),
    ("title:war", set()),
    ('war"', {"war", "ivoire"}),
    ("war AND talks NOT", set()),
    ("\x00 war \x00", {"war", "ivoire"}),
    ("war " + "x" * 5000, set()),
]


async def test_what_a_search_finds(stocked: Database) -> None:
    for order in (articles.NEWEST, articles.BEST):
        found = [(q, await urls(stocked, q, order)) for q, _ in FOUND]
        assert found == FOUND


async def urls(db: Database, q: str, order: Order) -> set[str | None]:
    found = await articles.find(db, ArticleFilter(q=q), order=order)
    return {item.url for item in found.items}


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("a b", ((Term(("a",)), Term(("b",))),)),
        ("a or -b", ((Term(("a",)),),)),
        ('"a b"* -c', ((Term(("a", "b"), prefix=True), Term(("c",), negated=True)),)),
        ('"or"', ((Term(("or",)),),)),
    ],
)
def test_parse(text: str, alternatives: tuple[tuple[Term, ...], ...]) -> None:
    assert parse(text) == alternatives


def test_nobody_means_so_many_words() -> None:
    with pytest.raises(Invalid, match="q: "):
        parse("word " * 100)
