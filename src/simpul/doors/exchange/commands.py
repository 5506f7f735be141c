"""`simpul import` and `simpul export`: files in and out without a browser."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copyfile
from typing import Any

import click
from django.utils import timezone
from rich.console import Console

from ...actions.acting import Actor
from ...actions.files import TABLES, keep_file, safe_name
from ...actions.reporting import check_may_import, confirm_import
from ...core.dressing import dressed
from ...core.errors import NotFound, Problem, hint, sentence
from ...records.metadata_reading import CHOICES, metadata_profiles
from ...records.models import ImportBatch, ResultSet, Round, Task, User
from .delivery import PROFILE, make_delivery
from .metadata import FORMS, metadata_file
from .reading import kind_of
from .views import receive


def actor_of(email: str) -> Actor:
    user = User.objects.select_related("person").filter(email__iexact=email).first()
    if user is None:
        raise NotFound("NOT-FOUND", params={"what": email})
    return Actor(user=user, at=timezone.now())


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--round", "period", required=True, help="Putaran / Round, 2026-Q1.")
@click.option("--obligation", help="Kode kewajiban / Code of the obligation.")
@click.option("--body", required=True, help="Badan / Body, SOMHD.")
@click.option("--as", "email", required=True, help="Alamat akun yang bertindak / Account that acts.")
@click.option("--dry-run", is_flag=True, help="Hanya periksa / Only check.")
@click.option("--json", "as_json", is_flag=True, help="Cetak sebagai JSON / Print as JSON.")
@click.pass_context
def import_file(
    ctx: click.Context,
    file: Path,
    period: str,
    obligation: str | None,
    body: str,
    email: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Periksa berkas isian, lalu impor bila tanpa kesalahan / Check a filled-in file, then import it if faultless.

    Kode keluar 1 bila berkas ditolak; tidak ada yang tersimpan. Exit code 1 when the file is refused; nothing of it
    is stored then.
    """
    language = ctx.obj["language"]
    round_ = Round.objects.of(period, obligation)
    task = Task.objects.with_office().filter(round=round_, body__code=body).first()
    if task is None:
        raise NotFound("NOT-FOUND", params={"what": f"{period} {body}"})
    actor, kind = actor_of(email), kind_of(file.name)
    check_may_import(task=task, actor=actor)
    with Console(stderr=True).status(file.name):
        with file.open("rb") as stream:
            kept = keep_file(name=file.name, stream=stream, purpose="workbook", accepted=TABLES, actor=actor)
        batch = receive(task, kept, kind=kind, language=language, actor=actor)
        if batch.state == "checked" and not dry_run:
            batch = confirm_import(batch=batch, actor=actor)
    _tell(batch, language, as_json)
    raise click.exceptions.Exit(1 if batch.state == "refused" else 0)


_COUNTS = {
    "received": ("diterima", "received"),
    "stored": ("disimpan", "stored"),
    "unchanged": ("tidak ada beda", "unchanged"),
    "refused": ("ditolak", "refused"),
}


def _tell(batch: ImportBatch, language: str, as_json: bool) -> None:
    names = ("state", "received", "stored", "unchanged", "refused")
    if as_json:
        told = {name: getattr(batch, name) for name in names}
        click.echo(
            json.dumps({**told, "problem": batch.problem, "findings": batch.findings}, ensure_ascii=False)
        )
        return
    numbers = (f"{word[language == 'en']} {getattr(batch, name)}" for name, word in _COUNTS.items())
    click.echo(f"{dressed('state', batch.state, language)}: {', '.join(numbers)}")
    if batch.problem:
        problem = Problem(batch.problem["code"], place=batch.problem["place"], params=batch.problem["params"])
        click.echo(f"{sentence(problem, language)}\n  {hint(problem, language)}")
    for row in batch.findings:
        click.echo(
            f"{row['sheet'] or ''} {row['cell'] or row['row'] or ''} {row['rule']}: {row['sentence'][language]}"
        )


@click.command("export")
@click.argument("what", metavar="ROUND|PROFILE")
@click.option("--profile", default=PROFILE, show_default=True, help="Profil pemetaan / Mapping profile.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder tujuan / Folder to write to.")
@click.option("--obligation", help="Kode kewajiban / Code of the obligation.")
@click.option("--as", "email", help="Alamat akun yang bertindak / Account that acts.")
@click.option("--indicator", default="", help="Hanya indikator ini / Only this indicator.")
@click.option("--framework", default="", help="Hanya kerangka ini / Only this framework.")
@click.option("--office", default="", help="Hanya K/L ini / Only this office.")
@click.option("--body", default="", help="Hanya badan ini / Only this body.")
@click.option(
    "--form", type=click.Choice(FORMS), multiple=True, help="xlsx, csv; keduanya bila kosong / both."
)
@click.pass_context
def export(ctx: click.Context, what: str, **options: Any) -> None:
    """Buat penyerahan sebuah putaran (2026-Q1), atau berkas metadata menurut profil (ms-ind) /
    Make a round's delivery (2026-Q1), or a file of metadata by a profile (ms-ind)."""
    if any(profile.code == what for profile in metadata_profiles()):
        _export_metadata(what, options, ctx.obj["language"])
        return
    if not options["email"]:
        raise click.MissingParameter(param_hint="--as", param_type="option")
    row = Round.objects.of(what, options["obligation"])
    known = ResultSet.objects.filter(round=row).order_by("-pk").first()
    with Console(stderr=True).status(what):
        actor = actor_of(options["email"])
        delivery = make_delivery(row, result_set=known, profile_code=options["profile"], actor=actor)
        written = write_out(delivery.pk, options["out"] or Path("out/adme"))
    for path in written:
        click.echo(str(path))


def _export_metadata(code: str, options: dict[str, Any], language: str) -> None:
    """Write the files, and tell what is still missing in them."""
    choice = {name: options[name] for name in CHOICES}
    file = metadata_file(code, choice, timezone.now())
    folder = options["out"] or Path("out/metadata")
    folder.mkdir(parents=True, exist_ok=True)
    for form in options["form"] or FORMS:
        path = folder / safe_name(file.name(form))
        path.write_bytes(file.written(form))
        click.echo(str(path))
    for row in file.rows:
        if row.missing:
            click.echo(f"{row.subject}: {', '.join(one.heading[language] for one in row.missing)}", err=True)


def write_out(delivery: int, folder: Path) -> list[Path]:
    """Copy the files of a delivery into a folder, under their own names."""
    from ...records.models import DeliveryFile

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for part in DeliveryFile.objects.filter(delivery_id=delivery).select_related("file").order_by("pk"):
        target = folder / part.file.name
        copyfile(part.file.path, target)
        written.append(target)
    return written
