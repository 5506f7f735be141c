"""The glossary: every word of the screens with what it means, in both languages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from ....records.glossary import Word, read_words
from ..listing import Column, Filter, Table, among, answer
from ..templatetags.desk import language
from ..templatetags.terms import confidence


def _other() -> str:
    return "id" if language() == "en" else "en"


GLOSSARY = Table(
    code="glossary",
    title=gettext_lazy("Glossary"),
    columns=(
        Column("word", gettext_lazy("Word"), lambda row: row.words[language()], width=34),
        Column("other", gettext_lazy("In the other language"), lambda row: row.words[_other()], width=34),
        Column("means", gettext_lazy("Meaning"), lambda row: row.means[language()], width=70),
        Column("confidence", gettext_lazy("How sure"), lambda row: confidence(row.confidence), width=30),
        Column("source", gettext_lazy("Source"), lambda row: row.source, width=60),
    ),
    filters=(
        Filter(
            "q",
            gettext_lazy("Words"),
            lambda row, text: text.casefold() in _all(row),
            kind="words",
        ),
        Filter("sure", gettext_lazy("How sure"), *among(lambda row: row.confidence, confidence)),
    ),
    empty=(gettext_lazy("No word yet"), gettext_lazy("Words come with the content.")),
    symbol="book-open",
)


def _all(row: Word) -> str:
    return " ".join([*row.words.values(), *row.means.values()]).casefold()


@login_required
def glossary(request: HttpRequest) -> HttpResponse:
    """All words by the alphabet of the reader's language; each has an address of its own."""
    tongue = language()
    rows = sorted(read_words(), key=lambda row: row.words[tongue].casefold())
    listing = GLOSSARY.read(request, rows)
    letters: dict[str, list[dict[str, str]]] = {}
    for row in listing.rows:
        entry = {
            "code": row.code,
            "word": row.words[tongue],
            "other": row.words[_other()],
            "means": row.means[tongue],
            "confidence": row.confidence,
            "source": row.source,
        }
        letters.setdefault(row.words[tongue][:1].upper(), []).append(entry)
    context = {"letters": list(letters.items()), "other": _other()}
    return answer(request, "desk/data/glossary.html", context, listing)
