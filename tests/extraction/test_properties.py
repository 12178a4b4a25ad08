"""What holds for any text: spans are true, the same text reads the same, nothing raises."""

import datetime as dt
import itertools
import sys
import unicodedata
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.articles import Document, Reading
from service.domain.spans import Evidence
from service.extraction.extract import Extractor
from service.extraction.text.normal import normalise
from service.extraction.text.scan import matches, scan
from service.extraction.text.sentences import WIDEST

PIECES = """
Putin Aliyev President of Kazakhstan the Kremlin met with talks in Geneva on Monday 10 May 2024
will not be held signed ceasefire Hamas UN said Sudan's army foreign ministers and they July-August
2023-09-01 02.09.2024 Aug. U.S. third round CEO ISTANBUL — Смирнов Эрдоган Ōi Ñandú “ ” "
' ’ , . ; : -
"""
WORDS = st.sampled_from([*PIECES.split(), "\n", "\n\n", "\u00a0", "\u2028", "\ud800", "🕊"])
TEXTS = st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=120).map(" ".join))
QUICK = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def evidences(value: object) -> list[Evidence]:
    """Return every evidence anywhere inside a value."""
    if isinstance(value, Evidence):
        return [value]
    if isinstance(value, dict):
        return [found for item in value.values() for found in evidences(item)]
    if isinstance(value, (tuple, list)):
        return [found for item in value for found in evidences(item)]
    if isinstance(value, msgspec.Struct):
        return [
            found for name in value.__struct_fields__ for found in evidences(getattr(value, name))
        ]
    return []


CUT = """
Iran's envoy met the ministers of Norway and Sweden, and the head of the National Security Council.
The guns fell silent. Two weeks after the ceasefire, they met the Chinese for two days. (Geneva) On
10 May
""".replace("\n", " ")


@pytest.mark.parametrize("at", [at for at, sign in enumerate(CUT) if not sign.isalpha()])
def test_a_text_may_end_or_begin_anywhere(extractor: Extractor, at: int) -> None:
    day = dt.date(2024, 5, 10)
    for raw in (CUT[:at], CUT[: at + 1], CUT[at:]):
        extractor.read(Document(raw=raw, published_on=day))


@QUICK
@given(raw=TEXTS)
def test_evidence_is_what_the_text_says(extractor: Extractor, raw: str) -> None:
    reading = extractor.read(Document(raw=raw))
    for evidence in evidences(reading):
        assert 0 <= evidence.start < evidence.end <= len(raw)
        assert evidence.text == raw[evidence.start : evidence.end]
        assert evidence.rule


ODD = (
    # A surname in capitals may be one of the trigger's own words.
    "ENVOY JOHN THE SAID THE CEASEFIRE HOLDS. MET THE MEDIA WITH ASTANA, PUTIN, MOSCOW.",
    # A dateline without a blank.
    f"Peace talks\n\n(28.03.2001){'x' * 120} the talks began.",
    # A round that only its number names, of the sides of the process.
    "Araghchi and Witkoff, of Iran and the United States, have had five rounds of nuclear talks "
    "since the spring, the first in April, in Muscat.",
)


@pytest.mark.parametrize("raw", ODD)
def test_a_fact_has_words_even_in_odd_texts(extractor: Extractor, raw: str) -> None:
    for evidence in evidences(extractor.read(Document(raw=raw))):
        assert 0 <= evidence.start < evidence.end <= len(raw)
        assert evidence.text == raw[evidence.start : evidence.end]


@QUICK
@given(raw=TEXTS)
def test_the_same_text_reads_the_same(extractor: Extractor, raw: str) -> None:
    document = Document(raw=raw)
    assert extractor.read(document) == extractor.read(document)


@QUICK
@given(raw=TEXTS)
def test_blocks_are_in_order_and_apart(extractor: Extractor, raw: str) -> None:
    blocks = extractor.read(Document(raw=raw)).blocks
    for first, second in itertools.pairwise(blocks):
        assert first.span.end <= second.span.start


@given(raw=st.text(max_size=200))
def test_normalising_keeps_positions(raw: str) -> None:
    assert len(normalise(raw)) == len(raw)


