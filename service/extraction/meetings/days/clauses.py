"""Of which of two clauses of a sentence a day is."""

from service.extraction.meetings.draft import Scene
from service.extraction.text.page import Dated
from service.extraction.text.scan import Token


def of_next_clause(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a date opens a clause after the trigger's, which has a date before it."""
    opens = scene.text.endswith(scene.signs["and_then"], trigger.end, dated.start)
    return opens and any(other.end <= trigger.start for other in scene.dates)


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


BESIDE = (of_next_clause, of_clause_before, of_delay, of_recalled, of_what_was_done)
