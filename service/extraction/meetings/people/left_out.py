"""Who acts where a language leaves its subject out: `El viernes recibirá a B`, `Se reunirán`."""

from service.extraction.meetings.draft import Scene
from service.extraction.text.lexicon import Sense
from service.extraction.text.scan import Token

_FINITE = ("past", "present")
_SUBJECTS = ("role", "roles", "mutual", "government", "pronoun")
_IMPERSONAL = ("signing", "talks")  # `se firmó`, `se reanudaron`
_ALONE = ("visit", "press_conference")  # which one may do without another
_BEFORE = 5  # characters: a preposition may end the trigger


def number(scene: Scene, trigger: Token, sense: Sense) -> str | None:
    """Return whether `one` or `several` act who are not named beside a verb; None if one is."""
    if "subject left out" not in scene.grammar or sense.form not in _FINITE:
        return None
    if scene.sentence.block != "body" or "event_verb" in trigger.senses:
        return None
    words = scene.text[trigger.start : trigger.end].lower().split()
    reflexive = words[0] in scene.signs["reflexive"]
    verb = words[1] if reflexive and len(words) > 1 else words[0]
    if verb.startswith(scene.signs["not_left_out"]) or (reflexive and sense.kind in _IMPERSONAL):
        return None
    if not _bare(scene, trigger) or _subject_after(scene, trigger):
        return None
    if verb.endswith(scene.signs["plural_verb"]):
        return "several"
    return "one" if sense.kind in _ALONE or _met(scene, trigger) else None


def _met(scene: Scene, trigger: Token) -> bool:
    """Tell whether somebody is met: a preposition that only objects have stands behind a verb."""
    words = scene.text[max(trigger.start, trigger.end - _BEFORE) : scene.sentence.end]
    return any(map(words.__contains__, scene.signs["object_after"]))


def _bare(scene: Scene, trigger: Token) -> bool:
    """Tell whether only days, places and small words stand before a verb in its sentence.

    So they do where it goes on with the subject of another that is left out.
    """
    start, end = scene.sentence.start, trigger.start
    verbs = [t for t in scene.sentence.of("trigger") if t.end <= end]
    if verbs and verbs[0].senses["trigger"][0].form in _FINITE and _bare(scene, verbs[0]):
        links = [scene.text.rfind(s, start, end) + len(s) for s in scene.signs["goes_on_after"]]
        start = max([at for at in links if at > verbs[0].end], default=start)
    words = scene.text[start:end]
    if words.lower().startswith(scene.signs["fronted"]) and ", " in words:
        start += words.rindex(", ") + 1  # `Tras la reunión, ofrecieron una rueda de prensa`
        words = scene.text[start:end]
    told = [(d.start, d.end) for d in scene.dates] + [(s.start, s.end) for s in scene.spots]
    for low, high in told:
        if start <= low and high <= end:
            words = words.replace(scene.text[low:high], " ")
    return set(words.lower().replace(",", " ").split()) <= set(scene.lexicon["left_out_before"])


def _subject_after(scene: Scene, trigger: Token) -> bool:
    """Tell whether the subject stands behind its verb (`Se reunieron en Oslo A y B`)."""
    comma = scene.text.find(", ", trigger.end, scene.sentence.end)
    low, high = trigger.end, comma if comma >= 0 else scene.sentence.end
    named = [r.start for r in scene.refs if low <= r.start < high and not r.place]
    called = [t.start for c in _SUBJECTS for t in scene.sentence.of(c) if low <= t.start < high]
    first = min([*named, *called], default=None)
    return first is not None and not _object(scene, trigger, first)


def _object(scene: Scene, trigger: Token, end: int) -> bool:
    """Tell whether a preposition stands behind a verb that only its objects have.

    A place or a day between has one of its own (`llegó a París el presidente`).
    """
    told = [*(d.end for d in scene.dates), *(s.end for s in scene.spots)]
    low = max((at for at in told if trigger.end <= at <= end), default=trigger.end)
    low = max(trigger.start, low - _BEFORE if low == trigger.end else low)
    words = f"{scene.text[low:end]} "
    return any(map(words.__contains__, scene.signs["object_after"]))
