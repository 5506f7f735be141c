"""The chain of a figure: where it comes from, who cleared it, and the papers and deliveries it went out in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....core.catalogue import cited
from ....core.periods import label
from ....core.requests import item_number
from ....records.areas import area_names
from ....records.days import civil_day
from ....records.models import Observation
from ....records.provenance import observation_for_proof, provenance_for
from ....records.went_out import went_out
from ..templatetags.desk import day, language, number
from ..templatetags.terms import delivery_state, language_word, nature
from .words import ROLE_WORDS


def chain(request: HttpRequest, observation: Observation, tongue: str) -> list[dict[str, Any]]:
    """The chain of a figure as its reader is told it; the JSON beside it says the same."""
    today = timezone.localdate()
    told = provenance_for(observation, duties=request.user.duties_on(today), day=today)  # type: ignore[union-attr]
    value, origin, vintage = told["value"], told["origin"], told["vintage"]
    plain = value["value"] is not None and value["status"] == "A"
    shown = number(value["value"], value["decimals"]) if plain else value["text"]
    unit = value["unit"][tongue]
    definition = _("definition version %(number)d") % {"number": value["definition_version"]}
    words, address = cited(origin["source"])
    links: list[dict[str, Any]] = [
        {
            "icon": "target",
            "label": _("Value"),
            "value": f"{shown} {unit}",
            "note": ", ".join(part for part in (nature(value["nature"]), definition) if part),
        }
    ]
    if told["definition"]:
        links.append(_definition_link(value["definition_version"], told["definition"]))
    if value["replaced_by"]:
        links.append(_replaced_link(observation.indicator.code, value["replaced_by"]))
    if origin["kind"] == "content":
        links += [
            {
                "icon": "file-text",
                "label": _("Published fact"),
                "value": words or address,
                "url": address,
                "note": origin["place"],
            },
            {
                "icon": "landmark",
                "label": _("Content version"),
                "value": origin["content_version"],
                "code": f"sha256 {origin['digest']}",
            },
        ]
    else:
        links += [*_publication_link(origin), *_submission_links(origin)]
    links.append(
        {
            "icon": "git-commit-vertical",
            "label": _("Vintage"),
            "value": f"{vintage['number']}",
            "note": _("recorded %(day)s") % {"day": _day_of(vintage["recorded_at"])},
        }
    )
    return links


def _replaced_link(code: str, told: dict[str, Any]) -> dict[str, Any]:
    """That the definition of a figure is a former one, and the decision that replaced it."""
    said = {"number": told["definition_version"]}
    link: dict[str, Any] = {
        "icon": "history",
        "label": _("Definition replaced"),
        "value": _("by version %(number)d, of the content") % said,
        "note": _(
            "The figure stands for itself; it is compared with no figure, baseline or target of another."
        ),
    }
    if told["decision"]:
        decided = {"decision": told["decision"], "day": day(date.fromisoformat(told["decided_on"]), "short")}
        link["value"] = _("by version %(number)d: %(decision)s, %(day)s") % (said | decided)
        link["url"] = f"{reverse('desk:wordings', args=[code])}#w-{told['wording']}"
    return link


def _definition_link(version: int, agreed: dict[str, Any]) -> dict[str, Any]:
    """The decision that agreed the definition, with its file or that there is none."""
    file = agreed["file"]
    link: dict[str, Any] = {
        "icon": "landmark",
        "label": _("Definition"),
        "value": _("version %(number)d, agreed in %(decision)s")
        % {"number": version, "decision": agreed["decision"]},
        "note": day(date.fromisoformat(agreed["decided_on"]), "short"),
    }
    if file is None:
        return link | {"notes": [_("the file of the decision is not attached")]}
    url = reverse("desk:file", args=[file["id"]])
    return link | {"links": [{"url": url, "text": file["name"]}], "code": f"sha256 {file['sha256']}"}


def _publication_link(origin: dict[str, Any]) -> list[dict[str, Any]]:
    """The publication an office named; where it named none, what the indicator's sheet says."""
    words, address = cited(origin["source"] or origin["source_of_sheet"])
    if not words and not address:
        return []
    by_sheet = _("The office named no publication; this is what the sheet of its definition says.")
    return [
        {
            "icon": "book-open",
            "label": _("Source"),
            "value": words or address,
            "url": address,
            "note": "" if origin["source"] else by_sheet,
        }
    ]


