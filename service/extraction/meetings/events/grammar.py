"""Which triggers of a sentence report a meeting at all: the grammar around them."""

import re
from collections.abc import Callable, Sequence

from msgspec import structs

from service.domain.meetings import Kind, Status
from service.extraction.meetings.draft import Scene
from service.extraction.text.causing import caused
from service.extraction.text.lexicon import Sense
from service.extraction.text.page import Dated, Sentence
from service.extraction.text.scan import Token

_NOUN_WITHIN, _NOUN_WORDS = 40, 4  # characters, words: `meet his own latest deadline`
_BARE_AFTER = ("future", "possible", "demand", "proposed")
_MODAL_BESIDE = 12  # characters (`will soon hold talks`)
_WORD = re.compile(r"\w+")
_MOST = 12  # triggers: five are the most that labelled sentences have
_GOVERNS = 150  # characters between a modal and the bare verb at the end of its clause
_GOES_ON: dict[Kind, Status] = {"talks": "ongoing"}  # what the present tells of without a day
_TAKES_PART = 9  # characters between a meeting and who took part in it, `also` among them
_DONE = 70  # characters between `after` and its verb
_MODIFIERS = 4  # words before a noun, its article one of them


def senses(scene: Scene, token: Token) -> Sense | None:
    """Return what a trigger token reports here, None if the grammar around it forbids it."""
    choices: tuple[Sense, ...] = token.senses.get("trigger", ())
    if _fulfils(scene, token):
        return None
    for sense in choices:
        if _GRAMMAR[sense.form](scene, token, sense):
            return sense
    return None


def _past(scene: Scene, token: Token, sense: Sense) -> bool:
    text = scene.text
    if sense.kind == "signing":
        return not _to_come(scene, token)
    left = text[max(scene.sentence.start, token.start - 8) : token.start].lower()
    return not left.endswith((" the ", " a "))


def _to_come(scene: Scene, token: Token) -> bool:
    """Tell whether a verb alike in both forms is the bare one (`will put their signatures to`)."""
    if all(other.form != "base" for other in token.senses["trigger"]):
        return False
    return any(token.start - modal.end == 1 for modal in scene.sentence.of("modal"))


def _present(scene: Scene, token: Token, sense: Sense) -> bool:
    """Tell whether it is a verb: what may be a noun (`talks with`) needs its subject before it."""
    return not _may_be_noun(scene, token) or _subject_before(scene, token)


def _may_be_noun(scene: Scene, token: Token) -> bool:
    return scene.text[token.start : token.end].lower() in scene.signs["noun_too"]


def _subject_before(scene: Scene, token: Token) -> bool:
    """Tell whether somebody stands right before a verb (`Ivanov talks with`, `who talks with`)."""
    beside = token.start - 1
    if any(ref.end == beside and ref.actor.type == "person" for ref in scene.refs):
        return True
    if any(other.end == beside for other in scene.sentence.of("pronoun")):
        return True
    return scene.text.endswith(scene.signs["who"], 0, beside)


def _base(scene: Scene, token: Token, sense: Sense) -> bool:
    told = "modal" in token.senses or "status" in token.senses
    if told or " to " in scene.text[token.start : token.end]:
        return True
    left = scene.text[max(scene.sentence.start, token.start - 60) : token.start].lower()
    if scene.sentence.block in ("title", "subtitle"):
        return not left.endswith(("the ", "a "))
    words = scene.lexicon["before_base"]
    if not words or left.endswith(words) or (scene.dates and _plural(scene, left)):
        return True
    if scene.dates and _pair(scene, token):
        return True
    return any(0 <= token.start - other.end <= 25 for other in scene.sentence.of("modal"))


def _plural(scene: Scene, left: str) -> bool:
    """Tell whether several are the subject: `the leaders meet`, `the leaders of X and Y meet`."""
    of = max(map(left.rfind, scene.signs["of"]), default=-1)
    owned = of >= 0 and not any(sign in left[of:] for sign in (",", ";", ". "))
    return left.endswith(scene.signs["plural"]) or (
        owned and left[: of + 1].endswith(scene.signs["plural"])
    )


