"""Where a number comes from: value, submission, file and cell, rules passed, who cleared, vintage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Subquery

from ..core.catalogue import source_of
from ..core.definitions import by_definition
from ..core.permissions import Duty, allowing
from .catalogue.sheets import defining_wordings, sources_by_definition
from .models import Clearance, Indicator, Observation, Submission, Task
from .task_sheet import key_of


def observation_for_proof(pk: int, indicator: Indicator | None = None) -> Observation | None:
    """An observation with everything its proof names, in a fixed number of queries.

    Args:
        indicator: its indicator, where that is read already: what is kept with it is not read anew for the proof.
    """
    found = (
        Observation.objects.select_related(
            "indicator",
            "indicator__custodian",
            "content",
            "content__version",
            "revises",
            "figure",
            "figure__source_file",
            "figure__submission",
            "figure__submission__task__round__obligation",
            "figure__submission__submitted_by__person",
            "figure__submission__task__body",
            "figure__submission__task__organisation",
            "figure__submission__submitted_by__person",
        )
        .filter(pk=pk)
        .first()
    )
    if found is not None and indicator is not None:
        found.indicator = indicator
    return found


def provenance(observation: Observation) -> dict[str, Any]:
    """The proof of a number as plain data: the same for a page, a paper's note and the API."""
    return {
        "value": {
            "observation": observation.pk,
            "indicator": observation.indicator.code,
            "area": observation.area,
            "period": observation.period,
            "disaggregation": observation.disaggregation,
            "text": observation.text,
            "value": None if observation.value is None else format(observation.value.normalize(), "f"),
            "status": observation.status,
            "nature": observation.nature,
            "definition_version": observation.definition_version,
            "decimals": observation.indicator.decimals,
            "unit": {"id": observation.indicator.unit_id, "en": observation.indicator.unit_en},
            "replaced_by": _replaced_by(observation),
        },
        "definition": _definition(observation),
        "origin": _content(observation) if observation.content_id else _submission(observation),
        "vintage": {
            "number": observation.vintage,
            "published_on": observation.published_on and observation.published_on.isoformat(),
            "recorded_at": observation.recorded_at.isoformat(),
            "revises": observation.revises_id,
            "revision_reason": observation.revision_reason,
        },
        "verdicts": [
            {
                "method": row.method,
                "version": row.method_version,
                "official": row.official,
                "status": row.status or None,
                "reason": row.reason or None,
                "as_known_at": row.result_set.as_known_at.isoformat(),
                "content_version": row.result_set.content_version.label,
                "result_set": row.result_set_id,
            }
            for row in _verdicts(observation)
        ],
    }


def _replaced_by(observation: Observation) -> dict[str, Any] | None:
    """What took the place of the definition of a figure; None while that is in force, no decision where content did."""
    if by_definition((observation,), observation.indicator.definition_version).held:
        return None
    later = (
        one
        for one in defining_wordings(observation.indicator)
        if one.agreed_in and (one.definition_version or 0) > observation.definition_version
    )
    row = next(later, None)
    return {
        "definition_version": row.definition_version if row else observation.indicator.definition_version,
        "decision": row.agreed_in if row else None,
        "decided_on": row.agreed_on.isoformat() if row and row.agreed_on else None,
        "wording": row.number if row else None,
    }


#: What of a submission only those are told who may see its task.
WITHHELD = ("submitted_by", "on_behalf_of", "holder", "entered_by", "file", "evidence", "rules")


def provenance_for(observation: Observation, *, duties: Iterable[Duty], day: date) -> dict[str, Any]:
    """The proof as a reader is told it: names, files and findings of a task only where he may see the task."""
    told = provenance(observation)
    origin = told["origin"]
    if origin["kind"] != "submission":
        return told
    duties = tuple(duties)
    if allowing(duties, "task.view", day=day):  # every task
        return told
    if Task.objects.visible_to(duties, day).filter(pk=origin["task"]).exists():
        return told
    for name in WITHHELD:
        origin.pop(name)
    origin["cleared_by"] = [
        {name: row[name] for name in ("step", "role", "office", "at")} for row in origin["cleared_by"]
    ]
    return told


