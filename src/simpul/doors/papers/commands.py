"""`simpul paper`: the report of a round as a file, from the newest result set of the round."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from ...core.errors import LANGUAGES, Problem
from ...records.models import ResultSet, Round
from ...records.round_report import read_report
from .making import FORMATS, facts_of, file_name, render
from .report import build_report


@click.command("paper")
@click.argument("period", metavar="ROUND")
@click.option(
    "--language",
    type=click.Choice([*LANGUAGES, "all"]),
    default="id",
    show_default=True,
    help="Bahasa laporan / Language of the report.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMATS, "all"]),
    default="pdf",
    show_default=True,
    help="Bentuk berkas / File form.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Berkas tujuan, atau folder bila lebih dari satu / The file, or a folder for more than one.",
)
@click.option("--obligation", help="Kode kewajiban / Code of the obligation.")
@click.option("--json", "as_json", is_flag=True, help="Cetak hasil sebagai JSON / Print the result as JSON.")
def paper(period: str, language: str, form: str, out: Path, obligation: str | None, as_json: bool) -> None:
    """Tulis laporan nasional sebuah putaran (2026-Q1) / Write the national report of a round (2026-Q1).

    Tidak ada yang dicatat: berkasnya sama dengan yang dibuat di halaman Laporan dari hasil yang sama.
    Nothing is recorded: the files equal those made on the page Reports for the same result set.
    """
    round_ = Round.objects.of(period, obligation)
    known = ResultSet.objects.filter(round=round_).select_related("round").order_by("-pk").first()
    if known is None:
        raise Problem("PAPERS-NO-RESULTS", place=period, params={"round": period})
    report = read_report(known)
    facts = facts_of(known, report)
    languages = LANGUAGES if language == "all" else (language,)
    forms = FORMATS if form == "all" else (form,)
    several = len(languages) * len(forms) > 1
    made = []
    kinds = [(tongue, each) for tongue in languages for each in forms]
    documents = {tongue: build_report(report, language=tongue, facts=facts) for tongue in languages}
    for tongue, each in track(kinds, period, console=Console(stderr=True), transient=True):
        place = out / file_name(report, language=tongue, format=each) if several or out.is_dir() else out
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(render(documents[tongue], format=each))
        made.append({"file": str(place), "language": tongue, "format": each, "basis": report.basis_hash})
    for row in [] if as_json else made:
        click.echo(row["file"])
    if as_json:
        click.echo(json.dumps(made, ensure_ascii=False, indent=2))
