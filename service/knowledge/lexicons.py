"""Lexicon files to lexicons. A file with `language = "xx"` at its top is a lexicon."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

from service.domain.meetings import Kind, Status
from service.domain.misfits import misfit
from service.knowledge import notation
from service.knowledge.files import DataFile, Faults, table
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


def lexicons(files: Iterable[DataFile], faults: Faults) -> dict[str, Lexicon]:
    """Return the lexicons by language; a later file's words join those of an earlier one.

    A class, a trigger or a phrase that does not fit is a fault, and left out.
    """
    found: dict[str, Lexicon] = {}
    for file in files:
        if "language" not in file.tables:
            continue
        new = _lexicon(_entry(file, faults))
        if not new.language:
            continue
        before = found.get(new.language)
        found[new.language] = new if before is None else _joined(before, new)
    return found


def _entry(file: DataFile, faults: Faults) -> LexiconEntry:
    try:
        return msgspec.convert(file.tables, LexiconEntry)
    except msgspec.ValidationError:
        pass
    for name in file.tables.keys() - set(LexiconEntry.__struct_fields__):
        faults.append(f"{file.name}: {name}: no such table in a lexicon")
    triggers = file.tables.get("triggers", [])
    listed = triggers if isinstance(triggers, list) else [triggers]
    words = table(file, "words", faults)
    return LexiconEntry(
        language=_fit(f"{file.name}: language", file.tables["language"], str, faults) or "",
        words={
            name: fits
            for name, phrases in words.items()
            if (fits := _fit(f"{file.name}: words.{name}", phrases, Phrases, faults))
        },
        triggers=tuple(
            fits
            for n, trigger in enumerate(listed)
            if (fits := _fit(f"{file.name}: triggers[{n}]", trigger, TriggerEntry, faults))
        ),
    )


def _fit(where: str, value: object, type: Any, faults: Faults) -> Any:
    """Return a value as its type; None, and a fault, for one that does not fit."""
    try:
        return msgspec.convert(value, type)
    except msgspec.ValidationError as error:
        wrong = misfit(error, type, "it")
        faults.append(f"{where}: {wrong}")
        return None


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
