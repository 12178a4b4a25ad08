"""Clauses that tell of no event: what is asked, what is denied, what only names a thing."""

from service.extraction.meetings.draft import Draft, Scene
from service.extraction.text.causing import caused
from service.extraction.text.lexicon import Sense
from service.extraction.text.scan import Token

_FAR = 120  # characters after a trigger in which its clause may be denied
_TIME = 60  # characters between `the first time` and the verb
_NEGATED = frozenset({"cancelled", "postponed"})


def before(scene: Scene, draft: Draft, length: int) -> str:
    """Return so many characters of the sentence before the trigger, in lower case."""
    start = max(scene.sentence.start, draft.trigger.start - length)
    return scene.text[start : draft.trigger.start].lower()


def after(scene: Scene, draft: Draft, length: int) -> str:
    """Return so many characters of the sentence after the trigger, in lower case."""
    end = draft.trigger.end
    return scene.text[end : min(end + length, scene.sentence.end)].lower()


def wondered(scene: Scene, draft: Draft) -> bool:
    """`asked whether the two had met`, `would not say if they will meet`, `Would A come?`."""
    if scene.text.startswith("?", scene.sentence.end - 1) and _supposed(scene):
        return True
    if draft.sense.form == "noun" and (draft.dated or draft.spot or not draft.fresh):
        return False
    if not (asks := scene.signs["asks_if"]):
        return False
    left = before(scene, draft, 70)
    at = max(map(left.rfind, asks))
    return at >= 0 and not any(sign in left[at:] for sign in (";", *scene.signs["asked_break"]))


def _supposed(scene: Scene) -> bool:
    """Tell whether a sentence begins with `would`, `could` and the like."""
    return any(token.start - scene.sentence.start <= 2 for token in scene.sentence.of("modal"))


def denied_later(scene: Scene, draft: Draft) -> bool:
    """`a report that the two had met was denied`."""
    denials = scene.signs["denied_later"]
    if not denials or draft.status in _NEGATED:
        return False
    return any(map(after(scene, draft, _FAR).__contains__, denials))


def compound(scene: Scene, draft: Draft) -> bool:
    """`the conference room`, `a dinner jacket`: the word only says what sort of thing it is."""
    if draft.sense.form not in ("noun", "gerund"):
        return False
    words = after(scene, draft, 24).split(maxsplit=1)
    return bool(words) and words[0].strip(",.;:") in scene.signs["compound"]


def appeal(scene: Scene, draft: Draft) -> bool:
    """`Rwanda called on Congo to respect the truce`: nobody calls on anybody.

    Who calls on somebody to express his thanks, or before he flies to Doha, does.
    """
    end = draft.trigger.end
    if not draft.words.endswith("called on"):
        return False
    _, *asked = scene.text[end : min(end + 90, scene.sentence.end)].split(" to ")
    courtesy = any(m.actor.type == "person" and m.start >= end for m in draft.members)
    own = scene.signs["courtesy"] if courtesy else ()
    return any(words[:1].islower() and not words.startswith(own) for words in asked)


def speech(scene: Scene, draft: Draft) -> bool:
    """`addressed parliament`, `addressed the council with an appeal`: one speaks, the rest hear."""
    if draft.words not in ("addressed", "address", "addresses"):
        return False
    right = after(scene, draft, 60)
    return any(map(right.__contains__, scene.signs["hearers"])) or " with a" in right


def no_way(scene: Scene, draft: Draft) -> bool:
    """`is going to receive`, `came to believe`: what follows `to` is a verb, no place."""
    if draft.family != "v" or not draft.words.endswith(" to"):
        return False
    right = after(scene, draft, 26)
    word = scene.text[draft.trigger.end + 1 : draft.trigger.end + 2]
    spot = draft.spot is not None and 0 <= draft.spot.start - draft.trigger.end <= 26
    return word.islower() and not spot and not right.startswith(scene.signs["not_places"])


def during_visit(scene: Scene, draft: Draft) -> bool:
    """`discussions during the visit`: the visit is the event."""
    if draft.family != "m" or draft.sense.form != "noun":
        return False
    words = scene.text[draft.trigger.end : draft.trigger.end + 30].split()[:3]
    return words[:1] == ["during"] and words[-1].strip(",.;") in ("visit", "trip", "stay", "tour")


