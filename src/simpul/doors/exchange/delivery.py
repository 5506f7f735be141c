"""The delivery: files made through a mapping profile, with a manifest of hashes, methods and vintage.

Columns, headings, codes and file names come from the profile in content/mapping only; here is how a profile is
carried out. A format's writer is a function from rows to bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from django.db import transaction

from ...actions.acting import Actor
from ...actions.files import HeldFile, hold_file
from ...actions.progress import compute_results
from ...actions.reporting import record_delivery
from ...core import progress
from ...core.errors import Problem
from ...core.figures import csv_cell
from ...records.models import ContentEntry, Delivery, ResultSet, Round
from ...records.round_report import IndicatorLine, PointLine, RoundReport, read_report

PROFILE = "adme-simpul-layout"
LIMIT_MB = 50


@dataclass(frozen=True)
class Profile:
    """A mapping profile as content says it, with the digest of that wording."""

    code: str
    body: Mapping[str, Any]
    digest: str

    @property
    def columns(self) -> list[Mapping[str, Any]]:
        """The columns in order."""
        return list(self.body["columns"])

    def file(self, part: str, report: RoundReport) -> str:
        """The name of a file."""
        return str(self.body["files"][part]).format(area=report.area, round=report.code)


def read_profile(code: str = PROFILE) -> Profile:
    """The profile in the content that is loaded.

    Raises:
        Problem: `NOT-FOUND`.
    """
    entry = next((row for row in ContentEntry.objects.declared("mapping") if row.code == code), None)
    if entry is None:
        raise Problem("NOT-FOUND", params={"what": code})
    return Profile(code, entry.body, entry.digest)


def rows_of(report: RoundReport) -> list[dict[str, str]]:
    """One row per indicator with a figure, by field name; all as text, numbers with a decimal point.

    A figure of a former definition goes without baseline and target, which stand under another, and says so.
    """
    rows = ((line, line.latest or line.former) for line in report.indicators)
    return [_row(line, figure) for line, figure in rows if figure is not None]


def _row(line: IndicatorLine, figure: PointLine) -> dict[str, str]:
    held = line.latest is not None
    baseline = line.baseline if held else None
    target = line.targets[-1] if held and line.targets else None
    verdict = line.official
    return {
        "indicator": line.code,
        "title": f"{line.title.id} / {line.title.en}",
        "body": line.body.code if line.body else "",
        "area": line.area,
        "period": figure.period,
        "value": _number(figure.value),
        "text": figure.text,
        "unit": f"{line.unit.id} / {line.unit.en}",
        "unit_code": line.unit.code,
        "status": figure.status,
        "nature": figure.nature,
        **_definition(line, figure),
        "baseline_period": baseline[0] if baseline else "",
        "baseline": _baseline(baseline),
        "baseline_status": baseline[3] if baseline else "",
        "target_period": target.period if target else "",
        "target": _target(target),
        "verdict": (verdict.status or verdict.reason) if verdict else "",
        "method": f"{verdict.method} {verdict.version}" if verdict else "",
        "validity": line.validity,
        "source": _source(figure, line),
        "comment": figure.comment,
        "observation": str(figure.observation),
    }


def _definition(line: IndicatorLine, figure: PointLine) -> dict[str, str]:
    """The version a figure was observed under, and whether it is a former one; empty where a reading tells neither."""
    told = dict(zip((point.observation for point in line.series), line.definitions, strict=False))
    version = told.get(figure.observation)
    former = version not in (None, line.definition_version)
    return {"definition": str(version or ""), "former_definition": "true" if former else ""}


def _source(point: PointLine, line: IndicatorLine) -> str:
    """The publication, else office and round with what the sheet names; its files stay in the desk.

    Of a figure of a former definition the sheet that holds says nothing.
    """
    if point.source or point.office is None:
        return point.source
    told = f"{point.office.id} / {point.office.en}, {point.round}"
    speaks = line.source and not _definition(line, point)["former_definition"]
    return f"{told}; menurut lembar / by the sheet: {line.source}" if speaks else told


def _number(value: Any) -> str:
    return "" if value is None else format(value.normalize(), "f")


def _baseline(baseline: tuple[str, str, Decimal | None, str] | None) -> str:
    """The number of a baseline; a limit keeps its sign and is then a text."""
    if baseline is None:
        return ""
    _, text, value, _ = baseline
    return text if text.strip().startswith(("<", "≤", ">", "≥")) else _number(value)


def _target(target: Any) -> str:
    if target is None:
        return ""
    return (
        _number(target.value) if target.value is not None else f"{_number(target.low)}–{_number(target.high)}"
    )


def coded(profile: Profile, row: Mapping[str, str]) -> list[str]:
    """A row's cells in the profile's order, codes mapped.

    Raises:
        Problem: `EXCHANGE-CODE`, a value the profile has no code for.
    """
    cells = []
    for column in profile.columns:
        text = row[column["field"]]
        codes = column.get("codes")
        if codes is not None:
            if text not in codes:
                params = {"field": column["field"], "value": text, "profile": profile.code}
                raise Problem("EXCHANGE-CODE", place=row["indicator"], params=params)
            text = str(codes[text])
        cells.append(text)
    return cells


def workbook(profile: Profile, report: RoundReport, rows: list[dict[str, str]], made_at: datetime) -> bytes:
    """The Excel file: a notice sheet and the table, headings in both languages."""
    target = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": profile.body["name"]["en"], "created": made_at.replace(tzinfo=None)})
    head = book.add_format(
        {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#EFECE4"}
    )
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "font_size": 14})
    _notice(book, profile, report, bold=bold, wrap=wrap)
    page = book.add_worksheet("Data")
    page.freeze_panes(1, 1)
    page.set_row(0, 34)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for index, column in enumerate(profile.columns):
        page.set_column(index, index, 38 if column["field"] in ("title", "source", "comment") else 14)
        page.write_string(0, index, f"{column['heading']['id']}\n{column['heading']['en']}", head)
    for number, row in enumerate(rows, start=1):
        for index, (column, text) in enumerate(zip(profile.columns, coded(profile, row), strict=True)):
            if column.get("type") == "number" and _is_number(text):
                page.write_number(number, index, float(text), wrap)
            else:
                page.write_string(number, index, text, wrap)
    page.autofilter(0, 0, len(rows), len(profile.columns) - 1)
    book.close()
    return target.getvalue()


def _notice(book: Any, profile: Profile, report: RoundReport, *, bold: Any, wrap: Any) -> None:
    page = book.add_worksheet("Keterangan - Notice")
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 80)
    page.write_string(0, 0, profile.body["name"]["id"], bold)
    lines = [
        ("Pemberitahuan", profile.body["notice"]["id"]),
        ("Notice", profile.body["notice"]["en"]),
        ("Putaran / Round", report.code),
        ("Negara / Member state", report.area),
        ("Diketahui pada / As known at", report.as_known_at.isoformat()),
        ("Versi isi / Content version", report.content_version),
        ("Profil / Profile", f"{profile.code} {profile.body['version']} sha256 {profile.digest}"),
        ("Sidik isi / Fingerprint", report.basis_hash),
    ]
    standing = profile.body.get("standing")
    if standing:
        lines.append(("Kedudukan indikator / Standing of indicators", f"{standing['id']}\n{standing['en']}"))
    for number, (name, text) in enumerate(lines, start=2):
        page.write_string(number, 0, name, wrap)
        page.write_string(number, 1, text, wrap)


def sdmx_csv(profile: Profile, rows: list[dict[str, str]]) -> bytes:
    """SDMX-CSV 2.0: STRUCTURE, STRUCTURE_ID, ACTION, then the profile's SDMX columns; our own agency and DSD."""
    body = profile.body
    structure = f"{body['agency']}:{body['dataflow']}({body['dsd_version']})"
    chosen = [(index, column["sdmx"]) for index, column in enumerate(profile.columns) if column.get("sdmx")]
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *(name for _, name in chosen)])
    for row in rows:
        cells = coded(profile, row)
        writer.writerow(["dataflow", structure, "R", *(csv_cell(cells[index]) for index, _ in chosen)])
    return target.getvalue().encode()


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdecimal()


