"""Dates that only the story tells: the day of the news, the day before it, the list's months."""

import pytest

from service.domain.meetings import Claim
from tests.extraction.conftest import Read

PUBLISHED = "2025-07-10"  # a Thursday
LEAD = "Ararat Mirzoyan and Jeyhun Bayramov held talks in Geneva on Wednesday. "


def dated(claims: tuple[Claim, ...]) -> set[tuple[str, str | None]]:
    return {(claim.kind, claim.when.date.isoformat() if claim.when else None) for claim in claims}


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        (LEAD + "Mirzoyan told a press conference that he was content.", "press_conference", "09"),
        (LEAD + "The next day Nikol Pashinyan visited Paris.", "visit", "10"),
        (LEAD + "A day earlier Nikol Pashinyan visited Paris.", "visit", "08"),
        (LEAD + "The same day Nikol Pashinyan visited Paris.", "visit", "09"),
        (LEAD + "Two days earlier Nikol Pashinyan visited Paris.", "visit", "07"),
        ("Macron had arrived on Monday. Nikol Pashinyan visited Paris.", "visit", "07"),
        (LEAD + "A day earlier Macron had gone home. Pashinyan visited Paris.", "visit", "08"),
        (LEAD + "All went well. Before the talks Mirzoyan had visited Paris.", "visit", "09"),
        (
            LEAD
            + "All sat. All ate. All left. " * 2
            + "In the course of the stay Mirzoyan visited Bern.",
            "visit",
            "09",
        ),
        (LEAD + "On the eve of the talks Nikol Pashinyan visited Paris.", "visit", "08"),
        ("Pashinyan, back from Rome, spent Tuesday in Moscow with Putin.", "visit", "08"),
        ("The news comes two days after Pashinyan visited Paris.", "visit", "08"),
        ("Pashinyan spoke yesterday with Macron of peace.", "phone_call", "09"),
        (
            LEAD + "They follow the accord that Aliyev and Macron signed in Bern on 14 May 2025. "
            "On the eve of the meeting Nikol Pashinyan visited Paris.",
            "visit",
            "08",
        ),
        (LEAD + "Aliyev has just telephoned Macron.", "phone_call", "10"),
        (
            "The news came a day after Pashinyan, by his own account, telephoned Macron.",
            "phone_call",
            "09",
        ),
        (
            "On Tuesday Aliyev met Macron in Paris. This morning all was quiet. "
            "Pashinyan telephoned Macron at ten.",
            "phone_call",
            "10",
        ),
        (
            "Aliyev and Macron met in Paris on Tuesday. "
            "At that time, it was said, Pashinyan visited Bern.",
            "visit",
            "01",
        ),
        (
            LEAD + "The vote is near. Macron won Sunday's first round. He saw Aliyev.",
            "meeting",
            "09",
        ),
        (
            "VIENNA. July 10 (Wire) - Mirzoyan and Bayramov signed a protocol on Tuesday. "
            "Pashinyan visited Paris.",
            "visit",
            "08",
        ),
        ("On Monday Aliyev met Macron; a day later Pashinyan visited Paris.", "visit", "08"),
        (
            "Aliyev said on Wednesday that he had telephoned Macron the day before.",
            "phone_call",
            "08",
        ),
    ],
)
def test_a_day_from_the_story(read: Read, text: str, kind: str, day: str) -> None:
    assert (kind, f"2025-07-{day}") in dated(read(text, PUBLISHED).claims)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("on 6 October 2022. The following month Nikol Pashinyan visited Paris.", "2022-11-01"),
        ("on 6 October 2022. Later that month Nikol Pashinyan visited Paris.", "2022-10-01"),
        (
            "in 2020. Was he seen again? Once, in late July of 2021. "
            "Nikol Pashinyan visited Paris and left.",
            "2021-07-01",
        ),
        ("in October 2022. A month earlier Nikol Pashinyan had visited Paris.", "2022-09-01"),
        ("on 6 October 2022. The following May Nikol Pashinyan visited Paris.", "2023-05-01"),
    ],
)
def test_a_month_from_the_story(read: Read, text: str, month: str) -> None:
    told = read("Aliyev and Pashinyan met in Prague " + text, PUBLISHED)
    assert ("visit", month) in dated(told.claims)


