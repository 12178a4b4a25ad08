"""Reads sentences put together at random of ordinary parts, and tells which parts are misread.

    .venv/bin/python -m bench.compositions [--sentences 2000] [--seed 0]

A sentence has two who meet (known or not), a way to name them, a verb, a place and a day, and
perhaps a third person in the room; who must be there is known from the parts. Labelled articles
tell how often the reader errs, this tells in what: a part that fails far more often than the others
is a rule that lacks something, whatever article it will turn up in. Prints the share of wrong rooms
of each part, the worst first, and a few sentences of the worst.
"""

import argparse
import datetime as dt
import random
from collections.abc import Iterator
from typing import NamedTuple

from service.domain.articles import Document
from service.extraction.extract import Extractor
from service.knowledge.load import load

DAY = dt.date(2025, 11, 12)
OPENING = "Peace talks after the war\n\n"


class Pair(NamedTuple):
    """Two who meet: their names, whom they are there for, their office."""

    a: str
    b: str
    x: str
    y: str
    office: str


PAIRS = (
    Pair("Ararat Mirzoyan", "Jeyhun Bayramov", "Armenia", "Azerbaijan", "foreign minister"),
    Pair("Aleksandar Vučić", "Albin Kurti", "Serbia", "Kosovo", "leader"),
    Pair("Nguyen Thi Hoa", "Heng Sopheak", "Vietnam", "Cambodia", "foreign minister"),
    Pair("Daudi Kiplagat", "Markus Obwe", "Kenya", "Uganda", "interior minister"),
    Pair("Sofia Marrak", "Diego Valencia", "Peru", "Bolivia", "defence minister"),
)
THIRDS = ("Charles Michel", "Antony Blinken", "Thorbjørn Gaustadsæther", "William Ruto")
PLACES = ("in Oslo on Monday", "on 4 November in Doha", "in Geneva on November 4")
SUBJECTS = (
    "{a} and {b}",
    "{a} of {x} and {b} of {y}",
    "{a}, the {office} of {x}, and his counterpart from {y}, {b},",
    "The {office}s of {x} and {y}, {a} and {b},",
    "{x}'s {office} {a} and {y}'s {b}",
    "The {office}s {a} and {b}",
    "{a} and his counterpart {b}",
    "Both {a} and {b}",
    "{a}, for {x}, and {b}, for {y},",
)
MUTUAL = (
    "met",
    "held talks",
    "sat down together",
    "conferred",
    "had a meeting",
    "held a new round of talks",
    "came together",
    "negotiated for six hours",
    "signed an agreement",
    "spoke face to face",
    "began two days of talks",
)
ONE_AND_OTHER = (
    "{a} met {b}",
    "{a} met with {office} {b}",
    "{a} held talks with {b}",
    "{a} received {b}",
    "{a} was received by {b}",
    "{a} sat down with {b}",
    "{a} saw {b}",
    "{a} called on {b}",
    "Talks between {a} and {b} took place",
    "A meeting of {a} and {b} was held",
    "{a}'s meeting with {b} took place",
)
BESIDE = (
    "",
    ", with {third} mediating",
    " in the presence of {third}",
    ", hosted by {third}",
    " at the invitation of {third}",
    " as {third} looked on",
    " under the eyes of {third}",
    "; {third} joined them",
    " together with {third}",
    ". {third} chaired the session",
    ", brokered by {third}",
    ". {third} took part as well",
    " through the mediation of {third}",
)


class Sentence(NamedTuple):
    """A sentence, its parts, and who must be in the room."""

    text: str
    parts: tuple[str, ...]
    room: frozenset[str]


def sentences(count: int, seed: int) -> Iterator[Sentence]:
    """Yield so many sentences at random; the same seed gives the same."""
    chance = random.Random(seed)
    for _ in range(count):
        pair, third = chance.choice(PAIRS), chance.choice(THIRDS)
        place, beside = chance.choice(PLACES), chance.choice(BESIDE)
        core: tuple[str, ...]
        if chance.random() < 0.6:
            core = (chance.choice(SUBJECTS), chance.choice(MUTUAL))
        else:
            core = (chance.choice(ONE_AND_OTHER),)
        form = " ".join((*core, place)) + beside + "."
        room = {pair.a, pair.b} | ({third} if beside else set())
        text = form.format(**pair._asdict(), third=third)
        yield Sentence(text, (*core, place, beside, f"{pair.a}, {pair.b}"), frozenset(room))


def rooms(extractor: Extractor, text: str) -> list[frozenset[str]]:
    """Return by name who is in the room of each event that a text tells of."""
    reading = extractor.read(Document(raw=OPENING + text, published_on=DAY))
    names = {mention.actor: mention.name for mention in reading.actors}
    return [
        frozenset(names.get(party.actor, party.actor) for party in claim.parties)
        for claim in reading.claims
    ]


def main() -> None:
    """Read the sentences and print what is misread."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sentences", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    extractor = Extractor(load([]))
    asked: dict[str, int] = {}
    wrong: dict[str, list[str]] = {}
    missed = 0
    for sentence in sentences(wanted.sentences, wanted.seed):
        right = sentence.room in rooms(extractor, sentence.text)
        missed += not right
        for part in sentence.parts:
            asked[part] = asked.get(part, 0) + 1
            if not right:
                wrong.setdefault(part, []).append(sentence.text)
    print(f"{missed} of {wanted.sentences} rooms wrong")
    worst = sorted(wrong, key=lambda part: -len(wrong[part]) / asked[part])
    for part in worst:
        print(f"{len(wrong[part]) / asked[part]:.2f} of {asked[part]:4}  {part or '(nobody else)'}")
    for part in worst[:5]:
        print(f"\n{part}", *wrong[part][:3], sep="\n    ")


if __name__ == "__main__":
    main()
