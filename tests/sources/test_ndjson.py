"""Lines come out the same, however their bytes came in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.sources.ndjson import Line, Lines


def cut(pieces: list[bytes], longest: int = 20) -> list[Line]:
    lines = Lines(longest)
    found = [line for piece in pieces for line in lines.feed(piece)]
    return found + list(lines.end())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b'{"a":1}\n{"b":2}', [(1, b'{"a":1}'), (2, b'{"b":2}')]),
        (b"a\r\nb\r\n", [(1, b"a"), (2, b"b")]),
        (b"a\n\n \t\nb\n", [(1, b"a"), (4, b"b")]),
        (b"\xef\xbb\xbfa\n", [(1, b"a")]),
        (b"a\n" + b"x" * 21 + b"\nb", [(1, b"a"), (2, None), (3, b"b")]),
        (b"x" * 20 + b"\r\n", [(1, None)]),
        (b"a\n\xff\nb", [(1, b"a"), (2, None), (3, b"b")]),
    ],
)
def test_lines(content: bytes, expected: list[tuple[int, bytes | None]]) -> None:
    for pieces in ([content], [content[n : n + 1] for n in range(len(content))]):
        found = [(line.number, None if line.wrong else line.content) for line in cut(pieces)]
        assert found == expected


def test_what_is_wrong_is_said() -> None:
    long, broken = cut([b"x" * 30, b"\n\xd0"])
    assert "longer than 20 bytes" in str(long.wrong)
    assert "not UTF-8 at byte 0" in str(broken.wrong)


@given(st.lists(st.binary(max_size=30)), st.lists(st.sampled_from([b"\n", b"\r\n", b"ab"])))
def test_any_cutting_gives_the_same_lines(pieces: list[bytes], more: list[bytes]) -> None:
    mixed = [part for pair in zip(pieces, more, strict=False) for part in pair]
    one, many = cut([b"".join(mixed)]), cut(mixed)
    assert [(x.number, x.content, str(x.wrong)) for x in one] == [
        (x.number, x.content, str(x.wrong)) for x in many
    ]