def test_vague_spans_give_no_date(read: Read) -> None:
    told = read(
        LEAD + "Nikol Pashinyan and Ilham Aliyev had met in Vienna more than two months ago."
    )
    assert {when for kind, when in dated(told.claims) if kind == "meeting"} == {None}


def test_each_place_of_a_list_has_its_own_month(read: Read) -> None:
    told = read("Ilham Aliyev and Nikol Pashinyan met in Vienna in February and in Almaty in May.")
    months = {(claim.city, claim.when.date.month if claim.when else 0) for claim in told.claims}
    assert months == {("Vienna", 2), ("Almaty", 5)}


def test_the_date_of_another_event_is_left_to_it(read: Read) -> None:
    told = read("On May 25 it was Vladimir Putin's turn; Aliyev and Pashinyan met in Brussels.")
    days = [claim.when for claim in told.claims if claim.city == "Brussels"]
    assert days
    assert all(day is None or day.date.month != 5 for day in days)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("They had signed an accord in Vienna on 2 March 2024.", "2024-05-09"),
        ("They had signed an accord in Vienna on March 2, 2024.", "2024-05-09"),
        ("The war between them was ended in August 2008.", None),
        ("They have been in contact since 28 February 2013.", None),
    ],
)
def test_the_year_of_an_undated_page(read: Read, told: str, day: str | None) -> None:
    text = f"Nikol Pashinyan met Ilham Aliyev in Prague on 9 May. {told}"
    assert day in {when for kind, when in dated(read(text, None).claims) if kind == "meeting"}


def test_an_undated_page_with_a_later_year_gives_no_year(read: Read) -> None:
    text = (
        "The two sides have negotiated in Oslo since January 2022. The spring of 2023 was quiet. "
        "Emmanuel Macron visited Algiers in July."
    )
    visits = [c for c in read(text, None).claims if c.city == "Algiers"]
    assert [visit.when for visit in visits] == [None]


def test_the_day_of_a_meeting_named_for_it_dates_no_journey(read: Read) -> None:
    told = read(
        "Since the Brussels meeting of February 27, Miroslav Lajčák has travelled to Pristina."
    )
    assert [claim.when for claim in told.claims if claim.kind == "visit"] == [None]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Aliyev and Pashinyan met in Prague in October last year.", "2024-10-01"),
        ("For 21 October a meeting of Aliyev and Pashinyan is planned in Prague.", "2025-10-21"),
        ("A meeting of Aliyev and Pashinyan in Prague is fixed for Friday.", "2025-07-11"),
        (
            "In February 2006 they talked; Aliyev met Kocharyan in Paris in October.",
            "2006-10-01",
        ),
        (
            "Aliyev saw Sargsyan in May 2014; they met in Paris in October of that year.",
            "2014-10-01",
        ),
        ("Two years ago today Aliyev met Pashinyan in Prague.", "2023-07-10"),
        ("Ten years before, in April 2013, Aliyev met Sargsyan in Prague.", "2013-04-01"),
        ("Aliyev and Pashinyan met in Prague on Saturday and Sunday.", "2025-07-05"),
        ("Pashinyan is to meet Aliyev in Prague before the end of the week.", "2025-07-01"),
    ],
)
def test_what_a_date_means(read: Read, text: str, when: str) -> None:
    days = {claim.when.date.isoformat() for claim in read(text, PUBLISHED).claims if claim.when}
    assert when in days


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Macron a rencontré son homologue Ilham Aliyev à Prague le 1er juin.", "2025-06-01"),
        (
            "Macron recevra son homologue Ilham Aliyev à Prague avant la fin du mois.",
            "2025-07-01",
        ),
        ("Sánchez se reunió con Ilham Aliyev en Praga el 13 de febrero de 2025.", "2025-02-13"),
        (
            "Olaf Scholz hat Nikol Paschinjan am Montagnachmittag in Prag zu Gesprächen getroffen. "
            "Es war ihr drittes Treffen, und die Verhandlungen gehen weiter. ",
            "2025-07-07",
        ),
    ],
)
def test_what_a_date_means_elsewhere(read: Read, text: str, when: str) -> None:
    day = {claim.when.date.isoformat() for claim in read(text * 3, PUBLISHED).claims if claim.when}
    assert when in day


