"""A value that does not fit is told in words that say what would."""

import datetime as dt
from typing import Annotated, Any, Literal

import msgspec
import pytest
from msgspec import Meta, Struct

from service.domain.actors import CountryCode
from service.domain.misfits import misfit


class Inner(Struct, forbid_unknown_fields=True):
    """What stands within."""

    kinds: tuple[Literal["talks", "call"], ...] = ()
    pair: tuple[CountryCode, CountryCode] | None = None


class Outer(Struct, forbid_unknown_fields=True):
    """A value of many kinds."""

    inner: Inner | None = None
    day: dt.date | None = None
    at: dt.datetime | None = None
    yes: bool | None = None
    count: Annotated[int, Meta(ge=1)] = 1
    level: Literal["low", "high"] | None = None
    where: Annotated[CountryCode | None, Meta(description="Where it is.")] = None
    codes: Annotated[tuple[str, ...], Meta(min_length=1)] = ()
    bare: Annotated[str, Meta(pattern="^a$")] = "a"


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"inner": {"kinds": ["x"]}}, "inner.kinds[0]", "'x' is not one of: call, talks."),
        ({"codes": []}, "codes", "Give one value at least."),
        ({"level": "mid"}, "level", "'mid' is not one of: high, low."),
        ({"day": "2024"}, "day", "Write a day as 2024-05-10."),
        ({"at": "2024-05-10"}, "at", "Write a time as 2024-05-10T09:30:00Z."),
        ({"yes": "yes"}, "yes", "Write true or false."),
        ({"count": "many"}, "count", "Write a whole number."),
        ({"count": 0}, "count", "Expected `int` >= 1."),
        ({"where": "am"}, "where", "Wanted here: An ISO 3166 alpha-2 code, such as `AM`."),
        (
            {"inner": {"pair": ["AM", "?"]}},
            "inner.pair[1]",
            "Wanted here: An ISO 3166 alpha-2 code, such as `AM`.",
        ),
        ({"bare": "b"}, "bare", "Expected `str` matching regex '^a$'."),
        ({"inner": {"nope": 1}}, "inner.nope", "This field is not known here."),
        ({"": 1}, '""', "This field is not known here."),
        ({"inner": {"": 1}}, 'inner.""', "This field is not known here."),
        ({"a`b": 1}, "a`b", "This field is not known here."),
        ({"z" * 5000: 1}, f"{'z' * 100}…", "This field is not known here."),
        ({"level": "mid" * 90}, "level", f"'{('mid' * 33)}… is not one of: high, low."),
        ([], "all", "Expected `object`, got `array`."),
    ],
)
def test_a_misfit_is_told_with_what_would_fit(given: Any, field: str, message: str) -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(given, Outer)

    told = misfit(caught.value, Outer, "all")
    assert (told.field, told.message) == (field, message)
