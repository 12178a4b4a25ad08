"""What people type into a search box, translated for each engine's text index.

`words` must all be found, `"a phrase"` in its order, `-word` not, `word*` as a beginning, and `or`
parts the alternatives. Whatever else is typed is taken apart into words, never refused.
"""

import re

from msgspec import Struct

from service.domain.words import fold
from service.errors import Invalid
from service.store.database import Dialect

_MOST_TERMS = 32
# Puts an article's folded title and body under its number.
INSERT: dict[Dialect, str] = {
    "sqlite": "INSERT INTO article_search (rowid, title, body) VALUES (:number, :title, :body)",
    "postgres": (
        "INSERT INTO article_search (number, words) VALUES (:number, "
        "setweight(to_tsvector('simple', :title), 'A') || to_tsvector('simple', :body))"
    ),
}
_BM25 = "CAST(printf('%.4g', -bm25(article_search, 5.0, 1.0)) AS REAL)"
_PART = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))(\*?)')


class Term(Struct, frozen=True):
    """Folded words that stand side by side; with `prefix` the last one is a beginning."""

    words: tuple[str, ...]
    prefix: bool = False
    negated: bool = False


Alternatives = tuple[tuple[Term, ...], ...]


def parse(text: str) -> Alternatives:
    """Read a search: alternatives, each of terms that must all hold.

    An alternative without a word to be found (all are unwanted, or none is a word) is left out.
    Raises Invalid when there are more terms than anybody means.
    """
    alternatives: list[list[Term]] = [[]]
    for minus, phrase, word, star in _PART.findall(text):
        if word.lower() == "or" and not minus:
            alternatives.append([])
            continue
        words = tuple(fold(phrase or word).split())
        if words:
            prefix = bool(star) or word.endswith("*")
            alternatives[-1].append(Term(words, prefix, bool(minus)))
    if sum(map(len, alternatives)) > _MOST_TERMS:
        raise Invalid("q", f"Name at most {_MOST_TERMS} words or phrases.")
    return tuple(tuple(a) for a in alternatives if not all(term.negated for term in a))


def expression(alternatives: Alternatives, dialect: Dialect) -> str:
    """Return the alternatives in the engine's own language: an FTS5 query or a tsquery."""
    if dialect == "sqlite":
        return " OR ".join(map(_fts5, alternatives))
    return " | ".join(map(_tsquery, alternatives))


def hits(dialect: Dialect, *, ranked: bool) -> str:
    """Return the SELECT of the numbers and scores of the articles that `:match` finds.

    A word in the title counts much more than one in the body. Unranked, the score is 0: ranking
    reads the text of every hit. FTS5's scores move a little with every article that is added;
    rounded, they stay put for the time that somebody turns pages.
    """
    if dialect == "sqlite":
        score = _BM25 if ranked else "0.0"
        return (
            f"SELECT rowid AS number, {score} AS score FROM article_search "
            "WHERE article_search MATCH :match"
        )
    score = "ts_rank_cd(words, to_tsquery('simple', :match))" if ranked else "0"
    return (
        f"SELECT number, CAST({score} AS FLOAT8) AS score FROM article_search "
        "WHERE words @@ to_tsquery('simple', :match)"
    )


def _fts5(terms: tuple[Term, ...]) -> str:
    wanted = " AND ".join(_fts5_term(term) for term in terms if not term.negated)
    unwanted = "".join(f" NOT {_fts5_term(term)}" for term in terms if term.negated)
    return f"(({wanted}){unwanted})"


def _fts5_term(term: Term) -> str:
    phrase = " ".join(term.words)
    return f'"{phrase}" *' if term.prefix else f'"{phrase}"'


def _tsquery(terms: tuple[Term, ...]) -> str:
    return f"({' & '.join(map(_tsquery_term, terms))})"


def _tsquery_term(term: Term) -> str:
    words = [f"'{word}'" for word in term.words]
    if term.prefix:
        words[-1] += ":*"
    phrase = f"({' <-> '.join(words)})"
    return f"!{phrase}" if term.negated else phrase
