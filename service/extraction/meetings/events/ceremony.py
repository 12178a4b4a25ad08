"""What more a text tells of a signing told before: `the ceremony`, `they were joined by A`."""

import msgspec

from service.extraction.meetings.draft import Draft, Scene
from service.extraction.meetings.events import weighing
from service.extraction.meetings.people.presence import LATE, NEAR
from service.extraction.meetings.people.whole import TOLD

_SUBJECT = 4  # words


def of_signing(scene: Scene, draft: Draft, found: list[Draft]) -> Draft | None:
    """Return the signing told just before of which a sentence only tells more (`a ceremony`)."""
    again = draft.family == "s" and (draft.strength < weighing.ENOUGH or _same_paper(scene, draft))
    came = draft.words in scene.signs["joined_them"]
    if not (again or came or draft.words == "ceremony") or draft.status not in TOLD:
        return None
    last = next((d for d in reversed(found[-LATE:]) if d.family == "s"), None)
    if last is None or scene.sentence.index - last.sentence.index > NEAR:
        return None
    if came and (last is not found[-1] or not _of_signatories(draft, last)):
        return None
    if draft.spot and (last.spot is None or draft.spot.city != last.spot.city):
        return None
    return last if last.status in TOLD and draft.when in (None, last.when) else None


def _of_signatories(draft: Draft, signing: Draft) -> bool:
    """Tell whether those who signed, and no others, are whom somebody joins, at no other time.

    `A and B signed. The two were joined by C.`
    """
    joined = {m.actor.slug for m in draft.members if m.start < draft.trigger.start}
    signed = {m.actor.slug for m in signing.members if m.role == "participant"}
    return len(joined) > 1 and joined == signed and draft.dated is None and draft.spot is None


def _same_paper(scene: Scene, draft: Draft) -> bool:
    """Tell whether only the paper told of is spoken of (`The document was signed by both`)."""
    if draft.dated or draft.spot:
        return False
    words = scene.text[scene.sentence.start : draft.trigger.start].lower().split()
    return 2 <= len(words) <= _SUBJECT and words[0] == "the" and words[-1] in scene.signs["paper"]


def told_again(scene: Scene, draft: Draft, signing: Draft) -> None:
    """Bring those whom a sentence names into the room of the signing of which it tells more."""
    inside = {m.actor.slug for m in (*signing.members, *signing.attending)}
    people = [m for m in draft.members if m.actor.type == "person" or m.role != "participant"]
    added = [m for m in people if m.actor.slug not in inside]
    if scene.says("looked_on") or draft.words in scene.signs["joined_them"]:
        added = [msgspec.structs.replace(m, role="observer") for m in added]
    signing.attending = [*signing.attending, *added]
