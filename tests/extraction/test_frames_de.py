"""German verbs of meeting, whose parts stand far from each other: tense, mood and denial."""

import pytest

from tests.extraction.conftest import Read

PUBLISHED = "2025-11-12"  # a Wednesday
OPENING = (
    "Friedensgespräche nach dem Krieg\n\nDie Waffenruhe zwischen Kenia und Ruanda hält an der "
    "Front, sagten die Vermittler.\n\n"
)
# infinitive, with zu, participle and its verb, before it whom
VERBS = [
    "treffen | zu treffen | getroffen hat | Kagame",
    "empfangen | zu empfangen | empfangen hat | Kagame",
    "zusammenkommen | zusammenzukommen | zusammengekommen ist | mit Kagame",
]
FRAMES = {
    "Ruto, der {whom} am Montag in Oslo {done}, zeigte sich zuversichtlich.": "held 2025-11-10",
    "Ruto wird {whom} am Freitag in Oslo {verb}.": "planned 2025-11-14",
    "Am Freitag soll Ruto {whom} in Oslo {verb}.": "planned 2025-11-14",
    "Ruto sagte, dass er {whom} am Freitag in Oslo {verb} werde.": "planned 2025-11-14",
    "Ruto plant, {whom} am Freitag in Oslo {to}.": "planned 2025-11-14",
    "Ruto könnte {whom} am Freitag in Oslo {verb}.": "proposed 2025-11-14",
    "Ruto möchte {whom} in Oslo {verb}.": "proposed None",
    "Ruto ist bereit, {whom} in Oslo {to}.": "proposed None",
    "Ruto bot an, {whom} in Oslo {to}.": "proposed None",
    "Ruto wird {whom} am Freitag in Oslo nicht {verb}.": "cancelled 2025-11-14",
}
NOUNS = {
    "Nach einem Treffen mit Kagame am Montag in Oslo zeigte sich Ruto froh.": "held 2025-11-10",
    "Ein Treffen von Ruto und Kagame am Freitag in Oslo ist geplant.": "planned 2025-11-14",
    "Ruto lud Kagame zu einem Treffen in Oslo ein.": "proposed None",
    "Ruto hat Kagame am Montag in Oslo nicht wie geplant getroffen.": "cancelled 2025-11-10",
    "Ruto und Kagame einigten sich auf ein Treffen am Freitag in Oslo.": "planned 2025-11-14",
    "Ruto verhandelt am Freitag in Oslo mit Kagame.": "planned 2025-11-14",
    "Ruto hat am Montag in Oslo mit Kagame verhandelt.": "held 2025-11-10",
    "Ruto berät mit Kagame am Freitag in Oslo.": "planned 2025-11-14",
    "Ruto wird mit Kagame am Freitag in Oslo nicht sprechen.": "cancelled 2025-11-14",
}


def told(read: Read, text: str) -> list[str]:
    text = text.replace("Ruto", "William Ruto", 1).replace("Kagame", "Paul Kagame", 1)
    reading = read(OPENING + text, PUBLISHED)
    return [f"{c.status} {c.when.date if c.when else None}" for c in reading.claims]


@pytest.mark.parametrize("forms", VERBS)
@pytest.mark.parametrize(("frame", "expected"), FRAMES.items())
def test_each_verb_in_each_frame(read: Read, forms: str, frame: str, expected: str) -> None:
    verb, to, done, whom = forms.split(" | ")
    assert told(read, frame.format(verb=verb, to=to, done=done, whom=whom)) == [expected]


@pytest.mark.parametrize(("sentence", "expected"), NOUNS.items())
def test_nouns_and_plans(read: Read, sentence: str, expected: str) -> None:
    assert told(read, sentence) == [expected]
