"""What the small words beside a trigger say of its event."""

from service.extraction.meetings.draft import Draft, Scene
from service.extraction.meetings.events import grammar
from service.extraction.meetings.events.apart import less_rooms
from service.extraction.text.scan import Token

_OCCASION = 45  # characters after a verb


def mark(scene: Scene, draft: Draft) -> None:
    """Set what the small words beside a trigger say of its event."""
    token, noun = draft.trigger, draft.sense.form == "noun"
    draft.words = scene.text[token.start : token.end].lower()
    draft.definite = draft.definite and not draft.words.startswith("next ")
    near = _near(scene, token)
    draft.anew = draft.status in ("planned", "proposed") and _any(scene, "again", near)
    draft.fresh = noun and grammar.indefinite(scene, token)
    draft.crowded = _any(scene, "gatherings", draft.words)
    if draft.kind == "summit" and _any(scene, "margins", near):
        draft.kind = "meeting"  # the summit is where it happened
    if draft.words in scene.signs["visited"] and _somebody(scene, draft):
        draft.kind = "meeting"


def describe(scene: Scene, draft: Draft) -> None:
    """Set what the words say of an event that is told, as far as no weight depends on it."""
    noun = draft.sense.form == "noun"
    near = _near(scene, draft.trigger)
    draft.goes_on = scene.says("goes_on")
    draft.opened = noun and scene.says("opened")
    together = less_rooms(scene, near).replace("each other", "both")
    draft.apart = any(map(together.__contains__, scene.lexicon["apart"]))
    draft.standing = scene.says("commissions")
    draft.informal = _any(scene, "informal", near)
    draft.threefold = _any(scene, "threefold", near)
    draft.heads = scene.says("heads")
    draft.heads_of_state = _any(scene, "heads_of_state", near)
    draft.delegates = _any(scene, "delegates", near)
    draft.besides = draft.sense.form != "noun" and _besides(scene, draft.trigger)


def _near(scene: Scene, token: Token) -> str:
    """Return a trigger with the words beside it, in lower case."""
    return scene.text[max(scene.sentence.start, token.start - 30) : token.end + 30].lower()


def _besides(scene: Scene, token: Token) -> bool:
    """Tell whether a verb tells of one thing more (`also met`, `talked before the session`)."""
    also = scene.signs["also"]
    if scene.text.endswith(also, 0, token.start) or scene.text.startswith(also, token.start):
        return True
    after = scene.text[token.end : min(token.end + _OCCASION, scene.sentence.end)].lower()
    return _any(scene, "occasion", after)


def _somebody(scene: Scene, draft: Draft) -> bool:
    """Tell whether it is a person who is visited (`visited him in Yerevan`)."""
    end = draft.trigger.end
    people = (ref.start for ref in scene.refs if ref.actor.type == "person")
    return scene.text.startswith(scene.signs["visitee"], end) or end + 1 in people


def _any(scene: Scene, sign: str, words: str) -> bool:
    return any(map(words.__contains__, scene.signs[sign]))
