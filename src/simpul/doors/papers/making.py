"""Making papers of a round: results and reading in one moment, drawn while others write, recorded all or none."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from io import BytesIO

from django.conf import settings
from django.db import transaction

from ...actions.acting import Actor
from ...actions.files import hold_file
from ...actions.progress import compute_results
from ...actions.reporting import record_papers
from ...actions.reporting.deliveries import DrawnPaper
from ...core.errors import LANGUAGES, Problem
from ...core.permissions import Role
from ...records.days import civil_day
from ...records.models import Designation, Paper, ResultSet, Round
from ...records.round_report import Named, RoundReport, read_report
from .paper import ReportPaper
from .pdf import render_pdf
from .report import Facts, build_report
from .word import render_docx

FORMATS = ("pdf", "docx")
KIND = "national-report"
LIMIT_MB = 50
_RENDERERS = {"pdf": render_pdf, "docx": render_docx}


def facts_of(result_set: ResultSet, report: RoundReport) -> Facts:
    """What a report says beside its figures: the coordinating office, who made it, which titles are ours."""
    day = civil_day(result_set.as_known_at)
    coordinator = (
        Designation.objects.on(day).filter(role=Role.COORDINATOR.value).select_related("organisation").first()
    )
    office = coordinator.organisation if coordinator else None
    round_ = result_set.round
    maker = result_set.made_by
    obligation = round_.obligation if round_ else None
    return Facts(
        office=Named(office.acronym, office.name_id, office.name_en) if office else Named("", "", ""),
        prepared_by=maker.name if maker else "",
        zone=obligation.zone if obligation else settings.TIME_ZONE,
        content_label=result_set.content_version.label,
        paraphrased=frozenset(
            line.code for line in report.indicators if line.confidence in ("recalled", "paraphrase")
        ),
        framework_is_paraphrased=bool(report.framework.code) and report.framework_wording != "official",
    )


def render(paper: ReportPaper, *, format: str) -> bytes:
    """A paper in a file form.

    Raises:
        Problem: `PAPERS-FORM`.
    """
    if format not in _RENDERERS:
        raise Problem("PAPERS-FORM", place=format, params={"form": format, "forms": ", ".join(FORMATS)})
    return _RENDERERS[format](paper)


def render_report(result_set: ResultSet, *, language: str, format: str) -> bytes:
    """The national report of a result set's round, in one language and form."""
    report = read_report(result_set)
    paper = build_report(report, language=language, facts=facts_of(result_set, report))
    return render(paper, format=format)


def file_name(report: RoundReport, *, language: str, format: str) -> str:
    """`report-2026-Q1.id.pdf`."""
    return f"report-{report.code}.{language}.{format}"


def make_papers(
    round: Round,
    *,
    result_set: ResultSet | None = None,
    languages: Iterable[str] = LANGUAGES,
    formats: Iterable[str] = FORMATS,
    actor: Actor,
) -> list[Paper]:
    """Make the report in each language and form, keep the files and record them under one fingerprint.

    Nothing is locked while the papers are drawn; what is recorded names the results it was drawn from.

    Args:
        result_set: what is reported; without one the round is computed as known now.

    Raises:
        Problem: `PAPERS-OTHER-VERSION`, somebody made that version from other results meanwhile.
    """
    actor.must("report.make")
    with transaction.atomic():
        known = result_set or compute_results(round=round, actor=actor)
        report = read_report(known)
        facts = facts_of(known, report)
    with ExitStack() as held:
        drawn = []
        for language in languages:
            paper = build_report(report, language=language, facts=facts)
            for format in formats:
                name = file_name(report, language=language, format=format)
                stream = BytesIO(render(paper, format=format))
                file = hold_file(name=name, stream=stream, accepted=FORMATS, limit_mb=LIMIT_MB)
                drawn.append(DrawnPaper(language, format, held.enter_context(file)))
        return record_papers(
            result_set=known,
            kind=KIND,
            papers=drawn,
            basis_hash=report.basis_hash,
            classification=facts.classification,
            actor=actor,
        )
