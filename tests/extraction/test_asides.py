"""Words that stand between: who, when and where in them is of them alone."""

import pytest

from service.domain.articles import Reading
from tests.extraction.conftest import Read

A, B, C = "Ararat Mirzoyan", "Jeyhun Bayramov", "Antony Blinken"
OPENING = "Peace talks after the war\n\n"


def events(reading: Reading) -> list[tuple[set[str], str | None, str | None]]:
    """Return who was in the room of each event, its city and its day."""
    names = {mention.actor: mention.name for mention in reading.actors}
    return [
        (
            {names[p.actor] for p in claim.parties},
            claim.city,
            claim.when.date.isoformat() if claim.when else None,
        )
        for claim in reading.claims
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{A}, who visited Moscow in April, met {B} in Oslo on Monday.",
        f"{A}, who has said that {C} is no friend of his, met {B} in Oslo on Monday.",
        f"{A}, seen with {C} in May, met {B} in Oslo on Monday.",
        f"{A}, named to the post in June by {C}, met {B} in Oslo on Monday.",
        f"{A}, angered by {C}'s remarks, and {B} met in Oslo on Monday.",
        f"{A}, under pressure from {C}, held talks with {B} in Oslo on Monday.",
        f"{A}, despite warnings from {C}, held talks with {B} in Oslo on Monday.",
        f"{A}, according to {C}, received {B} in Oslo on Monday.",
        f"{A}, officials said, received {B} in Oslo on Monday.",
        f"{A}, {C} said, and {B} held talks in Oslo on Monday.",
        f"{A} met {B}, officials said, in Oslo on Monday.",
        f"{A} – a former ally of {C} – and {B} sat down together in Oslo on Monday.",
        f"{A} held talks with {B}, who visited Moscow in April, in Oslo on Monday.",
        f"{A} met {B} in Oslo on Monday without meeting {C}.",
        f"{A} met {B}, not {C}, in Oslo on Monday.",
        f"{A} met {B} instead of {C} in Oslo on Monday.",
        f"{A} and {B} met in Oslo on Monday in the absence of {C}.",
        f"{A} received {B} in Oslo on Monday amid criticism by {C}.",
        f"After meeting {C} in Paris, {A} met {B} in Oslo on Monday.",
        f"While {C} was in Paris, {A} and {B} met in Oslo on Monday.",
        f"Despite objections from {C}, {A} and {B} met in Oslo on Monday.",
        f"Urged by {C}, {A} hosted {B} in Oslo on Monday.",
    ],
)
def test_who_when_and_where_in_an_aside_are_of_it_alone(read: Read, text: str) -> None:
    assert ({A, B}, "Oslo", "2025-07-07") in events(read(OPENING + text))


@pytest.mark.parametrize(
    "text",
    [
        f"{A}, flanked by {C}, met {B} in Oslo on Monday.",
        f"{A}, along with {C}, met {B} in Oslo on Monday.",
        f"{A}, as well as {C}, met {B} in Oslo on Monday.",
        f"{A} met {B} as well as {C} in Oslo on Monday.",
        f"{A} met {B}, accompanied by {C}, in Oslo on Monday.",
        f"Accompanied by {C}, {A} met {B} in Oslo on Monday.",
        f"{A}, {B} and {C} met in Oslo on Monday.",
        f"After months of war, {A}, {B} and {C} met in Oslo on Monday.",
    ],
)
def test_who_comes_along_is_there(read: Read, text: str) -> None:
    assert ({A, B, C}, "Oslo", "2025-07-07") in events(read(OPENING + text))


@pytest.mark.parametrize(
    "text",
    [
        f"A meeting of {A} with {B}, scheduled for Monday in Oslo, did not take place.",
        f"The last round of talks between {A} and {B}, held in Oslo on Monday, came to nothing.",
        f"{A}, the envoy of Armenia, visited {B} in Oslo on Monday.",
        f"{A}, who had come from the border and was received by {B}, on Monday in Oslo.",
    ],
)
def test_what_is_told_of_an_event_is_of_it(read: Read, text: str) -> None:
    assert ({A, B}, "Oslo", "2025-07-07") in events(read(OPENING + text))


