"""Lexicon files to lexicons. A file with `language = "xx"` at its top is a lexicon."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from service.domain.meetings import Kind, Status
from service.knowledge import notation
from service.knowledge.files import DataFile, KnowledgeError
from service.knowledge.model import Lexicon, Trigger, TriggerForm

Phrases = list[str] | str


class TriggerEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group of phrases as written; see `Trigger`."""

    phrases: Phrases
    kind: Kind
    form: TriggerForm = "noun"
    status: Status = "held"
    weight: float = 1.0


class LexiconEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A lexicon as written: each list of phrases may be one text in the notation."""

    language: str
    words: dict[str, Phrases] = {}
    triggers: tuple[TriggerEntry, ...] = ()


def lexicons(files: Iterable[DataFile]) -> dict[str, Lexicon]:
    """Return the lexicons by language; a later file's words join those of an earlier one.

    Raises:
        KnowledgeError: a class, a trigger or a phrase that does not fit, with its file.
    """
    found: dict[str, Lexicon] = {}
    for file in files:
        if "language" not in file.tables:
            continue
        new = _lexicon(_entry(file))
        before = found.get(new.language)
        found[new.language] = new if before is None else _joined(before, new)
    return found


def _entry(file: DataFile) -> LexiconEntry:
    try:
        return msgspec.convert(file.tables, LexiconEntry)
    except msgspec.ValidationError as error:
        raise KnowledgeError([f"{file.name}: {error}"]) from error


def _lexicon(entry: LexiconEntry) -> Lexicon:
    return Lexicon(
        language=entry.language,
        words={name: _phrases(written) for name, written in entry.words.items()},
        triggers=tuple(_trigger(trigger) for trigger in entry.triggers),
    )


def _trigger(entry: TriggerEntry) -> Trigger:
    return Trigger(
        phrases=_phrases(entry.phrases),
        kind=entry.kind,
        form=entry.form,
        status=entry.status,
        weight=entry.weight,
    )


def _phrases(written: Phrases) -> tuple[str, ...]:
    if isinstance(written, str):
        return notation.names(written)
    return tuple(dict.fromkeys(form for phrase in written for form in notation.expand(phrase)))


def _joined(first: Lexicon, second: Lexicon) -> Lexicon:
    classes = dict.fromkeys((*first.words, *second.words))
    return Lexicon(
        language=first.language,
        words={
            name: tuple(dict.fromkeys((*first.words.get(name, ()), *second.words.get(name, ()))))
            for name in classes
        },
        triggers=(*first.triggers, *second.triggers),
    )
