"""Lines to blocks: title, meta lines, body, and what is not the article."""

import re
from bisect import bisect_left
from operator import attrgetter

from msgspec import Struct

from service.domain.articles import Block, BlockKind
from service.domain.spans import Span
from service.extraction.text.scan import Token

_START = attrgetter("start")
_NEAR, _SHORT = 3, 200  # characters: from a line's beginning to its mark, a line with a mark
_CLOSING = 3  # characters; a line no longer than this may be the rule that ends an article
_DATED = 160  # characters; a line that is as long is not dated by figures
PROSE = 90  # characters from which a line that ends like a sentence is a paragraph
_ENDS = (".", "!", "?", '."', '?"', '!"', '".', ".)", ":", "…", ".'", ",", ',"')
_RULE = re.compile(r"[-—*_=~#+.·•\s]+")
_BULLET = re.compile(r"\s*(?:[-—•*·>»–✓✔]|\d+\.)\s+\S")
# It begins with a digit, not with `\b`: so the search goes from digit to digit.
_DAY = re.compile(r"\d(?<!\w\d)(?:\d?[./-]\d{1,2}[./-]\d{4}|\d{3}-\d{2}-\d{2}|\d?:\d{2})\b")
_BYLINE = re.compile(r"(?:by|von|par|por)\s+[A-Z]|(?:staff|correspondents?|agenc(?:y|ies))$", re.I)
_SHORT_LEAD = re.compile(r"[^.]{25}\.['\")]?$")
_GLUE_SIGNS = (*"|¦·>←→[#", "  ", "//")
_GLUE = re.compile(r"[|¦·>←→\[]|  +|//|#\w")
# Of prose: two spaces after a sentence, the `//` of an address.
_NO_GLUE = re.compile(r"(?<=[.!?…\"'”’)])  (?! )|(?<=:)//")
_APART = 13  # words a sign: fewer in menus, more in prose (`[the deal]`, hashtags)
_YEAR = 4  # digits


class Line(Struct, gc=False):
    """A line of the text: its place, what its words are, and what it was found to be.

    `glued` tells that it is put together of pieces, as menus are, `prose` that it reads like a
    paragraph.
    """

    start: int
    end: int
    text: str
    glued: bool
    prose: bool
    dated: bool
    mark: str | None = None
    kind: BlockKind = "body"


def blocks(lines: list[Line], signs: list[Token], title: str | None = None) -> tuple[Block, ...]:
    """Judge a text's lines; each is a block.

    `signs` are the text's tokens of `PAGE_SIGNS` in order, `title` is the given one; a line that
    repeats the title is a `copy`.
    """
    if signs:
        _mark_lines(lines, signs)
    _judge(lines, title.strip() if title else None)
    return tuple([Block(line.kind, Span(line.start, line.end)) for line in lines])


def cut(text: str) -> list[Line]:
    """Cut a text into lines, for `blocks` to judge; empty ones are left out."""
    lines: list[Line] = []
    glue = _glue(text)
    start = 0
    for piece in text.split("\n"):
        if piece and (bare := piece.strip()):
            length = len(bare)
            at = start if length == len(piece) else start + piece.find(bare)
            glued = _glued(bare, glue) if glue else False
            dated = length < _DATED and _DAY.search(bare) is not None
            prose = length >= PROSE and not glued
            lines.append(Line(at, at + length, bare, glued, prose, dated))
        start += len(piece) + 1
    return lines


def _mark_lines(lines: list[Line], signs: list[Token]) -> None:
    first = 0
    for line in lines:
        last = bisect_left(signs, line.end, first, key=_START)
        marks = signs[first:last]
        if marks:
            line.dated |= any("stamp_month" in t.senses or "year" in t.senses for t in marks)
            line.mark = _mark(line, marks)
        first = last


class Shape(Struct, frozen=True, gc=False):
    """What of a line decides which signs tell of it: its length, what stands before, its words."""

    length: int
    lead: int
    legal: bool


def shape_of(line: str) -> Shape:
    """Return the shape of a line, which may have white space around it."""
    text = line.strip()
    return Shape(len(text), line.find(text), len(text) >= _SHORT and _legal(text))


def may_tell(line: Shape, at: int) -> bool:
    """Tell whether a mark at a place in a line can tell of it: it is short, or the mark opens it.

    Months and years tell of what is no paragraph (`PROSE`).
    """
    return line.length < _SHORT or at - line.lead <= _NEAR or line.legal


def _mark(line: Line, marks: list[Token]) -> str | None:
    legal = len(line.text) >= _SHORT and _legal(line.text)
    for token in marks:
        near = token.start - line.start <= _NEAR
        short = len(line.text) < _SHORT
        if (
            "teaser" in token.senses
            and near
            and (short or line.text[token.end - line.start :][:1] == ":")
        ):
            return "teaser"
        if "boilerplate" in token.senses and (near or short or legal):
            return "boilerplate"
    return None


def _legal(text: str) -> bool:
    low = text.lower()
    return "warranty" in low or "website contains only" in low or "do not purport" in low


