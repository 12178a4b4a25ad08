"""With whom a sentence begins: the list that is its subject, or who speaks in a transcript."""

from collections import Counter
from collections.abc import Sequence

from service.domain.actors import Actor
from service.extraction.meetings.draft import Scene, once_a_scene
from service.extraction.meetings.people import groups
from service.extraction.text.page import Ref

_TURNS = 2
_LABEL = 14  # characters of a title before the name of who speaks (`FATHER SANTINO:`)


@once_a_scene
def subject(scene: Scene) -> list[Actor]:
    """Return those of the list that is a sentence's subject: `A, the head of X, and B met C`.

    They are all persons or all bodies; no verb, and no `with` or `after`, stands before them.
    """
    refs = [
        r
        for r in scene.refs
        if not (r.place or r.national or r.attribute or r.how == "pronoun")
        and not groups.belongs(scene, r)
    ]
    if len(refs) < 2 or not _opens(scene, refs[0]):
        return []
    named = refs[:1]
    for ref in refs[1:]:
        low, high = named[-1].end, ref.start
        if not (groups.listed(scene, low, high) or groups.series(scene, low, high)):
            break
        named.append(ref)
    actors = list({r.actor.slug: r.actor for r in named}.values())
    alike = len({actor.type == "person" for actor in actors}) == 1
    return actors if alike and len(actors) > 1 else []


def acting(scene: Scene, before: Actor | None) -> Actor | None:
    """Return who acts in a sentence, alone and before its verb; who did `before` if none is named.

    Of several who act together, and where a body or an event does, it is nobody.
    """
    if "subject left out" not in scene.grammar:
        return None
    named = [r for r in scene.refs if not (r.place or r.national)]
    verbs = [t for c in ("trigger", "speech_verb") for t in scene.sentence.of(c)]
    first = min((t.start for t in verbs), default=scene.sentence.end)
    subject = [r for r in named if r.end <= first]
    if not subject:
        nouns = any(
            t.start == first and t.senses["trigger"][0].form == "noun"
            for t in verbs
            if "trigger" in t.senses
        )
        return None if nouns or not verbs else before
    people = {r.actor.slug: r.actor for r in subject if r.actor.type == "person"}
    return next(iter(people.values())) if len(people) == 1 else None


def _opens(scene: Scene, ref: Ref) -> bool:
    """Tell whether a name is the first of a clause that begins its sentence."""
    start = scene.sentence.start
    words = scene.text[start : ref.start].lower().split()
    opened = scene.signs["finite"] if words else ()
    return set(opened).isdisjoint(words) and groups.verbless(scene, start, ref.start)


def speakers(scenes: Sequence[Scene]) -> set[str]:
    """Return the persons whose words a transcript gives (`BA WAZIR: In Rome …`), more than once."""
    said = Counter(r.actor.slug for scene in scenes for r in scene.refs if _labels(scene, r))
    return {slug for slug, times in said.items() if times >= _TURNS}


def _labels(scene: Scene, ref: Ref) -> bool:
    """Tell whether a name at the head of a sentence says who speaks."""
    opens = ref.start - scene.sentence.start <= _LABEL
    return opens and ref.actor.type == "person" and scene.text.startswith(":", ref.end)
