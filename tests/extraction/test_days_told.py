"""Days that what stands around them decides: the month named before, the verb, the clause."""

import pytest

from tests.extraction.conftest import Read


def days(read: Read, text: str, published: str | None) -> set[str | None]:
    claims = read(text, published=published).claims
    return {claim.when.date.isoformat() if claim.when else None for claim in claims}


@pytest.mark.parametrize(
    ("published", "text", "day"),
    [
        (
            "2025-07-10",
            "The truce dates from May. On the 11th of that month Aliyev and Pashinyan signed "
            "a declaration in Geneva.",
            "2025-05-11",
        ),
        (
            "2025-07-10",
            "Macron wrote in March. On the 23rd of the same month Aliyev met Pashinyan in Paris.",
            "2025-03-23",
        ),
        (
            "2025-12-20",
            "The talks resumed in September, after Aliyev and Pashinyan had met in Moscow on the "
            "second of that month.",
            "2025-09-02",
        ),
        (
            "2025-07-10",
            "In January 2024 I was in Oslo. Aliyev and Pashinyan met there on the 10th and 11th.",
            "2024-01-10",
        ),
        (
            "2013-01-27",
            "In December, when Aliyev met Sargsyan in Warsaw, on the 18th, all went well.",
            "2012-12-18",
        ),
        (
            "2025-07-10",
            "Next week, on the 14th, Aliyev and Pashinyan sign an accord in Moscow.",
            "2025-07-14",
        ),
    ],
)
def test_a_numbered_day_is_of_the_month_named_last(
    read: Read, published: str, text: str, day: str
) -> None:
    assert day in days(read, text, published)


@pytest.mark.parametrize(
    ("published", "text", "day"),
    [
        (
            "2025-09-17",
            "On 5 June Baku said yes. On the 26th Aliyev met Pashinyan in Moscow.",
            "2025-06-26",
        ),
        (
            "2025-09-17",
            "On 9 June Aliyev flew to Oslo. Aliyev and Pashinyan met there on the 14th.",
            "2025-06-14",
        ),
        (
            "2025-09-17",
            "In June all was quiet. On the 27th the ministers Bayramov and Mirzoyan met in Bern.",
            "2025-06-27",
        ),
        (  # another paragraph
            "2025-09-17",
            "On 9 July they signed a truce.\n\nAliyev and Pashinyan met in Rome on the 14th.",
            "2025-07-14",
        ),
        (  # a smaller number is of the month of the news
            "2025-09-17",
            "On 14 July they signed a truce. Aliyev met Pashinyan in Rome on the 11th.",
            "2025-09-11",
        ),
        (  # what is ahead
            "2025-09-17",
            "On 9 June they signed a truce. Aliyev will meet Pashinyan in Rome on the 24th.",
            "2025-09-24",
        ),
        (  # only since when
            "2025-09-17",
            "It has been quiet since 9 June. On the 14th Aliyev met Pashinyan in Rome.",
            "2025-09-14",
        ),
        (  # long before
            "2025-09-17",
            "On 9 June a bus burnt.\n\nNobody in the village saw who had set it on fire. It went "
            "on burning until the rain came.\n\nAliyev met Pashinyan on the 14th.",
            "2025-09-14",
        ),
        ("2025-09-17", "On the 16th Floor Aliyev met Pashinyan in Rome on 9 May.", "2025-05-09"),
        ("2025-09-17", "On the 20th Anniversary Aliyev met Pashinyan in Bern.", "2025-09-17"),
    ],
)
def test_a_numbered_day_goes_on_from_the_day_told_before(
    read: Read, published: str, text: str, day: str
) -> None:
    assert day in days(read, text, published)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "In May 2006 Aliyev met Putin. Nobody laughed. On 14 July talks with Armenia opened.",
            "2006-07-14",
        ),
        (
            "On 3 May 2006 Aliyev met Putin. Nobody laughed. Aliyev met Kocharyan in Rome in June.",
            "2006-06-01",
        ),
        (  # of the month told of, though that is the month of the news as well
            "Putin came in September 2008. On 18 September Aliyev and Sargsyan met in Rome.",
            "2008-09-18",
        ),
        (
            "In November 2006 Putin came. Nobody laughed. Aliyev met Kocharyan in Rome in January.",
            "2007-01-01",
        ),
        (  # back to another story
            "In November 2006 Putin came. Nobody laughed. Aliyev met Pashinyan in Rome in June.",
            "2025-06-01",
        ),
        (  # a year alone is no story
            "In 2006 Putin came. Nobody laughed. Aliyev met Pashinyan in Rome in June.",
            "2025-06-01",
        ),
        (
            "In May 2006 Putin came. In Bern, last October, they quarrelled. Aliyev met Pashinyan"
            " in Rome in June.",
            "2025-06-01",
        ),
        (
            "In May 2006 Putin came. Nobody laughed. Aliyev will meet Pashinyan in November.",
            "2025-11-01",
        ),
        ("In May 2006 Putin came.\n\nIn June Aliyev met Pashinyan in Rome.", "2025-06-01"),
    ],
)
def test_a_story_of_a_past_year_goes_on(read: Read, text: str, day: str) -> None:
    assert day in days(read, text, "2025-09-17")


