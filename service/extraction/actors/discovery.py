"""Persons and bodies whom the knowledge lacks, from capitals and what stands beside them."""

import re
from bisect import bisect_right
from operator import attrgetter

from service.domain.actors import Actor
from service.extraction.actors.descriptions import described
from service.extraction.actors.found import PARTICLES, Found, surnames
from service.extraction.actors.nicknames import nicknamed
from service.extraction.actors.offices import office_after, office_near
from service.extraction.actors.single_names import single_names
from service.extraction.text.page import Page, Ref, Sentence
from service.extraction.text.shapes import NAME, common, named_after
from service.extraction.text.spelling import slug_of

_BEFORE_PERSONS = (
    " both ",
    "Both ",
    " by ",
    " with ",
    " and ",
    "told ",
    "met ",
    " sat ",
    "saw ",
    "friend ",
    ", ",
)
_AFTER_PERSONS = (
    " who ",
    ", who ",
    ", the ",
    ", a ",
    ", an ",
    ", his ",
    ", one ",
    ", for ",
    " of ",
    " and ",
)
_VERB = re.compile(
    r" (?:had|was|has|is|will|[a-z]{2,}(?:ed|s)|told|met|put|took|came|went|left|held|read|led"
    r"|were|have|sat|saw|spoke|shook|began|swore|rang|wrote|flew|drove|stood|gave|got|made|ran|spent"
    r"|sent|kept|brought|found|lost|won|fell|broke|heard|paid|set|drew|threw|rose|thought|knew"
    r"|meant|sought|withdrew|chose|felt|let) "
)
_INITIALS = re.compile(r"(?:[A-Z]\.\s?){1,3}[A-Z][a-z]")
_STATES = ("U.S.", "U.N.", "E.U.", "U.K.", "U.A.E.", "D.C.")
_FOLLOWED = re.compile(
    r"'s (?:men|forces|fighters|faction|party|camp|supporters|deputy|brother|widow|wife|son"
    r"|daughter|team|office|spokes\w+|adviser|aide|lawyers?|militia|troops|movement|brigade|meeting"
    r"|talks|conversation|call|visit|arrival)\b"
)
_FOLLOWERS = re.compile(
    r"(?:men|forces|fighters|faction|party|camp|supporters|wing|movement|militia|troops|brigade"
    r"|followers|government|command|leadership) (?:of|under) $"
)
_AGED = re.compile(r",? \(?\d\d(?:[,)]|\.(?!\d))")  # `Edmund Hollins, 61, and`
_LETTERS = re.compile(r" (?:KC|QC|SC|MP|MEP|CBE|OBE|PhD|MD|SJ)$")
_SUFFIX = re.compile(r"['’](?:[yns]?[aeıiuüəıoö]n?|[dt][ae]n?|[dt]ə|n?[ıiuü]n|l[ae]|yl[ae])$")
_TITLING = frozenset(
    {
        "role",
        "roles",
        "honorific",
        "qualifier",
        "role_modifier",
        "counterpart",
        "speech_verb",
        "trigger",
        "ordinal",
        "afterwards",
    }
)
_END = attrgetter("end")
_BEFORE_ONE = frozenset({"role", "honorific", "speech_verb"})  # see `single_names`
_TITLES = ("honorific", "role")
_OF_NOBODY = ("according to", "According to", "welcomed")
_TIMES = ("month", "weekday", "year", "relative")
_BLOCKING = frozenset({"actor", "place", "month", "weekday", "year", "mark", "no_actor"})


