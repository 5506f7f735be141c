"""Meetings as a calendar file (RFC 5545), for the calendar on a reader's own desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

#: A line has at most so many octets; what is longer goes on in the next, after a space.
WIDTH = 75


@dataclass(frozen=True)
class Entry:
    """One meeting of whole days, `last` included."""

    uid: str
    first: date
    last: date
    title: str
    place: str
    text: str
    confirmed: bool


def calendar_file(name: str, entries: Iterable[Entry], *, at: datetime) -> bytes:
    """The file: one VEVENT for each meeting, lines of octets that end in CRLF."""
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Simpul//Calendar//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for entry in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(entry.uid)}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{entry.first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.last + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(entry.title)}",
            *([f"LOCATION:{_escaped(entry.place)}"] if entry.place else []),
            *([f"DESCRIPTION:{_escaped(entry.text)}"] if entry.text else []),
            f"STATUS:{'CONFIRMED' if entry.confirmed else 'TENTATIVE'}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> bytes:
    """A line cut into pieces of at most 75 octets, never within a character."""
    pieces, piece = [], b""
    for sign in line:
        raw = sign.encode()
        if len(piece) + len(raw) > WIDTH:
            pieces.append(piece)
            piece = b" "
        piece += raw
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