@pytest.mark.parametrize(
    ("published", "text", "day"),
    [
        (
            "2018-05-28",
            "Trump told Kim Jong Un that their meeting in Singapore on June 12 would be a mistake.",
            "2018-06-12",
        ),
        ("2022-10-13", "They asked Pashinyan to meet Aliyev in Kars on 29 October.", "2022-10-29"),
        ("2024-12-19", "Aliyev and Pashinyan met in Moscow on 29 December.", "2023-12-29"),
        ("2024-12-19", "Putin said that Aliyev met Pashinyan in Moscow in January.", "2024-01-01"),
        ("2024-12-19", "Putin said Aliyev met Pashinyan in Moscow on 29 December.", "2023-12-29"),
    ],
)
def test_a_verb_of_speech_puts_no_day_back_by_a_year(
    read: Read, published: str, text: str, day: str
) -> None:
    assert days(read, text, published) == {day}


@pytest.mark.parametrize(
    ("text", "status", "day"),
    [
        ('"We will not hide it," Mirzoyan told a news conference in Geneva.', "held", "10"),
        ("Peace will take a year, Mirzoyan told a news conference in Geneva.", "held", "10"),
        ("Baku will need a week, Mirzoyan told the press in Geneva.", "held", "10"),
        ('"We shall sign it," Aliyev told Macron when they met in Moscow.', "held", "10"),
        ("Pashinyan would tell a press conference in Paris tomorrow why.", "planned", "11"),
        ("Pashinyan will meet “the architect of peace” Trump on Friday.", "planned", "11"),
        ("Pashinyan was in Paris, on Tuesday, to hear from Macron.", "held", "08"),
        ("Pashinyan was in Moscow on 4 July to see Vladimir Putin.", "held", "04"),
        ("Pashinyan was to see Putin in Moscow on Monday.", "cancelled", "07"),
        ("Pashinyan was due in Paris on Monday to meet Macron.", "planned", "14"),
    ],
)
def test_what_was_said_or_done_is_no_plan(read: Read, text: str, status: str, day: str) -> None:
    claims = read(text).claims
    assert [(c.status, c.when and c.when.date.isoformat()) for c in claims] == [
        (status, f"2025-07-{day}")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Pashinyan was in Berne on Tuesday and is to meet Macron in Paris.",
        "Pashinyan was in Paris on Tuesday, too late to see Macron.",
        "Pashinyan was in Paris on Tuesday to prepare to meet Macron.",
    ],
)
def test_a_stay_is_no_proof_of_what_is_still_to_come(read: Read, text: str) -> None:
    assert {c.status for c in read(text).claims if c.city == "Paris"} == {"planned"}


def test_a_day_since_which_it_is_the_first_time_is_another_meetings(read: Read) -> None:
    text = "Aliyev and Pashinyan met in Bern for the first time since Sochi, 31 October 2022."
    assert "2022-10-31" not in days(read, text, "2025-07-10")


