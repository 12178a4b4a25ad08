"""Who acts where an event was: in the clause that tells of it, or who comes from it."""

from service.extraction.meetings.draft import Member, Scene
from service.extraction.meetings.people import groups
from service.extraction.text.lexicon import Sense
from service.extraction.text.page import Ref
from service.extraction.text.scan import Token

_FRONT = 50  # characters
_SUBJECT = 40  # characters from a comma to the subject behind it


def there(scene: Scene, trigger: Token, sense: Sense) -> list[Member]:
    """Return who acts in the clause that tells what happened there.

    `the summit in Prague, where A and B agreed`; on a visit those who receive
    (`where B received him`).
    """
    end = min(trigger.end + 80, scene.sentence.end)
    found = (scene.text.find(sign, trigger.end, end) for sign in scene.signs_in("opens"))
    at = min((place for place in found if place >= 0), default=-1)
    listing = scene.text[at : at + 1] == ":"
    if at < 0 or (sense.form not in ("noun", "gerund") and sense.kind != "visit" and not listing):
        return []
    people = [r for r in scene.refs if r.actor.type == "person" and r.start > at and not r.place]
    if not people or people[0].start - at > 60:
        return []
    subject = people[:1]
    for ref in people[1:]:
        if not groups.listed(scene, subject[-1].end, ref.start):
            break
        subject.append(ref)
    close = subject[-1].end
    close += scene.text.startswith(", ", close)  # `where the minister, A, received him`
    after = scene.text[close : close + 30].lower()
    if len(subject) < 2 and not scene.text.startswith(scene.signs["where"], at):
        return []
    if sense.kind == "visit" and not after.startswith(scene.signs["receives"]):
        return []
    return [
        Member(r.actor, "participant", r.start, r.end, "party.there", r.inferred) for r in subject
    ]


def _subject_behind(scene: Scene, met: Member) -> Ref | None:
    """Return the subject behind a comma, or who says something where words stand in any order."""
    behind = [r for r in scene.refs if r.type == "person" and r.start > met.end]
    if "free order" in scene.grammar:
        verbs = scene.sentence.of("speech_verb")
        return next((r for r in behind[:1] if any(0 < v.start - r.end <= 1 for v in verbs)), None)
    comma = scene.text.find(", ", met.end, scene.sentence.end)
    subject = next((r for r in behind if r.start > comma >= 0), None)
    return subject if subject is not None and subject.start - comma <= _SUBJECT else None


def fronted(scene: Scene, trigger: Token, sense: Sense, made: list[Member]) -> list[Member]:
    """Return the subject of a sentence that begins with what he comes from.

    `After talks with A in Paris, B said that …`
    """
    if sense.form not in ("noun", "gerund") or len(made) != 1 or made[0].start < trigger.end:
        return []
    if trigger.start - scene.sentence.start > _FRONT:
        return []
    # `After the talks` is one word of the lexicon.
    before = f" {scene.text[scene.sentence.start : trigger.end].lower()}"
    if not any(map(before.__contains__, scene.signs["after_speech"])):
        return []
    subject = _subject_behind(scene, made[0])
    if subject is None or subject.role == "spokesperson":
        return []
    if subject.actor.slug == made[0].actor.slug:
        return []
    return [
        Member(
            subject.actor,
            "participant",
            subject.start,
            subject.end,
            "party.there",
            subject.inferred,
        )
    ]