def _submission_links(origin: dict[str, Any]) -> list[dict[str, Any]]:
    """Submission, file, rules and steps; of a task the reader may not see, neither names nor file nor findings."""
    seen = "submitted_by" in origin
    cleared = [row for row in origin["cleared_by"] if row["step"] > 0]  # step 0 is handing in itself
    sent: dict[str, Any] = {
        "icon": "send",
        "label": _("Submission"),
        "value": f"{origin['body']} {label(origin['round'], language())}, {_('version')} {origin['number']}",
        "note": ", ".join(
            part for part in (origin.get("submitted_by", ""), _day_of(origin["submitted_at"])) if part
        ),
        "code": f"sha256 {origin['content_hash']}",
    }
    links = (
        [sent | {"url": reverse("desk:task", args=[origin["task"]])}, *_file_and_rules(origin)]
        if seen
        else [sent]
    )
    links.append(
        {
            "icon": "stamp",
            "label": _("Cleared by"),
            "value": ngettext("%(count)s step", "%(count)s steps", len(cleared)) % {"count": len(cleared)},
            "notes": [_step_words(row, seen=seen) for row in cleared],
        }
    )
    return links


def _evidence_link(file: dict[str, Any]) -> dict[str, Any]:
    return {
        "icon": "paperclip",
        "label": _("Evidence"),
        "value": file["name"],
        "url": reverse("desk:file", args=[file["file"]]),
        "code": f"sha256 {file['sha256']}",
    }


def _step_words(row: dict[str, Any], *, seen: bool) -> str:
    """Role, name and office of a step; without the name where the task is not the reader's to see."""
    role = ROLE_WORDS.get(row["role"], row["role"])
    who = f"{row['acting']} {row['name']}, {row['office']}".strip() if seen else row["office"]
    taken = f"{role}: {who}, {_day_of(row['at'])}"
    if not row.get("letter"):
        return taken
    told = {"taken": taken, "letter": row["letter"], "name": row["on_behalf_of"]}
    return _("%(taken)s, by letter %(letter)s of %(name)s") % told


def _day_of(stamp: str) -> str:
    """The local day of a time told in ISO 8601."""
    return day(civil_day(datetime.fromisoformat(stamp)), "short")


def _file_and_rules(origin: dict[str, Any]) -> list[dict[str, Any]]:
    file, rules = origin["file"], origin["rules"]
    links: list[dict[str, Any]] = []
    if file:
        links.append(
            {
                "icon": "file-spreadsheet",
                "label": _("File and cell"),
                "value": f"{file['name']}, {file['cell']}",
                "url": reverse("desk:file", args=[file["id"]]),
                "code": f"sha256 {file['sha256']}",
            }
        )
    links += [_evidence_link(one) for one in origin["evidence"]]
    reasons = (f"{row['rule']}: {row['reason']}" for row in rules["findings"] if row["reason"])
    links.append(
        {
            "icon": "search-check",
            "label": _("Rules passed"),
            "value": ngettext("%(count)s rule", "%(count)s rules", len(rules["passed"]))
            % {"count": len(rules["passed"])},
            "code": ", ".join(sorted(rules["passed"])),
            "notes": list(reasons),
        }
    )
    return links


#: How many results of a figure are named one by one, the newest first; the list of reports has them all.
NAMED = 6