def discover(
    page: Page, sentence: Sentence, refs: list[Ref], taken: list[tuple[int, int]], found: Found
) -> list[Ref]:
    """Return the persons in a sentence whom only their title, apposition or first name betrays."""
    if sentence.block in ("title", "subtitle"):
        return []
    made = nicknamed(page, sentence, taken, found)
    persons = [ref for ref in (*refs, *made) if ref.actor.type == "person"]
    unsure: list[tuple[int, int]] = []

    def look(start: int, end: int) -> None:
        ref = _person(page, sentence, start, end, found, persons)
        if ref is None:
            unsure.append((start, end))
            return
        made.append(ref)
        persons.append(ref)
        taken.append((ref.start, ref.end))

    for match in NAME.finditer(page.text, sentence.start, sentence.end):
        start, end = _run(page, sentence, match)
        if start < end and not any(start < e and end > s for s, e in taken):
            look(start, end)
    if made:  # somebody behind them may tell what they are (`talks between X and Minister Y`)
        for start, end in unsure[::-1]:
            look(start, end)
    if not _BEFORE_ONE.isdisjoint(sentence.by_class):
        made.extend(single_names(page, sentence, taken, found))
    return made


def _run(page: Page, sentence: Sentence, match: re.Match[str]) -> tuple[int, int]:
    """Return where a name may stand in a run of capitals, without the known words beside it."""
    start, end = _trimmed(page, sentence, _past_opener(page, sentence, match), match.end())
    # A long office before the name took words of the run, which holds a few only.
    whole = NAME.match(page.text, start, sentence.end) if start < end else None
    if whole is not None and whole.end() > end == match.end():
        start, end = _trimmed(page, sentence, start, whole.end())
    start = _opened(page, sentence, start, end)
    while start < end and page.text[start:end].rpartition(" ")[2].islower():
        end = max(start, page.text.rfind(" ", start, end))  # `Vorsitzende der Kommission der`
    return start, end


def _past_opener(page: Page, sentence: Sentence, match: re.Match[str]) -> int:
    """Return where a run of capitals begins past `On` (`On Monday Foreign Minister A met B`)."""
    start, word = match.start(), match[0].partition(" ")[0]
    opens = start <= sentence.start + 1 and word in page.words.lists["not_name"]
    return min(start + len(word) + 1, match.end()) if opens else start


def _opened(page: Page, sentence: Sentence, start: int, end: int) -> int:
    """Cut from a run a word that is capitalised as it opens a sentence, and what one is called."""
    word = page.text[start:end].partition(" ")[0]
    if start <= sentence.start + 1 and word in page.words.lists["not_name"]:
        start = min(end, start + len(word) + 1)
    word, _, rest = page.text[start:end].partition(" ")
    if word.lower() in page.words.lists["person_noun"] and " " in rest:
        return start + len(word) + 1  # `Provost Eleni Sarrow`
    return start