def only_said_of(scene: Scene, draft: Draft) -> bool:
    """`a bilateral ceasefire`, `the Swiss hosts`, `was stopped by`: words of another sort here."""
    if draft.words in scene.signs["how_many_sided"]:
        after = scene.text[draft.trigger.end : draft.trigger.end + 20]
        word = after.split()[0] if after.startswith(" ") and after.split() else ""
        return word.islower() and word.isalpha() and word not in scene.signs["no_noun"]
    if draft.words == "hosts":
        return "the" in before(scene, draft, 25).split()[-2:]
    return draft.words == "stopped by" and before(scene, draft, 6).endswith(
        ("was ", "were ", "been ")
    )


def no_paper(scene: Scene, draft: Draft) -> bool:
    """`the round was concluded`: what is signed is a paper."""
    if draft.words not in ("was concluded", "were concluded", "was sealed", "were put to"):
        return False
    return not any(paper in before(scene, draft, 70) for paper in scene.signs["concluded"])


def at_home(draft: Draft) -> bool:
    """Tell whether the only one named is of the country of the place: nobody came to anybody."""
    spot = draft.spot
    if spot is None or spot.country is None or len(draft.actors()) != 1:
        return False
    return draft.members[0].actor.country == spot.country


def _continued(scene: Scene, draft: Draft) -> bool:
    """`agreed to continue the dialogue`, `will maintain contacts`: nobody says when and where."""
    if draft.words.endswith("continue"):
        return after(scene, draft, 24).startswith(scene.signs["continued"])
    with_what = scene.signs["goes_on_with"]
    goes_on = bool(with_what) and before(scene, draft, 20).endswith(with_what)
    return goes_on and f" {draft.words}" in scene.signs["continued"]


def _rate(scene: Scene, draft: Draft) -> bool:
    """`four hundred a day in December`: so many each day, no stay of a day anywhere."""
    units = (*scene.signs["unit_day"], *scene.signs["unit_week"])
    if draft.kind != "talks" or not units or set(units).isdisjoint(draft.words.split()):
        return False
    return any(token.start == draft.trigger.end + 1 for token in scene.sentence.of("month"))


def unreal(scene: Scene, draft: Draft) -> bool:
    """`could have met B on Monday`: they did not, and no day or city makes it an event.

    Who `would have talks with B`, or dinner, has them ahead.
    """
    if not (signs := scene.signs["unreal"]):
        return False
    verbs = [draft.trigger] if draft.words else scene.sentence.of("trigger")
    return any(_unreal(scene, verb, signs) for verb in verbs)


def _unreal(scene: Scene, verb: Token, signs: tuple[str, ...]) -> bool:
    senses: tuple[Sense, ...] = verb.senses["trigger"]
    form, left = senses[0].form, scene.text[max(0, verb.start - 12) : verb.start].lower()
    if form == "base" or (form == "noun" and left.removesuffix("a ").endswith(signs)):
        return False
    words = left + scene.text[verb.start : verb.end].lower()
    return any(map(words.__contains__, signs))


def _recalls(scene: Scene, draft: Draft) -> bool:
    """`the first time they had met since talks in Rome`: what is recalled is the event."""
    if draft.sense.form != "past" or not scene.says("first_since"):
        return False
    first = any(map(before(scene, draft, _TIME).__contains__, scene.signs["the_time"]))
    since = scene.text.startswith(scene.signs["since_event"], draft.trigger.end)
    later = any(token.start > draft.trigger.end for token in scene.sentence.of("trigger"))
    return first and since and later


def _looks_on(scene: Scene, draft: Draft) -> bool:
    """`saw A and B sign`: what was seen is the event."""
    start = draft.trigger.end
    return any(
        start < token.start and caused(scene.text, scene.lexicon, scene.sentence, token.start)
        for token in scene.sentence.of("trigger")
        if any(sense.form == "base" for sense in token.senses["trigger"])
    )


def no_event(scene: Scene, draft: Draft) -> bool:
    """`to be negotiated`, `without meeting B`, `passed them round`, `testified in Congress`."""
    words = draft.words
    if words in scene.signs["treated"]:
        left = before(scene, draft, 12)
        return left.endswith((" be ", " being ")) and not left.endswith(
            (" is to be ", " are to be ")
        )
    not_done = scene.signs["not_done"]
    if not_done and before(scene, draft, 12).endswith(not_done):
        return True
    if not (draft.dated or draft.spot) and _continued(scene, draft):
        return True
    if _rate(scene, draft):
        return True
    if words == "round":
        return f" {before(scene, draft, 12)}".endswith(scene.lexicon["turned_round"])
    if words in ("spoke for", "talked for"):
        return not any(map(after(scene, draft, 40).__contains__, scene.signs["durations"]))
    if words == "saw" and _looks_on(scene, draft):
        return True
    if _recalls(scene, draft):
        return True
    if words in ("assembly", "congress"):
        return scene.text[draft.trigger.start].isupper()
    return False
