"""What a model that was plugged in suggests beside the rules; never a fact of the record."""

from msgspec import Struct

from service.domain.actors import ActorType


class Suggestion(Struct, frozen=True, kw_only=True):
    """An actor that a model sees in `raw[start:end]`, which no rule read there.

    `model` and `version` say whose word it is, `score` how sure it is, 0 to 1.
    """

    start: int
    end: int
    type: ActorType
    name: str
    model: str
    version: str
    score: float
