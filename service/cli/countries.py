"""Countries that a person names on the command line, refused as the API refuses them."""

from pathlib import Path

from service.api.known import check_one
from service.knowledge.load import load
from service.knowledge.validate import country_codes
from service.settings import Settings


def check_country(settings: Settings, field: str, code: str) -> None:
    """Raise Invalid, naming the field, for a country that there is none of."""
    knowledge = load([Path(path) for path in settings.knowledge])
    check_one(field, code, country_codes(knowledge), "country")
