"""When a meeting was, in the wordings of six languages: one sentence, one date each."""

import pytest

from tests.extraction.conftest import Read

PUBLISHED = "2024-05-15"  # a Wednesday
MET = {
    "en": "The foreign ministers of Armenia and Azerbaijan, Ararat Mirzoyan and Jeyhun Bayramov, "
    "met in Paris {}. They discussed the peace treaty.",
    "fr": "Les ministres des Affaires étrangères d'Arménie et d'Azerbaïdjan, Ararat Mirzoyan et "
    "Djeyhoun Baïramov, se sont rencontrés à Paris {}. Ils ont parlé du traité de paix.",
    "es": "Los ministros de Exteriores de Armenia y Azerbaiyán, Ararat Mirzoyán y Jeyhun Bayramov, "
    "se reunieron en París {}. Hablaron del tratado de paz.",
    "de": "Die Außenminister Armeniens und Aserbaidschans, Ararat Mirsojan und Dscheihun Bajramow, "
    "trafen sich {} in Paris. Sie sprachen über den Friedensvertrag.",
    "ru": "Министры иностранных дел Армении и Азербайджана Арарат Мирзоян и Джейхун Байрамов "
    "встретились {} в Париже. Они обсудили мирный договор.",
    "tr": "Ermenistan ve Azerbaycan dışişleri bakanları Ararat Mirzoyan ile Ceyhun Bayramov {} "
    "Paris'te bir araya geldi. Bakanlar barış anlaşmasını görüştü.",
}
WILL_MEET = {
    "en": "The foreign ministers of Armenia and Azerbaijan, Ararat Mirzoyan and Jeyhun Bayramov, "
    "will meet in Paris {}. They will discuss the peace treaty.",
    "fr": "Les ministres des Affaires étrangères d'Arménie et d'Azerbaïdjan, Ararat Mirzoyan et "
    "Djeyhoun Baïramov, se rencontreront à Paris {}. Ils parleront du traité de paix.",
    "es": "Los ministros de Exteriores de Armenia y Azerbaiyán, Ararat Mirzoyán y Jeyhun Bayramov, "
    "se reunirán en París {}. Hablarán del tratado de paz.",
    "ru": "Министры иностранных дел Армении и Азербайджана Арарат Мирзоян и Джейхун Байрамов "
    "встретятся {} в Париже. Они обсудят мирный договор.",
}


def first(read: Read, sentence: str) -> str:
    when = read(f"Peace talks\n\n{sentence}", PUBLISHED).claims[0].when
    return f"{when.date} {when.precision}" if when else ""


@pytest.mark.parametrize(
    ("language", "words", "date"),
    [
        ("en", "on 3, 4 and 5 May", "2024-05-03 day"),
        ("en", "on 3 & 4 May", "2024-05-03 day"),
        ("en", "on the first day of May", "2024-05-01 day"),
        ("en", "last week, on Thursday", "2024-05-09 day"),
        ("en", "on Thursday of last week", "2024-05-09 day"),
        ("en", "this past weekend", "2024-05-11 day"),
        ("en", "2 weeks ago", "2024-05-01 month"),
        ("en", "a fortnight ago", "2024-05-01 month"),
        ("en", "ten days ago", "2024-05-05 day"),
        ("en", "a year ago", "2023-01-01 year"),
        ("en", "last summer", "2023-01-01 year"),
        ("en", "in spring 2023", "2023-01-01 year"),
        ("en", "on 10.05.2024", "2024-05-10 day"),
        ("en", "on the last Sunday of March", "2024-03-31 day"),
        ("en", "on the second Monday of May", "2024-05-13 day"),
        ("en", "for the third day running on Tuesday", "2024-05-12 day"),
        ("en", "two weeks before the vote, on April 18", "2024-04-18 day"),
        ("en", "recently", ""),
        ("en", "a few weeks ago", ""),
        ("en", "in April or May", ""),
        ("en", "between January and March", ""),
        ("fr", "les 8 et 9 mai", "2024-05-08 day"),
        ("fr", "du 8 au 10 mai", "2024-05-08 day"),
        ("fr", "le mois dernier", "2024-04-01 month"),
        ("fr", "l'an dernier", "2023-01-01 year"),
        ("fr", "il y a trois semaines", "2024-04-01 month"),
        ("fr", "récemment", ""),
        ("es", "los días 8 y 9 de mayo", "2024-05-08 day"),
        ("es", "la semana pasada", "2024-05-01 month"),
        ("es", "hace tres semanas", "2024-04-01 month"),
        ("es", "en mayo del año pasado", "2023-05-01 month"),
        ("es", "en 2022", "2022-01-01 year"),
        ("de", "vom 8. bis 10. Mai", "2024-05-08 day"),
        ("de", "am Mittwoch, dem 8. Mai,", "2024-05-08 day"),
        ("de", "vor drei Wochen", "2024-04-01 month"),
        ("de", "am 08.05.2024", "2024-05-08 day"),
        ("de", "kürzlich", ""),
        ("ru", "8-го мая", "2024-05-08 day"),
        ("ru", "с 8 по 10 мая", "2024-05-08 day"),
        ("ru", "в апреле прошлого года", "2023-04-01 month"),
        ("ru", "три недели назад", "2024-04-01 month"),
        ("ru", "в 2022 году", "2022-01-01 year"),
        ("ru", "недавно", ""),
        ("tr", "8 ve 9 Mayıs'ta", "2024-05-08 day"),
        ("tr", "iki gün önce", "2024-05-13 day"),
        ("tr", "2022 yılında", "2022-01-01 year"),
        ("tr", "nisan sonunda", "2024-04-01 month"),
    ],
)
def test_what_is_past(read: Read, language: str, words: str, date: str) -> None:
    assert first(read, MET[language].replace("{}", words)) == date


