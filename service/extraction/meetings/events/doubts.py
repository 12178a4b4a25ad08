"""What makes it doubtful that a trigger reports an event of its own: each doubt has a name."""

from collections.abc import Callable

from service.extraction.meetings.draft import FAMILY, Draft, Scene
from service.extraction.meetings.events import hedges
from service.extraction.meetings.events.hedges import before
from service.extraction.meetings.events.objects import called, no_object
from service.extraction.text.scan import Token

_OBJECT = 6  # words after a verb among which its object stands
_OBJECT_BEFORE = 3  # where the verb stands last
_NOT_YET = ("REQUEST", "REJECT", "THREATEN")


def doubts(scene: Scene, draft: Draft) -> list[str]:
    """Return the names of the doubts about a draft."""
    return [name for name, doubt in _OF_FAMILY[draft.family] if doubt(scene, draft)]


def _asked_for(scene: Scene, draft: Draft) -> bool:
    """`called for talks`, `rejected talks`."""
    if str(draft.trigger.senses.get("act", "")).startswith(_NOT_YET):
        return True
    return draft.sense.form != "past" and any(
        token.senses["modal"] == "demand" and 0 <= draft.trigger.start - token.end <= 30
        for token in scene.sentence.of("modal")
    )


def _no_talks(scene: Scene, draft: Draft) -> bool:
    """`no talks`."""
    if draft.sense.form == "past" or draft.status == "cancelled":
        return False
    return any(
        0 <= draft.trigger.start - token.end <= 12 for token in scene.sentence.of("negation")
    )


def _denied(scene: Scene, draft: Draft) -> bool:
    """`have not met`, `refused to meet`."""
    if draft.status in ("cancelled", "postponed") or draft.sense.form == "noun":
        return False
    if draft.trigger.senses.get("status") == "undone":
        return True  # `görüşmedi`: the verb itself says that it was not done
    left = before(scene, draft, 25) + draft.words
    if any(map(left.__contains__, scene.signs["denials"])):
        return True
    start = draft.trigger.start
    return any(0 < start - token.end <= 2 for token in scene.sentence.of("negation"))


def _nobody(scene: Scene, draft: Draft) -> bool:
    """`nothing was signed`, `received nobody`, `denied that it was holding talks`."""
    if draft.status in ("cancelled", "postponed"):
        return False
    right = scene.text[draft.trigger.end : draft.trigger.end + 10].lower()
    if draft.sense.form != "noun" and right.startswith(scene.signs["nobody_after"]):
        return True
    nobody, denies = scene.signs["nobody"], scene.signs["denies"]
    left = before(scene, draft, 40)
    if denies and any(map(left.__contains__, denies)):
        return True
    helping = tuple(verb.lstrip() for verb in (*scene.signs["was"], *scene.signs["perfect"]))
    while left.endswith(helping):
        left = left.rstrip().rpartition(" ")[0] + " "
    return left.endswith(nobody)


def _thing(scene: Scene, draft: Draft) -> bool:
    """`welcomed the offer`, `addressed a letter to`, `see the two moving`: no one is met."""
    if draft.words in ("see", "saw"):
        clause = scene.text[draft.trigger.end : draft.trigger.end + 70].split(",")[0]
        words = (word for word in clause.split() if word.endswith("ing"))
        return any(word not in ("meeting", "morning", "evening") for word in words)
    return draft.words in scene.signs["of_things"] and no_object(scene, draft)


def _got(scene: Scene, draft: Draft) -> bool:
    """`received a letter from B on Monday`: no one is met, whatever else the sentence holds."""
    if not (scene.signs["takes"] and scene.signs["things"]):
        return False
    verbs = [draft.trigger] if draft.words else scene.sentence.of("trigger")
    return any(_takes_thing(scene, verb) for verb in verbs)


