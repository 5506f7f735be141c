"""The content as it was loaded: versions, what each changed, one fact in all its wordings. Loading is a command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions.content import check_against_rows
from ....actions.content_answering import AgainstDesk
from ....actions.content_files import read_content
from ....core.catalogue import Defect
from ....core.finalisation import word_changes
from ....records.accounts import MACHINE
from ....records.content_reading import (
    FactLine,
    FactWording,
    VersionLine,
    read_fact,
    read_facts,
    read_versions,
)
from ....records.models import ContentVersion
from ..listing import Column, Filter, Form, Table, among, answer
from ..templatetags.desk import language
from ..work.reader import Reader, reader

KINDS = {
    "framework": gettext_lazy("Frameworks"),
    "node": gettext_lazy("Goals"),
    "organisation": gettext_lazy("Offices"),
    "body": gettext_lazy("Sectoral bodies"),
    "responsibility": gettext_lazy("Responsibilities"),
    "seat": gettext_lazy("Seats of bodies"),
    "indicator": gettext_lazy("Indicators"),
    "value": gettext_lazy("Published figures"),
    "alignment": gettext_lazy("Alignments"),
    "obligation": gettext_lazy("Obligations"),
    "request_handling": gettext_lazy("Handling of requests"),
    "area": gettext_lazy("Countries"),
    "attribution": gettext_lazy("Words that claim a cause"),
    "chair": gettext_lazy("Chairs"),
    "event": gettext_lazy("Meetings"),
    "mapping": gettext_lazy("Mappings of deliveries"),
    "metadata": gettext_lazy("Metadata forms"),
    "naming": gettext_lazy("Rules of naming"),
    "holiday": gettext_lazy("Free days"),
    "code_list": gettext_lazy("Code lists"),
    "group": gettext_lazy("Groups"),
    "field_of_life": gettext_lazy("Fields of life"),
    "rule": gettext_lazy("Validation rules"),
    "profile": gettext_lazy("Layouts of deliveries"),
    "term": gettext_lazy("Terms"),
}
WHATS = {
    "added": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
    "removed": gettext_lazy("withdrawn"),
}


def kind_word(code: str) -> str:
    """What a kind of fact is called; its code, legibly, where it has no word."""
    return str(KINDS.get(code) or code.replace("_", " "))


def loaded_by(line: VersionLine) -> str:
    """Who loaded a version last."""
    name = line.loads[-1].by if line.loads else ""
    return _("the machine, by command") if name == MACHINE else name


VERSIONS = Table(
    code="content",
    title=gettext_lazy("Content versions"),
    columns=(
        Column(
            "label",
            gettext_lazy("Version"),
            lambda line: line.version.label,
            url=lambda line: reverse("desk:content_version", args=[line.version.label]),
            width=24,
        ),
        Column("now", gettext_lazy("Now"), lambda line: _("in force") if line.current else "", under="label"),
        Column("at", gettext_lazy("Loaded"), lambda line: line.version.loaded_at, Form.MOMENT, keep=True),
        Column("by", gettext_lazy("By"), loaded_by, under="at", width=26),
        Column("added", gettext_lazy("New"), lambda line: line.total("added"), Form.NUMBER),
        Column("changed", gettext_lazy("Changed"), lambda line: line.total("changed"), Form.NUMBER),
        Column("removed", gettext_lazy("Withdrawn"), lambda line: line.total("removed"), Form.NUMBER),
        Column(
            "digest", gettext_lazy("Fingerprint"), lambda line: line.version.digest, on_page=False, width=40
        ),
    ),
    empty=(gettext_lazy("No content is loaded"), gettext_lazy("Load it by command: simpul content load.")),
    symbol="package",
)
FACTS = Table(
    code="content_facts",
    title=gettext_lazy("Facts of a version"),
    columns=(
        Column(
            "code",
            gettext_lazy("Fact"),
            lambda line: line.code,
            url=lambda line: reverse("desk:content_fact", args=[line.kind, line.code]),
            width=40,
        ),
        Column("kind", gettext_lazy("Kind"), lambda line: kind_word(line.kind), width=24),
        Column("what", gettext_lazy("What happened"), lambda line: str(WHATS[line.what]), keep=True),
        Column("number", gettext_lazy("Wording"), lambda line: line.number, Form.NUMBER),
        Column("place", gettext_lazy("File and line"), lambda line: line.place, width=40),
    ),
    filters=(
        Filter("kind", gettext_lazy("Kind"), *among(lambda line: line.kind, kind_word)),
        Filter("what", gettext_lazy("What happened"), *among(lambda line: line.what, WHATS.__getitem__)),
        Filter(
            "q",
            gettext_lazy("Code"),
            lambda line, text: text.casefold() in line.code.casefold(),
            kind="words",
        ),
    ),
    empty=(gettext_lazy("This version changed no fact"), gettext_lazy("It was loaded again as it stood.")),
    symbol="package",
    per_page=50,
)


def _must_see(request: HttpRequest) -> Reader:
    who = reader(request)
    if not who.may("content.view"):
        raise Http404
    return who


@login_required
def versions(request: HttpRequest) -> HttpResponse:
    """Every version that was loaded; asked to, the folder is checked as it lies there now."""
    who = _must_see(request)
    rows = read_versions()
    may_check = who.may("content.load")
    context: dict[str, Any] = {
        "may_check": may_check,
        "now": next((one for one in rows if one.current), None),
    }
    if may_check and request.GET.get("check") == "1":
        context |= _checked()
    listing = VERSIONS.read(request, rows, keeps=("check",))
    return answer(request, "desk/administration/content.html", context, listing)


def _checked() -> dict[str, Any]:
    """What the check finds in the folder as it lies there."""
    bundle = read_content(Path(settings.SIMPUL_CONTENT), settings.SIMPUL_CONTENT_OWN)
    tongue = language()
    against = check_against_rows(bundle) if not bundle.defects else AgainstDesk()
    defects = (*bundle.defects, *against.defects)
    return {
        "checked": True,
        "same": ContentVersion.objects.filter(digest=bundle.digest).order_by("-loaded_at").first(),
        "facts": len(bundle.items),
        "defects": [_in_words(one, tongue) for one in defects[:200]],
        "found": len(defects),
        "kept": [_in_words(one, tongue) for one in against.kept[:200]],
    }


def _in_words(defect: Defect, tongue: str) -> dict[str, str]:
    return {
        "place": f"{defect.file}:{defect.line}",
        "code": defect.code,
        "sentence": defect.sentence(tongue),
        "hint": defect.hint(tongue),
    }


@login_required
def version(request: HttpRequest, code: str) -> HttpResponse:
    """One version: what it changed, by kind and fact by fact."""
    _must_see(request)
    row = get_object_or_404(ContentVersion, label=code)
    line = next(one for one in read_versions() if one.version.pk == row.pk)
    facts: list[FactLine] = read_facts(row)
    context = {
        "line": line,
        "by": loaded_by(line),
        "kinds": [(kind_word(kind), counts) for kind, counts in sorted(line.kinds.items())],
        "trail": [(_("Content"), reverse("desk:content")), (row.label, "")],
    }
    listing = FACTS.read(request, facts, scope=row.label)
    return answer(request, "desk/administration/content_version.html", context, listing)


@login_required
def fact(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """One fact in every wording it had, each beside the one before."""
    _must_see(request)
    wordings: list[FactWording] = read_fact(kind, code)
    if not wordings:
        raise Http404
    context = {
        "code": code,
        "kind": kind_word(kind),
        "wordings": [
            {
                "entry": one.entry,
                "first": one.entry.number == 1,
                "fields": [
                    {"name": name, "stretches": word_changes(before, after)}
                    for name, before, after in one.fields
                ],
            }
            for one in wordings
        ],
        "trail": [(_("Content"), reverse("desk:content")), (code, "")],
    }
    return render(request, "desk/administration/content_fact.html", context)
