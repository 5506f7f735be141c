"""`simpul progress`, `readiness`, `integrity`: what the figures say, what sheets lack, what was changed."""

from __future__ import annotations

import json

import click

from ...records.indicator_reading import known_by, read_indicators
from ...records.integrity import CHECKS, faults
from ...records.judging import judge
from ...records.metadata_reading import naming_notes, naming_standard
from ...records.models import Alignment, Framework
from ...records.reporting import desk_area
from .printing import FORM, print_rows


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
    )


@click.command("readiness")
@click.option("--area", help="Kode negara ISO / ISO code of the country.")
@FORM
def readiness(area: str | None, form: str) -> None:
    """Apa yang belum ada pada tiap lembar indikator, dan catatan penamaan konsepnya /
    What each indicator sheet lacks, and the notes on the name of its concept."""
    notes = naming_notes(naming_standard())
    print_rows(
        (
            {
                "indicator": line.code,
                "body": line.body,
                "ready": not line.missing,
                "missing": list(line.missing),
                "naming": [note.code for note in notes.get(line.code, ())],
            }
            for line in read_indicators(area=area or desk_area(), moment=known_by(None))
        ),
        form,
    )


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
