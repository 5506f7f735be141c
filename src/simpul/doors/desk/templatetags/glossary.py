"""On-screen help: a label that is a word of the glossary leads to what it means."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from simpul.records.glossary import Word, explained

from .desk import language

register = template.Library()


@register.simple_tag(takes_context=True)
def explain(context: Any, label: Any) -> SafeString:
    """The label; where the glossary explains it, with its meaning as a hint and a link to the entry."""
    text = str(label)
    word = _words(context).get(text.casefold())
    if word is None:
        return conditional_escape(text)
    return format_html(
        '<a class="term" href="{}#{}" title="{}">{}</a>',
        reverse("desk:glossary"),
        word.code,
        word.means[language()],
        text,
    )


def _words(context: Any) -> Any:
    """The words, read once a page."""
    request = context.get("request")
    if request is None:
        return {}
    found: dict[str, Word] | None = getattr(request, "_explained", None)
    if found is None:
        found = dict(explained(language()))
        request._explained = found
    return found