def manifest(
    profile: Profile, report: RoundReport, files: list[tuple[str, str, bytes]], rows: int, made_at: datetime
) -> dict[str, Any]:
    """What the delivery holds: files with hash and size, methods with versions, vintage, the notice."""
    methods = sorted({f"{row.method} {row.version}" for line in report.indicators for row in line.verdicts})
    names = {code: method for code, method in progress.METHODS_BY_CODE.items()}
    return {
        "profile": {"code": profile.code, "version": str(profile.body["version"]), "sha256": profile.digest},
        "notice": dict(profile.body["notice"]),
        "round": report.code,
        "area": report.area,
        "structure": {key: str(profile.body[key]) for key in ("agency", "dataflow", "dsd", "dsd_version")},
        "as_known_at": report.as_known_at.isoformat(),
        "made_at": made_at.isoformat(),
        "content_version": report.content_version,
        "result_set": report.result_set,
        "basis_sha256": report.basis_hash,
        "methods": [
            {"code": text.split()[0], "version": text.split()[1], "source": names[text.split()[0]].source}
            for text in methods
        ],
        "rows": {"indicators": len(report.indicators), "with_a_figure": rows, "written": rows},
        "files": [
            {"part": part, "name": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for part, name, content in files
        ],
    }


def make_delivery(
    round: Round, *, result_set: ResultSet | None = None, profile_code: str = PROFILE, actor: Actor
) -> Delivery:
    """Make, keep and record a delivery; the same result set and profile give the same files.

    Nothing is locked while the files are written; what is recorded names the results it was made from.

    Raises:
        Problem: `REPORTING-NO-REPORT-YET`; `EXCHANGE-CODE`, nothing is computed then either.
    """
    actor.must("delivery.make")
    profile = read_profile(profile_code)
    with transaction.atomic():
        known = result_set or compute_results(round=round, actor=actor)
        report = read_report(known)
        rows = rows_of(report)
        if not rows:
            raise Problem("REPORTING-NO-REPORT-YET", params={"round": round.period})
        for row in rows:
            coded(profile, row)
    contents = _written(profile, report, rows)
    told = manifest(profile, report, contents, len(rows), actor.at)
    text = json.dumps(told, ensure_ascii=False, indent=2).encode()
    contents.append(("manifest", profile.file("manifest", report), text))
    with ExitStack() as held:
        files = [(part, held.enter_context(_held(name, content))) for part, name, content in contents]
        return record_delivery(
            result_set=known,
            profile=profile.code,
            profile_digest=profile.digest,
            files=files,
            manifest=told,
            actor=actor,
        )


def _written(
    profile: Profile, report: RoundReport, rows: list[dict[str, str]]
) -> list[tuple[str, str, bytes]]:
    """The files of a delivery but its manifest: part, name, content."""
    book = workbook(profile, report, rows, report.as_known_at)
    return [
        ("workbook", profile.file("workbook", report), book),
        ("sdmx_csv", profile.file("sdmx_csv", report), sdmx_csv(profile, rows)),
    ]


def _held(name: str, content: bytes) -> AbstractContextManager[HeldFile]:
    accepted = ("xlsx", "csv", "json")
    return hold_file(name=name, stream=BytesIO(content), accepted=accepted, limit_mb=LIMIT_MB)
