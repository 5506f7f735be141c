"""The demo: one quarterly round on real figures, from the call to the delivery, through the actions people use.

People, dates of work and approvals are fictional (content/examples/demo); the figures are real and name their
source. Nothing is canned: every step is the action of the desk, at a scripted moment, by its own account.
"""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from shutil import copyfile
from zoneinfo import ZoneInfo

import click
from django.conf import settings
from django.db import connection

from ..actions.accounts import machine
from ..actions.content import load_content
from ..actions.content_files import Bundle, read_content
from ..actions.progress import compute_results
from ..actions.reporting import (
    clear_delivery,
    close_round,
    hand_over,
)
from ..core.errors import Problem
from ..core.permissions import Role
from ..core.turns import proposal
from ..doors.console.printing import bar
from ..doors.console.server import prepare, serve
from ..doors.exchange.commands import write_out
from ..doors.exchange.delivery import make_delivery
from ..doors.papers.making import make_papers
from ..records.accounts import MACHINE
from ..records.days import civil_day
from ..records.models import (
    Designation,
    Person,
    Round,
    User,
)
from .demo_benefits import bring_benefits
from .demo_requests import bring_requests
from .demo_sheets import bring_sheets
from .demo_stage import Stage, bring_people, call, who
from .demo_tasks import live_round, run_tasks

PERIOD = "2026-Q1"
#: What the file `demo` in the data folder says once the play has come to its end.
PLAYED = "played\n"


@click.command("demo")
@click.option("--no-serve", is_flag=True, help="Berhenti sesudah berkas jadi / End after the files.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Alamat layanan / Address to serve at.")
@click.option("--port", default=8000, show_default=True, help="Porta / Port.")
def demo(no_serve: bool, host: str, port: int) -> None:
    """Jalankan satu putaran sampai selesai, lalu layani / Run one round to its end, then serve it."""
    begin = time.monotonic()
    Path(settings.HOME).mkdir(parents=True, exist_ok=True)
    prepare()
    _refuse_where_people_work()
    mark = Path(settings.HOME) / "demo"
    bundle = None if mark.exists() and mark.read_text() == PLAYED else read_examples()
    mark.touch()
    settings.DEMO_PASSWORD = settings.DEMO_PASSWORD or settings.PASSWORD_OF_A_DEMO
    if bundle is None:
        click.echo(f"Demo sudah ada di / The demo is already in {settings.HOME}")
    else:
        _refuse_what_was_begun()
        play(bundle)
        mark.write_text(PLAYED)
    click.echo(f"  {time.monotonic() - begin:5.1f} s  semuanya / in all")
    if no_serve:
        return
    click.echo(f"\n  http://{host}:{port}/   {_first_account()}   {settings.DEMO_PASSWORD}\n")
    serve(host, port)


def _refuse_where_people_work() -> None:
    """Fictional people with a published password never come beside real ones."""
    if User.objects.filter(is_demo=False).exclude(email=MACHINE).exists():
        raise click.ClickException(
            f"{settings.HOME} berisi akun sungguhan; pilih SIMPUL_HOME lain untuk demo. / "
            f"{settings.HOME} holds real accounts; choose another SIMPUL_HOME for the demo."
        )


def _refuse_what_was_begun() -> None:
    """A play that was interrupted is not continued: what it left is deleted, then it is played again.

    Raises:
        Problem: `DEMO-UNFINISHED`. Content alone is no obstacle: loading it again changes nothing.
    """
    if Person.objects.exists() or Round.objects.exists():
        database = connection.settings_dict["NAME"]
        raise Problem("DEMO-UNFINISHED", params={"folder": settings.HOME, "database": database})


def _first_account() -> str:
    row = Designation.objects.filter(role=Role.SECRETARIAT.value).select_related("person").first()
    return row.person.email if row and row.person else ""


#: Steps of the play, as `_play` names them.
STEPS = 11


def read_examples() -> Bundle:
    """The content with the people and tasks of the play.

    Raises:
        Problem: `DEMO-NO-EXAMPLES`, the content is of a country for which no play is written.
    """
    bundle = read_content(Path(settings.SIMPUL_CONTENT), settings.SIMPUL_CONTENT_OWN)
    if not (bundle.of("demo_person") and bundle.of("demo_task")):
        raise Problem("DEMO-NO-EXAMPLES", params={"folder": settings.SIMPUL_CONTENT})
    return bundle


def play(bundle: Bundle) -> None:
    """The whole job, step by step; on a terminal with a bar beside it."""
    with bar(STEPS + len(bundle.of("demo_task"))) as begin:
        _play(Stage(bundle, Path(settings.SIMPUL_OUT), ZoneInfo(settings.TIME_ZONE), begin))


def _play(stage: Stage) -> None:
    turn = proposal({}, PERIOD)
    start = stage.at(turn.opens_on, 8)
    with stage.step("Isi dimuat / Content loaded") as made:
        loaded = load_content(bundle=stage.bundle, actor=machine(start - timedelta(days=80)))
        made.append(f"{sum(loaded.changed.values())} fakta / facts")
    with stage.step("Orang rekaan dan akun / Fictional people and accounts") as made:
        made.append(str(bring_people(stage, start - timedelta(days=60))))
    with stage.step(f"Putaran {PERIOD} dibuka / Round opened") as made:
        round_ = call(stage, PERIOD)
        made.append(f"{round_.tasks.count()} tugas / tasks")
    with stage.step("Isian, berkas, persetujuan / Entries, files, clearance") as made:
        made.append(run_tasks(stage, round_))
    with stage.step("Catatan manfaat / Benefit records") as made:
        made.append(bring_benefits(stage))
    with stage.step("Putaran ditutup, hasil dihitung / Round closed, results computed"):
        end = stage.at(round_.closes_on, 16)
        close_round(round=round_, actor=who(stage, Role.SECRETARIAT, end))
        results = compute_results(
            round=round_, actor=who(stage, Role.SECRETARIAT, end + timedelta(minutes=10))
        )
    with stage.step("Laporan / Reports") as made:
        papers = make_papers(
            round_, result_set=results, actor=who(stage, Role.SECRETARIAT, end + timedelta(hours=1))
        )
        stage.out.mkdir(parents=True, exist_ok=True)
        for paper in papers:
            target = stage.out / f"report-{PERIOD}.{paper.language}.{paper.format}"
            copyfile(paper.file.path, target)
            made.append(str(target))
    with stage.step("Penyerahan ADME / Delivery for ADME") as made:
        later = stage.at(round_.closes_on + timedelta(days=4), 10)
        delivery = make_delivery(round_, result_set=results, actor=who(stage, Role.SECRETARIAT, later))
        clear_delivery(delivery=delivery, actor=who(stage, Role.SOCA_LEADER, later + timedelta(hours=3)))
        hand_over(
            delivery=delivery,
            on=civil_day(later) + timedelta(days=1),
            channel="surel ke Sekretariat ASEAN (contoh)",
            receipt="CONTOH-TERIMA-001",
            actor=who(stage, Role.SECRETARIAT, later + timedelta(days=1)),
        )
        made += [str(path) for path in write_out(delivery.pk, stage.out / "adme")]
    with stage.step("Putaran berjalan untuk dicoba / A live round to try") as made:
        made.append(live_round(stage))
    with stage.step("Permintaan masuk / Incoming requests") as made:
        made.append(bring_requests(stage))
    with stage.step("Finalisasi lembar indikator / Finalisation of sheets") as made:
        made.append(bring_sheets(stage))
