"""Each verb of meeting in each frame of tense, mood and denial: one event of the right status."""

import pytest

from tests.extraction.conftest import Read

A, B = "William Ruto", "Paul Kagame"
CONTEXT = (
    "Peace talks after the war\n\n"
    "The ceasefire of Kenya and Somalia has held along the front since July.\n\n"
)
PUBLISHED = "2025-11-12"  # a Wednesday

# base, past, participle, third person, gerund
VERBS = [
    "meet, met, met, meets, meeting",
    "receive, received, received, receives, receiving",
    "host, hosted, hosted, hosts, hosting",
    "sit down with, sat down with, sat down with, sits down with, sitting down with",
    "hold talks with, held talks with, held talks with, holds talks with, holding talks with",
    "resume talks with, resumed talks with, resumed talks with, resumes talks with, "
    "resuming talks with",
    "have dinner with, had dinner with, had dinner with, has dinner with, having dinner with",
]
FRAMES = {
    "{A} {past} {B} in Oslo on Monday.": "held 2025-11-10",
    "On Monday {A} {past} {B} in Oslo.": "held 2025-11-10",
    "{A} had {done} {B} in Oslo on Monday.": "held 2025-11-10",
    "{A}, who {past} {B} in Oslo on Monday, said it would hold.": "held 2025-11-10",
    "{A}, after {doing} {B} in Oslo on Monday, said it would hold.": "held 2025-11-10",
    "{A} will {base} {B} in Oslo on Friday.": "planned 2025-11-14",
    "{A} is to {base} {B} in Oslo on Friday.": "planned 2025-11-14",
    "{A} is due to {base} {B} in Oslo on Friday.": "planned 2025-11-14",
    "{A} is going to {base} {B} in Oslo on Friday.": "planned 2025-11-14",
    "{A} will be {doing} {B} in Oslo on Friday.": "planned 2025-11-14",
    "{A} {does} {B} in Oslo on Friday.": "planned 2025-11-14",
    "{A} is {doing} {B} in Oslo on Friday.": "planned 2025-11-14",
    "{A} said that he would {base} {B} in Oslo on Friday.": "planned 2025-11-14",
    "{A} may {base} {B} in Oslo on Friday.": "proposed 2025-11-14",
    "{A} has offered to {base} {B} in Oslo.": "proposed None",
    "{A} is ready to {base} {B} in Oslo.": "proposed None",
    "{A} will not {base} {B} in Oslo on Friday.": "cancelled 2025-11-14",
    "{A} did not {base} {B} in Oslo on Monday as planned.": "cancelled 2025-11-10",
    "{A} was to have {done} {B} in Oslo on Monday, but it was called off.": "cancelled 2025-11-10",
    "{A} was due to {base} {B} in Oslo on Monday, but cancelled.": "cancelled 2025-11-10",
    "{A} cancelled plans to {base} {B} in Oslo.": "cancelled None",
    "{A} is {doing} {B} in Oslo.": "ongoing 2025-11-12",
}


TRIPS = [
    "visit Oslo, visited Oslo, visited Oslo, visits Oslo, visiting Oslo",
    "fly to Oslo, flew to Oslo, flown to Oslo, flies to Oslo, flying to Oslo",
    "come to Oslo, came to Oslo, come to Oslo, comes to Oslo, coming to Oslo",
]
TRIP_FRAMES = {
    "On Monday {A} {past}.": "held 2025-11-10",
    "{A} had {done} on Monday.": "held 2025-11-10",
    "{A} is to {base} on Friday.": "planned 2025-11-14",
    "{A} is {doing} on Friday.": "planned 2025-11-14",
    "{A} {does} on Friday.": "planned 2025-11-14",
    "{A} has been invited to {base}.": "proposed None",
    "{A} will not {base} on Friday.": "cancelled 2025-11-14",
    "{A} did not {base} on Monday as planned.": "cancelled 2025-11-10",
}


@pytest.mark.parametrize("trip", TRIPS)
@pytest.mark.parametrize(("frame", "event"), TRIP_FRAMES.items())
def test_a_trip_in_a_frame(read: Read, trip: str, frame: str, event: str) -> None:
    base, past, done, does, doing = trip.split(", ")
    words = {"base": base, "past": past, "done": done, "does": does, "doing": doing}
    found = read(CONTEXT + frame.format(A=A, **words), PUBLISHED)
    told = [(f"{c.status} {c.when and c.when.date}", c.city) for c in found.claims]
    assert told == [(event, "Oslo")]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("frame", "event"), FRAMES.items())