def _pair(scene: Scene, token: Token) -> bool:
    """Tell whether two who are named are the subject: `On Monday X and Y meet`."""
    left = [ref for ref in scene.refs if ref.end <= token.start][-2:]
    if len(left) < 2 or token.start - left[1].end > 1:
        return False
    return scene.text[left[0].end : left[1].start].endswith(scene.signs["and_the"])


def _noun(scene: Scene, token: Token, sense: Sense) -> bool:
    verb = _may_be_noun(scene, token) and _subject_before(scene, token)
    return scene.text[token.end : token.end + 1] != "-" and not verb


_GRAMMAR: dict[str, Callable[[Scene, Token, Sense], bool]] = {
    "past": _past,
    "participle": _past,
    "present": _present,
    "base": _base,
    "gerund": _noun,
    "noun": _noun,
}


def _fulfils(scene: Scene, token: Token) -> bool:
    """Tell whether what is met is no person (`failed to meet the deadline`, `met his demands`)."""
    if scene.text[token.start : token.end].lower() not in scene.signs["fulfils"]:
        return False
    words = scene.text[token.end : token.end + _NOUN_WITHIN].split()[:_NOUN_WORDS]
    cut = next((n for n, word in enumerate(words, 1) if word[-1:] in ",.;"), len(words))
    return any(word.strip(",.;") in scene.lexicon["fulfilled"] for word in words[:cut])


def as_written(scene: Scene, token: Token, sense: Sense) -> Sense:
    """Return the sense of a verb: one of the present is a bare one after `to`, `will`, `may`.

    A bare one of a headline without these tells what happened (`A, B sign truce in Geneva`), and so
    does what a stay was for (`was in Moscow on Tuesday to see B`).
    """
    if sense.form == "base" and any(rule(scene, token) for rule in _WAS_DONE):
        return structs.replace(sense, form="past", status="held")
    if sense.form == "gerund" and (indefinite(scene, token) or definite(scene, token, named=False)):
        return structs.replace(sense, form="noun", status="held")  # `a meeting with B`
    if sense.form == "base" and _finite(scene, token):
        return structs.replace(sense, form="present", status=_GOES_ON.get(sense.kind, sense.status))
    if sense.form not in ("present", "base"):
        return sense
    if sense.form == "base" and scene.sentence.block not in ("title", "subtitle"):
        return sense
    bare = (
        token.senses.get("modal") == "proposed"  # `ready to negotiate`
        or scene.text.endswith((" to ", *scene.signs["did_not"]), 0, token.start)
        or any(
            other.senses["modal"] in _BARE_AFTER and 0 <= token.start - other.end <= _MODAL_BESIDE
            for other in scene.sentence.of("modal")
        )
    )
    if sense.form == "base":
        whole = bare or " " in scene.text[token.start : token.end]
        return sense if whole else structs.replace(sense, form="present", status="held")
    return structs.replace(sense, form="base") if bare else sense


def _caused(scene: Scene, token: Token) -> bool:
    """Tell whether somebody made or saw others do it (`got A and B to sit down`)."""
    return caused(scene.text, scene.lexicon, scene.sentence, token.start)


def _finite(scene: Scene, token: Token) -> bool:
    """Tell whether what may be a bare verb is one of the present (`Seit Montag verhandeln sie`).

    Of a language whose two forms look alike `sign.to_base` names what stands before a bare one.
    """
    to_base = scene.lexicon["to_base"]
    if not to_base or "modal" in token.senses or " " in scene.text[token.start : token.end]:
        return False
    if scene.text.endswith(to_base, 0, token.start) or scene.sentence.block != "body":
        return False
    return not any(
        0 <= token.start - other.end <= _GOVERNS or 0 <= other.start - token.end <= 2
        for other in scene.sentence.of("modal")
    )


def _done_after(scene: Scene, token: Token) -> bool:
    """Tell whether a bare verb tells what was before (`después de que A y B se reunieran`)."""
    left = scene.text[max(scene.sentence.start, token.start - _DONE) : token.start]
    at = max((left.rfind(sign) for sign in scene.signs["done_after"]), default=-1)
    return at >= 0 and "," not in left[at:]


