"""The product's own knowledge loads, and a user's file joins it or is told what is wrong."""

import datetime as dt
from pathlib import Path

import pytest

from service.knowledge.actors import office
from service.knowledge.files import KnowledgeError, RawFile, parsed
from service.knowledge.load import build, load
from service.knowledge.model import Knowledge, Name
from service.knowledge.speaking import speaking


def texts(knowledge: Knowledge, slug: str, kind: str, language: str = "en") -> set[str]:
    names = knowledge.names[slug]
    return {name.text for name in names if name.kind == kind and name.language == language}


def test_the_breadth_that_the_reader_counts_on(knowledge: Knowledge) -> None:
    states = [actor for actor in knowledge.actors.values() if actor.type == "state"]
    assert len([state for state in states if state.country]) >= 195
    assert len([a for a in knowledge.actors.values() if a.type == "organization"]) >= 400
    assert len([a for a in knowledge.actors.values() if a.type == "armed_group"]) >= 180
    assert len([place for place in knowledge.places.values() if place.kind == "city"]) >= 1200
    assert len([place for place in knowledge.places.values() if place.kind == "venue"]) >= 150
    assert len(knowledge.processes) >= 45
    assert len(knowledge.outlets) >= 150


@pytest.mark.parametrize(
    ("slug", "kind", "language", "text"),
    [
        ("state-az", "capital", "en", "Baku"),
        ("state-ru", "metonym", "en", "Kremlin"),
        ("state-cd", "name", "en", "DR Congo"),
        ("state-gb", "abbreviation", "en", "UK"),
        ("state-am", "demonym", "en", "Armenians"),
        ("state-am", "name", "ru", "Арменией"),
        ("state-az", "demonym", "ru", "Азербайджанского"),
        ("state-tr", "capital", "ru", "Анкары"),
        ("state-am", "name", "tr", "Ermenistan"),
        ("state-ua", "demonym", "de", "ukrainischen"),
        ("eln", "name", "es", "Ejército de Liberación Nacional"),
        ("houthis", "name", "en", "Ansar Allah"),
        ("osce-minsk-group", "name", "fr", "Groupe de Minsk"),
    ],
)
def test_names(knowledge: Knowledge, slug: str, kind: str, language: str, text: str) -> None:
    assert text in texts(knowledge, slug, kind, language)


def test_common_words_and_shared_names_are_guarded(knowledge: Knowledge) -> None:
    assert Name(text="Chad", guarded=True) in knowledge.names["state-td"]
    assert Name(text="Congo", guarded=True) in knowledge.names["state-cd"]
    assert Name(text="Congo", guarded=True) in knowledge.names["state-cg"]
    assert knowledge.places["van-tr"].guarded


def test_places_have_their_old_and_foreign_names(knowledge: Knowledge) -> None:
    assert knowledge.places["almaty-kz"].names[:2] == ("Almaty", "Alma-Ata")
    assert knowledge.places["villa-borsig-de"].city == "Berlin"
    assert ("tr", "Şam") in knowledge.places["damascus-sy"].foreign
    assert knowledge.places["sahel"].country is None


def test_a_text_gets_the_names_of_its_own_language_alone(knowledge: Knowledge) -> None:
    turkish, english = speaking(knowledge, "tr"), speaking(knowledge, "en")
    assert "Şam" in turkish.places["damascus-sy"].names
    assert "Şam" not in english.places["damascus-sy"].names
    assert {name.language for name in english.names["state-sy"]} == {"en"}
    assert {name.language for name in turkish.names["state-sy"]} == {"en", "tr"}
    assert set(english.lexicons) == {"en"}
    assert turkish.version == knowledge.version


@pytest.mark.parametrize(
    ("text", "since", "until", "acting"),
    [
        ("president of AZ", None, None, False),
        ("president of AZ 2003-10-31..", dt.date(2003, 10, 31), None, False),
        ("envoy of united-nations 2019..2020-02", dt.date(2019, 1, 1), dt.date(2020, 2, 29), False),
        ("acting foreign minister of UA ..2014", None, dt.date(2014, 12, 31), True),
    ],
)
def test_office(text: str, since: dt.date | None, until: dt.date | None, acting: bool) -> None:
    read = office(text)
    assert (read.since, read.until, read.acting) == (since, until, acting)


@pytest.mark.parametrize("text", ["president", "president of", "president of AZ 2020"])
def test_an_office_that_does_not_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="does not read"):
        office(text)


MINE = """
[persons]
jo-mediator = {name="Jo Mediator", country="CH", offices=["special envoy of CH 2025.."]}

[states]
state-am = {names="Hayk's land"}

[cities]
AZ = \"\"\"
Baku | Bakou-sur-mer
\"\"\"

[processes.my-conflict]
name = "My conflict"
sides = ["state-am", "jo-mediator"]

[called.en.name]
hamas = "The movement in Gaza"
"""


def test_a_users_file_joins_what_is_there(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "mine.toml").write_text(MINE)
    mine = load([tmp_path])
    assert mine.actors["jo-mediator"].offices[0].title == "special envoy"
    assert "Hayk's land" in texts(mine, "state-am", "name")
    assert "Yerevan" in texts(mine, "state-am", "capital")
    assert "Bakou-sur-mer" in mine.places["baku-az"].names
    assert "The movement in Gaza" in texts(mine, "hamas", "name")
    assert mine.processes["my-conflict"].sides == (("state-am",), ("jo-mediator",))
    assert mine.version != knowledge.version


