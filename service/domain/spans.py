"""Where in an article's raw text a fact stands."""

from msgspec import Struct


# Values hold no cycles; walking a ledger of them made the collector pause for 0.1 s: gc=False.
class Span(Struct, frozen=True, order=True, gc=False):
    """A half-open range of characters (code points) in an article's raw text."""

    start: int
    end: int

    def quote(self, raw: str) -> str:
        """Return the words of the span."""
        return raw[self.start : self.end]


class Evidence(Struct, frozen=True, order=True, gc=False):
    """The words that say a fact, where they stand in the raw text, and the rule that read them.

    `text` is always `raw[start:end]`; `rule` is the stable name of a rule, such as
    `meeting.trigger` or `date.weekday`.
    """

    start: int
    end: int
    text: str
    rule: str

    @classmethod
    def of(cls, raw: str, start: int, end: int, rule: str) -> "Evidence":
        """Take the words from the text itself, so that they cannot differ from it."""
        return cls(start, end, raw[start:end], rule)
