"""Corrections: what people decide about meetings and actors, and how it is taken back."""

from typing import Annotated, Any

from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from msgspec import Meta, Struct, structs

from service import corrections
from service.api.inputs import asks, takes
from service.api.known import Known, check_one
from service.api.pages import OneQuery, Page, PageQuery, cursor_of, sparse
from service.api.parts import Inside, utcnow
from service.corrections import Decision
from service.domain.actors import CountryCode
from service.domain.corrections import Correction, CorrectionId, CorrectionKind, PinnedField
from service.errors import Invalid
from service.store import corrections as store

Id = Annotated[str, Meta(min_length=1, max_length=200)]
Reason = Annotated[str, Meta(max_length=2000)]
_LONGEST = 1000


class CorrectionInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision about meetings or about actors.

    Meetings: `merge` two or more, `split` one (name the `claims` or `articles` that tell of another
    meeting), `pin` a `field` to a `value`, `hide` one. Actors, by id or slug: `merge` two or more
    (the first is kept), `split` from the first what was merged with it wrongly, or one person who
    is in truth two (name the `articles` that mean the other one, or the other's `countries`, as
    articles give them), `pin` the `field` `name`, `country` or `office` (`title`, `of`, `since`) of
    one to a `value`, `rename` one to `value`, give it the `alias` `value`, `hide` one.
    """

    kind: CorrectionKind
    meetings: Annotated[tuple[Id, ...], Meta(max_length=20)] = ()
    claims: Annotated[tuple[Id, ...], Meta(max_length=500)] = ()
    articles: Annotated[tuple[Id, ...], Meta(max_length=500)] = ()
    actors: Annotated[tuple[Id, ...], Meta(max_length=20)] = ()
    countries: Annotated[tuple[CountryCode, ...], Meta(max_length=20)] = ()
    field: PinnedField | None = None
    value: Any = None
    author: Annotated[str, Meta(min_length=1, max_length=200, description="Who decides.")]
    reason: Reason | None = None


class CorrectionPage(Page[Correction], frozen=True):
    """A page of corrections."""


class CorrectionController(Controller):
    """The routes of corrections."""

    path = "/corrections"
    tags = ("corrections",)

    @post("/", dependencies=takes(CorrectionInput))
    async def add_correction(
        self, parts: Inside, given: NamedDependency[SkipValidation[CorrectionInput]]
    ) -> Correction:
        """Correct the record; it follows a moment later.

        A correction binds to what articles claim, so it holds when they are read again and when
        more is reported. A later correction overrules an earlier one.
        """
        _check(given, parts.known)
        decision = Decision(**structs.asdict(given))
        return await corrections.decide(parts.db, decision, now=utcnow(), notify=parts.wake_monitor)

    @get("/", dependencies=asks(PageQuery))
    async def list_corrections(
        self, parts: Inside, asked: NamedDependency[SkipValidation[PageQuery]]
    ) -> CorrectionPage:
        """List corrections, the newest first, those taken back too."""
        found = await store.find(parts.db, after=asked.after, limit=asked.limit)
        items = tuple(sparse(correction, asked.fields) for correction in found.items)
        return CorrectionPage(items=items, next_cursor=cursor_of(found))

    @get("/{correction_id:str}", dependencies=asks(OneQuery))
    async def get_correction(
        self,
        parts: Inside,
        correction_id: FromPath[str],
        asked: NamedDependency[SkipValidation[OneQuery]],
    ) -> Correction:
        """Get a correction."""
        return sparse(await store.get(parts.db, CorrectionId(correction_id)), asked.fields)

    @delete("/{correction_id:str}", status_code=200)
    async def undo_correction(self, parts: Inside, correction_id: FromPath[str]) -> Correction:
        """Take a correction back; it stays in the list with the time in `undone_at`."""
        id = CorrectionId(correction_id)
        return await corrections.undo(parts.db, id, now=utcnow(), notify=parts.wake_monitor)


def _check(given: CorrectionInput, known: Known) -> None:
    """Raise Invalid for a country that there is none of, or a value that nobody would write."""
    for n, country in enumerate(given.countries):
        check_one(f"countries[{n}]", country, known.countries, "country")
    if isinstance(given.value, str):
        if len(given.value) > _LONGEST:
            raise Invalid("value", f"A value has at most {_LONGEST} characters.")
        if given.field == "country":
            check_one("value", given.value, known.countries, "country")
