"""Which outlet publishes, and from which country."""

import pytest

from service.knowledge.model import Outlet
from service.knowledge.outlets import Outlets

OUTLETS = Outlets(
    [
        Outlet(slug="one", name="One Agency", domains=("one.example",), country="AM"),
        Outlet(slug="two", name="Two", domains=("two.example", "en.two.example"), country="AZ"),
        Outlet(slug="three", name="Three", domains=("three.example",), country="AZ"),
        Outlet(slug="nowhere", name="Nowhere"),
    ]
)


@pytest.mark.parametrize(
    ("publisher", "url", "slug"),
    [
        ("ONE agency", None, "one"),
        ("One Agency", "https://two.example/copied", "one"),
        ("A paper", "https://en.two.example/a?b", "two"),
        (None, "http://WWW.Three.example:8080/a", "three"),
        (None, "https://notthree.example/", None),
        ("A paper", "https://[", None),
        (None, None, None),
    ],
)
def test_outlets(publisher: str | None, url: str | None, slug: str | None) -> None:
    found = OUTLETS.find(publisher, url)
    assert (found.slug if found else None) == slug


def test_countries_are_counted_by_outlet_the_most_first() -> None:
    published = [("One Agency", None), (None, "https://one.example/again"), ("Nowhere", None)]
    assert OUTLETS.countries(published) == {"AM": 1}
    both = [*published, ("Two", None), ("Three", None), ("A paper", None)]
    assert list(OUTLETS.countries(both).items()) == [("AZ", 2), ("AM", 1)]
    assert OUTLETS.countries([]) == {}
