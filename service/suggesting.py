"""Models that are plugged in: they suggest actors beside those that the rules read.

A plug-in is an entry point of the group `parley.suggesters`: a callable without arguments that
returns a `Suggester`. None is loaded but those that the setting names.
"""

import logging
import math
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from importlib.metadata import entry_points
from typing import Any, Protocol

import msgspec
from msgspec import structs

from service.domain.articles import Document, Reading
from service.domain.suggestions import Suggestion
from service.errors import Invalid

GROUP = "parley.suggesters"
MOST_SECONDS = 10.0  # for one article; after that it is kept without
_FAILURES = 3  # in a row; then a model is asked no more until the next start

log = logging.getLogger(__name__)
Read = Callable[[Document], Reading]


class Suggester(Protocol):
    """A model: it is given the raw text and its language, and says whom it sees where."""

    def __call__(self, raw: str, language: str, /) -> Iterable[Suggestion]:
        """Return suggestions; spans are offsets into `raw`."""


class Guarded:
    """A model that never fails its caller: what raises or is late is logged and yields nothing."""

    def __init__(self, name: str, model: Suggester, seconds: float = MOST_SECONDS) -> None:
        self._name, self._model, self._seconds = name, model, seconds
        self._threads = ThreadPoolExecutor(1, thread_name_prefix=f"suggester-{name}")
        self._failures = 0
        self._turn = threading.Lock()

    def __call__(self, raw: str, language: str) -> list[Suggestion]:
        """Ask the model, one article at a time."""
        with self._turn:
            if self._failures >= _FAILURES:
                return []
            try:
                found = self._threads.submit(self._ask, raw, language).result(self._seconds)
            except Late:
                self._failed("took too long")
                self._replace_thread()
                return []
            except Exception as error:  # whatever a plug-in does, the article is kept
                self._failed(repr(error))
                return []
            self._failures = 0
            return found

    def _ask(self, raw: str, language: str) -> list[Suggestion]:
        made = [_checked(one, raw) for one in self._model(raw, language)]
        return sorted(made, key=lambda one: (one.start, one.end))

    def _failed(self, why: str) -> None:
        self._failures += 1
        given_up = "; it is asked no more" if self._failures >= _FAILURES else ""
        log.warning("the plug-in %s is ignored: %s%s", self._name, why, given_up)

    def _replace_thread(self) -> None:
        # The late one cannot be stopped; it must not hold up the next article.
        self._threads.shutdown(wait=False)
        self._threads = ThreadPoolExecutor(1, thread_name_prefix=f"suggester-{self._name}")


def _checked(told: object, raw: str) -> Suggestion:
    """Return a suggestion that is one: of the right types, within the text, with a score."""
    one: Suggestion = msgspec.convert(structs.asdict(told), Suggestion)  # type: ignore[arg-type]
    if not (0 <= one.start < one.end <= len(raw) and one.name.strip()):
        raise ValueError(f"no words at {one.start} to {one.end}")
    if not (math.isfinite(one.score) and 0 <= one.score <= 1):
        raise ValueError(f"a score of {one.score}")
    return one


def suggesters(names: Sequence[str]) -> list[Guarded]:
    """Load the plug-ins of these names. Raises Invalid for one that is not installed.

    One that cannot be loaded is logged and left out.
    """
    installed: dict[str, Any] = {point.name: point for point in entry_points(group=GROUP)}
    unknown = [name for name in names if name not in installed]
    if unknown:
        raise Invalid("suggesters", f"No plug-in {unknown[0]} is installed ({GROUP}).")
    loaded = []
    for name in names:
        try:
            loaded.append(Guarded(name, installed[name].load()()))
        except Exception as error:  # as above
            log.warning("the plug-in %s cannot be loaded: %r", name, error)
    return loaded


def suggesting(read: Read, models: Sequence[Callable[[str, str], list[Suggestion]]]) -> Read:
    """Return a reader that asks models too, once for each relevant article, after the rules."""
    if not models:
        return read

    def with_models(document: Document) -> Reading:
        reading = read(document)
        if not reading.relevant:
            return reading
        told = [one for model in models for one in model(document.raw, reading.language)]
        return structs.replace(reading, suggestions=tuple(_beside(reading, told)))

    return with_models


def _beside(reading: Reading, told: Iterable[Suggestion]) -> Iterable[Suggestion]:
    """Return those suggestions that are of words in which no rule read an actor."""
    taken = [(e.start, e.end) for actor in reading.actors for e in actor.evidence]
    for one in told:
        if not any(one.start < end and one.end > start for start, end in taken):
            yield one
