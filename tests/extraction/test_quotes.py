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


ROOM = (
    "Peace talks after the war\n\nWilliam Ruto, the president of Kenya, received Paul Kagame, the "
    "president of Rwanda, in Oslo for talks on the ceasefire.\n\n"
)
SPOKEN = [
    ("“The treaty will hold this time,” Ruto said.", "Ruto"),
    ("“The treaty will hold this time,” said Ruto.", "Ruto"),
    ("“The treaty will hold this time,” Ruto told reporters in Oslo.", "Ruto"),
    ("“Will the treaty hold this time?” Ruto asked.", "Ruto"),
    ("“The treaty will hold,” Ruto, who left at noon, said.", "Ruto"),
    ("“The treaty will hold,” said the Kenyan president, William Ruto.", "Ruto"),
    ("“The treaty will hold,” said Ruto after a dinner with Kagame.", "Ruto"),
    ("“The treaty will hold,” said Ruto. “It has to.”\n\nKagame smiled.", "Ruto"),
    ("Ruto said: “The treaty will hold this time.”", "Ruto"),
    ("Ruto told the press that the treaty “will hold this time”.", "Ruto"),
    ("Ruto called the treaty “a gift to our children”.", "Ruto"),
    ("Ruto spoke of “a gift to our children”, and Kagame told reporters that he agreed.", "Ruto"),
    ("Ruto: “The treaty will hold this time.”", "Ruto"),
    ("Ruto met Kagame and said that it was “a gift to our children”.", "Ruto"),
    ("After talks with Kagame, Ruto spoke of “a gift to our children”.", "Ruto"),
    ("Ruto left at noon. “The treaty will hold this time,” he said.", "Ruto"),
    ("Ruto was asked whether he was sure and laughed. “It will hold this time.”", "Ruto"),
    ("“The treaty will hold,” the Kenyan told reporters.", "Ruto"),
    ("“The treaty will hold this time,” a Kenyan diplomat said.", None),
    ("“The treaty will hold this time,” said a driver who waited for Ruto.", None),
    ("“The treaty will hold this time,” said one.", None),
    ("“The treaty will hold this time,” a member of the African Union mission said.", None),
    ("“The treaty will hold this time,” said the African Union.", "African Union"),
    ("A teacher says that Ruto came. “Nobody told us that he would,” she says.", None),
    ("Ruto told Radio Oslo: “The treaty will hold this time.”", "Ruto"),
    ("Two diplomats told Radio Oslo: “The treaty will hold this time.”", None),
    ("Ruto told reporters after talks with Kagame: “It will hold this time.”", "Ruto"),
    ("“The treaty will hold this time,” said people who met Ruto.", None),
    ("“It will hold this time,” said a spokesman for the African Union.", "African Union"),
    ("They signed a “Declaration of Lasting Peace and Friendship” in Oslo.", None),
]


@pytest.mark.parametrize(("text", "speaker"), SPOKEN)
def test_who_says_what_is_quoted(extractor: Extractor, text: str, speaker: str | None) -> None:
    said = _speakers(extractor, ROOM + text)
    assert {one and one.rpartition(" ")[2] for one in said} == {speaker and speaker.split()[-1]}


ROOMS = {
    "fr": "Pourparlers de paix\n\nLe président William Ruto a reçu Paul Kagame à Oslo pour parler "
    "du cessez-le-feu.\n\n",
    "es": "Negociaciones de paz\n\nEl presidente William Ruto recibió a Paul Kagame en Oslo para "
    "hablar del alto el fuego.\n\n",
    "de": "Friedensgespräche nach dem Krieg\n\nPräsident William Ruto hat Paul Kagame in Oslo "
    "empfangen, um über die Waffenruhe zu sprechen.\n\n",
    "ru": "Мирные переговоры\n\nПрезидент Уильям Руто принял Поля Кагаме в Осло, чтобы обсудить "
    "перемирие.\n\n",
    "tr": "Barış görüşmeleri\n\nCumhurbaşkanı William Ruto, ateşkesi görüşmek için Oslo'da Paul "
    "Kagame ile bir araya geldi.\n\n",
    "it": "Negoziati di pace\n\nIl presidente William Ruto ha ricevuto Paul Kagame a Oslo per "
    "parlare del cessate il fuoco.\n\n",
}
ABROAD = [
    ("fr", "« Le traité tiendra cette fois », a lâché William Ruto.", "Ruto"),
    ("fr", "Ruto est arrivé tard. « Le traité tiendra cette fois », a-t-il dit.", "Ruto"),
    ("fr", "« Le traité tiendra cette fois », glisse un diplomate.", None),
    ("es", "«El tratado se mantendrá esta vez», bromeó William Ruto.", "Ruto"),
    ("es", "Ruto habló con la prensa. «El tratado se mantendrá esta vez», insistió.", "Ruto"),
    ("de", "„Der Vertrag wird diesmal halten“, sagte Ruto.", "Ruto"),
    ("de", "Ruto kam spät. „Der Vertrag wird diesmal halten“, sagte er.", "Ruto"),
    ("de", "Ruto nannte den Vertrag „ein Geschenk an unsere Kinder“.", "Ruto"),
    ("ru", "«Договор на этот раз устоит», — заявил Руто.", "Ruto"),
    ("ru", "«Договор на этот раз устоит», — сказал один дипломат.", None),
    ("tr", "Ruto, “Anlaşma bu kez tutacak, göreceksiniz” dedi.", "Ruto"),
    ("it", "«Il trattato questa volta reggerà», ha commentato Ruto.", "Ruto"),
]


@pytest.mark.parametrize(("language", "text", "speaker"), ABROAD)
def test_who_says_what_is_quoted_in_other_languages(
    extractor: Extractor, language: str, text: str, speaker: str | None
) -> None:
    said = _speakers(extractor, ROOMS[language] + text)
    assert {one and one.rpartition(" ")[2] for one in said} == {speaker}


def _speakers(extractor: Extractor, text: str) -> list[str | None]:
    reading = extractor.read(Document(raw=text))
    names = {mention.actor: mention.name for mention in reading.actors}
    return [quote.speaker and names[quote.speaker] for quote in reading.quotes if quote.direct]


def test_the_words_that_tell_a_speaker_are_evidence(extractor: Extractor) -> None:
    text = "“The treaty will hold this time,” a Kenyan diplomat said."
    (quote,) = extractor.read(Document(raw=ROOM + text)).quotes
    assert [evidence.text for evidence in quote.evidence] == [
        "The treaty will hold this time,",
        "a Kenyan diplomat said",
    ]
