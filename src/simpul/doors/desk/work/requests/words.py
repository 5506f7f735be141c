"""The words of incoming requests: states, stages, deeds, and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .....core.requests import STAGES, RequestClock
from ...data.words import ROLE_WORDS
from ...templatetags.desk import day, days_text

#: State of a request -> its word, icon, and the state of a task it looks like.
REQUEST_STATES = {
    "registered": (gettext_lazy("Registered"), "inbox", "none"),
    "in_work": (gettext_lazy("With the offices"), "pencil", "draft"),
    "consolidated": (gettext_lazy("Consolidated"), "layers", "draft"),
    "clearance": (gettext_lazy("In clearance"), "search-check", "check"),
    "cleared": (gettext_lazy("Cleared, not sent"), "stamp", "accepted"),
    "delivered": (gettext_lazy("Sent"), "send", "accepted"),
    "clarification": (gettext_lazy("Being clarified"), "message-square", "returned"),
    "closed": (gettext_lazy("Put away"), "archive", "none"),
}
#: State of an item.
ITEM_STATES = {
    "new": (gettext_lazy("Not sent out yet"), "circle-dashed", "none"),
    "asked": (gettext_lazy("Asked"), "hourglass", "draft"),
    "answered": (gettext_lazy("Offices answered"), "check", "check"),
    "consolidated": (gettext_lazy("National answer ready"), "layers", "accepted"),
    "delivered": (gettext_lazy("Sent"), "send", "accepted"),
}
#: State of an office with an item.
OFFICE_STATES = {
    "asked": (gettext_lazy("Owes the answer"), "hourglass", "draft"),
    "answered": (gettext_lazy("Handed in"), "check", "accepted"),
    "returned": (gettext_lazy("Returned"), "corner-up-left", "returned"),
}
#: State of a delivery.
DELIVERY_STATES = {
    "clearance": (gettext_lazy("In clearance"), "search-check", "check"),
    "returned": (gettext_lazy("Returned"), "corner-up-left", "returned"),
    "cleared": (gettext_lazy("Cleared, not sent"), "stamp", "accepted"),
    "delivered": (gettext_lazy("Sent"), "send", "accepted"),
}
#: State of a clarification.
CLARIFICATION_STATES = {
    "open": (gettext_lazy("Not routed yet"), "circle-dashed", "none"),
    "routed": (gettext_lazy("Being answered"), "hourglass", "draft"),
    "answered": (gettext_lazy("Answered, not sent"), "check", "check"),
    "delivered": (gettext_lazy("Answer sent"), "send", "accepted"),
}
KINDS = {
    "request": REQUEST_STATES,
    "item": ITEM_STATES,
    "office": OFFICE_STATES,
    "delivery": DELIVERY_STATES,
    "clarification": CLARIFICATION_STATES,
}

STAGE_WORDS = {
    "answers": gettext_lazy("Answers of the offices"),
    "consolidation": gettext_lazy("Consolidation"),
    "clearance": gettext_lazy("Clearance"),
    "sending": gettext_lazy("Sending"),
}
TIMES = {
    "late": gettext_lazy("our date is past"),
    "soon": gettext_lazy("our date within a week"),
    "overdue": gettext_lazy("the sender's deadline is past"),
}
#: What waits in a request -> its word for the list of duties.
DUTY_WORDS = {
    "answer": gettext_lazy("Answer to a request"),
    "split": gettext_lazy("Request to split and send out"),
    "consolidate": gettext_lazy("National answer to write"),
    "route": gettext_lazy("Clarification to route"),
    "put_forward": gettext_lazy("Answers to put forward"),
    "clear": gettext_lazy("Answers to clear"),
    "send": gettext_lazy("Answers to send"),
}
CLASSES = {
    "ordinary": gettext_lazy("ordinary"),
    "restricted": gettext_lazy("restricted"),
    "secret": gettext_lazy("secret"),
}
PARTS = {
    "form": gettext_lazy("Filled form"),
    "annex": gettext_lazy("Annex"),
    "letter": gettext_lazy("Covering letter"),
}


def duty_text(kind: str, number: int) -> str:
    """What is to be done, with how many."""
    texts = {
        "answer": ngettext("%(n)d item to answer", "%(n)d items to answer", number),
        "split": _("To split into items and send to offices"),
        "consolidate": ngettext("%(n)d national answer to write", "%(n)d national answers to write", number),
        "route": ngettext("%(n)d clarification to route", "%(n)d clarifications to route", number),
        "put_forward": _("All answers are there: to put forward for clearance"),
        "clear": _("Waits for your clearance before it goes to the sender"),
        "send": _("Cleared: to be sent to the sender"),
    }
    return texts[kind] % {"n": number} if "%(n)d" in texts[kind] else texts[kind]


def clock_text(clock: RequestClock) -> str:
    """Where a request stands against our own date, in words: `Clearance, 2 days late`."""
    if not clock.stage:
        return ""
    stage = str(STAGE_WORDS[clock.stage])
    return (
        f"{stage}, {days_text(clock.days)}"
        if clock.days is not None
        else _("%(stage)s, no date") % {"stage": stage}
    )


def overdue_text(clock: RequestClock, today: date) -> str:
    """That the sender's own deadline is past, and by how much."""
    if not clock.overdue or clock.wanted is None:
        return ""
    days = (today - clock.wanted).days
    return ngettext(
        "The sender's deadline is %(n)d day past.", "The sender's deadline is %(n)d days past.", days
    ) % {"n": days}