def _stayed_for(scene: Scene, token: Token) -> bool:
    """Tell whether nothing but a day stands between where somebody was and what for."""
    text, start = scene.text, scene.sentence.start
    if not text.endswith(scene.signs["aims"], start, token.start):
        return False
    for spot in scene.spots:
        if spot.end < token.start and text.endswith(scene.signs["stayed"], start, spot.start):
            days = [d for d in scene.dates if spot.end <= d.start and d.end <= token.start]
            between = text[spot.end : token.start]
            for dated in days:
                between = between.replace(text[dated.start : dated.end], "")
            return set(_WORD.findall(between)) <= set(scene.signs["stay_words"])
    return False


_WAS_DONE = (_stayed_for, _done_after, _caused)


def of_rounds_before(
    scene: Scene, sentence: Sentence, noun: Token, *, counted: bool = False
) -> bool:
    """Tell whether a noun is of rounds before those told of (`the earlier rounds`).

    Those `counted` (`the first round`) may be of them too.
    """
    words = scene.text[max(sentence.start, noun.start - 24) : noun.end].lower()
    signs = scene.lexicon["rounds_gone"] + scene.lexicon["rounds_counted"] * counted
    return any(map(words.__contains__, signs))


def definite(scene: Scene, token: Token, *, named: bool = True) -> bool:
    """Tell whether a noun points back to a meeting told before (`the talks`, `the Oslo talks`).

    Unless `named`, nothing may stand before it but `peace` and the like.
    """
    words = scene.text[max(scene.sentence.start, token.start - 40) : token.start].split(" ")
    if not words or words.pop():
        return False
    if "free order" in scene.grammar and _attended(scene, token):
        return True
    if "verb last" in scene.grammar and token.start == scene.sentence.start:
        return scene.sentence.has("attend")  # `Toplantıya C de katıldı`
    for word in words[:-_MODIFIERS:-1]:
        if f"{word.lower()} " in scene.signs["definite"]:
            return True
        if not (
            word in scene.signs["also_definite"] or (named and (word[:1].isupper() or "-" in word))
        ):
            return False
    return False


def _attended(scene: Scene, noun: Token) -> bool:
    """Tell whether it is said who else was at a meeting (`На встрече также присутствовал C`)."""
    verbs = (t for t in scene.sentence.of("attend") if 0 < t.start - noun.end <= _TAKES_PART)
    verb = next(verbs, None)
    return verb is not None and all(ref.start > verb.end for ref in scene.refs)


def indefinite(scene: Scene, token: Token) -> bool:
    """Tell whether a noun names a meeting not told of before (`a second meeting`)."""
    start = max(scene.sentence.start, token.start - 60)
    for word in reversed(scene.text[start : token.start].lower().split()[-5:]):
        if word in scene.signs["indefinite"]:
            return True
        if word in scene.signs["breaks_noun"] or word.endswith((",", ";", "'s")):
            return False
    return False


def is_of_act(scene: Scene, token: Token, sense: Sense, dated: Dated) -> bool:
    """Tell whether a day is that of something else (`announced the talks on Friday`).

    Or of what led to it (`the round goes back to May`), or that since when a meeting was the first
    (`since the text was agreed in March`).
    """
    sign = next(iter(scene.signs["since_event"]), "")
    since = scene.text.rfind(sign, scene.sentence.start, dated.start) if sign else -1
    clause_at = since + len(sign)
    if clause_at == dated.start and scene.says("first_since"):
        return token.start < since or not scene.text.startswith(scene.signs["when_then"], dated.end)
    if since >= 0 and not since < token.start < dated.start:
        whole = scene.text[clause_at : dated.start]
        clause = whole.removesuffix(", ")  # `since Sochi, 31 October`
        if (
            (clause != whole or len(clause) > 8)
            and len(clause) <= 70
            and not any(sign in clause for sign in ",;")
        ):
            return True
    if sense.form != "noun" or dated.start < token.end or dated.start - token.end > 20:
        return False
    if scene.text.startswith(scene.signs["back_to"], token.end):
        return True
    left = scene.text[max(scene.sentence.start, token.start - 40) : token.start].lower()
    return left.endswith(scene.signs["about_talks"])


def candidates(sentence: Sentence) -> Sequence[Token]:
    """Return the tokens of a sentence that may report a meeting, the first ones of very many."""
    return sentence.of("trigger")[:_MOST]
