"""Persons in a script that is not Latin: known by their sound, or discovered and transcribed.

The knowledge spells most persons in Latin letters only. A run of capitals of another script is
transcribed (`sign.latin`), and what is left of its sound without vowels is looked up among them:
`Эдилем Байсаловым` and `Edil Baisalov` are both `dl bslv`. Endings are mostly vowels, so any case
sounds alike; those that are not (`sign.case_ends`) are cut.
"""

import re
from collections.abc import Sequence

from service.domain.actors import Actor
from service.extraction.actors.found import Found
from service.extraction.actors.offices import office_after, office_near
from service.extraction.text.page import HowNamed, Page, Ref, Sentence
from service.extraction.text.spelling import slug_of
from service.extraction.text.transcription import latin as latin_of
from service.extraction.text.transcription import stem

_PART = r"(?:[а-я]{2,3}-)?[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*"
_LINK = r"(?:(?:бен|бин|ибн|абу|ван|фон|де|да|аль) )?"
_RUN = re.compile(rf"(?<![\w«\"-]){_PART}(?: {_LINK}{_PART}){{1,3}}")
_WORD = re.compile(rf"(?<![\w«\"-]){_PART}(?![\w-])")
_BLOCKING = frozenset(
    {"actor", "place", "month", "weekday", "relative", "direction", "person", "modal", "trigger"}
)
_TITLES = frozenset({"role", "roles", "honorific"})
_VERBS = ("trigger", "speech_verb", "modal", "status", "attend")
_REACH = 70  # characters from a title to the name (`секретарь движения М23 X`)
_BREAKS = frozenset(".,;:!?()—–")


def discover(
    page: Page, sentence: Sentence, refs: list[Ref], taken: list[tuple[int, int]], found: Found
) -> list[Ref]:
    """Return the persons of a sentence whose names the knowledge has in Latin letters, or not."""
    if sentence.block in ("title", "subtitle") or not page.words.signs["latin"]:
        return []
    made: list[Ref] = []
    for match in _RUN.finditer(page.text, sentence.start, sentence.end):
        start, end = _trimmed(page, sentence, match.start(), match.end())
        part = next((r for r in refs if _only_part(r, start, end)), None)
        others = (span for span in taken if part is None or span != (part.start, part.end))
        if page.text.count(" ", start, end) == 0 or any(s < end and e > start for s, e in others):
            continue
        ref = _person(page, sentence, start, end, found, [*refs, *made])
        if ref is not None:
            if part is not None:
                refs.remove(part)
            made.append(ref)
            taken.append((ref.start, ref.end))
    return made


def _only_part(ref: Ref, start: int, end: int) -> bool:
    """Tell whether a surname that somebody bears is another's first name (`Хасан Эрджиюреш`)."""
    return ref.how == "surname" and start <= ref.start and ref.end < end


def bare(page: Page, sentence: Sentence, taken: list[tuple[int, int]], found: Found) -> list[Ref]:
    """Return the bare surnames, in any case, of those whom the article named in full before."""
    made: list[Ref] = []
    if not found.by_stem:
        return made
    for match in _WORD.finditer(page.text, sentence.start, sentence.end):
        actor = found.by_stem.get(stem(page.words.signs, match[0]))
        if actor is None or any(s < match.end() and e > match.start() for s, e in taken):
            continue
        made.append(Ref(*match.span(), actor, "surname", "person.surname", sentence.index))
        taken.append(match.span())
    return made


