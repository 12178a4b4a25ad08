"""What the packs of other languages let the rules see; that no pack is written in vain."""

import ast
import re
from pathlib import Path

import pytest

from service.knowledge.model import Knowledge
from tests.extraction.conftest import Read

RULES = sorted((Path(__file__).parents[2] / "service/extraction").rglob("*.py"))

DE = "Genf, 8. Juli 2025. Die Delegationen der Konfliktparteien haben am Dienstag in Genf "
FR = "Luanda, 8 juillet 2025. Les délégations ont entamé mardi des négociations à Luanda. "
ES = (
    "La Habana, 8 de julio de 2025. El Gobierno de Colombia y el ELN iniciaron el martes en La"
    " Habana un ciclo de conversaciones de paz. "
)
RU = (
    "Женева, 8 июля 2025. Правительство Сирии и вооруженная оппозиция провели во вторник в Женеве"
    " переговоры о перемирии. "
)


@pytest.mark.parametrize(
    ("text", "participants", "between"),
    [
        (
            f"{DE}Gespräche geführt. Abdullah Abdullah leitete die Regierungsdelegation.",
            {"Abdullah Abdullah"},
            set(),
        ),
        (
            f"{FR}Olivier Nduhungirehe conduit la délégation rwandaise et Thérèse Kayikwamba"
            " Wagner celle du Congo.",
            {"Olivier Nduhungirehe", "Thérèse Kayikwamba Wagner"},
            set(),
        ),
        (
            f"{ES}Otty Patiño encabeza la delegación del Gobierno y Pablo Beltrán la del ELN.",
            {"Otty Patiño", "Pablo Beltrán"},
            set(),
        ),
        (f"{ES}Noruega y Venezuela actúan como países garantes.", set(), {"Norway", "Venezuela"}),
        (
            f"{RU}Правительственную делегацию возглавлял Башар Джаафари.",
            {"Bashar Jaafari"},
            set(),
        ),
        (f"{RU}Посредником выступает Мартин Гриффитс.", set(), {"Martin Griffiths"}),
    ],
)
def test_who_leads_and_who_stands_between(
    read: Read, text: str, participants: set[str], between: set[str]
) -> None:
    found = read(text)
    names = {mention.actor: mention.name for mention in found.actors}
    parties = [party for claim in found.claims for party in claim.parties]
    met = {names[p.actor] for p in parties if p.role == "participant"}
    beside = {names[p.actor] for p in parties if p.role != "participant"}
    assert participants <= met
    assert between <= beside


def _words() -> tuple[set[str], set[str]]:
    """Return the texts that the rules hold, and the pieces of those that they put together."""
    whole, pieces = set(), set()
    for path in RULES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.JoinedStr):
                pieces |= {p.value for p in node.values if isinstance(p, ast.Constant)}
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
    return whole, {str(piece) for piece in pieces if len(str(piece)) > 4}


def test_every_sign_of_a_pack_is_asked_for(knowledge: Knowledge) -> None:
    whole, pieces = _words()
    signs = {
        name.removeprefix("sign.")
        for lexicon in knowledge.lexicons.values()
        for name in lexicon.words
        if name.startswith("sign.")
    }
    built = {sign for sign in signs if sign.startswith(tuple(pieces)) or sign.endswith("_after")}
    assert signs - whole - built == set()


def test_every_sign_asked_for_is_in_a_pack(knowledge: Knowledge) -> None:
    asked = re.compile(r'(?:signs\[|signs_in\(|says\()"(\w+)"')
    names = {name for path in RULES for name in asked.findall(path.read_text())}
    held = {name for lexicon in knowledge.lexicons.values() for name in lexicon.words}
    assert {name for name in names if f"sign.{name}" not in held} == set()
