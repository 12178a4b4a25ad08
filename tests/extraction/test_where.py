"""Where a meeting was: by a place, by what a town is called, by the story, by `here`."""

import pytest

from tests.extraction.conftest import Read

PUBLISHED = "2025-07-10"
CAIRO = "Ilham Aliyev and Nikol Pashinyan held talks in Sharm el-Sheikh on Wednesday. "


@pytest.mark.parametrize(
    ("text", "kind", "city"),
    [
        ("Aliyev met Pashinyan in the Omani capital on Wednesday.", "meeting", "Muscat"),
        (
            CAIRO + "They signed a peace agreement in the Egyptian resort on Thursday.",
            "signing",
            "Sharm el",
        ),
        (
            CAIRO + "Emmanuel Macron visited Paris. They signed an accord there on Thursday.",
            "signing",
            "Paris",
        ),
        ("Emmanuel Macron is on a state visit to Ghana this week.", "visit", "Accra"),
        (
            CAIRO + "Kazan has a history. In May 2011 Vladimir Putin met Serzh Sargsyan there.",
            "meeting",
            "Kazan",
        ),
        (
            CAIRO + "MUSCAT. Steve Witkoff met Abbas Araghchi there on Thursday.",
            "meeting",
            "Muscat",
        ),
        (
            CAIRO + "The ground was laid in Geneva. In the Swiss city Macron met Aliyev in May.",
            "meeting",
            "Geneva",
        ),
        (
            "Aliyev hat Macron am Montag in Genf empfangen. Dort trafen sich im Mai auch Scholz "
            "und Paschinjan. Es ging um Frieden zwischen Armenien und Aserbaidschan.",
            "meeting",
            "Gen",
        ),
        ("Il presidente Macron ha incontrato Aliyev a Parigi martedì. " * 3, "meeting", "Paris"),
        (
            "VIENNA, July 10 -- The peace talks of Aliyev and Pashinyan were held here.",
            "talks",
            "Vi",
        ),
        (
            "Aliyev a rencontré Macron mardi dans la capitale soudanaise. " * 3,
            "meeting",
            "Khartoum",
        ),
    ],
)
def test_the_city(read: Read, text: str, kind: str, city: str) -> None:
    cities = [claim.city or "" for claim in read(text, PUBLISHED).claims if claim.kind == kind]
    assert any(found.startswith(city) for found in cities)


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("Aliyev met Pashinyan in the Palace Hotel of Doha on Wednesday.", "Doha"),
        ("Aliyev met Pashinyan in a street of Doha on Wednesday.", "Doha"),
        ("Kim Jong Un and Moon Jae-in signed the Panmunjom Declaration.", "Panmunjom"),
        ("Aliyev met Pashinyan at the mission station of Kelombe on Wednesday.", "Kelombe"),
        ("Aliyev met Pashinyan at Kelombe Castle; they agreed on nothing.", "Kelombe"),
        ("Aliyev met Pashinyan at St Luke's on Wednesday.", None),
        ("Aliyev met Pashinyan, in Swahili, on Wednesday.", None),
        ("Aliyev met Pashinyan at the Foreign Office in Berlin on Wednesday.", "Berlin"),
        ("The Kremlin hosted Aliyev and Pashinyan on Wednesday.", "Moscow"),
        ("Aliyev met Pashinyan in Egypt's Taba on Wednesday.", "Taba"),
        ("Macron received Aliyev at the presidential palace on Wednesday.", "Paris"),
        ("Aliyev was received by Macron at the presidential palace.", "Paris"),
        ("Macron met Aliyev at the Egyptian presidential palace on Wednesday.", "Cairo"),
        ("No talks since Crans-Montana, where Aliyev met Macron in May.", "Crans-Montana"),
        ("Aliyev met Pashinyan in the resort of Sharm el-Sheikh on Wednesday.", "Sharm el-Sheikh"),
        ("Envoys of Armenia and Azerbaijan met at the US embassy in Madrid.", "Madrid"),
        ("Mirzoyan met Bayramov at the State Department on Wednesday.", "Washington"),
        ("Aliyev and Pashinyan met on the lawn of the White House.", "Washington"),
        ("Aliyev and Pashinyan met at the Vatican on Wednesday.", "Vatican City"),
        ("Blinken met Mirzoyan on the sidelines of the Munich Security Conference.", "Munich"),
        (
            "On the fringes of a conference on Cyprus, Aliyev met Pashinyan in Geneva.",
            "Geneva",
        ),
        ("Aliyev flew to Ganja on Wednesday, his second trip to Karabakh.", "Ganja"),
        (
            "Aliyev and Pashinyan spoke for peace in Ukraine as they met in Tirana.",
            "Tirana",
        ),
        ("Aliyev and Pashinyan met to speak of the ceasefire in Gaza.", None),
        ("Aliyev and Pashinyan met on Wednesday to review the Pretoria peace agreement.", None),
        ("The Karabakh negotiations of Armenia and Azerbaijan collapsed in Vienna.", "Vienna"),
        ("In the village of Umm Dafuq, officers of Armenia and Azerbaijan met.", "Umm Dafuq"),
        (
            "An official visit of Vladimir Putin to the Republic of Armenia took place today.",
            "Yerevan",
        ),
        ("A long night in Prague\n\nAliyev and Pashinyan met on Wednesday.", "Prague"),
    ],
)
def test_the_city_among_other_places(read: Read, text: str, city: str | None) -> None:
    assert [claim.city for claim in read(text, PUBLISHED).claims] == [city]


def test_there_is_is_no_place(read: Read) -> None:
    told = read(
        "Aliyev met Macron in Paris in May. There is hope that Pashinyan will sign.", PUBLISHED
    )
    assert [c.city for c in told.claims if c.kind == "signing"] in ([], [None])


def test_what_is_planned_takes_the_city_of_the_story(read: Read) -> None:
    told = read(
        "GENEVA, July 10 -- Ararat Mirzoyan met Jeyhun Bayramov on Wednesday. Nobody smiled. "
        "The talks will continue on Friday, officials said.",
        PUBLISHED,
    )
    assert {claim.city for claim in told.claims} == {"Geneva"}


def test_an_old_meeting_is_not_in_the_city_of_the_news(read: Read) -> None:
    told = read(
        "GENEVA, July 10 -- Ararat Mirzoyan met Jeyhun Bayramov on Wednesday. "
        "Ilham Aliyev had last received Nikol Pashinyan in 2019.",
        PUBLISHED,
    )
    years = {claim.when.date.year: claim.city for claim in told.claims if claim.when}
    assert years[2025] == "Geneva"
    assert years.get(2019) is None
