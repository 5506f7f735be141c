"""Undo where there is an opposite: the message after a deed offers it while it still holds."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpRequest

#: How the opposite is reached: by a form that is sent at once, or by a dialog that asks for the reason.
SENT, ASKED = "undo-sent", "undo-asked"


def done(request: HttpRequest, words: str, *, url: str, level: int = messages.SUCCESS, **fields: str) -> None:
    """Say what was done, with a button that sends the opposite at once.

    Args:
        url: where the form of the opposite goes; `fields` are what it sends.
    """
    messages.add_message(request, level, words, extra_tags=f"{SENT} {url}?{urlencode(fields)}")


def done_with_dialog(request: HttpRequest, words: str, dialog: str) -> None:
    """Say what was done, with a button to the dialog of the page that takes it back with a reason."""
    messages.success(request, words, extra_tags=f"{ASKED} #{dialog}")


def offered(extra_tags: str) -> dict[str, object] | None:
    """What a message offers: where the opposite is, and the fields of its form; None where it offers nothing."""
    way, _space, where = (extra_tags or "").partition(" ")
    if way == ASKED:
        return {"dialog": where}
    if way == SENT:
        url, _mark, query = where.partition("?")
        return {"url": url, "fields": parse_qsl(query, keep_blank_values=True)}
    return None
