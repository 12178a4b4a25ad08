"""Web addresses: which are taken, and which of many writings of one address stands for all.

A canonical URL is a key, not an address to fetch: the mobile, accelerated and tracked variants of
a page share one. Escapes and path segments are normalised as RFC 3986 section 6.2 describes.
"""

import re
from urllib.parse import SplitResult, quote, urlsplit

from service.errors import Invalid

LONGEST = 2048
_PORTS = {"http": 80, "https": 443}
_VARIANTS = ("www.", "m.", "mobile.", "amp.", "wap.")
# Only names that no site would give a page's own number: a false one makes two pages one.
_TRACKING = re.compile(
    r"utm_\w+|mc_[ce]id|(?:pk|mtm|at)_(?:campaign|kwd|keyword|source|medium|content|link\w*|cid)|"
    r"ns_(?:campaign|mchannel|source|linkname|fee)|hsa_\w+|_hsenc|_hsmi|vero_\w+|oly_\w+_id|wt_mc|"
    r"(?:fb|g|dc|gb|y|msc?|tw|ttc)clid|wbraid|gbraid|gclsrc|_ga|_gl|igsh|igshid|mkt_tok|"
    r"cmpid|ocid|ncid|smid|ref_src|ref_url|spm|amp|outputtype",
    re.IGNORECASE,
)
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE = "%/:@!$&'()*+,;=~?"
# The accelerated copies that Google serves name the page in their path.
_VIEWER = re.compile(r"/amp/(s/)?(?P<page>[^/]+\.[^/]+/.*)")
_CACHE = re.compile(r"/[a-z]/(s/)?(?P<page>[^/]+\.[^/]+/.*)")
_AMP_PATH = re.compile(r"^/amp(?=/.)|/amp$|[./]amp(?=\.html?$)|\.amp$")


def checked_url(url: str, field: str = "url") -> str:
    """Return an http or https URL without the space around it; raises Invalid for all else."""
    url = url.strip()
    if len(url) > LONGEST:
        raise Invalid(field, f"An address has at most {LONGEST} characters.")
    if re.search(r"[\s\x00-\x1f\x7f\ud800-\udfff]", url):
        raise Invalid(field, "An address holds no spaces and no control characters.")
    if not is_web(url):
        raise Invalid(field, "This is not an http or https address.")
    return url


def canonical_url(url: str) -> str:
    """Return the one URL that stands for all variants of a page's address.

    Fragments, user names, default ports, tracking parameters, `www`, `m` and `amp` go; the scheme
    is https; parameters are sorted. Applying it twice changes nothing. Raises Invalid as
    `checked_url` does.
    """
    url = checked_url(url)
    # Again and again, because an accelerated copy's path may hold any address.
    while (simpler := _simplified(url)) != url and is_web(simpler):
        url = simpler
    return url


def _simplified(url: str) -> str:
    parts = urlsplit(url)
    host = _host(parts)
    if page := _accelerated(host, parts.path):
        return f"https://{page}" + (f"?{parts.query}" if parts.query else "")
    port = parts.port
    place = host if port in (None, _PORTS[parts.scheme], 443) else f"{host}:{port}"
    query = _query(parts.query)
    return f"https://{place}{_path(parts.path)}" + (f"?{query}" if query else "")


def is_web(url: str) -> bool:
    """Tell whether a URL is http or https and names a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in _PORTS and parts.port != 0 and bool(_host(parts))
    except ValueError:
        return False


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        return f"[{host}]"
    try:
        host = host.encode("idna").decode().lower()
    except UnicodeError:
        return ""
    for variant in _VARIANTS:
        if host.startswith(variant) and "." in host.removeprefix(variant):
            return host.removeprefix(variant)
    return host if re.fullmatch(r"[a-z0-9._-]+", host) else ""


def _accelerated(host: str, path: str) -> str | None:
    if host.startswith("google."):
        found = _VIEWER.fullmatch(path)
    elif host.endswith(".cdn.ampproject.org"):
        found = _CACHE.fullmatch(path)
    else:
        return None
    return found.group("page") if found else None


def _path(path: str) -> str:
    kept: list[str] = []
    for segment in _escaped(path).split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment not in ("", "."):
            kept.append(segment)
    return _AMP_PATH.sub("", "/" + "/".join(kept)) or "/"


def _query(query: str) -> str:
    pairs = [_escaped(pair) for pair in query.split("&") if pair]
    return "&".join(sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair.split("=")[0])))


def _escaped(text: str) -> str:
    text = _ESCAPE.sub(_unescape, _STRAY_PERCENT.sub("%25", text))
    return quote(text, safe=_SAFE)


def _unescape(found: re.Match[str]) -> str:
    character = chr(int(found.group(1), 16))
    return character if character in _UNRESERVED else found.group(0).upper()