@pytest.mark.parametrize(
    "text",
    [
        f"The talks of {A} and {B}, postponed last week, took place in Oslo on Monday.",
        f"The talks of {A} and {B}, announced last week, took place in Oslo on Monday.",
        f"The talks of {A} and {B}, which were cancelled in May, resumed in Oslo on Monday.",
        f"Talks of {A} and {B}, cancelled in May, were held in Oslo on Monday.",
        f"{A} met {B} in Oslo on Monday, but did not meet {C}.",
        f"{A} received {B} in Oslo on Monday but did not see {C}.",
    ],
)
def test_what_was_done_about_an_event_or_beside_it_is_not_of_it(read: Read, text: str) -> None:
    assert events(read(OPENING + text)) == [({A, B}, "Oslo", "2025-07-07")]


def test_who_did_not_meet_on_a_day_had_it_in_mind(read: Read) -> None:
    reading = read(f"{OPENING}{A} did not meet {B} in Oslo on Monday.")
    assert [claim.status for claim in reading.claims] == ["cancelled"]


def test_what_was_called_off_before_took_place(read: Read) -> None:
    off = f"The talks of {A} and {B}, which were cancelled in May, resumed in Oslo on Monday."
    still = f"The talks of {A} and {B}, which were to be held in May, were cancelled on Monday."
    told = [[claim.status for claim in read(OPENING + text).claims] for text in (off, still)]
    assert told == [["held"], ["cancelled"]]


@pytest.mark.parametrize(
    ("text", "room"),
    [
        (f"{A} met {B} in Oslo on Monday and flew to Kyiv to see {C}.", {A, B}),
        (f"{A} met {B} in Oslo on Monday and later told {C} about it.", {A, B}),
        (f"{A} received {B} in Oslo on Monday and asked {C} for help.", {A, B}),
        (f"{A} met {B} and {C} in Oslo on Monday and left for home.", {A, B, C}),
        (f"{A} left Moscow and flew to Oslo on Monday to meet {B}.", {A, B}),
    ],
)
def test_what_somebody_did_next_is_another_matter(read: Read, text: str, room: set[str]) -> None:
    assert (room, "Oslo", "2025-07-07") in events(read(OPENING + text))


def test_a_verb_in_an_aside_has_its_own_day_and_place(read: Read) -> None:
    text = f"{A}, who met {C} in Paris on 4 July, received {B} in Oslo on Monday."
    found = events(read(OPENING + text))
    assert ({A, C}, "Paris", "2025-07-04") in found
    assert ({A, B}, "Oslo", "2025-07-07") in found


def test_words_between_will_and_its_verb_take_nobody_away(read: Read) -> None:
    found = events(read(f"{OPENING}{A} will, he said, meet {B} on Friday."))
    assert found == [({A, B}, None, "2025-07-11")]


def test_nobody_is_a_party_twice(read: Read) -> None:
    text = "verhandelt•, und Pablo Beltrán mag. Verhandelt geliefert.\nEinladende den"
    for claim in read(text, published=None).claims:
        assert len({party.actor for party in claim.parties}) == len(claim.parties)


@pytest.mark.parametrize(
    ("text", "room"),
    [
        (f"{A} criticised {C} after meeting {B} in Oslo on Monday.", {A, B}),
        (f"{A} thanked {C} before meeting {B} in Oslo on Monday.", {A, B}),
        (f"Dmitry Peskov said {A} thanked {C} after meeting {B} in Oslo on Monday.", {A, B}),
        (f"{A} and {C} left on Monday after meeting {B} in Oslo.", {A, B, C}),
        (f"After meeting {B} in Oslo on Monday, {A} thanked {C}.", {A, B}),
    ],
)
def test_whom_the_subject_dealt_with_besides(read: Read, text: str, room: set[str]) -> None:
    assert [who for who, _, _ in events(read(OPENING + text, "2025-11-12"))] == [room]