def test_a_call_that_the_lead_names_is_of_the_day(read: Read) -> None:
    told = read("A telephone conversation of Vladimir Putin and Ilham Aliyev was held.", PUBLISHED)
    assert {claim.when.date.isoformat() for claim in told.claims if claim.when} == {PUBLISHED}


def test_the_date_of_an_accord_is_not_that_of_the_talks(read: Read) -> None:
    told = read(
        "Talks of Ilham Aliyev and Serzh Sargsyan in Vienna had led to the accord of May 16.",
        PUBLISHED,
    )
    assert "2025-05-16" not in {c.when.date.isoformat() for c in told.claims if c.when}


@pytest.mark.parametrize(
    ("days", "last"),
    [
        ("from July 7 to 9 in Geneva", "2025-07-09"),
        ("in Geneva between July 7 and 8", "2025-07-08"),
        ("on July 7-9 at the residence", "2025-07-09"),
        ("on July 7 and 12 soldiers were freed", None),
    ],
)
def test_days_from_to(read: Read, days: str, last: str | None) -> None:
    (told,) = read(f"Aliyev and Pashinyan met {days}.", PUBLISHED).claims
    assert told.when is not None
    assert (told.when.date.isoformat(), told.when.end and told.when.end.isoformat()) == (
        "2025-07-07",
        last,
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Aliyev receives the ministers on Friday, his office says.", "2025-07-11"),
        ("Pashinyan gives a press conference on Wednesday.", "2025-07-16"),
        ("On Monday Aliyev is expected in Brussels.", "2025-07-14"),
        ("On Monday Aliyev met Pashinyan in Brussels; a summit will follow.", "2025-07-07"),
        ("On Tuesday Pashinyan will visit Paris.", "2025-07-15"),
        ("The talks on 29 September will be held in Geneva.", "2025-09-29"),
        ("The fourth round of talks is foreseen in Geneva from 14 August.", "2025-08-14"),
        ("Aliyev and Pashinyan will meet in Moscow in January.", "2026-01-01"),
        ("The sides were to have held talks in Geneva on 25 July; that is off.", "2025-07-25"),
        ("Aliyev and Pashinyan met on July 8 and 12 soldiers were freed.", "2025-07-08"),
        ("The talks in Geneva, planned for 25 July, were called off.", "2025-07-25"),
        ("Moscow said it offered Aliyev and Pashinyan talks in July.", "2025-07-01"),
        ("Aliyev and Pashinyan had met in Oslo and in Vienna since early 2022.", "2022-01-01"),
        ("Aliyev met Pashinyan in Oslo for the first time since May on Tuesday.", "2025-07-08"),
        ("Only on 12 September did Aliyev and Pashinyan open talks in Oslo.", "2024-09-12"),
        ("A meeting of Aliyev and Pashinyan there is expected by mid-August.", "2025-08-01"),
    ],
)
def test_a_day_ahead_or_behind(read: Read, text: str, day: str) -> None:
    assert day in {when for _, when in dated(read(text, PUBLISHED).claims)}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The ministers met in Moscow on 24 May and 30 August 2022.", "2022-05-24"),
        ("Talks took place in Geneva from 30 September to 4 October 2019.", "2019-09-30"),
        ("Aliyev and Pashinyan met in Vienna in May and June 2019.", "2019-05-01"),
        ("Aliyev and Pashinyan held talks in Lisbon in November and March of 1993.", "1992-11-01"),
    ],
)
def test_a_year_that_two_dates_share(read: Read, text: str, day: str) -> None:
    assert day in {when for _, when in dated(read(text, PUBLISHED).claims)}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("After three days of talks in Geneva on Wednesday Aliyev went home.", "2025-07-07"),
        ("Pashinyan left Paris on Tuesday after a visit of two days.", "2025-07-07"),
        ("Talks of Aliyev and Pashinyan opened on 3 July and ended on 5 July.", "2025-07-03"),
        ("Talks of Aliyev and Pashinyan that began on Friday ended on Tuesday.", "2025-07-04"),
        (
            "Aliyev spoke at the close of a two-day state visit to Germany on Wednesday.",
            "2025-07-08",
        ),
        ("Macron ended a two-day visit to Baku on Tuesday.", "2025-07-07"),
        ("Aliyev and Macron met in Baku on Wednesday for a third day.", "2025-07-07"),
        ("The two-day meeting of Aliyev and Macron in Baku ended on Tuesday.", "2025-07-07"),
        ("Macron returned on Wednesday from a four-day visit to Baku.", "2025-07-06"),
        ("Aliyev and Macron met on Tuesday after a three-day truce in Karabakh.", "2025-07-08"),
    ],
)
def test_what_lasted_began_before(read: Read, text: str, day: str) -> None:
    assert day in {when for _, when in dated(read(text, PUBLISHED).claims)}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Pashinyan is to meet Aliyev in Brussels before Christmas.", "2025-12-01"),
        ("Pashinyan telephoned Aliyev on New Year's Eve.", "2024-12-31"),
        ("Two days from now Aliyev and Pashinyan are to meet in Moscow.", "2025-07-12"),
        ("Aliyev and Pashinyan will meet in Berlin in four months' time.", "2025-11-01"),
        ("Aliyev and Pashinyan are to meet in Berlin within twelve days.", "2025-07-01"),
        ("Aliyev and Pashinyan met in Moscow on the seventh.", "2025-07-07"),
        ("Aliyev and Pashinyan met in Moscow on the 23rd.", "2025-06-23"),
        ("The accord was signed in Geneva on the twenty-third of February 2025.", "2025-02-23"),
        ("The accord was signed in Geneva on the sixth of July.", "2025-07-06"),
        ("Aliyev and Pashinyan met in Moscow on the fourth.", "2025-07-04"),
        ("Aliyev and Pashinyan met in Moscow on the 27th of last month.", "2025-06-27"),
        ("In March 1988 Aliyev saw Sargsyan, and on the 23rd they signed a truce.", "1988-03-23"),
        ("Aliyev and Pashinyan met in Moscow on 2025-07-04.", "2025-07-04"),
        ("July 4: Aliyev and Pashinyan met in Moscow.", "2025-07-04"),
        ("Two weeks ago, on 27 June, Aliyev and Pashinyan met in Moscow.", "2025-06-27"),
        ("Aliyev and Pashinyan will meet in Moscow a week from today.", "2025-07-17"),
        ("The Prague accord of 3 May 2019 was signed by Armenia and Azerbaijan.", "2019-05-03"),
        ("Between Friday and Sunday Aliyev and Pashinyan held talks in Moscow.", "2025-07-04"),
        ("Half a year ago Aliyev and Pashinyan met in Moscow.", "2025-01-01"),
        ("MOSCOW, July 8 (Wire) -- Aliyev and Pashinyan met here today.", "2025-07-08"),
        (
            "A first round of talks was held in Oslo in May, a second one in Rome in June.",
            "2025-06-01",
        ),
        ("Between 2014 and 2016 Aliyev and Sargsyan met in Vienna.", "2014-01-01"),
        ("The March talks between Aliyev and Pashinyan in Moscow failed.", "2025-03-01"),
        ("Aliyev and Pashinyan will meet in Moscow before the month is out.", "2025-07-01"),
        ("Aliyev and Pashinyan will meet in Moscow in the spring.", "2026-01-01"),
        ("Aliyev and Pashinyan met in Moscow in the autumn.", "2024-01-01"),
        ("Aliyev and Pashinyan will meet in Moscow on Friday week.", "2025-07-18"),
        ("Aliyev and Pashinyan will meet in Moscow a week on Tuesday.", "2025-07-22"),
        ("Aliyev met Pashinyan in Moscow on the evening of the 3rd.", "2025-07-03"),
        ("Aliyev met Pashinyan in Moscow on Monday and Tuesday of last week.", "2025-06-30"),
        (
            "Aliyev will receive Macron in Baku on Monday and is due in Moscow on Thursday "
            "to meet Putin.",
            "2025-07-17",
        ),
        (
            "Three rounds of talks between Armenia and Turkey followed in that year, in May "
            "2022 and in July.",
            "2022-05-01",
        ),
        ("Aliyev told AFP that he meets Pashinyan in Brussels on 12 July.", "2025-07-12"),
        (
            "The truce took effect on 1 July. Two days after the truce, Aliyev met Macron in Bern.",
            "2025-07-03",
        ),
        ("The deal was announced on 6 May after a call between Aliyev and Macron.", "2025-05-06"),
        (
            "Aliyev and Macron met in Paris on 6 October 2022. They signed a statement.",
            "2022-10-06",
        ),
        (
            "Aliyev receives Macron in Baku on Monday; Pashinyan is due in Moscow on Thursday.",
            "2025-07-17",
        ),
        ("Aliyev and Macron should meet in Paris on Monday.", "2025-07-14"),
        ("After Tuesday's talks Aliyev will fly to Paris to meet Macron on Friday.", "2025-07-11"),
        (
            "Aliyev met Macron in Paris on 4 December and said that the line was "
            "described; on 21 February they signed the protocol in Baku.",
            "2025-02-21",
        ),
    ],
)
def test_words_for_a_day(read: Read, text: str, day: str) -> None:
    assert day in {when for _, when in dated(read(text, PUBLISHED).claims)}


