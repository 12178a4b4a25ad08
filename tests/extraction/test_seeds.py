"""The traps of five real pages, where those are at hand; none of their words stands here."""

import datetime as dt
from pathlib import Path

import pytest

from service.domain.articles import Document, Reading
from service.domain.meetings import Claim
from service.extraction.extract import Extractor

SEEDS = Path(__file__).parents[3] / "shared" / "seeds" / "texts"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real pages are not here")


@pytest.fixture(scope="module")
def pages(extractor: Extractor) -> dict[str, Reading]:
    """The readings by the number in the file's name, as published where the page's feed told it."""
    days = {"001": dt.date(2024, 4, 15), "004": dt.date(2024, 9, 2)}
    return {
        path.name[:3]: extractor.read(
            Document(raw=path.read_text(encoding="utf-8"), published_on=days.get(path.name[:3]))
        )
        for path in sorted(SEEDS.glob("*.txt"))
    }


def named(reading: Reading) -> set[str]:
    return {mention.slug for mention in reading.actors if not mention.inferred}


def of_kind(reading: Reading, kind: str) -> list[Claim]:
    return [claim for claim in reading.claims if claim.kind == kind]


def days(reading: Reading) -> set[str]:
    return {claim.when.date.isoformat() for claim in reading.claims if claim.when}


def test_all_are_about_one_process(pages: dict[str, Reading]) -> None:
    for reading in pages.values():
        assert reading.relevant
        assert [match.process for match in reading.processes] == ["armenia-azerbaijan"]
        assert reading.language == "en"


def test_persons_and_states_of_the_article_and_no_others(pages: dict[str, Reading]) -> None:
    teasers = {
        "maia-sandu",
        "volodymyr-zelensky",
        "sergei-naryshkin",
        "state-md",
        "state-ua",
        "state-kg",
    }
    assert not teasers & named(pages["003"])
    assert "state-cz" not in named(pages["003"])
    assert {"vladimir-putin", "jeyhun-bayramov", "hakan-fidan", "elchin-amirbayov"} <= named(
        pages["004"]
    )
    assert named(pages["002"]) == {
        "ilham-aliyev",
        "nikol-pashinyan",
        "dmitry-peskov",
        "state-ru",
        "state-az",
        "state-am",
    }


def test_history_lends_its_year_to_nothing(pages: dict[str, Reading]) -> None:
    visit = of_kind(pages["000"], "visit")[0]
    assert visit.when is None
    assert visit.city == "Yerevan"


def test_a_declaration_told_twice_is_one_event(pages: dict[str, Reading]) -> None:
    signing = of_kind(pages["000"], "signing")
    assert len(signing) == 1
    assert signing[0].when is not None
    assert (signing[0].when.date, signing[0].when.precision) == (dt.date(1991, 12, 1), "month")


def test_old_names_of_cities_are_one_city(pages: dict[str, Reading]) -> None:
    ahead = [claim for claim in pages["000"].claims if claim.status == "planned"]
    assert [(claim.kind, claim.city) for claim in ahead] == [("talks", "Almaty")]
    assert {claim.city for claim in of_kind(pages["000"], "talks")} == {"Almaty"}
    assert "Alma-Ata" not in {claim.city for claim in pages["003"].claims}


def test_stamps_of_teasers_and_weekdays_of_statements_date_nothing(
    pages: dict[str, Reading],
) -> None:
    assert pages["003"].published_on is None
    assert "2024-05-09" not in days(pages["003"])
    assert pages["002"].published_on is None
    assert days(pages["002"]) == set()


def test_the_talks_ahead_have_their_day(pages: dict[str, Reading]) -> None:
    talks = next(c for c in of_kind(pages["003"], "talks") if c.when and c.when.precision == "day")
    assert talks.when is not None
    assert (talks.when.date, talks.city, talks.status) == (
        dt.date(2024, 5, 10),
        "Almaty",
        "planned",
    )


def test_two_visits_in_one_phrase(pages: dict[str, Reading]) -> None:
    visits = of_kind(pages["003"], "visit")
    assert {visit.city for visit in visits} == {"Baku", "Yerevan"}
    assert all(visit.when is None for visit in visits)


def test_the_call_is_dated_by_its_weekday(pages: dict[str, Reading]) -> None:
    call = of_kind(pages["004"], "phone_call")[0]
    assert call.when is not None
    assert call.when.date == dt.date(2024, 8, 28)
    assert call.city is None


def test_a_visit_and_its_press_conference(pages: dict[str, Reading]) -> None:
    press = of_kind(pages["004"], "press_conference")[0]
    assert press.when is not None
    assert (press.when.date, press.city) == (dt.date(2024, 8, 27), "Ankara")


def test_the_reposting_page_is_dated_by_its_stamp(extractor: Extractor) -> None:
    path = next(SEEDS.glob("004*.txt"))
    reading = extractor.read(Document(raw=path.read_text(encoding="utf-8")))
    assert reading.published_on == dt.date(2024, 9, 2)


def test_publishers_from_the_foot_of_the_page(pages: dict[str, Reading]) -> None:
    assert pages["001"].publisher == "Anadolu Agency"
    assert pages["002"].publisher == "MENAFN"


def test_a_statement_over_three_paragraphs_is_one_quote(pages: dict[str, Reading]) -> None:
    quotes = [quote for quote in pages["000"].quotes if len(quote.text) > 200]
    assert len(quotes) == 1


def test_disclaimers_are_no_quotes(pages: dict[str, Reading]) -> None:
    assert not [quote for quote in pages["002"].quotes if "warranty" in quote.text]
    kinds = {block.kind for block in pages["002"].blocks}
    assert "boilerplate" in kinds
