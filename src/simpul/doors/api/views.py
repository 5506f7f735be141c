"""Reading by program: provenance of any number, indicators, figures as known on a day, tasks, progress.

Everything is read-only and asks who reads: details of a task are told to those who may see the task.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI, Router, Schema
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import django_auth

from ...core.errors import NotFound, Problem, as_json
from ...records.catalogue.sheets import with_definition_day
from ...records.indicator_reading import (
    IndicatorReading,
    known_by,
    read_indicator,
    read_indicators,
)
from ...records.models import Indicator, Observation, Round, Task
from ...records.provenance import observation_for_proof, provenance_for
from ...records.reporting import desk_area
from ...records.went_out import went_out

api = NinjaAPI(
    title="Simpul",
    version="0.1",
    description="The desk of a country's part in the ASEAN Socio-Cultural Community. Figures carry their proof.",
    auth=django_auth,
    urls_namespace="api",
    docs_url=None,
)
router = Router(tags=["reading"])


class Bilingual(Schema):
    """A text in both languages."""

    id: str
    en: str


class Refused(Schema):
    """Why an answer is refused: code for programs, sentence and hint for people."""

    code: str
    place: str | None
    sentence: Bilingual
    hint: Bilingual


class IndicatorOut(Schema):
    """An indicator with its latest figure under the definition in force, and the official verdict."""

    code: str
    title: Bilingual
    unit: Bilingual
    is_proxy: bool
    body: str
    custodian: str
    definition_version: int
    latest: dict[str, Any] | None
    verdict: dict[str, Any] | None
    missing: list[str]


class ObservationOut(Schema):
    """A figure in one vintage; `text` is as reported, `value` a number with a decimal point or null."""

    id: int
    indicator: str
    area: str
    period: str
    disaggregation: str
    text: str
    value: str | None
    status: str
    nature: str
    definition_version: int
    vintage: int
    published_on: date | None
    recorded_at: datetime
    revision_reason: str
    source: str


class TaskOut(Schema):
    """A task of a round."""

    id: int
    body: str
    office: str
    counted: bool
    state: str
    due: date
    due_original: date
    submitted_on: date | None
    late: bool


REFUSALS = {status: Refused for status in (401, 404, 422)}


@api.exception_handler(Problem)
def _refuse(request: HttpRequest, problem: Problem) -> HttpResponse:
    return _refused(request, problem, problem.status)


@api.exception_handler(AuthenticationError)
def _ask_who(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _refused(request, Problem("API-SIGN-IN", place=request.path), 401)


@api.exception_handler(ValidationError)
def _explain(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = error.errors[0]
    name = str(wrong["loc"][-1])
    given = request.GET.get(name, getattr(request.resolver_match, "kwargs", {}).get(name))
    if given is None:
        return _refused(request, Problem("API-PARAMETER-MISSING", place=name, params={"name": name}), 422)
    params = {"name": name, "value": given}
    return _refused(request, Problem("API-PARAMETER", place=name, params=params), 422)


def _refused(request: HttpRequest, problem: Problem, status: int) -> HttpResponse:
    return api.create_response(request, as_json(problem), status=status)


def _duties(request: HttpRequest) -> Any:
    return request.user.duties_on(timezone.localdate())  # type: ignore[union-attr]


def _found(what: str) -> NotFound:
    return NotFound("NOT-FOUND", params={"what": what})


@router.get(
    "/observations/{pk}/provenance",
    url_name="provenance",
    response={200: dict[str, Any], **REFUSALS},
    summary="Where a number comes from",
)
def read_provenance(request: HttpRequest, pk: int) -> Any:
    """Value, submission, file and cell, rules, clearance, method, vintage, and the papers and deliveries it went out
    in. Names and files of a task are told to those who may see it; others learn office, round and steps."""
    observation = observation_for_proof(pk)
    if observation is None:
        raise _found(f"observation {pk}")
    duties, day = _duties(request), timezone.localdate()
    told = provenance_for(observation, duties=duties, day=day)
    return told | {"went_out": went_out(observation, duties=duties, day=day)}


@router.get(
    "/observations",
    url_name="observations",
    response={200: list[ObservationOut], **REFUSALS},
    summary="Figures of an indicator",
)
def read_observations(
    request: HttpRequest, indicator: str, area: str = "", as_known_on: date | None = None
) -> Any:
    """The figures of an indicator as known at the end of a day (by the time recorded), or now."""
    row = Indicator.objects.filter(code=indicator).first()
    if row is None:
        raise _found(indicator)
    rows = (
        Observation.objects.as_known_at(known_by(as_known_on))
        .filter(indicator=row, area=area or desk_area())
        .select_related("indicator")
        .order_by("period", "disaggregation")
    )
    return [
        {
            "id": item.pk,
            "indicator": item.indicator.code,
            "value": None if item.value is None else format(item.value.normalize(), "f"),
            **{
                name: getattr(item, name)
                for name in (
                    "area",
                    "period",
                    "disaggregation",
                    "text",
                    "status",
                    "nature",
                    "definition_version",
                    "vintage",
                    "published_on",
                    "recorded_at",
                    "revision_reason",
                    "source",
                )
            },
        }
        for item in rows
    ]


def _indicator(line: IndicatorReading) -> dict[str, Any]:
    latest, verdict = line.latest, line.official_verdict
    return {
        "code": line.code,
        "title": {"id": line.title_id, "en": line.title_en},
        "unit": {"id": line.unit_id, "en": line.unit_en},
        "is_proxy": line.is_proxy,
        "body": line.body,
        "custodian": line.custodian,
        "definition_version": line.definition_version,
        "latest": latest
        and {"observation": latest.pk, "period": latest.period, "text": latest.text, "nature": latest.nature},
        "verdict": verdict
        and {
            "method": verdict.method,
            "version": verdict.method_version,
            "status": verdict.status or None,
            "reason": verdict.reason or None,
            "colour": verdict.colour or None,
        },
        "missing": list(line.missing),
    }


@router.get(
    "/indicators",
    url_name="indicators",
    response={200: list[IndicatorOut], **REFUSALS},
    summary="All indicators",
)
def list_indicators(request: HttpRequest, area: str = "", as_known_on: date | None = None) -> Any:
    """All indicators with latest figure, official verdict and what their sheet lacks.

    As known on a day are figures; definition, baseline and targets are those of today.
    """
    return [
        _indicator(line) for line in read_indicators(area=area or desk_area(), moment=known_by(as_known_on))
    ]


@router.get(
    "/indicators/{code}",
    url_name="indicator",
    response={200: IndicatorOut, **REFUSALS},
    summary="One indicator",
)
def read_one(request: HttpRequest, code: str, area: str = "", as_known_on: date | None = None) -> Any:
    """One indicator. As known on a day are its figures; definition, baseline and targets are those of today."""
    rows = with_definition_day(Indicator.objects.select_related("body", "custodian"))
    row = rows.filter(code=code).first()
    if row is None:
        raise _found(code)
    return _indicator(read_indicator(row, area=area, moment=known_by(as_known_on)))


@router.get(
    "/progress", url_name="progress", response={200: list[dict[str, Any]], **REFUSALS}, summary="All verdicts"
)
def read_progress(request: HttpRequest, area: str = "", as_known_on: date | None = None) -> Any:
    """Every method's verdict on every indicator that has a figure; or the reason why there is none.

    As known on a day are figures; definition, baseline and targets are those of today.
    """
    found = []
    lines = read_indicators(area=area or desk_area(), moment=known_by(as_known_on), by_all_methods=True)
    for line in lines:
        found += [
            {"indicator": line.code, "official": row.official, "version": row.method_version, **row.outputs}
            for row in line.verdicts
        ]
    return found


@router.get(
    "/rounds/{period}/tasks",
    url_name="tasks",
    response={200: list[TaskOut], **REFUSALS},
    summary="Who owes what",
)
def read_tasks(request: HttpRequest, period: str, obligation: str = "") -> Any:
    """The tasks of a round that the reader may see. Where several obligations have a round of the period, one is
    named by its code."""
    round_ = Round.objects.of(period, obligation)
    day = timezone.localdate()
    rows = Task.objects.visible_to(_duties(request), day).filter(round=round_).with_office()
    return [
        {
            "id": row.pk,
            "body": row.body.acronym,
            "office": row.organisation.acronym,
            "counted": row.body.counted,
            "state": row.state,
            "due": row.due_current,
            "due_original": row.due_original,
            "submitted_on": row.submitted_on,
            "late": row.clock_on(day).late,
        }
        for row in rows
    ]


@router.get("/{path:address}", include_in_schema=False)
def read_nothing(request: HttpRequest, address: str) -> Any:
    """Any other address: refused as everything else is, not as a page."""
    raise _found(request.path)


api.add_router("", router)
