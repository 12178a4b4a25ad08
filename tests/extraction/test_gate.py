"""The gate: everyday news is only looked at; whatever may be about peace is read whole."""

import pytest

from service.domain.articles import Document
from service.extraction.extract import Extractor
from service.extraction.text.blocks import blocks, cut
from service.extraction.text.glance import few, signs, signs_among, stamps
from service.extraction.text.metadata import published
from service.extraction.text.page import Page
from service.extraction.text.scan import matches, positions, scan, whole
from tests.extraction.conftest import Read

EVERYDAY = (
    "Rovers beat City by two goals to one on Monday evening, and the crowd sang until late. "
    "The goalkeeper, who joined from City last summer, saved a penalty near the end. "
) * 8
MARKED = "\n\n© 2025 Reuters. All rights reserved."


@pytest.mark.parametrize(
    "line",
    [
        "A ceasefire holds.",
        "The envoys of both delegations spoke of the war.",
        "Emmanuel Macron met Recep Tayyip Erdoğan before the match.",
    ],
)
def test_a_word_of_peace_opens_it(read: Read, line: str) -> None:
    assert "nothing_of_peace" not in {r.feature for r in read(EVERYDAY + line).reasons}


def test_everyday_news_is_looked_at_alone(read: Read) -> None:
    told = read(
        "Rovers win again in the rain\n\n" + EVERYDAY + "They drafted a warning." + MARKED,
        "2025-07-10",
    )
    assert [reason.feature for reason in told.reasons] == ["nothing_of_peace"]
    assert (told.relevant, told.actors, told.claims) == (False, (), ())
    assert (told.title, told.language, str(told.published_on)) == (
        "Rovers win again in the rain",
        "en",
        "2025-07-10",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Rovers win\n\n10 July 2025\n\n" + EVERYDAY,
        "Home | Sport | 2 May 2024 | Log in | Search | Shop | Football | Tennis | Cycling | Chess\n"
        "Rovers win again in the rain\n" + EVERYDAY,
        "LEEDS, 3 March 2024 (AP) - " + EVERYDAY,
        "Rovers win again\nJuly 10,\n2025\n" + EVERYDAY + "\nIn May 2021 they lost.\nMore from us",
        EVERYDAY + MARKED + "\nRead more: The second round of 2024\n* * *\nRelated: May 2020",
        "Short line.\nAnother one, of 4 April 2024.\nAnd a third of 5 May.",
        "PARIS, the third of the month, a day of rain (from our reporter, who was there), May\n5, "
        "2024 - " + EVERYDAY,
        "Home | Sport | News of the towns and of the coast | Log in | Search | Shop | Chess | 2 May"
        " 2024\nRovers win again in the rain\n" + EVERYDAY,
        "\n\n  12 мая 2024  \n" + EVERYDAY + "\n\nAll rights reserved 2024",
    ],
)
def test_a_glance_sees_of_a_page_what_a_scan_sees(extractor: Extractor, text: str) -> None:
    words = extractor._spoken("en")
    scanned = Page(text, text, words, scan(text, words, matches(text, words)))
    scanned.blocks = blocks(cut(text), signs_among(scanned.tokens, positions(scanned.tokens)))
    lines = cut(text)
    looked_at = Page(text, text, words, signs(text, words, few(text, words), lines))
    looked_at.blocks = blocks(lines, looked_at.tokens)
    looked_at.tokens = stamps(looked_at, looked_at.tokens)
    assert looked_at.blocks == scanned.blocks
    document = Document(raw=text)
    assert published(looked_at, document, {}) == published(scanned, document, {})


@pytest.mark.parametrize(
    "text",
    [
        "Peace talks: the Nobel Peace Prize, peace-making and peaceful truce of May 2024.",
        "Emmanuel Macron met after a cease-fire; Macronists spoke of warfare in wartime.",
        "Read more: Related news of March 12, 2023. All rights reserved. MAY 2020",
        "Türkiye — © 2025. Recep Tayyip Erdoğan — «peace» — Ilham Aliyev's ceasefire — 和平",
    ],
)
def test_the_few_are_all_that_the_whole_automaton_finds_of_them(
    extractor: Extractor, text: str
) -> None:
    words = extractor._spoken("en")
    sought = frozenset(words.patterns.few)
    found = [match for match in whole(text, words, matches(text, words)) if match[0] in sought]
    assert found
    assert set(found) <= set(few(text, words))