def _way_out(request: HttpRequest, observation: Observation, tongue: str) -> list[dict[str, Any]]:
    """The papers, deliveries and answers in which a figure went out, as far as the reader may see them."""
    today = timezone.localdate()
    told = went_out(observation, duties=request.user.duties_on(today), day=today)  # type: ignore[union-attr]
    papers, deliveries = told["papers"], told["deliveries"]
    found = [_paper_link(row, tongue) for row in papers[:NAMED]]
    found += [_delivery_link(row, tongue) for row in deliveries[:NAMED]]
    more = len(papers[NAMED:]) + len(deliveries[NAMED:])
    if more:
        found.append(
            {
                "icon": "history",
                "label": _("Earlier reports and deliveries"),
                "value": _("%(count)s more") % {"count": more},
                "url": reverse("desk:reports"),
            }
        )
    found += _answer_links(told["answers"])
    if not found:
        found.append(
            {
                "icon": "send",
                "label": _("Went out in"),
                "value": _("no report, delivery or answer you may see yet"),
            }
        )
    return found


def _known_at(row: dict[str, Any]) -> str:
    return _("as known on %(day)s") % {"day": _day_of(row["as_known_at"])}


def _paper_link(row: dict[str, Any], tongue: str) -> dict[str, Any]:
    return {
        "icon": "file-text",
        "label": _("Shown in the report"),
        "value": label(row["round"], tongue),
        "note": _known_at(row),
        "links": [
            {
                "url": reverse("papers:download", args=[one["paper"]]),
                "text": f"{language_word(one['language'])}, {one['format'].upper()}",
            }
            for one in row["files"]
        ],
    }


def _delivery_link(row: dict[str, Any], tongue: str) -> dict[str, Any]:
    asked = urlencode({"kind": "delivery", "round": row["round"]})
    parts = [delivery_state(row["state"]), _known_at(row)]
    if row["handed_over_on"]:
        parts.append(
            _("handed over on %(day)s") % {"day": day(date.fromisoformat(row["handed_over_on"]), "short")}
        )
    return {
        "icon": "package",
        "label": _("Carried in the delivery"),
        "value": _("%(round)s, number %(number)s")
        % {"round": label(row["round"], tongue), "number": row["number"]},
        "url": f"{reverse('desk:reports')}?{asked}",
        "note": ", ".join(parts),
    }


def _answer_links(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers sent to askers that refer to the figure: the newest one by one, then how many more."""
    found: list[dict[str, Any]] = [
        {
            "icon": "inbox",
            "label": _("Referred to in the answer"),
            "value": _("%(request)s, item %(item)s, version %(version)s")
            % {"request": row["request"], "item": item_number(row["item"]), "version": row["version"]},
            "url": reverse("desk:request_item", args=[row["item_id"]]),
            "note": _("to %(sender)s, sent on %(day)s")
            % {"sender": row["sender"], "day": day(date.fromisoformat(row["sent_on"]), "short")},
        }
        for row in answers[:NAMED]
    ]
    if answers[NAMED:]:
        found.append(
            {
                "icon": "history",
                "label": _("Earlier answers"),
                "value": _("%(count)s more") % {"count": len(answers[NAMED:])},
                "url": reverse("desk:requests"),
            }
        )
    return found


@login_required
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """One click from any number: its proof on a page of its own."""
    observation = get_object_or_404(Observation.objects.select_related("indicator"), pk=pk)
    full = observation_for_proof(observation.pk)
    assert full is not None
    context = {
        "observation": full,
        "area": area_names(language()).get(full.area, full.area),
        "title": full.indicator.title_en if language() == "en" else full.indicator.title_id,
        "links": [*chain(request, full, language()), *_way_out(request, full, language())],
        "proof_json": reverse("api:provenance", args=[pk]),
        "trail": [
            (_("Indicators"), reverse("desk:indicators")),
            (full.indicator.code, reverse("desk:indicator", args=[full.indicator.code])),
            (_("Proof"), ""),
        ],
    }
    return render(request, "desk/data/proof.html", context)