@pytest.mark.parametrize(
    ("published", "text", "day"),
    [
        (  # several months: the first of them, unless one of those ahead
            "2025-12-01",
            "Between January and March of 2024 Aliyev and Pashinyan held five rounds of talks.",
            "2024-01-01",
        ),
        (
            "2025-12-01",
            "Aliyev and Pashinyan held five rounds of talks between April 2021 and April 2022.",
            "2021-04-01",
        ),
        (
            "2025-12-01",
            "Aliyev and Pashinyan will hold talks in Vienna between January and March.",
            None,
        ),
        (
            "2020-02-16",
            "Aliyev and Pashinyan held talks in Bern in January and February of last year.",
            "2019-01-01",
        ),
        ("2021-04-30", "Macron and Aliyev held talks in Bern from 28 March-7 April.", "2021-03-28"),
        (
            "2018-11-14",
            "È l'immagine che resta dei due giorni di Palermo, dove lunedì e martedì l'Italia ha "
            "riunito Khalifa Haftar e Fayez Serraj. Gli altri non sono venuti alla conferenza.",
            "2018-11-12",
        ),
        (
            "2019-08-07",
            "O acordo de paz de Moçambique não é novo. Filipe Nyusi e Ossufo Momade reúnem-se em "
            "Maputo entre 4 e 6 de Setembro. A paz é para todos.",
            "2019-09-04",
        ),
        (
            "2021-06-24",
            "A lunch of Rutte and Kaag, planned for Monday this week, was dropped.",
            "2021-06-21",
        ),
        ("2021-06-24", "Aliyev will meet Macron in Paris on Friday this week.", "2021-06-25"),
        ("2021-06-24", "Aliyev met Macron in Paris this week on Sunday.", "2021-06-20"),
        ("2021-06-24", "Aliyev will meet Macron in Paris on Sunday this week.", "2021-06-27"),
        (
            "2017-05-05",
            "The next talks will be held in Bern in the middle of the month.",
            "2017-05-01",
        ),
        (
            "2025-12-01",
            "In March Aliyev held talks in Moscow, but on 3 April Macron met Putin in Sochi.",
            "2025-04-03",
        ),
        (
            "2025-12-01",
            "In March, after the attack on 3 February, Aliyev met Macron in Sochi.",
            "2025-03-01",
        ),
        (
            "2017-07-26",
            "Libye : Macron arrache une poignée de main\n\nPublié le 26 juillet 2017 à 07h52\n"
            "Par Solène Kerbrat\n\nDix points, une photo. Réunis mardi près de Paris, Fayez Sarraj "
            "et Khalifa Haftar se sont engagés. Macron a reçu Sarraj.",
            "2017-07-25",
        ),
    ],
)
def test_spans_of_time_and_clauses_with_a_day_of_their_own(
    read: Read, published: str, text: str, day: str | None
) -> None:
    assert day in days(read, text, published)


@pytest.mark.parametrize(
    ("published", "text", "day"),
    [
        (
            "2025-07-10",
            "In November Moon went to Pyongyang. He met Kim Jong Un there.",
            "2024-11-01",
        ),
        (
            "2025-07-10",
            "Rubio met Lavrov in Riyadh on 3 July. There Aliyev and Macron signed a paper.",
            "2025-07-03",
        ),
        (
            "2025-07-10",
            "В мае в Вашингтоне Мирзоян и Байрамов парафировали текст договора. Там же Пашинян и "
            "Алиев подписали декларацию.",
            "2025-05-01",
        ),
        (
            "2020-01-14",
            "Cirillo did not recognise the deal of September 2018, which Kiir and Machar signed in "
            "Addis Ababa.",
            "2018-09-01",
        ),
        (
            "2025-07-10",
            "The accord of 2015, which was concluded by Iran and America in Vienna, is dead.",
            "2015-01-01",
        ),
        (
            "2025-12-29",
            "Anwar Ibrahim and Hun Manet met in Bern on 28 July after five days of fighting.",
            "2025-07-28",
        ),
    ],
)
def test_what_was_there_too_and_the_day_of_a_paper(
    read: Read, published: str, text: str, day: str
) -> None:
    assert days(read, text, published) == {day}


@pytest.mark.parametrize(
    "text",
    [
        "In May Aliyev went to Bern. He will meet Macron there again.",
        "Putin spoke of the accord of 3 May 2019, which was hard to bear, when Macron and Aliyev "
        "signed another in Paris.",
    ],
)
def test_what_is_of_no_day_told_before(read: Read, text: str) -> None:
    claims = read(text).claims
    told = {c.when and c.when.date.isoformat() for c in claims if c.kind != "visit"}
    assert told <= {None, "2025-07-10"}


ENDED = "The round of talks between Aliyev and Pashinyan ended in Geneva on Tuesday. "


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (ENDED + "For two days Fidan had shuttled between the delegations.", "2025-07-07"),
        (ENDED + "It was the fourth. For three days the experts had sat apart.", "2025-07-06"),
        (
            "Am Dienstag ist die achte Runde der Gespräche zwischen Alijew und Paschinjan in Genf "
            "zu Ende gegangen. Fünf Tage lang hatten sich die Vertreter gegenübergesessen.",
            "2025-07-04",
        ),
        (
            "Les pourparlers entre Aliev et Pachinian ont pris fin mardi à Genève. Pendant trois "
            "jours, les délégations avaient siégé à huis clos.",
            "2025-07-06",
        ),
        (ENDED + "For five days guns had fired on the border.", "2025-07-08"),
        (ENDED + "For two days the delegations will rest.", "2025-07-08"),
        (ENDED + "For ten days Macron had been ill.", "2025-07-08"),
    ],
)
def test_talks_that_ended_began_when_they_had_sat_down(read: Read, text: str, day: str) -> None:
    assert days(read, text, "2025-07-10") == {day}


