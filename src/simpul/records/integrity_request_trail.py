"""Whether what requests, answers and deliveries say of themselves is what the audit trail says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from ..core.requests import question_digest
from .integrity_claims import Claim, Trail
from .integrity_words import Fault, differing
from .models import (
    Clarification,
    ConsolidatedAnswer,
    ItemAnswer,
    Request,
    RequestClearance,
    RequestDelivery,
    RequestFile,
)


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _of(request: Request, name: str, deed: str, after: dict[str, Any], *who: Any) -> Claim:
    return Claim(
        f"request {request.code} {name}".strip(), (f"requests.{deed}",), "request", request.code, after, *who
    )


def _request_claims() -> Iterator[Claim]:
    for row in Request.objects.select_related("letter_file"):
        after = {
            name: getattr(row, name)
            for name in ("subject", "sender", "channel", "language", "classification")
        }
        after |= {"letter": row.letter_number, "letter_date": _day(row.letter_date), "chain": row.chain}
        after |= {"received": _day(row.received_on)}
        after |= {"letter_file": row.letter_file.sha256 if row.letter_file else ""}
        yield _of(row, "", "register", after, row.registered_at, row.registered_by_id)
        if row.closed_at is not None:
            yield _of(row, "", "close", {"reason": row.close_reason}, row.closed_at, row.closed_by_id)


def _answer_claims() -> Iterator[Claim]:
    for row in ItemAnswer.objects.select_related("item__request", "organisation"):
        request, name = row.item.request, f"answer {row.item.number} {row.organisation} v{row.number}"
        named = {"item": row.item.number, "office": row.organisation.code, "version": row.number}
        after: dict[str, Any] = {
            field: getattr(row, field) for field in ("kind", "text_id", "text_en", "figures")
        }
        after |= {"origin": row.origin_id, "taken_by": row.taken_by_id}
        saved = row.saved_at, row.saved_by_id, None, row.on_behalf_of
        yield _of(request, name, "save_answer", named | after, *saved)
        if row.handed_in_at is not None:
            handed = row.handed_in_at, row.handed_in_by_id, None, row.handed_in_for
            yield _of(request, name, "hand_in", named | {"holder": row.holder}, *handed)


def _national_claims() -> Iterator[Claim]:
    rows = ConsolidatedAnswer.objects.select_related("item__request")
    for row in rows.prefetch_related("used__organisation"):
        used = sorted(f"{one.organisation.code} v{one.number}" for one in row.used.all())
        after = {"item": row.item.number, "version": row.number, "origin": row.origin_id, "used": used}
        name = f"national answer {row.item.number} v{row.number}"
        yield _of(row.item.request, name, "consolidate", row.said() | after, row.at, row.by_id)


def _delivery_claims() -> Iterator[Claim]:
    files: dict[int, list[RequestFile]] = {}
    for file in RequestFile.objects.select_related("file").order_by("id"):
        files.setdefault(file.delivery_id, []).append(file)
    for row in RequestDelivery.objects.select_related("request"):
        name, kept = f"delivery {row.number}", files.get(row.pk, [])
        after = {"delivery": row.number, "hash": row.content_hash, "chain": row.chain, "note": row.note}
        after |= {"files": [[one.part, one.file.sha256] for one in kept if one.bound]}
        yield _of(row.request, name, "put_forward", after, row.put_forward_at, row.put_forward_by_id)
        if row.sent_at is not None:
            after = {"delivery": row.number, "version": row.version, "hash": row.content_hash}
            after |= {"on": _day(row.sent_on), "channel": row.channel}
            after |= {"files": [[one.part, one.file.sha256] for one in kept]}
            yield _of(row.request, name, "send", after, row.sent_at, row.sent_by_id, row.sent_by_name)


def _clearance_claims() -> Iterator[Claim]:
    for row in RequestClearance.objects.select_related("delivery__request"):
        after = {
            "delivery": row.delivery.number,
            "step": row.step,
            "role": row.role,
            "hash": row.content_hash,
        }
        cleared = row.verdict == "cleared"
        after |= {"remark" if cleared else "reason": row.remark, "holder": row.holder}
        name = f"delivery {row.delivery.number} {row.role} {row.verdict}"
        deed = "clear" if cleared else "return"
        yield _of(row.delivery.request, name, deed, after, row.at, row.by_id, row.by_name)


def _clarification_claims() -> Iterator[Claim]:
    for row in Clarification.objects.select_related("delivery__request", "item"):
        after: dict[str, Any] = {
            "clarification": row.number,
            "version": row.delivery.version,
            "item": row.item.number,
        }
        after |= {name: getattr(row, name) for name in ("cell", "text", "asked_by", "channel")}
        after |= {"asked_on": _day(row.asked_on), "due": _day(row.due)}
        after |= {"our_dates": {name: _day(day) for name, day in row.dates.items()}}
        name = f"clarification {row.number}"
        logged = row.logged_at, row.logged_by_id, None, None, frozenset({"our_dates"})
        yield _of(row.delivery.request, name, "log_clarification", after, *logged)


#: Who claims, and which audit rows stand for exactly one row of theirs.
REQUEST_CLAIMS: dict[Callable[[], Iterator[Claim]], tuple[tuple[str, ...], ...]] = {
    _request_claims: (("requests.register",), ("requests.close",)),
    _answer_claims: (("requests.save_answer",), ("requests.hand_in",)),
    _national_claims: (("requests.consolidate",),),
    _delivery_claims: (("requests.put_forward",), ("requests.send",)),
    _clearance_claims: (("requests.clear",), ("requests.return",)),
    _clarification_claims: (("requests.log_clarification",),),
}

#: Deed -> the state of the delivery it names; of a step taken it is the last one's that clears it.
_DELIVERIES = {"put_forward": "clearance", "return": "returned", "send": "delivered"}


def request_last_words(trail: Trail) -> Iterator[Fault]:
    """What several audit rows say one after another: state, dates, disposition and form; states of deliveries."""
    said: dict[str, list[tuple[int, str, dict[str, Any]]]] = {}
    for (action, kind, key), rows in trail.items():
        if kind == "request":
            deed = action.removeprefix("requests.")
            said.setdefault(key, []).extend((row.pk, deed, row.after) for row in rows)
    for row in Request.objects.select_related("form_file").prefetch_related("deliveries", "items__body"):
        deeds = sorted(said.get(row.code, ()), key=lambda one: one[0])
        told: dict[str, Any] = {}
        for _pk, _deed, after in deeds:
            told |= {name: after[name] for name in _TOLD if name in after}
        now = {
            "state": row.state,
            "deadline": _day(row.deadline),
            "deadline_note": row.deadline_note,
            "dates": {name: _day(day) for name, day in row.dates.items()},
            "disposition": row.disposition,
            "form": row.form_file.sha256 if row.form_file else "",
        }
        told = {"disposition": ""} | told
        yield from differing("audited", f"request {row.code}", {name: now[name] for name in told}, told)
        yield from _deliveries(row, deeds)
        yield from _items(row, deeds)


def _items(request: Request, deeds: list[tuple[int, str, dict[str, Any]]]) -> Iterator[Fault]:
    """Items ask of whom and in the words they were split with; their dates are those they were given."""
    told = {one["number"]: one for _pk, deed, after in deeds if deed == "split" for one in after["items"]}
    dates = _dates_of_items(deeds)
    rows = {row.number: row for row in request.items.all()}
    names = ("body", "digest", "due", "due_original")
    for number in sorted({*told, *rows}):
        now: dict[str, Any] = dict.fromkeys(names)
        if (row := rows.get(number)) is not None:
            now |= {"body": row.body.code, "due": _day(row.due), "due_original": _day(row.due_original)}
            now |= {"digest": question_digest(row.text_id, row.text_en, row.anchor)}
        past = told.get(number)
        if past is None:
            past = dict.fromkeys(names)
        else:  # an audit row of before held neither digest nor date
            past = {name: past[name] for name in ("body", "digest") if name in past} | dates.get(number, {})
        yield from differing("audited", f"request {request.code} item {number}", now, past)


def _dates_of_items(deeds: list[tuple[int, str, dict[str, Any]]]) -> dict[str, dict[str, str]]:
    """Number of an item -> its date and its first one, by the deeds that gave it one, one after another.

    Items of which audit rows of before do not tell it are left out.
    """
    found: dict[str, dict[str, str]] = {}
    for _pk, deed, after in deeds:
        if deed == "split":
            found |= {
                one["number"]: {"due": one["due"], "due_original": one["due"]}
                for one in after["items"]
                if "due" in one
            }
        elif deed == "change_dates" and "items" not in after:
            found.clear()
        elif deed == "change_dates":
            for number in found.keys() & set(after["items"]):
                found[number]["due"] = after["dates"]["answers"]
        elif deed in _GIVES_DATE and after["item"] in found:
            mine = found[after["item"]]
            mine["due"] = after["due"]
            if deed == "set_item_due":
                mine["due_original"] = mine["due_original"] or after["due"]
    return found


#: Deeds after which an item has the date they name.
_GIVES_DATE = ("set_item_due", "return_answer", "route_clarification")


_UNSENT: dict[str, Any] = {"version": None, "receipt": ""}
_TOLD = ("state", "deadline", "deadline_note", "dates", "disposition", "form")


def _deliveries(request: Request, deeds: list[tuple[int, str, dict[str, Any]]]) -> Iterator[Fault]:
    told: dict[int, dict[str, Any]] = {}
    for _pk, deed, after in deeds:
        if deed == "note_receipt":
            for one in told.values():
                if one["version"] == after["version"]:
                    one["receipt"] = after["receipt"]
        elif deed == "clear" and after["state"] == "cleared":
            told.setdefault(after["delivery"], dict(_UNSENT))["state"] = "cleared"
        elif deed in _DELIVERIES:
            last = told.setdefault(after["delivery"], dict(_UNSENT))
            last |= {"state": _DELIVERIES[deed]}
            last |= {name: after[name] for name in ("version", "receipt") if name in after}
    for row in request.deliveries.all():
        if row.number in told:
            now = {"version": row.version, "receipt": row.receipt, "state": row.state}
            yield from differing(
                "audited", f"request {request.code} delivery {row.number}", now, told[row.number]
            )
