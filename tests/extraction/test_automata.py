"""Names and a language's own words, each in an automaton: found as by one, at less room."""

import random

import pytest
from ahocorasick_rs import AhoCorasick, MatchKind

from service.extraction.extract import Extractor
from service.extraction.text.automata import Layers, Sought
from service.extraction.text.scan import matches


@pytest.mark.parametrize(
    ("names", "own", "text", "found"),
    [
        (["Kampala"], ["Kam", "am"], "Kampala am See", ["Kampala", "am"]),
        (["Kam"], ["Kampala"], "Kampala", ["Kampala"]),
        (["May"], ["May"], "May", ["May"]),
        # What is hidden hides nothing: `bcd` goes, so `de` stands.
        (["ab", "de"], ["bcd"], "abcde", ["ab", "de"]),
        (["bcd"], ["ab", "cd"], "abcd", ["ab", "cd"]),
        (["République"], ["que é"], "La République était", ["République"]),
    ],
)
def test_two_layers_find_the_leftmost_and_longest_of_both(
    names: list[str], own: list[str], text: str, found: list[str]
) -> None:
    layers = Layers(_all(names), _all(own), -len(names))
    assert [text[start:end] for _, start, end in layers.find_matches_as_indexes(text)] == found


@pytest.mark.parametrize("seed", range(20))
def test_two_layers_find_what_one_automaton_would(seed: int) -> None:
    chance = random.Random(seed)
    names, own = (_words(chance) for _ in range(2))
    layers = Layers(_all(names), _all(own), -len(names))
    texts = [*own, *names]
    one = list(dict.fromkeys(texts))
    whole = AhoCorasick(one, matchkind=MatchKind.LeftmostLongest)
    for _ in range(50):
        text = "".join(chance.choices("abcé ", k=40))
        told = [(texts.index(one[n]), *at) for n, *at in whole.find_matches_as_indexes(text)]
        found = layers.find_matches_as_indexes(text)
        assert [(n % len(texts), start, end) for n, start, end in found] == told


def test_languages_share_the_names_and_have_words_of_their_own(extractor: Extractor) -> None:
    text = "Emmanuel Macron am Montag"
    german, turkish = (
        {text[start:end]: words.senses[n] for n, start, end in matches(text, words)}
        for words in map(extractor._spoken, ("de", "tr"))
    )
    assert german["Emmanuel Macron"] is turkish["Emmanuel Macron"]
    assert "weekday" in german["Montag"]
    assert "Montag" not in turkish


def test_what_is_sought_is_told_by_its_place_in_the_text() -> None:
    texts = ["été", "é", "peace"]
    sought = Sought(texts, [1, 2])
    text = "L'été, «peace»"
    found = sought.find(text.encode(), plain=False)
    assert [(texts[n], start, end) for n, start, end in found] == [
        ("é", 2, 3),
        ("é", 4, 5),
        ("peace", 8, 13),
    ]


def _all(texts: list[str]) -> AhoCorasick:
    return AhoCorasick(texts, matchkind=MatchKind.Standard)


def _words(chance: random.Random) -> list[str]:
    made = ("".join(chance.choices("abcé ", k=chance.randrange(1, 6))) for _ in range(8))
    return list(dict.fromkeys(made))
