"""Who acts at the console: the machine itself, or the person named by e-mail."""

from __future__ import annotations

from django.utils import timezone

from ...actions.accounts import machine
from ...actions.acting import Actor
from ...core.errors import NotFound
from ...records.models import User


def acting(email: str | None) -> Actor:
    """The actor for a console command.

    Raises:
        NotFound: there is no such account.
    """
    if not email:
        return machine(timezone.now())
    return Actor(user=user_of(email), at=timezone.now())


def user_of(email: str) -> User:
    """The account with an address.

    Raises:
        NotFound: there is none.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise NotFound("NOT-FOUND", params={"what": email})
    return user
