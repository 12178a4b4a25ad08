"""Mailboxes (mbox, RFC 4155) to documents: newsletters and press releases that came by mail."""

import mailbox
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import IO, Any

from service.domain.articles import Document
from service.errors import Invalid, ParleyError
from service.sources import documents, pages
from service.sources.documents import LONGEST_TEXT, DocumentInput
from service.sources.markup import parse_date
from service.sources.warc import Archived


def read(path: Path) -> Iterator[Archived]:
    """Yield the messages of a mailbox file in order."""
    box = mailbox.mbox(path, factory=_parse, create=False)  # type: ignore[arg-type]
    try:
        for number, key in enumerate(box.keys(), 1):
            yield Archived(f"message {number}", _document(box[key]))
    finally:
        box.close()


def _parse(file: IO[Any]) -> EmailMessage:
    return BytesParser(policy=policy.default).parse(file)


def _document(message: Any) -> Document | ParleyError:
    try:
        return _told(message)
    except ParleyError as error:
        return error
    except Exception as error:
        # The standard library stumbles over some headers that are not as they should be.
        return Invalid("message", f"This message cannot be read: {error}")


def _told(message: EmailMessage) -> Document:
    body = message.get_body(("plain", "html"))
    if body is None:
        raise Invalid("message", "There is no text in this message.")
    title = " ".join(str(message["subject"] or "").split())[:1000] or None
    text = _text(body)
    at = parse_date(str(message["date"] or ""))
    return documents.document(
        DocumentInput(
            text=f"{title}\n\n{text}" if title else text,
            title=title,
            publisher=_sender(message),
            published_at=at.isoformat() if at else None,
        )
    )


def _text(body: Any) -> str:
    content = str(body.get_content())
    if body.get_content_type() == "text/html":
        page = pages.read(content)
        content = page.raw if page else ""
    return content.replace("\0", "").replace("\r\n", "\n")[: LONGEST_TEXT - 2000]


def _sender(message: EmailMessage) -> str | None:
    sender: Any = message["from"]
    names = [address.display_name for address in sender.addresses] if sender else []
    return next((name[:1000] for name in names if name), None)