@pytest.mark.parametrize(
    "text",
    [
        "Aliyev met General Hlaing, whose men overthrew a government in February 2021, in Baku.",
        "Aliyev met General Hlaing in Baku, whose men overthrew a government in February 2021.",
        "Aliyev saw Bayramov, the favourite in Sunday's primary, in Baku for talks.",
        "Aliyev and Pashinyan signed an accord in Baku ahead of an election on 28 July.",
    ],
)
def test_the_day_of_something_else(read: Read, text: str) -> None:
    assert {when for _, when in dated(read(text, PUBLISHED).claims)} <= {PUBLISHED, None}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("met at Panmunjom on 27 April 2018. On 26 May they met again.", {"2018-05-26"}),
        ("met in Oslo in December 2018. They met again in Rome in February.", {"2019-02-01"}),
        ("met in Oslo on 12 June 2018.\n\nThey met in Rome in September.", {"2018-09-01"}),
        ("met in Oslo on 12 June 2018.\n\nThey met in Rome in May of that year.", {"2018-05-01"}),
        ("met in Oslo in May 2018.\n\nThey met in Rome on 4 September.", set()),
        ("met at Panmunjom on 12 June 2018. They met again in Rome in February.", set()),
        ("stood still until it resumed in July 2020.\n\nThey will meet on May 30.", set()),
    ],
)
def test_the_story_of_an_undated_page(read: Read, text: str, days: set[str]) -> None:
    found = {when for _, when in dated(read(f"Kim and Moon {text}", None).claims) if when}
    assert days == {day for day in found if "-12" not in day and day[5:7] not in ("04", "06")}


