"""Who said what: words in quotation marks and words that are only reported."""

import pytest

from service.domain.articles import Document
from service.extraction.extract import Extractor

INTRO = "Peace talks\n\nThe talks about the ceasefire were long and hard.\n\n"
REPORTED = [
    (
        "Vladimir Putin said that the ceasefire would begin on Monday.",
        "Putin",
        "the ceasefire would begin on",
    ),
    (
        "Ilham Aliyev told reporters in Baku that a treaty of peace was near.",
        "Aliyev",
        "a treaty of peace was near",
    ),
    (
        "Vladimir Putin said the ceasefire would begin on Monday.",
        "Putin",
        "the ceasefire would begin",
    ),
    (
        "The ceasefire would begin on Monday, Vladimir Putin said.",
        "Putin",
        "The ceasefire would begin on Monday",
    ),
    (
        "The ceasefire begins on Monday, according to President Putin.",
        "Putin",
        "The ceasefire begins",
    ),
    (
        "According to Vladimir Putin, the ceasefire begins on Monday.",
        "Putin",
        "the ceasefire begins",
    ),
    (
        "António Guterres called on the parties to return to the table.",
        "Guterres",
        "called on the parties",
    ),
    (
        "Recep Tayyip Erdogan urged both sides to respect the ceasefire at once.",
        "Erdoğan",
        "urged both sides",
    ),
    ("Владимир Путин заявил, что перемирие начнется в понедельник.", "Putin", "перемирие начнется"),
    (
        "По словам Владимира Путина, перемирие начнется в понедельник утром.",
        "Putin",
        "перемирие начнется",
    ),
    (
        "Emmanuel Macron a déclaré que les négociations de paix continuent.",
        "Macron",
        "les négociations",
    ),
    (
        "Selon Emmanuel Macron, les négociations de paix continuent lundi.",
        "Macron",
        "les négociations",
    ),
    (
        "Gustavo Petro dijo que las negociaciones de paz siguen el lunes.",
        "Petro",
        "las negociaciones",
    ),
    (
        "Emmanuel Macron erklärte, dass die Friedensgespräche am Montag beginnen.",
        "Macron",
        "die Friedens",
    ),
    (
        "Recep Tayyip Erdoğan, barış görüşmelerinin pazartesi günü başlayacağını söyledi.",
        "Erdo",
        "barış",
    ),
]
NOTHING = [
    "Vladimir Putin met Ilham Aliyev in Moscow on Monday for talks on a treaty.",
    "The talks were said to be hard.",
    "Officials praised the ceasefire that was signed on Monday.",
    "Vladimir Putin said so.",
]


@pytest.mark.parametrize(("text", "who", "words"), REPORTED)
def test_reported_speech(extractor: Extractor, text: str, who: str, words: str) -> None:
    reading = extractor.read(Document(raw=f"Peace\n\n{text}\n\n{text}"))
    names = {mention.actor: mention.name for mention in reading.actors}
    (quote,) = [quote for quote in reading.quotes if not quote.direct]
    assert quote.speaker is not None
    assert who in names[quote.speaker]
    assert quote.text.startswith(words)
    assert quote.evidence[0].text == quote.text


@pytest.mark.parametrize("text", NOTHING)
def test_what_reports_no_words(extractor: Extractor, text: str) -> None:
    assert extractor.read(Document(raw=INTRO + text)).quotes == ()


def test_an_office_and_an_issue_go_with_the_words(extractor: Extractor) -> None:
    text = (
        "The foreign minister of Armenia, Ararat Mirzoyan, said that prisoners would be released."
    )
    (quote,) = extractor.read(Document(raw=INTRO + text)).quotes
    assert quote.role == "foreign minister"
    assert "prisoners" in quote.issues


def test_a_quote_goes_on_where_the_next_paragraph_opens_with_a_mark(extractor: Extractor) -> None:
    first = "“We want a treaty this year and not a day later, Vladimir Putin said."
    text = "Vladimir Putin said: “We want a treaty this year.\n\n“We are ready to sign it in Baku.”"
    (quote,) = extractor.read(Document(raw=INTRO + text)).quotes
    assert quote.direct
    assert quote.text.endswith("sign it in Baku.")
    lost = f"{first}\n\nThe talks were hard. “Peace is what we all want here,” Ilham Aliyev said."
    quotes = extractor.read(Document(raw=INTRO + lost)).quotes
    assert [q.text for q in quotes if q.direct] == ["Peace is what we all want here,"]
