"""What happened to a request, in plain words, from the audit trail. No text of an answer is told here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .....core.requests import item_number
from .....records.models import AuditEntry, Organisation
from ...templatetags.desk import day
from .words import STAGE_WORDS, role_text

#: So many items are named; the others are counted.
_NAMED = 12
Words = Callable[[dict[str, Any], dict[str, str]], str]


@dataclass(frozen=True)
class Event:
    """One thing done: what, why, by whom, for whom, when."""

    text: str
    reason: str
    by: str
    on_behalf_of: str
    at: datetime


def _day(value: str) -> str:
    return day(date.fromisoformat(value)) if value else "–"


def _offices(codes: Collection[str], names: dict[str, str]) -> str:
    return ", ".join(names[code] for code in codes) or str(_("the secretariat itself"))


def _dates(after: dict[str, Any]) -> str:
    told = [f"{STAGE_WORDS[name]} {_day(value)}" for name, value in after.get("dates", {}).items() if value]
    return "; ".join([_("deadline %(day)s") % {"day": _day(after.get("deadline", ""))}, *told])


def _saved(after: dict[str, Any], names: dict[str, str]) -> str:
    text = _("Item %(item)s: %(office)s saved version %(version)s of its answer") % {
        "item": after["item"],
        "office": names[after["office"]],
        "version": after["version"],
    }
    return f"{text} ({_('taken over from an earlier answer')})" if after.get("origin") else text


def _consolidated(after: dict[str, Any], names: dict[str, str]) -> str:
    text = _("Item %(item)s: national answer written, version %(version)s") % {
        "item": after["item"],
        "version": after["version"],
    }
    text = f"{text} ({_('begun from an earlier answer')})" if after.get("origin") else text
    return f"{text}{_warned(after)}"


def _numbers(after: dict[str, Any]) -> str:
    """The items a deed concerns, by their numbers; of many the first, and how many more."""
    items = (one["number"] if isinstance(one, dict) else str(one) for one in after.get("items", ()))
    numbers = [item_number(one) for one in items]
    told = ", ".join(numbers[:_NAMED])
    more = len(numbers) - _NAMED
    return _("%(items)s and %(n)s more") % {"items": told, "n": more} if more > 0 else told


def _added(after: dict[str, Any], names: dict[str, str]) -> str:
    n = len(after.get("items", ()))
    said = ngettext("%(n)d item added: %(items)s", "%(n)d items added: %(items)s", n)
    return said % {"n": n, "items": _numbers(after)}


def _sent_out(after: dict[str, Any], names: dict[str, str]) -> str:
    n = len(after.get("items", ()))
    said = ngettext(
        "%(n)d item sent to its offices: %(items)s", "%(n)d items sent to their offices: %(items)s", n
    )
    return said % {"n": n, "items": _numbers(after)}


def _handed_in(after: dict[str, Any], names: dict[str, str]) -> str:
    text = _("Item %(item)s: %(office)s handed in version %(version)s") % {
        "item": after["item"],
        "office": names[after["office"]],
        "version": after["version"],
    }
    basis = after.get("holder", {}).get("basis")
    if basis:
        params = {"number": basis["number"], "day": _day(basis["date"])}
        text = f"{text}, {_('by letter %(number)s of %(day)s') % params}"
    return f"{text}{_warned(after)}"


def _warned(after: dict[str, Any]) -> str:
    """That somebody went on knowing of numbers that do not agree."""
    numbers = after.get("numbers")
    return (
        f" ({_('knowing of numbers that do not agree: %(numbers)s') % {'numbers': '; '.join(numbers)}})"
        if numbers
        else ""
    )


def _put_forward(after: dict[str, Any], names: dict[str, str]) -> str:
    n = len(after.get("answers", ()))
    said = ngettext(
        "Answer to %(n)d item put forward for clearance",
        "Answers to %(n)d items put forward for clearance",
        n,
    )
    return said % {"n": n}


def _asked_back(after: dict[str, Any], names: dict[str, str]) -> str:
    return _("Clarification %(n)s asked of item %(item)s, version %(version)s") % {
        "n": after["clarification"],
        "item": after["item"],
        "version": after["version"],
    }


def _routed(after: dict[str, Any], names: dict[str, str]) -> str:
    return _("Clarification %(n)s of item %(item)s put to %(offices)s") % {
        "n": after["clarification"],
        "item": after["item"],
        "offices": _offices(after.get("offices", ()), names),
    }


#: Deed -> its sentence, from what the audit kept of it and the names of offices.
SENTENCES: dict[str, Words] = {
    "requests.register": lambda after, names: _("Registered"),
    "requests.dispose": lambda after, names: _("Disposition written"),
    "requests.change_dates": lambda after, names: _("Dates changed: %(dates)s") % {"dates": _dates(after)},
    "requests.bring_form": lambda after, names: _("Sender's form") + f": {after['name']}",
    "requests.close": lambda after, names: _("Put away"),
    "requests.split": _added,
    "requests.send_out": _sent_out,
    "requests.save_answer": _saved,
    "requests.hand_in": _handed_in,
    "requests.return_answer": lambda after, names: (
        _("Item %(item)s: returned to %(office)s, due %(day)s")
        % {
            "item": after["item"],
            "office": names[after["office"]],
            "day": _day(after.get("due", "")),
        }
    ),
    "requests.reroute": lambda after, names: (
        _("Item %(item)s: asked of %(offices)s instead of %(before)s")
        % {
            "item": after["item"],
            "offices": _offices(after.get("offices", ()), names),
            "before": _offices(after.get("before", ()), names),
        }
    ),
    "requests.set_item_due": lambda after, names: (
        _("Item %(item)s: now due %(day)s, before %(before)s")
        % {
            "item": after["item"],
            "day": _day(after.get("due", "")),
            "before": _day(after.get("before", "")),
        }
    ),
    "requests.consolidate": _consolidated,
    "requests.put_forward": _put_forward,
    "requests.clear": lambda after, names: (
        _("Cleared as %(role)s") % {"role": role_text(after["role"])} + _warned(after)
    ),
    "requests.return": lambda after, names: (
        _("Answers returned by the %(role)s") % {"role": role_text(after["role"])}
    ),
    "requests.send": lambda after, names: (
        _("Version %(version)s sent on %(day)s, %(channel)s")
        % {
            "version": after["version"],
            "day": _day(after.get("on", "")),
            "channel": after.get("channel", ""),
        }
    ),
    "requests.note_receipt": lambda after, names: (
        _("Receipt of version %(version)s: %(receipt)s")
        % {
            "version": after["version"],
            "receipt": after.get("receipt", ""),
        }
    ),
    "requests.log_clarification": _asked_back,
    "requests.route_clarification": _routed,
}


class OfficeNames(dict[str, str]):
    """Acronyms of offices by code: those a page has read, and all of them as soon as another is asked for."""

    def __missing__(self, code: str) -> str:
        self.update(Organisation.objects.values_list("code", "acronym"))
        return self.setdefault(code, code)


def history(code: str, *, known: Mapping[str, str], items: Collection[str] | None = None) -> list[Event]:
    """What happened to a request, the newest first: one query, a second for an office that is not known.

    Args:
        known: acronyms of offices by code, as far as the page has them.
        items: numbers of the items a reader sees; None = he sees all. What concerns other items is left out.
    """
    names = OfficeNames(known)
    rows = ((row, _of(row.after, items)) for row in AuditEntry.objects.about("request", code))
    shown = [(row, after) for row, after in rows if after is not None]
    return [_event(row, after, names) for row, after in reversed(shown)]


def _of(after: dict[str, Any], items: Collection[str] | None) -> dict[str, Any] | None:
    """What a row says of the items a reader sees; None where it concerns others alone."""
    if items is None:
        return after
    if "item" in after:
        return after if after["item"] in items else None
    after = {name: value for name, value in after.items() if name != "numbers"}  # those of all answers
    for name in ("items", "answers"):
        if name in after:
            own = [one for one in after[name] if (one["number"] if isinstance(one, dict) else one) in items]
            return after | {name: own} if own else None
    return after


def _event(row: AuditEntry, after: dict[str, Any], names: dict[str, str]) -> Event:
    words = SENTENCES.get(row.action)
    if "item" in after:
        after = after | {"item": item_number(after["item"])}
    return Event(
        text=words(after, names) if words else str(_("Changed")),
        reason=str(row.after.get("reason") or row.after.get("remark") or ""),
        by=row.actor_name,
        on_behalf_of=row.on_behalf_of,
        at=row.at,
    )
