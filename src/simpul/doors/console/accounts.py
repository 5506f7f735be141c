"""`simpul account`: accounts opened, closed and listed, and a new pass phrase for who forgot the old one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import click
from django.db import transaction
from django.utils import timezone

from ...actions.accounts import close_account, issue_password, open_account, reopen_account
from ...actions.acting import Actor
from ...actions.directory import designate
from ...core.dressing import dressed
from ...core.errors import NotFound
from ...core.periods import format_date
from ...core.permissions import Role
from ...records.account_reading import read_accounts
from ...records.models import Body, Organisation, Person
from .printing import FORM, headed, print_rows, said_in, yes
from .who import acting, user_of

ONCE = "Hanya ditampilkan sekali; ganti setelah masuk / Shown only once; change it after signing in."
AS = click.option("--as", "actor", help="Alamat akun yang bertindak / Account that acts.")
JSON = click.option("--json", "as_json", is_flag=True, help="Keluaran JSON / Output as JSON.")
#: Every role of the directory; what the machine's administrator is, is no designation.
ROLES = click.Choice([role.value for role in Role if role is not Role.ADMIN])
DAY = click.DateTime(["%Y-%m-%d"])


@click.group("account")
def account() -> None:
    """Akun / Accounts."""


@account.command("list", short_help="Semua akun / All accounts.")
@FORM
def list_accounts(form: str) -> None:
    """Semua akun dengan tugas hari ini dan keadaannya / All accounts with duties today and state."""
    lines = read_accounts(timezone.localdate())
    language = said_in()
    duties = {
        line.user.email: [_duty(one, dressed("role", one.role, language)) for one in line.duties]
        for line in lines
    }

    def told(row: Mapping[str, Any]) -> dict[str, Any]:
        signed_in = row["last_signed_in"]
        return headed(
            (("alamat", "e-mail"), row["email"]),
            (("nama", "name"), row["name"]),
            (("K/L", "office"), row["office"]),
            (("tugas", "duties"), duties[row["email"]]),
            (("administrator", "administrator"), yes(row["admin"])),
            (("keadaan", "state"), _STATES[row["state"]][language == "en"]),
            (("terakhir masuk", "last signed in"), _moment(signed_in, language) if signed_in else ""),
        )

    print_rows((_row(line) for line in lines), form, told)


_STATES = {
    "open": ("terbuka", "open"),
    "new": ("belum pernah masuk", "never signed in"),
    "closed": ("ditutup", "closed"),
}


def _duty(one: Any, role: str) -> str:
    """A duty of the day: role, body and office."""
    return " ".join(filter(None, (role, one.body.code if one.body else "", one.organisation.code)))


def _moment(text: str, language: str) -> str:
    """A moment as people of this country write it."""
    at = timezone.localtime(datetime.fromisoformat(text))
    return f"{format_date(at.date(), language, short=True)} {at:%H.%M}"


def _row(line: Any) -> dict[str, Any]:
    return {
        "email": line.user.email,
        "name": line.user.name,
        "office": line.office,
        "duties": [_duty(one, one.role) for one in line.duties],
        "admin": line.user.is_admin,
        "state": line.state,
        "last_signed_in": line.user.last_login.isoformat() if line.user.last_login else None,
    }


@account.command("open", short_help="Buka akun / Open an account.")
@click.argument("email")
@click.option("--name", default="", help="Nama orang baru / Name of a new person.")
@click.option("--office", default="", help="Kode K/L orang baru / Code of the office of a new person.")
@click.option("--person", type=int, help="Nomor orang dalam direktori / Number of a person of the directory.")
@click.option("--admin", is_flag=True, help="Sebagai administrator / As an administrator.")
@click.option("--role", type=ROLES, help="Catat juga peran ini / Record this role as well.")
@click.option("--body", default="", help="Badan sektoral untuk peran itu / Sectoral body of the role.")
@click.option("--since", type=DAY, help="Hari pertama peran; hari ini / First day of the role; today.")
@click.option("--letter", default="", help="Nomor surat penunjukan / Number of the letter of designation.")
@click.option("--letter-date", type=DAY, help="Tanggal surat itu / Date of that letter.")
@AS
@JSON
def open_(email: str, actor: str | None, as_json: bool, **said: Any) -> None:
    """Buka akun untuk seseorang; kata sandi pertama dicetak sekali. Tanpa --as mesin yang bertindak /
    Open an account for somebody; the first password is printed once. Without --as the machine acts."""
    who = acting(actor)
    office = _office(said["office"]) if said["office"] else None
    person = _person(said["person"]) if said["person"] is not None else None
    with transaction.atomic():
        user, phrase = open_account(
            email=email,
            person=person,
            name=said["name"],
            organisation=office,
            is_admin=said["admin"],
            actor=who,
        )
        if said["role"]:
            assert user.person is not None
            _designate(user.person, said, who)
    if as_json:
        click.echo(
            json.dumps({"email": user.email, "name": user.name, "password": phrase}, ensure_ascii=False)
        )
    else:
        click.echo(phrase)
    click.echo(ONCE, err=True)


def _designate(person: Person, said: dict[str, Any], who: Actor) -> None:
    day: datetime | None = said["since"]
    letter: datetime | None = said["letter_date"]
    body: Body | None = None
    if said["body"]:
        body = Body.objects.filter(code=said["body"]).first()
        if body is None:
            raise NotFound("NOT-FOUND", params={"what": said["body"]})
    since: date = day.date() if day else who.day
    designate(
        role=Role(said["role"]),
        organisation=person.organisation,
        body=body,
        person=person,
        since=since,
        letter_number=said["letter"],
        letter_date=letter.date() if letter else None,
        actor=who,
    )


def _office(code: str) -> Organisation:
    row = Organisation.objects.filter(code=code).first()
    if row is None:
        raise NotFound("NOT-FOUND", params={"what": code})
    return row


def _person(number: int) -> Person:
    row = Person.objects.select_related("organisation").filter(pk=number).first()
    if row is None:
        raise NotFound("NOT-FOUND", params={"what": str(number)})
    return row


@account.command("close", short_help="Tutup akun / Close an account.")
@click.argument("email")
@click.option("--reason", required=True, help="Alasan / Reason.")
@AS
@JSON
def close(email: str, reason: str, actor: str | None, as_json: bool) -> None:
    """Tutup akun: tidak ada lagi yang masuk dengannya / Close an account: nobody signs in with it any more."""
    _say(close_account(user=user_of(email), reason=reason, actor=acting(actor)).email, "closed", as_json)


@account.command("reopen", short_help="Buka kembali akun / Reopen an account.")
@click.argument("email")
@AS
@JSON
def reopen(email: str, actor: str | None, as_json: bool) -> None:
    """Buka kembali akun yang ditutup / Reopen a closed account."""
    _say(reopen_account(user=user_of(email), actor=acting(actor)).email, "open", as_json)


def _say(email: str, state: str, as_json: bool) -> None:
    words = {"closed": "ditutup / closed", "open": "terbuka / open"}
    told = json.dumps({"email": email, "state": state}) if as_json else f"{email}: {words[state]}"
    click.echo(told)


@account.command("password", short_help="Kata sandi baru / A new password.")
@click.argument("email")
@click.option("--as", "actor", required=True, help="Alamat akun yang bertindak / Account that acts.")
@JSON
def password(email: str, actor: str, as_json: bool) -> None:
    """Beri kata sandi baru kepada yang lupa; dicetak sekali, semua sesinya berakhir /
    Give a new password to who forgot the old one; printed once, all sessions of that account end."""
    user = user_of(email)
    phrase = issue_password(user=user, actor=acting(actor))
    click.echo(json.dumps({"email": user.email, "password": phrase}) if as_json else phrase)
    click.echo(ONCE, err=True)