def _takes_thing(scene: Scene, verb: Token) -> bool:
    if not scene.text[verb.start : verb.end].lower().startswith(scene.signs["takes"]):
        return False
    things = set(scene.signs["things"])
    if "verb last" in scene.grammar:
        words = scene.text[scene.sentence.start : verb.start].lower().rpartition(",")[2].split()
        return not things.isdisjoint(words[-_OBJECT_BEFORE:])
    clause = scene.text[verb.end : min(verb.end + 70, scene.sentence.end)].lower()
    words = clause.split(",")[0].split()[:_OBJECT]
    return not things.isdisjoint(words)


def _no_journey(scene: Scene, draft: Draft) -> bool:
    """`went to war`, `return to work`, `visiting journalists`."""
    if draft.family != "v":
        return False
    words = scene.text[draft.trigger.end : draft.trigger.end + 30].split()
    if draft.words == "visiting":
        return bool(words) and words[0].islower() and words[0] not in ("the", "a", "his", "their")
    return bool(words) and words[0].strip(",.;") in scene.signs["no_journey"]


def _goes_nowhere(scene: Scene, draft: Draft) -> bool:
    """A visit needs a place."""
    return draft.family == "v" and draft.spot is None and draft.sense.form != "noun"


def _no_traveller(scene: Scene, draft: Draft) -> bool:
    """A visit needs somebody who travels; goods and prizes go to places too."""
    if draft.family != "v" or any(m.actor.type == "person" for m in draft.members):
        return False
    return not (scene.sentence.has("government") or scene.sentence.has("roles"))


def _bare_signing(scene: Scene, draft: Draft) -> bool:
    """`before it signs`: a signature ahead needs a date, a place, or `will`."""
    if draft.family != "s" or draft.sense.form in ("past", "participle"):
        return False
    told = draft.status in ("planned", "held") and draft.status_at
    return not (draft.dated or draft.spot or told)


def _what_was_signed(scene: Scene, draft: Draft) -> bool:
    """`the agreements signed by the two countries`: what was signed some time."""
    if draft.words != "signed" or not before(scene, draft, 14).endswith(
        scene.signs["signed_papers"]
    ):
        return False
    told = draft.dated or draft.spot
    return not told or scene.text.startswith(scene.signs["signed_when"], draft.trigger.end)


def _old_signature(scene: Scene, draft: Draft) -> bool:
    """`have signed many an agreement`: signatures of some time or other."""
    if draft.family != "s" or draft.dated or draft.spot:
        return False
    return any(word in before(scene, draft, 14) + draft.words for word in scene.signs["perfect"])


def _own_paper(scene: Scene, draft: Draft) -> bool:
    """`signed a decree`: nobody else signs what one may enact alone."""
    if draft.family != "s":
        return False
    after = scene.text[draft.trigger.end : min(draft.trigger.end + 36, scene.sentence.end)].lower()
    return any(map(after.split(",")[0].__contains__, scene.signs["own_paper"]))


def _crowd(scene: Scene, draft: Draft) -> bool:
    """`hundreds gathered`, `the convoy arrived in`, `trucks were in`: nobody meets anybody."""
    if draft.words and draft.sense.form == "noun":
        return False
    if any(m.actor.type == "person" for m in draft.members):
        return False
    words = before(scene, draft, 40).rsplit(",", 1)[-1].split()
    return not set(scene.signs["crowd"]).isdisjoint(words)


def _what_was_negotiated(scene: Scene, draft: Draft) -> bool:
    """`negotiated the articles of the treaty`: no meeting."""
    after = scene.text[draft.trigger.end : draft.trigger.end + 6]
    thing = draft.words in ("negotiated", "negotiate", "negotiating")
    return thing and after.startswith((" the ", " a ", " its "))


def _nobody_there(scene: Scene, draft: Draft) -> bool:
    """`it was in Almaty that`: a stay is somebody's."""
    if draft.words not in scene.signs["stays"]:
        return False
    if any(r.actor.type == "person" and r.end <= draft.trigger.start for r in scene.refs):
        return False
    groups = (scene.sentence.of(cls) for cls in ("roles", "mutual", "role"))
    return not any(t.end <= draft.trigger.start for tokens in groups for t in tokens)


