"""Publishers and the countries they speak from."""

from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from service.knowledge.model import Outlet


class Outlets:
    """The outlets that the knowledge holds, by where they publish and by name."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        known = tuple(outlets)
        self._by_domain = {domain: outlet for outlet in known for domain in outlet.domains}
        self._by_name = {outlet.name.casefold(): outlet for outlet in known}

    def find(self, publisher: str | None, url: str | None) -> Outlet | None:
        """Return the outlet that an article's publisher names, else the one its address is at."""
        named = self._by_name.get(publisher.casefold()) if publisher else None
        if named is not None or url is None:
            return named
        at = (self._by_domain[host] for host in _hosts(url) if host in self._by_domain)
        return next(at, None)

    def countries(self, published: Iterable[tuple[str | None, str | None]]) -> dict[str, int]:
        """Count the outlets of some articles by country, ISO 3166 alpha-2, most first.

        Each article is its publisher and its address. An outlet with several articles counts
        once; publishers that the knowledge lacks are of no country.
        """
        found = self.of(published)
        counted = Counter(sorted(outlet.country for outlet in found if outlet.country))
        return dict(counted.most_common())

    def of(self, published: Iterable[tuple[str | None, str | None]]) -> list[Outlet]:
        """Return the outlets of some articles, once each, by slug."""
        found = {outlet.slug: outlet for one in published if (outlet := self.find(*one))}
        return [found[slug] for slug in sorted(found)]


def _hosts(url: str) -> Iterator[str]:
    """Yield an address's host and the domains above it."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return
    while host:
        yield host
        host = host.partition(".")[2]
