"""The meetings of an article: scenes, drafts, groups, claims."""

from service.domain.ids import ArticleId
from service.domain.meetings import Claim
from service.extraction.actors import Cast
from service.extraction.dates import dates
from service.extraction.meetings import merge, where
from service.extraction.meetings.claims import claim
from service.extraction.meetings.draft import Scene
from service.extraction.meetings.drafts import drafts
from service.extraction.page import Page


def scenes(page: Page, cast: Cast) -> list[Scene]:
    """Return the sentences with what the rules for meetings look at."""
    made = []
    for sentence, refs in zip(page.sentences, cast.by_sentence, strict=True):
        busy = any("trigger" in token.senses for token in sentence.tokens)
        made.append(
            Scene(
                sentence,
                refs,
                dates(page, sentence) if busy else [],
                where.spots(page, sentence, refs) if busy else [],
                page.text,
            )
        )
    return made


def claims(page: Page, article: ArticleId, key: str, cast: Cast) -> tuple[Claim, ...]:
    """Return what the article says of meetings; `key` is the hash of its content."""
    ordinals: dict[str, int] = {}
    groups = merge.merged(drafts(page, scenes(page, cast)))
    return tuple(
        claim(page, article, key, merge.joined(group), group, ordinals) for group in groups
    )