@QUICK
@given(raw=TEXTS)
def test_claims_name_known_parties_and_once_only(extractor: Extractor, raw: str) -> None:
    reading: Reading = extractor.read(Document(raw=raw))
    named = {mention.actor for mention in reading.actors}
    assert len({claim.id for claim in reading.claims}) == len(reading.claims)
    for claim in reading.claims:
        parties = [party.actor for party in claim.parties]
        assert len(set(parties)) == len(parties)
        assert set(parties) <= named


HOSTILE = (
    "met with talks in Geneva on Monday ",
    "“ ",
    '" ',
    "Abc Defg ",
    "A. B. C. ",
    "( [ { ",
    "Putin and Aliyev met in Moscow. ",
    "the ",
    "\n",
    "- a\n",
    "1 May 2024 to ",
    "Foreign Minister of Kazakhstan ",
    "they ",
    "GENEVA — ",
    "the third round of talks, ",
    "The Abc Defg Council ",
    "Minister John Smith of Kenya met. ",
    "“Peace talks began on Monday”, Putin said.\n\n",
    "Aliyev said that he had met Putin. ",
    "\n\n“Peace talks began on Monday, Putin said.",
    "The ceasefire was signed in Geneva. ",
    "2024-05-01\n",
    "the UN mission ",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_with_the_text_and_no_faster(extractor: Extractor, piece: str) -> None:
    small, large = (_steps(extractor, piece, size) for size in (1_500, 12_000))
    assert large <= 12 * small + 5_000


def _steps(extractor: Extractor, piece: str, size: int) -> int:
    """Count the lines and calls of a reading, each turn of a loop too; no time is measured."""
    raw = "Peace talks. " + (piece * (size // len(piece) + 1))[:size]
    count = 0

    def trace(_frame: object, _event: str, _arg: object) -> Callable[..., Any]:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        extractor.read(Document(raw=raw))
    finally:
        sys.settrace(before)
    return count


def test_what_has_no_stops_is_cut_into_sentences(extractor: Extractor) -> None:
    raw = "Peace talks: Putin and Aliyev met and " + "abcd " * 4_000 + "Putin met Aliyev in Moscow."
    claims = extractor.read(Document(raw=raw)).claims
    assert len(claims) == 1
    assert claims[0].evidence[0].text.endswith("abcd Putin met Aliyev in Moscow.")
    assert len(claims[0].evidence[0].text) <= WIDEST


@pytest.mark.parametrize("day", [dt.date.min, dt.date(1899, 12, 31), dt.date.max])
def test_days_of_publication_beyond_reason_do_no_harm(extractor: Extractor, day: dt.date) -> None:
    raw = "Putin and Aliyev met yesterday, last month, three days ago, on Monday and next year."
    assert extractor.read(Document(raw=raw, published_on=day)).published_on == day


def test_tokens_are_words_and_apart(extractor: Extractor) -> None:
    words = extractor._spoken("en")
    text = "Maliase Malian Iranians, request. A session in Mali's north"
    tokens = scan(text, words, matches(text, words))
    for first, second in itertools.pairwise(tokens):
        assert first.end <= second.start
    assert "Iranians" in [text[token.start : token.end] for token in tokens]
    assert any(token.senses.get("mark") == "stop" for token in tokens)


LETTERS_APART = [
    "ZÜRICH, 10 février 2025 - Le président Ilham Aliyev a rencontré Nikol Pashinyan à Genève "
    "le 7 février, a déclaré François Légé, négociateur de l'Union européenne.",
    "Президент Азербайджана Ильхам Алиев провёл переговоры с премьер-министром Армении Николом "
    "Пашиняном 10 мая 2024 года в Женеве.",
    "Der Unter\u00adhändler Azer\u00adbaidschans traf Präsident Armen Sarkissjan am 3. März 2021.",
]


@pytest.mark.parametrize("raw", LETTERS_APART)
def test_letters_written_apart_read_like_whole_ones(extractor: Extractor, raw: str) -> None:
    whole = unicodedata.normalize("NFC", raw).replace("\u00ad", "")
    apart = unicodedata.normalize("NFD", raw)
    of_whole, of_apart = (extractor.read(Document(raw=one)) for one in (whole, apart))
    assert of_apart.actors
    assert len(whole) < len(apart)
    assert [a.slug for a in of_apart.actors] == [a.slug for a in of_whole.actors]
    assert [c.when for c in of_apart.claims] == [c.when for c in of_whole.claims]
    places = [(e.start, e.end, e.text) for e in evidences(of_apart)]
    assert places == [(start, end, apart[start:end]) for start, end, _ in places]
