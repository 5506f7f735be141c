"""`simpul up`: bring the database to head, collect what pages need, serve."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command


def prepare() -> None:
    """The data folder, the database at head, the cache's table."""
    Path(settings.SIMPUL_FILES).mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def serve(host: str, port: int) -> int:
    """Run the WSGI server until it is stopped."""
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
    return subprocess.call(arguments, env={**os.environ, "DJANGO_SETTINGS_MODULE": "simpul.site.settings"})  # noqa: S603


@click.command("up")
@click.option("--host", default="127.0.0.1", show_default=True, help="Alamat layanan / Address to serve at.")
@click.option("--port", default=8000, show_default=True, help="Porta / Port.")
def up(host: str, port: int) -> None:
    """Layani meja kerja / Serve the desk."""
    prepare()
    click.echo(f"http://{host}:{port}/")
    raise click.exceptions.Exit(serve(host, port))
