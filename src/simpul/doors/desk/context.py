"""What every page of the desk stands in: who reads, which round runs, how much waits."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from ...core.permissions import OPEN_STATES, may
from ...records.models import Designation, Round, Task, User
from ...records.request_waiting import RequestDuty, requests_waiting
from ...records.waiting import Waiting, waiting_for
from .data.words import ROLE_WORDS

#: Page -> the entry of the menu it belongs to; a page that is not here names its own entry.
BELONGS = {
    "round": "rounds",
    "round_open": "rounds",
    "round_together": "rounds",
    "task": "rounds",
    "upload": "rounds",
    "clear": "clearance",
    "indicator": "indicators",
    "metadata": "indicators",
    "code_list": "code_lists",
    "code_import": "code_lists",
    "framework": "frameworks",
    "goal": "frameworks",
    "benefit": "benefits",
    "benefit_record": "benefits",
    "benefit_revise": "benefits",
    "body": "directory",
    "free_days": "calendar",
    "free_day": "calendar",
    "free_day_add": "calendar",
    "alignments": "frameworks",
    "alignment": "frameworks",
    "alignment_propose": "frameworks",
    "finalisation_call": "finalisation",
    "request": "requests",
    "request_item": "requests",
    "request_version": "requests",
    "request_register": "requests",
    "request_edit": "requests",
    "request_split": "requests",
    "request_form": "requests",
    "request_form_fill": "requests",
    "sheet": "finalisation",
    "wordings": "indicators",
    "user": "users",
    "user_open": "users",
    "user_password": "users",
    "office": "offices",
    "office_add": "offices",
    "obligation": "obligations",
    "content_version": "content",
    "content_fact": "content",
}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor of base.html: `nav`, `current_round`, `person`. Reads nothing until a page asks."""
    user = getattr(request, "user", None)
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    now = timezone.now()
    nav: dict[str, Any] = {
        "here": BELONGS.get(name, name),
        "demo": settings.DEMO,
        "now": now,
        "zone": timezone.localtime(now).tzname(),
    }
    if not isinstance(user, User):
        return {"nav": nav, **demo_accounts(name)}
    work = SimpleLazyObject(lambda: waiting(request))
    rounds = SimpleLazyObject(lambda: open_rounds(request))
    has_role = SimpleLazyObject(lambda: bool(user.duties_on(timezone.localdate(now))))
    asked = SimpleLazyObject(lambda: sum(one.number for one in requests_of(request)))
    nav |= {"rounds": rounds, "work": work, "requests": asked, "density": user.density, "has_role": has_role}
    nav["administration"] = SimpleLazyObject(lambda: administration(user))
    return {
        "nav": nav,
        "current_round": SimpleLazyObject(lambda: rounds[0] if rounds else None),
        "person": SimpleLazyObject(lambda: person(user)),
    }


#: Roles a visitor of the demo is offered, in this order.
OFFERED = (
    "secretariat",
    "coordinator",
    "data_producer",
    "data_steward",
    "focal_point",
    "signing_official",
    "soca_leader",
    "definition_reviewer",
)


def demo_accounts(page: str) -> dict[str, Any]:
    """On the sign-in page of a demo: one fictional person a role, and the password of all of them."""
    if not settings.DEMO or page != "account_login":
        return {}
    day = timezone.localdate()
    body = _open_body()
    rows = (
        Designation.objects.on(day)
        .filter(person__user__is_demo=True)
        .with_holders()
        .order_by("body__acronym")
    )
    found: dict[str, list[Designation]] = {}
    for row in rows:
        if row.role == "definition_reviewer":  # statistics and planning: one of each office
            others = {one.organisation_id: one for one in found.get(row.role, [])}
            found[row.role] = [*{row.organisation_id: row, **others}.values()]
        elif row.role in OFFERED and (row.body is None or row.role not in found or row.body_id == body):
            found[row.role] = [row]
    accounts = [
        {
            "name": row.person.name,  # type: ignore[union-attr]
            "email": row.person.email,  # type: ignore[union-attr]
            "role": f"{ROLE_WORDS[role]} {row.body or ''}".strip(),
            "office": row.organisation.acronym,
        }
        for role in OFFERED
        for row in sorted(found.get(role, ()), key=lambda one: one.organisation.acronym)
    ]
    return {"demo_accounts": accounts, "demo_password": settings.DEMO_PASSWORD}


def _open_body() -> int | None:
    """The body with the most figures to fill in: its people find work when they sign in."""
    open_tasks = Task.objects.filter(round__closed_at__isnull=True, state__in=OPEN_STATES)
    counted = open_tasks.annotate(asked=Count("due_figures")).order_by("-asked", "body__acronym")
    return counted.values_list("body_id", flat=True).first()


def waiting(request: HttpRequest) -> Waiting:
    """What waits for the reader, read once a request."""
    if not hasattr(request, "_waiting"):
        assert isinstance(request.user, User)
        day = timezone.localdate()
        request._waiting = waiting_for(request.user.duties_on(day), day=day)  # type: ignore[attr-defined]
    return request._waiting  # type: ignore[attr-defined]


def requests_of(request: HttpRequest) -> tuple[RequestDuty, ...]:
    """What waits for the reader in incoming requests, read once a request."""
    if not hasattr(request, "_requests"):
        assert isinstance(request.user, User)
        day, person = timezone.localdate(), request.user.person_id
        found = requests_waiting(request.user.duties_on(day), person=person, day=day)
        request._requests = found  # type: ignore[attr-defined]
    return request._requests  # type: ignore[attr-defined]


def open_rounds(request: HttpRequest) -> list[Round]:
    """The rounds of the switcher that the reader may see, the running one first."""
    if not hasattr(request, "_rounds"):
        assert isinstance(request.user, User)
        day = timezone.localdate()
        seen = Round.objects.visible_to(request.user.duties_on(day), day)
        rounds = seen.with_shared().order_by("-closed_at", "-period")
        request._rounds = sorted(rounds, key=lambda row: row.is_closed)[:8]  # type: ignore[attr-defined]
    return request._rounds  # type: ignore[attr-defined]


def administration(user: User) -> dict[str, bool]:
    """Which pages of administration the menu offers: those with something to set up or to look after."""
    today = timezone.localdate()
    duties = user.duties_on(today)
    pages = {"users": "accounts.view", "content": "content.view"}
    found = {page: may(duties, verb, day=today) for page, verb in pages.items()}
    return {**found, "any": any(found.values())}


def person(user: User) -> dict[str, str]:
    """Name, role and office of the reader, for the corner of the page."""
    today = timezone.localdate()
    duties = user.duties_on(today)
    role = f"{ROLE_WORDS[duties[0].role.value]} {duties[0].body or ''}".strip() if duties else ""
    return {"name": user.name, "role": role, "office": user.office_on(today)}
