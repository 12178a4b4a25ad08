"""Words inserted in a sentence between commas, dashes or brackets: where they begin and end."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from service.extraction.meetings.draft import Scene, once_a_scene
from service.extraction.meetings.people import groups
from service.extraction.text.scan import Token

_LONGEST = 160  # characters: a longer one is a clause of its own
_REPORT = 60  # characters of `his office said on Wednesday`
_WHEN = 20  # characters: `, qui devait se tenir`
_CLOSE = 12  # characters between a preposition and its place (`in the Swiss city of`)
_OPENS = re.compile(r", | \(| [–—-] ")
WORD = re.compile(r"[\w'-]+")
_CLOSERS = {" (": ")", " – ": " –", " — ": " —", " - ": " -"}
_VERBS = ("trigger", "speech_verb", "event_verb", "modal", "attend")


class Aside(NamedTuple):
    """Words between two places.

    `there` tells that those named in them are in the room too, `fronted` that they stand before the
    subject, `personal` that they are told of somebody, so that no other's day or city is in them.
    """

    start: int
    end: int
    there: bool = False
    fronted: bool = False
    personal: bool = False


def inserted(scene: Scene) -> list[Aside]:
    """Return what stands between a subject and its verb, or behind an object, in a sentence."""
    found: list[Aside] = []
    for opened in _OPENS.finditer(scene.text, scene.sentence.start, scene.sentence.end):
        if not found or opened.start() >= found[-1].end:
            aside = _aside(scene, opened.start(), opened.end())
            if aside is not None:
                found.append(aside)
    return found


def _aside(scene: Scene, at: int, inner: int) -> Aside | None:
    """Return the aside that a comma, a dash or a bracket opens, if it opens one."""
    text, sign = scene.text, scene.text[at:inner]
    if sign != ", ":
        close = text.find(_CLOSERS[sign], inner, min(inner + _LONGEST, scene.sentence.end))
        known = any(ref.end == at and ref.type == "person" for ref in scene.refs)
        if not known or close < 0:
            return None
        there = _there(scene, inner)
        return Aside(at, close + len(_CLOSERS[sign]) - (sign == " ("), there, personal=not there)
    reports = _report(scene, at, inner)
    if reports is not None:
        return reports
    if not _opens(scene, at, inner):
        return None
    for close in commas(scene, inner):
        if _apposed(scene, close):
            continue
        if goes_on(scene, close + 2) or _named(scene, close):
            relative = text.startswith(scene.signs["relative"], at)
            if relative and _own_clause(scene, inner, close):
                return None
            there = _there(scene, inner)
            person = not there and (
                _of_person(scene, at, relative=relative) or _of_act(scene, inner, close)
            )
            return Aside(at, close, there, personal=person)
    return None


def _apposed(scene: Scene, close: int) -> bool:
    """Tell whether a comma only ends a name in apposition (`, whose head, C, chaired`)."""
    return any(
        r.end == close and r.type == "person" and scene.text.endswith(", ", 0, r.start)
        for r in scene.refs
    )


def _of_act(scene: Scene, inner: int, close: int) -> bool:
    """Tell whether words say what was done about an event (`the talks, postponed last week,`).

    A day to which or from which it was put off is its own, unless it took place after that.
    """
    words = scene.text[inner:close]
    new = any(map(words.__contains__, (*scene.signs["put_off_to"], *scene.signs["off_from"])))
    if words.startswith(scene.signs["done_about"]) and not new:
        return True
    off = any(inner <= t.start < close for t in scene.sentence.of("status") if _open(t))
    return off and came_about(scene, close)


def _open(cue: Token) -> bool:
    """Tell whether a word of status leaves open, or denies, that something took place."""
    return cue.senses["status"] not in ("held", "ongoing")


def came_about(scene: Scene, start: int) -> bool:
    """Tell whether what stands from a place on says that something took place, or goes on."""
    return any(t.start >= start and not _open(t) for t in scene.sentence.of("status"))


def _of_person(scene: Scene, at: int, *, relative: bool) -> bool:
    """Tell whether what a comma opens is told of a person or a body, and of no event."""
    if relative and scene.text.startswith(scene.signs["relative_either"], at):
        return any(ref.end == at and ref.type == "person" for ref in scene.refs)
    if relative:
        person = scene.text.startswith(scene.signs["relative_person"], at)
        return person and not _of_event(scene, at)
    nouns = (t for t in scene.sentence.of("trigger") if t.end <= at)
    if any(t.senses["trigger"][0].form == "noun" for t in nouns):
        return False  # `a meeting with C, scheduled for Monday, took place`
    return any(ref.end == at and not ref.place for ref in scene.refs)


def _of_event(scene: Scene, at: int) -> bool:
    """Tell whether a relative that may be of persons and of things tells when an event is.

    `the talks between A and B, which are planned for Monday, ..` where `which` is `who`.
    """
    text, near = scene.text, at + _WHEN
    if not text.startswith(scene.signs["relative_event"], at):
        return False
    return any(at < t.start < near for t in scene.sentence.of("status"))


def commas(scene: Scene, start: int) -> Iterator[int]:
    """Yield where the commas behind a place stand, as far as an aside may reach."""
    end = min(start + _LONGEST, scene.sentence.end)
    at = scene.text.find(", ", start, end)
    while at >= 0:
        yield at
        at = scene.text.find(", ", at + 2, end)


def _own_clause(scene: Scene, inner: int, close: int) -> bool:
    """Tell whether `where` opens a main clause: a subject, and no verb before a comma.

    `in Moscow, where the chiefs of staff, A and B, met`.
    """
    where = next((s for s in scene.signs["where"] if scene.text.startswith(s, inner - 1)), "")
    return bool(where) and groups.verbless(scene, inner - 1 + len(where), close)


def _named(scene: Scene, close: int) -> bool:
    """Tell whether one more of a list follows (`A, who leads the team, and B met`)."""
    return any(
        scene.text.startswith(sign, close)
        and any(r.type == "person" and r.start == close + len(sign) for r in scene.refs)
        for sign in scene.signs["and_clause"]
    )


def _there(scene: Scene, inner: int) -> bool:
    return scene.text.startswith(scene.signs["companions"], inner)


def _report(scene: Scene, at: int, inner: int) -> Aside | None:
    """Return words that only say who says it (`A will, his office said on Sunday, meet B`)."""
    if not scene.sentence.has("speech_verb"):
        return None
    close = scene.text.find(", ", inner, min(inner + _REPORT, scene.sentence.end))
    if close < 0 or any(inner <= t.start < close for t in scene.sentence.of("trigger")):
        return None
    says = any(inner <= t.start < close for t in scene.sentence.of("speech_verb"))
    more = any(map(scene.text[inner:close].__contains__, scene.signs["no_report"]))
    return Aside(at, close, personal=True) if says and not more else None


def _opens(scene: Scene, at: int, inner: int) -> bool:
    """Tell whether words behind a comma open an aside on what stands before it."""
    text, signs = scene.text, scene.signs
    if text.startswith(signs["relative"], at):
        return True
    if not _on_something(scene, at):
        return False
    if text.startswith((*signs["opens_aside"], *signs["companions"]), inner):
        return True
    return _participle(scene, inner) or _relation(scene, at, inner)


def _on_something(scene: Scene, at: int) -> bool:
    """Tell whether a name, a word for persons or for an event stands before a comma."""
    if any(ref.end == at for ref in scene.refs):
        return True
    classes = ("mutual", "role", "roles", "trigger")
    return any(token.end == at for cls in classes for token in scene.sentence.of(cls))


def _participle(scene: Scene, inner: int) -> bool:
    """Tell whether a participle begins the words (`seen with C in May`, `having left Moscow`)."""
    words = WORD.findall(scene.text, inner, min(inner + 60, scene.sentence.end))[:3]
    if len(words) > 1 and is_adverb(scene, words[0]):
        words = words[1:]
    word = words[0] if words else ""
    if not word.islower() or word in scene.signs["no_participle"]:
        return False
    verbs = (*scene.sentence.of("trigger"), *scene.sentence.of("speech_verb"))
    meets = any(0 <= t.start - inner < 20 for t in verbs)
    if meets and not any(f" {after} " in scene.signs["by_doer"] for after in words[1:2]):
        return False  # `A, the envoy, visited B`
    return word in scene.signs["participles"] or is_participle(scene, word)


def is_participle(scene: Scene, word: str) -> bool:
    """Tell whether a word ends as participles do."""
    ends = scene.lexicon["participle_ends"]
    return any(word.endswith(end) and len(word) > len(end) + 2 for end in ends)


def is_adverb(scene: Scene, word: str) -> bool:
    """Tell whether a word is an adverb that may stand before a verb."""
    return word.endswith(scene.lexicon["adverb_ends"]) or word in scene.signs["aside_adverbs"]


def _relation(scene: Scene, at: int, inner: int) -> bool:
    """Tell whether the words say only whose friend or foe somebody is (`a former ally of C`)."""
    if not any(ref.end == at and ref.type == "person" for ref in scene.refs):
        return False
    close = scene.text.find(", ", inner, min(inner + _REPORT, scene.sentence.end))
    if close < 0 or not scene.text.startswith(scene.signs["apposed"], inner):
        return False
    named = next((r for r in scene.refs if inner <= r.start < close and r.type == "person"), None)
    if named is None or not groups.verbless(scene, inner, close):
        return False
    before = scene.text[inner : named.start]
    return any(map(before.__contains__, scene.signs["serves"]))


def goes_on(scene: Scene, at: int, *, verb: bool = False) -> bool:
    """Tell whether the verb follows that an aside parts from its subject, or where and when.

    With `verb` only the verb.
    """
    words = list(WORD.finditer(scene.text, at, min(at + 60, scene.sentence.end)))[:3]
    if not words:
        return False
    verbs = scene.signs["aside_verbs"]
    starts = _verbs(scene)
    for number, word in enumerate(words):
        told = word.group()
        if told in verbs or (word.start() in starts and not told[:1].isupper()):
            return True
        if number == 0 and not verb and told in scene.signs["aside_prepositions"]:
            return _place_or_day(scene, word.end())
        if not is_adverb(scene, told):
            return False
    return False


@once_a_scene
def _verbs(scene: Scene) -> set[int]:
    """Return where the known verbs of a sentence begin."""
    return {t.start for cls in _VERBS for t in scene.sentence.of(cls)}


def _place_or_day(scene: Scene, at: int) -> bool:
    """Tell whether a place or a day stands right behind a preposition."""
    return any(0 < one.start - at <= _CLOSE for row in (scene.spots, scene.dates) for one in row)