def _traced_back(scene: Scene, draft: Draft) -> bool:
    """`the Geneva round goes back to May`, `with meetings since May`: no day of a meeting."""
    if draft.words in scene.signs["many_meetings"] and scene.text.startswith(
        " since ", draft.trigger.end
    ):
        return True
    return scene.text.startswith(scene.signs["back_to"], draft.trigger.end)


def _hoped_for(scene: Scene, draft: Draft) -> bool:
    """`the prospect of talks`, `is ready to take part in talks` some time or other."""
    hopes, ready = scene.signs["hoped_for"], scene.signs["readiness"]
    if not (hopes or ready):
        return False
    left = before(scene, draft, 45)
    if _bare(scene, left).endswith(hopes):
        return True
    some_time = draft.status == "proposed" and not (draft.dated or draft.spot)
    return some_time and any(map(left.__contains__, ready))


def _bare(scene: Scene, left: str) -> str:
    """Return the words before a noun without its article and `direct`, `new`, `formal`."""
    words = left.split(" ")
    while len(words) > 1 and (not words[-1] or words[-1] in scene.signs["light"]):
        words.pop()
    return " ".join(words) + " "


def _fighting(scene: Scene, draft: Draft) -> bool:
    """A city and a day without a word of meeting, in a sentence that tells of fighting."""
    if draft.words:
        return False
    return any(
        str(token.senses["act"]).startswith(("ASSAULT", "RETREAT"))
        for token in scene.sentence.of("act")
    )


def _not_brought(scene: Scene, draft: Draft) -> bool:
    """`worked together`: nobody brought them there."""
    if draft.words != "together":
        return False
    beside = scene.text.startswith(" with ", draft.trigger.end)
    return beside or not any(verb in before(scene, draft, 60) for verb in scene.signs["brings"])


DOUBTS: dict[str, Callable[[Scene, Draft], bool]] = {
    "doubt.asked_for": _asked_for,
    "doubt.no_talks": _no_talks,
    "doubt.denied": _denied,
    "doubt.goes_nowhere": _goes_nowhere,
    "doubt.no_traveller": _no_traveller,
    "doubt.bare_signing": _bare_signing,
    "doubt.what_was_signed": _what_was_signed,
    "doubt.old_signature": _old_signature,
    "doubt.what_was_negotiated": _what_was_negotiated,
    "doubt.nobody_there": _nobody_there,
    "doubt.traced_back": _traced_back,
    "doubt.hoped_for": _hoped_for,
    "doubt.no_object": no_object,
    "doubt.no_call": called,
    "doubt.fighting": _fighting,
    "doubt.not_brought": _not_brought,
    "doubt.no_paper": hedges.no_paper,
    "doubt.own_paper": _own_paper,
    "doubt.crowd": _crowd,
    "doubt.nobody": _nobody,
    "doubt.thing": _thing,
    "doubt.got": _got,
    "doubt.during_visit": hedges.during_visit,
    "doubt.no_journey": _no_journey,
    "doubt.only_said_of": hedges.only_said_of,
    "doubt.wondered": hedges.wondered,
    "doubt.denied_later": hedges.denied_later,
    "doubt.compound": hedges.compound,
    "doubt.appeal": hedges.appeal,
    "doubt.speech": hedges.speech,
    "doubt.no_way": hedges.no_way,
    "doubt.no_event": hedges.no_event,
    "doubt.unreal": hedges.unreal,
}
_OF_ONE = {
    "doubt.goes_nowhere": "v",
    "doubt.no_traveller": "v",
    "doubt.bare_signing": "s",
    "doubt.old_signature": "s",
    "doubt.during_visit": "m",
    "doubt.own_paper": "s",
    "doubt.no_journey": "v",
    "doubt.no_way": "v",
}
_OF_FAMILY = {
    family: [(name, doubt) for name, doubt in DOUBTS.items() if _OF_ONE.get(name, family) == family]
    for family in FAMILY.values()
}