def _trimmed(page: Page, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Cut from a run of capitals the known words that it begins with or that end it."""
    for token in sentence.tokens:
        if token.end <= start or token.start >= end:
            continue
        if not (_BLOCKING & token.senses.keys() or _TITLES & token.senses.keys()):
            continue
        if token.senses.keys() == {"person"}:
            continue  # a surname that another bears
        if token.start <= start:
            start = min(end, token.end + 1)
        else:
            end = token.start - 1
            break
    return start, max(start, end)


def _person(
    page: Page, sentence: Sentence, start: int, end: int, found: Found, persons: Sequence[Ref]
) -> Ref | None:
    words = page.text[start:end].split(" ")
    stems = [stem(page.words.signs, word) for word in words]
    before = found.by_stem.get(" ".join(stems))
    latin = latin_of(page.words.signs, " ".join(_named(page, words, stems)))
    actor = before or _known(page, latin, words, stems)
    if actor is None and len(words) > 2 and start <= sentence.start + 1:
        start += len(words[0]) + 1  # `Письмо Ахмада Масуда`
        return _person(page, sentence, start, end, found, persons)
    rule = "person.name" if actor else _why(page, sentence, start, end, words, persons)
    if rule is None or (actor is None and _no_name(page, words, stems)):
        return None
    if actor is None:
        country = _country(page, sentence, start, end)
        actor = found.discovered.get(slug_of(latin)) or Actor(
            slug=slug_of(latin), type="person", name=latin, country=country, discovered=True
        )
        found.discovered.setdefault(actor.slug, actor)
    found.named.add(actor.slug)
    for key in (stems[-1], " ".join(stems)):
        found.by_stem.setdefault(key, actor)
    how: HowNamed = "unknown" if actor.discovered else "name"
    role = _role(page, sentence, start)
    return Ref(start, end, actor, how, rule, sentence.index, role=role)


def _known(page: Page, latin: str, words: list[str], stems: list[str]) -> Actor | None:
    """Return who is known by such a name, in the nominative or without endings."""
    bare = (word[: len(cut)] for word, cut in zip(words, stems, strict=True))
    spelt = (latin, latin_of(page.words.signs, " ".join(bare)))
    known = (page.words.sounds.known(name.lower(), page.countries) for name in spelt)
    return next((actor for actor in known if actor is not None), None)


def _named(page: Page, words: list[str], stems: list[str]) -> list[str]:
    """Return the words of a name in the nominative, as far as endings tell (`Темиром Осконбаевым`).

    `Айгуль Сатыбалдиева` is herself, and of what is no known ending nothing is cut.
    """
    last, root, signs = words[-1], stems[-1], page.words.signs
    man, woman, female, _ = signs["nominative_ends"]
    end = last[len(root) :]
    if words[0].lower() == stems[0]:
        return words  # `Герд Меррем`
    if words[0].endswith(signs["oblique_ends"]) and last.endswith(signs["like_women"]):
        return [*_all_named(page, words[:-1], stems), last[:-2] + female]  # `Сергеем Шамбой`
    if end and root.endswith(signs["adjective_stems"]):
        if end in signs["ends_of_men"]:
            return [*_all_named(page, words[:-1], stems), last[: len(root)] + man]
        first = words[0] if end == woman else words[0][: len(stems[0])] + female
        return [first, *words[1:-1], last[: len(root)] + woman]
    family = root.endswith(signs["surname_ends"])
    oblique = end in signs["oblique_ends"] or (
        end in signs["either_ends"]
        and (_of_man(page, words[0], stems[0]) if family else words[0][len(stems[0]) :] == end)
    )
    return [*_all_named(page, words[:-1], stems), last[: len(root)]] if oblique else words


def _all_named(page: Page, words: list[str], stems: list[str]) -> list[str]:
    """Return first names without the endings of their case (`Сергея` is Сергей)."""
    named = (word[: len(cut)] for word, cut in zip(words, stems, strict=False))
    *_, short = page.words.signs["nominative_ends"]
    vowels = tuple(page.words.signs["vowels"])
    return [word + short if word.endswith(vowels) else word for word in named]


def _of_man(page: Page, word: str, root: str) -> bool:
    """Tell whether a first name is a man's in another case (`Темира`), not a woman's (`Марина`)."""
    given = page.words.given_names
    return word != word[: len(root)] and (word not in given or word[: len(root)] in given)


def _why(
    page: Page, sentence: Sentence, start: int, end: int, words: list[str], persons: Sequence[Ref]
) -> str | None:
    """Return the rule by which an unknown run of capitals is a person's name, if it is one."""
    if _given(page, words[0]):
        return "person.given_name"
    if start <= sentence.start + 1:
        return None  # the first word may be any
    if office_near(page, sentence, start) or _titled(page, sentence, start):
        return "person.titled"
    if office_after(page, sentence, end):
        return "person.apposition"
    if any(end + 1 == t.start or t.end + 1 == start for t in sentence.of("speech_verb")):
        return "person.speaker"
    links = (", ", *page.words.signs["and"])
    beside = (page.text[ref.end : start] in links for ref in persons if ref.type == "person")
    return "person.listed" if any(beside) else None


def _titled(page: Page, sentence: Sentence, start: int) -> int | None:
    """Return where a title ends before a name, its owner between (`секретарь движения М23 X`)."""
    low = max(sentence.start, start - _REACH)
    tokens = [t for t in sentence.tokens if low <= t.start and t.end <= start]
    heads = [t.end for t in tokens if _TITLES & t.senses.keys()]
    nouns = page.words.lists["person_noun"]
    for word in re.finditer(r"[^\W\d_]+", page.text[low:start]):
        if word[0].lower() in nouns:
            heads.append(low + word.end())
    if not heads:
        return None
    end = max(heads)
    verbs = any(t.start >= end for cls in _VERBS for t in sentence.of(cls) if t.end <= start)
    return None if verbs or not _BREAKS.isdisjoint(page.text[end:start]) else end


def _role(page: Page, sentence: Sentence, start: int) -> str | None:
    """Return the office that stands before a name with its owner between."""
    end = _titled(page, sentence, start)
    titles = (token.senses["role"] for token in sentence.of("role") if token.end == end)
    return next(titles, None)


def _given(page: Page, word: str) -> bool:
    """Tell whether a word is a first name, in any case."""
    low = word.lower()
    return any(
        one in page.words.given_names
        for one in (
            word,
            word[:-1],
            word[:-2],
            *(word[:-1] + end for end in page.words.signs["first_name_ends"]),
        )
        if len(low) > 3
    )


def _no_name(page: Page, words: list[str], stems: list[str]) -> bool:
    """Tell whether a run is that of a body or a place (`Верховный Совет`)."""
    lists, signs = page.words.lists, page.words.signs
    if any(one.startswith(signs["no_name"]) for one in stems):
        return True
    adjective = words[0].lower().endswith(signs["no_first_ends"])
    return adjective and words[0] not in lists["given_name"]


def _country(page: Page, sentence: Sentence, start: int, end: int) -> str | None:
    """Return the country of whose office a name stands beside."""
    office = office_near(page, sentence, start) or office_after(page, sentence, end)
    if office is not None and office.country:
        return office.country
    owners = (t for t in sentence.of("actor") if start - _REACH <= t.start and t.end <= start)
    near = next((t.senses["actor"][0].actor for t in reversed(list(owners))), None)
    return near.country if near is not None and _titled(page, sentence, start) else None
