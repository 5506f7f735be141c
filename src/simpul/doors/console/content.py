"""`simpul content`: check and load the facts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from django.conf import settings
from django.db import DatabaseError

from ...actions.content import check_against_rows, load_content
from ...actions.content_answering import AgainstDesk
from ...actions.content_files import Bundle, read_content
from ...core.catalogue import Defect, counts
from .printing import FORM, bar, print_rows
from .server import prepare
from .who import acting

FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder isi / Content folder.",
)


@click.group("content")
def content() -> None:
    """Periksa atau muat konten / Check or load content."""


def _read(folder: Path | None) -> Bundle:
    """The folder that is named, else the desk's; the country's own folder is laid over either."""
    return read_content(folder or Path(settings.SIMPUL_CONTENT), settings.SIMPUL_CONTENT_OWN)


@content.command("check", short_help="Periksa isi / Check content.")
@FOLDER
@FORM
@click.pass_context
def check(ctx: click.Context, folder: Path | None, form: str) -> None:
    """Periksa skema, rujukan, kode, sumber, lisensi, terjemahan; kode keluar 1 bila ada yang salah /
    Check schemas, references, codes, sources, licences, translations; exit code 1 when something is wrong."""
    language = ctx.obj["language"]
    bundle = _read(folder)
    against = _against_rows(bundle)
    defects = (*bundle.defects, *against.defects)
    if form == "table":
        _tell((*defects, *against.kept), language)
        click.echo(", ".join(f"{number} {kind}" for kind, number in sorted(counts(bundle.items).items())))
    else:
        print_rows(
            (
                {
                    "file": defect.file,
                    "line": defect.line,
                    "code": defect.code,
                    "sentence": defect.sentence(language),
                    "hint": defect.hint(language),
                }
                for defect in (*defects, *against.kept)
            ),
            form,
        )
    raise click.exceptions.Exit(1 if defects else 0)


def _tell(defects: Iterable[Defect], language: str) -> None:
    for defect in defects:
        click.echo(f"{defect.file}:{defect.line}: {defect.code}: {defect.sentence(language)}")
        click.echo(f"    {defect.hint(language)}")


def _against_rows(bundle: Bundle) -> AgainstDesk:
    """Codes that no loaded list holds, and rows the desk recorded; nothing where there is no database to ask."""
    try:
        return check_against_rows(bundle)
    except DatabaseError:
        return AgainstDesk()


@content.command("load", short_help="Muat isi / Load content.")
@FOLDER
@click.option("--as", "email", help="Alamat akun yang bertindak / Account that acts.")
@click.pass_context
def load(ctx: click.Context, folder: Path | None, email: str | None) -> None:
    """Muat isi; memuat dua kali tidak mengubah apa pun / Load content; loading twice changes nothing."""
    with bar(3) as begin:
        begin("Basis data / Database")
        prepare()
        begin("Baca / Read")
        bundle = _read(folder)
        begin("Muat / Load")
        loaded = load_content(bundle=bundle, actor=acting(email))
    changed = ", ".join(f"{number} {kind}" for kind, number in sorted(loaded.changed.items())) or "0"
    click.echo(f"{loaded.version.label}: {changed}")
    if loaded.withdrawn:
        gone = ", ".join(f"{number} {kind}" for kind, number in sorted(loaded.withdrawn.items()))
        click.echo(f"ditarik / withdrawn: {gone}")
    _tell(loaded.kept, ctx.obj["language"])