def test_the_day_of_a_dateline_is_that_of_writing(read: Read) -> None:
    told = read(
        "GENEVA, July 10 (Wire) -- The second round of talks between Armenia and Azerbaijan ended "
        "on Wednesday.",
        PUBLISHED,
    )
    assert {when for _, when in dated(told.claims)} == {"2025-07-09"}


def test_the_stop_after_a_day_ends_no_sentence(read: Read) -> None:
    told = read(
        "Ilham Aliyev und Nikol Paschinjan haben sich am 3. Juni in Genf getroffen, "
        "sagte der Sprecher. Das Treffen der beiden dauerte lange und wurde gelobt.",
        PUBLISHED,
    )
    assert "2025-06-03" in {when for _, when in dated(told.claims)}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (
            "Armenia and Azerbaijan will soon hold talks in Geneva, it said on Monday.",
            "planned",
        ),
        ("Armenia and Azerbaijan may hold talks in Geneva, Moscow said on Monday.", "proposed"),
    ],
)
def test_what_is_to_come_is_not_of_the_day(read: Read, text: str, status: str) -> None:
    claims = read(text, PUBLISHED).claims
    assert {(claim.status, claim.when) for claim in claims} == {(status, None)}


@pytest.mark.parametrize(
    "text",
    [
        "In April 2023 nine hundred men were freed after talks of Aliyev and Pashinyan in Bern.",
        LEAD + "Macron was in Baku twice already and held talks in Yerevan.",
        LEAD + "Macron will visit Baku in the coming days.",
        LEAD + "The treaty, initialled in Washington by Armenia and Azerbaijan, remains unsigned.",
        LEAD + "Macron will visit Baku before the end of the year.",
        LEAD + "Macron will visit Baku in late July or early August.",
        LEAD + "On Easter Sunday Macron met Aliyev in Baku.",
        "Macron plans to convene Armenia and Azerbaijan for talks, an aide told AFP on Monday.",
    ],
)
def test_a_day_that_is_not_told(read: Read, text: str) -> None:
    days = {claim.when for claim in read(text, PUBLISHED).claims if claim.city != "Geneva"}
    assert days == {None}