MET = "Aliyev and Pashinyan met in Vienna on Monday. "


def told(read: Read, text: str) -> set[tuple[str | None, str | None, str]]:
    claims = read(text, published="2025-11-12").claims
    return {(c.city, c.when.date.isoformat() if c.when else None, c.status) for c in claims}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            MET + "It was their first meeting since Geneva in July.",
            {("Vienna", "2025-11-10", "held"), ("Geneva", "2025-07-01", "held")},
        ),
        (
            MET + "It was the third meeting this year, after Geneva in July and Doha in September.",
            {
                ("Vienna", "2025-11-10", "held"),
                ("Geneva", "2025-07-01", "held"),
                ("Doha", "2025-09-01", "held"),
            },
        ),
        (
            "Aliyev and Pashinyan held talks in Moscow (24 April), Brussels (3 May) and Geneva "
            "(9 May).",
            {
                ("Moscow", "2025-04-24", "held"),
                ("Brussels", "2025-05-03", "held"),
                ("Geneva", "2025-05-09", "held"),
            },
        ),
        (
            "Aliyev and Pashinyan met in Vienna on Monday after Geneva was turned down in July.",
            {("Vienna", "2025-11-10", "held")},
        ),
    ],
)
def test_a_city_and_a_month_recall_what_was_there(
    read: Read, text: str, expected: set[tuple[str | None, str | None, str]]
) -> None:
    assert told(read, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The talks between Aliyev and Pashinyan, postponed last week, took place in Geneva on "
            "Monday.",
            ("Geneva", "2025-11-10", "held"),
        ),
        (
            "Talks between Aliyev and Pashinyan, put off on Friday, were held in Geneva on "
            "Tuesday.",
            ("Geneva", "2025-11-11", "held"),
        ),
        (
            "Aliyev and Pashinyan failed to meet in Vienna on 3 April.",
            ("Vienna", "2025-04-03", "cancelled"),
        ),
        (
            "Aliyev and Pashinyan failed to sign an accord in Vienna in April.",
            ("Vienna", "2025-04-01", "cancelled"),
        ),
        (
            "Aliyev and Pashinyan will put their signatures to a peace accord in Vienna on "
            "Thursday.",
            ("Vienna", "2025-11-13", "planned"),
        ),
        (
            "Aliyev and Pashinyan put their signatures to a peace accord in Vienna on Monday.",
            ("Vienna", "2025-11-10", "held"),
        ),
        (
            "Aliyev and Pashinyan met in Geneva on 25/11/2024.",
            ("Geneva", "2024-11-25", "held"),
        ),
        (
            "Aliyev and Pashinyan met in Geneva on 11/25/2024.",
            ("Geneva", "2024-11-25", "held"),
        ),
        ("Aliyev and Pashinyan met in Geneva on 3/11/2024.", ("Geneva", None, "held")),
        ("Aliyev and Pashinyan met in Geneva on 25/25/2024.", ("Geneva", None, "held")),
    ],
)
def test_the_day_is_the_meeting_s_own(
    read: Read, text: str, expected: tuple[str | None, str | None, str]
) -> None:
    assert told(read, text) == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The war has killed thousands since it began in April 2023. Aliyev and Pashinyan last "
            "met in Geneva in August.",
            ("Geneva", "2025-08-01", "held"),
        ),
        (
            "The war began in April 2023. Aliyev and Pashinyan met in Geneva in August.",
            ("Geneva", "2023-08-01", "held"),
        ),
        (
            "Aliyev and Pashinyan signed a truce in Vienna on Monday that takes effect on Friday. "
            "The day before, Aliyev and Pashinyan met in Geneva.",
            ("Geneva", "2025-11-09", "held"),
        ),
        (
            "Aliyev and Pashinyan met in Vienna on Monday, a year after the truce of 10 November "
            "2024. The day before, Aliyev and Pashinyan met in Geneva.",
            ("Geneva", "2025-11-09", "held"),
        ),
    ],
)
def test_what_a_clause_tells_beside_it_settles_no_later_day(
    read: Read, text: str, expected: tuple[str | None, str | None, str]
) -> None:
    assert expected in told(read, text)
