"""Who only tells of a meeting: `Peskov said that the two met`, `A, the ministry said, met B`."""

from service.extraction.meetings import asides
from service.extraction.meetings.draft import Scene
from service.extraction.meetings.people import roles
from service.extraction.text.page import Ref
from service.extraction.text.scan import Token

_AFTER = 34  # characters between a verb of speech and who says it

_OTHERS = ("role", "roles", "mutual", "government")


def speaker(scene: Scene, ref: Ref, trigger: Token) -> bool:
    """Tell whether an actor only speaks of the meeting (`Peskov said that the two met`)."""
    text, verb = scene.text, None
    for token in scene.sentence.of("speech_verb"):
        if text.endswith(scene.signs["was_then"], 0, token.start):
            continue  # who was told of it
        if asides.parts(scene, *sorted((ref.start, token.start))):
            continue
        verb = roles.verb_at(scene, ref) if verb is None else verb
        if verb <= token.start < trigger.start and token.start - verb <= 30:
            between = text[token.end : trigger.start]
            if len(between) < 70 and any(sign in between for sign in scene.signs["after_speech"]):
                return False
            return not _own_talks(scene, ref, token, trigger)
        beside = _says(scene, ref, token) or 0 <= ref.start - token.end <= _AFTER
        if beside and trigger.end <= token.start and ref.start > trigger.end:
            return True
    return False


def _says(scene: Scene, ref: Ref, verb: Token) -> bool:
    """Tell whether somebody stands before a verb of speech (not `A met B, said C`)."""
    end = _ministry(scene, ref)
    if not 0 <= verb.start - end <= 2:
        return False
    turned = scene.text.startswith(",", end)
    return not turned or not any(0 <= r.start - verb.end <= _AFTER for r in scene.refs)


def _own_talks(scene: Scene, ref: Ref, verb: Token, trigger: Token) -> bool:
    """Tell whether who speaks tells of talks of his own (`Fidan announced talks with Lavrov`).

    So he does where a language leaves out a subject that stays the same (`Fidan dijo que se reunió
    con Lavrov`).
    """
    signs, end = scene.signs["with"], trigger.end
    beside = (at for sign in signs for at in (end, end - len(sign) + 1))
    apart = "free order" in scene.grammar and scene.text.startswith(signs, _behind(scene, end))
    apart = apart or _infinitive(scene, trigger)  # `ha detto di aver incontrato B`
    if not apart and not any(scene.text.startswith(signs, at) for at in beside):
        return False  # `talks with` is a trigger as well
    if any(verb.end <= other.start < trigger.start for other in scene.refs if not other.place):
        return False
    if any("spokes" in office.title for office in ref.actor.offices):
        return False
    verbal = trigger.senses["trigger"][0].form not in ("noun", "gerund")
    return not verbal or not scene.signs["that_self"] or _same_subject(scene, verb, trigger)


def _behind(scene: Scene, end: int) -> int:
    """Return where the days and places end that stand behind a verb (`встретится в Вене с B`)."""
    small = {*scene.signs["aside_prepositions"]}
    told = [(d.start, d.end) for d in scene.dates] + [(s.start, s.end) for s in scene.spots]
    for low, high in sorted(told):
        if low >= end and small.issuperset(scene.text[end:low].split()):
            end = high
    return end


def _same_subject(scene: Scene, verb: Token, trigger: Token) -> bool:
    """Tell whether nobody else stands between `dijo que` and the verb after it."""
    between = scene.text[verb.end : trigger.start]
    if _infinitive(scene, trigger) and not any(
        verb.end <= t.start < trigger.start for c in _OTHERS for t in scene.sentence.of(c)
    ):
        return True  # `dijo estar dispuesto a reunirse con B`
    told = [(d.start, d.end) for d in scene.dates] + [(s.start, s.end) for s in scene.spots]
    for start, end in told:
        if verb.end <= start and end <= trigger.start:
            between = between.replace(scene.text[start:end], "")
    for sign in scene.signs["that_self"]:
        if sign in between:
            words = between.rpartition(sign)[2].replace(",", " ").split()
            return set(words) <= {
                *scene.signs["aside_adverbs"],
                *scene.signs["aside_prepositions"],
                *scene.lexicon["that_small"],
            }
    return False


def _infinitive(scene: Scene, trigger: Token) -> bool:
    word = scene.text[trigger.start : trigger.end].split(" ", 1)[0]
    return word.endswith(scene.signs["infinitive"])


def _ministry(scene: Scene, ref: Ref) -> int:
    """Return where an actor's name ends, its ministry's included (`the Norwegian ministry`)."""
    own = (t.end for t in scene.sentence.of("government") if 0 <= t.start - ref.end <= 9)
    return next(own, ref.end)