@pytest.mark.parametrize(
    ("published", "text", "day"),
    [
        (
            "2023-09-13",
            "Today it is thirty years since Aliyev and Macron met in Oslo.",
            "1993-09-13",
        ),
        ("2024-11-24", "Eight years ago today Aliyev met Macron in Bern.", "2016-11-24"),
        ("2019-07-09", "A year ago today Aliyev met Macron in Bern.", "2018-07-09"),
        ("2024-11-24", "On this day in 1995 Aliyev met Macron in Bern.", "1995-11-24"),
        (  # what a page remembers goes on over paragraphs, near the anniversary too
            "2019-06-10",
            "The tent, twenty years after\n\nThe old generals of both armies sat down on "
            "5 June 1999 over bad coffee, with cameras in the door.\n\n"
            "The terms had been read before. Aliyev met Macron in Bern on 2 June.",
            "1999-06-02",
        ),
        (  # unless it tells of today
            "2019-06-10",
            "The tent, twenty years after\n\nThe old generals of both armies sat down on "
            "5 June 1999 over bad coffee, with cameras in the door.\n\n"
            "The tent is a museum now. Aliyev met Macron there on 2 June.",
            "2019-06-02",
        ),
        (
            "2016-06-10",
            "The story of a peace\n\nThis is the story of how the peace came and went in Bern.\n\n"
            "2003\n\nAll sat and did nothing.\n\nIn February Aliyev met Macron in Bern.",
            "2003-02-01",
        ),
        (
            "2023-12-02",
            "I remember 2017. That January all sat. In April Aliyev met Macron.",
            "2017-04-01",
        ),
        (
            "2017-02-20",
            "They sat in May and July of last year. In December Aliyev met Macron.",
            "2016-12-01",
        ),
        (
            "2025-08-15",
            "It opened at the end of January 2005. From July 12 to 17 Aliyev met Macron.",
            "2005-07-12",
        ),
        (
            "2025-08-15",
            "It began in Bern on December 9, 2002. Aliyev met Macron the next May in Rome.",
            "2003-05-01",
        ),
        ("2025-09-19", "Aliyev met Macron in Bern on the 2nd of this month.", "2025-09-02"),
        (
            "2013-01-27",
            "Aliyev saw Macron on the 17th of January, last year, and left.",
            "2012-01-17",
        ),
        ("2025-02-19", "Aliyev met Macron in Bern on New Year's Day 2024.", "2024-01-01"),
        (
            "2022-03-24",
            "Look to January, when Aliyev, as this year's chair, met Macron in Bern.",
            "2022-01-01",
        ),
        ("2018-04-28", "All met on Friday. Aliyev flew to Paris over Easter to meet Macron.", None),
        (
            "2018-04-28",
            "All was well on Friday. In Bern Aliyev had a long conversation with Macron.",
            "2018-04-27",
        ),
        # what was then
        ("2024-07-03", "It was the first since January 17, when Aliyev met Macron.", "2024-01-17"),
        (
            "2024-07-03",
            "The way was paved on 10 March 2023, when Aliyev, who knows Bern, met Macron.",
            "2023-03-10",
        ),
        (
            "2024-07-03",
            "The record dated from 2017, when Aliyev met Macron on 10 October.",
            "2017-10-10",
        ),
        ("2018-06-17", "17 May: Aliyev and Macron meet in Sofia.", "2018-05-17"),
        # how long it was
        (
            "2025-09-19",
            "Aliyev and Macron ended their talks in Bern yesterday. All were content. "
            "The round had opened on Monday.",
            "2025-09-15",
        ),
        (
            "2025-09-19",
            "Aliyev and Macron ended their talks in Bern yesterday. The five-day talks were hard.",
            "2025-09-14",
        ),
        (
            "2025-08-15",
            "After ten days of talks in Bern that began on 5 August Aliyev and Macron parted.",
            "2025-08-05",
        ),
        (
            "2024-11-13",
            "Aliyev left the talks with Macron in Bern on Wednesday, the second of four days.",
            "2024-11-12",
        ),
        # of what is told, and of what not
        (
            "2025-10-28",
            "Bern, Oct 28 (SN).- Armenia and Azerbaijan ended their old quarrel on Monday. "
            "At the palace Ilham Aliyev and Nikol Pashinyan signed the peace treaty.",
            "2025-10-27",
        ),
        (
            "2019-11-01",
            "Aliyev met Macron in Bern on Thursday. Earlier in the day he had received Putin.",
            "2019-10-31",
        ),
        (
            "2014-01-26",
            "Aliyev and Macron signed the annex in Bern on Friday. Putin visited Rome on Saturday. "
            "Modi telephoned Macron after the ceremony.",
            "2014-01-24",
        ),
        (
            "2023-10-18",
            "Aliyev and Macron signed a truce on Monday that is to last until 15 January.",
            "2023-10-16",
        ),
        (
            "2025-12-05",
            "On Thursday, in a hall that had got its name the day before, Aliyev met Macron.",
            "2025-12-04",
        ),
        # what is ahead
        (
            "2025-09-05",
            "Aliyev is expected in Bern on Monday. He will call on Macron.",
            "2025-09-08",
        ),
        (
            "2023-10-26",
            "The leaders have been summoned to Bern on Sunday to meet Aliyev.",
            "2023-10-29",
        ),
        (
            "2025-06-14",
            "The sixth round of talks, due in Bern on Sunday, has been struck off.",
            "2025-06-15",
        ),
    ],
)
def test_the_year_and_the_day_of_what_is_remembered(
    read: Read, published: str, text: str, day: str | None
) -> None:
    claims = read(text, published=published).claims
    assert day in {claim.when.date.isoformat() if claim.when else None for claim in claims}