def _judge(lines: list[Line], title: str | None) -> None:
    first = next((n for n, line in enumerate(lines) if _opens(lines, n)), len(lines))
    if first == len(lines):
        first = next((n for n, line in enumerate(lines) if _sentence(line.text)), len(lines))
    heading = _heading(lines, first, title)
    for number, line in enumerate(lines[:first]):
        line.kind = "meta"
        if number == heading:
            line.kind = "title"
    _subtitles(lines, first, heading)
    _tail(lines, first)
    _alone(lines[first:])
    _copies(lines, heading)


def _opens(lines: list[Line], number: int) -> bool:
    """Tell whether the text begins here: a paragraph, or a short sentence under a head."""
    line = lines[number]
    if line.mark:
        return False
    if line.prose:
        return True
    # Only the line's end is looked at: a search through a long line takes its length squared.
    ends = _SHORT_LEAD.search(line.text, max(0, len(line.text) - 27))
    short = ends and line.text.count(" ") >= 5 and not line.glued
    if not short or _BYLINE.match(line.text) or _stampish(line.text):
        return False
    return any(map(_like_title, lines[:number]))


def _heading(lines: list[Line], first: int, title: str | None) -> int | None:
    if title is not None:
        same = [n for n, line in enumerate(lines[:first]) if line.text == title]
        if same:
            return same[0]
    fit = [n for n, line in enumerate(lines[:first]) if _like_title(line)]
    return fit[0] if fit else None


def _like_title(line: Line) -> bool:
    text = line.text
    if line.mark or len(text) < 18 or text.count(" ") < 2 or _BYLINE.match(text):
        return False
    if _DAY.search(text) or (line.dated and len(text) < 45 and _stampish(text)):
        return False
    return not (line.glued and text.count(" ") < 6)


def _stampish(text: str) -> bool:
    return sum(char.isdigit() for char in text) >= 3 and text.count(" ") <= 7


def _glue(text: str) -> list[str]:
    """Return the signs of menus that a text holds, none if there is but one."""
    # Looking for a first character is ten times faster than counting a sign.
    signs = [sign for sign in _GLUE_SIGNS if sign[0] in text and sign in text]
    return signs if sum(map(text.count, signs)) >= 2 else []


def _glued(text: str, signs: list[str]) -> bool:
    # Counting signs is ten times faster than the pattern, and rules out nearly every line.
    if sum(map(text.count, signs)) < 2:
        return False
    if len(text) < PROSE:
        return len(_GLUE.findall(text)) >= 2
    count = len(_GLUE.findall(_NO_GLUE.sub(" ", text)))
    return count >= 2 and text.count(" ") < _APART * count


def _sentence(text: str) -> bool:
    return len(text) > 40 and text.endswith(_ENDS[:7])


def _subtitles(lines: list[Line], first: int, heading: int | None) -> None:
    if heading is None:
        return
    for line in lines[heading + 1 : first]:
        text = line.text
        if line.mark or line.dated or line.glued or _BYLINE.match(text):
            continue
        if text.count(" ") >= 5 and len(text) > 40 and not text.startswith("["):
            line.kind = "subtitle"


def _tail(lines: list[Line], first: int) -> None:
    if not [line for line in lines[first:] if line.mark or len(line.text) <= _CLOSING]:
        for line in lines[first:]:
            line.kind = _kind(line)
        return
    closed: BlockKind | None = None
    lengths = [len(line.text) if line.prose else 0 for line in lines]
    before, rest = sum(lengths[:first]), sum(lengths[first:])
    for line, length in zip(lines[first:], lengths[first:], strict=True):
        rest -= length
        if not closed and (line.mark or len(line.text) <= _CLOSING):
            closed = _closes(line, before, rest)
        line.kind = closed or _kind(line)
        before += length


def _alone(lines: list[Line]) -> None:
    """Take the line that opens a text for the text where nothing else is, stop or no stop."""
    if lines and lines[0].prose and lines[0].kind == "meta":
        other = any(line.kind == "body" for line in lines)
        lines[0].kind = "meta" if other else "body"


def _closes(line: Line, before: int, rest: int) -> BlockKind | None:
    """Return what begins with a line that ends the article, given the prose before and after."""
    if line.mark == "teaser" and rest < before:
        return "teaser"
    if line.mark == "boilerplate" and _legal_head(line.text) and rest < before:
        return "boilerplate"
    if before and _RULE.fullmatch(line.text) and len(line.text) <= _CLOSING and rest < 2 * before:
        return "teaser"
    return None


def _legal_head(text: str) -> bool:
    return "isclaimer" in text or _legal(text)


def _kind(line: Line) -> BlockKind:
    text = line.text
    if line.mark:
        return line.mark if line.mark == "teaser" else "boilerplate"  # type: ignore[return-value]
    if line.prose and (text.endswith(_ENDS) or text.count(" ") > 20):
        return "body"
    if line.glued or _RULE.fullmatch(text):
        return "boilerplate"
    if len(text) == _YEAR and text.isdigit():  # above what was in that year
        return "body"
    if text.endswith((".", "!", "?", '"')) and text.count(" ") >= 3:
        return "body"
    if _BULLET.match(text) and len(text) < PROSE:
        return "teaser"
    return "meta"


def _copies(lines: list[Line], heading: int | None) -> None:
    if heading is None:
        return
    title = lines[heading].text
    head = title[:40]
    for number, line in enumerate(lines):
        repeated = line.text == title or (len(title) > 40 and line.text.startswith(head))
        if number != heading and repeated and line.kind != "body":
            line.kind = "copy"
