"""The notation of the data files: bars between names, braces for endings, a mark for common words.

`"Turkey | Turkiye | T{ü,u}rkiye"` are four spellings; `"Москв{а,ы,е,у,ой}"` are five forms; a name
that starts with `?` is guarded: it is a common word or another's name too.
"""

import re
import unicodedata

_BRACES = re.compile(r"\{([^{}]*)\}")
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_PLAIN = str.maketrans("əƏıİłŁøØđĐßþðæ", "eEiIlLoOdDstda", "'’‘ʻ`")


def names(text: str) -> tuple[str, ...]:
    """Return the names that a text in the notation holds, in order, each once, marks kept."""
    if not text:
        return ()
    parts = (part.strip() for part in text.split("|"))
    return tuple(dict.fromkeys(form for part in parts if part for form in expand(part)))


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a block that hold something; a line that starts with `#` is a comment."""
    stripped = (line.strip() for line in text.splitlines())
    return tuple(line for line in stripped if line and not line.startswith("#"))


def expand(name: str) -> tuple[str, ...]:
    """Return the forms of a name with braces, as a shell expands them: `a{,s}` is `a`, `as`."""
    found = _BRACES.search(name)
    if found is None:
        return (name,)
    head, tail = name[: found.start()], name[found.end() :]
    tails = expand(tail)
    return tuple(head + end + rest for end in found[1].split(",") for rest in tails)


def unguard(name: str) -> tuple[str, bool]:
    """Split the mark from a name: the bare name, and whether it is guarded."""
    if name.startswith("?"):
        return name[1:].lstrip(), True
    return name, False


def slug(name: str) -> str:
    """Return the readable id of a name: `São Tomé` is `sao-tome`."""
    folded = unicodedata.normalize("NFKD", name.translate(_PLAIN))
    ascii_only = "".join(char for char in folded if not unicodedata.combining(char)).lower()
    return _NO_SLUG.sub("-", ascii_only).strip("-")
