"""Words that point to those who meet: `they`, `the two sides`, `their premiers`."""

from service.extraction.meetings.draft import Scene
from service.extraction.meetings.people import left_out
from service.extraction.text.lexicon import Sense
from service.extraction.text.scan import Token

_SUBJECT, _DOERS = 24, 50  # characters
_JOINED = {"joined_they": "they", "joined_three": "three"}
_FAR, _CLAUSE, _BESIDE, _OWNED = 80, 45, 12, 24  # characters


def mutual_word(scene: Scene, trigger: Token) -> Token | None:
    """Return the word like `they` or `the two sides` that stands nearest to a trigger."""
    best: tuple[int, Token] | None = None
    for word in scene.signs["objects"]:
        if scene.text.startswith(word, trigger.end):
            return Token(trigger.end + 1, trigger.end + len(word), {})
    for word in scene.signs["them_before"]:
        if scene.text.endswith(word, scene.sentence.start, trigger.start):
            return Token(trigger.start - len(word) + 1, trigger.start - 1, {"mutual": "they"})
    if joined := _joined(scene, trigger):
        return joined
    for token in (*scene.sentence.of("mutual"), *_titled(scene, trigger)):
        if scene.text.startswith(scene.signs["of"], token.end) or _counts(scene, token):
            continue
        gap = trigger.start - token.end if token.end <= trigger.start else token.start - trigger.end
        if gap <= _reach(scene, token, trigger) and (best is None or gap < best[0]):
            best = (gap, token)
    return best[1] if best else _theirs(scene, trigger)


def _joined(scene: Scene, trigger: Token) -> Token | None:
    """Return the word for those whom somebody joined for it (`joined the three men for lunch`)."""
    start = scene.sentence.start
    for link in scene.signs_in("joined_for"):
        if not scene.text.endswith(link, start, trigger.start):
            continue
        end = trigger.start - len(link)
        for name, told in _JOINED.items():
            word = next((w for w in scene.signs[name] if scene.text.endswith(w, start, end)), None)
            if word is not None:
                return Token(end - len(word), end, {"mutual": told})
    return None


def left_out_word(scene: Scene, trigger: Token, sense: Sense) -> Token | None:
    """Return a verb of several who are not named beside it (`Se reunirán`), as a word for them."""
    if left_out.number(scene, trigger, sense) != "several":
        return None
    return Token(trigger.start, trigger.start, {"mutual": "they"})


def _theirs(scene: Scene, trigger: Token) -> Token | None:
    """Return the word that says whose meeting a sentence is about (`Their first meeting is`)."""
    if trigger.start - scene.sentence.start > _OWNED:
        return None
    left = scene.text[scene.sentence.start : trigger.start].lower()
    for word in scene.signs["theirs"]:
        if (at := left.rfind(word)) >= 0 and left.count(" ", at) <= 3:
            start = scene.sentence.start + at
            return Token(start, start + len(word), {"mutual": "they"})
    return None


def _reach(scene: Scene, token: Token, trigger: Token) -> int:
    """Return how far from a trigger a word may stand: `they` are the subject of their own clause.

    That is the sentence which they begin, or whose fronted phrase is the event (`In Rome, they`).
    """
    if token.senses.get("mutual") != "they":
        return _FAR
    if token.end <= trigger.start:
        return _FAR if token.start - scene.sentence.start <= _SUBJECT else _CLAUSE
    left = scene.text[token.start - 7 : token.start].lower()
    return _FAR if left.endswith((", ", ", when ")) else _BESIDE


def _titled(scene: Scene, trigger: Token) -> list[Token]:
    """Return the subject or the doers of a trigger called by an office: `their premiers met`."""
    return [
        Token(token.start, token.end, {"mutual": token.senses["roles"]})
        for token in scene.sentence.of("roles")
        if "mutual" not in token.senses
        and (0 <= trigger.start - token.end <= _SUBJECT or 0 <= token.start - trigger.end <= _DOERS)
        and scene.text[token.start - 12 : token.start].lower().endswith(scene.signs["counted"])
        and not any(ref.start == token.start for ref in scene.refs)
    ]


def _counts(scene: Scene, token: Token) -> bool:
    """Tell whether a word only counts what follows (`both capitals`, `the three rounds`)."""
    many = token.senses.get("mutual") in ("three", "four", "five", "six")
    if many and any(
        other.start == token.end + 1 and other.senses["trigger"][0].form == "noun"
        for other in scene.sentence.of("trigger")
    ):
        return True
    words = scene.text[token.start : token.end].lower()
    if words not in scene.signs["counting"]:
        return False
    after = scene.text[token.end : token.end + 24].split(maxsplit=1)
    return bool(after) and after[0].endswith("s") and after[0] not in scene.signs["finite"]
