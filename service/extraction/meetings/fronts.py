"""The phrase before the subject of a sentence: `After a call with C, A met B`."""

from service.extraction.meetings.draft import Scene
from service.extraction.meetings.inserted import WORD, Aside, commas, goes_on, is_participle
from service.extraction.meetings.people import groups
from service.extraction.text.page import Ref

_HEAD = 30  # characters that tell what sort of phrase it is
_SUBJECT = 40  # characters before the name of a subject (`the foreign minister of Armenia`)
_NEAR = 8  # characters before a word like `they`


def fronted(scene: Scene, inserted: list[Aside]) -> Aside | None:
    """Return the phrase that stands before a sentence's subject and names somebody else."""
    text, start = scene.text, scene.sentence.start
    head = text[start : start + _HEAD].lower().partition(",")[0]
    word = WORD.match(head)
    by = word is not None and head.startswith(scene.signs["by_doer"], word.end())
    done = word is not None and by and is_participle(scene, word.group())
    within = any(map(head.__contains__, scene.signs["fronted_within"]))
    if not (done or within or head.startswith(scene.signs["fronted"])):
        return None
    there = head.startswith(scene.signs["companions"])
    for close in commas(scene, start):
        if _subject(scene, close + 2, inserted):
            return Aside(start, close, there, fronted=True)
    return None


def _subject(scene: Scene, at: int, inserted: list[Aside]) -> bool:
    """Tell whether a subject and its verb begin at a place."""
    nouns = (t for t in scene.sentence.of("trigger") if 0 <= t.start - at <= _SUBJECT // 2)
    if any(t.senses["trigger"][0].form == "noun" for t in nouns):
        return True
    classes = ("mutual", "roles", "pronoun")
    ends = [t.end for cls in classes for t in scene.sentence.of(cls) if 0 <= t.start - at <= _NEAR]
    refs = [r for r in scene.refs if r.start >= at and not r.national and not r.place]
    if refs and refs[0].start - at <= _SUBJECT and groups.verbless(scene, at, refs[0].start):
        ends.append(_last(scene, refs))
    for end in ends:
        aside = next((a for a in inserted if a.start == end), None)
        if goes_on(scene, aside.end + 1 if aside else end, verb=True):
            return True
    return False


def _last(scene: Scene, refs: list[Ref]) -> int:
    """Return where a list of names ends that begins with the first of some."""
    end = refs[0].end
    for ref in refs[1:]:
        if not (groups.listed(scene, end, ref.start) or groups.series(scene, end, ref.start)):
            break
        end = ref.end
    return end
