"""Download of originals and previews: short-lived signed links to the second origin, and the headers of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote

from django.core import signing
from django.http import FileResponse

from zhidun.evidence import selectors
from zhidun.evidence.errors import ItemNotFound, LinkExpired

if TYPE_CHECKING:
    from zhidun.access.actors import Actor
    from zhidun.evidence.models import Item

Form = Literal["original", "image", "text"]
SALT: Final = "zhidun.evidence.link"
SECONDS: Final = 120
TEXT: Final = "text/plain; charset=utf-8"
_SHOWN: Final = {"image": "image/jpeg", "text": TEXT}


@dataclass(frozen=True, slots=True)
class Opened:
    """What a signed link opens, and for whom it was made."""

    item: Item
    form: Form
    actor_key: str


def signed_path(*, item: Item, actor: Actor, form: Form = "original") -> str:
    """Return the path of a link that opens one item for two minutes; the door has decided that the actor may see it."""
    token = signing.dumps([str(item.public_id), form, actor.key], salt=SALT, compress=False)
    return f"/f/{token}/{quote(item.filename)}"


def opened(token: str) -> Opened:
    """Read a link's token.

    Raises:
        LinkExpired: too old, or changed by somebody.
        ItemNotFound: there is no such item.
    """
    try:
        public_id, form, actor_key = signing.loads(token, salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise LinkExpired from error
    return Opened(selectors.item(public_id), form, actor_key)


def headers(filename: str, *, inline: bool = False) -> dict[str, str]:
    """Return the headers of a file from outside: never sniffed, never framed, never run, never stored on the way."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in filename)
    disposition = "inline" if inline else "attachment"
    return {
        "Content-Disposition": f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "cross-origin",  # files have an origin of their own; the link is the secret
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
        "X-Frame-Options": "DENY",
    }


def served_type(media_type: str) -> str:
    """Return the type an original is sent with: text of any kind as plain UTF-8 text, all else as bytes."""
    return TEXT if media_type in {"text/plain", "text/csv", "application/json"} else "application/octet-stream"


def response(found: Opened) -> FileResponse:
    """Return the answer to a signed link: the original as an attachment, or a derived preview to be shown.

    Raises:
        Quarantined: the item is shut; its original is not handed out.
        ItemNotFound: there is no preview of this form.
    """
    item = found.item
    if found.form == "original":
        answer = FileResponse(selectors.open_clean(item), content_type=served_type(item.detected_type))
        answer.headers["Content-Length"] = str(item.blob.size)
        return _with(answer, headers(item.filename))
    preview = selectors.preview_of(item, found.form)
    if preview is None:
        raise ItemNotFound
    answer = FileResponse(selectors.open_preview(preview), content_type=_SHOWN[found.form])
    return _with(answer, headers(f"{item.filename}.{'jpg' if found.form == 'image' else 'txt'}", inline=True))


def _with(answer: FileResponse, named: dict[str, str]) -> FileResponse:
    for name, value in named.items():
        answer.headers[name] = value
    return answer
