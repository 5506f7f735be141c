"""Who can sign in. A person speaks for an office; a user is only the key to the door."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from ..core.permissions import Duty, Role

if TYPE_CHECKING:
    from .directory import Designation


class UserManager(BaseUserManager["User"]):
    """Finding users, always with their person, whose name every page says; making one is an action."""

    def get_queryset(self) -> models.QuerySet[User]:
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


#: The account of the machine itself, for what the console does without a person; nobody signs in with it.
MACHINE = "simpul@localhost.invalid"
#: Languages a message is written in, and how close the rows of a table stand.
LANGUAGES = ("id", "en")
DENSITIES = ("normal", "dense", "roomy")


class User(AbstractBaseUser):
    """A sign-in by e-mail; what the user may do follows from the person's designations on the day."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField("simpul.Person", null=True, blank=True, on_delete=models.PROTECT)
    language = models.CharField(max_length=5, default="id")
    density = models.CharField(max_length=10, default="normal")
    is_active = models.BooleanField(default=True)
    is_admin = models.BooleanField(default=False, db_comment="sets up the machine; no figure passes through")
    is_demo = models.BooleanField(default=False, db_comment="a fictional person of the demo")
    created_at = models.DateTimeField()
    sessions_ended = models.PositiveIntegerField(
        default=0, db_comment="how often all sessions were ended; each session holds for one of these"
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    class Meta:
        db_table = "simpul_user"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The person's name, or the address where there is no person."""
        return self.person.name if self.person_id and self.person else self.email

    @property
    def is_staff(self) -> bool:
        """There is no admin site; every change is an action."""
        return False

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session has to hold: it is over once the password changes or all sessions are ended."""
        text = f"{self.password}:{self.sessions_ended}" if self.sessions_ended else self.password
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        return salted_hmac(salt, text, secret=secret, algorithm="sha256").hexdigest()

    def addresses(self) -> list[str]:
        """Every address the account ever had, as the audit trail tells: its rows stand under the one of their day."""
        from .audit import AuditEntry

        rows = AuditEntry.objects.filter(action="accounts.change_email", after__account=self.pk).order_by(
            "id"
        )
        return [self.email, *rows.values_list("subject_key", flat=True)]

    def duties_on(self, day: date) -> tuple[Duty, ...]:
        """The roles held on a day, from designations in person and ex officio. Kept for the request."""
        cached: dict[date, tuple[Duty, ...]] = self.__dict__.setdefault("_duties", {})
        if day not in cached:
            cached[day] = self._read_duties(day)
        return cached[day]

    def office_on(self, day: date) -> str:
        """The acronym of the office of the first role held on a day; empty where none is."""
        duties = self.duties_on(day)
        offices: dict[str, str] = self.__dict__.get("_offices", {})
        return offices.get(duties[0].organisation, "") if duties else ""

    def designations_on(self, day: date) -> tuple[Designation, ...]:
        """The designations under which the person acts on a day, with body and office. Kept for the request."""
        from .directory import Designation

        kept: dict[date, tuple[Designation, ...]] = self.__dict__.setdefault("_designations", {})
        if self.person_id is None:
            return ()
        if day not in kept:
            rows = Designation.objects.held_by(self.person_id, day)
            kept[day] = tuple(rows.select_related("organisation", "body"))
        return kept[day]

    def _read_duties(self, day: date) -> tuple[Duty, ...]:
        if not self.is_active:
            return ()
        admin = (Duty(Role.ADMIN, ""),) if self.is_admin else ()
        if self.person_id is None:
            return admin
        held = self.designations_on(day)
        offices: dict[str, str] = self.__dict__.setdefault("_offices", {})
        offices |= {row.organisation.code: row.organisation.acronym for row in held}
        return admin + tuple(
            Duty(
                Role(row.role),
                row.organisation.code,
                row.body.code if row.body else None,
                row.since,
                row.until,
            )
            for row in held
        )
