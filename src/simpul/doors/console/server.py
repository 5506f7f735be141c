"""`simpul up`: bring the database to head, collect what pages need, serve."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

import click
from django.conf import settings
from django.core.management import call_command

from .translations import bring_words


def prepare() -> None:
    """The words of the screens, the data folder, the database at head, the cache's table."""
    bring_words(settings.LOCALE_PATHS)
    Path(settings.SIMPUL_FILES).mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def serve(host: str, port: int) -> NoReturn:
    """Become the WSGI server: who stops the command stops the server, and its exit code is the command's."""
    call_command("collectstatic", verbosity=0, interactive=False)
    arguments = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
        "--workers",
        "1",
        "--blocking-threads",
        "4",
        "--no-ws",
        "--log-level",
        "warning",
        "simpul.site.wsgi:application",
    ]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "simpul.site.settings"}
    os.execve(sys.executable, arguments, environment)  # noqa: S606


@click.command("up")
@click.option("--host", default="127.0.0.1", show_default=True, help="Alamat layanan / Address to serve at.")
@click.option("--port", default=8000, show_default=True, help="Porta / Port.")
def up(host: str, port: int) -> None:
    """Jalankan layanan Simpul / Serve the desk."""
    prepare()
    click.echo(f"http://{host}:{port}/")
    serve(host, port)
