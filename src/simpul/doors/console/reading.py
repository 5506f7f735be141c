"""`simpul progress`, `readiness`, `integrity`: what the figures say, what sheets lack, what was changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import click
from django.utils import timezone

from ...core.dressing import dressed
from ...core.finalisation import Waits
from ...core.periods import format_date
from ...core.progress import METHODS_BY_CODE
from ...core.progress_words import COLOURS, reason_sentence, status_words
from ...records.finalisation_reading import SheetLine, read_board
from ...records.indicator_reading import known_by, read_indicators
from ...records.integrity import CHECKS, faults
from ...records.judging import judge
from ...records.metadata_reading import naming_notes, naming_standard
from ...records.models import Alignment, Framework
from ...records.reporting import desk_area
from .printing import FORM, headed, print_rows, said_in, yes


@click.command("progress")
@click.option("--framework", help="Kode kerangka / Code of a framework.")
@click.option("--area", help="Kode negara ISO / ISO code of the country.")
@FORM
def progress(framework: str | None, area: str | None, form: str) -> None:
    """Penilaian tiap indikator menurut tiap metode / Every method's verdict on every indicator."""
    official = ""
    wanted: set[str] | None = None
    if framework:
        row = Framework.objects.filter(code=framework).first()
        if row is None:
            raise click.BadParameter(framework, param_hint="--framework")
        official = row.official_method
        linked = Alignment.objects.filter(source_kind="indicator", target_code__startswith=f"{framework}/")
        wanted = set(linked.values_list("source_code", flat=True))
    rows = judge(area=area or desk_area(), official=official, moment=known_by(None))
    language = said_in()

    def told(row: Mapping[str, Any]) -> dict[str, str]:
        method = METHODS_BY_CODE[row["method"]]
        status, colour, reason = row["status"], row["colour"], row["reason"]
        return headed(
            (("indikator", "indicator"), row["indicator"]),
            (("metode", "method"), method.name_en if language == "en" else method.name_id),
            (("versi", "version"), row["version"]),
            (("resmi", "official"), yes(row["official"])),
            (("penilaian", "verdict"), status_words(status, language) if status else ""),
            (("warna", "colour"), COLOURS.get(colour, (colour, colour))[language == "en"] if colour else ""),
            (("alasan", "reason"), reason_sentence(reason, language) if reason else ""),
        )

    print_rows(
        (
            {
                "indicator": row.indicator.code,
                "method": row.method,
                "version": row.method_version,
                "official": row.official,
                "status": row.status or None,
                "colour": row.colour or None,
                "reason": row.reason or None,
                **({"outputs": row.outputs, "inputs": row.inputs} if form == "json" else {}),
            }
            for row in rows
            if wanted is None or row.indicator.code in wanted
        ),
        form,
        told,
    )


@click.command("readiness")
@click.option("--area", help="Kode negara ISO / ISO code of the country.")
@FORM
def readiness(area: str | None, form: str) -> None:
    """Apa yang belum ada pada tiap lembar indikator, pada siapa dan sejak kapan, dan catatan penamaan konsepnya /
    What each indicator sheet lacks, with whom it is and since when, and the notes on the name of its concept."""
    notes = naming_notes(naming_standard())
    board = {line.indicator.code: line for line in read_board((), day=timezone.localdate())}
    language = said_in()

    def told(row: Mapping[str, Any]) -> dict[str, Any]:
        called = row["state"] != "not_called"
        uncalled = ("belum dipanggil", "not called yet")[language == "en"]
        since = format_date(date.fromisoformat(row["since"]), language) if row["since"] else ""
        remarks = (note.sentence(language) for note in notes.get(row["indicator"], ()))
        return headed(
            (("indikator", "indicator"), row["indicator"]),
            (("badan", "body"), row["body"]),
            (("siap", "ready"), yes(row["ready"])),
            (("belum ada", "missing"), [dressed("required", one, language) for one in row["missing"]]),
            (
                ("finalisasi", "finalisation"),
                dressed("state", row["state"], language) if called else uncalled,
            ),
            (("pada", "with"), dressed("role", row["with"], language) if row["with"] else ""),
            (("K/L", "offices"), row["offices"]),
            (("sejak", "since"), since),
            (("catatan penamaan", "notes on the name"), " ".join(remarks)),
        )

    print_rows(
        (
            {
                "indicator": line.code,
                "body": line.body,
                "ready": not line.missing,
                "missing": list(line.missing),
                **_standing(board.get(line.code)),
                "naming": [note.code for note in notes.get(line.code, ())],
            }
            for line in read_indicators(area=area or desk_area(), moment=known_by(None))
        ),
        form,
        told,
    )


def _standing(line: SheetLine | None) -> dict[str, Any]:
    """Where a sheet stands in its finalisation, as the board of the desk says it; nobody's before it is called."""
    waits = line.waits if line else Waits(None)
    return {
        "state": line.task.state if line and line.task else "not_called",
        "with": str(waits.role) if waits.role else None,
        "offices": list(waits.offices),
        "since": waits.since.isoformat() if waits.since else None,
    }


@click.command("integrity")
@click.option("--json", "as_json", is_flag=True, help="Cetak sebagai JSON / Print as JSON.")
@click.pass_context
def integrity(ctx: click.Context, as_json: bool) -> None:
    """Periksa keutuhan; kode keluar 1 bila ada yang berubah / Check integrity; exit code 1 when something changed."""
    found = list(faults())
    if as_json:
        told = {
            "checks": list(CHECKS),
            "faults": [
                {
                    "check": row.check,
                    "subject": row.subject,
                    "detail": {tongue: row.text(tongue) for tongue in ("id", "en")},
                }
                for row in found
            ],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for row in found:
            click.echo(f"{row.check}: {row.subject}: {row.text(ctx.obj['language'])}")
        click.echo(f"{len(CHECKS)} pemeriksaan / checks, {len(found)} temuan / faults")
    raise click.exceptions.Exit(1 if found else 0)
