"""`simpul round`: open, show and close rounds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click
from django.utils import timezone

from ...actions.reporting import close_round, open_round
from ...core.dressing import dressed
from ...core.periods import format_date
from ...core.turns import proposal
from ...records.models import Obligation, Round, Task
from .printing import FORM, headed, print_rows, said_in, yes
from .who import acting

DAY = click.DateTime(formats=["%Y-%m-%d"])
OBLIGATION = click.option("--obligation", help="Kode kewajiban / Code of the obligation.")
AS = click.option("--as", "email", required=True, help="Alamat akun yang bertindak / Account that acts.")


@click.group("round")
def round_() -> None:
    """Buka, lihat, atau tutup putaran / Open, show or close a round."""


@round_.command("open", short_help="Buka putaran / Open a round.")
@click.argument("period")
@OBLIGATION
@click.option("--opens", type=DAY, help="Tanggal buka / Day of opening.")
@click.option("--due", type=DAY, help="Tenggat / Due day.")
@click.option("--closes", type=DAY, help="Tanggal tutup / Day of closing.")
@AS
def open_(
    period: str,
    obligation: str | None,
    opens: datetime | None,
    due: datetime | None,
    closes: datetime | None,
    email: str,
) -> None:
    """Buka putaran (2026-Q1); tanggal diusulkan dari isi / Open a round; dates are proposed from content."""
    row = Obligation.objects.named(obligation)
    turn = proposal(row.settings_in_force, period)
    opened = open_round(
        obligation=row,
        period=period,
        opens_on=opens.date() if opens else turn.opens_on,
        due_on=due.date() if due else turn.due_on,
        closes_on=closes.date() if closes else turn.closes_on,
        actor=acting(email),
    )
    click.echo(f"{opened.period}: {opened.tasks.count()} tugas / tasks")


@round_.command("status", short_help="Yang masih ditunggu / Who owes what.")
@click.argument("period")
@OBLIGATION
@FORM
def status(period: str, obligation: str | None, form: str) -> None:
    """Yang masih ditunggu / Who owes what."""
    today = timezone.localdate()
    tasks = Task.objects.filter(round=Round.objects.of(period, obligation)).with_office().with_counts()
    print_rows(
        (
            {  # the counts are annotations of with_counts
                "body": task.body.acronym,
                "office": task.organisation.acronym,
                "state": task.state,
                "due": task.due_current,
                "late": task.clock_on(today).late,
                "figures": f"{task.figures_answered}/{task.figures_asked}",  # type: ignore[attr-defined]
                "narratives": task.narratives_written,  # type: ignore[attr-defined]
            }
            for task in tasks
        ),
        form,
        _told,
    )


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """A task as people read it."""
    language = said_in()
    return headed(
        (("badan", "body"), row["body"]),
        (("K/L", "office"), row["office"]),
        (("keadaan", "state"), dressed("state", row["state"], language)),
        (("tenggat", "due"), format_date(row["due"], language, short=True)),
        (("terlambat", "late"), yes(row["late"])),
        (("angka", "figures"), row["figures"]),
        (("narasi", "narratives"), row["narratives"]),
    )


@round_.command("close", short_help="Tutup putaran / Close a round.")
@click.argument("period")
@click.option(
    "--reason", default="", help="Alasan bila ada yang belum selesai / Reason if something is unfinished."
)
@OBLIGATION
@AS
def close(period: str, reason: str, obligation: str | None, email: str) -> None:
    """Tutup putaran / Close a round."""
    closed = close_round(round=Round.objects.of(period, obligation), reason=reason, actor=acting(email))
    click.echo(f"{closed.period}: ditutup / closed")
