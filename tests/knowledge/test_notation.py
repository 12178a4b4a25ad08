"""The notation of the data files: bars, braces, marks, slugs."""

import pytest

from service.knowledge import notation


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("", ()),
        ("Baku", ("Baku",)),
        ("Almaty | Alma-Ata", ("Almaty", "Alma-Ata")),
        ("Serb{,s}", ("Serb", "Serbs")),
        ("Москв{а,ы,е}", ("Москва", "Москвы", "Москве")),
        ("{T,t}ruce{,s}", ("Truce", "Truces", "truce", "truces")),
        ("a | a | b ||", ("a", "b")),
        ("?Chad", ("?Chad",)),
        ("Администраци{я,и} Трампа", ("Администрация Трампа", "Администрации Трампа")),
    ],
)
def test_names(text: str, forms: tuple[str, ...]) -> None:
    assert notation.names(text) == forms


@pytest.mark.parametrize(
    ("marked", "bare"),
    [("Chad", ("Chad", False)), ("?Chad", ("Chad", True)), ("? Van", ("Van", True))],
)
def test_unguard(marked: str, bare: tuple[str, bool]) -> None:
    assert notation.unguard(marked) == bare


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("N'Djamena", "ndjamena"),
        ("São Tomé", "sao-tome"),
        ("Łódź", "lodz"),
        ("İmralı", "imrali"),
        ("Port-au-Prince", "port-au-prince"),
    ],
)
def test_slug(name: str, slug: str) -> None:
    assert notation.slug(name) == slug


def test_lines_leave_comments_and_blanks_out() -> None:
    assert notation.lines("\n# towns\nBaku\n\n  Ganja \n") == ("Baku", "Ganja")
