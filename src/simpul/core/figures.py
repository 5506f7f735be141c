"""Figures as offices write them: read without guessing, text kept beside the number, dressed per language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum

from .errors import Problem

MINUS = "\N{MINUS SIGN}"


class Status(StrEnum):
    """What a figure is (after SDMX CL_OBS_STATUS): a value, a limit, or a non-value."""

    VALUE = "A"
    LESS = "LT"
    GREATER = "GT"
    MISSING = "M"
    NOT_APPLICABLE = "NA"

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Reported:
    """A figure as reported: the text, its number (None for a non-value), its status."""

    text: str
    value: Decimal | None
    status: Status


#: The language whose signs entries are kept with; what was typed in another is dressed anew before.
KEPT_IN = "id"
_SIGNS = {"id": (",", "."), "en": (".", ",")}  # decimal, thousands
_NONE = {
    "": Status.MISSING,
    "-": Status.MISSING,
    "–": Status.MISSING,
    "...": Status.MISSING,
    "n/a": Status.NOT_APPLICABLE,
    "na": Status.NOT_APPLICABLE,
}


def read_figure(text: str, *, language: str = "id", is_number: bool = False) -> Reported:
    """Read a figure as typed.

    Args:
        language: whose decimal sign typed text uses.
        is_number: the text is a machine number (a number cell of a workbook), with a decimal point.

    >>> read_figure("1.234,5").value, read_figure("<2,5").status, read_figure("1,234.5", language="en").value
    (Decimal('1234.5'), <Status.LESS: 'LT'>, Decimal('1234.5'))

    Raises:
        Problem: `FIGURE-NOT-A-NUMBER`, `FIGURE-DECIMAL-POINT` with the likely meaning.
    """
    kept = text.strip()
    if is_number:
        return Reported(kept, _within_reach(_without_noise(_machine(kept), kept), kept), Status.VALUE)
    bare = kept.lower()
    if bare in _NONE:
        return Reported(kept, None, _NONE[bare])
    limit, rest = _limit(kept)
    rest = rest.removesuffix("%").replace(MINUS, "-").replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    decimal, thousands = _SIGNS.get(language, _SIGNS["id"])
    shape = rf"[+-]?([1-9]\d{{0,2}}(\{thousands}\d{{3}})+|\d+)(\{decimal}\d+)?"
    if not re.fullmatch(shape, rest):
        _refuse(kept, rest, decimal, thousands)
    number = Decimal(rest.replace(thousands, "").replace(decimal, "."))
    return Reported(kept, _within_reach(number, kept), limit)


def _within_reach(number: Decimal, text: str) -> Decimal:
    """The number, refused where 18 digits before or 10 after the decimal sign could not keep it exactly."""
    if abs(number) >= 10**18 or decimals_of(number) > 10:
        raise Problem("FIGURE-NOT-A-NUMBER", place=text, params={"text": text})
    return number


def _machine(text: str) -> Decimal:
    try:
        number = Decimal(text.replace(MINUS, "-"))
    except InvalidOperation as error:
        raise Problem("FIGURE-NOT-A-NUMBER", place=text, params={"text": text}) from error
    if not number.is_finite():
        raise Problem("FIGURE-NOT-A-NUMBER", place=text, params={"text": text})
    return number


def _without_noise(number: Decimal, text: str) -> Decimal:
    """The number of a binary cell at the 15 digits a workbook keeps, where only noise lies beyond them.

    >>> _without_noise(Decimal("0.7999999999999999"), "0.7999999999999999")
    Decimal('0.8')
    """
    if decimals_of(number) <= 10 or repr(float(number)) != text:
        return number
    kept = Decimal(format(float(number), ".15g"))
    return kept if decimals_of(kept) <= 10 else number


def _limit(text: str) -> tuple[Status, str]:
    if text[:1] in "<≤":
        return Status.LESS, text.lstrip("<≤= ")
    if text[:1] in ">≥":
        return Status.GREATER, text.lstrip(">≥= ")
    return Status.VALUE, text


def limit_of(text: str) -> Status:
    """Whether a figure's text names a limit, or a value.

    >>> str(limit_of("<2.5")), str(limit_of("≥ 95")), str(limit_of("2.5"))
    ('LT', 'GT', 'A')
    """
    return _limit(text.strip())[0]


def _refuse(text: str, rest: str, decimal: str, thousands: str) -> None:
    other = rf"[+-]?(\d{{1,3}}(\{decimal}\d{{3}})+|\d+)(\{thousands}\d+)?"
    if re.fullmatch(other, rest):
        swapped = text.translate(str.maketrans(decimal + thousands, thousands + decimal))
        raise Problem("FIGURE-DECIMAL-POINT", place=text, params={"text": text, "suggestion": swapped})
    raise Problem("FIGURE-NOT-A-NUMBER", place=text, params={"text": text})


#: A whole number longer than this is a key, a page or a version of nothing.
LONGEST_WHOLE = 9


def whole(text: str, *, longest: int = LONGEST_WHOLE) -> int | None:
    """A small whole number as a form or an address gives it; None where the text is none, or a longer one.

    Decimal digits of any script are read; what only looks like a number (``²``) is none.

    >>> whole(" 17 "), whole("１２"), whole("²"), whole("-1"), whole("9" * 400)
    (17, 12, None, None, None)
    """
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) <= longest else None


def wholes(texts: Iterable[str]) -> set[int]:
    """The small whole numbers among texts, each once."""
    return {number for text in texts if (number := whole(text)) is not None}


def decimals_of(value: Decimal) -> int:
    """How many decimals a number carries."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


