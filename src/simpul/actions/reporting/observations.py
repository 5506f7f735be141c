"""From an accepted submission to observations: added, never overwritten."""

from __future__ import annotations

from ...core.errors import Problem
from ...core.figures import Status
from ...core.reporting import Answer
from ...records.models import Observation, Submission, SubmittedFigure
from ...records.task_sheet import key_of
from ..acting import Actor

#: Kept as the reason of a vintage that says the same as the one before and names the publication it is from.
SOURCE_NAMED = "publikasi disebut / publication named"
#: Kept as the reason of a vintage that says the same number, observed under another version of the definition.
DEFINED_ANEW = "menurut definisi baru / under the new definition"
#: Kept as the reason of the first value of a period that was answered “not available”: it revises no value.
NOT_AVAILABLE_BEFORE = "sebelumnya tidak tersedia / not available before"


def publish(submission: Submission, *, actor: Actor) -> int:
    """Add the observations of an accepted submission; a changed value is a vintage with its reason.

    Returns:
        How many observations were added.

    Raises:
        Problem: `REPORTING-REVISION-NEEDS-REASON`; nothing is added.
    """
    figures = list(
        submission.figures.filter(answer__in=[Answer.VALUE.value, Answer.UNAVAILABLE.value]).select_related(
            "indicator"
        )
    )
    indicators = {figure.indicator_id for figure in figures}
    latest = {_key(row): row for row in Observation.objects.current().filter(indicator_id__in=indicators)}
    breaks = {
        finding["figure"] for finding in submission.findings if finding.get("kind") == "definition_changed"
    }
    new = [row for figure in figures if (row := _vintage(figure, latest.get(_key(figure)), breaks, actor))]
    Observation.objects.bulk_create(new, batch_size=500)
    return len(new)


def _key(row: Observation | SubmittedFigure) -> tuple[int, str, str, str]:
    return row.indicator_id, row.area, row.period, row.disaggregation


def _vintage(
    figure: SubmittedFigure, old: Observation | None, breaks: set[str], actor: Actor
) -> Observation | None:
    available = figure.answer == Answer.VALUE.value
    if not available and old is not None:
        return None
    same = old is not None and (old.value, old.status, old.nature) == (
        figure.value,
        figure.status,
        figure.nature,
    )
    named = old is not None and figure.source not in ("", old.source)
    version = figure.definition_version or figure.indicator.definition_version
    anew = available and old is not None and old.definition_version != version
    if same and not named and not anew:
        return None
    reason = figure.revision_reason or ((DEFINED_ANEW if anew else SOURCE_NAMED) if same else "")
    if old is not None and not reason and (old.value, old.status) == (figure.value, figure.status):
        reason = f"{old.nature or '–'} > {figure.nature or '–'}"
    if old is not None and not reason and old.status == Status.MISSING:
        reason = NOT_AVAILABLE_BEFORE
    if old is not None and not reason:
        params = {
            "indicator": figure.indicator.code,
            "period": figure.period,
            "old": old.text,
            "new": figure.text,
        }
        raise Problem("REPORTING-REVISION-NEEDS-REASON", place=figure.indicator.code, params=params)
    return Observation(
        indicator=figure.indicator,
        area=figure.area,
        period=figure.period,
        disaggregation=figure.disaggregation,
        text=figure.text,
        value=figure.value,
        status=figure.status if available else "M",
        nature=figure.nature,
        unit=_unit(figure),
        definition_version=version,
        comment=figure.comment if available else figure.reason,
        source=figure.source,
        series_break=key_of(figure) in breaks,
        recorded_at=actor.at,
        vintage=old.vintage + 1 if old else 1,
        revises=old,
        revision_reason=reason if old else "",
        figure=figure,
    )


def _unit(figure: SubmittedFigure) -> str:
    """The unit that was approved; the indicator's unit named in English is written as the indicator writes it."""
    indicator = figure.indicator
    english = figure.unit.strip().casefold() == indicator.unit_en.strip().casefold()
    return indicator.unit_id if english or not figure.unit else figure.unit
