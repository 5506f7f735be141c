"""`simpul codes`: the lists of reference codes, and a release of one from a file."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from ...actions.catalogue.codes import Release, drop_codes
from ...core.codes import CodeFinding
from ...core.dressing import dressed
from ...core.errors import NotFound, Problem, hint, sentence
from ...records.models import CodeImport, CodeList, CodeListVersion
from .codes import bring_codes, store_codes
from .commands import actor_of


@click.group("codes")
def codes() -> None:
    """Daftar kode referensi dan terbitannya / Lists of reference codes and their releases."""


@codes.command("list", short_help="Daftar dan terbitan terakhirnya / Lists and their current release.")
@click.option("--json", "as_json", is_flag=True, help="Cetak sebagai JSON / Print as JSON.")
def list_(as_json: bool) -> None:
    """Daftar yang dikenal dan terbitan terakhirnya / The lists there are and their current release."""
    current = {row.code_list_id: row for row in CodeListVersion.objects.current()}
    rows = []
    for row in CodeList.objects.all():
        held = current.get(row.pk)
        told = {"release": held.label, "codes": held.size} if held else {"release": None, "codes": 0}
        rows.append({"list": row.code, **told})
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for told in rows:
        click.echo(f"{told['list']}: {told['release'] or '–'}, {told['codes']} kode / codes")


@codes.command("import", short_help="Periksa lalu impor satu terbitan / Check and import a release.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--list", "list_code", required=True, help="Kode daftar / Code of the list.")
@click.option("--label", required=True, help="Nama terbitan / Name of the release.")
@click.option("--source", required=True, help="Asal berkas / Where the file came from.")
@click.option(
    "--released-on", type=click.DateTime(formats=["%Y-%m-%d"]), help="Tanggal terbit / Day of release."
)
@click.option("--decree", default="", help="Dasar hukum / Decree.")
@click.option("--notes", default="", help="Catatan terbitan / Release notes.")
@click.option("--reason", default="", help="Mengapa kode hilang / Why codes vanished.")
@click.option("--as", "email", required=True, help="Alamat akun yang bertindak / Account that acts.")
@click.option("--dry-run", is_flag=True, help="Hanya periksa / Only check.")
@click.option("--json", "as_json", is_flag=True, help="Cetak sebagai JSON / Print as JSON.")
@click.pass_context
def import_(ctx: click.Context, file: Path, list_code: str, email: str, **options: Any) -> None:
    """Periksa sebuah berkas kode, lalu impor bila tanpa kesalahan / Check a file of codes, then import it if faultless.

    Kode keluar 1 bila berkas ditolak; tidak ada yang tersimpan. Exit code 1 when the file is refused; nothing of it
    is stored then.
    """
    row = CodeList.objects.filter(code=list_code).first()
    if row is None:
        raise NotFound("NOT-FOUND", params={"what": list_code})
    day: datetime | None = options["released_on"]
    release = Release(
        label=options["label"],
        source=options["source"],
        released_on=day.date() if day else None,
        decree=options["decree"],
        notes=options["notes"],
    )
    actor = actor_of(email)
    with Console(stderr=True).status(file.name):
        with file.open("rb") as stream:
            batch = bring_codes(row, name=file.name, stream=stream, release=release, actor=actor)
        if batch.state == "checked":
            batch = _settled(batch, options, actor)
    _tell(batch, ctx.obj["language"], options["as_json"])
    raise click.exceptions.Exit(1 if batch.state == "refused" else 0)


def _settled(batch: CodeImport, options: dict[str, Any], actor: Any) -> CodeImport:
    """Imported, or put aside after a dry run and where a reason is missing: the console leaves nothing waiting."""
    if options["dry_run"]:
        return drop_codes(batch=batch, actor=actor)
    try:
        store_codes(batch, reason=options["reason"], actor=actor)
    except Problem:
        drop_codes(batch=batch, actor=actor)
        raise
    return CodeImport.objects.get(pk=batch.pk)


def _tell(batch: CodeImport, language: str, as_json: bool) -> None:
    if as_json:
        told = {"state": batch.state, "received": batch.received, "counts": batch.counts}
        more = {"findings": batch.findings, "used": batch.used, "problem": batch.problem}
        click.echo(json.dumps({**told, **more}, ensure_ascii=False))
        return
    counts = ", ".join(f"{rule} {count}" for rule, count in sorted(batch.counts.items()))
    click.echo(
        f"{dressed('state', batch.state, language)}, {batch.received} kode / codes{', ' + counts if counts else ''}"
    )
    if batch.problem:
        kept = batch.problem
        problem = Problem(kept["code"], place=kept["place"], params=kept["params"])
        click.echo(f"{sentence(problem, language)}\n  {hint(problem, language)}")
    for row in batch.findings:
        finding = CodeFinding(row["rule"], row["code"], row["line"], row["params"])
        if finding.severity != "note":
            click.echo(
                f"{row['line'] or ''} {row['code']} {row['rule']}: {finding.sentence(language)}".strip()
            )
    for row in batch.used:
        click.echo(f"{row['code']}: {row['name']} ({row['kind']} {row['count']})")
