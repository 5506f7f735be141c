"""The command `simpul`: the words of all doors, put together here because doors are strangers to each other.

Exit codes: 0 done, 1 found something wrong (defects, faults, refused rows), 2 used wrongly, 3 refused with a reason.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from ..core.errors import Problem

#: Word of the command -> where it lives. Imported only when it is used, so that help is quick.
WORDS = {
    "up": "simpul.doors.console.server:up",
    "demo": "simpul.site.demo:demo",
    "content": "simpul.doors.console.content:content",
    "codes": "simpul.doors.exchange.code_commands:codes",
    "round": "simpul.doors.console.rounds:round_",
    "account": "simpul.doors.console.accounts:account",
    "import": "simpul.doors.exchange.commands:import_file",
    "export": "simpul.doors.exchange.commands:export",
    "progress": "simpul.doors.console.reading:progress",
    "readiness": "simpul.doors.console.reading:readiness",
    "paper": "simpul.doors.papers.commands:paper",
    "integrity": "simpul.doors.console.reading:integrity",
}
HELP = {
    "up": "Jalankan layanan Simpul / Serve the desk.",
    "demo": "Jalankan satu putaran sampai selesai, lalu layani / Run one round to its end, then serve it.",
    "content": "Periksa atau muat konten / Check or load content.",
    "codes": "Daftar kode referensi dan terbitannya / Reference codes and their releases.",
    "round": "Buka, lihat, atau tutup putaran / Open, show or close a round.",
    "account": "Akun: buka, tutup, daftar, kata sandi baru / Accounts: open, close, list, a new password.",
    "import": "Periksa dan impor berkas isian / Check and import a filled-in file.",
    "export": "Buat penyerahan, atau metadata indikator, ke folder / Make a delivery, or metadata, into a folder.",
    "progress": "Verdik menurut metode / Verdicts by method.",
    "readiness": "Apa yang belum ada pada lembar indikator / What indicator sheets lack.",
    "paper": "Tulis laporan putaran / Write the report of a round.",
    "integrity": "Periksa keutuhan data / Check that nothing was changed behind the desk.",
}


class Words(click.Group):
    """A group whose words are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(WORDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in WORDS:
            return None
        _set_up()
        module, name = WORDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Kata / Words"):
            formatter.write_dl([(name, HELP[name]) for name in WORDS])


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "simpul.site.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def _language() -> str:
    asked = os.environ.get("SIMPUL_LANG", os.environ.get("LANG", ""))
    return "en" if asked.startswith("en") else "id"


@click.group(cls=Words, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--language",
    type=click.Choice(["id", "en"]),
    default=_language,
    help="Bahasa pesan / Language of messages.",
)
@click.pass_context
def cli(ctx: click.Context, language: str) -> None:
    """Simpul: meja koordinasi pilar sosial budaya ASEAN / the desk of the ASEAN socio-cultural pillar.

    SIMPUL_HOME menamai folder data; SIMPUL_DATABASE_URL sebuah PostgreSQL; SIMPUL_LANG bahasa pesan.
    SIMPUL_HOME names the data folder; SIMPUL_DATABASE_URL a PostgreSQL; SIMPUL_LANG the language of messages.

    Kode keluar: 0 selesai, 1 ada yang salah, 2 salah pakai, 3 ditolak.
    Exit codes: 0 done, 1 something is wrong, 2 used wrongly, 3 refused.
    """
    ctx.ensure_object(dict)["language"] = language


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a word; a refusal is a sentence with its way out, and exit code 3."""
    from ..core.errors import Problem

    asked = list(sys.argv[1:] if arguments is None else arguments)
    chosen = {"language": _language()}
    try:
        # click hands the code of `Exit` back instead of raising it
        code = cli.main(args=asked, prog_name="simpul", standalone_mode=False, obj=chosen)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except Problem as problem:
        _refuse(problem, chosen["language"], as_json=_wants_json(asked))
    except Exception as error:
        unready = _database_problem(error)
        if unready is None:
            raise
        _refuse(unready, chosen["language"], as_json=_wants_json(asked))
    sys.exit(code if isinstance(code, int) else 0)


def _wants_json(asked: Sequence[str]) -> bool:
    return "--json" in asked or "--format=json" in asked or ("--format", "json") in pairwise(asked)


def _refuse(problem: Problem, language: str, *, as_json: bool) -> NoReturn:
    from ..core.errors import hint, sentence

    if as_json:
        told = {
            "code": problem.code,
            "place": problem.place,
            "sentence": sentence(problem, language),
            "hint": hint(problem, language),
        }
        click.echo(json.dumps(told, ensure_ascii=False), err=True)
    else:
        place = f"{problem.place}: " if problem.place else ""
        click.echo(f"{place}{sentence(problem, language)}\n  {hint(problem, language)}", err=True)
    sys.exit(3)


def _database_problem(error: Exception) -> Problem | None:
    """What is wrong with the database as a whole, where that is why a word failed."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    from ..core.errors import Problem

    if not isinstance(error, DatabaseError):
        return None
    place = str(connection.settings_dict["NAME"])
    try:
        steps = MigrationExecutor(connection)
        missing = steps.migration_plan(steps.loader.graph.leaf_nodes())
    except DatabaseError:
        return Problem("DATABASE-UNREACHABLE", place=place)
    return Problem("DATABASE-NOT-READY", place=place) if missing else None
