"""The command `simpul`: the words of all doors, put together here because doors are strangers to each other.

Exit codes: 0 done, 1 found something wrong (defects, faults, refused rows), 2 used wrongly, 3 refused with a reason.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Sequence

import click

#: Word of the command -> where it lives. Imported only when it is used, so that help is quick.
WORDS = {
    "up": "simpul.doors.console.server:up",
    "demo": "simpul.site.demo:demo",
    "content": "simpul.doors.console.content:content",
    "round": "simpul.doors.console.rounds:round_",
    "import": "simpul.doors.exchange.commands:import_file",
    "export": "simpul.doors.exchange.commands:export",
    "progress": "simpul.doors.console.reading:progress",
    "readiness": "simpul.doors.console.reading:readiness",
    "paper": "simpul.doors.papers.commands:paper",
    "integrity": "simpul.doors.console.reading:integrity",
}
HELP = {
    "up": "Layani meja kerja / Serve the desk.",
    "demo": "Jalankan satu putaran sampai selesai, lalu layani / Run one round to its end, then serve it.",
    "content": "Periksa atau muat isi / Check or load content.",
    "round": "Buka, lihat, atau tutup putaran / Open, show or close a round.",
    "import": "Periksa dan impor berkas isian / Check and import a filled-in file.",
    "export": "Buat penyerahan ke folder / Make a delivery into a folder.",
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


@click.group(cls=Words, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--language",
    type=click.Choice(["id", "en"]),
    default=lambda: (
        "en" if os.environ.get("SIMPUL_LANG", os.environ.get("LANG", "")).startswith("en") else "id"
    ),
    help="Bahasa pesan / Language of messages.",
)
@click.pass_context
def cli(ctx: click.Context, language: str) -> None:
    """Simpul: meja koordinasi pilar sosial budaya ASEAN / the desk of the ASEAN socio-cultural pillar.

    SIMPUL_HOME menamai folder data; SIMPUL_DATABASE_URL sebuah PostgreSQL.
    SIMPUL_HOME names the data folder; SIMPUL_DATABASE_URL a PostgreSQL.
    """
    ctx.obj = {"language": language}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a word; a refusal is a sentence with its way out, and exit code 3."""
    from ..core.errors import Problem, hint, sentence

    try:
        cli.main(args=None if arguments is None else list(arguments), standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except Problem as problem:
        language = "en" if "--language" in sys.argv and "en" in sys.argv else "id"
        if "--json" in sys.argv:
            told = {"code": problem.code, "place": problem.place, "sentence": sentence(problem, language)}
            click.echo(json.dumps(told, ensure_ascii=False), err=True)
        else:
            place = f"{problem.place}: " if problem.place else ""
            click.echo(f"{place}{sentence(problem, language)}\n  {hint(problem, language)}", err=True)
        sys.exit(3)