def test_a_verb_in_a_frame(read: Read, verb: str, frame: str, event: str) -> None:
    base, past, done, does, doing = verb.split(", ")
    words = {"base": base, "past": past, "done": done, "does": does, "doing": doing}
    found = read(CONTEXT + frame.format(A=A, B=B, **words), PUBLISHED)
    told = [(f"{c.status} {c.when and c.when.date}", c.city) for c in found.claims]
    assert told == [(event, "Oslo")]
    names = {actor.actor: actor.name for actor in found.actors}
    assert {names[party.actor] for party in found.claims[0].parties} == {A, B}


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("The two presidents are meeting in Oslo next week.", "planned 2025-11-01"),
        ("The two presidents are meeting in Oslo on Wednesday.", "ongoing 2025-11-12"),
        ("The two presidents were meeting in Oslo on Friday.", "held 2025-11-07"),
        ("{A} is holding talks with {B} in Oslo on 20 November.", "planned 2025-11-20"),
        ("{A} is to chair the talks with {B} in Oslo on Friday.", "planned 2025-11-14"),
        ("{A} and {B} are resuming negotiations in Oslo on Friday.", "planned 2025-11-14"),
        ("{A} is to bring together {B} and Yoweri Museveni on Friday.", "planned 2025-11-14"),
    ],
)
def test_what_is_arranged_is_ahead(read: Read, sentence: str, event: str) -> None:
    claims = read(CONTEXT + sentence.format(A=A, B=B), PUBLISHED).claims
    assert [f"{claim.status} {claim.when and claim.when.date}" for claim in claims] == [event]


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("{A} did not sign the deal with {B} in Oslo on Monday.", "cancelled 2025-11-10"),
        ("{A} will not sign the deal with {B} in Oslo on Friday.", "cancelled 2025-11-14"),
        ("{A} and {B} did not hold a second round of talks on Monday.", "cancelled 2025-11-10"),
        ("{A} did not comment on the talks with {B} in Oslo on Monday.", "held 2025-11-10"),
    ],
)
def test_what_was_not_done_on_a_day_was_called_off(read: Read, sentence: str, event: str) -> None:
    claims = read(CONTEXT + sentence.format(A=A, B=B), PUBLISHED).claims
    assert [f"{claim.status} {claim.when and claim.when.date}" for claim in claims] == [event]


@pytest.mark.parametrize(
    "sentence",
    [
        "{A} did not meet {B} in Oslo.",
        "{A} would have met {B} in Oslo on Monday.",
        "{A} will not sign the treaty with {B} until the law is changed in 2026.",
    ],
)
def test_what_was_not_done_is_no_event(read: Read, sentence: str) -> None:
    assert not read(CONTEXT + sentence.format(A=A, B=B), PUBLISHED).claims


NOUNS = ["a meeting", "talks", "a summit", "a round of talks", "the talks", "the meeting"]
NOUN_FRAMES = {
    "During {noun} in Oslo on Monday, {A} and {B} spoke of the truce.": "held 2025-11-10",
    "After {noun} with {B} in Oslo on Monday, {A} said it would hold.": "held 2025-11-10",
    "{A} said {noun} with {B} in Oslo on Monday had been of use.": "held 2025-11-10",
    "{A} attended {noun} with {B} in Oslo on Monday.": "held 2025-11-10",
    "António Guterres welcomed {noun} between {A} and {B} in Oslo on Monday.": "held 2025-11-10",
    "{A} announced {noun} with {B} in Oslo on 20 November.": "planned 2025-11-20",
    "Preparations for {noun} between {A} and {B} in Oslo on Friday go on.": "planned 2025-11-14",
    "{A} proposed {noun} with {B} in Oslo.": "proposed None",
    "{A} cancelled {noun} with {B} in Oslo on Friday.": "cancelled 2025-11-14",
    "{A} postponed {noun} with {B} in Oslo.": "postponed None",
}


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize(("frame", "event"), NOUN_FRAMES.items())
def test_a_noun_in_a_frame(read: Read, noun: str, frame: str, event: str) -> None:
    found = read(CONTEXT + frame.format(A=A, B=B, noun=noun), PUBLISHED)
    told = [(f"{c.status} {c.when and c.when.date}", c.city) for c in found.claims]
    assert told == [(event, "Oslo")]
    names = {actor.actor: actor.name for actor in found.actors}
    assert {names[party.actor] for party in found.claims[0].parties} == {A, B}


def test_a_meeting_spoken_of_is_over(read: Read) -> None:
    text = CONTEXT + f"{A} said a meeting with {B} in Oslo on Wednesday had been useful."
    assert [claim.status for claim in read(text, PUBLISHED).claims] == ["held"]


def test_a_spokesperson_is_not_in_the_room(read: Read) -> None:
    text = CONTEXT + f"Kremlin spokesman Dmitry Peskov announced talks with {B} in Oslo on Friday."
    found = read(text, PUBLISHED)
    names = {actor.actor: actor.name for actor in found.actors}
    parties = {names[party.actor] for claim in found.claims for party in claim.parties}
    assert B in parties
    assert "Dmitry Peskov" not in parties


STOPS = ["2025-04 Moscow", "2025-05 Doha", "2025-06 Geneva"]


@pytest.mark.parametrize(
    "where",
    [
        "Moscow (24 April), Doha (3 May) and Geneva (9 June)",
        "Moscow on 24 April, Doha on 3 May and Geneva on 9 June",
        "Moscow in April, Doha in May and Geneva in June",
        "Moscow (April), Doha (May) and Geneva (June)",
        "Moscow, Doha and Geneva in April, May and June",
    ],
)
def test_a_day_for_each_city_of_a_row(read: Read, where: str) -> None:
    claims = read(CONTEXT + f"{A} and {B} met in {where}.", PUBLISHED).claims
    told = [f"{claim.when.date:%Y-%m} {claim.city}" for claim in claims if claim.when]
    assert told == STOPS