def stages(
    request: Any, clock: RequestClock, today: date, done: Mapping[str, date] | None
) -> list[dict[str, Any]]:
    """The way from letter to answer as steps: which day each ended on, which one is now, when the others are due.

    Args:
        done: stage -> the day it ended on; None for a reader who is not told when others took their steps.
    """
    at = STAGES.index(clock.stage) if clock.stage else len(STAGES)
    received = day(request.received_on, "short")
    found = [{"role": _("Received"), "name": received, "status": "done", "note": request.channel}]
    for number, name in enumerate(STAGES):
        if number < at:
            ended = (done or {}).get(name)
            step = _ended(_planned(request, clock, name, ended), ended, told=done is not None)
        else:
            step = _ahead(clock, name, request.dates[name], now=number == at)
        found.append({"role": str(STAGE_WORDS[name]), **step})
    return [*found, _asked_for(request, clock, today, (done or {}).get("sending"))]


def _planned(request: Any, clock: RequestClock, name: str, ended: date | None) -> date | None:
    """The date a stage was to end on: what ended before the sender asked back kept to the first one."""
    again = request.back_since is not None and (ended is None or ended >= request.back_since)
    return clock.dates[name] if again else request.dates[name]


def _ended(planned: date | None, ended: date | None, *, told: bool) -> dict[str, Any]:
    """A stage behind us: the day it ended on where the reader is told, the planned one beside it where it differs."""
    differs = planned is not None and planned != ended
    note = _("planned %(day)s") % {"day": day(planned, "short")} if differs else ""
    if ended is None:
        return {"name": "", "status": "off" if told else "done", "note": note}
    return {"name": day(ended, "short"), "status": "done", "note": note}


def _ahead(clock: RequestClock, name: str, first: date | None, *, now: bool) -> dict[str, Any]:
    due = clock.dates.get(name)
    return {
        "name": day(due, "short") if due else _("no date"),
        "status": "now" if now else "next",
        "note": _beside(clock.days if now else None, due, first),
        "late": now and clock.late,
    }


def _beside(days: int | None, now: date | None, first: date | None) -> str:
    """What stands with a date: how many days are left, and the first date where another counts now."""
    parts = [days_text(days)] if days is not None else []
    if first is not None and first != now:
        parts.append(first_text(first))
    return ", ".join(parts)


def first_text(first: date) -> str:
    """The date before the one that counts now."""
    return _("first %(day)s") % {"day": day(first, "short")}


def _asked_for(request: Any, clock: RequestClock, today: date, sent: date | None) -> dict[str, Any]:
    """The sender's own deadline, which ends no stage."""
    ends = clock.wanted if clock.stage else request.deadline
    left = (ends - today).days if ends else None
    note = _beside(left, ends, request.deadline) if clock.stage else ""
    if not clock.stage and sent:
        note = _("sent %(day)s") % {"day": day(sent, "short")}
    return {
        "role": _("Sender's deadline"),
        "name": day(ends, "short") if ends else _("none given"),
        "status": "next" if clock.stage else "done" if sent else "off",
        "note": note,
        "late": clock.overdue,
    }


def role_text(role: str) -> str:
    """A role by its name."""
    return str(ROLE_WORDS.get(role, role))