BASE = """
[states]
state-am = {iso="AM", name="Armenia"}
state-az = {iso="AZ", name="Azerbaijan"}
state-no = {iso="NO", name="Norway"}

[armed_groups]
hamas = {name="Hamas"}

[persons]
ilham-aliyev = {name="Ilham Aliyev", country="AZ", offices=["president of AZ 2003-10-31.."]}
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[states]\nstate-xy = {nam='X'}", "state-xy"),
        ("[states]\nstate-xy = 'X'", "expected a table of fields"),
        ("[states]\nState_XY = {name='X'}", "a slug is lower-case"),
        ("[persons]\na-b = {name='A B', country='QQ'}", "a-b: country: unknown country QQ"),
        ("[persons]\na-b = {name='A B', offices=['king of nowhere']}", "king of unknown nowhere"),
        ("[persons]\na-b = {name='A B', offices=['king']}", "does not read"),
        (
            "[persons]\na-b = {name='A B', offices=['king of NO 2020..2019']}",
            "ends before it begins",
        ),
        (
            "[persons]\na-b = {name='A B', offices=['president of AZ 2010..2020']}",
            "president of AZ while",
        ),
        ("[organizations]\nabc = {name='Hamas'}", "'Hamas' (en) names both"),
        ("[organizations]\nstate-am = {name='Abc'}", "both a state and a organization"),
        ("[processes.p]\nname = 'P'\nsides = ['nobody']", "there is no actor nobody"),
        ("[venues]\n'Nowhere, AM' = 'Hall'", "there is no city Nowhere, AM"),
        ("[cities]\nQQ = 'Town'", "unknown country QQ"),
        ("[called.ru.name]\nnobody = 'Никто'", "no file describes"),
        ("[called.ru.nickname]\nhamas = 'x'", "no such kind of name"),
        ("language = 'xx'\n[words]\nmonht = ['x']", "a class of words 'monht'"),
        (
            "language = 'xx'\n[[triggers]]\nphrases = ['x']\nkind = 'party'",
            "triggers[0]: kind: 'party' is not one of",
        ),
        ("[states", "mine.toml"),
        ("[person]\na-b = {name='A B'}", "mine.toml: person: no such table"),
        ("called = 'x'", "mine.toml: called: expected a table"),
        ("[called]\nru = 'x'", "mine.toml: called.ru: expected a table"),
        ("[cities]\nAM = '?'", "mine.toml: cities.AM: ?: no name"),
        (
            "[states]\nstate-xy = {name='X', names='Serb{,s'}",
            "state-xy: name: 'Serb{,s' is no name",
        ),
        (
            "[armed_groups]\nabc = {name='ABC', names='Abc Front | ?Abc Front'}",
            "mine.toml: abc: 'Abc Front' is guarded and not (en)",
        ),
        ("language = 5", "mine.toml: language: "),
    ],
)
def test_what_is_wrong_is_told_with_file_and_entry(text: str, says: str) -> None:
    files = [RawFile("base.toml", BASE.encode()), RawFile("mine.toml", text.encode())]
    with pytest.raises(KnowledgeError) as error:
        build(parsed(files), "1")
    assert says in str(error.value)


WRONG = """
[persons]
a-b = {nam="A B", country=5, offices=["king", "king of NO 2020..2019"]}
c-d = {name="C D", country="QQ"}

[processes.p]
name = "P"
sides = ["a-b", "nobody"]
mediators = ["state-no"]

[cities]
NO = 5
QQ = "Town"

[weights]
definite = "much"

[called.ru.nickname]
hamas = "x"
"""
FAULTS = [
    "mine.toml: a-b: country: Expected `str | null`",
    "mine.toml: a-b: nam: no such field",
    "mine.toml: a-b: name: this field is missing",
    "mine.toml: a-b: offices: 'king': this does not read",
    "mine.toml: a-b: offices: king ends before it begins",
    "mine.toml: c-d: country: unknown country QQ",
    "mine.toml: called.ru.nickname: no such kind",
    "mine.toml: cities.NO: expected lines of text",
    "mine.toml: cities.QQ: Town: unknown country QQ",
    "mine.toml: p: mediators: Expected `str`",
    "mine.toml: p: sides: there is no actor nobody",
    "mine.toml: weights.definite: not a number",
]


def test_all_that_is_wrong_is_told_at_once() -> None:
    files = [RawFile("base.toml", BASE.encode()), RawFile("mine.toml", WRONG.encode())]
    with pytest.raises(KnowledgeError) as error:
        build(parsed(files), "1")
    told = sorted(error.value.problems)
    assert len(told) == len(FAULTS), told
    assert [fault for fault, begins in zip(told, FAULTS, strict=True) if begins not in fault] == []


def test_a_file_that_cannot_be_parsed_hides_no_other_fault() -> None:
    broken = [RawFile("base.toml", b"[states"), RawFile("more.toml", b"\xff")]
    with pytest.raises(KnowledgeError) as error:
        build(parsed([*broken, RawFile("mine.toml", b"[persons]\na-b = {nam='A'}")]), "1")
    assert [fault.split(":")[0] for fault in error.value.problems] == [
        "base.toml",
        "more.toml",
        "mine.toml",
        "mine.toml",
    ]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="there is no such file"):
        load([tmp_path / "none"])


def test_the_examples_of_the_documentation_load(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "knowledge.md").read_text(encoding="utf-8")
    own = page.partition("## Your own file")[2]
    for number, example in enumerate(own.split("```toml\n")[1:]):
        (tmp_path / f"mine-{number}.toml").write_text(example.partition("```")[0])
    mine = load([tmp_path])
    assert mine.actors["lake-council"].name == "Lake Council of Elders"
    assert mine.places["lodwar-ke"].kind == "city"
    assert mine.processes["turkana-pokot"].sides == (("lake-council",), ("state-ke",))
    assert "Addis panel" in {name.text for name in mine.names["au-high-level-panel"]}