def _definition(observation: Observation) -> dict[str, Any] | None:
    """The decision that agreed the definition the figure was given under, None where content made it.

    The first definition is the content's, whatever was agreed under it.
    """
    if observation.definition_version == 1:
        return None
    rows = defining_wordings(observation.indicator)
    agreed = next((one for one in rows if one.definition_version == observation.definition_version), None)
    if agreed is None or not agreed.agreed_in:
        return None
    file = agreed.agreed_file
    return {
        "decision": agreed.agreed_in,
        "decided_on": agreed.agreed_on and agreed.agreed_on.isoformat(),
        "file": {"id": file.pk, "name": file.name, "sha256": file.sha256} if file else None,
    }


def _verdicts(observation: Observation) -> list[Any]:
    """The verdicts of the last results that rest on the figure; none on one of a former definition, or revised."""
    from .models import ResultSet, VerdictRow

    known = ResultSet.objects.filter(area=observation.area, as_known_at__gte=observation.recorded_at)
    last = Subquery(known.order_by("-id").values("pk")[:1])
    rows = (
        VerdictRow.objects.filter(result_set_id=last, indicator_id=observation.indicator_id)
        .select_related("result_set", "result_set__content_version")
        .defer("result_set__reading")
        .order_by("-official", "method")
    )
    return [row for row in rows if observation.pk in row.inputs.get("observations", ())]


def _content(observation: Observation) -> dict[str, Any]:
    entry = observation.content
    assert entry is not None
    return {
        "kind": "content",
        "place": entry.place,
        "content_version": entry.version.label,
        "digest": entry.digest,
        "source": observation.source,
    }


def _submission(observation: Observation) -> dict[str, Any]:
    figure = observation.figure
    assert figure is not None
    submission: Submission = figure.submission
    task = submission.task
    key = key_of(observation)
    file = figure.source_file
    return {
        "kind": "submission",
        "round": task.round.period,
        "body": task.body.acronym,
        "office": task.organisation.acronym,
        "task": task.pk,
        "submission": submission.pk,
        "number": submission.number,
        "content_hash": submission.content_hash,
        "submitted_by": submission.submitted_by.name,
        "on_behalf_of": submission.on_behalf_of,
        "submitted_at": submission.submitted_at.isoformat(),
        "holder": submission.holder,
        "entered_by": figure.saved_by_name,
        "source": observation.source,
        "source_of_sheet": _source_of_sheet(observation),
        "file": {"id": file.pk, "name": file.name, "sha256": file.sha256, "cell": figure.source_cell}
        if file
        else None,
        "evidence": figure.evidence,
        "rules": {
            "passed": submission.passed,
            "findings": [row for row in submission.findings if row.get("figure") in (key, "")],
        },
        "cleared_by": [
            _clearance(row) for row in submission.clearances.filter(verdict="cleared").order_by("step")
        ],
    }


def _source_of_sheet(observation: Observation) -> str:
    """What the sheet says that belongs to the definition the figure was given under."""
    indicator = observation.indicator
    if observation.definition_version == indicator.definition_version:
        return source_of(indicator.sheet)
    return sources_by_definition(indicator).get(observation.definition_version, "")


def _clearance(row: Clearance) -> dict[str, Any]:
    return {
        "step": row.step,
        "role": row.role,
        "name": row.by_name,
        "office": row.holder.get("office", ""),
        "acting": row.holder.get("acting", ""),
        "on_behalf_of": row.on_behalf_of,
        "letter": row.letter_number,
        "waiver": row.waiver,
        "content_hash": row.content_hash,
        "at": row.at.isoformat(),
    }