_SIGNS_SWAPPED = str.maketrans(".,", ",.")


def redressed(text: str, *, source: str, target: str) -> str:
    """A typed figure with the signs of another language; what does not read as a figure stays as typed.

    >>> redressed("1,234.5", source="en", target="id"), redressed("belum", source="en", target="id")
    ('1.234,5', 'belum')
    """
    if source == target:
        return text
    try:
        read_figure(text, language=source)
    except Problem:
        return text
    return text.translate(_SIGNS_SWAPPED)


def format_number(
    value: Decimal | int, *, language: str, decimals: int | None = None, sign: bool = False
) -> str:
    """A number in the dress of a language; the number is the same.

    >>> format_number(Decimal("1234.5"), language="id"), format_number(Decimal("-0.22"), language="en")
    ('1.234,5', '−0.22')
    """
    number = Decimal(value)
    places = decimals_of(number) if decimals is None else max(decimals, 0)
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{places}f}"
    if language == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    lead = MINUS if rounded < 0 else "+" if sign and rounded > 0 else ""
    return lead + text


def format_figure(figure: Reported, *, language: str, decimals: int | None = None) -> str:
    """A figure with its limit sign, or a dash where there is no number."""
    if figure.value is None:
        return "–"
    lead = {Status.LESS: "<", Status.GREATER: ">"}.get(figure.status, "")
    return lead + format_number(figure.value, language=language, decimals=decimals)


def format_kept(kept: Mapping[str, str], *, language: str) -> str:
    """A figure an answer refers to, as it was reported, with the signs its number bears out.

    A text alone does not say in which language its signs were written: 20.624 may be twenty, or twenty thousand.

    >>> format_kept({"text": "20.624", "value": "20.624"}, language="id")
    '20,624'
    >>> format_kept({"text": "98,60", "value": "98.6"}, language="en")
    '98.60'
    >>> format_kept({"text": "<2,5", "value": "2.5", "status": "LT"}, language="en")
    '<2.5'
    >>> format_kept({"text": "20.624"}, language="en")
    '20.624'
    """
    text = kept["text"]
    if not kept.get("value"):
        return text
    number = Decimal(kept["value"])
    for source in _SIGNS:
        if _reads(text, source) == number:
            return redressed(text, source=source, target=language)
    status = Status(kept.get("status") or Status.VALUE)
    return format_figure(Reported(text, number, status), language=language)


def _reads(text: str, language: str) -> Decimal | None:
    try:
        return read_figure(text, language=language).value
    except Problem:
        return None


def format_change(
    old: Decimal, new: Decimal, *, unit: str, language: str, decimals: int | None = None
) -> str:
    """A change in words and units, never a bare sign.

    >>> format_change(Decimal("8.47"), Decimal("8.25"), unit="poin", language="id")
    'turun 0,22 poin'
    """
    difference = new - old
    if difference == 0:
        return "tetap" if language == "id" else "unchanged"
    words = {"id": ("turun", "naik"), "en": ("down", "up")}[language]
    size = format_number(abs(difference), language=language, decimals=decimals)
    return f"{words[difference > 0]} {size} {unit}".strip()


#: What a spreadsheet program takes for the beginning of a formula.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_cell(text: str) -> str:
    """A text as the cell of a CSV: one that a spreadsheet would run gets a quote before it; a number stays.

    >>> csv_cell("=1+1"), csv_cell("-2,5"), csv_cell("-2+3"), csv_cell("<2.5")
    ("'=1+1", '-2,5', "'-2+3", '<2.5')
    """
    if not text.startswith(_RUNS) or re.fullmatch(r"[+-]?\d[\d.,]*", text, re.ASCII):
        return text
    return f"'{text}"
