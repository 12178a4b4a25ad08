"""Where a webhook may be sent, judged by its URL and headers alone; names are judged when resolved.

The ports that no web server uses are those that the Fetch standard blocks, and the usual databases.
"""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import SplitResult, urlsplit

from msgspec import Struct

from service.domain.addresses import Network, denied
from service.domain.misfits import told_name
from service.errors import Invalid

# fmt: off
_BLOCKED_PORTS = frozenset((
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
    102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427,
    465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990,
    993, 995, 1719, 1720, 1723, 2049, 2375, 2376, 3306, 3659, 4045, 4190, 5060, 5061, 5432, 6000,
    6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9200, 10080, 11211, 27017,
))
# fmt: on
_LONGEST = 2000
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_HEADER_VALUE = re.compile(r"[\x20-\x7e\t]{0,1000}")
# fmt: off
_OURS = frozenset((
    "connection", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade",
    "user-agent",
))
# fmt: on
_CHATS = (
    "hooks.slack.com",
    "discord.com",
    "discordapp.com",
    "webhook.office.com",
    "logic.azure.com",
    "powerplatform.com",
)
_OUR_PREFIXES = ("content-", "webhook-", "parley-", "proxy-")


class Target(Struct, frozen=True):
    """Where a request goes. `path` is what stands in the request line; `host` is in ASCII."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == (443 if self.scheme == "https" else 80)
        return host if usual else f"{host}:{self.port}"


def parse_target(url: str, allowed: Iterable[Network] = (), field: str = "url") -> Target:
    """Read the URL of a receiver; raises Invalid, naming the field.

    Refused are other schemes than http and https, user names, blanks and backslashes, ports of
    other protocols, and literal addresses that are denied.
    """
    if len(url) > _LONGEST:
        raise Invalid(field, f"A URL has {_LONGEST} characters at most.")
    if _FORBIDDEN.search(url):
        raise Invalid(field, "A URL has no blanks, backslashes or control characters.")
    parts, port = _split(url, field)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Invalid(field, "This URL must start with https:// or http:// and a host.")
    if parts.username is not None or parts.password is not None:
        raise Invalid(field, "This URL may hold no user name or password.")
    port = port if port is not None else (443 if parts.scheme == "https" else 80)
    if port in _BLOCKED_PORTS:
        raise Invalid(field, f"Port {port} is not one of a web server.")
    host = _ascii_host(parts.hostname, field)
    _check_literal(host, allowed, field)
    return Target(parts.scheme, host, port, _path(parts, field))


def parse_proxy(url: str, field: str = "egress_proxy") -> tuple[str, int]:
    """Read the URL of an egress proxy, `http://host:port`; raises Invalid, naming the field."""
    parts, port = _split(url, field)
    if parts.scheme != "http" or not parts.hostname or parts.username is not None:
        raise Invalid(field, "An egress proxy is http://host:port.")
    return parts.hostname, port or 3128


def _split(url: str, field: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError as error:
        raise Invalid(field, f"This is not a URL: {error}.") from None


def _ascii_host(host: str, field: str) -> str:
    try:
        # IDNA maps full-width letters and dots, so that what is judged is what is resolved; it
        # refuses parts of a name that are empty or too long.
        name = host.encode("idna").decode() if ":" not in host else host
    except UnicodeError:
        raise Invalid(field, "The host's name is not valid.") from None
    name = name.rstrip(".").lower()
    if not name or not re.fullmatch(r"[a-z0-9_.:%-]{1,253}", name):
        raise Invalid(field, "The host's name is not valid.")
    return name


def _check_literal(host: str, allowed: Iterable[Network], field: str) -> None:
    why = denied(host, allowed)
    if why not in (None, "not an address"):
        raise Invalid(field, f"The address {host} is not allowed: {why}.")


def _path(parts: SplitResult, field: str) -> str:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii() or not path.startswith("/"):
        raise Invalid(field, "Percent-encode what is not ASCII in the path and query.")
    return path


def is_chat(url: str) -> bool:
    """Tell whether a URL is an incoming webhook of a chat, so that who knows it may write there."""
    host = (urlsplit(url).hostname or "").lower()
    return any(host == chat or host.endswith("." + chat) for chat in _CHATS)


def masked(url: str) -> str:
    """Return a URL without what makes it a secret: its scheme and host, and how it ends."""
    parts = urlsplit(url)
    rest = url.split(parts.netloc, 1)[-1]
    return f"{parts.scheme}://{parts.netloc}/\u2026{rest[-4:] if len(rest) > 24 else ''}"


def check_headers(headers: Mapping[str, str], field: str = "headers") -> None:
    """Refuse headers that are ours to set, malformed, or more than 16; raises Invalid."""
    if len(headers) > 16:
        raise Invalid(field, "There may be 16 headers.")
    names: set[str] = set()
    for name, value in headers.items():
        where = f"{field}.{told_name(name)}"
        if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
            raise Invalid(where, "A header is plain ASCII on one line.")
        if name.lower() in _OURS or name.lower().startswith(_OUR_PREFIXES):
            raise Invalid(where, "This header is set by Parley.")
        if name.lower() in names:
            raise Invalid(where, "This header is given twice: the case of its letters is nothing.")
        names.add(name.lower())