@pytest.mark.parametrize(
    ("language", "words", "date"),
    [
        ("en", "on Thursday of next week", "2024-05-23 day"),
        ("en", "this weekend", "2024-05-18 day"),
        ("en", "in two weeks", "2024-05-01 month"),
        ("en", "in two days", "2024-05-17 day"),
        ("en", "in June or July", ""),
        ("fr", "la semaine prochaine", "2024-05-01 month"),
        ("fr", "demain, jeudi,", "2024-05-16 day"),
        ("es", "la semana que viene", "2024-05-01 month"),
        ("es", "dentro de dos semanas", "2024-05-01 month"),
        ("ru", "через два дня", "2024-05-17 day"),
    ],
)
def test_what_is_ahead(read: Read, language: str, words: str, date: str) -> None:
    assert first(read, WILL_MEET[language].replace("{}", words)) == date


@pytest.mark.parametrize(
    ("story", "date"),
    [
        ("The accord of 2019 is not kept. The ministers met in Paris in April.", "2024-04"),
        ("They met in Rome in June 2019. The ministers met in Paris in August.", "2019-08"),
        ("They met in Rome in June 2019. The ministers met in Paris on 8 May.", "2024-05"),
        ("The accord of 2019 failed. In May of that year the ministers met in Paris.", "2019-05"),
        ("The border is closed since 1993. In April the ministers met in Paris.", "2024-04"),
    ],
)
def test_the_year_of_a_story(read: Read, story: str, date: str) -> None:
    text = f"The peace talks of Armenia and Azerbaijan.\n\n{story}"
    (paris,) = [claim for claim in read(text, PUBLISHED).claims if claim.city == "Paris"]
    assert paris.when is not None
    assert paris.when.date.isoformat()[:7] == date


@pytest.mark.parametrize(
    ("told", "kind", "day"),
    [
        ("7 May 2024. Aliyev and Pashinyan met in Vienna.", "meeting", "2024-05-07"),
        (
            "They got up from the table on Thursday. "
            "Aliyev and Pashinyan had met in Vienna a day earlier.",
            "meeting",
            "2024-05-08",
        ),
        (
            "The ceasefire began on 3 May. That day Aliyev and Pashinyan met in Vienna.",
            "meeting",
            "2024-05-03",
        ),
        (
            "Ilham Aliyev, who was elected in February, met Nikol Pashinyan in Vienna on 3 May.",
            "meeting",
            "2024-05-03",
        ),
        (
            "The envoys brought Aliyev and Pashinyan to sign a peace treaty in Vienna on 3 May.",
            "signing",
            "2024-05-03",
        ),
        (
            "A meeting of Aliyev and Pashinyan scheduled for Tuesday was called off.",
            "meeting",
            "2024-05-14",
        ),
        (
            '"An accord by the end of this year," Aliyev told a press conference on Tuesday.',
            "press_conference",
            "2024-05-14",
        ),
        (
            "A planned trip of Nikol Pashinyan to Vienna, announced by Charles Michel last month, "
            "has not taken place.",
            "visit",
            "",
        ),
        (
            "Aliyev phoned Pashinyan in April; that was on the third, it lasted a minute.",
            "phone_call",
            "2024-04-01",
        ),
        (
            "Aliyev phoned Pashinyan; that was on Tuesday, and it lasted a minute.",
            "phone_call",
            "2024-05-14",
        ),
        (
            "The paper came out on Tuesday, a day after Pashinyan had met Aliyev in Vienna.",
            "meeting",
            "2024-05-13",
        ),
        (
            "Less than a week after meeting Aliyev in Vienna, Pashinyan phoned him on Tuesday.",
            "meeting",
            "",
        ),
        (
            "Aliyev put off Tuesday's meeting with Pashinyan.",
            "meeting",
            "2024-05-14",
        ),
        (
            "Two days of talks between Aliyev and Pashinyan in Vienna ended on Tuesday.",
            "talks",
            "2024-05-13",
        ),
    ],
)
def test_the_day_that_the_story_tells(read: Read, told: str, kind: str, day: str) -> None:
    claims = read(f"Armenia, Azerbaijan and peace\n\n{told}", PUBLISHED).claims
    days = {c.when.date.isoformat() if c.when else "" for c in claims if c.kind == kind}
    assert days == {day}


def test_each_city_of_a_journey_has_its_day(read: Read) -> None:
    told = read("Ilham Aliyev will travel to Geneva on May 20 and to Paris on May 22.", PUBLISHED)
    days = {(claim.city, claim.when.date.day if claim.when else 0) for claim in told.claims}
    assert days == {("Geneva", 20), ("Paris", 22)}
