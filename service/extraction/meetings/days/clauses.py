"""Of which of two clauses of a sentence a day is."""

import re

from service.extraction.meetings.draft import Scene
from service.extraction.text.page import Dated
from service.extraction.text.scan import Token

_BEFORE = 40  # characters before a day that say what it is of
_TOOK_PLACE = 34  # characters between the day of a plan and the verb that it took place
_WORD = re.compile(r"[^\W\d_]+")


def of_next_clause(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a date opens a clause after the trigger's, which has a date before it."""
    if not scene.text.endswith(scene.signs["and_then"], trigger.end, dated.start):
        return False
    return any(other.end <= trigger.start for other in scene.dates)


def of_next_verb(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a day is that of the next verb (`A met B and on Thursday announced a truce`)."""
    if not scene.text.endswith(scene.signs["clause_on"], trigger.end, dated.start):
        return False
    word = _WORD.match(scene.text, dated.end + 1, scene.sentence.end)
    if word is None or scene.text[dated.end] != " ":
        return False
    if any(token.start == word.start() for token in scene.sentence.of("trigger")):
        return False  # `met and on Thursday signed it`: the two may have been on one day
    verbs, ends = scene.lexicon["then_did"], scene.lexicon["past_ends"]
    return word[0] in verbs or word[0].endswith(ends)


def of_plan(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a day is that of a plan, the meeting's own told after it.

    `Talks planned for May were held in June`.
    """
    if not scene.text.endswith(scene.signs["planned_for"], trigger.end, dated.start):
        return False
    after = scene.text[dated.end : dated.end + _TOOK_PLACE]
    held = any(map(after.__contains__, scene.signs["went_ahead"]))
    return held and any(other.start > dated.end for other in scene.dates)


def of_clause_before(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a date is that of the clause before, as the trigger's has its own after it."""
    if dated.end > trigger.start or not _joined(scene, dated.end, trigger.start):
        return False
    own = any(
        trigger.end <= other.start and not _cut(scene, trigger.end, other.start)
        for other in scene.dates
    )
    return own and any(
        token.end <= dated.start and not _cut(scene, token.end, dated.start)
        for token in scene.sentence.of("trigger")
    )


def of_delay(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether an aside says when something was put off (`the talks, delayed in May,`)."""
    aside = scene.text.endswith(scene.signs["put_off_then"], trigger.end, dated.start)
    return aside and scene.text.startswith(",", dated.end)


def of_recalled(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a date is that of what was in a city before (`since Geneva in July`)."""
    return any(
        spot.accord
        and trigger.end <= spot.start
        and scene.text[spot.end : dated.start] in scene.signs["recalled_in"]
        for spot in scene.spots
    )


def of_what_was_done(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a day is that of a meeting beside which another was left out.

    `A met B on Monday, but did not meet C`.
    """
    between = scene.text[dated.end : trigger.start]
    undone = dated.end <= trigger.start and between.endswith(scene.signs["did_not"])
    return (
        undone
        and any(map(between.__contains__, scene.signs["but"]))
        and any(token.end <= dated.end for token in scene.sentence.of("trigger"))
    )


def _joined(scene: Scene, start: int, end: int) -> bool:
    """Tell whether a clause begins between a day and a verb (`and received`, `and A received`)."""
    between = scene.text[start:end]
    if "," in between or between in scene.signs["then_other"]:
        return True
    subject = any(ref.end == end - 1 and ref.actor.type == "person" for ref in scene.refs)
    return between in scene.signs["and"] or (subject and between.startswith(scene.signs["and"]))


def _cut(scene: Scene, start: int, end: int) -> bool:
    return any(sign in scene.text[start:end] for sign in ",;")


def of_person(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a date is told of somebody whom a trigger names (`met B, whose men in May ..`).

    Or of what was still ahead of it (`signed an accord ahead of a vote on 28 July`).
    """
    if trigger.start > dated.end:
        left = scene.text[max(scene.sentence.start, dated.start - _BEFORE) : dated.start]
        at = max(map(left.rfind, scene.signs["ahead_of"]), default=-1)
        return at >= 0 and "," not in left[at:]
    between = scene.text[trigger.end : dated.start]
    return any(
        sign in between
        and "," not in between[between.rfind(sign) + 2 :]
        and not _when_it_is(scene, trigger, sign, dated)
        for sign in (*scene.signs_in("of_person"), *_relatives_of_person(scene, trigger))
    )


def _relatives_of_person(scene: Scene, trigger: Token) -> tuple[str, ...]:
    """Return the words for `who` that may be `which` as well, where they follow a person."""
    signs = scene.signs_in("relative_either")
    people = [r.end for r in scene.refs if r.start >= trigger.end and r.type == "person"]
    return tuple(s for s in signs if any(scene.text.startswith(s, end) for end in people))


def _when_it_is(scene: Scene, trigger: Token, sign: str, dated: Dated) -> bool:
    """Tell whether a relative that may be of things tells when one is (`, qui aura lieu lundi`)."""
    noun = trigger.senses["trigger"][0].form == "noun" and sign in scene.signs["relative_event"]
    at = scene.text.rfind(sign, trigger.end, dated.start)
    return noun and any(at < t.start < dated.start for t in scene.sentence.of("status"))


BESIDE = (
    of_person,
    of_next_clause,
    of_next_verb,
    of_clause_before,
    of_delay,
    of_plan,
    of_recalled,
    of_what_was_done,
)
