"""`simpul account`: a new pass phrase for who forgot the old one."""

from __future__ import annotations

import click

from ...actions.accounts import issue_password
from .who import acting, user_of


@click.group("account")
def account() -> None:
    """Akun / Accounts."""


@account.command("password", short_help="Kata sandi baru / A new password.")
@click.argument("email")
@click.option("--as", "actor", required=True, help="Alamat akun yang bertindak / Account that acts.")
def password(email: str, actor: str) -> None:
    """Beri kata sandi baru kepada yang lupa; dicetak sekali, semua sesinya berakhir /
    Give a new password to who forgot the old one; printed once, all sessions of that account end."""
    phrase = issue_password(user=user_of(email), actor=acting(actor))
    click.echo(phrase)
    click.echo(
        "Hanya ditampilkan sekali; ganti setelah masuk / Shown only once; change it after signing in.",
        err=True,
    )
