"""Who reads or acts, on which day, and the task he may see; a task he may not see does not exist for him."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from ....actions.acting import Actor
from ....core.permissions import NOWHERE, Duty, Role, Subject, allowing, may, roles_with
from ....records.models import Task, User


@dataclass(frozen=True)
class Reader:
    """The signed-in person with the roles of the day."""

    user: User
    day: date
    duties: tuple[Duty, ...]

    def may(self, verb: str, subject: Subject = NOWHERE) -> bool:
        """Whether a button is shown; the action asks again."""
        return may(self.duties, verb, subject, day=self.day)

    def may_anywhere(self, verb: str) -> bool:
        """Whether some role of the day allows the verb in some state: the list shows its buttons."""
        return any(duty.role in roles_with(verb) for duty in self.duties if duty.on(self.day))


def reader(request: HttpRequest) -> Reader:
    """Who reads this page."""
    assert isinstance(request.user, User)
    day = timezone.localdate()
    return Reader(request.user, day, request.user.duties_on(day))


def acting(request: HttpRequest) -> Actor:
    """Who acts, now; the action settles for whom."""
    assert isinstance(request.user, User)
    return Actor(user=request.user, at=timezone.now())


def enters_for_office(who: Reader, subject: Subject, verb: str = "task.remark") -> bool:
    """Whether what the reader writes down can be what the office says: he writes as the secretariat alone."""
    return {duty.role for duty in allowing(who.duties, verb, subject, day=who.day)} == {Role.SECRETARIAT}


def visible_task(request: HttpRequest, pk: int) -> Task:
    """A task the reader may see.

    Raises:
        Http404: there is none, or it is not his to see.
    """
    who = reader(request)
    tasks = Task.objects.visible_to(who.duties, who.day).with_office().with_shared_round()
    row: Any = get_object_or_404(tasks, pk=pk)
    row.round.shared = row.shared_round
    return row


def must_see_rounds(request: HttpRequest) -> Reader:
    """The reader of a round as a whole.

    Raises:
        Http404: no role of the day concerns any round.
    """
    who = reader(request)
    if not who.duties:
        raise Http404
    return who


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page; without script the whole page answers."""
    return request.headers.get("HX-Request") == "true"