def _trimmed(page: Page, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Cut from a run of capitals what is a known word: an office, a state, a month."""
    tokens = sentence.tokens
    for token in tokens[bisect_right(tokens, start, key=_END) :]:
        if token.end <= start:
            continue
        if token.start >= end:
            break
        senses = token.senses
        if "mark" in senses and page.text[token.start - 1].isupper():
            continue
        inner, title = not _BLOCKING.isdisjoint(senses), not _TITLING.isdisjoint(senses)
        if not (inner or title):
            continue
        if token.start > start + 1 and not inner and "honorific" in senses:
            continue
        if token.start <= start + 1:
            start = token.end
            while start < end and page.text[start] in " '-.":
                start += 1
        elif inner or (title and page.text[token.start - 1] == " "):
            end = token.start - 1
            break
    return start, end


def _person(
    page: Page, sentence: Sentence, start: int, end: int, found: Found, persons: list[Ref]
) -> Ref | None:
    name = page.raw[start:end].rstrip("'’")
    if name.endswith(("'s", "’s")):
        name = name[:-2]
    name = _LETTERS.sub("", name)
    if "suffixes" in page.words.lists["grammar"]:
        name = _SUFFIX.sub("", name)
    words = name.split()
    if (
        len(words) < 2
        or common(page, words)
        or words[-1].lower() in page.words.lists["named_after"]
    ):
        return None
    end = start + len(name)
    if named_after(page, end) or _author(page, sentence, start, end):
        return None
    # `Minister of Foreign Affairs`: what follows `of` is no person's name.
    owned = page.text.endswith(" of ", 0, start)
    if owned and any(token.end == start - 4 for token in sentence.of("town_word")):
        return None  # `the town of Adan Yabaal`
    before = None if owned else office_near(page, sentence, start)
    after = office_after(page, sentence, end) if before is None else None
    rule = _why(page, sentence, start, end, words, before is not None, after is not None)
    if rule is None and _listed(page, start, end, words, persons):
        rule = "person.listed"
    if rule is None:
        return None
    office = before or after
    country = office.country if office else None
    actor = found.discovered.get(slug_of(name)) or Actor(
        slug=slug_of(name), type="person", name=name, country=country, discovered=True
    )
    found.discovered.setdefault(actor.slug, actor)
    for surname in surnames(actor, name):
        found.by_surname.setdefault(surname, actor)
    return Ref(start, end, actor, "unknown", rule, sentence.index)


def _why(
    page: Page,
    sentence: Sentence,
    start: int,
    end: int,
    words: list[str],
    titled: bool,
    apposed: bool,
) -> str | None:
    if titled or _honorific(page, sentence, start):
        return "person.titled"
    if apposed:
        return "person.apposition"
    if words[0] in page.words.given_names and words[0].lower() not in PARTICLES:
        return "person.given_name"
    if _AGED.match(page.text, end):
        return "person.aged"
    if _speaks(page, sentence, start, end):
        return "person.speaker"
    if _INITIALS.match(page.text, start) and not page.text.startswith(_STATES, start):
        return "person.initials"
    if page.text[start:end].isupper() and _labels(page, start, end):
        return "person.label"
    if _followed(page, sentence, start, end):
        return "person.followed"
    if not page.text[start:end].isupper() and described(page, sentence, start, end):
        return "person.described"
    return "person.bare" if _acts(page, sentence, start, end) else None


def _author(page: Page, sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether it is one of those who made the article (`Jo Hask covers the two Sudans`)."""
    if page.text.endswith(page.words.signs["author_before"], sentence.start, start):
        return True
    if start > sentence.start + 1:
        return False
    return page.text.startswith(page.words.signs["author_after"], end)


def _labels(page: Page, start: int, end: int) -> bool:
    """Tell whether a name in capitals labels the turns of a speaker (`ANN ROSK: We go home`)."""
    label = page.text[start : end + 1]
    return label.endswith(":") and page.text.find(label, end) >= 0


def _followed(page: Page, sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether somebody has followers or kin (`X's men`, `the wing under X`)."""
    if page.text[start:end].isupper():
        return False
    left = max(sentence.start, start - 24)
    return bool(_FOLLOWED.match(page.text, end) or _FOLLOWERS.search(page.text, left, start))


def _acts(page: Page, sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a run of capitals without article acts as persons do: `X who`, `X left`."""
    text = page.text
    left = text[max(sentence.start, start - 9) : start]
    national = left.endswith("'s ") and any(t.end == start - 3 for t in sentence.of("actor"))
    if national:  # `Nigeria's Jo Rusk called it`
        return bool(_VERB.match(text, end, end + 14))
    opens = start <= sentence.start + 1 or left.endswith(_BEFORE_PERSONS)
    if not opens and not any(t.end == start - 1 for cls in _TIMES for t in sentence.of(cls)):
        return False  # `On 5 November Jo Rusk saw`
    after = text[end : end + 14]
    return after.startswith(_AFTER_PERSONS) or bool(_VERB.match(after))


def _listed(page: Page, start: int, end: int, words: list[str], persons: list[Ref]) -> bool:
    """Tell whether a run of capitals stands in a list beside a person (`met A, B and C`)."""
    links = page.words.signs["beside"]
    return any(
        page.text[ref.end : start] in links or page.text[end : ref.start] in links
        for ref in persons
    ) and not any(word.isupper() for word in words)


def _honorific(page: Page, sentence: Sentence, start: int) -> bool:
    return any(token.end == start - 1 for cls in _TITLES for token in sentence.of(cls))


def _speaks(page: Page, sentence: Sentence, start: int, end: int) -> bool:
    for token in sentence.of("speech_verb"):
        if token.start == end + 1 or token.end == start - 1:
            return page.text[token.start : token.end] not in _OF_NOBODY
    return False
