"""Who gives a press conference: who speaks there, and who stands beside."""

from service.extraction.meetings.draft import Member, Scene
from service.extraction.meetings.people import groups
from service.extraction.text.page import Ref
from service.extraction.text.scan import Token


def holds(scene: Scene, ref: Ref, trigger: Token) -> bool:
    """Tell whether an actor gives a press conference: who speaks there, and with whom."""
    if ref.start > trigger.end:
        return any(
            word in scene.text[trigger.end : ref.start] for word in scene.signs["speaks_with"]
        )
    if ref.actor.type != "person":
        return False
    before = [
        r
        for r in scene.refs
        if r.actor.type == "person" and not r.national and r.end <= trigger.start
    ]
    last = before[-1]
    beside = scene.text[ref.end : last.start]
    if last.how == "pronoun":  # `A was received by B, and he told the press`
        return ref is last
    return (
        ref is last
        or groups.listed(scene, ref.end, last.start)
        or groups.series(scene, ref.end, last.start)
        or any(word in beside for word in scene.signs["speaks_beside"])
    )


def beside(scene: Scene, trigger: Token) -> list[Member]:
    """Return who stands beside the one who speaks to the press (`, with A beside him`)."""
    words = scene.signs["beside_speaker"]
    return [
        Member(r.actor, "participant", r.start, r.end, r.rule, r.inferred)
        for r in scene.refs
        if r.actor.type == "person"
        and r.start >= trigger.end
        and scene.text.startswith(words, r.end)
    ]


def speaks(scene: Scene, trigger: Token) -> list[Member]:
    """Return who speaks to the press: the subject of the sentence's verb of speech."""
    people = [r for r in scene.refs if r.actor.type == "person" and not r.national and not r.place]
    for verb in scene.sentence.of("speech_verb"):
        for ref in people:
            gap = verb.start - ref.end if verb.start >= ref.end else ref.start - verb.end
            if 0 <= gap <= 34 and not groups.belongs(scene, ref):
                return [
                    Member(ref.actor, "participant", ref.start, ref.end, ref.rule, ref.inferred)
                ]
    alone = [r for r in people if r.start >= trigger.end or len(people) == 1][:1]
    return [Member(r.actor, "participant", r.start, r.end, r.rule, r.inferred) for r in alone]