PEACE = "Russia and Ukraine hold peace talks. "


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"{PEACE}Putin will meet Zelensky in Istanbul on 3 or 4 August.", None),
        (f"{PEACE}Putin will meet Zelensky in Istanbul on the 3rd or the 4th of August.", None),
        (f"{PEACE}Putin will meet Zelensky in Istanbul on August 3 or 4.", None),
        (f"{PEACE}Putin will meet Zelensky in Istanbul on August 3 or 4 at noon.", None),
        (f"{PEACE}Putin will meet Zelensky in Istanbul on Monday or Tuesday.", None),
        (f"{PEACE}Putin will meet Zelensky in Istanbul in August or early September.", None),
        (f"{PEACE}Putin will meet Zelensky in Istanbul on August 3, or 40 days on.", "2025-08-03"),
        (f"{PEACE}Putin or Lavrov will meet Zelensky in Istanbul on 4 August.", "2025-08-04"),
        (f"{PEACE}Putin will meet 3 or so of them and Zelensky on 4 August.", "2025-08-04"),
        (
            "Russland und die Ukraine führen Friedensgespräche. Putin wird Selenskyj am 3. oder "
            "4. August in Istanbul treffen.",
            None,
        ),
        (
            "La Russie et l'Ukraine mènent des pourparlers de paix. Poutine rencontrera Zelensky "
            "à Istanbul le 3 ou le 4 août.",
            None,
        ),
        (
            "Rusia y Ucrania celebran conversaciones de paz. Putin se reunirá con Zelenski en "
            "Estambul en agosto o septiembre.",
            None,
        ),
        (
            "Россия и Украина ведут мирные переговоры. Путин встретится с Зеленским в Стамбуле "
            "в августе или сентябре.",
            None,
        ),
        (
            "Rusya ve Ukrayna barış görüşmeleri yürütüyor. Putin, Zelenski ile İstanbul'da "
            "pazartesi veya salı günü görüşecek.",
            None,
        ),
    ],
)
def test_a_day_that_may_be_either_of_two_is_none(read: Read, text: str, day: str | None) -> None:
    claims = [claim for claim in read(text, PUBLISHED).claims if claim.status == "planned"]
    assert [claim.when and claim.when.date.isoformat() for claim in claims] == [day]
